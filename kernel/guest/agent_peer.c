// SPDX-License-Identifier: GPL-2.0
/*
 * The agent's children: channels to them, their replies on the way to the host,
 * and their ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent_peer.h"

struct peer peers[MAX_PEERS];
size_t peers_used;
static int port = -1;

void answers_go_to(int to)
{
	port = to;
}

void peers_begin(void)
{
	for (size_t i = 0; i < MAX_PEERS; i++)
		peers[i].fd = -1;
}

/* ---- what the host is told ---- */

void answer_with(struct reply *r, const struct frame *request, int status)
{
	if (reply_send(port, r, request, status) < 0)
		agent_die("the host's port does not take a reply");
	reply_free(r);
}

void answer(const struct frame *request, int status)
{
	struct reply r;

	reply_begin(&r);
	answer_with(&r, request, status);
}

static void announce_end(const struct peer *peer)
{
	uint8_t event[AGENT_HEADER_LENGTH + 4];

	store_u32(event, 4);
	store_u32(event + 4, 0);
	store_u16(event + 8, AGENT_PROCESS_ENDED);
	store_u16(event + 10, peer->number);
	store_u32(event + 12, (uint32_t)peer->wait_status);
	if (write_all(port, event, sizeof(event)) < 0)
		agent_die("the host's port does not take an event");
}

void make_room(struct inbox *in, size_t room)
{
	if (room <= in->room)
		return;
	in->bytes = realloc(in->bytes, room);
	if (!in->bytes)
		agent_die("no memory for a frame");
	in->room = room;
}

/* ---- places ---- */

struct peer *peer_numbered(uint16_t number)
{
	for (size_t i = 0; i < peers_used; i++) {
		if (peers[i].fd >= 0 && peers[i].number == number)
			return &peers[i];
	}
	return NULL;
}

struct peer *peer_open(uint16_t number, int *childs_end)
{
	const struct timeval patience = { .tv_sec = 10 };
	int ends[2];

	for (size_t i = 0; i < MAX_PEERS; i++) {
		struct peer *peer = &peers[i];

		if (peer->fd >= 0)
			continue;
		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) <
		    0)
			return NULL;
		/*
		 * A child that stops in the middle of a frame must not stop the
		 * agent.
		 */
		setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &patience,
			   sizeof(patience));
		setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience,
			   sizeof(patience));
		*peer = (struct peer){ .fd = ends[0],
				       .number = number,
				       .wait_status = -1 };
		if (i >= peers_used)
			peers_used = i + 1;
		*childs_end = ends[1];
		return peer;
	}
	return NULL;
}

static void peer_free(struct peer *peer)
{
	close(peer->fd);
	peer->fd = -1;
	while (peers_used && peers[peers_used - 1].fd < 0)
		peers_used--;
}

/* The child is gone and everything it said has been passed on. */
static void peer_bury(struct peer *peer)
{
	if (peer->asked.type)
		answer(&peer->asked, ECHILD);
	if (peer->end.type)
		answer(&peer->end, 0);
	else if (peer->announced)
		announce_end(peer);
	peer_free(peer);
}

void peer_close(struct peer *peer)
{
	peer->closed = true;
	if (peer->pid)
		kill(peer->pid, SIGKILL);
	else
		peer_bury(peer);
}

/* ---- replies and ends ---- */

/*
 * What a request that a peer has just answered means for the agent's own book-
 * keeping.
 */
static void note_reply(struct peer *peer, const struct frame *reply)
{
	struct cursor c = cursor_of(reply);
	struct peer *child;

	if (take_u32(&c))
		return;
	if (peer->asked.type == AGENT_NEW_PROCESS)
		peer->announced = true;
	if (peer->asked.type != AGENT_FORK)
		return;
	/*
	 * While the parent is busy forking, its request's length holds the
	 * child's number (forward_fork).
	 */
	child = peer_numbered((uint16_t)peer->asked.length);
	if (!child)
		return;
	child->pid = (pid_t)take_u32(&c);
	child->announced = true;
}

static bool is_expected(const struct peer *peer, const struct frame *reply)
{
	return peer->asked.type && reply->id == peer->asked.id &&
	       reply->type == (peer->asked.type | AGENT_REPLY) &&
	       reply->process == peer->asked.process && reply->length >= 4 &&
	       reply->length <= AGENT_MAX_PAYLOAD;
}

/*
 * Receives the reply that is due. No more than one is ever on its way, so the
 * first read may take all that is there. Returns its whole length, or 0 if the
 * child broke off or broke the rules.
 */
static size_t receive_reply(const struct peer *peer, struct frame *reply,
			    struct inbox *in)
{
	ssize_t n = read(peer->fd, in->bytes, in->room);
	size_t got, whole;

	if (n < AGENT_HEADER_LENGTH)
		return 0;
	frame_parse(reply, in->bytes);
	if (!is_expected(peer, reply))
		return 0;
	got = (size_t)n;
	whole = AGENT_HEADER_LENGTH + reply->length;
	make_room(in, whole);
	reply->payload = in->bytes + AGENT_HEADER_LENGTH;
	if (got > whole || read_all(peer->fd, in->bytes + got, whole - got) < 0)
		return 0;
	return whole;
}

/*
 * Carries one reply to the host, in one piece: a child that dies half-way
 * through must not garble the stream.
 */
void relay(struct peer *peer)
{
	static struct inbox in;
	struct frame reply;
	size_t whole;

	make_room(&in, 65536);
	whole = receive_reply(peer, &reply, &in);
	if (!whole) {
		peer_close(peer);
		return;
	}
	note_reply(peer, &reply);
	peer->asked.type = 0;
	if (write_all(port, in.bytes, whole) < 0)
		agent_die("the host's port does not take a reply");
}

void reap(int signals)
{
	struct signalfd_siginfo ignored;
	int wait_status;
	pid_t pid;

	while (read(signals, &ignored, sizeof(ignored)) > 0)
		;
	while ((pid = waitpid(-1, &wait_status, WNOHANG)) > 0) {
		for (size_t i = 0; i < peers_used; i++) {
			struct peer *peer = &peers[i];

			if (peer->fd < 0 || peer->pid != pid)
				continue;
			peer->pid = 0;
			peer->wait_status = wait_status;
			if (peer->closed)
				peer_bury(peer);
		}
	}
}

/* ---- children ---- */

/*
 * In a child: keeps the three standard descriptors and the channel, and nothing
 * else of the agent's.
 */
static void enter_child(int channel)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	dup3(channel, CHANNEL_FD, O_CLOEXEC);
	close_all_but(CHANNEL_FD, CHANNEL_FD);
}

int forward(struct peer *peer, const struct frame *request, int descriptor)
{
	uint8_t *whole = request->payload - AGENT_HEADER_LENGTH;
	size_t length = AGENT_HEADER_LENGTH + request->length;
	char control[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec part = { .iov_base = whole, .iov_len = length };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	ssize_t n;

	if (descriptor >= 0) {
		struct cmsghdr *c;

		message.msg_control = control;
		message.msg_controllen = sizeof(control);
		c = CMSG_FIRSTHDR(&message);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &descriptor, sizeof(int));
	}
	peer->asked = *request;
	n = sendmsg(peer->fd, &message, 0);
	if (n < 0)
		return -1;
	return write_all(peer->fd, whole + n, length - (size_t)n);
}

struct peer *fork_child(void)
{
	int channel;
	struct peer *peer = peer_open(0, &channel);

	if (!peer)
		return NULL;
	peer->pid = fork();
	if (!peer->pid) {
		enter_child(channel);
		worker_main();
	}
	close(channel);
	if (peer->pid < 0) {
		peer_free(peer);
		return NULL;
	}
	return peer;
}

struct peer *standby(void)
{
	for (size_t i = 0; i < peers_used; i++) {
		struct peer *peer = &peers[i];

		if (peer->fd >= 0 && peer->pid && !peer->number &&
		    !peer->closed && !peer->spent && !peer->asked.type)
			return peer;
	}
	return fork_child();
}
