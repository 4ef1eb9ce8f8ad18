// SPDX-License-Identifier: GPL-2.0
/* The ports to the host: the agent's, and those of processes. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"

#define PORTS "/sys/class/virtio-ports"

/* The ports' paths but for their numbers: "/dev/vport1p". */
static char port_prefix[64];

static bool is_our_port(const char *entry)
{
	char path[PATH_MAX], name[64] = "";
	FILE *file;

	snprintf(path, sizeof(path), PORTS "/%s/name", entry);
	file = fopen(path, "re");
	if (!file)
		return false;
	if (fgets(name, sizeof(name), file))
		name[strcspn(name, "\n")] = '\0';
	fclose(file);
	return !strcmp(name, AGENT_PORT_NAME);
}

static bool find_port(char *path, size_t room)
{
	struct dirent *entry;
	bool found = false;
	DIR *ports = opendir(PORTS);

	if (!ports)
		return false;
	while (!found && (entry = readdir(ports))) {
		found = is_our_port(entry->d_name);
		if (found)
			snprintf(path, room, "/dev/%s", entry->d_name);
	}
	closedir(ports);
	return found;
}

/*
 * The port's name arrives by a message from the device, some time after its
 * driver is there.
 */
int open_port(void)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	char path[PATH_MAX];

	for (int tries = 0; tries < 10000; tries++) {
		if (find_port(path, sizeof(path))) {
			int port = open(path, O_RDWR | O_CLOEXEC);

			if (port >= 0) {
				snprintf(port_prefix, sizeof(port_prefix),
					 "%.*s",
					 (int)(strrchr(path, 'p') + 1 - path),
					 path);
				return port;
			}
		}
		nanosleep(&pause, NULL);
	}
	agent_die("the host's port did not appear");
}

int enter_port(uint16_t number)
{
	char path[sizeof(port_prefix) + 8];
	int fd, status = 0;

	snprintf(path, sizeof(path), "%s%u", port_prefix, number);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return errno;
	if (dup3(fd, PORT_FD, O_CLOEXEC) < 0)
		status = errno;
	close(fd);
	return status;
}
