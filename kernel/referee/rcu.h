/* SPDX-License-Identifier: GPL-2.0 */
/* RCU: each callback comes as early as the rules allow. */

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

/* Not the kernel's own: all of the module's callbacks are here. */
void ref_rcu_barrier(void)
{
	in_atomic_context(place_of(HERE));
	run_callbacks(true);
}
