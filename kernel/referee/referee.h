/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the referee and the program that drives it (search.c) say to each other,
 * by ioctl() on /proc/referee.
 */
#ifndef REFEREE_H
#define REFEREE_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define REF_THREADS 3
#define REF_CALLS 8
#define REF_CHANGES 40
#define REF_FAULTS 64
#define REF_PLACES (1u << 17)
#define REF_POINTS 20000
#define REF_EVENTS 20000
#define REF_NOBODY \
	255 /* none of the threads: who prepares, and who looks afterwards */

/* A place is an offset in the module's code; two bits tell of other code. */
#define REF_OUTSIDE 0x40000000u
#define REF_NOWHERE 0xffffffffu

enum ref_outcome {
	REF_OK,
	REF_DEADLOCK,
	REF_LIVELOCK,
	REF_DIVERGED, /* a thread could not go on that was to */
	REF_HANG, /* asleep in something that the referee does not know */
	REF_CRASH, /* an access that no kernel survives; it was not made */
};

enum ref_kind {
	REF_READ,
	REF_WRITE,
	REF_MARKED_READ,
	REF_MARKED_WRITE,
	REF_ATOMIC,
	REF_FREE,
	REF_LOCK,
	REF_UNLOCK,
	REF_WAIT,
	REF_ENTER,
	REF_EXIT,
	REF_SLEEP,
	REF_ALLOC,
	REF_GRACE,
	REF_START,
	REF_LEAVE,
};

enum ref_fault_kind {
	REF_F_DEADLOCK, /* place: waits here; other: where that lock was taken */
	REF_F_LIVELOCK,
	REF_F_ASLEEP, /* place: sleeps here, and nobody is left to wake it */
	REF_F_LOCK_TWICE, /* other: where it was taken */
	REF_F_LOCK_LOST, /* held by a call that has returned */
	REF_F_UNLOCK, /* of what nobody (size 0) or another (size 1) holds */
	REF_F_RETURN_HELD, /* place: where the lock was taken */
	REF_F_ORDER, /* other: where the outer lock was taken; origin: the other order */
	REF_F_ATOMIC, /* may sleep here; other: the spinlock's place, or nowhere */
	REF_F_RETURN_ATOMIC,
	REF_F_NULL, /* offset: the address */
	REF_F_WILD, /* size 1: the pointer was never written */
	REF_F_USER, /* the caller's memory, without a user copy */
	REF_F_FREED, /* other: freed there; origin: allocated there */
	REF_F_OVERRUN, /* offset: the first byte outside; origin: allocated there */
	REF_F_UNSET, /* offset: the byte */
	REF_F_FREED_TWICE,
	REF_F_FOREIGN_FREE, /* size 1: not the beginning of a block; else never allocated */
	REF_F_LEAK, /* origin: allocated there, and still there after unloading */
	REF_F_BOUNDS, /* offset: the index */
};

enum ref_lock { REF_MUTEX, REF_SPIN, REF_RWLOCK, REF_RWSEM, REF_SEM };

enum ref_call_kind {
	REF_C_OPEN,
	REF_C_CLOSE,
	REF_C_READ,
	REF_C_WRITE,
	REF_C_IOCTL
};

struct ref_change {
	__u32 point;
	__u32 to;
};

struct ref_call {
	__u32 enter,
		exit; /* steps: a call is before another if it exits before that enters */
};

struct ref_run {
	__u32 threads;
	__u32 random; /* by priorities (PCT) and not by changes */
	__u32 changes;
	__u32 depth, estimate;
	__u32 unused;
	__u64 seed;
	struct ref_change change[REF_CHANGES];
	/* what came of it */
	__u32 outcome, points, events, switches;
	__u32 calls[REF_THREADS];
	__u32 padding;
	struct ref_call call[REF_THREADS][REF_CALLS];
};

/* A choice of who goes on. */
struct ref_point {
	__u8 thread; /* who asks, or nobody */
	__u8 able; /* who can go on: a bit for each thread */
	__u8 expected; /* who goes on if nothing is changed */
	__u8 chosen;
};

struct ref_event {
	__u8 thread, kind, call, what;
	__u32 place, size, block, offset;
	__u32 point;
	__u64 address, value;
};

struct ref_fault {
	__u8 kind, thread, what, by;
	__u32 place, other, origin;
	__u32 size, length;
	__s64 offset;
};

struct ref_buffer {
	__u64 address;
	__u64 size;
};

#define REF_JOIN _IO('r', 1) /* the argument: which thread this is */
#define REF_LEFT _IO('r', 2) /* its calls are made */
#define REF_RUN _IOWR('r', 3, struct ref_run)
#define REF_GET_POINTS _IOW('r', 4, struct ref_buffer)
#define REF_GET_EVENTS _IOW('r', 5, struct ref_buffer)
#define REF_GET_FAULTS _IOW('r', 6, struct ref_buffer)
#define REF_SET_FILTER _IOW('r', 7, struct ref_buffer)
#define REF_FINISH _IO('r', 8) /* the module's exit; leaks are noted */
#define REF_RENEW \
	_IO('r', 9) /* its data as they were when it was loaded, and its init */
#define REF_SEEN      \
	_IOW('r', 10, \
	     struct ref_buffer) /* a bit for each fault since the module began */

#endif
