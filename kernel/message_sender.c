// SPDX-License-Identifier: GPL-2.0
/*
 * message_sender - leaves a message in a channel of a message slot.
 *
 *	message_sender FILE CHANNEL MESSAGE
 *	message_sender FILE CHANNEL 0|1 MESSAGE		(with censorship)
 *
 * Exits with 0 once the slot has the message, else with 1 and says why.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "message_slot.h"

/* step 8: program { */
static int wrong_usage(void)
{
	fputs("usage: message_sender FILE CHANNEL [0|1] MESSAGE\n", stderr);
	return EXIT_FAILURE;
}

static int fail(const char *step, const char *subject)
{
	fprintf(stderr, "message_sender: %s %s: %s\n", step, subject,
		strerror(errno));
	return EXIT_FAILURE;
}

/*
 * Nothing but digits: strtoul() alone takes " 5", "+5" and "-1" for numbers.
 * Id 0 is left to the slot to refuse.
 */
static int parse_channel(const char *text, unsigned int *channel)
{
	unsigned long value;
	char *end;

	errno = 0;
	value = strtoul(text, &end, 10);
	if (!isdigit((unsigned char)*text) || *end || errno || value > UINT_MAX)
		return -1;
	*channel = value;
	return 0;
}

int main(int argc, char *argv[])
{
	const char *message;
	unsigned int channel;
	ssize_t written;
	int slot;

	if (argc != 4 && argc != 5)
		return wrong_usage();
	if (argc == 5 && strcmp(argv[3], "0") && strcmp(argv[3], "1"))
		return wrong_usage();
	if (parse_channel(argv[2], &channel)) {
		errno = EINVAL;
		return fail("not a channel id:", argv[2]);
	}

	message = argv[argc - 1];
	slot = open(argv[1], O_WRONLY);
	if (slot < 0)
		return fail("open", argv[1]);
	if (ioctl(slot, MSG_SLOT_CHANNEL, channel))
		return fail("select channel", argv[2]);
	if (argc == 5 && ioctl(slot, MSG_SLOT_SET_CEN, *argv[3] - '0'))
		return fail("set censorship", argv[3]);
	written = write(slot, message, strlen(message));
	if (written < 0)
		return fail("write to", argv[1]);
	if ((size_t)written != strlen(message)) {
		errno = EIO;
		return fail("write to", argv[1]);
	}
	if (close(slot))
		return fail("close", argv[1]);
	return EXIT_SUCCESS;
}

/* } program */
