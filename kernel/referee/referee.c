// SPDX-License-Identifier: GPL-2.0
/*
 * referee - watches one module from inside. It is linked into a student's
 * module that was compiled with hooks (shim.h says how), decides who runs next,
 * and notes what is done to memory and to locks. For disposable guests with one
 * processor only.
 *
 * The module loads, and with it this. Then a program (search.c) lets threads
 * make calls, one schedule after the other; in between the module's exit and
 * its init are called, and its data are put back, so that each schedule finds
 * the module as it was when it was loaded.
 *
 * A thread that cannot go on (a deadlock, an access to NULL) leaves its call by
 * a jump to where it began. Since the module's locks exist in the referee's
 * books only, the kernel lives on; the module is not called again.
 */
#define pr_fmt(fmt) "referee: " fmt

#include <linux/cdev.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/kcsan-checks.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/radix-tree.h>
#include <linux/rbtree.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/semaphore.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/vmalloc.h>
#include <linux/wait.h>
#include <linux/xarray.h>

#include "referee.h"
#include "state.h"
#include "schedule.h"
#include "memory.h"
#include "locks.h"
#include "rcu.h"
#include "hooks.h"
#include "allocations.h"
#include "copies.h"
#include "chance.h"
#include "calls.h"

/* The module's own. */
int ref_init_module(void) __weak;
void ref_cleanup_module(void) __weak;

/* Where its data are, and what they were before its init was called. */
extern char ref_data_start[], ref_data_end[], ref_bss_start[], ref_bss_end[];
static char *first_data, *first_bss;
static bool lives; /* its init was called, and its exit was not */

static char *kept(const char *start, const char *end)
{
	char *copy = vzalloc(end - start + 1);

	if (copy)
		memcpy(copy, start, end - start);
	return copy;
}

static noinline long call_init(void)
{
	volatile long result = 0;

	enter();
	if (!__builtin_setjmp(actors[BY].jump))
		result = ref_init_module ? ref_init_module() : 0;
	else
		result = -EIO;
	actors[BY].in_call = false;
	lives = !result;
	check_nothing_held();
	return result;
}

static noinline void call_exit(void)
{
	enter();
	if (!__builtin_setjmp(actors[BY].jump) && ref_cleanup_module)
		ref_cleanup_module();
	actors[BY].in_call = false;
	if (spoilt)
		return;
	check_nothing_held();
	run_callbacks(true);
	note_leaks();
}

static long finish(void)
{
	if (spoilt)
		return -EIO;
	if (!ref_cleanup_module)
		return -ENOENT;
	if (!lives)
		return 0;
	lives = false;
	call_exit();
	return spoilt ? -EIO : 0;
}

static long renew(void)
{
	if (spoilt)
		return -EIO;
	forget_blocks();
	forget_locks();
	forget_wraps();
	forget_chance();
	callback_count = 0;
	seen = 0;
	memset(actors, 0, sizeof(actors));
	memcpy(ref_data_start, first_data, ref_data_end - ref_data_start);
	memcpy(ref_bss_start, first_bss, ref_bss_end - ref_bss_start);
	return call_init();
}

/* ---- one schedule ---- */

static struct task_struct *joiners[REF_THREADS];

static bool all_done(void)
{
	unsigned int i;

	for (i = 0; i < threads; i++)
		if (!actors[i].done)
			return false;
	return true;
}

static void draw_priorities(void)
{
	unsigned int i;

	for (i = 0; i < threads; i++)
		actors[i].priority = run.depth + i;
	for (i = threads - 1; i > 0; i--)
		swap(actors[i].priority, actors[draw() % (i + 1)].priority);
	for (i = 0; i + 1 < run.depth && i < REF_CHANGES; i++)
		run.change[i].point = draw() % (run.estimate ?: 1);
}

static void begin_run(void)
{
	unsigned int i;

	points = 0;
	events = 0;
	steps = 0;
	switches = 0;
	next_change = 0;
	aborting = false;
	token = REF_NOBODY;
	run.outcome = REF_OK;
	memset(run.calls, 0, sizeof(run.calls));
	memset(run.call, 0, sizeof(run.call));
	memset(actors, 0, sizeof(actors));
	for (i = 0; i < threads; i++)
		actors[i].task = joiners[i];
	if (run.random)
		draw_priorities();
	armed = true;
	joined = 0;
}

/* The thread that has the token may sleep in the kernel, in no function that we know. */
static void watch_run(void)
{
	unsigned int before = 0, rounds = 0;

	while (!wait_event_timeout(waiting, all_done(), HZ / 50)) {
		unsigned int holder = token;
		int to;

		if (holder >= threads || steps != before ||
		    !actors[holder].task ||
		    READ_ONCE(actors[holder].task->__state) == TASK_RUNNING) {
			before = steps;
			rounds = 0;
			continue;
		}
		actors[holder].asleep = true;
		to = choose(holder, false);
		if (to >= 0 && to != holder) {
			pass_token(to);
		} else if (++rounds > 100) {
			run.outcome = REF_HANG;
			spoilt = true;
			return;
		}
	}
}

static long do_run(struct ref_run __user *user)
{
	int to;

	if (spoilt)
		return -EIO;
	if (copy_from_user(&run, user, sizeof(run)))
		return -EFAULT;
	threads = min_t(unsigned int, run.threads, REF_THREADS);
	run.changes = min_t(unsigned int, run.changes, REF_CHANGES);
	run.depth = min_t(unsigned int, run.depth, REF_CHANGES);
	wait_event(waiting, hweight32(joined) == threads);
	begin_run();
	to = choose(-1, true);
	if (to >= 0)
		pass_token(to);
	watch_run();
	armed = false;
	actors[BY] = (struct actor){};
	if (!spoilt)
		run_callbacks(true);
	run.points = points;
	run.events = events;
	run.switches = switches;
	return copy_to_user(user, &run, sizeof(run)) ? -EFAULT : 0;
}

static long do_join(unsigned long number)
{
	if (number >= REF_THREADS)
		return -EINVAL;
	joiners[number] = current;
	joined |= 1u << number;
	wake_up(&waiting);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (armed && !actors[number].done &&
		    (token == number || aborting))
			break;
		if (signal_pending(current)) {
			__set_current_state(TASK_RUNNING);
			joined &= ~(1u << number);
			return -EINTR;
		}
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static long do_left(void)
{
	int me = self(), to;

	if (me < 0)
		return -EINVAL;
	actors[me].done = true;
	if (all_done() || aborting) {
		wake_up(&waiting);
		return 0;
	}
	to = choose(me, false);
	if (to < 0)
		stuck();
	else
		pass_token(to);
	return 0;
}

static long give(struct ref_buffer __user *user, const void *from, size_t size)
{
	struct ref_buffer buffer;

	if (copy_from_user(&buffer, user, sizeof(buffer)))
		return -EFAULT;
	size = min_t(size_t, size, buffer.size);
	return copy_to_user((void __user *)buffer.address, from, size) ?
		       -EFAULT :
		       size;
}

static long take_filter(struct ref_buffer __user *user)
{
	struct ref_buffer buffer;

	if (copy_from_user(&buffer, user, sizeof(buffer)) ||
	    buffer.size != REF_PLACES / 8)
		return -EFAULT;
	return copy_from_user(filter, (void __user *)buffer.address,
			      REF_PLACES / 8) ?
		       -EFAULT :
		       0;
}

static long referee_ioctl(struct file *file, unsigned int command,
			  unsigned long argument)
{
	void __user *user = (void __user *)argument;

	switch (command) {
	case REF_JOIN:
		return do_join(argument);
	case REF_LEFT:
		return do_left();
	case REF_RUN:
		return do_run(user);
	case REF_GET_POINTS:
		return give(user, point_log,
			    min_t(size_t, points, REF_POINTS) *
				    sizeof(*point_log));
	case REF_GET_EVENTS:
		return give(user, event_log,
			    min_t(size_t, events, REF_EVENTS) *
				    sizeof(*event_log));
	case REF_GET_FAULTS:
		return give(user, faults, fault_count * sizeof(*faults));
	case REF_SET_FILTER:
		return take_filter(user);
	case REF_FINISH:
		return finish();
	case REF_RENEW:
		return renew();
	case REF_SEEN:
		return give(user, &seen, sizeof(seen));
	default:
		return -ENOTTY;
	}
}

static const struct proc_ops referee_operations = {
	.proc_flags = PROC_ENTRY_PERMANENT,
	.proc_ioctl = referee_ioctl,
};

static void find_code(void)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
	code = (unsigned long)THIS_MODULE->core_layout.base;
	code_size = THIS_MODULE->core_layout.text_size;
#else
	code = (unsigned long)THIS_MODULE->mem[MOD_TEXT].base;
	code_size = THIS_MODULE->mem[MOD_TEXT].size;
#endif
}

int init_module(void)
{
	find_code();
	point_log = vzalloc(REF_POINTS * sizeof(*point_log));
	event_log = vzalloc(REF_EVENTS * sizeof(*event_log));
	blocks = vzalloc(BLOCKS * sizeof(*blocks));
	nodes = vzalloc(NODES * sizeof(*nodes));
	is_set = vzalloc(SHADOW);
	filter = vzalloc(REF_PLACES / 8);
	first_data = kept(ref_data_start, ref_data_end);
	first_bss = kept(ref_bss_start, ref_bss_end);
	if (!point_log || !event_log || !blocks || !nodes || !is_set ||
	    !filter || !first_data || !first_bss)
		return -ENOMEM;
	forget_blocks();
	if (!proc_create("referee", 0600, NULL, &referee_operations))
		return -ENOMEM;
	return call_init();
}
