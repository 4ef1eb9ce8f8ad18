// SPDX-License-Identifier: Apache-2.0
/*
 * channels - give very many channels of one slot a message each, and read some.
 *
 * channels PATH COMMAND FIRST COUNT RANGE MULTIPLIER
 *
 * RANGE and MULTIPLIER have no common divisor. The ids are from FIRST on. Where
 * RANGE is COUNT, they follow each other, in an order that MULTIPLIER decides:
 * ascending for 1, descending for COUNT - 1. Where it is more, they come in
 * runs, each of neighbours and twice as long as the one before, and MULTIPLIER
 * apart in the circle of RANGE ids: whatever is sorted has its middle moved far
 * away again and again, which a comparison that comes round does not survive.
 * A module whose work for one channel grows as the number of channels does, as
 * in a linear list, is not kept at it for hours: those that were made when that
 * is clear have to do. The work is the time of the quickest of many short
 * batches: what else the machine does disturbs some of them, and not all.
 * Prints "growth FROM TO" if it was that, "late N" if time was up after N,
 * "made N", "again N" for those that were written to once more, "read N", and
 * "failed CALL ID VALUE ERRNO" for the first call that did not do what it should.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define BATCH 32 /* channels */
#define LOOK 4096 /* channels, before work is looked at for the first time */
#define GROWTH 2.0 /* of the work, while channels became four times as many */
#define LIMIT 150.0 /* seconds that all of them may take */
#define SAMPLE 4096
#define AGAIN 1000

static int slot;
static unsigned long command;
static unsigned long first;
static unsigned long count;
static unsigned long range;
static unsigned long multiplier;

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static unsigned long id_of(unsigned long i)
{
	unsigned long run = 0;

	if (range == count)
		return first + i * multiplier % range;
	while (i + 1 >= 2ul << run)
		run++;
	return first + (run * multiplier + (i + 1 - (1ul << run))) % range;
}

static void message_of(unsigned long id, char message[8])
{
	unsigned long mixed = id * 0x9E3779B97F4A7C15ul;

	/* Printable: which bytes a message may have is another check's question. */
	for (int i = 0; i < 8; i++, mixed >>= 8)
		message[i] = 'a' + mixed % 16;
}

static int failed(const char *call, unsigned long id, long value)
{
	printf("failed %s %lu %ld %d\n", call, id, value,
	       value < 0 ? errno : 0);
	return 0;
}

static int make(unsigned long i)
{
	char message[8];
	long value;

	message_of(id_of(i), message);
	value = ioctl(slot, command, id_of(i));
	if (value < 0)
		return failed("ioctl", id_of(i), value);
	value = write(slot, message, sizeof(message));
	return value < 0 ? failed("write", id_of(i), value) : 1;
}

static int check(unsigned long i)
{
	char message[8], got[128] = { 0 };
	long value;

	message_of(id_of(i), message);
	value = ioctl(slot, command, id_of(i));
	if (value < 0)
		return failed("ioctl", id_of(i), value);
	value = read(slot, got, sizeof(got));
	if (value < 0 || memcmp(got, message, sizeof(message)))
		return failed("read", id_of(i), value);
	return 1;
}

/*
 * Whether the work for a batch grows as the channels do, told of every batch:
 * the quickest one since they were half as many is compared with that when they
 * were a quarter.
 */
static bool is_linear(unsigned long made, double batch)
{
	static unsigned long look = LOOK;
	static double quickest = LIMIT, before = LIMIT;
	bool linear = false;

	if (made > look / 2 && batch < quickest)
		quickest = batch;
	if (made < look)
		return false;
	linear = quickest > GROWTH * before;
	if (linear)
		printf("growth %lu %lu\n", look / 4, look);
	before = quickest;
	quickest = LIMIT;
	look *= 4;
	return linear;
}

static unsigned long make_all(void)
{
	double begin = seconds(), start = begin;
	unsigned long i = 0;

	while (i < count && make(i)) {
		if (++i % BATCH)
			continue;
		double now = seconds();

		if (is_linear(i, now - start))
			break;
		if (now - begin > LIMIT) {
			printf("late %lu\n", i);
			break;
		}
		start = now;
	}
	return i;
}

static unsigned long some(int (*one)(unsigned long i), unsigned long made,
			  unsigned long most)
{
	unsigned long step = made > most ? made / most : 1, done = 0, i;

	for (i = 0; i < made; i += step, done++)
		if (!one(i))
			break;
	return done;
}

int main(int argc, char **argv)
{
	unsigned long made;

	if (argc != 7)
		return 2;
	slot = open(argv[1], O_RDWR);
	if (slot < 0) {
		perror(argv[1]);
		return 1;
	}
	command = strtoul(argv[2], NULL, 0);
	first = strtoul(argv[3], NULL, 0);
	count = strtoul(argv[4], NULL, 0);
	range = strtoul(argv[5], NULL, 0);
	multiplier = strtoul(argv[6], NULL, 0);
	made = make_all();
	printf("made %lu\n", made);
	printf("again %lu\n", some(make, made, AGAIN));
	printf("read %lu\n", some(check, made, SAMPLE));
	return 0;
}
