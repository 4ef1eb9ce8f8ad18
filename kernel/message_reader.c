// SPDX-License-Identifier: GPL-2.0
/*
 * message_reader - prints the last message of a channel of a message slot.
 *
 *	message_reader FILE CHANNEL
 *
 * Prints the message's bytes and nothing else. Exits with 0, or with 1 if any
 * step fails, and says why.
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
static int fail(const char *step, const char *subject)
{
	fprintf(stderr, "message_reader: %s %s: %s\n", step, subject,
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

/* A pipe or a terminal may take a message in parts, though a slot does not. */
static int print(const char *message, size_t length)
{
	while (length > 0) {
		ssize_t written = write(STDOUT_FILENO, message, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		message += written;
		length -= written;
	}
	return 0;
}

int main(int argc, char *argv[])
{
	char message[MESSAGE_SLOT_MAX];
	unsigned int channel;
	ssize_t length;
	int slot;

	if (argc != 3) {
		fputs("usage: message_reader FILE CHANNEL\n", stderr);
		return EXIT_FAILURE;
	}
	if (parse_channel(argv[2], &channel)) {
		errno = EINVAL;
		return fail("not a channel id:", argv[2]);
	}

	slot = open(argv[1], O_RDONLY);
	if (slot < 0)
		return fail("open", argv[1]);
	if (ioctl(slot, MSG_SLOT_CHANNEL, channel))
		return fail("select channel", argv[2]);
	length = read(slot, message, sizeof(message));
	if (length < 0)
		return fail("read from", argv[1]);
	if (close(slot))
		return fail("close", argv[1]);
	if (print(message, length))
		return fail("print", "the message");
	return EXIT_SUCCESS;
}

/* } program */
