/* SPDX-License-Identifier: GPL-2.0 */
#ifndef COUNTER_H
#define COUNTER_H

#include <linux/ioctl.h>

#define COUNTER_MAJOR 236
#define COUNTER_STEP _IOW(COUNTER_MAJOR, 0, unsigned int)

#endif
