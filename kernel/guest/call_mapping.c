// SPDX-License-Identifier: GPL-2.0
/* Mappings have numbers: their addresses differ from run to run. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include "agent_call.h"

/* What the process has mapped, by number; a child has the same. */
struct mapping {
	void *address; /* NULL: this place is free */
	size_t length;
};

static struct mapping mappings[AGENT_MAX_MAPPINGS];
/* Threads of a process map and unmap at the same time. */
static pthread_mutex_t mappings_lock = PTHREAD_MUTEX_INITIALIZER;

static long fail(int error)
{
	errno = error;
	return -1;
}

/* What the kernel refuses is its to say; that there are too many is ours. */
static long map_file(const struct call *call)
{
	size_t length = (uint32_t)call->a;
	long number = 0;
	void *at;

	at = mmap(NULL, length, (int)(call->a >> 32), MAP_SHARED, call->fd,
		  (off_t)call->b);
	if (at == MAP_FAILED)
		return -1;
	while (number < AGENT_MAX_MAPPINGS && mappings[number].address)
		number++;
	if (number == AGENT_MAX_MAPPINGS) {
		munmap(at, length);
		return fail(ENOMEM);
	}
	mappings[number] = (struct mapping){ at, length };
	return number;
}

static struct mapping *mapping_numbered(int32_t number)
{
	bool known = number >= 0 && number < AGENT_MAX_MAPPINGS &&
		     mappings[number].address;

	return known ? &mappings[number] : NULL;
}

static long unmap(struct mapping *mapping)
{
	if (munmap(mapping->address, mapping->length) < 0)
		return -1;
	mapping->address = NULL;
	return 0;
}

/*
 * The kernel does the copying, through a pipe: where nothing lies behind the
 * mapping, that is an error and no signal. Pages that a driver inserted by
 * their numbers are copied like others.
 */
static long peek(const struct mapping *mapping, void *to, size_t length)
{
	int ends[2], error;
	long value;

	if (length > mapping->length)
		return fail(EINVAL);
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
		return -1;
	value = write(ends[1], mapping->address, length);
	if (value >= 0)
		value = read(ends[0], to, length);
	error = errno;
	close(ends[0]);
	close(ends[1]);
	errno = error;
	return value;
}

static long make_mmap(const struct arena *arena, const struct call *call)
{
	long value;

	(void)arena;
	pthread_mutex_lock(&mappings_lock);
	value = map_file(call);
	pthread_mutex_unlock(&mappings_lock);
	return value;
}

static long make_peek(const struct arena *arena, const struct call *call)
{
	struct mapping *mapping;
	long value;

	arena_prepare(arena, call);
	pthread_mutex_lock(&mappings_lock);
	mapping = mapping_numbered(call->fd);
	value = mapping ?
			peek(mapping, arena_place(arena, call), call->length) :
			fail(EINVAL);
	pthread_mutex_unlock(&mappings_lock);
	return value;
}

static long make_munmap(const struct arena *arena, const struct call *call)
{
	struct mapping *mapping;
	long value;

	(void)arena;
	pthread_mutex_lock(&mappings_lock);
	mapping = mapping_numbered(call->fd);
	value = mapping ? unmap(mapping) : fail(EINVAL);
	pthread_mutex_unlock(&mappings_lock);
	return value;
}

void unmap_all(void)
{
	for (size_t i = 0; i < AGENT_MAX_MAPPINGS; i++) {
		if (mappings[i].address)
			unmap(&mappings[i]);
	}
}

static bool is_peek_sound(const struct call *call)
{
	return call->kind == BUFFER_BYTES && call->length <= AGENT_MAX_BUFFER;
}

static uint32_t peek_returned(const struct call *call)
{
	return call->length;
}

const struct operation mmap_operation = { .make = make_mmap };
const struct operation munmap_operation = { .make = make_munmap };
const struct operation peek_operation = {
	.make = make_peek,
	.is_sound = is_peek_sound,
	.returned = peek_returned,
};
