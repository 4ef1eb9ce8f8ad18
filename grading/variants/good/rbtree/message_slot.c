// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rbtree.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "message_slot.h"

struct message {
	struct rb_node node;
	unsigned int minor;
	unsigned long channel;
	size_t length;
	char *text;
};

static struct rb_root messages = RB_ROOT;
static DEFINE_MUTEX(lock); /* guards everything */

static int compare(const struct message *message, unsigned int minor,
		   unsigned long channel)
{
	if (minor != message->minor)
		return minor < message->minor ? -1 : 1;
	if (channel != message->channel)
		return channel < message->channel ? -1 : 1;
	return 0;
}

/* Finds a message, or the link where it would have to be put. */
static struct message *find(unsigned int minor, unsigned long channel,
			    struct rb_node **parent, struct rb_node ***link)
{
	struct rb_node **at = &messages.rb_node;

	*parent = NULL;
	while (*at) {
		struct message *message = rb_entry(*at, struct message, node);
		int order = compare(message, minor, channel);

		if (order == 0)
			return message;
		*parent = *at;
		at = order < 0 ? &(*at)->rb_left : &(*at)->rb_right;
	}
	*link = at;
	return NULL;
}

static int slot_open(struct inode *inode, struct file *file)
{
	file->private_data = NULL;
	return 0;
}

static long slot_ioctl(struct file *file, unsigned int command,
		       unsigned long channel)
{
	if (command != MSG_SLOT_CHANNEL)
		return -EINVAL;
	if (channel == 0)
		return -EINVAL;
	mutex_lock(&lock);
	file->private_data = (void *)channel;
	mutex_unlock(&lock);
	return 0;
}

static ssize_t slot_read(struct file *file, char __user *buffer, size_t size,
			 loff_t *offset)
{
	struct rb_node *parent, **link;
	struct message *message;
	ssize_t result;

	mutex_lock(&lock);
	if (!file->private_data) {
		result = -EINVAL;
		goto out;
	}
	message = find(iminor(file_inode(file)),
		       (unsigned long)file->private_data, &parent, &link);
	if (!message)
		result = -EWOULDBLOCK;
	else if (message->length > size)
		result = -ENOSPC;
	else if (copy_to_user(buffer, message->text, message->length))
		result = -EFAULT;
	else
		result = message->length;
out:
	mutex_unlock(&lock);
	return result;
}

static ssize_t slot_write(struct file *file, const char __user *buffer,
			  size_t length, loff_t *offset)
{
	struct rb_node *parent, **link;
	struct message *message;
	ssize_t result = length;
	char *text;

	if (!file->private_data)
		return -EINVAL;
	if (length == 0 || length > BUF_LEN)
		return -EMSGSIZE;
	text = memdup_user(buffer, length);
	if (IS_ERR(text))
		return PTR_ERR(text);
	mutex_lock(&lock);
	message = find(iminor(file_inode(file)),
		       (unsigned long)file->private_data, &parent, &link);
	if (!message) {
		message = kzalloc(sizeof(*message), GFP_KERNEL);
		if (!message) {
			result = -ENOMEM;
			goto out;
		}
		message->minor = iminor(file_inode(file));
		message->channel = (unsigned long)file->private_data;
		rb_link_node(&message->node, parent, link);
		rb_insert_color(&message->node, &messages);
	}
	swap(message->text, text);
	message->length = length;
out:
	mutex_unlock(&lock);
	kfree(text);
	return result;
}

static const struct file_operations slot_fops = {
	.owner = THIS_MODULE,
	.open = slot_open,
	.read = slot_read,
	.write = slot_write,
	.unlocked_ioctl = slot_ioctl,
};

static int __init slot_init(void)
{
	int error = register_chrdev(MAJOR_NUM, DEVICE_NAME, &slot_fops);

	if (error)
		pr_err("message_slot: cannot register: %d\n", error);
	return error;
}

static void __exit slot_exit(void)
{
	struct message *message, *next;

	unregister_chrdev(MAJOR_NUM, DEVICE_NAME);
	rbtree_postorder_for_each_entry_safe(message, next, &messages, node) {
		kfree(message->text);
		kfree(message);
	}
}

module_init(slot_init);
module_exit(slot_exit);
MODULE_LICENSE("GPL");
