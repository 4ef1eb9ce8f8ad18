/* SPDX-License-Identifier: GPL-2.0 */
#pragma once

#define MSG_SLOT_MAJOR 235
#define BUF_LEN 128
#define MSG_SLOT_CHANNEL 8
