// SPDX-License-Identifier: Apache-2.0
/*
 * uncommon - calls that programs seldom make on a slot.
 *
 * uncommon QUESTION PATH COMMAND ID
 *
 * Uses the channels ID to ID + 3, to which nobody has written. Plain calls are
 * rehearsed first. Prints one line for the first thing that is not as it should
 * be: what is wrong, what was wanted, what came, and the step that a plain call
 * was part of, if that is what failed; parted by tabs. Or else: "all asked".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONGEST 128
#define FILL 0xa5
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

static const char *path;
static unsigned long command;
static unsigned long id;

/* Not const: whether read-only memory can be sent is another check's question. */
static char first[] = "the first of the messages";
static char second[] = "another one";
static char third[] = "a third message, which is longer than the others";

/* What the calls under way are part of that other checks ask about. */
static const char *step = "PLAIN";

_Noreturn static void end(const char *what, const char *wanted, const char *got,
			  const char *of)
{
	printf("%s\t%s\t%s\t%s\n", what, wanted, got, of);
	exit(0);
}

static void need(bool done, const char *what)
{
	if (!done)
		end(what, "success", strerror(errno), step);
}

static void demand(bool right, const char *what, const char *wanted,
		   const char *got)
{
	if (!right)
		end(what, wanted, got, "");
}

static const char *text(const char *format, ...)
{
	static char lines[4][256];
	static unsigned int next;
	char *line = lines[next++ % ARRAY_SIZE(lines)];
	va_list values;

	va_start(values, format);
	vsnprintf(line, sizeof(lines[0]), format, values);
	va_end(values);
	return line;
}

static const char *result(long value)
{
	return value < 0 ? text("-1 %s", strerrorname_np(errno)) :
			   text("%ld", value);
}

static void demand_done(long value, const char *what)
{
	demand(value >= 0, what, "success", result(value));
}

static const char *printable(const unsigned char *room)
{
	char line[LONGEST + 1] = "";

	for (size_t i = 0; i < LONGEST && room[i] != FILL; i++)
		line[i] = room[i] >= ' ' && room[i] < 0x7f ? (char)room[i] :
							     '?';
	return text("%s", line);
}

/* ---- plain calls ---- */

static int open_slot(int flags)
{
	int fd = open(path, flags);

	need(fd >= 0, "The slot cannot be opened.");
	return fd;
}

static void select_channel(int fd, unsigned long channel)
{
	need(ioctl(fd, command, channel) >= 0, "A channel cannot be selected.");
}

static int open_channel(int flags, unsigned long channel)
{
	int fd = open_slot(flags);

	select_channel(fd, channel);
	return fd;
}

static void put(int fd, const char *message)
{
	need(write(fd, message, strlen(message)) >= 0,
	     "A message cannot be written.");
}

/* Whether a read that returned a value has given a message and nothing else. */
static bool gave(long value, const unsigned char *room, const char *message)
{
	size_t length = strlen(message);

	return value >= 0 && !memcmp(room, message, length) &&
	       ((size_t)value == length || room[length] == FILL);
}

static bool holds(int fd, const char *message)
{
	unsigned char room[LONGEST];

	memset(room, FILL, sizeof(room));
	return gave(read(fd, room, sizeof(room)), room, message);
}

static void need_message(int fd, const char *message)
{
	need(holds(fd, message), "A message that was written is not read.");
}

static void demand_message(int fd, const char *message, const char *what)
{
	unsigned char room[LONGEST];
	long value;

	memset(room, FILL, sizeof(room));
	value = read(fd, room, sizeof(room));
	demand(gave(value, room, message), what,
	       text("%zu, buf: \"%s\"", strlen(message), message),
	       value < 0 ? result(value) :
			   text("%ld, buf: \"%.40s\"", value, printable(room)));
}

/* A channel with a message, selected. */
static int channel_with(const char *message)
{
	int fd = open_channel(O_RDWR, id);

	put(fd, message);
	need_message(fd, message);
	return fd;
}

/* ---- a rehearsal: what fails in it is no uncommon call's fault ---- */

static void rehearse_files(void)
{
	int fd = open_channel(O_RDWR, id + 3), other;

	put(fd, second);
	need_message(fd, second);
	step = "READ_AGAIN";
	need_message(fd, second);
	step = "OVERWRITE";
	put(fd, third);
	need_message(fd, third);
	put(fd, first);
	need_message(fd, first);
	step = "SECOND_FILE";
	other = open_channel(O_RDWR, id + 2);
	put(other, second);
	need_message(other, second);
	need_message(fd, first);
	step = "SELECT_AGAIN";
	select_channel(other, id + 3);
	need_message(other, first);
	step = "OVERWRITE";
	put(other, second);
	need_message(fd, second);
	put(other, first);
	need_message(fd, first);
	step = "CLOSE";
	close(other);
	need_message(fd, first);
	other = dup(fd);
	select_channel(other, id + 2);
	need_message(fd, second);
	close(other);
	need_message(fd, second);
	close(fd);
}

static void rehearse_processes(void)
{
	int fd = open_channel(O_RDWR, id + 3), status;
	pid_t child;

	step = "SECOND_PROCESS";
	child = fork();
	if (!child)
		_exit(!holds(fd, first) || ioctl(fd, command, id + 2) < 0);
	waitpid(child, &status, 0);
	need(!status, "A child cannot use its parent's file.");
	need_message(fd, second);
	close(fd);
}

/* ---- whether a file has a channel ---- */

static bool has_channel(int fd)
{
	char room[LONGEST];

	return write(fd, second, strlen(second)) >= 0 ||
	       read(fd, room, sizeof(room)) >= 0;
}

/* ---- a file's position, which slots do not have ---- */

static const long positions[] = { 1, 3, 64, 128, 4096, 1l << 31, 1l << 40 };

static void demand_whole(int fd, long at)
{
	unsigned char room[LONGEST];
	long value;

	memset(room, FILL, sizeof(room));
	value = pread(fd, room, sizeof(room), at);
	demand(value < 0 || gave(value, room, first),
	       text("A pread at position %ld is partial.", at),
	       text("%zu, the whole message, or an error", strlen(first)),
	       result(value));
	demand_message(fd, first,
		       text("A pread at position %ld changed the message.",
			    at));
}

static void write_at(int fd, long at)
{
	long value = pwrite(fd, second, strlen(second), at);

	demand_message(fd, value < 0 ? first : second,
		       text("A pwrite at position %ld %s.", at,
			    value < 0 ? "failed, and changed the message" :
					"did not store its whole message"));
	put(fd, first);
}

static void seek(int fd, long at)
{
	lseek(fd, at, SEEK_SET);
	demand_message(
		fd, first,
		text("After lseek(fd, %ld, SEEK_SET), a read does not return the message.",
		     at));
	lseek(fd, at, SEEK_SET);
	demand_done(
		write(fd, third, strlen(third)),
		text("After lseek(fd, %ld, SEEK_SET), nothing can be written.",
		     at));
	demand_message(
		fd, third,
		text("After lseek(fd, %ld, SEEK_SET), a write does not store its message.",
		     at));
	put(fd, first);
	lseek(fd, 0, SEEK_SET);
}

static void one_part(int fd)
{
	unsigned char room[LONGEST];
	struct iovec out = { (void *)third, strlen(third) };
	struct iovec in = { room, sizeof(room) };
	long value = writev(fd, &out, 1);

	demand_done(value, "A writev of one part fails.");
	demand_message(fd, third,
		       "A writev of one part does not store its message.");
	memset(room, FILL, sizeof(room));
	value = readv(fd, &in, 1);
	demand(gave(value, room, third),
	       "A readv into one part does not return the message.",
	       text("%zu", strlen(third)), result(value));
}

/* A position that moves on with every call matters after some thousand bytes. */
static void again_and_again(int fd)
{
	unsigned int i;

	for (i = 0; i < 3000; i++)
		if (!holds(fd, third))
			demand_message(
				fd, third,
				text("A file that has read %u times does not read the message.",
				     i));
	for (i = 0; i < 3000; i++) {
		const char *message = i % 2 ? third : second;

		if (write(fd, message, strlen(message)) < 0)
			demand(false,
			       text("A file that has written %u times cannot write.",
				    i),
			       "success", result(-1));
	}
	demand_message(
		fd, third,
		"A file that has written 3,000 times does not read the last message.");
}

static void ask_position(void)
{
	int fd = channel_with(first);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(positions); i++) {
		demand_whole(fd, positions[i]);
		seek(fd, positions[i]);
		write_at(fd, positions[i]);
	}
	one_part(fd);
	again_and_again(fd);
}

/* ---- what open is told ---- */

static void one_way(void)
{
	int both = channel_with(first), fd;

	fd = open(path, O_RDONLY);
	demand_done(fd, "The slot cannot be opened for reading only.");
	demand_done(
		ioctl(fd, command, id),
		"A file that was opened for reading only cannot select a channel.");
	demand_message(
		fd, first,
		"A file that was opened for reading only does not read the message.");
	fd = open(path, O_WRONLY);
	demand_done(fd, "The slot cannot be opened for writing only.");
	demand_done(
		ioctl(fd, command, id),
		"A file that was opened for writing only cannot select a channel.");
	demand_done(write(fd, second, strlen(second)),
		    "A file that was opened for writing only cannot write.");
	demand_message(
		both, second,
		"What was written by a file that was opened for writing only is not there.");
}

static void with_flag(int flag, const char *name)
{
	int fd, old = channel_with(first);

	fd = open(path, O_RDWR | flag, 0666);
	demand_done(fd, text("The slot cannot be opened with %s.", name));
	demand_message(old, first,
		       text("Opening the slot with %s changed a message.",
			    name));
	demand_done(
		ioctl(fd, command, id),
		text("A file that was opened with %s cannot select a channel.",
		     name));
	demand_message(
		fd, first,
		text("A file that was opened with %s does not read the message.",
		     name));
	demand_done(write(fd, third, strlen(third)),
		    text("A file that was opened with %s cannot write.", name));
	demand_message(
		old, third,
		text("A file that was opened with %s does not store its message.",
		     name));
	demand_done(write(fd, second, strlen(second)),
		    text("A file that was opened with %s cannot write.", name));
	demand_message(
		old, second,
		text("A file that was opened with %s does not replace the message.",
		     name));
	close(fd);
	demand_message(
		old, second,
		text("Closing a file that was opened with %s changed a message.",
		     name));
	close(old);
}

static void ask_flags(void)
{
	one_way();
	with_flag(O_TRUNC, "O_TRUNC");
	with_flag(O_APPEND, "O_APPEND");
	with_flag(O_NONBLOCK, "O_NONBLOCK");
	with_flag(O_CREAT, "O_CREAT");
	with_flag(O_SYNC, "O_SYNC");
	with_flag(O_CLOEXEC | O_NOCTTY | O_NOFOLLOW,
		  "O_CLOEXEC | O_NOCTTY | O_NOFOLLOW");
	with_flag(O_TRUNC | O_APPEND | O_CREAT, "O_TRUNC | O_APPEND | O_CREAT");
}

/* ---- one open file, by many ways ---- */

/* The file was selected ID, and somebody else has selected ID + 1 on it. */
static void demand_shared(int fd, const char *how)
{
	demand_message(
		fd, second,
		text("%s, and the channel that it selected is not the file's.",
		     how));
	select_channel(fd, id);
}

/* A thread has no errno of its process's. */
struct thread_call {
	int fd;
	long value;
	int error;
};

static void *in_thread(void *argument)
{
	struct thread_call *call = argument;

	call->value = ioctl(call->fd, command, id + 1);
	call->error = errno;
	return NULL;
}

static void by_thread(int fd)
{
	struct thread_call call = { .fd = fd };
	pthread_t thread;

	need(!pthread_create(&thread, NULL, in_thread, &call),
	     "No thread can be started.");
	pthread_join(thread, NULL);
	errno = call.error;
	demand_done(
		call.value,
		"A thread cannot select a channel on its process's descriptor.");
	demand_shared(fd, "A thread used its process's descriptor");
}

static void wait_for(pid_t child)
{
	int status;

	need(child > 0, "No process can be started.");
	waitpid(child, &status, 0);
}

/* What the child finds wrong it prints itself, and exits with 1. */
static void demand_child(pid_t child)
{
	int status;

	need(child > 0, "No process can be started.");
	waitpid(child, &status, 0);
	if (status)
		exit(0);
}

static void use_elsewhere(int fd, const char *how)
{
	if (holds(fd, first) && ioctl(fd, command, id + 1) >= 0)
		_exit(0);
	printf("%s, and it cannot use the file as it was left.\tthe message of the channel that is selected, and another channel\tsomething else, or an error\t\n",
	       how);
	fflush(stdout);
	_exit(1);
}

static void by_exec(int fd)
{
	static const char *const how =
		"A program kept a descriptor through exec";
	char number[16], select[32], channel[32];
	pid_t child;

	snprintf(number, sizeof(number), "%d", fd);
	snprintf(select, sizeof(select), "%lu", command);
	snprintf(channel, sizeof(channel), "%lu", id);
	child = fork();
	if (!child) {
		execl("/proc/self/exe", "uncommon", "elsewhere", number, select,
		      channel, how, NULL);
		_exit(0);
	}
	demand_child(child);
	demand_shared(fd, how);
}

static void send_file(int socket, int fd)
{
	char control[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec part = { "", 1 };
	struct msghdr message = { .msg_iov = &part,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(int));
	need(sendmsg(socket, &message, 0) == 1, "No descriptor can be sent.");
}

static int receive_file(int socket)
{
	char control[CMSG_SPACE(sizeof(int))], byte;
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };
	int fd = -1;

	if (recvmsg(socket, &message, 0) == 1 && CMSG_FIRSTHDR(&message))
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(int));
	return fd;
}

static void by_socket(int fd)
{
	static const char *const how =
		"A process was sent a descriptor through a socket";
	int ends[2];
	pid_t child;

	need(!socketpair(AF_UNIX, SOCK_STREAM, 0, ends),
	     "There are no sockets.");
	child = fork();
	if (!child) {
		close(fd);
		use_elsewhere(receive_file(ends[1]), how);
	}
	send_file(ends[0], fd);
	demand_child(child);
	close(ends[0]);
	close(ends[1]);
	demand_shared(fd, how);
}

static void by_duplicates(int fd)
{
	int other = fcntl(fd, F_DUPFD_CLOEXEC, 100);

	demand_done(
		ioctl(other, command, id + 1),
		"A descriptor that fcntl duplicated cannot select a channel.");
	demand_shared(fd, "A descriptor was duplicated by fcntl");
	dup2(fd, other);
	close(other);
	demand_message(
		fd, first,
		"When a duplicate was closed, its file lost its channel.");
}

static void by_killed_process(int fd)
{
	pid_t child = fork();

	if (!child) {
		open_channel(O_RDWR, id);
		for (;;)
			pause();
	}
	need(child > 0, "No process can be started.");
	usleep(1000);
	kill(child, SIGKILL);
	wait_for(child);
	demand_message(
		fd, first,
		"When a process that had the file, too, was killed, the file lost its channel or its message.");
}

static void by_vfork(int fd)
{
	pid_t child = vfork();

	if (!child)
		_exit(0);
	wait_for(child);
	demand_message(
		fd, first,
		"When a child of vfork exited, its parent's file lost its channel or its message.");
}

static void reopened(int fd)
{
	int again = open(text("/proc/self/fd/%d", fd), O_RDWR);

	if (again < 0)
		return;
	demand(!has_channel(again),
	       "A file that was opened again through /proc/self/fd has a channel already.",
	       "-1 and an error", "success");
	demand_done(
		ioctl(again, command, id + 1),
		"A file that was opened again through /proc/self/fd cannot select a channel.");
	demand_message(
		fd, first,
		"A file that was opened again through /proc/self/fd selected a channel, and the first file's channel changed.");
	demand_message(
		again, second,
		"A file that was opened again through /proc/self/fd does not read its channel.");
	close(again);
	demand_message(
		fd, first,
		"A file that was opened again through /proc/self/fd was closed, and the first file lost its channel.");
}

static void ask_shared(void)
{
	int fd = open_channel(O_RDWR, id + 1);

	put(fd, second);
	close(fd);
	fd = channel_with(first);
	reopened(fd);
	by_duplicates(fd);
	by_thread(fd);
	by_exec(fd);
	by_socket(fd);
	by_killed_process(fd);
	by_vfork(fd);
}

/* ---- calls that the assignment does not name ---- */

static int pipe_ends[2];

static void refresh_pipe(void)
{
	char byte;

	while (read(pipe_ends[0], &byte, 1) > 0)
		;
	(void)!write(pipe_ends[1], "0123456789", 10);
}

static void do_poll(int fd)
{
	struct pollfd one = { .fd = fd, .events = POLLIN | POLLOUT | POLLPRI };
	struct epoll_event event = { .events = EPOLLIN | EPOLLOUT };
	int set = epoll_create1(0);

	poll(&one, 1, 0);
	epoll_ctl(set, EPOLL_CTL_ADD, fd, &event);
	epoll_wait(set, &event, 1, 0);
	close(set);
}

static void do_map(int fd)
{
	static const int ways[] = { MAP_SHARED, MAP_PRIVATE };
	void *at;

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		at = mmap(NULL, 4096, PROT_READ, ways[i], fd, 0);
		if (at != MAP_FAILED)
			munmap(at, 4096);
		at = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, ways[i], fd,
			  4096);
		if (at != MAP_FAILED)
			munmap(at, 1 << 20);
	}
}

static void do_sync(int fd)
{
	fsync(fd);
	fdatasync(fd);
	sync_file_range(fd, 0, 10, SYNC_FILE_RANGE_WRITE);
	posix_fadvise(fd, 0, 10, POSIX_FADV_DONTNEED);
	readahead(fd, 0, 10);
}

static void do_resize(int fd)
{
	ftruncate(fd, 0);
	ftruncate(fd, 1 << 20);
	fallocate(fd, 0, 0, 4096);
	fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096);
}

static void do_control(int fd)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int flags = fcntl(fd, F_GETFL);

	fcntl(fd, F_SETFL, flags | O_APPEND | O_NONBLOCK);
	fcntl(fd, F_SETFL, flags | O_ASYNC);
	fcntl(fd, F_SETFL, flags);
	fcntl(fd, F_SETOWN, getpid());
	fcntl(fd, F_SETLK, &lock);
	lock.l_type = F_UNLCK;
	fcntl(fd, F_SETLK, &lock);
	fcntl(fd, F_SETPIPE_SZ, 4096);
	flock(fd, LOCK_EX | LOCK_NB);
	flock(fd, LOCK_UN);
}

static void do_seek(int fd)
{
	static const int ways[] = { SEEK_SET, SEEK_CUR, SEEK_END, SEEK_DATA,
				    SEEK_HOLE };

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		lseek(fd, 0, ways[i]);
		lseek(fd, -1, ways[i]);
		lseek(fd, 1l << 62, ways[i]);
	}
	lseek(fd, 0, SEEK_SET);
}

static void do_read_in_parts(int fd)
{
	char room[3 * LONGEST];
	struct iovec parts[] = { { room, LONGEST },
				 { room + LONGEST, 0 },
				 { room + LONGEST, 2 * LONGEST } };

	readv(fd, parts, ARRAY_SIZE(parts));
	preadv(fd, parts, ARRAY_SIZE(parts), 5);
	readv(fd, NULL, 0);
	pread(fd, room, sizeof(room), -1);
}

static void do_move_out(int fd)
{
	loff_t at = 3;

	splice(fd, NULL, pipe_ends[1], NULL, 10, SPLICE_F_NONBLOCK);
	splice(fd, &at, pipe_ends[1], NULL, 10, SPLICE_F_NONBLOCK);
	sendfile(pipe_ends[1], fd, NULL, 10);
	copy_file_range(fd, NULL, pipe_ends[1], NULL, 10, 0);
}

#ifdef __x86_64__
/*
 * What an i386 program does: addresses of 32 bits, and calls by interrupt. An
 * arm64 kernel has no such way: its programs of 32 bits are others altogether.
 */
static long compat(long number, long a, long b, long c)
{
	long value;

	__asm__ volatile("int $0x80"
			 : "=a"(value)
			 : "a"(number), "b"(a), "c"(b), "d"(c)
			 : "r8", "r9", "r10", "r11", "memory");
	return value;
}

static void do_compat(int fd)
{
	enum { IOCTL = 54, READ = 3 };
	char *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	if (low == MAP_FAILED)
		return;
	compat(READ, fd, (long)low, LONGEST);
	compat(IOCTL, fd, (long)command, (long)id);
	munmap(low, 4096);
}
#endif

static const struct other {
	const char *name;
	void (*make)(int fd);
} others[] = {
	{ "poll and epoll", do_poll },
	{ "mmap", do_map },
	{ "fsync and its like", do_sync },
	{ "ftruncate and fallocate", do_resize },
	{ "fcntl and flock", do_control },
	{ "lseek", do_seek },
	{ "readv of several parts", do_read_in_parts },
	{ "splice, sendfile and copy_file_range out of the slot", do_move_out },
#ifdef __x86_64__
	{ "calls of a program of 32 bits", do_compat },
#endif
};

/* Whether it moves bytes into a slot is the module's affair: then they are there. */
static void move_in(int fd)
{
	struct iovec parts[] = { { "one", 3 }, { "two", 3 }, { NULL, 0 } };

	splice(pipe_ends[0], NULL, fd, NULL, 10, SPLICE_F_NONBLOCK);
	refresh_pipe();
	sendfile(fd, pipe_ends[0], NULL, 10);
	writev(fd, parts, ARRAY_SIZE(parts));
	demand(holds(fd, "two") || holds(fd, "onetwo") || holds(fd, "one") ||
		       holds(fd, first),
	       "After a writev of two parts, the message is neither of them, nor both, nor the old one.",
	       "one, two, onetwo, or the old message",
	       "another message, or an error");
	put(fd, first);
	demand_message(
		fd, first,
		"After a writev of two parts a write does not store its message.");
}

static void ask_others(void)
{
	int beside = open_channel(O_RDWR, id + 1), fd, bare;

	put(beside, second);
	need(!pipe2(pipe_ends, O_NONBLOCK), "There are no pipes.");
	fd = channel_with(first);
	bare = open_slot(O_RDWR);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		refresh_pipe();
		others[i].make(bare);
		others[i].make(fd);
		demand_message(
			fd, first,
			text("A file's message is changed, or its channel, by %s.",
			     others[i].name));
		demand_message(
			beside, second,
			text("Another file's message is changed, or its channel, by %s.",
			     others[i].name));
		close(bare);
		bare = open_slot(O_RDWR);
	}
	move_in(fd);
	demand_message(
		beside, second,
		"Another file's message is changed by splice, sendfile or writev.");
}

static const struct question {
	const char *name;
	void (*ask)(void);
} questions[] = {
	{ "position", ask_position },
	{ "flags", ask_flags },
	{ "shared", ask_shared },
	{ "others", ask_others },
};

int main(int argc, char **argv)
{
	if (argc < 5)
		return 2;
	path = argv[2];
	command = strtoul(argv[3], NULL, 0);
	id = strtoul(argv[4], NULL, 0);
	if (argc == 6)
		use_elsewhere(atoi(path), argv[5]);
	rehearse_files();
	rehearse_processes();
	step = "PLAIN";
	for (size_t i = 0; i < ARRAY_SIZE(questions); i++)
		if (!strcmp(argv[1], questions[i].name))
			questions[i].ask();
	puts("all asked");
	return 0;
}
