// SPDX-License-Identifier: GPL-2.0
/*
 * Errands: requests that are not for a process of the host's. Each is carried
 * out by a child of the agent, because the code behind these calls (a module's
 * init, say, or a file that a module made) may never return.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "agent.h"

#define MODULE_NAME_ROOM 64
#define PARAMETERS_ROOM 4096
#define KMSG_RECORD_ROOM 8192

static int done(long result)
{
	return result < 0 ? errno : 0;
}

static int load_module(struct cursor *c)
{
	char parameters[PARAMETERS_ROOM];
	size_t length;

	take_string(c, parameters, sizeof(parameters));
	length = remaining(c);
	if (c->bad)
		return EBADMSG;
	return done(syscall(SYS_init_module, take_bytes(c, length), length,
			    parameters));
}

static int unload_module(struct cursor *c)
{
	char name[MODULE_NAME_ROOM];
	uint32_t flags;

	take_string(c, name, sizeof(name));
	flags = take_u32(c);
	if (c->bad)
		return EBADMSG;
	return done(syscall(SYS_delete_module, name, flags));
}

static int make_nodes(struct cursor *c)
{
	uint32_t mode, major_number, minor_number;
	char path[PATH_MAX];

	do {
		int status;

		take_string(c, path, sizeof(path));
		mode = take_u32(c);
		major_number = take_u32(c);
		minor_number = take_u32(c);
		if (c->bad)
			return EBADMSG;
		status = done(
			mknod(path, mode, makedev(major_number, minor_number)));
		if (status)
			return status;
	} while (remaining(c));
	return 0;
}

static int remove_file(struct cursor *c)
{
	char path[PATH_MAX];

	take_string(c, path, sizeof(path));
	if (c->bad)
		return EBADMSG;
	return done(unlink(path));
}

static int change_mode(struct cursor *c)
{
	char path[PATH_MAX];
	uint32_t mode;

	take_string(c, path, sizeof(path));
	mode = take_u32(c);
	if (c->bad)
		return EBADMSG;
	return done(chmod(path, mode));
}

static int change_owner(struct cursor *c)
{
	char path[PATH_MAX];
	uint32_t uid, gid;

	take_string(c, path, sizeof(path));
	uid = take_u32(c);
	gid = take_u32(c);
	if (c->bad)
		return EBADMSG;
	return done(lchown(path, uid, gid));
}

static int put_file(struct cursor *c)
{
	uint32_t mode, append;
	char path[PATH_MAX];
	size_t length;
	int fd, status;

	take_string(c, path, sizeof(path));
	mode = take_u32(c);
	append = take_u32(c);
	length = remaining(c);
	if (c->bad)
		return EBADMSG;
	fd = open(path,
		  O_WRONLY | O_CREAT | O_CLOEXEC |
			  (append ? O_APPEND : O_TRUNC),
		  mode);
	if (fd < 0)
		return errno;
	/*
	 * A single empty write means something to some files of the kernel's,
	 * and nothing to others: do none.
	 */
	status = write_all(fd, take_bytes(c, length), length) < 0 ? errno : 0;
	if (close(fd) < 0 && !status)
		status = errno;
	return status;
}

/*
 * Reads until the end, until nothing is there yet, or until there is too much.
 */
static int read_bounded(int fd, size_t max, struct reply *r, bool *more)
{
	size_t start = r->used;

	for (;;) {
		size_t got = r->used - start;
		ssize_t n;

		if (got > max) {
			r->used = start + max;
			*more = true;
			return 0;
		}
		/* One more than asked for tells whether there is more. */
		n = read(fd, reply_room(r, 65536),
			 got + 65536 > max + 1 ? max + 1 - got : 65536);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno != EAGAIN)
			return errno;
		if (n <= 0)
			return 0;
		reply_grown(r, (size_t)n);
	}
}

static int get_file(struct cursor *c, struct reply *r)
{
	char path[PATH_MAX];
	bool more = false;
	size_t more_at;
	int fd, status;
	uint32_t max;

	take_string(c, path, sizeof(path));
	max = take_u32(c);
	if (c->bad || max > AGENT_MAX_PAYLOAD)
		return EBADMSG;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return errno;
	more_at = r->used;
	put_u32(r, 0);
	status = read_bounded(fd, max, r, &more);
	store_u32(r->bytes + more_at, more);
	close(fd);
	return status;
}

/* A record of /dev/kmsg begins "priority,sequence,microseconds,flags;". */
static uint64_t sequence_of(const char *record)
{
	const char *comma = strchr(record, ',');

	return comma ? strtoull(comma + 1, NULL, 10) : 0;
}

static int read_log(int fd, uint64_t since, size_t max, struct reply *r)
{
	size_t start = r->used;
	uint32_t lost = 0;

	put_u64(r, since);
	put_u32(r, 0);
	for (;;) {
		char record[KMSG_RECORD_ROOM + 1];
		ssize_t n = read(fd, record, KMSG_RECORD_ROOM);

		if (n < 0 && errno == EPIPE) {
			lost = 1;
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno != EAGAIN)
			return errno;
		if (n <= 0)
			break;
		record[n] = '\0';
		if (sequence_of(record) < since)
			continue;
		if (r->used - start + (size_t)n > max) {
			lost = 1;
			break;
		}
		put_bytes(r, record, (size_t)n);
		store_u64(r->bytes + start, sequence_of(record) + 1);
	}
	store_u32(r->bytes + start + 8, lost);
	return 0;
}

static int kernel_log(struct cursor *c, struct reply *r)
{
	uint64_t since = take_u64(c);
	uint32_t max = take_u32(c);
	int fd, status;

	if (c->bad || max > AGENT_MAX_PAYLOAD)
		return EBADMSG;
	fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return errno;
	status = read_log(fd, since, max, r);
	close(fd);
	return status;
}

/*
 * What the kernel says the threads of a process wait in: worth asking when one
 * of its calls does not return.
 */
static int read_stacks(struct cursor *c, struct reply *r)
{
	char path[64], text[8192];
	uint32_t pid = take_u32(c);
	struct dirent *entry;
	DIR *tasks;

	snprintf(path, sizeof(path), "/proc/%u/task", pid);
	tasks = opendir(path);
	if (!tasks)
		return errno;
	while ((entry = readdir(tasks))) {
		ssize_t n;
		int fd;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/proc/%u/task/%.16s/stack", pid,
			 entry->d_name);
		fd = open(path, O_RDONLY | O_CLOEXEC);
		n = fd < 0 ? -1 : read(fd, text, sizeof(text));
		if (n > 0)
			put_bytes(r, text, (size_t)n);
		if (fd >= 0)
			close(fd);
	}
	closedir(tasks);
	return 0;
}

/*
 * Has the kernel compare red zones and poison in the caches that kmalloc takes
 * from. By itself it does so only when an object is allocated again or freed:
 * what was written past a message that nobody frees would pass.
 */
static int check_heap(void)
{
	struct dirent *entry;
	int error = 0;
	DIR *caches;

	caches = opendir("/sys/kernel/slab");
	if (!caches)
		return errno;
	while (!error && (entry = readdir(caches))) {
		char path[PATH_MAX];
		int fd;

		if (strncmp(entry->d_name, "kmalloc-", strlen("kmalloc-")))
			continue;
		snprintf(path, sizeof(path), "/sys/kernel/slab/%.200s/validate",
			 entry->d_name);
		fd = open(path, O_WRONLY | O_CLOEXEC);
		if (fd < 0 || write(fd, "1", 1) < 0)
			error = errno;
		if (fd >= 0)
			close(fd);
	}
	closedir(caches);
	/* Where the allocator does not watch its objects, it says so. */
	return error == EINVAL ? 0 : error;
}

static const char *errand_name(uint16_t type)
{
	switch (type) {
	case AGENT_LOAD_MODULE:
		return "insmod";
	case AGENT_UNLOAD_MODULE:
		return "rmmod";
	case AGENT_MKNOD:
		return "mknod";
	default:
		return "sh";
	}
}

int errand_perform(const struct frame *request, struct reply *r)
{
	struct cursor c = cursor_of(request);

	set_process_name(errand_name(request->type));
	switch (request->type) {
	case AGENT_LOAD_MODULE:
		return load_module(&c);
	case AGENT_UNLOAD_MODULE:
		return unload_module(&c);
	case AGENT_MKNOD:
		return make_nodes(&c);
	case AGENT_UNLINK:
		return remove_file(&c);
	case AGENT_CHMOD:
		return change_mode(&c);
	case AGENT_CHOWN:
		return change_owner(&c);
	case AGENT_PUT_FILE:
		return put_file(&c);
	case AGENT_GET_FILE:
		return get_file(&c, r);
	case AGENT_KERNEL_LOG:
		return kernel_log(&c, r);
	case AGENT_RUN:
		return run_program(&c, r);
	case AGENT_STACKS:
		return read_stacks(&c, r);
	case AGENT_CHECK_HEAP:
		return check_heap();
	default:
		return ENOSYS;
	}
}
