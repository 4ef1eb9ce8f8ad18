/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the instrumented module calls: the compiler's hooks before each access,
 * and our functions in place of the kernel's, each named ref_ and its name.
 */

/* ---- RCU: each callback comes as early as the rules allow ---- */

#define CALLBACKS 256

static struct callback {
	struct rcu_head *head;
	rcu_callback_t function;
	void *memory;
	unsigned int readers, place;
} callbacks[CALLBACKS];

static unsigned int callback_count;

static unsigned int readers(void)
{
	unsigned int i, mask = 0;

	for (i = 0; armed && i < threads; i++)
		if (actors[i].no_preemption)
			mask |= 1u << i;
	return mask;
}

static void run_callback(const struct callback *callback)
{
	struct actor *actor = mine();

	actor->in_callback = true;
	if (callback->memory)
		put(callback->memory, code + callback->place + 1);
	else
		callback->function(callback->head);
	actor->in_callback = false;
}

static void run_callbacks(bool all)
{
	struct actor *actor = mine();
	unsigned int i = 0;

	if (actor->in_callback ||
	    (!all && (actor->spins || actor->holds || actor->no_preemption)))
		return;
	while (i < callback_count) {
		struct callback callback = callbacks[i];

		if (callback.readers && !all) {
			i++;
			continue;
		}
		callback_count--;
		memmove(&callbacks[i], &callbacks[i + 1],
			(callback_count - i) * sizeof(callback));
		run_callback(&callback);
	}
}

static void add_callback(struct rcu_head *head, rcu_callback_t function,
			 void *memory, unsigned long from)
{
	if (callback_count < CALLBACKS)
		callbacks[callback_count++] =
			(struct callback){ head, function, memory, readers(),
					   place_of(from) };
	run_callbacks(false);
}

static void preemption_off(void)
{
	if (!in_interrupt())
		mine()->no_preemption++;
}

static void preemption_on(void)
{
	int me = self();
	unsigned int i;

	if (in_interrupt() || --mine()->no_preemption > 0)
		return;
	for (i = 0; me >= 0 && i < callback_count; i++)
		callbacks[i].readers &= ~(1u << me);
	for (i = 0; me >= 0 && i < threads; i++)
		actors[i].waits_for_readers &= ~(1u << me);
	run_callbacks(false);
}

void ref___rcu_read_lock(void)
{
	preemption_off();
}

void ref___rcu_read_unlock(void)
{
	preemption_on();
}

void ref_preempt_disable(void)
{
	preemption_off();
}

void ref_preempt_enable(void)
{
	preemption_on();
}

void ref_call_rcu(struct rcu_head *head, rcu_callback_t function)
{
	add_callback(head, function, NULL, HERE);
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
void ref_kvfree_call_rcu(struct rcu_head *head, rcu_callback_t function)
{
	add_callback(NULL, NULL,
		     head ? (void *)head - (unsigned long)function :
			    (void *)function,
		     HERE);
}
#else
void ref_kvfree_call_rcu(struct rcu_head *head, void *memory)
{
	add_callback(NULL, NULL, memory, HERE);
}
#endif

void ref_synchronize_rcu(void)
{
	int me = self();

	in_atomic_context(place_of(HERE));
	if (me >= 0) {
		actors[me].waits_at = place_of(HERE);
		actors[me].waits_for_readers = readers() & ~(1u << me);
		turn(me, !actors[me].waits_for_readers);
	}
	run_callbacks(false);
}

void ref_rcu_barrier(void)
{
	run_callbacks(true);
	rcu_barrier();
}

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
	return check_access(address, size, kind, is_copy, place);
}

#define HOOK(name, size, kind)                                     \
	void __tsan_##name##size(void *p)                          \
	{                                                          \
		access((unsigned long)p, size, kind, false, HERE); \
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

/* ---- memory ---- */

void *ref___kmalloc(size_t size, gfp_t flags)
{
	return get(size, flags, false, HERE);
}

void *ref_kmalloc_trace(struct kmem_cache *cache, gfp_t flags, size_t size)
{
	return get(size, flags, false, HERE);
}

void *ref___kmalloc_node(size_t size, gfp_t flags, int node)
{
	return get(size, flags, false, HERE);
}

void *ref_kmalloc_node_trace(struct kmem_cache *cache, gfp_t flags, int node,
			     size_t size)
{
	return get(size, flags, false, HERE);
}

void *ref_kmem_cache_alloc(struct kmem_cache *cache, gfp_t flags)
{
	return get(kmem_cache_size(cache), flags, false, HERE);
}

void ref_kmem_cache_free(struct kmem_cache *cache, void *object)
{
	put(object, HERE);
}

void *ref_vmalloc(unsigned long size)
{
	return get(size, GFP_KERNEL, true, HERE);
}

void *ref_vzalloc(unsigned long size)
{
	return get(size, GFP_KERNEL | __GFP_ZERO, true, HERE);
}

void ref_kfree(const void *p)
{
	put(p, HERE);
}

static void *with_bytes(void *to, const void *from, size_t size)
{
	if (to) {
		memcpy(to, from, size);
		set_bytes((unsigned long)to, size, true);
	}
	return to;
}

void *ref_kmemdup(const void *from, size_t size, gfp_t flags)
{
	access((unsigned long)from, size, REF_READ, true, HERE);
	return with_bytes(get(size, flags, false, HERE), from, size);
}

char *ref_kstrdup(const char *from, gfp_t flags)
{
	size_t size = from ? strlen(from) + 1 : 0;

	if (!from)
		return NULL;
	access((unsigned long)from, size, REF_READ, false, HERE);
	return with_bytes(get(size, flags, false, HERE), from, size);
}

static void copy_shadow(unsigned long to, unsigned long from, size_t size)
{
	struct block *target = block_of(to), *source = block_of(from);

	if (target && source && to - target->start + size <= target->size &&
	    from - source->start + size <= source->size)
		memmove(is_set + target->shadow + (to - target->start),
			is_set + source->shadow + (from - source->start), size);
}

void *ref_krealloc(const void *old, size_t size, gfp_t flags)
{
	struct block *block =
		ZERO_OR_NULL_PTR(old) ? NULL : block_at((unsigned long)old);
	size_t kept = block		    ? block->size :
		      ZERO_OR_NULL_PTR(old) ? 0 :
					      ksize(old);
	void *new;

	if (!size) {
		put(old, HERE);
		return ZERO_SIZE_PTR;
	}
	if (kept)
		access((unsigned long)old, min(kept, size), REF_READ, true,
		       HERE);
	new = get(size, flags, false, HERE);
	if (new &&kept) {
		memcpy(new, old, min(kept, size));
		if (block)
			copy_shadow((unsigned long)new, (unsigned long)old,
				    min(kept, size));
		else
			set_bytes((unsigned long)new, min(kept, size), true);
	}
	if (new)
		put(old, HERE);
	return new;
}

/* The other names of the same. */
#define ALIAS(name, of, result, ...) \
	result ref_##name(__VA_ARGS__) __alias(ref_##of);

ALIAS(kmalloc_large, __kmalloc, void *, size_t size, gfp_t flags)
ALIAS(__kmalloc_noprof, __kmalloc, void *, size_t size, gfp_t flags)
ALIAS(__kmalloc_large_noprof, __kmalloc, void *, size_t size, gfp_t flags)
ALIAS(__kmalloc_cache_noprof, kmalloc_trace, void *, struct kmem_cache *cache,
      gfp_t flags, size_t size)
ALIAS(__kmalloc_cache_node_noprof, kmalloc_node_trace, void *,
      struct kmem_cache *cache, gfp_t flags, int node, size_t size)
ALIAS(kvmalloc_node, __kmalloc_node, void *, size_t size, gfp_t flags, int node)
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 10, 0)
ALIAS(__kmalloc_node_noprof, __kmalloc_node, void *, size_t size, gfp_t flags,
      int node)
ALIAS(__kvmalloc_node_noprof, __kmalloc_node, void *, size_t size, gfp_t flags,
      int node)
#else
#ifdef CONFIG_SLAB_BUCKETS
void *ref___kmalloc_node_noprof(size_t size, kmem_buckets *buckets, gfp_t flags,
				int node)
{
	return get(size, flags, false, HERE);
}

void *ref___kvmalloc_node_noprof(size_t size, kmem_buckets *buckets,
				 gfp_t flags, int node)
	__alias(ref___kmalloc_node_noprof);
#else
ALIAS(__kmalloc_node_noprof, __kmalloc_node, void *, size_t size, gfp_t flags,
      int node)
ALIAS(__kvmalloc_node_noprof, __kmalloc_node, void *, size_t size, gfp_t flags,
      int node)
#endif
#endif
ALIAS(kmem_cache_alloc_noprof, kmem_cache_alloc, void *,
      struct kmem_cache *cache, gfp_t flags)
ALIAS(krealloc_noprof, krealloc, void *, const void *old, size_t size,
      gfp_t flags)
ALIAS(kmemdup_noprof, kmemdup, void *, const void *from, size_t size,
      gfp_t flags)
ALIAS(vmalloc_noprof, vmalloc, void *, unsigned long size)
ALIAS(vzalloc_noprof, vzalloc, void *, unsigned long size)
ALIAS(kfree_sensitive, kfree, void, const void *p)
ALIAS(kvfree, kfree, void, const void *p)
ALIAS(vfree, kfree, void, const void *p)

/* ---- copies: in two halves, because others may run in between ---- */

static size_t half(size_t size)
{
	return self() >= 0 && size >= 16 ? size / 2 : size;
}

static unsigned long from_user(void *to, const void __user *from, size_t size,
			       unsigned long place)
{
	if (!access((unsigned long)to, size, REF_WRITE, false, place))
		return size;
	return _copy_from_user(to, from, size);
}

static unsigned long to_user(void __user *to, const void *from, size_t size,
			     unsigned long place)
{
	if (!access((unsigned long)from, size, REF_READ, false, place))
		return size;
	return _copy_to_user(to, from, size);
}

unsigned long ref__copy_from_user(void *to, const void __user *from,
				  unsigned long size)
{
	size_t first = half(size);
	unsigned long left;

	in_atomic_context(place_of(HERE));
	left = from_user(to, from, first, HERE);
	if (left || first == size)
		return left + (size - first);
	return from_user(to + first, from + first, size - first, HERE);
}

unsigned long ref__copy_to_user(void __user *to, const void *from,
				unsigned long size)
{
	size_t first = half(size);
	unsigned long left;

	in_atomic_context(place_of(HERE));
	left = to_user(to, from, first, HERE);
	if (left || first == size)
		return left + (size - first);
	return to_user(to + first, from + first, size - first, HERE);
}

void ref_user(const volatile void *p, unsigned long size, int write)
{
	int me = self();

	in_atomic_context(place_of(HERE));
	if (me >= 0)
		point(me, write ? REF_READ : REF_WRITE, place_of(HERE));
}

static void *duplicate_user(const void __user *from, size_t size, size_t more,
			    unsigned long place)
{
	char *p = get(size + more, GFP_KERNEL, false, place);

	if (!p)
		return ERR_PTR(-ENOMEM);
	in_atomic_context(place_of(place));
	if (size && from_user(p, from, size, place)) {
		put(p, place);
		return ERR_PTR(-EFAULT);
	}
	if (more) {
		p[size] = '\0';
		set_bytes((unsigned long)p + size, 1, true);
	}
	return p;
}

void *ref_memdup_user(const void __user *from, size_t size)
{
	return duplicate_user(from, size, 0, HERE);
}

void *ref_memdup_user_nul(const void __user *from, size_t size)
{
	return duplicate_user(from, size, 1, HERE);
}

static void move(void *to, const void *from, size_t size, unsigned long place)
{
	access((unsigned long)from, size, REF_READ, true, place);
	if (access((unsigned long)to, size, REF_WRITE, false, place)) {
		memmove(to, from, size);
		copy_shadow((unsigned long)to, (unsigned long)from, size);
	}
}

void *ref_memcpy(void *to, const void *from, size_t size)
{
	size_t first = half(size);

	if (size)
		move(to, from, first, HERE);
	if (first < size)
		move(to + first, from + first, size - first, HERE);
	return to;
}

void *ref_memmove(void *to, const void *from, size_t size)
{
	if (size)
		move(to, from, size, HERE);
	return to;
}

static bool fill(void *to, int value, size_t size, unsigned long place)
{
	bool fits = access((unsigned long)to, size, REF_WRITE, false, place);

	if (fits)
		memset(to, value, size);
	return fits;
}

void *ref_memset(void *to, int value, size_t size)
{
	size_t first = half(size);

	if (size && fill(to, value, first, HERE) && first < size)
		fill(to + first, value, size - first, HERE);
	return to;
}

int ref_memcmp(const void *a, const void *b, size_t size)
{
	if (!size)
		return 0;
	access((unsigned long)a, size, REF_READ, false, HERE);
	access((unsigned long)b, size, REF_READ, false, HERE);
	return memcmp(a, b, size);
}

/* The bytes that a function reads of a string, at most so many. */
static size_t read_string(const char *text, size_t most, unsigned long place)
{
	struct block *block;
	size_t room, length;

	check_address((unsigned long)text, REF_READ, place_of(place));
	block = block_of((unsigned long)text);
	room = block ? block->start + block->size - (unsigned long)text : most;
	length = strnlen(text, min(room, most));
	access((unsigned long)text, min(length + 1, most), REF_READ, false,
	       place);
	return length;
}

size_t ref_strlen(const char *text)
{
	return read_string(text, SIZE_MAX, HERE);
}

char *ref_strcpy(char *to, const char *from)
{
	size_t length = read_string(from, SIZE_MAX, HERE);

	if (access((unsigned long)to, length + 1, REF_WRITE, false, HERE)) {
		memmove(to, from, length);
		to[length] = '\0';
	}
	return to;
}

char *ref_strncpy(char *to, const char *from, size_t size)
{
	size_t length;

	if (!size)
		return to;
	length = read_string(from, size, HERE);
	if (access((unsigned long)to, size, REF_WRITE, false, HERE)) {
		memmove(to, from, length);
		memset(to + length, 0, size - length);
	}
	return to;
}

ssize_t ref_strscpy(char *to, const char *from, size_t size)
{
	size_t length;

	if (!size)
		return -E2BIG;
	length = read_string(from, size, HERE);
	if (!access((unsigned long)to, min(length + 1, size), REF_WRITE, false,
		    HERE))
		return -E2BIG;
	return strscpy(to, from, size);
}

ssize_t ref_sized_strscpy(char *to, const char *from, size_t size)
{
	return ref_strscpy(to, from, size);
}

int ref_strcmp(const char *a, const char *b)
{
	read_string(a, SIZE_MAX, HERE);
	read_string(b, SIZE_MAX, HERE);
	return strcmp(a, b);
}

int ref_strncmp(const char *a, const char *b, size_t size)
{
	if (!size)
		return 0;
	read_string(a, size, HERE);
	read_string(b, size, HERE);
	return strncmp(a, b, size);
}

int ref_sprintf(char *to, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	va_start(arguments, format);
	if (access((unsigned long)to, length + 1, REF_WRITE, false, HERE))
		vsprintf(to, format, arguments);
	va_end(arguments);
	return length;
}

int ref_snprintf(char *to, size_t size, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	va_start(arguments, format);
	if (!size || access((unsigned long)to, min_t(size_t, size, length + 1),
			    REF_WRITE, false, HERE))
		vsnprintf(to, size, format, arguments);
	va_end(arguments);
	return length;
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
