/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who goes on. Of the threads that have joined one has the token and runs; all
 * others sleep. Before each access that another thread could notice there is a
 * point, at which the token may be passed on. Each choice between several
 * threads has a number, so that a few numbers describe a whole schedule.
 */

static bool lock_is_free(struct lock *lock, bool to_read);

static bool is_able(unsigned int i)
{
	struct actor *actor = &actors[i];

	return actor->task && !actor->done &&
	       (!actor->asleep ||
		READ_ONCE(actor->task->__state) == TASK_RUNNING) &&
	       (!actor->waits ||
		lock_is_free(actor->waits, actor->waits_to_read)) &&
	       !actor->waits_for_readers;
}

static unsigned int able(void)
{
	unsigned int i, mask = 0;

	for (i = 0; i < threads; i++)
		if (is_able(i))
			mask |= 1u << i;
	return mask;
}

static u64 draw(void)
{
	run.seed ^= run.seed << 13;
	run.seed ^= run.seed >> 7;
	run.seed ^= run.seed << 17;
	return run.seed;
}

/* The thread with the highest priority; at some points one's own is lowered (PCT). */
static int by_priority(int me, unsigned int mask)
{
	int best = -1;
	unsigned int i;

	for (i = 0; i + 1 < run.depth; i++)
		if (run.change[i].point == points && me >= 0)
			actors[me].priority = run.depth - 2 - i;
	for (i = 0; i < threads; i++)
		if ((mask >> i & 1) &&
		    (best < 0 || actors[i].priority > actors[best].priority))
			best = i;
	return best;
}

static int by_changes(unsigned int mask, int expected)
{
	struct ref_change *change = &run.change[next_change];

	if (next_change >= run.changes || change->point != points)
		return expected;
	next_change++;
	if (mask >> change->to & 1)
		return change->to;
	run.outcome = REF_DIVERGED;
	return expected;
}

/**
 * choose() - Say who goes on.
 * @me: The thread that asks, or -1.
 * @stays: Whether that one may go on.
 *
 * Return: a thread, or -1 if none can go on.
 */
static int choose(int me, bool stays)
{
	unsigned int mask = able();
	int expected, to;

	if (me >= 0 && !stays && (mask & ~(1u << me)))
		mask &= ~(1u << me);
	if (!mask)
		return -1;
	if (me >= 0 && (mask >> me & 1))
		expected = me;
	else if (me >= 0 && mask >> (me + 1))
		expected = me + 1 + __ffs(mask >> (me + 1));
	else
		expected = __ffs(mask);
	if (hweight32(mask) == 1)
		return expected;
	to = run.random ? by_priority(me, mask) : by_changes(mask, expected);
	if (points < REF_POINTS)
		point_log[points] = (struct ref_point){
			.thread = me < 0 || !stays ? REF_NOBODY : me,
			.able = mask,
			.expected = expected,
			.chosen = to,
		};
	points++;
	return to;
}

static void pass_token(int to)
{
	token = to;
	wake_up_process(actors[to].task);
}

static void await_token(int me)
{
	for (;;) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		if (token == me || aborting)
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	if (aborting)
		leave();
}

/* Every thread leaves its call. */
static void abort_run(enum ref_outcome outcome)
{
	unsigned int i;

	if (run.outcome == REF_OK)
		run.outcome = outcome;
	aborting = true;
	for (i = 0; i < threads; i++)
		if (actors[i].task && actors[i].task != current)
			wake_up_process(actors[i].task);
}

static void note_stuck(void);

static void stuck(void)
{
	note_stuck();
	abort_run(REF_DEADLOCK);
}

/* Asks who goes on, and waits until it is this thread again. */
static void turn(int me, bool stays)
{
	int to = choose(me, stays);

	actors[me].burst = 0;
	if (to < 0)
		stuck();
	else if (to != me) {
		switches++;
		pass_token(to);
	}
	if (to != me)
		await_token(me);
}

static u64 value_at(unsigned long address, unsigned int size)
{
	u64 value = 0;

	if (size <= 8)
		copy_from_kernel_nofault(&value, (void *)address, size);
	return value;
}

static struct ref_event *note(int me, enum ref_kind kind, unsigned int place,
			      unsigned long address, unsigned int size)
{
	static struct ref_event lost;
	struct ref_event *event = events < REF_EVENTS ? &event_log[events] :
							&lost;

	events++;
	*event = (struct ref_event){
		.thread = me,
		.kind = kind,
		.call = actors[me].call,
		.place = place,
		.size = size,
		.point = points,
		.address = address,
	};
	return event;
}

/* Loops count at their 1st, 2nd, 4th, 8th ... pass in a call. */
static bool counts(struct actor *actor, unsigned int place)
{
	unsigned int i = (place * 2654435761u) >> 26;

	if (actor->visits[i].place != place) {
		actor->visits[i].place = place;
		actor->visits[i].times = 0;
	}
	actor->visits[i].times++;
	return is_power_of_2(actor->visits[i].times);
}

static bool is_of_interest(enum ref_kind kind, unsigned int place)
{
	return kind == REF_ENTER || kind == REF_SLEEP || kind == REF_GRACE ||
	       (place < REF_PLACES && test_bit(place, filter));
}

/* A place where another thread may go on. */
static void point(int me, enum ref_kind kind, unsigned int place)
{
	struct actor *actor = &actors[me];

	if (actor->written) {
		actor->written->value =
			value_at(actor->written->address, actor->written->size);
		actor->written = NULL;
	}
	if (aborting)
		leave();
	if (preempt_count() || irqs_disabled())
		return;
	if (token !=
	    me) { /* slept somewhere in the kernel, and others went on */
		actor->asleep = false;
		await_token(me);
	}
	if (++steps > MAX_STEPS) {
		fault(REF_F_LIVELOCK, place, REF_NOWHERE);
		abort_run(REF_LIVELOCK);
		leave();
	}
	if (kind == REF_SLEEP || ++actor->burst > MAX_BURST)
		turn(me, false);
	else if (is_of_interest(kind, place) && counts(actor, place))
		turn(me, true);
}

/* An access that no kernel survives is not made. */
static void crash(void)
{
	abort_run(REF_CRASH);
	leave();
}
