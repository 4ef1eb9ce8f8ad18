// SPDX-License-Identifier: GPL-2.0
/*
 * Suspect 2 keeps the channels of each slot in an xarray, by their ids. Each
 * open file has a structure of its own.
 */
#include <linux/xarray.h>

#include "suspect.h"

struct message {
	size_t length;
	char text[LONGEST];
};

struct opened {
	struct xarray *slot;
	unsigned int id;
};

static struct xarray slots[SLOTS];
static bool prepared;

static void prepare(void)
{
	unsigned int minor;

	for (minor = 0; minor < SLOTS; minor++)
		xa_init(&slots[minor]);
	prepared = true;
}

static int array_open(struct inode *inode, struct file *file)
{
	struct opened *opened = kzalloc(sizeof(*opened), GFP_KERNEL);

	if (!opened)
		return -ENOMEM;
	mutex_lock(&suspect_lock);
	if (!prepared)
		prepare();
	mutex_unlock(&suspect_lock);
	opened->slot = &slots[iminor(inode)];
	file->private_data = opened;
	return 0;
}

static int array_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static long array_ioctl(struct file *file, unsigned int command,
			unsigned long argument)
{
	struct opened *opened = file->private_data;

	if (command != MSG_SLOT_CHANNEL)
		return -EINVAL;
	opened->id = argument;
	return opened->id ? 0 : -EINVAL;
}

static ssize_t array_write(struct file *file, const char __user *buffer,
			   size_t length, loff_t *offset)
{
	struct opened *opened = file->private_data;
	struct message *message, *old;

	if (!opened->id)
		return -EINVAL;
	if (length == 0 || length > LONGEST)
		return -EMSGSIZE;
	message = kmalloc(sizeof(*message), GFP_KERNEL);
	if (!message)
		return -ENOMEM;
	message->length = length;
	if (copy_from_user(message->text, buffer, length)) {
		kfree(message);
		return -EFAULT;
	}
	mutex_lock(&suspect_lock);
	old = xa_store(opened->slot, opened->id, message, GFP_KERNEL);
	mutex_unlock(&suspect_lock);
	if (xa_is_err(old)) {
		kfree(message);
		return xa_err(old);
	}
	kfree(old);
	return length;
}

static ssize_t array_read(struct file *file, char __user *buffer, size_t size,
			  loff_t *offset)
{
	struct opened *opened = file->private_data;
	struct message *message;
	ssize_t result;

	if (!opened->id)
		return -EINVAL;
	mutex_lock(&suspect_lock);
	message = xa_load(opened->slot, opened->id);
	if (!message)
		result = -EWOULDBLOCK;
	else if (message->length > size)
		result = -ENOSPC;
	else if (copy_to_user(buffer, message->text, message->length))
		result = -EFAULT;
	else
		result = message->length;
	mutex_unlock(&suspect_lock);
	return result;
}

static void array_forget(void)
{
	struct message *message;
	unsigned long id;
	unsigned int minor;

	for (minor = 0; prepared && minor < SLOTS; minor++) {
		xa_for_each(&slots[minor], id, message)
			kfree(message);
		xa_destroy(&slots[minor]);
	}
}

SUSPECT(array_open, array_release, array_ioctl, array_write, array_read,
	array_forget);
