// SPDX-License-Identifier: GPL-2.0
/*
 * measure - what system calls cost: a message slot's, and those of others.
 *
 *	measure UNIT calls DEVICE COMMAND BYTES...
 *	measure UNIT channels DEVICE COMMAND COUNT...
 *	measure UNIT memory DEVICE COMMAND COUNT BYTES dense|sparse
 *	measure UNIT threads DEVICE COMMAND OTHER_DEVICE
 *
 * UNIT is "instructions" or "nanoseconds". The former are right only where the
 * time stamp counter counts instructions: in an emulated machine that was told
 * to (QEMU's -icount shift=0). DEVICE is a slot and COMMAND the number of its
 * MSG_SLOT_CHANNEL.
 *
 *  calls	what select, write and read cost, and what others' do
 *  channels	what they cost in a slot with so many channels of random ids
 *  memory	how many bytes of the kernel's memory a channel takes
 *  threads	how long a write and a read take, by one thread and by two
 *
 * Prints lines of "subject,call,size,cost". A subject that is not there gives
 * one line, whose call is "missing" and whose cost says why. Costs are medians,
 * so that the odd timer interrupt does not show. All calls are made by the same
 * few instructions in this program, whatever they are.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { SAMPLES = 2001, LONGEST = 128, ARGUMENTS = 5 };

/* The channels that are written to: hardly those that somebody else uses. */
#define CHANNEL 0xbe9c0001u

/* Calls in a row per sample. A clock is too coarse for a single one. */
enum { COUNTED = 1, TIMED = 8 };

struct call {
	long number;
	long arguments[ARGUMENTS];
};

/* Two calls that can be repeated for ever in turns: a write() and a read(). */
struct pair {
	struct call first, second;
};

struct cost {
	double first, second, both;
};

static bool counts;
static int batch;
static const char *slot_path;
static long slot_command;
static char text[LONGEST], room[LONGEST];

static void die(const char *what)
{
	fprintf(stderr, "measure: %s: %s\n", what, strerror(errno));
	exit(EXIT_FAILURE);
}

/* ---- measuring ---- */

static inline uint64_t now(void)
{
	struct timespec time;

#ifdef __x86_64__
	if (counts)
		return __builtin_ia32_rdtsc();
#endif
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000ull + time.tv_nsec;
}

static inline long make(const struct call *call)
{
	const long *a = call->arguments;

	return syscall(call->number, a[0], a[1], a[2], a[3], a[4]);
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static double median(uint64_t *samples)
{
	qsort(samples, SAMPLES, sizeof(*samples), compare);
	return (double)samples[SAMPLES / 2];
}

/* What asking for the time costs, which each sample holds once. */
static double overhead(void)
{
	static uint64_t samples[SAMPLES];

	for (int i = 0; i < SAMPLES; i++) {
		uint64_t start = now();

		samples[i] = now() - start;
	}
	return median(samples);
}

/* A call that fails returns -1, and so does then the sum of all bits. */
static struct cost measure(const char *name, const struct pair *pair)
{
	static uint64_t first[SAMPLES], second[SAMPLES], both[SAMPLES];
	double nothing = overhead();
	long bits = 0;

	for (int i = 0; i < SAMPLES; i++) {
		uint64_t start, middle, end;

		start = now();
		for (int k = 0; k < batch; k++)
			bits |= make(&pair->first);
		middle = now();
		for (int k = 0; k < batch; k++)
			bits |= make(&pair->second);
		end = now();
		first[i] = middle - start;
		second[i] = end - middle;
	}
	for (int i = 0; i < SAMPLES; i++) {
		uint64_t start = now();

		for (int k = 0; k < batch; k++) {
			bits |= make(&pair->first);
			bits |= make(&pair->second);
		}
		both[i] = now() - start;
	}
	if (bits < 0)
		die(name);
	return (struct cost){ .first = (median(first) - nothing) / batch,
			      .second = (median(second) - nothing) / batch,
			      .both = (median(both) - nothing) / batch };
}

static void print(const char *subject, const char *call, size_t bytes,
		  double cost)
{
	printf("%s,%s,%zu,%.*f\n", subject, call, bytes, counts ? 0 : 1, cost);
}

/* ---- subjects: each makes a pair, and returns 0 or an error number ---- */

static int opened(const char *path, int *fd)
{
	*fd = open(path, O_RDWR | O_CLOEXEC);
	return *fd < 0 ? errno : 0;
}

static struct call transfer(long number, int fd, char *buffer, size_t length)
{
	return (struct call){ number, { fd, (long)buffer, length } };
}

static struct pair write_and_read(int out, int in, size_t length)
{
	return (struct pair){ .first = transfer(SYS_write, out, text, length),
			      .second = transfer(SYS_read, in, room, length) };
}

static int use_slot(struct pair *pair, size_t length)
{
	int fd, error = opened(slot_path, &fd);

	*pair = write_and_read(fd, fd, length);
	if (!error && syscall(SYS_ioctl, fd, slot_command, CHANNEL) < 0)
		error = errno;
	return error;
}

static int use_floor(struct pair *pair, size_t length)
{
	int fd, error = opened("/dev/floor", &fd);

	*pair = write_and_read(fd, fd, length);
	return error;
}

static int use_null_and_zero(struct pair *pair, size_t length)
{
	int null, zero;

	if (opened("/dev/null", &null) || opened("/dev/zero", &zero))
		return errno;
	*pair = write_and_read(null, zero, length);
	return 0;
}

static int use_pipe(struct pair *pair, size_t length)
{
	int ends[2];

	if (pipe(ends) < 0)
		return errno;
	*pair = write_and_read(ends[1], ends[0], length);
	return 0;
}

static int use_posix_queue(struct pair *pair, size_t length)
{
	struct mq_attr size = { .mq_maxmsg = TIMED, .mq_msgsize = LONGEST };
	char name[32];
	int queue;

	snprintf(name, sizeof(name), "/measure-%d", (int)getpid());
	queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &size);
	if (queue < 0)
		return errno;
	mq_unlink(name);
	pair->first = transfer(SYS_mq_timedsend, queue, text, length);
	pair->second = transfer(SYS_mq_timedreceive, queue, room, LONGEST);
	return 0;
}

static int sysv_queue = -1;

static void remove_sysv_queue(void)
{
	if (sysv_queue >= 0)
		msgctl(sysv_queue, IPC_RMID, NULL);
}

static int use_sysv_queue(struct pair *pair, size_t length)
{
	static struct {
		long type;
		char text[LONGEST];
	} sent = { .type = 1 }, received;

	if (sysv_queue < 0)
		sysv_queue = msgget(IPC_PRIVATE, 0600);
	if (sysv_queue < 0)
		return errno;
	pair->first = transfer(SYS_msgsnd, sysv_queue, (char *)&sent, length);
	pair->second =
		transfer(SYS_msgrcv, sysv_queue, (char *)&received, length);
	return 0;
}

static int use_unix_datagrams(struct pair *pair, size_t length)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) < 0)
		return errno;
	*pair = write_and_read(ends[0], ends[1], length);
	return 0;
}

/* The fourth argument of both, the offset, is 0. */
static int use_memfd(struct pair *pair, size_t length)
{
	int fd = memfd_create("measure", MFD_CLOEXEC);

	if (fd < 0)
		return errno;
	pair->first = transfer(SYS_pwrite64, fd, text, length);
	pair->second = transfer(SYS_pread64, fd, room, length);
	return 0;
}

static const struct {
	const char *name;
	int (*use)(struct pair *pair, size_t length);
} subjects[] = {
	{ "slot", use_slot },
	{ "floor", use_floor },
	{ "null and zero", use_null_and_zero },
	{ "pipe", use_pipe },
	{ "posix queue", use_posix_queue },
	{ "sysv queue", use_sysv_queue },
	{ "unix datagram", use_unix_datagrams },
	{ "memfd", use_memfd },
};

/* ---- what is measured ---- */

static struct call selecting(int fd, uint32_t channel)
{
	return (struct call){ SYS_ioctl, { fd, slot_command, channel } };
}

static void measure_getppid(void)
{
	const struct pair pair = { { .number = SYS_getppid },
				   { .number = SYS_getppid } };

	print("getppid", "call", 0, measure("getppid", &pair).both / 2);
}

/* Two channels in turns, both of which have a message. */
static void measure_select(const char *name, const char *path)
{
	struct pair pair;
	int fd;

	if (opened(path, &fd))
		return;
	pair.first = selecting(fd, CHANNEL);
	pair.second = selecting(fd, CHANNEL + 1);
	if (make(&pair.first) < 0 || write(fd, text, LONGEST) < 0 ||
	    make(&pair.second) < 0 || write(fd, text, LONGEST) < 0)
		die(name);
	print(name, "select", 0, measure(name, &pair).both / 2);
	close(fd);
}

static void measure_calls(size_t bytes)
{
	for (size_t i = 0; i < sizeof(subjects) / sizeof(*subjects); i++) {
		const char *name = subjects[i].name;
		struct pair pair;
		struct cost cost;
		int error = subjects[i].use(&pair, bytes);

		if (error) {
			printf("%s,missing,%zu,%s\n", name, bytes,
			       strerror(error));
			continue;
		}
		cost = measure(name, &pair);
		print(name, "write", bytes, cost.first);
		print(name, "read", bytes, cost.second);
		print(name, "both", bytes, cost.both);
	}
}

/* ---- many channels ---- */

static uint64_t random_state = 1;

/* Vigna's splitmix64: the same numbers in every run. */
static uint64_t next_random(void)
{
	uint64_t z = random_state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static uint32_t random_id(void)
{
	uint32_t id = next_random();

	return id ? id : 1;
}

static int open_slot(const char *path)
{
	int fd;

	if (opened(path, &fd))
		die(path);
	return fd;
}

static void leave_message(int fd, uint32_t channel, size_t bytes)
{
	const struct call select = selecting(fd, channel);

	if (make(&select) < 0 || write(fd, text, bytes) < 0)
		die("a new channel");
}

/*
 * One select, write and read in each of some channels. All have had a message
 * of that length before, so that what is measured is the search alone.
 */
static void measure_channels(int fd, const uint32_t *ids, size_t count)
{
	static uint64_t select[SAMPLES], wrote[SAMPLES], got[SAMPLES];
	static uint32_t chosen[SAMPLES];
	const struct pair pair = write_and_read(fd, fd, LONGEST);
	double nothing = overhead();
	long bits = 0;

	for (int i = 0; i < SAMPLES; i++) {
		chosen[i] = ids[next_random() % count];
		leave_message(fd, chosen[i], LONGEST);
	}
	for (int i = 0; i < SAMPLES; i++) {
		const struct call call = selecting(fd, chosen[i]);
		uint64_t times[4];

		times[0] = now();
		bits |= make(&call);
		times[1] = now();
		bits |= make(&pair.first);
		times[2] = now();
		bits |= make(&pair.second);
		times[3] = now();
		select[i] = times[1] - times[0];
		wrote[i] = times[2] - times[1];
		got[i] = times[3] - times[2];
	}
	if (bits < 0)
		die("one of many channels");
	print("slot", "select", count, median(select) - nothing);
	print("slot", "write", count, median(wrote) - nothing);
	print("slot", "read", count, median(got) - nothing);
}

static bool channels(char **counts_wanted, int steps)
{
	int fd = open_slot(slot_path);
	uint32_t *ids = NULL;
	size_t made = 0;

	for (int i = 0; i < steps; i++) {
		size_t count = strtoul(counts_wanted[i], NULL, 10);

		if (count < 1 || count < made)
			return false;
		ids = realloc(ids, count * sizeof(*ids));
		if (!ids)
			die("memory for the ids");
		for (; made < count; made++) {
			ids[made] = random_id();
			leave_message(fd, ids[made], 1);
		}
		measure_channels(fd, ids, count);
	}
	free(ids);
	return true;
}

/* ---- memory ---- */

/* What drivers allocate ends up in one of the two, large tables included. */
static uint64_t kernel_bytes(void)
{
	uint64_t kilobytes = 0, number;
	char line[128];
	FILE *file = fopen("/proc/meminfo", "re");

	if (!file)
		die("/proc/meminfo");
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "Slab: %lu", &number) == 1 ||
		    sscanf(line, "VmallocUsed: %lu", &number) == 1)
			kilobytes += number;
	fclose(file);
	return kilobytes << 10;
}

static bool memory(char **arguments, int given)
{
	int fd = open_slot(slot_path);
	size_t count, bytes;
	uint64_t before;
	bool dense;

	if (given != 3)
		return false;
	count = strtoul(arguments[0], NULL, 10);
	bytes = strtoul(arguments[1], NULL, 10);
	dense = strcmp(arguments[2], "dense") == 0;
	if (count < 1 || bytes < 1 || bytes > LONGEST)
		return false;
	before = kernel_bytes();
	for (size_t i = 0; i < count; i++)
		leave_message(fd, dense ? i + 1 : random_id(), bytes);
	printf("%s,memory,%zu,%.1f\n", arguments[2], bytes,
	       (double)(int64_t)(kernel_bytes() - before) / (double)count);
	return true;
}

/* ---- threads ---- */

enum { ROUNDS = 9, ROUND_MILLISECONDS = 120, THREADS = 2 };

struct worker {
	pthread_t thread;
	struct pair pair;
	uint64_t made;
};

static atomic_bool go, stop;

static void *work(void *argument)
{
	struct worker *worker = argument;
	uint64_t made = 0;

	while (!go)
		;
	for (; !stop; made++)
		if ((make(&worker->pair.first) | make(&worker->pair.second)) <
		    0)
			die("a write or a read beside others");
	worker->made = made;
	return NULL;
}

static uint64_t made_in_a_round(struct worker *workers, int threads)
{
	const struct timespec round = { .tv_nsec =
						ROUND_MILLISECONDS * 1000000 };
	uint64_t start, made = 0;

	go = stop = false;
	for (int i = 0; i < threads; i++)
		if (pthread_create(&workers[i].thread, NULL, work, &workers[i]))
			die("a thread");
	start = now();
	go = true;
	nanosleep(&round, NULL);
	stop = true;
	for (int i = 0; i < threads; i++) {
		pthread_join(workers[i].thread, NULL);
		made += workers[i].made;
	}
	/* A second's worth. */
	return made * 1000000000 / (now() - start);
}

static struct worker on_channel(const char *path, uint32_t channel)
{
	int fd = open_slot(path);

	leave_message(fd, channel, LONGEST);
	return (struct worker){ .pair = write_and_read(fd, fd, LONGEST) };
}

static struct worker on_floor(void)
{
	int fd, error = opened("/dev/floor", &fd);

	if (error)
		die("/dev/floor");
	return (struct worker){ .pair = write_and_read(fd, fd, LONGEST) };
}

/*
 * What two threads make of the floor, which shares nothing, is what two
 * processors of this machine can make of any driver.
 *
 * The rounds of all cases take turns, and the best of each counts: a machine
 * that has other work to do disturbs all of them alike, and not always.
 */
static bool threads(char **arguments, int given)
{
	struct {
		const char *name;
		int threads;
		struct worker workers[THREADS];
		uint64_t best;
	} cases[] = {
		{ .name = "one thread", .threads = 1 },
		{ .name = "one channel", .threads = 2 },
		{ .name = "two channels", .threads = 2 },
		{ .name = "two slots", .threads = 2 },
		{ .name = "the floor by one thread", .threads = 1 },
		{ .name = "the floor", .threads = 2 },
	};
	size_t count = sizeof(cases) / sizeof(*cases);
	size_t slot_cases = count - 2;

	if (given != 1)
		return false;
	for (size_t i = 0; i < slot_cases; i++) {
		cases[i].workers[0] = on_channel(slot_path, CHANNEL);
		cases[i].workers[1] =
			on_channel(i == 3 ? arguments[0] : slot_path,
				   i == 1 ? CHANNEL : CHANNEL + 1);
	}
	for (size_t i = slot_cases; i < count; i++)
		for (int thread = 0; thread < THREADS; thread++)
			cases[i].workers[thread] = on_floor();
	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < count; i++) {
			uint64_t made = made_in_a_round(cases[i].workers,
							cases[i].threads);

			if (made > cases[i].best)
				cases[i].best = made;
		}
	for (size_t i = 0; i < count; i++)
		printf("%s,both,%d,%lu\n", cases[i].name, cases[i].threads,
		       cases[i].best);
	return true;
}

/* ---- what is asked for ---- */

static bool calls(char **sizes, int given)
{
	atexit(remove_sysv_queue);
	measure_getppid();
	measure_select("slot", slot_path);
	measure_select("floor", "/dev/floor");
	for (int i = 0; i < given; i++) {
		size_t bytes = strtoul(sizes[i], NULL, 10);

		if (bytes < 1 || bytes > LONGEST)
			return false;
		measure_calls(bytes);
	}
	return true;
}

static const struct {
	const char *name;
	bool (*run)(char **arguments, int given);
} modes[] = {
	{ "calls", calls },
	{ "channels", channels },
	{ "memory", memory },
	{ "threads", threads },
};

int main(int argc, char **argv)
{
	if (argc > 5) {
		counts = strcmp(argv[1], "instructions") == 0;
		batch = counts ? COUNTED : TIMED;
		slot_path = argv[3];
		slot_command = strtol(argv[4], NULL, 0);
		memset(text, 'm', sizeof(text));
		for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++)
			if (!strcmp(modes[i].name, argv[2]) &&
			    modes[i].run(argv + 5, argc - 5))
				return EXIT_SUCCESS;
	}
	fprintf(stderr, "usage: measure instructions|nanoseconds "
			"calls|channels|memory|threads DEVICE COMMAND ...\n");
	return EXIT_FAILURE;
}
