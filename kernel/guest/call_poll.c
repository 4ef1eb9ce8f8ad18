// SPDX-License-Identifier: GPL-2.0
#include <poll.h>

#include "agent_call.h"

static long make(const struct arena *arena, const struct call *call)
{
	struct pollfd file = { .fd = call->fd, .events = (short)call->a };
	int count = poll(&file, 1, (int)call->b);

	(void)arena;
	return count < 0 ? count : file.revents;
}

const struct operation poll_operation = { .make = make };
