// SPDX-License-Identifier: GPL-2.0
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/xarray.h>

#include "message_slot.h"

struct message {
	size_t length;
	char text[];
};

static struct xarray slots[256];

static struct xarray *slot_of(struct file *file)
{
	return &slots[iminor(file_inode(file))];
}

static long slot_ioctl(struct file *file, unsigned int command,
		       unsigned long argument)
{
	u32 id = argument;

	if (command != MSG_SLOT_CHANNEL || !id)
		return -EINVAL;
	file->private_data = (void *)(uintptr_t)id;
	return 0;
}

static ssize_t slot_write(struct file *file, const char __user *from,
			  size_t length, loff_t *offset)
{
	unsigned long id = (uintptr_t)file->private_data;
	struct message *message, *old;

	if (!id)
		return -EINVAL;
	if (length < 1 || length > BUF_LEN)
		return -EMSGSIZE;
	message = kmalloc(struct_size(message, text, length), GFP_KERNEL);
	if (!message)
		return -ENOMEM;
	message->length = length;
	if (copy_from_user(message->text, from, length)) {
		kfree(message);
		return -EFAULT;
	}
	old = xa_store(slot_of(file), id, message, GFP_KERNEL);
	if (xa_is_err(old)) {
		kfree(message);
		return xa_err(old);
	}
	kfree(old);
	return length;
}

static ssize_t slot_read(struct file *file, char __user *to, size_t room,
			 loff_t *offset)
{
	unsigned long id = (uintptr_t)file->private_data;
	struct message *message;

	if (!id)
		return -EINVAL;
	message = xa_load(slot_of(file), id);
	if (!message)
		return -EAGAIN; /* the same number as EWOULDBLOCK */
	if (room < message->length)
		return -ENOSPC;
	return copy_to_user(to, message->text, message->length) ?
		       -EFAULT :
		       message->length;
}

/* There is no .open: the kernel makes private_data NULL. */
static const struct file_operations operations = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = slot_ioctl,
	.write = slot_write,
	.read = slot_read,
};

static int __init slot_init(void)
{
	int i, error;

	for (i = 0; i < ARRAY_SIZE(slots); i++)
		xa_init(&slots[i]);
	error = register_chrdev(MSG_SLOT_MAJOR, "message_slot", &operations);
	if (error < 0)
		pr_err("message_slot: register_chrdev: %d\n", error);
	return error;
}
module_init(slot_init);

static void __exit slot_exit(void)
{
	struct message *message;
	unsigned long id;
	int i;

	unregister_chrdev(MSG_SLOT_MAJOR, "message_slot");
	for (i = 0; i < ARRAY_SIZE(slots); i++) {
		xa_for_each(&slots[i], id, message)
			kfree(message);
		xa_destroy(&slots[i]);
	}
}
module_exit(slot_exit);

MODULE_LICENSE("GPL");
