// SPDX-License-Identifier: GPL-2.0
/*
 * Suspect 1 keeps the channels of each slot in a linked list. An open file has
 * the id of its channel, 0 for none.
 */
#include "suspect.h"

struct channel {
	struct channel *next;
	u32 id;
	s8 length;
	char message[LONGEST];
};

static struct channel *slots[SLOTS];

static unsigned int chosen(const struct file *file)
{
	return (unsigned long)file->private_data;
}

static struct channel *find(const struct file *file)
{
	struct channel *channel = slots[minor_of(file)];

	while (channel && channel->id != chosen(file))
		channel = channel->next;
	return channel;
}

static int list_open(struct inode *inode, struct file *file)
{
	file->private_data = NULL;
	return 0;
}

static long list_ioctl(struct file *file, unsigned int command,
		       unsigned long argument)
{
	unsigned int id = argument;

	if (command != MSG_SLOT_CHANNEL || id == 0)
		return -EINVAL;
	file->private_data = (void *)(unsigned long)id;
	return 0;
}

static ssize_t list_write(struct file *file, const char __user *buffer,
			  size_t length, loff_t *offset)
{
	struct channel *channel;
	char text[LONGEST];

	if (!chosen(file))
		return -EINVAL;
	if (length == 0 || length > sizeof(text))
		return -EMSGSIZE;
	if (copy_from_user(text, buffer, length))
		return -EFAULT;
	mutex_lock(&suspect_lock);
	channel = find(file);
	if (!channel) {
		channel = kmalloc(sizeof(*channel), GFP_KERNEL);
		if (!channel) {
			mutex_unlock(&suspect_lock);
			return -ENOMEM;
		}
		channel->id = chosen(file);
		channel->next = slots[minor_of(file)];
		slots[minor_of(file)] = channel;
	}
	memcpy(channel->message, text, length);
	channel->length = length;
	mutex_unlock(&suspect_lock);
	return length;
}

static ssize_t list_read(struct file *file, char __user *buffer, size_t size,
			 loff_t *offset)
{
	struct channel *channel;
	ssize_t result;

	if (!chosen(file))
		return -EINVAL;
	mutex_lock(&suspect_lock);
	channel = find(file);
	if (!channel)
		result = -EWOULDBLOCK;
	else if (channel->length > size)
		result = -ENOSPC;
	else if (copy_to_user(buffer, channel->message, channel->length))
		result = -EFAULT;
	else
		result = channel->length;
	mutex_unlock(&suspect_lock);
	return result;
}

static void list_forget(void)
{
	struct channel *channel;
	unsigned int minor;

	for (minor = 0; minor < SLOTS; minor++) {
		while ((channel = slots[minor])) {
			slots[minor] = channel->next;
			kfree(channel);
		}
	}
}

SUSPECT(list_open, NULL, list_ioctl, list_write, list_read, list_forget);
