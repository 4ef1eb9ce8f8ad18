// SPDX-License-Identifier: GPL-2.0
/* The guest is brought up: file systems, modules, limits. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agent.h"

#define MAX_FILES 65536
#define MODULE_LIST "/modules/list"
#define STAY "/proc/sys/vm/compact_unevictable_allowed"

static void mount_all(void)
{
	static const struct {
		const char *type, *at;
	} mounts[] = {
		{ "devtmpfs", "/dev" },
		{ "proc", "/proc" },
		{ "sysfs", "/sys" },
		{ "debugfs", "/sys/kernel/debug" },
		{ "tracefs", "/sys/kernel/tracing" },
		{ "cgroup2", "/sys/fs/cgroup" },
	};

	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		if (mount(mounts[i].type, mounts[i].at, mounts[i].type, 0,
			  NULL) < 0 &&
		    errno != EBUSY)
			agent_die(mounts[i].type);
	}
}

static void write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		agent_die(path);
	close(fd);
}

static void load_own_module(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 ||
	    (syscall(SYS_finit_module, fd, "", 0) < 0 && errno != EEXIST))
		agent_die(path);
	close(fd);
}

/*
 * The image lists the modules that the port needs, in the order in which they
 * depend on each other.
 */
static void load_own_modules(void)
{
	FILE *list = fopen(MODULE_LIST, "re");
	char path[PATH_MAX];

	if (!list)
		agent_die(MODULE_LIST);
	while (fgets(path, sizeof(path), list)) {
		path[strcspn(path, "\n")] = '\0';
		load_own_module(path);
	}
	fclose(list);
}

/*
 * This code stays where it lies, for the host looks whether it is still the
 * same. Even locked pages may be moved to make room for large ones, unless the
 * kernel is told not to.
 */
static void stay_in_place(void)
{
	extern const char __executable_start[], etext[];

	if (!access(STAY, W_OK))
		write_text(STAY, "0");
	if (mlock(__executable_start, (size_t)(etext - __executable_start)))
		agent_die("mlock");
}

void bring_up(void)
{
	const struct rlimit files = { .rlim_cur = MAX_FILES,
				      .rlim_max = MAX_FILES };

	umask(0);
	mount_all();
	for (int fd = 0; fd < 3; fd++) {
		close(fd);
		if (open("/dev/null", O_RDWR) != fd)
			agent_die("/dev/null");
	}
	setrlimit(RLIMIT_NOFILE, &files);
	/*
	 * Programs run in groups of their own, with these bounds (agent_run.c).
	 */
	write_text("/sys/fs/cgroup/cgroup.subtree_control", "+pids +memory");
	stay_in_place();
	load_own_modules();
}
