/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A message slot in a few lines, for modules that are wrong on purpose: one
 * slot, and the channels 1 to 15.
 */
#ifndef TINY_SLOT_H
#define TINY_SLOT_H

#include <linux/fs.h>
#include <linux/ioctl.h>
#include <linux/module.h>
#include <linux/uaccess.h>

#define MAJOR_NUM 235
#define LONGEST 128
#define CHANNELS 16
#define MSG_SLOT_CHANNEL _IOW(MAJOR_NUM, 0, unsigned int)

struct channel {
	size_t length;
	char message[LONGEST];
};

static struct channel channels[CHANNELS];

static int tiny_open(struct inode *inode, struct file *file)
{
	file->private_data = NULL;
	return 0;
}

static inline long tiny_select(struct file *file, unsigned long id)
{
	if (id == 0 || id >= CHANNELS)
		return -EINVAL;
	file->private_data = &channels[id];
	return 0;
}

#endif /* TINY_SLOT_H */
