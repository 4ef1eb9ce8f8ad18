/* SPDX-License-Identifier: GPL-2.0 */
#ifndef AGENT_CALL_H
#define AGENT_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "agent.h"

/* One call of a script, as the host sent it. */
struct call {
	uint8_t op;
	uint8_t kind;
	int32_t fd;
	uint64_t a;
	uint64_t b;
	uint32_t length;
	const uint8_t *bytes;
};

/*
 * Memory that calls are given: accessible pages with an inaccessible stretch on
 * either side. The kernel treats those like pages that were never mapped, and
 * unlike a hole nothing else gets mapped there.
 */
struct arena {
	uint8_t *start;
	uint8_t *end;
};

/*
 * A system call: all that the agent knows of it. Another one is another file,
 * call_*.c, and a line in agent_calls.c.
 */
struct operation {
	/* Makes the call. Returns its value, or -1 with errno set. */
	long (*make)(const struct arena *arena, const struct call *call);
	/* Whether it can be made as it came; NULL: however it came. */
	bool (*is_sound)(const struct call *call);
	/* How many bytes of its memory its result has; NULL: none. */
	uint32_t (*returned)(const struct call *call);
};

extern const struct operation open_operation;
extern const struct operation ioctl_operation;
extern const struct operation write_operation;
extern const struct operation read_operation;
extern const struct operation dup_operation;
extern const struct operation close_operation;
extern const struct operation close_all_operation;
extern const struct operation poll_operation;
extern const struct operation mmap_operation;
extern const struct operation peek_operation;
extern const struct operation munmap_operation;

/* agent_calls.c: takes one call of a script; a bad one makes c bad. */
void call_take(struct cursor *c, struct call *call);
/* Makes a call. Returns its value, or -1 with errno set. */
long call_make(const struct arena *arena, const struct call *call);
/* How many bytes of the call's memory its result has. */
uint32_t call_returned(const struct call *call);

/* agent_arena.c: returns 0 or an errno. */
int arena_open(struct arena *arena);
void arena_close(const struct arena *arena);
/* Where the call's accessible bytes are. */
uint8_t *arena_place(const struct arena *arena, const struct call *call);
/* The address that the call is given. */
void *arena_address(const struct arena *arena, const struct call *call);
/* Puts the call's memory into the state that the call wants it in. */
void arena_prepare(const struct arena *arena, const struct call *call);
bool has_memory(const struct call *call);

/* call_mapping.c: unmaps what the process has mapped. */
void unmap_all(void);

#endif /* AGENT_CALL_H */
