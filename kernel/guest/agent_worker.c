// SPDX-License-Identifier: GPL-2.0
/*
 * Children of the agent. Each process that the host asks for is a real one,
 * with descriptors, name and user of its own, so that what a driver does to it
 * (kills it, puts it to sleep for ever) leaves the agent answering. It runs
 * scripts of calls.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "agent_call.h"

#define RESULT_LENGTH 16u

struct lane {
	struct call *calls;
	uint32_t count;
	uint32_t repeat;
	struct arena arena;
	uint8_t *results;
	size_t results_length;
	pthread_barrier_t *start;
	pthread_t thread;
	bool started;
	bool finished;
};

/*
 * The arena of a process's first lane; the agent sets it up before it makes
 * children, for that costs more than most checks' calls.
 */
static struct arena kept;

int worker_prepare(void)
{
	return arena_open(&kept);
}

static uint8_t *store_result(uint8_t *to, const struct arena *arena,
			     const struct call *call, long value, int error)
{
	uint32_t length = call_returned(call);

	store_u64(to, (uint64_t)(int64_t)value);
	store_u32(to + 8, (uint32_t)error);
	store_u32(to + 12, length);
	to += RESULT_LENGTH;
	if (length)
		memcpy(to, arena_place(arena, call), length);
	return to + length;
}

static void *lane_run(void *argument)
{
	struct lane *lane = argument;
	uint8_t *to = lane->results;

	if (lane->start)
		pthread_barrier_wait(lane->start);
	for (uint32_t round = 0; round < lane->repeat; round++) {
		for (uint32_t i = 0; i < lane->count; i++) {
			long value = call_make(&lane->arena, &lane->calls[i]);

			to = store_result(to, &lane->arena, &lane->calls[i],
					  value, value < 0 ? errno : 0);
		}
	}
	lane->finished = true;
	return NULL;
}

/*
 * Results have a known length before the first call is made: refuse what no
 * reply could hold.
 */
static int lane_take(struct cursor *c, struct lane *lane, uint32_t repeat,
		     size_t *total)
{
	uint64_t length = 0;

	lane->repeat = repeat;
	lane->count = take_u32(c);
	if (c->bad || lane->count > remaining(c) / 28)
		return EBADMSG;
	lane->calls = calloc(lane->count + 1, sizeof(*lane->calls));
	if (!lane->calls)
		return ENOMEM;
	for (uint32_t i = 0; i < lane->count; i++) {
		struct call *call = &lane->calls[i];

		call_take(c, call);
		if (c->bad)
			return EBADMSG;
		length += RESULT_LENGTH + call_returned(call);
	}
	if (length && repeat > (AGENT_MAX_PAYLOAD - *total) / length)
		return EMSGSIZE;
	lane->results_length = (size_t)length * repeat;
	*total += lane->results_length;
	return 0;
}

static int lane_open(struct lane *lane, bool first)
{
	if (!first)
		return arena_open(&lane->arena);
	lane->arena = kept;
	return 0;
}

static int lanes_start(struct lane *lanes, unsigned int count,
		       pthread_barrier_t *barrier)
{
	pthread_barrier_init(barrier, NULL, count);
	for (unsigned int i = 0; i < count; i++) {
		lanes[i].start = barrier;
		if (pthread_create(&lanes[i].thread, NULL, lane_run, &lanes[i]))
			return EAGAIN;
		lanes[i].started = true;
	}
	return 0;
}

static int lanes_run(struct lane *lanes, unsigned int count)
{
	pthread_barrier_t barrier;

	if (count == 1) {
		lane_run(lanes);
		return 0;
	}
	/*
	 * Lanes that wait for one that cannot be started would wait for ever:
	 * this process is of no more use.
	 */
	if (lanes_start(lanes, count, &barrier))
		_exit(1);
	for (unsigned int i = 0; i < count; i++)
		pthread_join(lanes[i].thread, NULL);
	pthread_barrier_destroy(&barrier);
	for (unsigned int i = 0; i < count; i++) {
		if (!lanes[i].finished)
			return EIO; /* the kernel ended this thread alone */
	}
	return 0;
}

static int lanes_take(struct cursor *c, struct lane *lanes, unsigned int count,
		      uint32_t repeat, size_t *total)
{
	for (unsigned int i = 0; i < count; i++) {
		int status = lane_take(c, &lanes[i], repeat, total);

		if (!status)
			status = lane_open(&lanes[i], !i);
		if (status)
			return status;
	}
	return remaining(c) ? EBADMSG : 0;
}

static void lanes_free(struct lane *lanes, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		if (lanes[i].arena.start != kept.start && lanes[i].arena.start)
			arena_close(&lanes[i].arena);
		free(lanes[i].calls);
	}
	free(lanes);
}

static int script_run(const struct frame *request, struct reply *r)
{
	struct cursor c = cursor_of(request);
	unsigned int count = take_u16(&c);
	struct lane *lanes;
	uint32_t repeat;
	size_t total = 0;
	uint8_t *to;
	int status;

	take_u16(&c);
	repeat = take_u32(&c);
	if (c.bad || !count || count > AGENT_MAX_LANES)
		return EBADMSG;
	lanes = calloc(count, sizeof(*lanes));
	if (!lanes)
		return ENOMEM;
	status = lanes_take(&c, lanes, count, repeat, &total);
	if (!status) {
		to = reply_room(r, total);
		for (unsigned int i = 0; i < count; i++) {
			lanes[i].results = to;
			to += lanes[i].results_length;
		}
		status = lanes_run(lanes, count);
		reply_grown(r, total);
	}
	lanes_free(lanes, count);
	return status;
}

static int fork_process(const struct frame *request, int channel,
			struct reply *r)
{
	struct cursor c = cursor_of(request);
	uint16_t own_port;
	char name[16];
	long pid;

	take_u16(&c);
	own_port = take_u16(&c);
	take_string(&c, name, sizeof(name));
	if (c.bad || channel < 0)
		return EBADMSG;
	/*
	 * CLONE_PARENT makes the child the agent's own, which then learns how
	 * it ends. The channel is handed over before any open of the child's
	 * could see the number it came in by.
	 */
	pid = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
	if (pid < 0)
		return errno;
	if (!pid) {
		dup3(channel, CHANNEL_FD, O_CLOEXEC);
		close(channel);
		close(PORT_FD);
		if (own_port && enter_port(own_port))
			_exit(1);
		if (name[0])
			set_process_name(name);
		worker_main();
	}
	put_u32(r, (uint32_t)pid);
	return 0;
}

/* From here on this child is a process of the host's. */
static int become_process(const struct frame *request)
{
	struct cursor c = cursor_of(request);
	uint32_t uid, gid;
	uint16_t own_port;
	char name[16];
	int status;

	take_string(&c, name, sizeof(name));
	uid = take_u32(&c);
	gid = take_u32(&c);
	own_port = take_u16(&c);
	status = c.bad ? EBADMSG : 0;
	if (!status && own_port)
		status = enter_port(own_port);
	if (!status)
		status = become(uid, gid);
	set_process_name(name);
	return status;
}

static int carry_out(const struct frame *request, int channel, struct reply *r)
{
	switch (request->type) {
	case AGENT_SCRIPT:
		return script_run(request, r);
	case AGENT_FORK:
		return fork_process(request, channel, r);
	case AGENT_NEW_PROCESS:
		return become_process(request);
	default:
		return errand_perform(request, r);
	}
}

/*
 * A process that could not become one is of no use, and running a program
 * leaves things behind that only an end cleans up.
 */
static bool is_last(const struct frame *request, int status)
{
	return request->type == AGENT_RUN ||
	       (request->type == AGENT_NEW_PROCESS && status);
}

static int channel_in(struct msghdr *message)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c;
	     c = CMSG_NXTHDR(message, c)) {
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS) {
			int fd;

			memcpy(&fd, CMSG_DATA(c), sizeof(fd));
			return fd;
		}
	}
	return -1;
}

/*
 * Whichever has something to say first: the agent, or the host by the process's
 * own port.
 */
static int next_source(void)
{
	struct pollfd fds[] = {
		{ .fd = CHANNEL_FD, .events = POLLIN },
		{ .fd = PORT_FD, .events = POLLIN },
	};

	while (poll(fds, 2, -1) < 0)
		;
	return fds[0].revents || (fds[1].revents & POLLNVAL) ? CHANNEL_FD :
							       PORT_FD;
}

/*
 * The first piece of a request; a FORK brings the child's channel along.
 * Returns its length, or 0 if there is none.
 */
static size_t receive_piece(int source, uint8_t *buffer, size_t room,
			    int *channel)
{
	char control[CMSG_SPACE(sizeof(int))];
	struct iovec part = { .iov_base = buffer, .iov_len = room };
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	ssize_t n;

	*channel = -1;
	if (source == PORT_FD) {
		n = read(PORT_FD, buffer, room);
		return n > 0 ? (size_t)n : 0;
	}
	do
		n = recvmsg(CHANNEL_FD, &message, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		_exit(0);
	*channel = channel_in(&message);
	return (size_t)n;
}

/* Receives one request into a buffer that grows. Returns where it came from. */
static int receive(struct frame *request, uint8_t **buffer, size_t *room,
		   int *channel)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	size_t got, whole;
	int source;

	for (;;) {
		source = next_source();
		got = receive_piece(source, *buffer, *room, channel);
		if (got)
			break;
		nanosleep(&pause, NULL);
	}
	if (got < AGENT_HEADER_LENGTH) {
		if (read_all(source, *buffer + got, AGENT_HEADER_LENGTH - got) <
		    0)
			_exit(1);
		got = AGENT_HEADER_LENGTH;
	}
	frame_parse(request, *buffer);
	if (request->length > AGENT_MAX_PAYLOAD)
		_exit(1);
	whole = AGENT_HEADER_LENGTH + request->length;
	if (whole > *room) {
		*buffer = realloc(*buffer, whole);
		if (!*buffer)
			_exit(1);
		*room = whole;
	}
	if (got < whole && read_all(source, *buffer + got, whole - got) < 0)
		_exit(1);
	request->payload = *buffer + AGENT_HEADER_LENGTH;
	return source;
}

_Noreturn void worker_main(void)
{
	size_t room = 65536;
	uint8_t *buffer = malloc(room);

	if (!buffer)
		_exit(1);
	for (;;) {
		int channel, source, status;
		struct frame request;
		struct reply r;

		source = receive(&request, &buffer, &room, &channel);
		reply_begin(&r);
		status = carry_out(&request, channel, &r);
		if (channel >= 0)
			close(channel);
		if (reply_send(source, &r, &request, status) < 0 ||
		    is_last(&request, status))
			_exit(1);
		reply_free(&r);
	}
}
