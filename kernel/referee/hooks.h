/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the instrumented module calls: the compiler's hooks before each access,
 * and our functions in place of the kernel's, each named ref_ and its name.
 */

/* ---- locks ---- */

#define LOCK(name, of, type, to_read)                      \
	void ref_##name(of *lock)                          \
	{                                                  \
		acquire(lock, type, to_read, false, HERE); \
	}
#define LOCK_RETURNING(name, of, type, to_read, result, value) \
	result ref_##name(of *lock)                            \
	{                                                      \
		acquire(lock, type, to_read, false, HERE);     \
		return value;                                  \
	}
#define ATTEMPT(name, of, type, to_read)                         \
	int ref_##name(of *lock)                                 \
	{                                                        \
		return acquire(lock, type, to_read, true, HERE); \
	}
#define UNLOCK(name, of, type, was_read)             \
	void ref_##name(of *lock)                    \
	{                                            \
		release(lock, type, was_read, HERE); \
	}
#define UNLOCK_FLAGS(name, of, type, was_read)         \
	void ref_##name(of *lock, unsigned long flags) \
	{                                              \
		release(lock, type, was_read, HERE);   \
	}

#define IF_FLAG 0x200 /* interrupts are on */

LOCK(mutex_lock, struct mutex, REF_MUTEX, false)
LOCK_RETURNING(mutex_lock_interruptible, struct mutex, REF_MUTEX, false, int, 0)
LOCK_RETURNING(mutex_lock_killable, struct mutex, REF_MUTEX, false, int, 0)
ATTEMPT(mutex_trylock, struct mutex, REF_MUTEX, false)
UNLOCK(mutex_unlock, struct mutex, REF_MUTEX, false)

bool ref_mutex_is_locked(struct mutex *mutex)
{
	struct lock *lock = lock_of((unsigned long)mutex);

	return lock && lock->owner;
}

LOCK(_raw_spin_lock, raw_spinlock_t, REF_SPIN, false)
LOCK(_raw_spin_lock_irq, raw_spinlock_t, REF_SPIN, false)
LOCK(_raw_spin_lock_bh, raw_spinlock_t, REF_SPIN, false)
LOCK_RETURNING(_raw_spin_lock_irqsave, raw_spinlock_t, REF_SPIN, false,
	       unsigned long, IF_FLAG)
ATTEMPT(_raw_spin_trylock, raw_spinlock_t, REF_SPIN, false)
UNLOCK(_raw_spin_unlock, raw_spinlock_t, REF_SPIN, false)
UNLOCK(_raw_spin_unlock_irq, raw_spinlock_t, REF_SPIN, false)
UNLOCK(_raw_spin_unlock_bh, raw_spinlock_t, REF_SPIN, false)
UNLOCK_FLAGS(_raw_spin_unlock_irqrestore, raw_spinlock_t, REF_SPIN, false)

#define RWLOCK(name, to_read)                                               \
	LOCK(_raw_##name##_lock, rwlock_t, REF_RWLOCK, to_read)             \
	LOCK(_raw_##name##_lock_irq, rwlock_t, REF_RWLOCK, to_read)         \
	LOCK(_raw_##name##_lock_bh, rwlock_t, REF_RWLOCK, to_read)          \
	LOCK_RETURNING(_raw_##name##_lock_irqsave, rwlock_t, REF_RWLOCK,    \
		       to_read, unsigned long, IF_FLAG)                     \
	UNLOCK(_raw_##name##_unlock, rwlock_t, REF_RWLOCK, to_read)         \
	UNLOCK(_raw_##name##_unlock_irq, rwlock_t, REF_RWLOCK, to_read)     \
	UNLOCK(_raw_##name##_unlock_bh, rwlock_t, REF_RWLOCK, to_read)      \
	UNLOCK_FLAGS(_raw_##name##_unlock_irqrestore, rwlock_t, REF_RWLOCK, \
		     to_read)

RWLOCK(read, true)
RWLOCK(write, false)

LOCK(down_read, struct rw_semaphore, REF_RWSEM, true)
LOCK_RETURNING(down_read_interruptible, struct rw_semaphore, REF_RWSEM, true,
	       int, 0)
LOCK_RETURNING(down_read_killable, struct rw_semaphore, REF_RWSEM, true, int, 0)
LOCK(down_write, struct rw_semaphore, REF_RWSEM, false)
LOCK_RETURNING(down_write_killable, struct rw_semaphore, REF_RWSEM, false, int,
	       0)
ATTEMPT(down_read_trylock, struct rw_semaphore, REF_RWSEM, true)
ATTEMPT(down_write_trylock, struct rw_semaphore, REF_RWSEM, false)
UNLOCK(up_read, struct rw_semaphore, REF_RWSEM, true)
UNLOCK(up_write, struct rw_semaphore, REF_RWSEM, false)

LOCK(down, struct semaphore, REF_SEM, false)
LOCK_RETURNING(down_interruptible, struct semaphore, REF_SEM, false, int, 0)
LOCK_RETURNING(down_killable, struct semaphore, REF_SEM, false, int, 0)
UNLOCK(up, struct semaphore, REF_SEM, false)

int ref_down_trylock(struct semaphore *semaphore)
{
	return !acquire(semaphore, REF_SEM, false, true, HERE);
}

/* ---- accesses ---- */

static bool is_on_my_stack(unsigned long address)
{
	return address - (unsigned long)task_stack_page(current) < THREAD_SIZE;
}

static void note_access(int me, enum ref_kind kind, unsigned int place,
			unsigned long address, unsigned int size)
{
	struct ref_event *event = note(me, kind, place, address, size);
	struct block *block = block_of(address);

	if (block) {
		event->block = block - blocks + 1;
		event->offset = address - block->start;
	}
	event->value = value_at(address, size);
	if (kind == REF_WRITE || kind == REF_MARKED_WRITE || kind == REF_ATOMIC)
		actors[me].written = event;
}

static bool access(unsigned long address, size_t size, enum ref_kind kind,
		   bool is_copy, unsigned long from)
{
	unsigned int place = place_of(from);
	int me = self();

	if (in_interrupt())
		return true;
	if (me >= 0 && !is_on_my_stack(address)) {
		point(me, kind, place);
		note_access(me, kind, place, address, size);
	}
	if (me < 0)
		step_alone(place);
	return check_access(address, size, kind, is_copy, place);
}

/*
 * The compiler may read two fields at once although the first alone would have
 * decided. So that a byte was never set is a fault only if none of them was.
 */
#define HOOK(name, size, kind)                                                \
	void __tsan_##name##size(void *p)                                     \
	{                                                                     \
		unsigned long address = (unsigned long)p;                     \
                                                                              \
		access(address, size, kind, any_is_set(address, size), HERE); \
	}
#define HOOKS(size)                                          \
	HOOK(read, size, REF_READ)                           \
	HOOK(write, size, REF_WRITE)                         \
	HOOK(unaligned_read, size, REF_READ)                 \
	HOOK(unaligned_write, size, REF_WRITE)               \
	HOOK(volatile_read, size, REF_MARKED_READ)           \
	HOOK(volatile_write, size, REF_MARKED_WRITE)         \
	HOOK(unaligned_volatile_read, size, REF_MARKED_READ) \
	HOOK(unaligned_volatile_write, size, REF_MARKED_WRITE)

HOOKS(1)
HOOKS(2)
HOOKS(4)
HOOKS(8)
HOOKS(16)

void __tsan_init(void)
{
}

void __tsan_func_entry(void *from)
{
}

void __tsan_func_exit(void)
{
}

void __tsan_read_range(void *p, size_t size)
{
	access((unsigned long)p, size, REF_READ, true, HERE);
}

void __tsan_write_range(void *p, size_t size)
{
	access((unsigned long)p, size, REF_WRITE, false, HERE);
}

#define ATOMICS(bits, type)                                                  \
	type __tsan_atomic##bits##_load(const volatile type *p, int order)   \
	{                                                                    \
		access((unsigned long)p, bits / 8, REF_MARKED_READ, false,   \
		       HERE);                                                \
		return __atomic_load_n(p, __ATOMIC_SEQ_CST);                 \
	}                                                                    \
	void __tsan_atomic##bits##_store(volatile type *p, type value,       \
					 int order)                          \
	{                                                                    \
		access((unsigned long)p, bits / 8, REF_MARKED_WRITE, false,  \
		       HERE);                                                \
		__atomic_store_n(p, value, __ATOMIC_SEQ_CST);                \
	}                                                                    \
	type __tsan_atomic##bits##_exchange(volatile type *p, type value,    \
					    int order)                       \
	{                                                                    \
		access((unsigned long)p, bits / 8, REF_ATOMIC, false, HERE); \
		return __atomic_exchange_n(p, value, __ATOMIC_SEQ_CST);      \
	}                                                                    \
	FETCH(bits, type, add)                                               \
	FETCH(bits, type, sub)                                               \
	FETCH(bits, type, and)                                               \
	FETCH(bits, type, or)                                                \
	FETCH(bits, type, xor)                                               \
	EXCHANGE(bits, type, strong)                                         \
	EXCHANGE(bits, type, weak)
#define FETCH(bits, type, what)                                               \
	type __tsan_atomic##bits##_fetch_##what(volatile type *p, type value, \
						int order)                    \
	{                                                                     \
		access((unsigned long)p, bits / 8, REF_ATOMIC, false, HERE);  \
		return __atomic_fetch_##what(p, value, __ATOMIC_SEQ_CST);     \
	}
#define EXCHANGE(bits, type, strength)                                        \
	int __tsan_atomic##bits##_compare_exchange_##strength(                \
		volatile type *p, type *expected, type value, int order,      \
		int failing)                                                  \
	{                                                                     \
		access((unsigned long)p, bits / 8, REF_ATOMIC, false, HERE);  \
		return __atomic_compare_exchange_n(p, expected, value, false, \
						   __ATOMIC_SEQ_CST,          \
						   __ATOMIC_SEQ_CST);         \
	}

ATOMICS(8, u8)
ATOMICS(16, u16)
ATOMICS(32, u32)
ATOMICS(64, u64)

void __tsan_atomic_thread_fence(int order)
{
	smp_mb();
}

void __tsan_atomic_signal_fence(int order)
{
	barrier();
}

/* The kernel's own hooks, in what is inline assembly. */
void ref___kcsan_check_access(const volatile void *p, size_t size, int type)
{
	enum ref_kind kind = REF_READ;

	if (type & KCSAN_ACCESS_ATOMIC)
		kind = type & KCSAN_ACCESS_COMPOUND ? REF_ATOMIC :
		       type & KCSAN_ACCESS_WRITE    ? REF_MARKED_WRITE :
						      REF_MARKED_READ;
	else if (type & KCSAN_ACCESS_WRITE)
		kind = REF_WRITE;
	access((unsigned long)p, size, kind, false, HERE);
}

#define NOTHING(name)   \
	void name(void) \
	{               \
	}

NOTHING(ref___kcsan_mb)
NOTHING(ref___kcsan_wmb)
NOTHING(ref___kcsan_rmb)
NOTHING(ref___kcsan_release)
NOTHING(ref_kcsan_nestable_atomic_begin)
NOTHING(ref_kcsan_nestable_atomic_end)
NOTHING(ref_kcsan_flat_atomic_begin)
NOTHING(ref_kcsan_flat_atomic_end)
NOTHING(ref_kcsan_disable_current)
NOTHING(ref_kcsan_enable_current)
NOTHING(ref_kcsan_enable_current_nowarn)

void ref_kcsan_atomic_next(int count)
{
}

void __ubsan_handle_out_of_bounds(void *data, unsigned long index)
{
	fault(REF_F_BOUNDS, place_of(HERE), REF_NOWHERE)->offset = index;
}

void __ubsan_handle_shift_out_of_bounds(void *data, unsigned long left,
					unsigned long right)
{
}

/* ---- where others may run ---- */

static void rest(unsigned long from)
{
	unsigned int place = place_of(from);
	int me = self();

	in_atomic_context(place);
	if (me >= 0) {
		note(me, REF_SLEEP, place, 0, 0);
		point(me, REF_SLEEP, place);
	} else {
		step_alone(place);
	}
}

void ref_msleep(unsigned int milliseconds)
{
	rest(HERE);
}

void ref_usleep_range_state(unsigned long min, unsigned long max,
			    unsigned int state)
{
	rest(HERE);
}

long ref_schedule_timeout(long timeout)
{
	rest(HERE);
	__set_current_state(TASK_RUNNING);
	return 0;
}

long ref_schedule_timeout_interruptible(long timeout)
{
	rest(HERE);
	return 0;
}

void ref_yield(void)
{
	rest(HERE);
}

void ref___const_udelay(unsigned long loops)
{
	int me = self();

	if (me >= 0)
		point(me, REF_SLEEP, place_of(HERE));
}

/* Sleeps until somebody wakes this thread, which then can go on when it is its turn. */
void ref_schedule(void)
{
	int me = self(), to;

	if (me < 0 || READ_ONCE(current->__state) == TASK_RUNNING) {
		schedule();
		return;
	}
	in_atomic_context(place_of(HERE));
	actors[me].waits_at = place_of(HERE);
	actors[me].asleep = true;
	to = choose(me, false);
	if (to < 0)
		stuck();
	else if (to != me)
		pass_token(to);
	if (!aborting && to != me)
		schedule();
	actors[me].asleep = false;
	await_token(me);
}

/* ---- trees ---- */

#define TREE(result, name, parameters, arguments, root, kind)        \
	result ref_##name parameters                                 \
	{                                                            \
		access((unsigned long)(root), 8, kind, false, HERE); \
		return name arguments;                               \
	}

TREE(void *, xa_load, (struct xarray * x, unsigned long i), (x, i), &x->xa_head,
     REF_MARKED_READ)
TREE(void *, xa_store, (struct xarray * x, unsigned long i, void *e, gfp_t g),
     (x, i, e, g), &x->xa_head, REF_ATOMIC)
TREE(void *, xa_erase, (struct xarray * x, unsigned long i), (x, i),
     &x->xa_head, REF_ATOMIC)
TREE(void *, xa_find,
     (struct xarray * x, unsigned long *i, unsigned long m, xa_mark_t f),
     (x, i, m, f), &x->xa_head, REF_MARKED_READ)
TREE(void *, xa_find_after,
     (struct xarray * x, unsigned long *i, unsigned long m, xa_mark_t f),
     (x, i, m, f), &x->xa_head, REF_MARKED_READ)
TREE(int, radix_tree_insert,
     (struct radix_tree_root * r, unsigned long i, void *p), (r, i, p),
     &r->xa_head, REF_WRITE)
TREE(void *, radix_tree_lookup,
     (const struct radix_tree_root *r, unsigned long i), (r, i), &r->xa_head,
     REF_READ)
TREE(void *, radix_tree_delete, (struct radix_tree_root * r, unsigned long i),
     (r, i), &r->xa_head, REF_WRITE)

/* Leaves preemption off, which an inline function puts on: in our books. */
#define PRELOAD(name)                          \
	int ref_##name(gfp_t flags)            \
	{                                      \
		int error = name(flags);       \
                                               \
		if (!error) {                  \
			preempt_enable();      \
			ref_preempt_disable(); \
		}                              \
		return error;                  \
	}

PRELOAD(radix_tree_preload)
PRELOAD(radix_tree_maybe_preload)

void ref_rb_insert_color(struct rb_node *node, struct rb_root *root)
{
	access((unsigned long)root, 8, REF_WRITE, false, HERE);
	rb_insert_color(node, root);
}

void ref_rb_erase(struct rb_node *node, struct rb_root *root)
{
	access((unsigned long)root, 8, REF_WRITE, false, HERE);
	rb_erase(node, root);
}
