// SPDX-License-Identifier: GPL-2.0
/*
 * floor - a character device that does nothing but copy.
 *
 * What a driver pays before it has done anything of its own: the system call,
 * the way through the kernel's file layer, and the copy of a message between
 * the caller's memory and the kernel's. No driver that takes and gives messages
 * by write() and read() can be cheaper; `lab bench slot` compares with it.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/uaccess.h>

#define LONGEST 128

static long floor_ioctl(struct file *file, unsigned int command,
			unsigned long argument)
{
	return 0;
}

/* On the stack, because the kernel checks a copy to there in fewer steps. */
static ssize_t floor_write(struct file *file, const char __user *buffer,
			   size_t length, loff_t *offset)
{
	char text[LONGEST] __uninitialized;

	if (length > sizeof(text))
		return -EMSGSIZE;
	if (copy_from_user(text, buffer, length))
		return -EFAULT;
	return length;
}

static ssize_t floor_read(struct file *file, char __user *buffer, size_t size,
			  loff_t *offset)
{
	static const char text[LONGEST] = "The same message each time.";

	if (size > sizeof(text))
		return -EINVAL;
	if (copy_to_user(buffer, text, size))
		return -EFAULT;
	return size;
}

static int floor_open(struct inode *inode, struct file *file)
{
	return stream_open(inode, file);
}

static const struct file_operations floor_operations = {
	.owner = THIS_MODULE,
	.open = floor_open,
	.unlocked_ioctl = floor_ioctl,
	.write = floor_write,
	.read = floor_read,
};

static struct miscdevice floor_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "floor",
	.fops = &floor_operations,
	.mode = 0666,
};

module_misc_device(floor_device);

MODULE_AUTHOR("The Message Slot Lab");
MODULE_DESCRIPTION("A device that only copies, to compare others with");
MODULE_LICENSE("GPL");
