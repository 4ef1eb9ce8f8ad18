// SPDX-License-Identifier: GPL-2.0
#include <sys/ioctl.h>

#include "agent_call.h"

static long make(const struct arena *arena, const struct call *call)
{
	(void)arena;
	return ioctl(call->fd, call->a, call->b);
}

const struct operation ioctl_operation = { .make = make };
