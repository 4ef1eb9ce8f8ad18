// SPDX-License-Identifier: GPL-2.0
/* A slot that does not release its lock when a write fails. Lab 10. */
#include <linux/spinlock.h>

#include "tiny_slot.h"

static DEFINE_SPINLOCK(lock);

static long lost_ioctl(struct file *file, unsigned int command,
		       unsigned long argument)
{
	return command == MSG_SLOT_CHANNEL ? tiny_select(file, argument) :
					     -EINVAL;
}

static ssize_t lost_write(struct file *file, const char __user *buffer,
			  size_t length, loff_t *offset)
{
	struct channel *channel = file->private_data;
	char text[LONGEST];

	if (!channel)
		return -EINVAL;
	if (length <= LONGEST && copy_from_user(text, buffer, length))
		return -EFAULT;
	spin_lock(&lock);
	if (length == 0 || length > LONGEST)
		return -EMSGSIZE;
	memcpy(channel->message, text, length);
	channel->length = length;
	spin_unlock(&lock);
	return length;
}

static const struct file_operations lost_operations = {
	.owner = THIS_MODULE,
	.open = tiny_open,
	.unlocked_ioctl = lost_ioctl,
	.write = lost_write,
};

static int __init lost_init(void)
{
	return register_chrdev(MAJOR_NUM, "lost_lock", &lost_operations);
}

static void __exit lost_exit(void)
{
	unregister_chrdev(MAJOR_NUM, "lost_lock");
}

module_init(lost_init);
module_exit(lost_exit);

MODULE_DESCRIPTION("A slot that does not release its lock");
MODULE_LICENSE("GPL");
