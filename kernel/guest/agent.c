// SPDX-License-Identifier: GPL-2.0
/*
 * The agent: init of the disposable guest. It brings the guest up, then carries
 * requests from the host to the processes that the host asked for and their
 * replies back. It makes no call itself that a driver under test could answer,
 * so it keeps answering whatever a driver does short of taking the kernel down.
 * agent_protocol.h says what is spoken.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"

#define MAX_PEERS 512
/*
 * Children made before anybody asks: in a restored guest, whose code has to be
 * translated anew under emulation, the first fork is a quarter of a check.
 */
#define STANDBYS 8
#define MAX_FILES 65536
#define PORTS "/sys/class/virtio-ports"
#define MODULE_LIST "/modules/list"
#define STAY "/proc/sys/vm/compact_unevictable_allowed"

/*
 * A child of the agent: a process that the host asked for; or, with number 0,
 * one that runs errands, and stands by between them.
 */
struct peer {
	int fd; /* -1: this place is free */
	pid_t pid; /* 0: not known, or reaped */
	uint16_t number;
	bool announced; /* the host was told that it exists */
	bool closed;
	bool spent; /* ends by itself once it has replied */
	int wait_status;
	struct frame
		asked; /* the outstanding request, if its type is not 0; no payload */
	struct frame end; /* the outstanding END_PROCESS, likewise */
};

/* Bytes from the host that are not yet a whole frame. */
struct inbox {
	uint8_t *bytes;
	size_t used;
	size_t room;
};

static struct peer peers[MAX_PEERS];
static size_t
	peers_used; /* every place from here on is free; keeps the loops short */
static int port = -1;
/* Kept open: to find the file takes longer than to read it. */
static int taint = -1;
/* The ports' paths but for their numbers: "/dev/vport1p". */
static char port_prefix[64];

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

/* ---- bringing the guest up ---- */

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
static void open_port(void)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	char path[PATH_MAX];

	for (int tries = 0; tries < 10000; tries++) {
		if (find_port(path, sizeof(path))) {
			port = open(path, O_RDWR | O_CLOEXEC);
			if (port >= 0) {
				snprintf(port_prefix, sizeof(port_prefix),
					 "%.*s",
					 (int)(strrchr(path, 'p') + 1 - path),
					 path);
				return;
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

static void bring_up(void)
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
	taint = open("/proc/sys/kernel/tainted", O_RDONLY | O_CLOEXEC);
	if (taint < 0)
		agent_die("/proc/sys/kernel/tainted");
	if (worker_prepare())
		agent_die("no memory for children");
	load_own_modules();
	open_port();
}

/* ---- answers of the agent's own ---- */

static void answer_with(struct reply *r, const struct frame *request,
			int status)
{
	if (reply_send(port, r, request, status) < 0)
		agent_die("the host's port does not take a reply");
	reply_free(r);
}

static void answer(const struct frame *request, int status)
{
	struct reply r;

	reply_begin(&r);
	answer_with(&r, request, status);
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

static void make_room(struct inbox *in, size_t room)
{
	if (room <= in->room)
		return;
	in->bytes = realloc(in->bytes, room);
	if (!in->bytes)
		agent_die("no memory for a frame");
	in->room = room;
}

/* ---- peers ---- */

static struct peer *peer_numbered(uint16_t number)
{
	for (size_t i = 0; i < peers_used; i++) {
		if (peers[i].fd >= 0 && peers[i].number == number)
			return &peers[i];
	}
	return NULL;
}

/* Opens a channel: one end becomes a peer's, the other is for the child. */
static struct peer *peer_open(uint16_t number, const struct frame *asked,
			      int *childs_end)
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
		if (asked)
			peer->asked = *asked;
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

/*
 * A child that closed its channel, or broke the rules, is ended; its place is
 * freed once it has been reaped.
 */
static void peer_close(struct peer *peer)
{
	peer->closed = true;
	if (peer->pid)
		kill(peer->pid, SIGKILL);
	else
		peer_bury(peer);
}

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
static void relay(struct peer *peer)
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

static void reap(int signals)
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

/*
 * The frame as it came, header and all; a descriptor goes along if it is not
 * negative.
 */
static int forward(struct peer *peer, const struct frame *request,
		   int descriptor)
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

static struct peer *fork_child(void)
{
	int channel;
	struct peer *peer = peer_open(0, NULL, &channel);

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

static struct peer *standby(void)
{
	for (size_t i = 0; i < peers_used; i++) {
		struct peer *peer = &peers[i];

		if (peer->fd >= 0 && peer->pid && !peer->number &&
		    !peer->closed && !peer->spent && !peer->asked.type)
			return peer;
	}
	return fork_child();
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

/* ---- requests ---- */

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
	child = peer_open(number, NULL, &channel);
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
	for (size_t i = 0; i < MAX_PEERS; i++)
		peers[i].fd = -1;
	bring_up();
	signals = open_signals();
	for (int i = 0; i < STANDBYS; i++)
		fork_child();
	serve(signals);
}
