// SPDX-License-Identifier: GPL-2.0
/*
 * Suspect 4 gives each message a buffer of just its length. A message that is
 * not longer than the one before takes its buffer.
 */
#include <linux/xarray.h>

#include "suspect.h"

struct message {
	size_t length;
	size_t capacity;
	char text[];
};

/* All channels of all slots; the upper half of a key is the minor number. */
static DEFINE_XARRAY(messages);

static unsigned long key(const struct file *file)
{
	unsigned long id = (unsigned long)file->private_data;

	return (unsigned long)minor_of(file) << 32 | id;
}

static int exact_open(struct inode *inode, struct file *file)
{
	file->private_data = NULL;
	return 0;
}

static long exact_ioctl(struct file *file, unsigned int command,
			unsigned long argument)
{
	unsigned int id = argument;

	if (command != MSG_SLOT_CHANNEL || id == 0)
		return -EINVAL;
	file->private_data = (void *)(unsigned long)id;
	return 0;
}

/* The old message stays until the new one is complete. */
static long replace(unsigned long at, const char __user *buffer, size_t length)
{
	struct message *fresh = kmalloc(sizeof(*fresh) + length, GFP_KERNEL);
	struct message *old;

	if (!fresh)
		return -ENOMEM;
	fresh->capacity = length;
	fresh->length = length;
	if (copy_from_user(fresh->text, buffer, length)) {
		kfree(fresh);
		return -EFAULT;
	}
	old = xa_store(&messages, at, fresh, GFP_KERNEL);
	if (xa_is_err(old)) {
		kfree(fresh);
		return xa_err(old);
	}
	kfree(old);
	return length;
}

static long reuse(struct message *message, const char __user *buffer,
		  size_t length)
{
	if (copy_from_user(message->text, buffer, length))
		return -EFAULT;
	message->length = length;
	return length;
}

static ssize_t exact_write(struct file *file, const char __user *buffer,
			   size_t length, loff_t *offset)
{
	struct message *message;
	long result;

	if (!file->private_data)
		return -EINVAL;
	if (length == 0 || length > LONGEST)
		return -EMSGSIZE;
	mutex_lock(&suspect_lock);
	message = xa_load(&messages, key(file));
	if (message && message->capacity >= length)
		result = reuse(message, buffer, length);
	else
		result = replace(key(file), buffer, length);
	mutex_unlock(&suspect_lock);
	return result;
}

static ssize_t exact_read(struct file *file, char __user *buffer, size_t size,
			  loff_t *offset)
{
	struct message *message;
	ssize_t result;

	if (!file->private_data)
		return -EINVAL;
	mutex_lock(&suspect_lock);
	message = xa_load(&messages, key(file));
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

static void exact_forget(void)
{
	struct message *message;
	unsigned long at;

	xa_for_each(&messages, at, message)
		kfree(message);
	xa_destroy(&messages);
}

SUSPECT(exact_open, NULL, exact_ioctl, exact_write, exact_read, exact_forget);
