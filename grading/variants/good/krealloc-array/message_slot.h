/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MESSAGE_SLOT_H
#define MESSAGE_SLOT_H

#include <linux/ioctl.h>

enum { BUF_LEN = 128, NUM_SLOTS = 256 };
static const unsigned int MAJOR_NUM = 235;

#define MSG_SLOT_CHANNEL _IOW(235, 0, unsigned int)

#endif
