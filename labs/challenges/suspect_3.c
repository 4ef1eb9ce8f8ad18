// SPDX-License-Identifier: GPL-2.0
/*
 * Suspect 3 makes a channel when it is chosen, and counts the open files that
 * are on it, so that a channel that is no longer needed takes no memory.
 */
#include <linux/list.h>

#include "suspect.h"

struct channel {
	struct list_head list;
	unsigned int minor;
	unsigned int id;
	unsigned int users;
	size_t length;
	char message[LONGEST];
};

static LIST_HEAD(channels);

static struct channel *get(unsigned int minor, unsigned int id)
{
	struct channel *channel;

	list_for_each_entry(channel, &channels, list)
		if (channel->minor == minor && channel->id == id)
			return channel;
	channel = kzalloc(sizeof(*channel), GFP_KERNEL);
	if (channel) {
		channel->minor = minor;
		channel->id = id;
		list_add(&channel->list, &channels);
	}
	return channel;
}

static void put(struct channel *channel)
{
	if (channel && --channel->users == 0) {
		list_del(&channel->list);
		kfree(channel);
	}
}

static int counted_open(struct inode *inode, struct file *file)
{
	file->private_data = NULL;
	return 0;
}

static int counted_release(struct inode *inode, struct file *file)
{
	mutex_lock(&suspect_lock);
	put(file->private_data);
	mutex_unlock(&suspect_lock);
	return 0;
}

static long counted_ioctl(struct file *file, unsigned int command,
			  unsigned long argument)
{
	unsigned int id = argument;
	struct channel *channel;

	if (command != MSG_SLOT_CHANNEL || id == 0)
		return -EINVAL;
	mutex_lock(&suspect_lock);
	channel = get(minor_of(file), id);
	if (channel) {
		channel->users++;
		put(file->private_data);
		file->private_data = channel;
	}
	mutex_unlock(&suspect_lock);
	return channel ? 0 : -ENOMEM;
}

static ssize_t counted_write(struct file *file, const char __user *buffer,
			     size_t length, loff_t *offset)
{
	struct channel *channel = file->private_data;
	char text[LONGEST];

	if (!channel)
		return -EINVAL;
	if (length == 0 || length > sizeof(text))
		return -EMSGSIZE;
	if (copy_from_user(text, buffer, length))
		return -EFAULT;
	mutex_lock(&suspect_lock);
	memcpy(channel->message, text, length);
	channel->length = length;
	mutex_unlock(&suspect_lock);
	return length;
}

static ssize_t counted_read(struct file *file, char __user *buffer, size_t size,
			    loff_t *offset)
{
	struct channel *channel = file->private_data;
	char text[LONGEST];
	size_t length;

	if (!channel)
		return -EINVAL;
	mutex_lock(&suspect_lock);
	length = channel->length;
	memcpy(text, channel->message, length);
	mutex_unlock(&suspect_lock);
	if (length == 0)
		return -EWOULDBLOCK;
	if (length > size)
		return -ENOSPC;
	return copy_to_user(buffer, text, length) ? -EFAULT : length;
}

static void counted_forget(void)
{
	struct channel *channel, *next;

	list_for_each_entry_safe(channel, next, &channels, list)
		kfree(channel);
}

SUSPECT(counted_open, counted_release, counted_ioctl, counted_write,
	counted_read, counted_forget);
