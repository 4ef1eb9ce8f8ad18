/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Locks are taken in the referee's books alone: the kernel's own are never
 * touched, so no schedule can hang the kernel, and who holds what is exact.
 */

#define LOCKS 256
#define ORDERS 256

static struct lock {
	unsigned long address;
	struct task_struct *owner;
	enum ref_lock type;
	u8 owner_thread;
	u8 readers;
	u8 reads[REF_THREADS + 1]; /* by each thread, and by nobody */
	unsigned int place;
} locks[LOCKS];

/* That inner was taken while outer was held, and what else was. */
static struct order {
	struct lock *outer, *inner;
	unsigned int outer_place, inner_place;
	DECLARE_BITMAP(held, LOCKS);
} orders[ORDERS];

static unsigned int order_count;

static void forget_locks(void)
{
	memset(locks, 0, sizeof(locks));
	order_count = 0;
}

static struct lock *lock_of(unsigned long address)
{
	unsigned int start = (address >> 2) * 2654435761u >> 24, i;

	for (i = 0; i < LOCKS; i++) {
		struct lock *lock = &locks[(start + i) % LOCKS];

		if (!lock->address)
			lock->address = address;
		if (lock->address == address)
			return lock;
	}
	return NULL;
}

static bool spins(enum ref_lock type)
{
	return type == REF_SPIN || type == REF_RWLOCK;
}

static struct semaphore *semaphore_of(const struct lock *lock)
{
	return (struct semaphore *)lock->address;
}

static bool lock_is_free(struct lock *lock, bool to_read)
{
	if (lock->type == REF_SEM)
		return semaphore_of(lock)->count > 0;
	return !lock->owner && (to_read || !lock->readers);
}

/* For a call that may sleep. */
static void in_atomic_context(unsigned int place)
{
	struct actor *actor = mine();
	unsigned int i;

	if (in_interrupt() || (!actor->spins && !actor->no_preemption))
		return;
	for (i = 0; i < LOCKS; i++)
		if (locks[i].owner == current && spins(locks[i].type)) {
			fault(REF_F_ATOMIC, place, locks[i].place)->what =
				locks[i].type;
			return;
		}
	fault(REF_F_ATOMIC, place, REF_NOWHERE);
}

static void held_by_me(unsigned long *held)
{
	unsigned int i;

	bitmap_zero(held, LOCKS);
	for (i = 0; i < LOCKS; i++)
		if (locks[i].owner == current)
			__set_bit(i, held);
}

/* Two orders are no danger if a third lock is always held around both. */
static bool is_guarded(const struct order *a, const struct order *b)
{
	DECLARE_BITMAP(common, LOCKS);

	bitmap_and(common, a->held, b->held, LOCKS);
	return !bitmap_empty(common, LOCKS);
}

static void compare_order(const struct order *now)
{
	unsigned int i;

	for (i = 0; i < order_count; i++)
		if (orders[i].outer == now->inner &&
		    orders[i].inner == now->outer &&
		    !is_guarded(&orders[i], now)) {
			struct ref_fault *bad = fault(REF_F_ORDER,
						      now->inner_place,
						      now->outer_place);

			bad->origin = orders[i].inner_place;
			bad->what = now->inner->type;
		}
}

static void note_order(struct lock *inner, unsigned int place)
{
	DECLARE_BITMAP(held, LOCKS);
	unsigned int i;

	held_by_me(held);
	for_each_set_bit(i, held, LOCKS)
	{
		struct order now = { &locks[i], inner, locks[i].place, place };

		bitmap_copy(now.held, held, LOCKS);
		__clear_bit(i, now.held);
		compare_order(&now);
		if (order_count < ORDERS)
			orders[order_count++] = now;
	}
}

static void note_stuck(void)
{
	unsigned int i;

	for (i = 0; i < threads; i++) {
		struct actor *actor = &actors[i];

		if (!actor->task || actor->done)
			continue;
		if (actor->waits) {
			struct ref_fault *bad = fault(REF_F_DEADLOCK,
						      actor->waits_at,
						      actor->waits->place);

			bad->thread = i;
			bad->what = actor->waits->type;
			bad->by = actor->waits->owner_thread;
		} else if (actor->asleep) {
			fault(REF_F_ASLEEP, actor->waits_at, REF_NOWHERE)
				->thread = i;
		}
	}
}

/* Not one of the threads waits: so what holds the lock has returned, or is this caller. */
static void wait_for_ever(struct lock *lock, unsigned int place)
{
	struct ref_fault *bad = fault(
		lock->owner == current ? REF_F_LOCK_TWICE : REF_F_LOCK_LOST,
		place, lock->place);

	bad->what = lock->type;
	spoilt = true;
	leave();
}

static void wait_for(struct lock *lock, bool to_read, unsigned int place)
{
	struct actor *actor = mine();
	int me = self();

	if (lock->owner == current)
		fault(REF_F_LOCK_TWICE, place, lock->place)->what = lock->type;
	if (me < 0) {
		wait_for_ever(lock, place);
		return;
	}
	note(me, REF_WAIT, place, lock->address, 0)->what = lock->type;
	actor->waits = lock;
	actor->waits_to_read = to_read;
	actor->waits_at = place;
	turn(me, false);
	actor->waits = NULL;
}

static void hold(struct lock *lock, bool to_read, unsigned int place)
{
	struct actor *actor = mine();
	int me = self();

	if (lock->type == REF_SEM) {
		semaphore_of(lock)->count--;
	} else if (to_read) {
		lock->readers++;
		lock->reads[me < 0 ? BY : me]++;
	} else {
		lock->owner = current;
	}
	lock->owner_thread = me < 0 ? REF_NOBODY : me;
	lock->place = place;
	if (lock->type != REF_SEM)
		actor->holds++;
	if (spins(lock->type))
		actor->spins++;
	if (me >= 0)
		note(me, REF_LOCK, place, lock->address, 4)->what = lock->type;
}

/* Return: whether it is held now; false only for an attempt. */
static bool acquire(const volatile void *address, enum ref_lock type,
		    bool to_read, bool attempt, unsigned long from)
{
	unsigned int place = place_of(from);
	struct lock *lock;
	int me = self();

	if (in_interrupt())
		return true;
	if (!check_access((unsigned long)address, 4, REF_READ, true, place) &&
	    spoilt)
		return true;
	lock = lock_of((unsigned long)address);
	if (!lock)
		return true;
	lock->type = type;
	if (!spins(type) && !attempt)
		in_atomic_context(place);
	if (me >= 0)
		point(me, REF_LOCK, place);
	while (!lock_is_free(lock, to_read)) {
		if (attempt)
			return false;
		wait_for(lock, to_read, place);
	}
	if (!to_read && !attempt && type != REF_SEM)
		note_order(lock, place);
	hold(lock, to_read, place);
	return true;
}

static void run_callbacks(bool all);

static void release(const volatile void *address, enum ref_lock type,
		    bool was_read, unsigned long from)
{
	unsigned int place = place_of(from);
	struct actor *actor = mine();
	struct lock *lock;
	int me = self();

	if (in_interrupt())
		return;
	check_access((unsigned long)address, 4, REF_READ, true, place);
	lock = lock_of((unsigned long)address);
	if (!lock)
		return;
	lock->type = type;
	if (me >= 0) {
		point(me, REF_UNLOCK, place);
		note(me, REF_UNLOCK, place, lock->address, 4)->what = type;
	}
	if (type == REF_SEM) {
		semaphore_of(lock)->count++;
		return;
	}
	if (was_read ? !lock->reads[me < 0 ? BY : me] :
		       lock->owner != current) {
		struct ref_fault *bad = fault(REF_F_UNLOCK, place, lock->place);

		bad->what = type;
		bad->size = lock->owner || lock->readers;
		return;
	}
	if (was_read) {
		lock->readers--;
		lock->reads[me < 0 ? BY : me]--;
	} else {
		lock->owner = NULL;
	}
	actor->holds--;
	if (spins(type))
		actor->spins--;
	run_callbacks(false);
}

/* At the end of a call nothing may be held. */
static void check_nothing_held(void)
{
	struct actor *actor = mine();
	unsigned int i;

	for (i = 0; actor->holds && i < LOCKS; i++)
		if (locks[i].owner == current || locks[i].reads[actor - actors])
			fault(REF_F_RETURN_HELD, locks[i].place, REF_NOWHERE)
				->what = locks[i].type;
	if (actor->no_preemption)
		fault(REF_F_RETURN_ATOMIC, REF_NOWHERE, REF_NOWHERE);
	actor->holds = 0;
	actor->spins = 0;
	actor->no_preemption = 0;
}
