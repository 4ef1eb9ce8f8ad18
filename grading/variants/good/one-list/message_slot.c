// SPDX-License-Identifier: GPL-2.0
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>

#include "message_slot.h"

struct msg_channel {
	struct list_head list;
	int minor;
	unsigned int id;
	unsigned int len;
	char buf[MAX_MSG_LEN];
};

static LIST_HEAD(all_channels);
static DEFINE_SPINLOCK(all_lock);

static struct msg_channel *lookup(int minor, unsigned int id)
{
	struct msg_channel *ch;

	list_for_each_entry(ch, &all_channels, list)
		if (ch->minor == minor && ch->id == id)
			return ch;
	return NULL;
}

static int msg_open(struct inode *inode, struct file *filp)
{
	filp->private_data = (void *)0;
	return 0;
}

static long msg_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	unsigned int id = arg;
	long ret = 0;

	if (cmd == MSG_SLOT_CHANNEL) {
		if (id == 0)
			ret = -EINVAL;
		else
			filp->private_data = (void *)(unsigned long)id;
	} else {
		ret = -EINVAL;
	}
	return ret;
}

static ssize_t msg_read(struct file *filp, char __user *user, size_t count,
			loff_t *ppos)
{
	unsigned int id = (unsigned long)filp->private_data;
	int minor = iminor(file_inode(filp));
	struct msg_channel *ch;
	char *copy;
	ssize_t ret;

	if (id == 0)
		return -EINVAL;
	copy = kmalloc(MAX_MSG_LEN, GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	spin_lock(&all_lock);
	ch = lookup(minor, id);
	if (!ch) {
		ret = -EWOULDBLOCK;
	} else if (ch->len > count) {
		ret = -ENOSPC;
	} else {
		ret = ch->len;
		memcpy(copy, ch->buf, ret);
	}
	spin_unlock(&all_lock);
	if (ret > 0 && copy_to_user(user, copy, ret))
		ret = -EFAULT;
	kfree(copy);
	return ret;
}

static ssize_t msg_write(struct file *filp, const char __user *user,
			 size_t count, loff_t *ppos)
{
	unsigned int id = (unsigned long)filp->private_data;
	int minor = iminor(file_inode(filp));
	struct msg_channel *fresh, *ch;

	if (id == 0)
		return -EINVAL;
	if (count == 0 || count > MAX_MSG_LEN)
		return -EMSGSIZE;
	fresh = kzalloc(sizeof(*fresh), GFP_KERNEL);
	if (!fresh)
		return -ENOMEM;
	fresh->minor = minor;
	fresh->id = id;
	fresh->len = count;
	if (copy_from_user(fresh->buf, user, count)) {
		kfree(fresh);
		return -EFAULT;
	}
	spin_lock(&all_lock);
	ch = lookup(minor, id);
	if (ch)
		list_del(&ch->list);
	list_add(&fresh->list, &all_channels);
	spin_unlock(&all_lock);
	kfree(ch);
	return count;
}

static const struct file_operations msg_fops = {
	.owner		= THIS_MODULE,
	.open		= msg_open,
	.read		= msg_read,
	.write		= msg_write,
	.unlocked_ioctl	= msg_ioctl,
	.compat_ioctl	= msg_ioctl,
};

static int __init msg_init(void)
{
	int ret = __register_chrdev(MAJOR_NUM, 0, 256, "message_slot",
				    &msg_fops);

	if (ret < 0)
		pr_err("message_slot: could not get major %d\n", MAJOR_NUM);
	return ret;
}

static void __exit msg_exit(void)
{
	struct msg_channel *ch, *tmp;

	__unregister_chrdev(MAJOR_NUM, 0, 256, "message_slot");
	list_for_each_entry_safe(ch, tmp, &all_channels, list) {
		list_del(&ch->list);
		kfree(ch);
	}
}

module_init(msg_init);
module_exit(msg_exit);
MODULE_LICENSE("Dual BSD/GPL");
