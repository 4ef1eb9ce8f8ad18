// SPDX-License-Identifier: Apache-2.0
/*
 * channels - give very many channels of one slot a message each, and read some.
 *
 * channels PATH COMMAND FIRST COUNT MULTIPLIER
 *
 * COUNT and MULTIPLIER have no common divisor: the ids are COUNT many from
 * FIRST on, in an order that MULTIPLIER decides: ascending for 1, descending
 * for COUNT - 1.
 * A module that gets slower with each channel is not kept at it for hours: when
 * it is clear that it will take too long, those that were made have to do.
 * Prints "made N", "read N", and "failed CALL ID VALUE ERRNO" for the first
 * call that did not do what it should.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define ENOUGH 4096 /* channels that a slow module has to manage */
#define PATIENCE 1.0 /* seconds before it counts as slow */
#define LIMIT 60.0 /* seconds that all of them may take */
#define SAMPLE 16384

static int slot;
static unsigned long command;
static unsigned long first;
static unsigned long count;
static unsigned long multiplier;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static unsigned long id_of(unsigned long i)
{
	return first + i * multiplier % count;
}

static void message_of(unsigned long id, char message[8])
{
	unsigned long mixed = id * 0x9E3779B97F4A7C15ul;

	memcpy(message, &mixed, 8);
}

static int failed(const char *call, unsigned long id, long value)
{
	printf("failed %s %lu %ld %d\n", call, id, value, value < 0 ? errno : 0);
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

static unsigned long make_all(void)
{
	double start = now(), before = start;
	unsigned long i;

	for (i = 0; i < count; i++) {
		if (i % 1024 == 0) {
			double time = now();

			if (time - start > PATIENCE && i >= ENOUGH &&
			    (time - before) / 1024 * (count - i) > LIMIT)
				break;
			before = time;
		}
		if (!make(i))
			break;
	}
	return i;
}

static unsigned long check_some(unsigned long made)
{
	unsigned long step = made > SAMPLE ? made / SAMPLE : 1, checked = 0, i;
	double start = now();

	for (i = 0; i < made && now() - start < PATIENCE; i += step, checked++)
		if (!check(i))
			break;
	return checked;
}

int main(int argc, char **argv)
{
	unsigned long made;

	if (argc != 6)
		return 2;
	slot = open(argv[1], O_RDWR);
	if (slot < 0) {
		perror(argv[1]);
		return 1;
	}
	command = strtoul(argv[2], NULL, 0);
	first = strtoul(argv[3], NULL, 0);
	count = strtoul(argv[4], NULL, 0);
	multiplier = strtoul(argv[5], NULL, 0);
	made = make_all();
	printf("made %lu\n", made);
	printf("read %lu\n", check_some(made));
	return 0;
}
