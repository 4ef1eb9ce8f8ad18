// SPDX-License-Identifier: GPL-2.0
#include <unistd.h>

#include "agent_call.h"

static long make_dup(const struct arena *arena, const struct call *call)
{
	(void)arena;
	return dup(call->fd);
}

static long make_close(const struct arena *arena, const struct call *call)
{
	(void)arena;
	return close(call->fd);
}

/* No call of a program's: what its end would do. */
static long make_close_all(const struct arena *arena, const struct call *call)
{
	(void)arena;
	(void)call;
	unmap_all();
	return close_all_but(PORT_FD, CHANNEL_FD);
}

const struct operation dup_operation = { .make = make_dup };
const struct operation close_operation = { .make = make_close };
const struct operation close_all_operation = { .make = make_close_all };
