// SPDX-License-Identifier: GPL-2.0
/*
 * Suspect 5 keeps its messages in a hash table for all slots, and copies a
 * message to the reader in pieces of 32 bytes.
 */
#include <linux/hashtable.h>

#include "suspect.h"

#define PIECE 32

struct channel {
	struct hlist_node node;
	u64 key;
	size_t length;
	char message[LONGEST];
};

static DEFINE_HASHTABLE(channels, 10);

static u64 key(const struct file *file)
{
	return (u64)minor_of(file) << 32 | (unsigned long)file->private_data;
}

static struct channel *find(const struct file *file)
{
	struct channel *channel;

	hash_for_each_possible(channels, channel, node, key(file))
		if (channel->key == key(file))
			return channel;
	return NULL;
}

static int hashed_open(struct inode *inode, struct file *file)
{
	file->private_data = NULL;
	return 0;
}

static long hashed_ioctl(struct file *file, unsigned int command,
			 unsigned long argument)
{
	unsigned int id = argument;

	if (command != MSG_SLOT_CHANNEL || id == 0)
		return -EINVAL;
	file->private_data = (void *)(unsigned long)id;
	return 0;
}

static struct channel *find_or_make(const struct file *file)
{
	struct channel *channel = find(file);

	if (channel)
		return channel;
	channel = kzalloc(sizeof(*channel), GFP_KERNEL);
	if (channel) {
		channel->key = key(file);
		hash_add(channels, &channel->node, channel->key);
	}
	return channel;
}

static ssize_t hashed_write(struct file *file, const char __user *buffer,
			    size_t length, loff_t *offset)
{
	struct channel *channel;
	char text[LONGEST];

	if (!file->private_data)
		return -EINVAL;
	if (length == 0 || length > sizeof(text))
		return -EMSGSIZE;
	if (copy_from_user(text, buffer, length))
		return -EFAULT;
	mutex_lock(&suspect_lock);
	channel = find_or_make(file);
	if (channel) {
		memcpy(channel->message, text, length);
		channel->length = length;
	}
	mutex_unlock(&suspect_lock);
	return channel ? length : -ENOMEM;
}

static ssize_t copied(const struct channel *channel, char __user *buffer,
		      size_t size)
{
	size_t at, piece;

	for (at = 0; at < channel->length; at += piece) {
		piece = min_t(size_t, PIECE, channel->length - at);
		if (at + piece > size)
			return -ENOSPC;
		if (copy_to_user(buffer + at, channel->message + at, piece))
			return -EFAULT;
	}
	return channel->length;
}

static ssize_t hashed_read(struct file *file, char __user *buffer, size_t size,
			   loff_t *offset)
{
	struct channel *channel;
	ssize_t result;

	if (!file->private_data)
		return -EINVAL;
	mutex_lock(&suspect_lock);
	channel = find(file);
	result = channel ? copied(channel, buffer, size) : -EWOULDBLOCK;
	mutex_unlock(&suspect_lock);
	return result;
}

static void hashed_forget(void)
{
	struct channel *channel;
	struct hlist_node *next;
	int bucket;

	hash_for_each_safe(channels, bucket, next, channel, node)
		kfree(channel);
}

SUSPECT(hashed_open, NULL, hashed_ioctl, hashed_write, hashed_read,
	hashed_forget);
