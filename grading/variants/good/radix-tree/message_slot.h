/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MESSAGE_SLOT_H
#define MESSAGE_SLOT_H

#define MAJOR_NUMBER 235
#define BUF_LEN 128
#define MSG_SLOT_CHANNEL 0x0

#endif
