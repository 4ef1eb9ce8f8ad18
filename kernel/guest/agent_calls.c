// SPDX-License-Identifier: GPL-2.0
/* The system calls that scripts can make. */
#include <errno.h>
#include <stddef.h>

#include "agent_call.h"

static const struct operation *const operations[] = {
	[CALL_OPEN] = &open_operation,
	[CALL_IOCTL] = &ioctl_operation,
	[CALL_WRITE] = &write_operation,
	[CALL_READ] = &read_operation,
	[CALL_DUP] = &dup_operation,
	[CALL_CLOSE] = &close_operation,
	[CALL_CLOSE_ALL] = &close_all_operation,
	[CALL_POLL] = &poll_operation,
	[CALL_MMAP] = &mmap_operation,
	[CALL_PEEK] = &peek_operation,
	[CALL_MUNMAP] = &munmap_operation,
};

static bool is_sound(const struct call *call)
{
	const struct operation *operation;

	if (call->op >= sizeof(operations) / sizeof(operations[0]))
		return false;
	operation = operations[call->op];
	return operation && (!operation->is_sound || operation->is_sound(call));
}

void call_take(struct cursor *c, struct call *call)
{
	call->op = take_u8(c);
	call->kind = take_u8(c);
	take_u16(c);
	call->fd = (int32_t)take_u32(c);
	call->a = take_u64(c);
	call->b = take_u64(c);
	call->length = take_u32(c);
	call->bytes = take_bytes(c, call->length);
	if (!is_sound(call))
		c->bad = true;
}

long call_make(const struct arena *arena, const struct call *call)
{
	errno = 0;
	return operations[call->op]->make(arena, call);
}

uint32_t call_returned(const struct call *call)
{
	const struct operation *operation = operations[call->op];

	return operation->returned ? operation->returned(call) : 0;
}
