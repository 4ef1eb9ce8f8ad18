// SPDX-License-Identifier: GPL-2.0
#undef __KERNEL__
#define __KERNEL__
#undef MODULE
#define MODULE

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/fs.h>
#include <linux/uaccess.h>
#include <linux/string.h>
#include <linux/slab.h>

#include "message_slot.h"

MODULE_LICENSE("GPL");

typedef struct channel_node {
	unsigned int channel_id;
	int message_length;
	char message[BUF_LEN];
	struct channel_node *next;
} channel_node;

typedef struct slot_node {
	int minor;
	channel_node *channels;
	struct slot_node *next;
} slot_node;

/* What an open file remembers. */
typedef struct file_data {
	slot_node *slot;
	unsigned int channel_id;
} file_data;

static slot_node *slots_list;

static slot_node *find_slot(int minor)
{
	slot_node *slot = slots_list;

	while (slot != NULL && slot->minor != minor)
		slot = slot->next;
	return slot;
}

static channel_node *find_channel(slot_node *slot, unsigned int channel_id)
{
	channel_node *channel = slot->channels;

	while (channel != NULL) {
		if (channel->channel_id == channel_id)
			return channel;
		channel = channel->next;
	}
	return NULL;
}

static int device_open(struct inode *inode, struct file *file)
{
	int minor = iminor(inode);
	slot_node *slot;
	file_data *data;

	data = kmalloc(sizeof(file_data), GFP_KERNEL);
	if (data == NULL)
		return -ENOMEM;
	slot = find_slot(minor);
	if (slot == NULL) {
		slot = kmalloc(sizeof(slot_node), GFP_KERNEL);
		if (slot == NULL) {
			kfree(data);
			return -ENOMEM;
		}
		slot->minor = minor;
		slot->channels = NULL;
		slot->next = slots_list;
		slots_list = slot;
	}
	data->slot = slot;
	data->channel_id = 0;
	file->private_data = (void *)data;
	return SUCCESS;
}

static int device_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return SUCCESS;
}

static long device_ioctl(struct file *file, unsigned int ioctl_command_id,
			 unsigned long ioctl_param)
{
	file_data *data = (file_data *)file->private_data;

	if (ioctl_command_id != MSG_SLOT_CHANNEL || ioctl_param == 0)
		return -EINVAL;
	data->channel_id = ioctl_param;
	return SUCCESS;
}

static ssize_t device_read(struct file *file, char __user *buffer,
			   size_t length, loff_t *offset)
{
	file_data *data = (file_data *)file->private_data;
	channel_node *channel;
	int i;

	if (data->channel_id == 0)
		return -EINVAL;
	channel = find_channel(data->slot, data->channel_id);
	if (channel == NULL)
		return -EWOULDBLOCK;
	if (length < channel->message_length)
		return -ENOSPC;
	if (buffer == NULL)
		return -EINVAL;
	for (i = 0; i < channel->message_length; i++) {
		if (put_user(channel->message[i], &buffer[i]) != 0)
			return -EINVAL;
	}
	return i;
}

static ssize_t device_write(struct file *file, const char __user *buffer,
			    size_t length, loff_t *offset)
{
	file_data *data = (file_data *)file->private_data;
	channel_node *channel;
	char copy[BUF_LEN];
	int i;

	if (data->channel_id == 0)
		return -EINVAL;
	if (length == 0 || length > BUF_LEN)
		return -EMSGSIZE;
	if (buffer == NULL)
		return -EINVAL;
	for (i = 0; i < length; i++) {
		if (get_user(copy[i], &buffer[i]) != 0)
			return -EINVAL;
	}
	channel = find_channel(data->slot, data->channel_id);
	if (channel == NULL) {
		channel = kmalloc(sizeof(channel_node), GFP_KERNEL);
		if (channel == NULL)
			return -ENOMEM;
		channel->channel_id = data->channel_id;
		channel->next = data->slot->channels;
		data->slot->channels = channel;
	}
	for (i = 0; i < length; i++)
		channel->message[i] = copy[i];
	channel->message_length = length;
	return i;
}

struct file_operations Fops = {
	.owner = THIS_MODULE,
	.read = device_read,
	.write = device_write,
	.open = device_open,
	.unlocked_ioctl = device_ioctl,
	.release = device_release,
};

static int __init simple_init(void)
{
	int rc = register_chrdev(MAJOR_NUM, DEVICE_RANGE_NAME, &Fops);

	if (rc < 0) {
		printk(KERN_ERR "%s registration failed for %d\n",
		       DEVICE_RANGE_NAME, MAJOR_NUM);
		return rc;
	}
	printk("Registration is successful.\n");
	return SUCCESS;
}

static void __exit simple_cleanup(void)
{
	slot_node *slot = slots_list;

	unregister_chrdev(MAJOR_NUM, DEVICE_RANGE_NAME);
	while (slot != NULL) {
		slot_node *next_slot = slot->next;
		channel_node *channel = slot->channels;

		while (channel != NULL) {
			channel_node *next_channel = channel->next;

			kfree(channel);
			channel = next_channel;
		}
		kfree(slot);
		slot = next_slot;
	}
}

module_init(simple_init);
module_exit(simple_cleanup);
