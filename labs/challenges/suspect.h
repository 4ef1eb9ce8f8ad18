/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the suspects of lab 13 share: the numbers of the assignment, and how a
 * driver registers itself. Each suspect stores its messages in its own way,
 * and each has one mistake.
 */
#ifndef SUSPECT_H
#define SUSPECT_H

#include <linux/fs.h>
#include <linux/ioctl.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define MAJOR_NUM 235
#define SLOTS 256
#define LONGEST 128
#define MSG_SLOT_CHANNEL _IOW(MAJOR_NUM, 0, unsigned int)

static DEFINE_MUTEX(suspect_lock);

static inline unsigned int minor_of(const struct file *file)
{
	return iminor(file_inode(file));
}

/* A driver of these five functions; @forget frees all memory at the end. */
#define SUSPECT(open_, release_, ioctl_, write_, read_, forget)             \
	static const struct file_operations suspect_operations = {          \
		.owner = THIS_MODULE,                                       \
		.open = open_,                                              \
		.release = release_,                                        \
		.unlocked_ioctl = ioctl_,                                   \
		.write = write_,                                            \
		.read = read_,                                              \
	};                                                                  \
	static int __init suspect_init(void)                                \
	{                                                                   \
		return register_chrdev(MAJOR_NUM, "suspect",                \
				       &suspect_operations);                \
	}                                                                   \
	static void __exit suspect_exit(void)                               \
	{                                                                   \
		unregister_chrdev(MAJOR_NUM, "suspect");                    \
		forget();                                                   \
	}                                                                   \
	module_init(suspect_init);                                          \
	module_exit(suspect_exit);                                          \
	MODULE_DESCRIPTION("A message slot with a mistake");                \
	MODULE_LICENSE("GPL")

#endif /* SUSPECT_H */
