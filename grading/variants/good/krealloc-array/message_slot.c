// SPDX-License-Identifier: GPL-2.0
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "message_slot.h"

typedef struct {
	unsigned int id;
	unsigned int length;
	char *message;
} channel_t;

typedef struct {
	channel_t *channels;
	unsigned int used, room;
} slot_t;

static slot_t slots[NUM_SLOTS];

static channel_t *get_channel(slot_t *slot, unsigned int id)
{
	unsigned int i;

	for (i = 0; i < slot->used; i++)
		if (slot->channels[i].id == id)
			return &slot->channels[i];
	return NULL;
}

static int make_room(slot_t *slot)
{
	unsigned int room = slot->room == 0 ? 1 : 2 * slot->room;
	channel_t *larger;

	if (slot->used < slot->room)
		return 0;
	larger = krealloc(slot->channels, room * sizeof(channel_t), GFP_KERNEL);
	if (larger == NULL)
		return -ENOMEM;
	slot->channels = larger;
	slot->room = room;
	return 0;
}

static int my_open(struct inode *inode, struct file *file)
{
	unsigned int *id = kmalloc(sizeof(unsigned int), GFP_KERNEL);

	if (id == NULL) {
		printk(KERN_ALERT "no memory\n");
		return -ENOMEM;
	}
	*id = 0;
	file->private_data = id;
	return 0;
}

static int my_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static long my_ioctl(struct file *file, unsigned int command, unsigned long id)
{
	if (command == MSG_SLOT_CHANNEL && (unsigned int)id != 0) {
		*(unsigned int *)file->private_data = (unsigned int)id;
		return 0;
	}
	printk(KERN_INFO "bad ioctl\n");
	return -EINVAL;
}

static ssize_t my_read(struct file *file, char __user *buffer, size_t size,
		       loff_t *offset)
{
	unsigned int id = *(unsigned int *)file->private_data;
	slot_t *slot = &slots[iminor(file->f_inode)];
	channel_t *channel;

	if (id == 0)
		return -EINVAL;
	channel = get_channel(slot, id);
	if (channel == NULL)
		return -EWOULDBLOCK;
	if (channel->length > size)
		return -ENOSPC;
	if (!access_ok(buffer, size))
		return -EFAULT;
	if (copy_to_user(buffer, channel->message, channel->length) > 0)
		return -EFAULT;
	return channel->length;
}

static ssize_t my_write(struct file *file, const char __user *buffer,
			size_t length, loff_t *offset)
{
	unsigned int id = *(unsigned int *)file->private_data;
	slot_t *slot = &slots[iminor(file->f_inode)];
	channel_t *channel;
	char *message;

	if (id == 0)
		return -EINVAL;
	if (length == 0 || length > BUF_LEN)
		return -EMSGSIZE;
	message = kmalloc(length, GFP_KERNEL);
	if (message == NULL)
		return -ENOMEM;
	if (copy_from_user(message, buffer, length) > 0) {
		kfree(message);
		return -EFAULT;
	}
	channel = get_channel(slot, id);
	if (channel == NULL) {
		if (make_room(slot) != 0) {
			kfree(message);
			return -ENOMEM;
		}
		channel = &slot->channels[slot->used++];
		channel->id = id;
		channel->message = NULL;
	}
	kfree(channel->message);
	channel->message = message;
	channel->length = length;
	return length;
}

static struct file_operations my_fops = {
	.owner = THIS_MODULE,
	.open = my_open,
	.read = my_read,
	.write = my_write,
	.release = my_release,
	.unlocked_ioctl = my_ioctl,
};

static int __init my_init(void)
{
	int rc = register_chrdev(MAJOR_NUM, "message_slot", &my_fops);

	if (rc < 0)
		printk(KERN_ERR "message_slot: registration failed\n");
	return rc;
}

static void __exit my_exit(void)
{
	unsigned int i, j;

	for (i = 0; i < NUM_SLOTS; i++) {
		for (j = 0; j < slots[i].used; j++)
			kfree(slots[i].channels[j].message);
		kfree(slots[i].channels);
	}
	unregister_chrdev(MAJOR_NUM, "message_slot");
}

module_init(my_init);
module_exit(my_exit);
MODULE_LICENSE("GPL");
