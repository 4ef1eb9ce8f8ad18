// SPDX-License-Identifier: GPL-2.0
/* Counts how often it is read. */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/uaccess.h>

#include "counter.h"

#define LONGEST_STEP 1000

static DEFINE_MUTEX(lock);
static unsigned long count;
static unsigned long step = 1;

static ssize_t counter_read(struct file *file, char __user *buffer,
			    size_t length, loff_t *offset)
{
	char digits[24];
	ssize_t size;

	mutex_lock(&lock);
	size = scnprintf(digits, sizeof(digits), "%lu", count);
	if (length < size)
		size = -ENOSPC;
	else if (copy_to_user(buffer, digits, size))
		size = -EFAULT;
	else
		count += step;
	mutex_unlock(&lock);
	return size;
}

static ssize_t counter_write(struct file *file, const char __user *buffer,
			     size_t length, loff_t *offset)
{
	mutex_lock(&lock);
	count = 0;
	mutex_unlock(&lock);
	return length;
}

static long counter_ioctl(struct file *file, unsigned int command,
			  unsigned long argument)
{
	if (command != COUNTER_STEP || argument == 0 || argument > LONGEST_STEP)
		return -EINVAL;
	mutex_lock(&lock);
	step = argument;
	mutex_unlock(&lock);
	return 0;
}

static const struct file_operations operations = {
	.owner = THIS_MODULE,
	.read = counter_read,
	.write = counter_write,
	.unlocked_ioctl = counter_ioctl,
};

static int __init counter_init(void)
{
	return register_chrdev(COUNTER_MAJOR, "counter", &operations);
}

static void __exit counter_exit(void)
{
	unregister_chrdev(COUNTER_MAJOR, "counter");
}

module_init(counter_init);
module_exit(counter_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Counts how often it is read");
