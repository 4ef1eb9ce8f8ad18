// SPDX-License-Identifier: GPL-2.0
/*
 * torture - many threads make random calls on few channels of message slots.
 *
 *	torture [-t THREADS] [-n OPERATIONS] [-s SEED] [-k EVERY] DEVICE...
 *
 * Every result is compared with what the specification allows at that moment,
 * whatever the other threads do. Each thread's sequence of calls follows from
 * the seed and the thread's number alone. EVERY is the module's censor_every.
 *
 * Two kinds of descriptors are used:
 *  - Shared ones. Any thread selects, writes, reads, replaces and duplicates
 *    them at any time. Their numbers never change hands: reopening goes through
 *    dup3(), so that a number always stands for some open file of its slot.
 *    Whether a channel that is new to them goes before it is written to, or
 *    is written to and stays, is decided by a race between threads.
 *  - Each thread's own, of which it knows the channel. Own files select shared
 *    channels, channels that no other thread uses (where every byte is known
 *    in advance), and channels that nobody ever writes to.
 *
 * A message is a function of a few numbers, all of which it begins with. Thus
 * a reader can tell whether it is torn, foreign, stale or freed memory.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/types.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <stdnoreturn.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "message_slot.h"

enum {
	DEVICES = 8, /* at most */
	THREADS = 32, /* at most */
	CELLS = 4, /* shared descriptors of each device */
	OWN = 16, /* descriptors of each thread */
	CHANNELS = 3, /* shared channels of each device */
	SECRETS = 3, /* channels of each thread on each device */
	ROOM = 160, /* of a buffer: more than any message */
	PAGE = 4096,
	REPORTS = 20, /* of wrong results, at most */
};

/* Fresh channels of shared descriptors, unlike others, may get written to. */
#define SHARED 0x20000000u

/* What a file has selected, beyond the indices of shared channels. */
enum { UNKNOWN = -1, UNSET = -2, FRESH = -3, SECRET = 8 };

enum kind {
	SELECT,
	SELECT_ZERO,
	SELECT_FRESH,
	UNKNOWN_COMMAND,
	CENSOR,
	WRITE,
	WRITE_LENGTH,
	WRITE_FAULT,
	READ,
	READ_SHORT,
	READ_FAULT,
	REOPEN,
	DUP,
	KINDS
};

static const struct {
	const char *name;
	unsigned int weight;
} kinds[KINDS] = {
	[SELECT] = { "select", 18 }, /* per cent */
	[SELECT_ZERO] = { "select 0", 2 },
	[SELECT_FRESH] = { "select fresh", 6 },
	[UNKNOWN_COMMAND] = { "unknown ioctl", 2 },
	[CENSOR] = { "set censorship", 2 },
	[WRITE] = { "write", 25 },
	[WRITE_LENGTH] = { "write bad length", 3 },
	[WRITE_FAULT] = { "write bad buffer", 4 },
	[READ] = { "read", 25 },
	[READ_SHORT] = { "read short", 4 },
	[READ_FAULT] = { "read bad buffer", 4 },
	[REOPEN] = { "reopen", 3 },
	[DUP] = { "dup", 2 },
};

/* A message on a secret channel: all there is to know to make it again. */
struct secret {
	__u8 length; /* 0: never written */
	bool censored;
	__u32 sequence;
};

struct own_file {
	int fd;
	unsigned int device;
	int channel; /* index, SECRET + index, FRESH or UNSET */
	bool censors;
};

struct thread {
	pthread_t thread;
	unsigned int number;
	__u64 random;
	__u64 operation;
	__u32 sequence;
	__u64 made[KINDS];
	__u64 succeeded[KINDS];
	struct own_file own[OWN];
	struct secret secrets[DEVICES][SECRETS];
	/* The newest sequence number of each writer seen on each channel. */
	__u32 seen[DEVICES][CHANNELS][THREADS];
	char *page; /* followed by one that cannot be accessed */
	char *read_only;
	__u8 written[ROOM];
	__u8 read[ROOM];
	__u8 expected[ROOM];
};

/* The call at hand, for the report if its result is wrong. */
struct call {
	enum kind kind;
	unsigned int device;
	int channel;
	const char *buffer;
	size_t length;
};

static char **devices;
static unsigned int device_count;
static unsigned int censor_every;
static __u64 seed = 1;
static __u64 operations = 1000000; /* of each thread */
static int cells[DEVICES][CELLS];
static atomic_bool has_message[DEVICES][CHANNELS];
static atomic_uint wrong_results;

static noreturn void die(const char *what)
{
	fprintf(stderr, "torture: %s: %s\n", what, strerror(errno));
	exit(EXIT_FAILURE);
}

static __u64 mix(__u64 value)
{
	value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
	value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
	return value ^ (value >> 31);
}

/* From 0 to limit - 1. */
static unsigned int pick(struct thread *thread, unsigned int limit)
{
	__u64 value = thread->random;

	value ^= value << 13;
	value ^= value >> 7;
	value ^= value << 17;
	thread->random = value;
	return (value >> 32) * limit >> 32;
}

static unsigned int channel_id(unsigned int thread, int channel)
{
	if (channel >= SECRET)
		return 0x80000000u | thread << 8 | channel;
	return (channel + 1) * 0x9e3779b1u;
}

/* One that nobody selects twice, or hardly ever. */
static unsigned int fresh_id(struct thread *thread)
{
	return 0x40000000u | SHARED | pick(thread, 0x20000000);
}

/*
 * Makes a message: length, place, sum, writer, sequence (4 bytes), and bytes
 * that follow from those, as far as the length allows. The place is the device
 * and the channel, whose part is 0 if the writer could not know it.
 */
static void compose(__u8 *message, __u8 length, __u8 place, __u8 writer,
		    __u32 sequence)
{
	__u64 head = length | place << 8 | (__u64)writer << 24 |
		     (__u64)sequence << 32;
	__u64 state = mix(head + seed);
	unsigned int i;

	head |= (state & 0xff) << 16;
	memcpy(message, &head, 8);
	for (i = 8; i < MESSAGE_SLOT_MAX; i += 8) {
		state = state * 6364136223846793005 + 1442695040888963407;
		memcpy(message + i, &state, 8);
	}
}

static __u8 place_of(unsigned int device, int channel)
{
	return device << 4 | (channel == UNKNOWN ? 0 : channel + 1);
}

static void report(struct thread *thread, const struct call *call, long result,
		   const char *wanted)
{
	char got[64];

	if (atomic_fetch_add(&wrong_results, 1) >= REPORTS)
		return;
	if (result < 0)
		snprintf(got, sizeof(got), "%s", strerrorname_np(-result));
	else
		snprintf(got, sizeof(got), "%ld", result);
	fprintf(stderr, "torture: %s on %s: wanted %s, got %s",
		kinds[call->kind].name, devices[call->device], wanted, got);
	fprintf(stderr, " (channel %d, %s buffer, %zu bytes,", call->channel,
		call->buffer, call->length);
	fprintf(stderr, " seed %llu, thread %u, operation %llu)\n", seed,
		thread->number, thread->operation);
}

static long outcome(long result)
{
	return result < 0 ? -errno : result;
}

static void count(struct thread *thread, const struct call *call, long result)
{
	thread->made[call->kind]++;
	thread->succeeded[call->kind] += result >= 0;
}

static void expect(struct thread *thread, const struct call *call, long result,
		   long wanted, const char *wanted_text)
{
	count(thread, call, result);
	if (result != wanted)
		report(thread, call, result, wanted_text);
}

/* Whether a call on a file of this channel may, or must, say "no channel". */
static bool may_be_unset(int channel)
{
	return channel == UNSET || channel == UNKNOWN;
}

/* Judges the bytes of a successful read: NULL if they are right. */
static const char *judge(struct thread *thread, const struct call *call,
			 const __u8 *message, __u8 length)
{
	__u8 place = length > 1 ? message[1] : 0;
	__u8 writer = length > 3 ? message[3] : 0;
	__u32 sequence = 0;
	__u32 *seen;

	if (length > 7)
		memcpy(&sequence, message + 4, 4);
	else if (length > 4)
		memcpy(&sequence, message + 4, length - 4);
	compose(thread->expected, length, place, writer, sequence);
	/* The sum of a message that is cut short covers bytes it lacks. */
	if (length < 8 && length > 2)
		thread->expected[2] = message[2];
	if (memcmp(message, thread->expected, length))
		return "a message that is whole";
	if (length > 1 && place >> 4 != call->device)
		return "a message of this slot";
	if (length > 1 && call->channel != UNKNOWN && place & 15 &&
	    (place & 15) != call->channel + 1)
		return "a message of this channel";
	if (length < 8 || call->channel == UNKNOWN)
		return NULL;
	if (writer >= THREADS)
		return "a message of one of the writers";
	seen = &thread->seen[call->device][call->channel][writer];
	if (sequence < *seen)
		return "no older message than before";
	*seen = sequence;
	return NULL;
}

/* On a channel of one's own, there is exactly one right answer. */
static const char *judge_secret(struct thread *thread, const struct call *call,
				const __u8 *message, __u8 length)
{
	const struct secret *secret =
		&thread->secrets[call->device][call->channel - SECRET];
	unsigned int i;

	if (length != secret->length)
		return "the length of the message last written";
	compose(thread->expected, length, place_of(call->device, call->channel),
		thread->number, secret->sequence);
	if (secret->censored)
		for (i = censor_every - 1; i < length; i += censor_every)
			thread->expected[i] = '#';
	if (memcmp(message, thread->expected, length))
		return "the message last written";
	return NULL;
}

static bool untouched(const __u8 *from, const __u8 *end)
{
	while (from < end && *from == 0xee)
		from++;
	return from == end;
}

/* Whether "no message" is wrong: a shared channel is known to have one. */
static bool must_have_message(struct thread *thread, unsigned int device,
			      int channel)
{
	if (channel >= SECRET)
		return thread->secrets[device][channel - SECRET].length > 0;
	return channel >= 0 && atomic_load(&has_message[device][channel]);
}

static void note_message(unsigned int device, int channel)
{
	if (channel >= 0 && channel < CHANNELS &&
	    !atomic_load_explicit(&has_message[device][channel],
				  memory_order_relaxed))
		atomic_store(&has_message[device][channel], true);
}

/*
 * Makes a read and judges it. At most `room` bytes can be stored at `buffer`,
 * which may be less than what the kernel is told.
 */
static void do_read(struct thread *thread, struct call *call, int fd,
		    __u8 *buffer, size_t room)
{
	bool full = must_have_message(thread, call->device, call->channel);
	const char *wrong = NULL;
	long result;

	if (room > 0)
		memset(buffer, 0xee, room);
	result = outcome(read(fd, buffer, call->length));
	count(thread, call, result);
	if (result > 0) {
		if (call->channel == UNSET)
			wrong = "EINVAL, no channel is set";
		else if (call->channel == FRESH)
			wrong = "EWOULDBLOCK, nobody writes to this channel";
		else if ((size_t)result > call->length ||
			 (size_t)result > room || result > MESSAGE_SLOT_MAX)
			wrong = "no more than there is room for";
		else if (call->channel >= SECRET)
			wrong = judge_secret(thread, call, buffer, result);
		else
			wrong = judge(thread, call, buffer, result);
		if (!wrong && room == call->length &&
		    !untouched(buffer + result, buffer + room))
			wrong = "bytes past the message untouched";
		note_message(call->device, call->channel);
	} else if (result == -EINVAL) {
		if (!may_be_unset(call->channel))
			wrong = "no EINVAL, a channel is set";
	} else if (result == -EWOULDBLOCK) {
		if (full || call->channel == UNSET)
			wrong = full ? "a message" : "EINVAL";
	} else if (result == -ENOSPC) {
		if (call->length >= MESSAGE_SLOT_MAX || call->channel < UNKNOWN)
			wrong = "no ENOSPC, there is room enough";
		else if (call->channel >= SECRET &&
			 thread->secrets[call->device][call->channel - SECRET]
					 .length <= call->length)
			wrong = "no ENOSPC, the message is short enough";
	} else if (result == -EFAULT) {
		if (call->channel == UNSET)
			wrong = "EINVAL, no channel is set";
		else if (room == call->length)
			wrong = "no EFAULT, the buffer is good";
	} else {
		wrong = "another result";
	}
	if (wrong)
		report(thread, call, result, wrong);
}

static void read_any(struct thread *thread, struct call *call, int fd)
{
	call->length = pick(thread, 2) ? MESSAGE_SLOT_MAX : ROOM;
	do_read(thread, call, fd, thread->read, call->length);
}

static void read_short(struct thread *thread, struct call *call, int fd)
{
	call->length = 1 + pick(thread, MESSAGE_SLOT_MAX - 1);
	do_read(thread, call, fd, thread->read, call->length);
}

/* A buffer that cannot be had in whole, of which `*room` bytes can. */
static char *bad_buffer(struct thread *thread, struct call *call, size_t *room)
{
	*room = 0;
	switch (pick(thread, 5)) {
	case 0:
		call->buffer = "NULL";
		return NULL;
	case 1:
		call->buffer = "inaccessible";
		return thread->page + PAGE;
	case 2:
		call->buffer = "kernel";
		return (char *)0xffff888000000000;
	case 3:
		call->buffer = "read-only"; /* which is good enough to write */
		if (call->kind == READ_FAULT)
			return thread->read_only;
		break;
	}
	call->buffer = "crossing";
	*room = 1 + pick(thread, MESSAGE_SLOT_MAX - 2);
	return thread->page + PAGE - *room;
}

static void read_fault(struct thread *thread, struct call *call, int fd)
{
	size_t room;
	char *buffer = bad_buffer(thread, call, &room);

	call->length = MESSAGE_SLOT_MAX;
	/* do_read() would count this as an error of its own. */
	if (!strcmp(call->buffer, "kernel")) {
		expect(thread, call, outcome(read(fd, buffer, call->length)),
		       -EFAULT, "EFAULT");
		return;
	}
	do_read(thread, call, fd, (__u8 *)buffer, room);
}

static void write_any(struct thread *thread, struct call *call, int fd,
		      bool censors)
{
	long result;

	call->length = 1 + pick(thread, MESSAGE_SLOT_MAX);
	thread->sequence++;
	compose(thread->written, call->length,
		place_of(call->device, call->channel), thread->number,
		thread->sequence);
	result = outcome(write(fd, thread->written, call->length));
	count(thread, call, result);
	if (result == (long)call->length && call->channel != UNSET) {
		note_message(call->device, call->channel);
		if (call->channel >= SECRET) {
			struct secret *secret =
				&thread->secrets[call->device]
						[call->channel - SECRET];

			secret->length = call->length;
			secret->censored = censors;
			secret->sequence = thread->sequence;
		}
	} else if (result != -EINVAL || !may_be_unset(call->channel)) {
		report(thread, call, result,
		       call->channel == UNSET ? "EINVAL" : "all bytes written");
	}
}

/* Writes that must fail, whatever the channel. */
static void write_wrong(struct thread *thread, struct call *call, int fd,
			const char *buffer, long error, const char *error_text)
{
	long result = outcome(write(fd, buffer, call->length));

	count(thread, call, result);
	if (result == -EINVAL && may_be_unset(call->channel))
		return;
	if (result != error || (call->channel == UNSET && error != -EFAULT))
		report(thread, call, result,
		       call->channel == UNSET ? "EINVAL" : error_text);
}

static void write_length(struct thread *thread, struct call *call, int fd)
{
	static const size_t lengths[] = { 0, 129, 130, 256, 4096, 1ul << 31 };

	call->length = lengths[pick(thread, 6)];
	write_wrong(thread, call, fd, thread->page, -EMSGSIZE, "EMSGSIZE");
}

static void write_fault(struct thread *thread, struct call *call, int fd)
{
	size_t room;
	char *buffer = bad_buffer(thread, call, &room);

	/* No message has this length byte: were it stored, it would be seen. */
	if (room > 0)
		memset(buffer, 0xee, room);
	call->length = room + 1 + pick(thread, MESSAGE_SLOT_MAX - room);
	write_wrong(thread, call, fd, buffer, -EFAULT, "EFAULT");
}

static void do_command(struct thread *thread, struct call *call, int fd)
{
	static const unsigned int commands[] = {
		0xdead, _IO(MAJOR_NUM, 0), _IOW(MAJOR_NUM, 2, unsigned int),
		_IOR(MAJOR_NUM, 0, unsigned int),
		_IOW(MAJOR_NUM + 1, 0, unsigned int)
	};
	unsigned int command;

	switch (call->kind) {
	case SELECT_ZERO:
		command = MSG_SLOT_CHANNEL;
		break;
	case CENSOR: /* an invalid value, or an edition without it */
		command = MSG_SLOT_SET_CEN;
		break;
	default:
		command = commands[pick(thread, 5)];
	}
	expect(thread, call,
	       outcome(ioctl(fd, command, call->kind == CENSOR ? 2 : 0)),
	       -EINVAL, "EINVAL");
}

static int open_device(unsigned int device)
{
	int fd = open(devices[device], O_RDWR);

	if (fd < 0)
		die(devices[device]);
	return fd;
}

static void shared_operation(struct thread *thread, struct call *call)
{
	int *cell = cells[call->device];
	int fd = cell[pick(thread, CELLS)];
	int temporary, other;
	unsigned int id;

	call->channel = UNKNOWN;
	switch (call->kind) {
	case SELECT:
	case SELECT_FRESH:
		id = channel_id(0, pick(thread, CHANNELS));
		/* Some stay: memory limits how many can be written to. */
		if (call->kind == SELECT_FRESH && pick(thread, 4) == 0)
			id = fresh_id(thread);
		expect(thread, call, outcome(ioctl(fd, MSG_SLOT_CHANNEL, id)),
		       0, "0");
		break;
	case WRITE:
		write_any(thread, call, fd, false);
		break;
	case REOPEN:
		temporary = open_device(call->device);
		expect(thread, call, outcome(dup3(temporary, fd, 0)), fd,
		       "the descriptor");
		close(temporary);
		break;
	case DUP:
		other = cell[pick(thread, CELLS)];
		if (other == fd)
			break;
		expect(thread, call, outcome(dup3(fd, other, 0)), other,
		       "the descriptor");
		break;
	default:
		break;
	}
}

/* A channel of its own for a file that censors: others cannot be judged. */
static int pick_channel(struct thread *thread, const struct own_file *own)
{
	if (own->censors || pick(thread, 2))
		return SECRET + pick(thread, SECRETS);
	return pick(thread, CHANNELS);
}

static void own_operation(struct thread *thread, struct call *call)
{
	struct own_file *own = &thread->own[pick(thread, OWN)];
	unsigned int id;
	bool on;
	int fd;

	call->device = own->device;
	call->channel = own->channel;
	switch (call->kind) {
	case SELECT:
		call->channel = pick_channel(thread, own);
		id = channel_id(thread->number, call->channel);
		expect(thread, call,
		       outcome(ioctl(own->fd, MSG_SLOT_CHANNEL, id)), 0, "0");
		own->channel = call->channel;
		break;
	case SELECT_FRESH:
		id = fresh_id(thread) & ~SHARED;
		expect(thread, call,
		       outcome(ioctl(own->fd, MSG_SLOT_CHANNEL, id)), 0, "0");
		own->channel = FRESH;
		break;
	case CENSOR:
		on = pick(thread, 2);
		if (!censor_every ||
		    (own->channel >= 0 && own->channel < SECRET)) {
			do_command(thread, call, own->fd);
			break;
		}
		expect(thread, call,
		       outcome(ioctl(own->fd, MSG_SLOT_SET_CEN, on)), 0, "0");
		own->censors = on;
		break;
	case WRITE:
		if (own->channel != FRESH)
			write_any(thread, call, own->fd, own->censors);
		break;
	case REOPEN:
		if (close(own->fd))
			report(thread, call, -errno, "closed");
		own->device = pick(thread, device_count);
		own->fd = open_device(own->device);
		own->channel = UNSET;
		own->censors = false;
		count(thread, call, own->fd);
		break;
	case DUP: /* the same open file, so the same channel */
		fd = dup(own->fd);
		if (fd < 0)
			die("dup");
		close(own->fd);
		own->fd = fd;
		count(thread, call, fd);
		break;
	default:
		break;
	}
}

static int any_descriptor(struct thread *thread, struct call *call)
{
	struct own_file *own;

	if (pick(thread, 2)) {
		call->channel = UNKNOWN;
		return cells[call->device][pick(thread, CELLS)];
	}
	own = &thread->own[pick(thread, OWN)];
	call->device = own->device;
	call->channel = own->channel;
	return own->fd;
}

static enum kind pick_kind(struct thread *thread)
{
	int left = pick(thread, 100);
	enum kind kind = 0;

	while ((left -= kinds[kind].weight) >= 0)
		kind++;
	return kind;
}

static void operate(struct thread *thread)
{
	struct call call = {
		.kind = pick_kind(thread),
		.device = pick(thread, device_count),
		.buffer = "good",
	};

	switch (call.kind) {
	case READ:
		read_any(thread, &call, any_descriptor(thread, &call));
		break;
	case READ_SHORT:
		read_short(thread, &call, any_descriptor(thread, &call));
		break;
	case READ_FAULT:
		read_fault(thread, &call, any_descriptor(thread, &call));
		break;
	case WRITE_LENGTH:
		write_length(thread, &call, any_descriptor(thread, &call));
		break;
	case WRITE_FAULT:
		write_fault(thread, &call, any_descriptor(thread, &call));
		break;
	case SELECT_ZERO:
	case UNKNOWN_COMMAND:
		do_command(thread, &call, any_descriptor(thread, &call));
		break;
	case CENSOR:
		own_operation(thread, &call);
		break;
	default:
		if (pick(thread, 2))
			shared_operation(thread, &call);
		else
			own_operation(thread, &call);
	}
}

static void *run(void *argument)
{
	struct thread *thread = argument;

	for (; thread->operation < operations; thread->operation++)
		operate(thread);
	return NULL;
}

static void prepare(struct thread *thread, unsigned int number)
{
	unsigned int i;

	thread->number = number;
	thread->random = mix(seed * THREADS + number + 1) | 1;
	for (i = 0; i < OWN; i++) {
		thread->own[i].device = i % device_count;
		thread->own[i].fd = open_device(thread->own[i].device);
		thread->own[i].channel = UNSET;
	}
	thread->page = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	thread->read_only =
		mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (thread->page == MAP_FAILED || thread->read_only == MAP_FAILED ||
	    mprotect(thread->page + PAGE, PAGE, PROT_NONE))
		die("mmap");
}

static __u64 number_or_die(const char *text, __u64 least, __u64 most)
{
	char *end;
	unsigned long long value = strtoull(text, &end, 0);

	if (end == text || *end || value < least || value > most) {
		fprintf(stderr, "torture: %s is not from %llu to %llu\n", text,
			least, most);
		exit(EXIT_FAILURE);
	}
	return value;
}

int main(int argc, char *argv[])
{
	unsigned int thread_count = 8;
	__u64 total = 10000000;
	struct thread *threads;
	unsigned int i, j;
	int option;

	while ((option = getopt(argc, argv, "t:n:s:k:")) != -1) {
		switch (option) {
		case 't':
			thread_count = number_or_die(optarg, 1, THREADS);
			break;
		case 'n':
			total = number_or_die(optarg, 1, ~0u);
			break;
		case 's':
			seed = number_or_die(optarg, 0, ~0ull);
			break;
		case 'k':
			censor_every =
				number_or_die(optarg, 0, MESSAGE_SLOT_MAX);
			break;
		default:
			optind = argc;
		}
	}
	devices = argv + optind;
	device_count = argc - optind;
	if (argc <= optind || device_count > DEVICES) {
		fputs("usage: torture [-t THREADS] [-n OPERATIONS] [-s SEED]",
		      stderr);
		fputs(" [-k EVERY] DEVICE...\n", stderr);
		return EXIT_FAILURE;
	}
	operations = (total + thread_count - 1) / thread_count;

	threads = calloc(thread_count, sizeof(*threads));
	if (!threads)
		die("calloc");
	for (i = 0; i < device_count; i++)
		for (j = 0; j < CELLS; j++)
			cells[i][j] = open_device(i);
	for (i = 0; i < thread_count; i++)
		prepare(&threads[i], i);
	for (i = 0; i < thread_count; i++) {
		errno = pthread_create(&threads[i].thread, NULL, run,
				       &threads[i]);
		if (errno)
			die("pthread_create");
	}
	for (i = 0; i < thread_count; i++)
		pthread_join(threads[i].thread, NULL);

	for (i = 0; i < KINDS; i++) {
		__u64 made = 0, succeeded = 0;

		for (j = 0; j < thread_count; j++) {
			made += threads[j].made[i];
			succeeded += threads[j].succeeded[i];
		}
		printf("%-16s %10llu calls %10llu succeeded\n", kinds[i].name,
		       made, succeeded);
	}
	printf("wrong results: %u\n", atomic_load(&wrong_results));
	return wrong_results ? EXIT_FAILURE : EXIT_SUCCESS;
}
