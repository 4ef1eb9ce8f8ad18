// SPDX-License-Identifier: GPL-2.0
#include <linux/cdev.h>
#include <linux/fs.h>
#include <linux/hashtable.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "message_slot.h"

#define MINORS 256

struct channel {
	struct hlist_node link;
	u64 key;
	u32 length;
	u8 message[BUF_LEN];
};

struct session {
	struct mutex lock; /* guards key */
	u64 key; /* minor and id; 0 if no channel is set */
};

static DEFINE_HASHTABLE(channels, 12);
static DEFINE_MUTEX(channels_lock);
static struct cdev slots;

static struct channel *channel_find(u64 key)
{
	struct channel *channel;

	hash_for_each_possible(channels, channel, link, key)
		if (channel->key == key)
			return channel;
	return NULL;
}

static int slot_open(struct inode *inode, struct file *file)
{
	struct session *session = kzalloc(sizeof(*session), GFP_KERNEL);

	if (!session)
		return -ENOMEM;
	mutex_init(&session->lock);
	file->private_data = session;
	return nonseekable_open(inode, file);
}

static int slot_release(struct inode *inode, struct file *file)
{
	struct session *session = file->private_data;

	mutex_destroy(&session->lock);
	kfree(session);
	return 0;
}

static u64 session_key(struct session *session)
{
	u64 key;

	mutex_lock(&session->lock);
	key = session->key;
	mutex_unlock(&session->lock);
	return key;
}

static long slot_ioctl(struct file *file, unsigned int command,
		       unsigned long argument)
{
	struct session *session = file->private_data;
	u32 id = argument;

	if (command != MSG_SLOT_CHANNEL)
		return -EINVAL;
	if (id == 0)
		return -EINVAL;
	mutex_lock(&session->lock);
	session->key = (u64)iminor(file_inode(file)) << 32 | id;
	mutex_unlock(&session->lock);
	return 0;
}

static ssize_t slot_read(struct file *file, char __user *buffer, size_t size,
			 loff_t *offset)
{
	u64 key = session_key(file->private_data);
	struct channel *channel;
	u8 copy[BUF_LEN];
	u32 length = 0;

	if (!key)
		return -EINVAL;
	mutex_lock(&channels_lock);
	channel = channel_find(key);
	if (channel) {
		length = channel->length;
		memcpy(copy, channel->message, length);
	}
	mutex_unlock(&channels_lock);
	if (length == 0)
		return -EWOULDBLOCK;
	if (size < length)
		return -ENOSPC;
	if (copy_to_user(buffer, copy, length))
		return -EFAULT;
	return length;
}

static ssize_t slot_write(struct file *file, const char __user *buffer,
			  size_t length, loff_t *offset)
{
	u64 key = session_key(file->private_data);
	struct channel *channel;
	ssize_t result = length;
	u8 copy[BUF_LEN];

	if (!key)
		return -EINVAL;
	if (!length || length > BUF_LEN)
		return -EMSGSIZE;
	if (copy_from_user(copy, buffer, length))
		return -EFAULT;
	mutex_lock(&channels_lock);
	channel = channel_find(key);
	if (!channel) {
		channel = kmalloc(sizeof(*channel), GFP_KERNEL);
		if (!channel) {
			result = -ENOMEM;
			goto unlock;
		}
		channel->key = key;
		hash_add(channels, &channel->link, key);
	}
	memcpy(channel->message, copy, length);
	channel->length = length;
unlock:
	mutex_unlock(&channels_lock);
	return result;
}

static const struct file_operations slot_operations = {
	.owner = THIS_MODULE,
	.open = slot_open,
	.release = slot_release,
	.unlocked_ioctl = slot_ioctl,
	.read = slot_read,
	.write = slot_write,
};

static int __init slot_init(void)
{
	dev_t first = MKDEV(MAJOR_NUM, 0);
	int error;

	error = register_chrdev_region(first, MINORS, "message_slot");
	if (error) {
		pr_err("message_slot: major %d: %d\n", MAJOR_NUM, error);
		return error;
	}
	cdev_init(&slots, &slot_operations);
	slots.owner = THIS_MODULE;
	error = cdev_add(&slots, first, MINORS);
	if (error) {
		pr_err("message_slot: cdev_add: %d\n", error);
		unregister_chrdev_region(first, MINORS);
	}
	return error;
}

static void __exit slot_exit(void)
{
	struct channel *channel;
	struct hlist_node *next;
	int bucket;

	cdev_del(&slots);
	unregister_chrdev_region(MKDEV(MAJOR_NUM, 0), MINORS);
	hash_for_each_safe(channels, bucket, next, channel, link)
		kfree(channel);
}

module_init(slot_init);
module_exit(slot_exit);
MODULE_LICENSE("GPL v2");
MODULE_AUTHOR("A student");
