// SPDX-License-Identifier: GPL-2.0
/* The memory that calls are given. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "agent_call.h"

#define GUARD_LENGTH 65536u

int arena_open(struct arena *arena)
{
	size_t length = AGENT_MAX_BUFFER + 2 * GUARD_LENGTH;
	uint8_t *at = mmap(NULL, length, PROT_NONE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (at == MAP_FAILED)
		return errno;
	arena->start = at + GUARD_LENGTH;
	arena->end = arena->start + AGENT_MAX_BUFFER;
	if (mprotect(arena->start, AGENT_MAX_BUFFER, PROT_READ | PROT_WRITE) <
	    0)
		return errno;
	return 0;
}

void arena_close(const struct arena *arena)
{
	munmap(arena->start - GUARD_LENGTH,
	       AGENT_MAX_BUFFER + 2 * GUARD_LENGTH);
}

/*
 * The accessible bytes end where the arena ends; an empty buffer still has a
 * valid address, as "" has in C, unless the call claims more.
 */
uint8_t *arena_place(const struct arena *arena, const struct call *call)
{
	bool empty = call->length == 0 && call->kind != BUFFER_CROSSING;

	return arena->end - (empty ? 1 : call->length);
}

void *arena_address(const struct arena *arena, const struct call *call)
{
	switch (call->kind) {
	case BUFFER_NULL:
		return NULL;
	case BUFFER_UNMAPPED:
		return arena->end;
	case BUFFER_KERNEL:
		return (void *)(~0ul << 31);
	default:
		return arena_place(arena, call);
	}
}

bool has_memory(const struct call *call)
{
	return call->kind == BUFFER_BYTES || call->kind == BUFFER_CROSSING ||
	       call->kind == BUFFER_READ_ONLY || call->kind == BUFFER_UNTOUCHED;
}

void arena_prepare(const struct arena *arena, const struct call *call)
{
	if (call->kind == BUFFER_UNTOUCHED)
		madvise(arena->start, AGENT_MAX_BUFFER, MADV_DONTNEED);
	else if (has_memory(call) && call->length)
		memcpy(arena_place(arena, call), call->bytes, call->length);
}
