// SPDX-License-Identifier: GPL-2.0
/*
 * Runs one program that nobody trusts: in a control group of its own, so that
 * it and whatever it starts can be counted, limited and killed together, with
 * its output bounded here.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"

#define GROUPS "/sys/fs/cgroup"
#define DRAIN_MILLISECONDS 1000
#define LOOK_MILLISECONDS 5
#define MOST_COUNTED_MILLISECONDS (4 * LOOK_MILLISECONDS)

struct program {
	char path[PATH_MAX];
	char *argv[AGENT_MAX_ARGUMENTS + 1];
	uint32_t uid;
	uint32_t gid;
	uint32_t cpu_seconds;
	uint32_t wall_milliseconds;
	uint32_t max_output;
	uint32_t processes;
	uint64_t memory;
	uint64_t file_size;
	uint32_t input_length;
	const uint8_t *input;
	char group[64];
};

/*
 * One end of a pipe to the program. Output past the bound is read and dropped,
 * so that the program is not held up.
 */
struct stream {
	int fd;
	uint8_t *bytes;
	size_t length;
	bool cut;
};

struct outcome {
	int wait_status;
	uint64_t cpu_microseconds;
	bool timed_out;
	bool ended;
};

static bool take_arguments(struct cursor *c, struct program *p)
{
	unsigned int count = take_u16(c);

	if (!count || count > AGENT_MAX_ARGUMENTS)
		return false;
	for (unsigned int i = 0; i < count; i++) {
		size_t length = take_u16(c);
		const uint8_t *bytes = take_bytes(c, length);

		if (!bytes || memchr(bytes, 0, length))
			return false;
		p->argv[i] = strndup((const char *)bytes, length);
		if (!p->argv[i])
			return false;
	}
	return true;
}

static bool take_program(struct cursor *c, struct program *p)
{
	take_string(c, p->path, sizeof(p->path));
	if (!take_arguments(c, p))
		return false;
	p->uid = take_u32(c);
	p->gid = take_u32(c);
	p->cpu_seconds = take_u32(c);
	p->wall_milliseconds = take_u32(c);
	p->max_output = take_u32(c);
	p->processes = take_u32(c);
	p->memory = take_u64(c);
	p->file_size = take_u64(c);
	p->input_length = take_u32(c);
	p->input = take_bytes(c, p->input_length);
	return !c->bad && !remaining(c) &&
	       p->max_output <= AGENT_MAX_PAYLOAD / 4;
}

static int write_group(const struct program *p, const char *file,
		       const char *text)
{
	char path[128];
	int fd, status = 0;

	snprintf(path, sizeof(path), "%s/%s", p->group, file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	if (write(fd, text, strlen(text)) < 0)
		status = errno;
	close(fd);
	return status;
}

static int write_group_number(const struct program *p, const char *file,
			      uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
	return write_group(p, file, text);
}

static int group_open(struct program *p)
{
	int status;

	snprintf(p->group, sizeof(p->group), GROUPS "/run-%d", (int)getpid());
	if (mkdir(p->group, 0755) < 0)
		return errno;
	status = write_group_number(p, "pids.max", p->processes);
	if (!status)
		status = write_group_number(p, "memory.max", p->memory);
	return status;
}

/*
 * A process that the kernel cannot end keeps the group: it is left behind, for
 * the guest will not live long.
 */
static void group_close(const struct program *p)
{
	const struct timespec pause = { .tv_nsec = 2000000 };

	write_group(p, "cgroup.kill", "1");
	for (int tries = 0;
	     rmdir(p->group) < 0 && errno == EBUSY && tries < 100; tries++)
		nanosleep(&pause, NULL);
}

static void limit(int resource, uint64_t value)
{
	struct rlimit bound = { .rlim_cur = value, .rlim_max = value };

	setrlimit(resource, &bound);
}

_Noreturn static void become_program(const struct program *p, int in, int out,
				     int err, int failure)
{
	static char *const environment[] = { "PATH=/bin", "HOME=/", "LC_ALL=C",
					     NULL };
	int status;

	/* We ignore it; a program must begin as in any shell. */
	signal(SIGPIPE, SIG_DFL);
	setsid();
	dup2(in, 0);
	dup2(out, 1);
	dup2(err, 2);
	status = write_group(p, "cgroup.procs", "0");
	limit(RLIMIT_CPU, p->cpu_seconds);
	limit(RLIMIT_FSIZE, p->file_size);
	limit(RLIMIT_NOFILE, 1024);
	limit(RLIMIT_CORE, 0);
	if (!status)
		status = become(p->uid, p->gid);
	if (!status) {
		execve(p->path, p->argv, environment);
		status = errno;
	}
	write_all(failure, &status, sizeof(status));
	_exit(127);
}

static long milliseconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/*
 * How much of the time since the last look counts. Where the host is busy with
 * other things, neither we nor the program run: what a look takes longer than
 * it can on a machine of our own is not the program's time.
 */
static long counted_since(long *last)
{
	long now = milliseconds_now();
	long passed = now - *last;

	*last = now;
	return passed < MOST_COUNTED_MILLISECONDS ? passed :
						    MOST_COUNTED_MILLISECONDS;
}

static void stream_close(struct stream *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}

static void stream_read(struct stream *s, size_t max)
{
	uint8_t chunk[65536];
	ssize_t n = read(s->fd, chunk, sizeof(chunk));
	size_t room = max - s->length;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		stream_close(s);
		return;
	}
	if ((size_t)n > room) {
		n = (ssize_t)room;
		s->cut = true;
	}
	memcpy(s->bytes + s->length, chunk, (size_t)n);
	s->length += (size_t)n;
}

static void feed(struct stream *in, const struct program *p)
{
	ssize_t n = write(in->fd, p->input + in->length,
			  p->input_length - in->length);

	if (n > 0)
		in->length += (size_t)n;
	else if (n < 0 && errno != EAGAIN && errno != EINTR)
		stream_close(in);
	if (in->length == p->input_length)
		stream_close(in);
}

static void reap(pid_t pid, struct outcome *o)
{
	struct rusage usage;

	if (o->ended || wait4(pid, &o->wait_status, WNOHANG, &usage) != pid)
		return;
	o->ended = true;
	o->cpu_microseconds =
		(uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) *
			1000000 +
		(uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/*
 * Serves the three streams until the program has ended, and its output too.
 * Once the program is gone (or out of time) its whole group is killed, which
 * closes pipes that something it started still held.
 */
static void supervise(pid_t pid, const struct program *p,
		      struct stream streams[3], struct outcome *o)
{
	long last = milliseconds_now();
	long left = p->wall_milliseconds;
	bool killed = false;

	while (!o->ended || streams[1].fd >= 0 || streams[2].fd >= 0) {
		struct pollfd fds[3] = {
			{ .fd = streams[0].fd, .events = POLLOUT },
			{ .fd = streams[1].fd, .events = POLLIN },
			{ .fd = streams[2].fd, .events = POLLIN },
		};

		left -= counted_since(&last);
		if (left <= 0 && killed)
			return;
		if (left <= 0 || (o->ended && !killed)) {
			o->timed_out = !o->ended;
			write_group(p, "cgroup.kill", "1");
			killed = true;
			left = DRAIN_MILLISECONDS;
			continue;
		}
		/*
		 * The end of a child wakes poll only through its pipes, and
		 * those it may have closed.
		 */
		poll(fds, 3, LOOK_MILLISECONDS);
		if (fds[0].revents)
			feed(&streams[0], p);
		if (fds[1].revents)
			stream_read(&streams[1], p->max_output);
		if (fds[2].revents)
			stream_read(&streams[2], p->max_output);
		reap(pid, o);
	}
}

static int open_pipes(int pipes[4][2])
{
	for (int i = 0; i < 4; i++) {
		if (pipe2(pipes[i], O_CLOEXEC) < 0)
			return errno;
	}
	fcntl(pipes[0][1], F_SETFL, O_NONBLOCK);
	fcntl(pipes[1][0], F_SETFL, O_NONBLOCK);
	fcntl(pipes[2][0], F_SETFL, O_NONBLOCK);
	return 0;
}

/* The pipe for failures closes by itself when the program starts. */
static int started(int failure)
{
	int status;

	return read_all(failure, &status, sizeof(status)) < 0 ? 0 : status;
}

static void put_outcome(struct reply *r, const struct outcome *o,
			const struct stream streams[3])
{
	put_u32(r, o->ended ? (uint32_t)o->wait_status : SIGKILL);
	put_u32(r, (o->timed_out ? RUN_TIMED_OUT : 0) |
			   (streams[1].cut ? RUN_OUTPUT_CUT : 0) |
			   (streams[2].cut ? RUN_ERROR_CUT : 0));
	put_u64(r, o->cpu_microseconds);
	for (int i = 1; i < 3; i++) {
		put_u32(r, (uint32_t)streams[i].length);
		put_bytes(r, streams[i].bytes, streams[i].length);
	}
}

static int run_in_group(const struct program *p, struct reply *r)
{
	struct outcome o = { 0 };
	struct stream streams[3];
	int pipes[4][2], status;
	pid_t pid;

	status = open_pipes(pipes);
	if (status)
		return status;
	pid = fork();
	if (pid < 0)
		return errno;
	if (!pid)
		become_program(p, pipes[0][0], pipes[1][1], pipes[2][1],
			       pipes[3][1]);
	close(pipes[0][0]);
	close(pipes[1][1]);
	close(pipes[2][1]);
	close(pipes[3][1]);
	status = started(pipes[3][0]);
	if (status)
		return status;
	for (int i = 0; i < 3; i++) {
		streams[i] =
			(struct stream){ .fd = i ? pipes[i][0] : pipes[i][1] };
		streams[i].bytes = i ? malloc(p->max_output + 1) : NULL;
		if (i && !streams[i].bytes)
			return ENOMEM;
	}
	supervise(pid, p, streams, &o);
	put_outcome(r, &o, streams);
	return 0;
}

int run_program(struct cursor *c, struct reply *r)
{
	struct program p = { .path = "" };
	int status;

	if (!take_program(c, &p))
		return EBADMSG;
	signal(SIGPIPE, SIG_IGN);
	status = group_open(&p);
	if (!status)
		status = run_in_group(&p, r);
	group_close(&p);
	return status;
}
