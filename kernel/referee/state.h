/* SPDX-License-Identifier: GPL-2.0 */
/* What the referee knows: threads, faults, events. Included by referee.c alone. */

#define HERE ((unsigned long)__builtin_return_address(0))
#define BY REF_THREADS /* whoever is none of the threads */
#define MAX_STEPS 100000
#define MAX_BURST 20000
#define MAX_ALONE 1000000 /* far more than any call needs */

struct lock;

static struct actor {
	struct task_struct *task;
	void *jump[5]; /* where a call begins, for one that cannot go on */
	bool in_call, done, asleep, in_callback;
	struct lock *waits;
	bool waits_to_read;
	unsigned int waits_at, waits_for_readers;
	int spins, no_preemption, holds, priority;
	unsigned int call, burst, alone;
	struct {
		unsigned int place, times;
	} visits[64];
	struct ref_event *written; /* whose value is not known yet */
} actors[REF_THREADS + 1];

static unsigned int threads, joined, token, steps, points, events, switches;
static unsigned int next_change;
static bool armed, aborting, spoilt;
static struct ref_run run;
static struct ref_point *point_log;
static struct ref_event *event_log;
static unsigned long *filter;
static DECLARE_WAIT_QUEUE_HEAD(waiting);

static struct ref_fault faults[REF_FAULTS];
static unsigned int fault_count;
static u64 seen;

static unsigned long code, code_size;

static unsigned int place_of(unsigned long address)
{
	address--;
	return address - code < code_size ? address - code : REF_OUTSIDE;
}

/* The number of the thread that this is, or -1. */
static int self(void)
{
	unsigned int i;

	if (!armed || in_interrupt())
		return -1;
	for (i = 0; i < threads; i++)
		if (actors[i].task == current)
			return actors[i].in_callback ? -1 : i;
	return -1;
}

static struct actor *mine(void)
{
	int me = self();

	return &actors[me < 0 ? BY : me];
}

/*
 * One fault is noted once for each pair of places, as it was seen first; that it
 * was seen again is noted, too.
 */
static struct ref_fault *fault(enum ref_fault_kind kind, unsigned int place,
			       unsigned int other)
{
	static struct ref_fault again;
	int me = self();
	unsigned int i;

	for (i = 0; i < fault_count; i++)
		if (faults[i].kind == kind && faults[i].place == place &&
		    faults[i].other == other)
			break;
	if (i == REF_FAULTS)
		return &again;
	seen |= BIT_ULL(i);
	if (i < fault_count)
		return &again;
	faults[fault_count++] = (struct ref_fault){
		.kind = kind,
		.place = place,
		.other = other,
		.origin = REF_NOWHERE,
		.thread = me < 0 ? REF_NOBODY : me,
		.by = REF_NOBODY,
	};
	return &faults[i];
}

/* Leaves the call in which this thread is; its module is not used again. */
static void leave(void)
{
	struct actor *actor = mine();

	spoilt = true;
	if (actor->in_call)
		__builtin_longjmp(actor->jump, 1);
}

static void enter(void)
{
	struct actor *actor = mine();

	actor->task = current;
	actor->alone = 0;
	actor->in_call = true;
}

/* A call that none of the threads makes is left, too, if it runs for ever. */
static void step_alone(unsigned int place)
{
	struct actor *actor = &actors[BY];

	if (!actor->in_call || actor->task != current || in_interrupt() ||
	    preempt_count() || irqs_disabled() || ++actor->alone < MAX_ALONE)
		return;
	fault(REF_F_LIVELOCK, place, REF_NOWHERE);
	leave();
}
