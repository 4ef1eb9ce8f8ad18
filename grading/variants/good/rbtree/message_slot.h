/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MESSAGE_SLOT_H_
#define _MESSAGE_SLOT_H_

#include <linux/ioctl.h>

#define MAJOR_NUM 235
#define DEVICE_NAME "message_slot"
#define BUF_LEN 128
#define MSG_SLOT_CHANNEL _IOW(MAJOR_NUM, 0, unsigned long)

#endif /* _MESSAGE_SLOT_H_ */
