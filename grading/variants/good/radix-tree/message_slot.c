// SPDX-License-Identifier: GPL-2.0
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/radix-tree.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "message_slot.h"

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Message slots on radix trees");

#define NAME "msgslot"

struct channel {
	unsigned char length; /* 1 to 128 */
	char message[BUF_LEN];
};

struct opened {
	struct radix_tree_root **slot;
	unsigned int id;
};

static struct radix_tree_root *slots[256];

static int ms_open(struct inode *inode, struct file *file)
{
	struct opened *opened = kzalloc(sizeof(struct opened), GFP_KERNEL);

	if (!opened)
		return -ENOMEM;
	opened->slot = &slots[iminor(inode)];
	file->private_data = opened;
	return 0;
}

static int ms_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	file->private_data = NULL;
	return 0;
}

static long ms_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct opened *opened = file->private_data;
	unsigned int id = (unsigned int)arg;

	switch (cmd) {
	case MSG_SLOT_CHANNEL:
		if (id == 0)
			return -EINVAL;
		opened->id = id;
		return 0;
	default:
		return -EINVAL;
	}
}

static ssize_t ms_read(struct file *file, char __user *buf, size_t count,
		       loff_t *pos)
{
	struct opened *opened = file->private_data;
	struct channel *channel = NULL;

	if (opened->id == 0)
		return -EINVAL;
	if (*opened->slot)
		channel = radix_tree_lookup(*opened->slot, opened->id);
	if (!channel)
		return -EWOULDBLOCK;
	if (count < channel->length)
		return -ENOSPC;
	if (copy_to_user(buf, channel->message, channel->length) != 0)
		return -EIO;
	return channel->length;
}

static ssize_t ms_write(struct file *file, const char __user *buf, size_t count,
			loff_t *pos)
{
	struct opened *opened = file->private_data;
	struct channel *channel;
	char copy[BUF_LEN];

	if (opened->id == 0)
		return -EINVAL;
	if (count == 0 || count > BUF_LEN)
		return -EMSGSIZE;
	if (copy_from_user(copy, buf, count) != 0)
		return -EIO;
	if (!*opened->slot) {
		struct radix_tree_root *root = kmalloc(sizeof(*root), GFP_KERNEL);

		if (!root)
			return -ENOMEM;
		INIT_RADIX_TREE(root, GFP_KERNEL);
		*opened->slot = root;
	}
	channel = radix_tree_lookup(*opened->slot, opened->id);
	if (!channel) {
		int error;

		channel = kmalloc(sizeof(*channel), GFP_KERNEL);
		if (!channel)
			return -ENOMEM;
		error = radix_tree_insert(*opened->slot, opened->id, channel);
		if (error) {
			kfree(channel);
			return error;
		}
	}
	memcpy(channel->message, copy, count);
	channel->length = count;
	return count;
}

static struct file_operations fops = {
	.owner = THIS_MODULE,
	.open = ms_open,
	.release = ms_release,
	.unlocked_ioctl = ms_ioctl,
	.read = ms_read,
	.write = ms_write,
};

static void ms_free(struct radix_tree_root *root)
{
	struct radix_tree_iter iter;
	void __rcu **place;

	radix_tree_for_each_slot(place, root, &iter, 0) {
		struct channel *channel = rcu_dereference_protected(*place, 1);

		radix_tree_iter_delete(root, &iter, place);
		kfree(channel);
	}
	kfree(root);
}

static int __init ms_init(void)
{
	int result = register_chrdev(MAJOR_NUMBER, NAME, &fops);

	if (result < 0) {
		printk(KERN_ERR "msgslot: no major number\n");
		return result;
	}
	return 0;
}

static void __exit ms_exit(void)
{
	int i;

	unregister_chrdev(MAJOR_NUMBER, NAME);
	for (i = 0; i < 256; i++)
		if (slots[i])
			ms_free(slots[i]);
}

module_init(ms_init);
module_exit(ms_exit);
