// SPDX-License-Identifier: GPL-2.0
/*
 * Makes copies of a running QEMU, which knows nothing of it: this library is
 * loaded before the others (LD_PRELOAD). docs/performance.md tells why.
 *
 * A thread of ours listens to the host at the Unix socket MSGSLOT_FORKS, and
 * ends the process when the host closes it. Of lines it knows two:
 *
 *   freeze        stops all other threads for good; the answer is "ok"
 *   fork FOLDER   makes a copy of the frozen process, in which they go on; the
 *                 answer is its number
 *
 * If that fails, the answer says why. A copy connects anew
 * what the process had connected, by the same names in FOLDER; its output goes
 * to "console" and "messages" there. It may be frozen and copied in its turn.
 *
 * fork() copies one thread only. So each of the others is stopped inside a
 * signal's handler, where its registers lie on its stack; in the copy, a new
 * thread with the old one's stack and thread-local memory returns from there.
 * Threads may be stopped anywhere, and hold any lock, that of malloc too: from
 * the freeze on nothing is called here that could want one.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#define VARIABLE "MSGSLOT_FORKS"
#define MAX_THREADS 64
#define MAX_LINKS 64
#define NAME_SIZE 32
/* For the few frames until a thread is back on its own stack. */
#define STACK_SIZE 16384
/* glibc's struct pthread has some 2,300 bytes. */
#define PTHREAD_SIZE 2048
#define PATIENCE_MS 5000
/* Neither QEMU nor glib uses this one. */
#define FREEZE (SIGRTMIN + 7)

enum state { RUNNING, STOPPED, GONE };

struct thread {
	pid_t tid;
	pthread_t self;
	void *thread_pointer;
	void *place[5]; /* a __builtin_setjmp's */
	volatile int state;
};

/* What a copy must connect anew, in the order in which it was connected. */
struct link {
	int fd;
	char name[NAME_SIZE];
};

static struct thread threads[MAX_THREADS];
static volatile int threads_used;
static char stacks[MAX_THREADS][STACK_SIZE] __attribute__((aligned(64)));
static struct link links[MAX_LINKS] = {
	{ STDOUT_FILENO, "console" },
	{ STDERR_FILENO, "messages" },
};
static int links_used = 2;
static int control = -1;
static size_t tid_offset; /* of a thread's number in glibc's struct pthread */
static cpu_set_t processors; /* that this process may run on */
static const char *volatile refusal; /* why this process cannot be copied */

/* ---- what QEMU is answered in place of the C library ---- */

/* QEMU keeps its guest's memory and its own code from copies. */
int madvise(void *address, size_t length, int advice)
{
	if (advice == MADV_DONTFORK)
		return 0;
	return (int)syscall(SYS_madvise, address, length, advice);
}

/* A thread that blocks all signals must still be stopped. */
int pthread_sigmask(int how, const sigset_t *set, sigset_t *old)
{
	static int (*next)(int, const sigset_t *, sigset_t *);
	sigset_t ours;

	if (!next)
		next = dlsym(RTLD_NEXT, "pthread_sigmask");
	if (set && how != SIG_UNBLOCK) {
		ours = *set;
		sigdelset(&ours, FREEZE);
		set = &ours;
	}
	return next(how, set, old);
}

static void note_link(int fd, const struct sockaddr_un *to)
{
	const char *slash = strrchr(to->sun_path, '/');
	const char *name = slash ? slash + 1 : to->sun_path;

	if (links_used == MAX_LINKS || strlen(name) >= NAME_SIZE) {
		refusal = "too many connections";
		return;
	}
	links[links_used].fd = fd;
	strcpy(links[links_used].name, name);
	links_used++;
}

int connect(int fd, const struct sockaddr *to, socklen_t length)
{
	int result = (int)syscall(SYS_connect, fd, to, length);

	if (!result && to->sa_family == AF_UNIX)
		note_link(fd, (const struct sockaddr_un *)to);
	return result;
}

/* A ring is memory shared with the kernel. QEMU does without if it must. */
int io_uring_queue_init(unsigned int entries, void *ring, unsigned int flags)
{
	(void)entries;
	(void)ring;
	(void)flags;
	return -ENOSYS;
}

/* ---- stopping ---- */

static void wait_while(volatile int *word, int value, long milliseconds)
{
	struct timespec limit = { milliseconds / 1000,
				  milliseconds % 1000 * 1000000 };

	syscall(SYS_futex, word, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, value, &limit,
		NULL, 0);
}

static pid_t own_tid(void)
{
	return (pid_t)syscall(SYS_gettid);
}

/* Comes back only in copies, on the stack of the thread that went in. */
static __attribute__((noinline)) void stop(struct thread *thread)
{
	if (!__builtin_setjmp(thread->place)) {
		thread->state = STOPPED;
		syscall(SYS_futex, &thread->state,
			FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 0);
		for (;;)
			wait_while(&thread->state, STOPPED, 1000000);
	}
}

static void on_freeze(int signal)
{
	int error = errno;
	pid_t tid = own_tid();

	(void)signal;
	for (int i = 0; i < threads_used; i++) {
		if (threads[i].tid == tid) {
			threads[i].self = pthread_self();
			threads[i].thread_pointer = __builtin_thread_pointer();
			stop(&threads[i]);
			break;
		}
	}
	errno = error;
}

/* Calls back for each number in a folder of /proc, until that returns false. */
static bool for_each_number(const char *folder, bool (*call)(int number))
{
	static char buffer[8192] __attribute__((aligned(8)));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0;
	long length;

	while (good && (length = syscall(SYS_getdents64, fd, buffer,
					 sizeof(buffer))) > 0) {
		for (long at = 0; good && at < length;) {
			struct dirent64 *entry = (void *)(buffer + at);
			int number = atoi(entry->d_name);

			if (entry->d_name[0] != '.' && number != fd)
				good = call(number);
			at += entry->d_reclen;
		}
	}
	close(fd);
	return good;
}

static bool found_new;

static bool signal_thread(int tid)
{
	struct thread *thread = &threads[threads_used];

	if (tid == own_tid())
		return true;
	for (int i = 0; i < threads_used; i++) {
		if (threads[i].tid == tid)
			return true;
	}
	if (threads_used == MAX_THREADS) {
		refusal = "too many threads";
		return false;
	}
	found_new = true;
	thread->tid = tid;
	thread->state = RUNNING;
	threads_used++;
	if (syscall(SYS_tgkill, getpid(), tid, FREEZE) < 0)
		thread->state = GONE;
	return true;
}

static bool has_stopped(struct thread *thread)
{
	for (int waited = 0; waited < PATIENCE_MS; waited += 10) {
		if (thread->state != RUNNING)
			return true;
		wait_while(&thread->state, RUNNING, 10);
		/* It may have ended before the signal reached it. */
		if (thread->state == RUNNING &&
		    syscall(SYS_tgkill, getpid(), thread->tid, 0) < 0)
			thread->state = GONE;
	}
	refusal = "a thread does not stop";
	return false;
}

/* Only those that stopped earlier are sure to make no new ones. */
static bool stop_all(void)
{
	threads_used = 0;
	do {
		found_new = false;
		if (!for_each_number("/proc/self/task", signal_thread))
			return false;
		for (int i = 0; i < threads_used; i++) {
			if (!has_stopped(&threads[i]))
				return false;
		}
	} while (found_new);
	return true;
}

/* ---- descriptors ---- */

static bool target_of(int fd, char *target, size_t room)
{
	char path[32];
	ssize_t length;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	length = readlink(path, target, room - 1);
	target[length < 0 ? 0 : length] = '\0';
	return length >= 0;
}

static bool starts_with(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

static bool is_link(int fd)
{
	for (int i = 0; i < links_used; i++) {
		if (links[i].fd == fd)
			return true;
	}
	return false;
}

/*
 * A copy shares its open files with the process that it is a copy of. That is
 * harmless for files of a name, and for those that never have anything to say;
 * the others must be made anew.
 */
static bool can_be_copied(int fd)
{
	char target[64];

	if (fd <= STDERR_FILENO || is_link(fd) ||
	    !target_of(fd, target, sizeof(target)) || target[0] == '/' ||
	    !strcmp(target, "anon_inode:[eventfd]") ||
	    !strcmp(target, "anon_inode:[eventpoll]") ||
	    !strcmp(target, "anon_inode:[signalfd]"))
		return true;
	refusal = starts_with(target, "socket:") ? "it has an unknown socket" :
		  starts_with(target, "pipe:")	 ? "it has a pipe" :
						   "it has an unknown descriptor";
	return false;
}

static bool renew_eventfd(int fd)
{
	struct pollfd state = { .fd = fd, .events = POLLIN };
	char target[64];
	int renewed;

	if (!target_of(fd, target, sizeof(target)) ||
	    strcmp(target, "anon_inode:[eventfd]"))
		return true;
	poll(&state, 1, 0);
	renewed = eventfd(state.revents & POLLIN ? 1 : 0,
			  EFD_NONBLOCK | EFD_CLOEXEC);
	if (renewed < 0 || dup3(renewed, fd, O_CLOEXEC) < 0)
		return false;
	close(renewed);
	return true;
}

static bool renew_link(const char *folder, const struct link *link)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int flags = fcntl(link->fd, F_GETFL);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	size_t length = (size_t)snprintf(to.sun_path, sizeof(to.sun_path),
					 "%s/%s", folder, link->name);

	if (fd < 0 || length >= sizeof(to.sun_path) ||
	    syscall(SYS_connect, fd, &to, sizeof(to)) < 0 ||
	    fcntl(fd, F_SETFL, flags & O_NONBLOCK) < 0 ||
	    dup3(fd, link->fd, link->fd > STDERR_FILENO ? O_CLOEXEC : 0) < 0)
		return false;
	close(fd);
	return true;
}

/* ---- copying ---- */

static int go_on(void *thread)
{
	__builtin_longjmp(((struct thread *)thread)->place, 1);
}

/*
 * The thread keeps its old number in glibc's eyes, for locks that it holds are
 * known by it. The kernel clears it when the thread ends, so that it can be
 * joined.
 */
static bool renew_thread(int index)
{
	struct thread *thread = &threads[index];
	int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
		    CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS |
		    CLONE_CHILD_CLEARTID;
	pid_t *tid = (pid_t *)((char *)thread->self + tid_offset);
	char *stack = stacks[index] + STACK_SIZE;

	if (thread->state == GONE)
		return true;
	return clone(go_on, stack, flags, thread, NULL, thread->thread_pointer,
		     tid) > 0;
}

/*
 * A copy's memory is its original's until it writes there: a thousand pages in
 * a check. As long as its threads run on one processor, no other one need be
 * told of each.
 */
static void stay_here(void)
{
	int here = sched_getcpu();
	cpu_set_t only;

	if (here < 0)
		return;
	CPU_ZERO(&only);
	CPU_SET(here, &only);
	sched_setaffinity(0, sizeof(only), &only);
}

/* The copy ends with the process that it is a copy of, however that ends. */
static bool begin_copy(pid_t original, const char *folder)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != original ||
	    !for_each_number("/proc/self/fd", renew_eventfd))
		return false;
	for (int i = 0; i < links_used; i++) {
		if (!renew_link(folder, &links[i]))
			return false;
	}
	stay_here();
	for (int i = 0; i < threads_used; i++) {
		if (!renew_thread(i))
			return false;
	}
	return true;
}

static const char *freeze(void)
{
	/* Copies that end are nobody's to wait for. */
	signal(SIGCHLD, SIG_IGN);
	/* Copies begin where there is least to do. */
	sched_setaffinity(0, sizeof(processors), &processors);
	if (refusal || !stop_all() ||
	    !for_each_number("/proc/self/fd", can_be_copied))
		return refusal ? refusal : "/proc cannot be read";
	return "ok";
}

/* Returns twice, as fork() does: here with an answer, in the copy with NULL. */
static const char *copy(const char *folder)
{
	pid_t original = getpid();
	long pid = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	static char number[24];

	if (pid < 0)
		return "no process can be made";
	if (pid > 0) {
		snprintf(number, sizeof(number), "%ld", pid);
		return number;
	}
	if (!begin_copy(original, folder))
		_exit(1);
	return NULL;
}

/* ---- the host's commands ---- */

static const char *obey(const char *line)
{
	if (!strcmp(line, "freeze"))
		return freeze();
	if (starts_with(line, "fork "))
		return copy(line + strlen("fork "));
	return "unknown command";
}

static void answer(const char *words)
{
	char line[128];
	int length = snprintf(line, sizeof(line), "%s\n", words);

	if (write(control, line, length) != length)
		_exit(0);
}

static void *listen_to_host(void *unused)
{
	static char line[256];
	size_t used = 0;

	(void)unused;
	for (;;) {
		ssize_t got = read(control, line + used, 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || used == sizeof(line) - 1)
			_exit(0);
		if (line[used++] == '\n') {
			const char *words;

			line[used - 1] = '\0';
			used = 0;
			words = obey(line);
			if (words)
				answer(words);
		}
	}
}

static bool find_tid_offset(void)
{
	const char *self = (const char *)pthread_self();

	for (size_t at = 0; at < PTHREAD_SIZE; at += sizeof(pid_t)) {
		if (*(const pid_t *)(self + at) == own_tid()) {
			tid_offset = at;
			return true;
		}
	}
	return false;
}

static bool reach_host(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	control = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	return control >= 0 &&
	       !connect(control, (struct sockaddr *)&to, sizeof(to));
}

static void begin_listening(void)
{
	struct sigaction action = { .sa_handler = on_freeze,
				    .sa_flags = SA_RESTART };
	sigset_t all, old;
	pthread_t thread;

	sigfillset(&action.sa_mask);
	sigaction(FREEZE, &action, NULL);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	if (pthread_create(&thread, NULL, listen_to_host, NULL))
		_exit(1);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv(VARIABLE);

	if (!path)
		return;
	unsetenv("LD_PRELOAD");
	sched_getaffinity(0, sizeof(processors), &processors);
	if (!find_tid_offset())
		refusal = "this C library keeps its threads' numbers elsewhere";
	if (!reach_host(path))
		_exit(1);
	begin_listening();
}
