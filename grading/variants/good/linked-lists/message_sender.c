// SPDX-License-Identifier: GPL-2.0
#include "message_slot.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
	int file_desc;
	unsigned int channel;

	if (argc != 4) {
		fprintf(stderr, "Usage: %s FILE CHANNEL MESSAGE\n", argv[0]);
		exit(1);
	}
	channel = strtoul(argv[2], NULL, 10);
	file_desc = open(argv[1], O_WRONLY);
	if (file_desc < 0) {
		perror("Can't open device file");
		exit(1);
	}
	if (ioctl(file_desc, MSG_SLOT_CHANNEL, channel) != 0) {
		perror("ioctl failed");
		close(file_desc);
		exit(1);
	}
	if (write(file_desc, argv[3], strlen(argv[3])) != strlen(argv[3])) {
		perror("write failed");
		close(file_desc);
		exit(1);
	}
	close(file_desc);
	return 0;
}
