/* SPDX-License-Identifier: GPL-2.0 */
#ifndef AGENT_H
#define AGENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "agent_protocol.h"

/*
 * Where a child of the agent finds its channel: high, so that its own first
 * open still gives 3.
 */
#define CHANNEL_FD 4095
/* Likewise, a process's own port to the host. */
#define PORT_FD 4094

struct frame {
	uint32_t length;
	uint32_t id;
	uint16_t type;
	uint16_t process;
	uint8_t *payload;
};

/*
 * Reads a payload; once it runs past the end it stays bad, so that callers
 * check once.
 */
struct cursor {
	const uint8_t *at;
	const uint8_t *end;
	bool bad;
};

/*
 * A reply in the making. The frame's header and the status are at its front, so
 * that it leaves in one write.
 */
struct reply {
	uint8_t *bytes;
	size_t used;
	size_t room;
};

struct cursor cursor_of(const struct frame *frame);
uint8_t take_u8(struct cursor *c);
uint16_t take_u16(struct cursor *c);
uint32_t take_u32(struct cursor *c);
uint64_t take_u64(struct cursor *c);
const uint8_t *take_bytes(struct cursor *c, size_t length);
/*
 * Takes a string into a buffer and terminates it; one that holds a NUL or does
 * not fit is bad.
 */
void take_string(struct cursor *c, char *to, size_t room);
static inline size_t remaining(const struct cursor *c)
{
	return c->bad ? 0 : (size_t)(c->end - c->at);
}

void reply_begin(struct reply *r);
void reply_free(struct reply *r);
void put_u32(struct reply *r, uint32_t value);
void put_u64(struct reply *r, uint64_t value);
void put_bytes(struct reply *r, const void *bytes, size_t length);
/*
 * Makes room for up to length bytes and returns where they go; count them by
 * reply_grown().
 */
uint8_t *reply_room(struct reply *r, size_t length);
static inline void reply_grown(struct reply *r, size_t length)
{
	r->used += length;
}
void store_u16(uint8_t *to, uint16_t value);
void store_u32(uint8_t *to, uint32_t value);
void store_u64(uint8_t *to, uint64_t value);

void frame_parse(struct frame *frame, const uint8_t *header);
void frame_store(const struct frame *frame, uint8_t *header);
/*
 * Sends the reply to a request with this status; an error drops what the reply
 * holds. Returns 0 or -1.
 */
int reply_send(int fd, struct reply *r, const struct frame *request,
	       int status);
int write_all(int fd, const void *bytes, size_t length);
int read_all(int fd, void *bytes, size_t length);

/* agent_boot.c: brings the guest up as far as it goes without the host. */
void bring_up(void);

/* agent_port.c: opens the agent's port. */
int open_port(void);
/*
 * Opens a process's own port, and puts it where worker_main() expects it.
 * Returns 0 or an errno.
 */
int enter_port(uint16_t number);

/* agent_process.c */
_Noreturn void agent_die(const char *why);
void set_process_name(const char *name);
int become(uint32_t uid, uint32_t gid);

/*
 * Closes all descriptors but the three standard ones and those from first to
 * last. Returns 0, or -1 with errno set.
 */
int close_all_but(unsigned int first, unsigned int last);

/*
 * agent_errand.c: carries out one request that is the agent's own, in a child
 * of the agent's. Returns the status.
 */
int errand_perform(const struct frame *request, struct reply *r);

/* agent_run.c */
int run_program(struct cursor *c, struct reply *r);

/*
 * agent_worker.c: the life of a child of the agent's, which runs errands until
 * it becomes a process that the host asked for.
 */
_Noreturn void worker_main(void);

/*
 * What every child needs, and inherits if it is there before the first fork.
 * Returns 0 or an errno.
 */
int worker_prepare(void);

#endif /* AGENT_H */
