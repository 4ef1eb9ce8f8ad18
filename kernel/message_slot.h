/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the message slot module and its users have to agree on.
 *
 * Included by the kernel module and by programs, hence nothing but numbers.
 */
#ifndef MESSAGE_SLOT_H
#define MESSAGE_SLOT_H

#include <linux/ioctl.h>

/* Also the name in /proc/devices and, for udev, of the class of the nodes. */
#define MESSAGE_SLOT_NAME "message_slot"

/* The assignment fixes the major number, so that mknod needs no look-up. */
#define MAJOR_NUM 235

/* The longest message, in bytes. */
#define MESSAGE_SLOT_MAX 128

/* Selects a channel: the argument is its id, any unsigned int but 0. */
#define MSG_SLOT_CHANNEL _IOW(MAJOR_NUM, 0, unsigned int)

/* Switches censorship off (0) or on (1); editions 2025 and 2026 only. */
#define MSG_SLOT_SET_CEN _IOW(MAJOR_NUM, 1, unsigned int)

#endif /* MESSAGE_SLOT_H */
