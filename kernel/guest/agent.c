// SPDX-License-Identifier: GPL-2.0
/*
 * The agent: init of the disposable guest. It brings the guest up, then carries
 * requests from the host to the processes that the host asked for and their
 * replies back. It makes no call itself that a driver under test could answer,
 * so it keeps answering whatever a driver does short of taking the kernel down.
 * agent_protocol.h says what is spoken.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/signalfd.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "agent_peer.h"

/*
 * Children made before anybody asks: in a restored guest, whose code has to be
 * translated anew under emulation, the first fork is a quarter of a check.
 */
#define STANDBYS 8

static int port = -1;
/* Kept open: to find the file takes longer than to read it. */
static int taint = -1;

static int open_signals(void)
{
	sigset_t set;
	int fd;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		agent_die("signalfd");
	return fd;
}

static void hello(const struct frame *request)
{
	struct utsname system;
	uint8_t length[2];
	struct reply r;

	uname(&system);
	reply_begin(&r);
	put_u32(&r, AGENT_PROTOCOL_VERSION);
	store_u16(length, (uint16_t)strlen(system.release));
	put_bytes(&r, length, sizeof(length));
	put_bytes(&r, system.release, strlen(system.release));
	answer_with(&r, request, 0);
}

static void tell_taint(const struct frame *request)
{
	char text[32] = "";
	ssize_t n = pread(taint, text, sizeof(text) - 1, 0);
	struct reply r;

	reply_begin(&r);
	if (n > 0)
		put_u64(&r, strtoull(text, NULL, 10));
	answer_with(&r, request, n > 0 ? 0 : EIO);
}

/*
 * Has a child carry out a request: as an errand, or, with a number, as the
 * first of a process.
 */
static void delegate(const struct frame *request, uint16_t number)
{
	struct peer *peer = standby();

	if (!peer) {
		answer(request, EAGAIN);
		return;
	}
	peer->number = number;
	peer->spent = request->type == AGENT_RUN;
	if (forward(peer, request, -1) < 0)
		peer_close(peer);
}

static void start_process(const struct frame *request)
{
	if (!request->process || peer_numbered(request->process))
		answer(request, EEXIST);
	else
		delegate(request, request->process);
}

/* An errand knows no numbers of processes: it is told the kernel's. */
static void ask_for_stacks(const struct frame *request, pid_t pid)
{
	uint8_t bytes[AGENT_HEADER_LENGTH + 4];
	struct frame passed = *request;

	passed.length = 4;
	passed.payload = bytes + AGENT_HEADER_LENGTH;
	frame_store(&passed, bytes);
	store_u32(passed.payload, (uint32_t)pid);
	delegate(&passed, 0);
}

static void forward_fork(struct peer *parent, const struct frame *request)
{
	struct cursor c = cursor_of(request);
	uint16_t number = take_u16(&c);
	struct peer *child;
	int channel;

	if (c.bad || !number || peer_numbered(number)) {
		answer(request, EEXIST);
		return;
	}
	child = peer_open(number, &channel);
	if (!child) {
		answer(request, EAGAIN);
		return;
	}
	if (forward(parent, request, channel) < 0)
		peer_close(parent);
	parent->asked.length = number;
	close(channel);
}

static void end_process(struct peer *peer, const struct frame *request)
{
	peer->end = *request;
	if (peer->pid)
		kill(peer->pid, SIGKILL);
}

/* An errand that has not come back; NULL if there is none. */
static struct peer *errand_under_way(void)
{
	for (size_t i = 0; i < peers_used; i++) {
		struct peer *peer = &peers[i];

		if (peer->fd >= 0 && peer->pid && !peer->number &&
		    peer->asked.type)
			return peer;
	}
	return NULL;
}

static void handle_for_process(const struct frame *request)
{
	struct peer *peer = NULL;

	if (request->process)
		peer = peer_numbered(request->process);
	else if (request->type == AGENT_STACKS)
		peer = errand_under_way();
	if (!peer) {
		answer(request, ESRCH);
		return;
	}
	switch (request->type) {
	case AGENT_STACKS:
		ask_for_stacks(request, peer->pid);
		return;
	case AGENT_END_PROCESS:
		end_process(peer, request);
		return;
	}
	if (peer->asked.type)
		answer(request, EBUSY);
	else if (request->type == AGENT_FORK)
		forward_fork(peer, request);
	else if (forward(peer, request, -1) < 0)
		peer_close(peer);
}

static void handle(const struct frame *request)
{
	switch (request->type) {
	case AGENT_HELLO:
		hello(request);
		return;
	case AGENT_TAINT:
		tell_taint(request);
		return;
	case AGENT_POWER_OFF:
		reboot(RB_POWER_OFF);
		return;
	case AGENT_NEW_PROCESS:
		start_process(request);
		return;
	case AGENT_FORK:
	case AGENT_END_PROCESS:
	case AGENT_SCRIPT:
	case AGENT_STACKS:
		handle_for_process(request);
		return;
	}
	if (request->type > AGENT_CHECK_HEAP)
		agent_die("a frame from the host has an unknown type");
	delegate(request, 0);
}

/* Handles every whole frame and keeps the rest. */
static void take_frames(struct inbox *in)
{
	size_t at = 0;

	while (in->used - at >= AGENT_HEADER_LENGTH) {
		struct frame request;

		frame_parse(&request, in->bytes + at);
		if (request.length > AGENT_MAX_PAYLOAD)
			agent_die("a frame from the host is too long");
		if (in->used - at < AGENT_HEADER_LENGTH + request.length) {
			make_room(in,
				  AGENT_HEADER_LENGTH + request.length + 65536);
			break;
		}
		request.payload = in->bytes + at + AGENT_HEADER_LENGTH;
		handle(&request);
		at += AGENT_HEADER_LENGTH + request.length;
	}
	in->used -= at;
	memmove(in->bytes, in->bytes + at, in->used);
}

static void listen_to_host(struct inbox *in)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	ssize_t n = read(port, in->bytes + in->used, in->room - in->used);

	if (n > 0) {
		in->used += (size_t)n;
		take_frames(in);
		return;
	}
	/*
	 * Nobody is at the other end: so it is in a restored snapshot until its
	 * owner has been noticed.
	 */
	nanosleep(&pause, NULL);
}

_Noreturn static void serve(int signals)
{
	struct inbox in = { 0 };

	make_room(&in, 65536);
	for (;;) {
		struct pollfd fds[MAX_PEERS + 2];
		struct peer *who[MAX_PEERS + 2];
		nfds_t count = 2;

		fds[0] = (struct pollfd){ .fd = port, .events = POLLIN };
		fds[1] = (struct pollfd){ .fd = signals, .events = POLLIN };
		for (size_t i = 0; i < peers_used; i++) {
			if (peers[i].fd < 0 || peers[i].closed)
				continue;
			who[count] = &peers[i];
			fds[count++] = (struct pollfd){ .fd = peers[i].fd,
							.events = POLLIN };
		}
		if (poll(fds, count, -1) < 0)
			continue;
		for (nfds_t i = 2; i < count; i++) {
			if (fds[i].revents)
				relay(who[i]);
		}
		if (fds[1].revents)
			reap(signals);
		if (fds[0].revents)
			listen_to_host(&in);
	}
}

int main(void)
{
	int signals;

	if (getpid() != 1)
		return 1;
	bring_up();
	taint = open("/proc/sys/kernel/tainted", O_RDONLY | O_CLOEXEC);
	if (taint < 0)
		agent_die("/proc/sys/kernel/tainted");
	if (worker_prepare())
		agent_die("no memory for children");
	port = open_port();
	answers_go_to(port);
	peers_begin();
	signals = open_signals();
	for (int i = 0; i < STANDBYS; i++)
		fork_child();
	serve(signals);
}
