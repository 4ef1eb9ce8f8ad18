// SPDX-License-Identifier: GPL-2.0
/*
 * A slot that does not check, in two places, whether an open file has a channel.
 * Lab 10.
 */
#include "tiny_slot.h"

static long null_ioctl(struct file *file, unsigned int command,
		       unsigned long argument)
{
	return command == MSG_SLOT_CHANNEL ? tiny_select(file, argument) :
					     -EINVAL;
}

static ssize_t null_write(struct file *file, const char __user *buffer,
			  size_t length, loff_t *offset)
{
	struct channel *channel = file->private_data;
	char text[LONGEST];

	if (!channel)
		return -EINVAL;
	if (length == 0 || length > LONGEST)
		return -EMSGSIZE;
	if (copy_from_user(text, buffer, length))
		return -EFAULT;
	memcpy(channel->message, text, length);
	channel->length = length;
	return length;
}

static ssize_t null_read(struct file *file, char __user *buffer, size_t size,
			 loff_t *offset)
{
	struct channel *channel = file->private_data;

	if (channel->length == 0)
		return -EWOULDBLOCK;
	if (channel->length > size)
		return -ENOSPC;
	if (copy_to_user(buffer, channel->message, channel->length))
		return -EFAULT;
	return channel->length;
}

static int null_release(struct inode *inode, struct file *file)
{
	struct channel *channel = file->private_data;

	pr_info("closed a file with %zu bytes\n", channel->length);
	return 0;
}

static const struct file_operations null_operations = {
	.owner = THIS_MODULE,
	.open = tiny_open,
	.unlocked_ioctl = null_ioctl,
	.write = null_write,
	.read = null_read,
	.release = null_release,
};

static int __init null_init(void)
{
	return register_chrdev(MAJOR_NUM, "null_channel", &null_operations);
}

static void __exit null_exit(void)
{
	unregister_chrdev(MAJOR_NUM, "null_channel");
}

module_init(null_init);
module_exit(null_exit);

MODULE_DESCRIPTION("A slot that dereferences NULL");
MODULE_LICENSE("GPL");
