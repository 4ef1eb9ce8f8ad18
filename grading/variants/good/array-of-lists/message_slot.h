// SPDX-License-Identifier: GPL-2.0
#include <linux/ioctl.h>
#define MAJOR_NUM 235
#define MAX_MSG_LEN 128
#define MSG_SLOT_CHANNEL _IOW(MAJOR_NUM, 0, unsigned long)
