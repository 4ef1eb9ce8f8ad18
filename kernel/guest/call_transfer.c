// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "agent_call.h"

static long transfer(const struct arena *arena, const struct call *call)
{
	void *buffer = arena_address(arena, call);

	return call->op == CALL_READ ? read(call->fd, buffer, call->b) :
				       write(call->fd, buffer, call->b);
}

static long transfer_read_only(const struct arena *arena,
			       const struct call *call)
{
	int error;
	long value;

	mprotect(arena->start, AGENT_MAX_BUFFER, PROT_READ);
	value = transfer(arena, call);
	error = errno;
	mprotect(arena->start, AGENT_MAX_BUFFER, PROT_READ | PROT_WRITE);
	errno = error;
	return value;
}

static long make(const struct arena *arena, const struct call *call)
{
	arena_prepare(arena, call);
	return call->kind == BUFFER_READ_ONLY ?
		       transfer_read_only(arena, call) :
		       transfer(arena, call);
}

static bool is_sound(const struct call *call)
{
	return call->kind <= BUFFER_UNTOUCHED &&
	       call->length <= AGENT_MAX_BUFFER;
}

static uint32_t returned(const struct call *call)
{
	return has_memory(call) ? call->length : 0;
}

const struct operation write_operation = {
	.make = make,
	.is_sound = is_sound,
};

const struct operation read_operation = {
	.make = make,
	.is_sound = is_sound,
	.returned = returned,
};
