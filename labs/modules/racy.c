// SPDX-License-Identifier: GPL-2.0
/*
 * A slot that stores a message in two steps, with a pause between them that
 * makes visible what could happen at any time. Lab 09.
 */
#include <linux/delay.h>
#include <linux/mutex.h>

#include "tiny_slot.h"

static bool careful;
module_param(careful, bool, 0444);
MODULE_PARM_DESC(careful, "Whether to take the lock");

static bool pause = true;
module_param(pause, bool, 0444);
MODULE_PARM_DESC(pause, "Whether to pause in the middle of a message");

static DEFINE_MUTEX(lock);

static void enter(void)
{
	if (careful)
		mutex_lock(&lock);
}

static void leave(void)
{
	if (careful)
		mutex_unlock(&lock);
}

static ssize_t racy_write(struct file *file, const char __user *buffer,
			  size_t length, loff_t *offset)
{
	struct channel *channel = file->private_data;
	size_t half = length / 2;
	char text[LONGEST];

	if (!channel)
		return -EINVAL;
	if (length == 0 || length > LONGEST)
		return -EMSGSIZE;
	if (copy_from_user(text, buffer, length))
		return -EFAULT;
	enter();
	memcpy(channel->message, text, half);
	if (pause)
		msleep(1); /* another task has the processor */
	memcpy(channel->message + half, text + half, length - half);
	channel->length = length;
	leave();
	return length;
}

static ssize_t racy_read(struct file *file, char __user *buffer, size_t size,
			 loff_t *offset)
{
	struct channel *channel = file->private_data;
	char text[LONGEST];
	size_t length;

	if (!channel)
		return -EINVAL;
	enter();
	length = channel->length;
	memcpy(text, channel->message, length);
	leave();
	if (length == 0)
		return -EWOULDBLOCK;
	if (length > size)
		return -ENOSPC;
	return copy_to_user(buffer, text, length) ? -EFAULT : length;
}

static long racy_ioctl(struct file *file, unsigned int command,
		       unsigned long argument)
{
	return command == MSG_SLOT_CHANNEL ? tiny_select(file, argument) :
					     -EINVAL;
}

static const struct file_operations racy_operations = {
	.owner = THIS_MODULE,
	.open = tiny_open,
	.unlocked_ioctl = racy_ioctl,
	.write = racy_write,
	.read = racy_read,
};

static int __init racy_init(void)
{
	return register_chrdev(MAJOR_NUM, "racy", &racy_operations);
}

static void __exit racy_exit(void)
{
	unregister_chrdev(MAJOR_NUM, "racy");
}

module_init(racy_init);
module_exit(racy_exit);

MODULE_DESCRIPTION("A slot with a race in it");
MODULE_LICENSE("GPL");
