#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* Bad addresses are what some checks are about. */
#pragma GCC diagnostic ignored "-Wnonnull"
/* No check needs all of what stands here. */
#pragma GCC diagnostic ignored "-Wunused-function"

/*
 * Every process goes through main() from top to bottom, and does what stands
 * behind its own name; so what is done, and in which order, is what you read.
 */
#define AS(process) for (int mine = begin(process); mine; mine = end())
#define BEGIN(process) for (int mine = begin(process) && !end(); mine; mine = 0)
#define DO(call) told(#call, call, 0)
#define FILL(call) (memset(buf, 0xa5, 4096), told(#call, call, 1))

struct shared {
	volatile int step;
	volatile pid_t pid[64];
};

static struct shared *shared;
static int me, step, newborn;
static const char *module = MODULE;
static struct { char *at; size_t length; } maps[16];
static _Thread_local char buf[1 << 20];
static pthread_barrier_t barrier;

/* Waits for its turn; a process whose turn it is not goes on to what it does. */
static int begin(int process)
{
	step++;
	if (process != me)
		return 0;
	for (int tries = 0; shared->step != step - 1; tries++) {
		if (tries == 300000) {
			printf("  did not return; this is the end\n");
			_exit(1);
		}
		usleep(100);
	}
	return 1;
}

/* A child comes out of the fork, too; its parent says that this is done. */
static int end(void)
{
	if (!newborn)
		shared->step = step;
	newborn = 0;
	return 0;
}

/* The call that was begun has returned, or else nobody gets here. */
static void returned(void)
{
}

static long told(const char *call, long value, int filled)
{
	int error = errno;
	char line[4096];
	int n = snprintf(line, sizeof(line), "%.3000s = %ld", call, value);

	if (value < 0)
		n += snprintf(line + n, sizeof(line) - n, " errno %d (%s)", error, strerror(error));
	if (value > 0 && filled) {
		n += snprintf(line + n, sizeof(line) - n, ", buf: \"");
		for (long i = 0; i < value && i < 128; i++)
			n += snprintf(line + n, sizeof(line) - n,
				      buf[i] >= ' ' && buf[i] < 127 && buf[i] != '"' && buf[i] != '\\' ? "%c" : "\\%03o",
				      (unsigned char)buf[i]);
		n += snprintf(line + n, sizeof(line) - n, "\"");
	}
	printf("%s\n", line);
	return value;
}

/* ---- what only root may do ---- */

static long load(const char *parameters)
{
	int fd = open(module, O_RDONLY | O_CLOEXEC);
	long done = fd < 0 ? -1 : syscall(SYS_finit_module, fd, parameters, 0);

	close(fd);
	return done;
}

static long unload(const char *name)
{
	return syscall(SYS_delete_module, name, O_NONBLOCK);
}

static long node(const char *path, int permissions, int major, int minor)
{
	umask(0);
	return mknod(path, S_IFCHR | permissions, makedev(major, minor));
}

/* ---- processes ---- */

static void live(int process, const char *name)
{
	me = process;
	newborn = 1;
	shared->pid[process] = getpid();
	prctl(PR_SET_NAME, name);
}

static void start(int process, const char *name, int user)
{
	if (fork())
		return;
	live(process, name);
	if (user && (setgroups(0, NULL) || setresgid(user, user, user) || setresuid(user, user, user)))
		_exit(1);
}

static void child(int process, const char *name)
{
	if (!fork())
		live(process, name);
}

static void finish(void)
{
	end();
	_exit(0);
}

/* Its files are closed when it is gone. */
static void gone(int process)
{
	while (!kill(shared->pid[process], 0))
		usleep(100);
}

static void run(const char *path, int user, char *const arguments[])
{
	pid_t child;
	int status;

	signal(SIGCHLD, SIG_DFL);
	child = fork();
	if (!child) {
		if (user && (setgroups(0, NULL) || setresgid(user, user, user) || setresuid(user, user, user)))
			_exit(126);
		execv(path, arguments);
		_exit(127);
	}
	waitpid(child, &status, 0);
	signal(SIGCHLD, SIG_IGN);
	printf("%s: %s %d\n", path, WIFEXITED(status) ? "exit code" : "signal",
	       WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
}

static void together(int count, void *(*const lanes[])(void *))
{
	pthread_t threads[64];

	pthread_barrier_init(&barrier, NULL, count);
	for (int i = 0; i < count; i++)
		pthread_create(&threads[i], NULL, lanes[i], NULL);
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
}

/* ---- memory, and calls that use it ---- */

static void *pages(size_t length, int protection)
{
	return mmap(NULL, length, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void *unmapped(void)
{
	void *at = pages(1 << 20, PROT_NONE);

	munmap(at, 1 << 20);
	return at;
}

static void *in_kernel(void)
{
	return (void *)(1UL << 63);
}

static void *untouched(size_t length)
{
	return pages(length + 1, PROT_READ | PROT_WRITE);
}

static void *read_only(const char *bytes, size_t length)
{
	void *at = pages(length + 1, PROT_READ | PROT_WRITE);

	memcpy(at, bytes, length);
	mprotect(at, length + 1, PROT_READ);
	return at;
}

/* The bytes, and then no page. */
static void *at_the_end(const char *bytes, size_t length)
{
	size_t room = (length + 4095) / 4096 * 4096;
	char *at = pages(room + 4096, PROT_READ | PROT_WRITE);

	munmap(at + room, 4096);
	return memcpy(at + room - length, bytes, length);
}

static long poll_one(int fd, int events, int milliseconds)
{
	struct pollfd file = { .fd = fd, .events = events };
	int done = poll(&file, 1, milliseconds);

	return done < 0 ? done : file.revents;
}

static long map(int fd, size_t length, int protection, long offset)
{
	char *at = mmap(NULL, length, protection, MAP_SHARED, fd, offset);
	int i = 0;

	if (at == MAP_FAILED)
		return -1;
	while (maps[i].at)
		i++;
	maps[i].at = at;
	maps[i].length = length;
	return i;
}

static long unmap(int i)
{
	char *at = maps[i].at;

	maps[i].at = NULL;
	return munmap(at, maps[i].length);
}

static long peek(int i, void *to, size_t length)
{
	struct iovec local = { to, length }, remote = { maps[i].at, length };

	return process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
}

static void prepare(int count, char *arguments[])
{
	if (count > 1)
		module = arguments[1];
	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGCHLD, SIG_IGN);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}
