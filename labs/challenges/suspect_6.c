// SPDX-License-Identifier: GPL-2.0
/*
 * Suspect 6 keeps the channels of all slots in one tree. A key tells the slot
 * and the channel; an open file remembers the key of its channel, and 0 is
 * the key of none.
 */
#include <linux/rbtree.h>

#include "suspect.h"

struct channel {
	struct rb_node node;
	unsigned long key;
	size_t length;
	char message[LONGEST];
};

static struct rb_root channels = RB_ROOT;

static int tree_open(struct inode *inode, struct file *file)
{
	file->private_data = NULL;
	return 0;
}

static long tree_ioctl(struct file *file, unsigned int command,
		       unsigned long argument)
{
	unsigned long id = (unsigned int)argument;

	if (command != MSG_SLOT_CHANNEL || id == 0)
		return -EINVAL;
	file->private_data = (void *)(id << 8 ^ minor_of(file) << 24);
	return 0;
}

/* The place of a key in the tree: that of its channel, or where to link it. */
static struct rb_node **place(unsigned long key, struct rb_node **parent)
{
	struct rb_node **link = &channels.rb_node;

	*parent = NULL;
	while (*link) {
		struct channel *here = rb_entry(*link, struct channel, node);

		if (key == here->key)
			break;
		*parent = *link;
		link = key < here->key ? &(*link)->rb_left : &(*link)->rb_right;
	}
	return link;
}

static struct channel *find_or_make(unsigned long key)
{
	struct rb_node *parent;
	struct rb_node **link = place(key, &parent);
	struct channel *channel;

	if (*link)
		return rb_entry(*link, struct channel, node);
	channel = kzalloc(sizeof(*channel), GFP_KERNEL);
	if (!channel)
		return NULL;
	channel->key = key;
	rb_link_node(&channel->node, parent, link);
	rb_insert_color(&channel->node, &channels);
	return channel;
}

static ssize_t tree_write(struct file *file, const char __user *buffer,
			  size_t length, loff_t *offset)
{
	unsigned long key = (unsigned long)file->private_data;
	struct channel *channel;
	char text[LONGEST];

	if (!key)
		return -EINVAL;
	if (length == 0 || length > sizeof(text))
		return -EMSGSIZE;
	if (copy_from_user(text, buffer, length))
		return -EFAULT;
	mutex_lock(&suspect_lock);
	channel = find_or_make(key);
	if (channel) {
		memcpy(channel->message, text, length);
		channel->length = length;
	}
	mutex_unlock(&suspect_lock);
	return channel ? length : -ENOMEM;
}

static ssize_t tree_read(struct file *file, char __user *buffer, size_t size,
			 loff_t *offset)
{
	unsigned long key = (unsigned long)file->private_data;
	struct rb_node *parent, *found;
	struct channel *channel;
	ssize_t result;

	if (!key)
		return -EINVAL;
	mutex_lock(&suspect_lock);
	found = *place(key, &parent);
	channel = found ? rb_entry(found, struct channel, node) : NULL;
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

static void tree_forget(void)
{
	struct channel *channel, *next;

	rbtree_postorder_for_each_entry_safe(channel, next, &channels, node)
		kfree(channel);
}

SUSPECT(tree_open, NULL, tree_ioctl, tree_write, tree_read, tree_forget);
