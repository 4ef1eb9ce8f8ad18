// SPDX-License-Identifier: GPL-2.0
#include "message_slot.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
	char message[BUF_LEN];
	int file_desc;
	int length;

	if (argc != 3) {
		fprintf(stderr, "Usage: %s FILE CHANNEL\n", argv[0]);
		exit(1);
	}
	file_desc = open(argv[1], O_RDONLY);
	if (file_desc < 0) {
		perror("Can't open device file");
		exit(1);
	}
	if (ioctl(file_desc, MSG_SLOT_CHANNEL, (unsigned int)strtoul(argv[2], NULL, 10)) < 0) {
		perror("ioctl failed");
		exit(1);
	}
	length = read(file_desc, message, BUF_LEN);
	if (length < 0) {
		perror("read failed");
		exit(1);
	}
	close(file_desc);
	if (write(STDOUT_FILENO, message, length) != length) {
		perror("print failed");
		exit(1);
	}
	return 0;
}
