// SPDX-License-Identifier: GPL-2.0
/*
 * Frames: taking them apart and putting them together. Numbers are composed
 * byte by byte, so that neither the architecture's byte order nor its alignment
 * matters.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent.h"

/* Header and status: what stands before the data of a reply. */
#define REPLY_PREFIX (AGENT_HEADER_LENGTH + 4)

struct cursor cursor_of(const struct frame *frame)
{
	return (struct cursor){
		.at = frame->payload,
		.end = frame->payload + frame->length,
	};
}

const uint8_t *take_bytes(struct cursor *c, size_t length)
{
	const uint8_t *bytes = c->at;

	if (c->bad || length > (size_t)(c->end - c->at)) {
		c->bad = true;
		return NULL;
	}
	c->at += length;
	return bytes;
}

static uint64_t take_number(struct cursor *c, size_t width)
{
	const uint8_t *bytes = take_bytes(c, width);
	uint64_t value = 0;

	if (!bytes)
		return 0;
	while (width--)
		value = value << 8 | bytes[width];
	return value;
}

uint8_t take_u8(struct cursor *c)
{
	return (uint8_t)take_number(c, 1);
}

uint16_t take_u16(struct cursor *c)
{
	return (uint16_t)take_number(c, 2);
}

uint32_t take_u32(struct cursor *c)
{
	return (uint32_t)take_number(c, 4);
}

uint64_t take_u64(struct cursor *c)
{
	return take_number(c, 8);
}

void take_string(struct cursor *c, char *to, size_t room)
{
	size_t length = take_u16(c);
	const uint8_t *bytes = take_bytes(c, length);

	to[0] = '\0';
	if (!bytes)
		return;
	if (length >= room || memchr(bytes, 0, length)) {
		c->bad = true;
		return;
	}
	memcpy(to, bytes, length);
	to[length] = '\0';
}

static void store_number(uint8_t *to, uint64_t value, size_t width)
{
	for (size_t i = 0; i < width; i++, value >>= 8)
		to[i] = (uint8_t)value;
}

void store_u16(uint8_t *to, uint16_t value)
{
	store_number(to, value, 2);
}

void store_u32(uint8_t *to, uint32_t value)
{
	store_number(to, value, 4);
}

void store_u64(uint8_t *to, uint64_t value)
{
	store_number(to, value, 8);
}

void reply_begin(struct reply *r)
{
	*r = (struct reply){ 0 };
	reply_room(r, REPLY_PREFIX);
	r->used = REPLY_PREFIX;
}

void reply_free(struct reply *r)
{
	free(r->bytes);
	*r = (struct reply){ 0 };
}

uint8_t *reply_room(struct reply *r, size_t length)
{
	if (length > r->room - r->used) {
		size_t room = r->used + length + (r->room ? r->room : 256);

		r->bytes = realloc(r->bytes, room);
		if (!r->bytes)
			agent_die("no memory for a reply");
		r->room = room;
	}
	return r->bytes + r->used;
}

void put_u32(struct reply *r, uint32_t value)
{
	store_u32(reply_room(r, 4), value);
	r->used += 4;
}

void put_u64(struct reply *r, uint64_t value)
{
	store_u64(reply_room(r, 8), value);
	r->used += 8;
}

void put_bytes(struct reply *r, const void *bytes, size_t length)
{
	if (length)
		memcpy(reply_room(r, length), bytes, length);
	r->used += length;
}

void frame_parse(struct frame *frame, const uint8_t *header)
{
	struct cursor c = { .at = header, .end = header + AGENT_HEADER_LENGTH };

	frame->length = take_u32(&c);
	frame->id = take_u32(&c);
	frame->type = take_u16(&c);
	frame->process = take_u16(&c);
}

void frame_store(const struct frame *frame, uint8_t *header)
{
	store_u32(header, frame->length);
	store_u32(header + 4, frame->id);
	store_u16(header + 8, frame->type);
	store_u16(header + 10, frame->process);
}

int reply_send(int fd, struct reply *r, const struct frame *request, int status)
{
	if (!status && r->used - AGENT_HEADER_LENGTH > AGENT_MAX_PAYLOAD)
		status = EMSGSIZE;
	if (status)
		r->used = REPLY_PREFIX;
	store_u32(r->bytes, (uint32_t)(r->used - AGENT_HEADER_LENGTH));
	store_u32(r->bytes + 4, request->id);
	store_u16(r->bytes + 8, request->type | AGENT_REPLY);
	store_u16(r->bytes + 10, request->process);
	store_u32(r->bytes + AGENT_HEADER_LENGTH, (uint32_t)status);
	return write_all(fd, r->bytes, r->used);
}

int write_all(int fd, const void *bytes, size_t length)
{
	const uint8_t *at = bytes;

	while (length) {
		ssize_t n = write(fd, at, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		at += n;
		length -= (size_t)n;
	}
	return 0;
}

int read_all(int fd, void *bytes, size_t length)
{
	uint8_t *at = bytes;

	while (length) {
		ssize_t n = read(fd, at, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		at += n;
		length -= (size_t)n;
	}
	return 0;
}
