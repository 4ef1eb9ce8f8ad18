// SPDX-License-Identifier: GPL-2.0
/*
 * What a process of the guest's own does to itself, and how the agent gives up.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agent.h"

static void log_line(const char *line)
{
	/*
	 * <0>: whatever the console's level, this is the last thing the guest
	 * has to say.
	 */
	int fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	dprintf(fd, "<0>agent: %s\n", line);
	close(fd);
}

_Noreturn void agent_die(const char *why)
{
	if (getpid() != 1)
		_exit(1);
	log_line(why);
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}

void set_process_name(const char *name)
{
	prctl(PR_SET_NAME, name);
}

int close_all_but(unsigned int first, unsigned int last)
{
	if (syscall(SYS_close_range, 3u, first - 1, 0u) < 0)
		return -1;
	return (int)syscall(SYS_close_range, last + 1, ~0u, 0u);
}

int become(uint32_t uid, uint32_t gid)
{
	if (!uid && !gid)
		return 0;
	if (setgroups(0, NULL) < 0 || setresgid(gid, gid, gid) < 0 ||
	    setresuid(uid, uid, uid) < 0)
		return errno;
	return 0;
}
