// SPDX-License-Identifier: GPL-2.0
/*
 * ledger - what memory another module holds, to the byte; and what becomes of
 * it when it gets none. For the grader's disposable guests only.
 *
 * An allocation belongs to the watched module if the module's code is on the
 * stack: so those that a radix tree or a class makes on its behalf count, and
 * those of a page fault or an interrupt that came in between do not.
 *
 * What is watched may do what it likes: so where its code lies is noted before
 * any of it runs, the ledger's file is called as nobody can guess, its symbols
 * are not listed, and it says if somebody has taken away what it listens by.
 *
 * /proc/ledger takes one command a write:
 *	name NAME	have another file, /proc/NAME
 *	only		remove /proc/ledger, and every symbol of the ledger's
 *	watch NAME	start over, for the module of that name
 *	fail N		let its N-th allocation from now fail, once; 0: none
 *	failures NAME	have one more file, /proc/NAME, which takes only such an
 *			N: for a process that lets its own calls fail
 *	take MAJOR	register that major's 256 minors; 0: give them back
 *	dirty		leave free pages filled, to show who takes them for zero
 * and tells, after all grace periods that were due:
 *	live OBJECTS BYTES
 *	asked N FAILED	allocations since the last "fail", how many failed
 *	lost N		allocations that there was no room to note
 *	intact YES	1 if all that it listens by is in place, or else 0
 *	site OBJECTS BYTES BY FUNCTION	for each place that holds some; BY is
 *				"itself", or "kernel" if that did on its behalf
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/fs.h>
#include <linux/hashtable.h>
#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/proc_fs.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/vmalloc.h>
#include <trace/events/kmem.h>

#define ENTRIES (1u << 15)
#define SITES 64
#define DEPTH 48
#define MINORS 256
#define DIRT 0xa5

struct entry {
	struct hlist_node node;
	const void *object;
	size_t size;
	unsigned int site;
};

struct site {
	unsigned long address;
	bool direct;
	char name[KSYM_SYMBOL_LEN];
	unsigned long objects;
	unsigned long bytes;
};

static DEFINE_RAW_SPINLOCK(lock); /* guards what follows */
static DEFINE_HASHTABLE(live, 12);
static struct entry *entries;
static struct hlist_head spare;
static struct site *sites;
static unsigned int sites_used;
static unsigned long objects, bytes, lost, asked, failed, fail_at;

#define PARTS 8 /* that a module's memory consists of */

static char watched_name[MODULE_NAME_LEN];
static struct module *watched;
static struct {
	unsigned long base, size;
} parts[PARTS];
static unsigned int parts_used;
static char file_name[32] = "ledger";
static char failures_name[32];
static unsigned int taken;

/* ---- whose allocation it is ---- */

static bool is_watched(unsigned long address)
{
	unsigned int i, used = READ_ONCE(parts_used);

	for (i = 0; i < used; i++)
		if (address - parts[i].base < parts[i].size)
			return true;
	return false;
}

/*
 * What an allocation may be made for below the module's own code, and is then
 * not the module's: a page fault; what a processor puts by for any tree that
 * grows; and an area of vmalloc's, which counts as a whole, while what vmalloc
 * notes about it is freed whenever vmalloc likes.
 */
static bool is_aside(unsigned long address, bool area)
{
	char name[KSYM_SYMBOL_LEN];

	sprint_symbol_no_offset(name, address);
	return strstr(name, "exc_page_fault") || /* x86 */
	       strstr(name, "do_mem_abort") || /* arm64 */
	       strstr(name, "radix_tree_preload") ||
	       (!area && strstr(name, "vmalloc_node_range"));
}

/*
 * The innermost place in the watched module that this allocation, of an area
 * or of something smaller, was made for; 0 if there is none. The caller is
 * known without walking the stack.
 */
static unsigned long watched_site(unsigned long caller, bool area)
{
	unsigned long stack[DEPTH];
	unsigned int i, j, depth;

	if (!READ_ONCE(parts_used) || in_hardirq() || in_serving_softirq() ||
	    in_nmi())
		return 0;
	if (is_watched(caller))
		return caller;
	depth = stack_trace_save(stack, DEPTH, 0);
	for (i = 0; i < depth && !is_watched(stack[i]); i++)
		;
	if (i == depth)
		return 0;
	for (j = 0; j < i; j++)
		if (is_aside(stack[j], area))
			return 0;
	return stack[i];
}

/* ---- the ledger ---- */

static unsigned int site_number(unsigned long address, bool direct)
{
	unsigned int i;

	for (i = 0; i < sites_used; i++)
		if (sites[i].address == address && sites[i].direct == direct)
			return i;
	if (sites_used == SITES)
		return SITES - 1;
	sites[i].address = address;
	sites[i].direct = direct;
	/* Now, because later the module may be gone. */
	sprint_symbol_no_offset(sites[i].name, address);
	sites_used++;
	return i;
}

static struct entry *entry_of(const void *object)
{
	struct entry *entry;

	hash_for_each_possible(live, entry, node,
			       (unsigned long)object) if (entry->object ==
							  object) return entry;
	return NULL;
}

static void entry_remove(struct entry *entry)
{
	struct site *site = &sites[entry->site];

	site->objects--;
	site->bytes -= entry->size;
	objects--;
	bytes -= entry->size;
	hash_del(&entry->node);
	hlist_add_head(&entry->node, &spare);
}

static void note_freed(const void *object)
{
	struct entry *entry;
	unsigned long flags;

	if (!object || !READ_ONCE(objects))
		return;
	raw_spin_lock_irqsave(&lock, flags);
	entry = entry_of(object);
	if (entry)
		entry_remove(entry);
	raw_spin_unlock_irqrestore(&lock, flags);
}

static void note_allocated(const void *object, size_t size,
			   unsigned long address, bool direct)
{
	struct entry *entry;
	unsigned long flags;

	raw_spin_lock_irqsave(&lock, flags);
	entry = entry_of(object);
	if (entry)
		entry_remove(entry); /* freed by a way that we do not see */
	if (hlist_empty(&spare)) {
		lost++;
	} else {
		entry = hlist_entry(spare.first, struct entry, node);
		hlist_del(&entry->node);
		entry->object = object;
		entry->size = size;
		entry->site = site_number(address, direct);
		hash_add(live, &entry->node, (unsigned long)object);
		sites[entry->site].objects++;
		sites[entry->site].bytes += size;
		objects++;
		bytes += size;
	}
	raw_spin_unlock_irqrestore(&lock, flags);
}

static void start_over(void)
{
	unsigned long flags;
	unsigned int i;

	raw_spin_lock_irqsave(&lock, flags);
	hash_init(live);
	INIT_HLIST_HEAD(&spare);
	for (i = 0; i < ENTRIES; i++)
		hlist_add_head(&entries[i].node, &spare);
	memset(sites, 0, SITES * sizeof(*sites));
	sites_used = 0;
	objects = bytes = lost = asked = failed = fail_at = 0;
	raw_spin_unlock_irqrestore(&lock, flags);
}

/* ---- small objects: the allocator's own tracepoints ---- */

static void on_kmalloc(void *unused, unsigned long caller, const void *object,
		       size_t wanted, size_t size, gfp_t flags, int node)
{
	unsigned long site = object ? watched_site(caller, false) : 0;

	if (site)
		note_allocated(object, wanted, site, site == caller);
}

static void on_cache_alloc(void *unused, unsigned long caller,
			   const void *object, struct kmem_cache *cache,
			   gfp_t flags, int node)
{
	unsigned long site = object ? watched_site(caller, false) : 0;

	if (site)
		note_allocated(object, kmem_cache_size(cache), site,
			       site == caller);
}

static void on_kfree(void *unused, unsigned long caller, const void *object)
{
	note_freed(object);
}

static void on_cache_free(void *unused, unsigned long caller,
			  const void *object, const struct kmem_cache *cache)
{
	note_freed(object);
}

static const struct {
	const char *name;
	void *probe;
} wanted_tracepoints[] = {
	{ "kmalloc", on_kmalloc },
	{ "kmem_cache_alloc", on_cache_alloc },
	{ "kfree", on_kfree },
	{ "kmem_cache_free", on_cache_free },
};

static struct tracepoint *tracepoints[ARRAY_SIZE(wanted_tracepoints)];

static void find_tracepoint(struct tracepoint *tracepoint, void *unused)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tracepoints); i++)
		if (!strcmp(tracepoint->name, wanted_tracepoints[i].name))
			tracepoints[i] = tracepoint;
}

static void tracepoints_remove(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tracepoints); i++)
		if (tracepoints[i])
			tracepoint_probe_unregister(tracepoints[i],
						    wanted_tracepoints[i].probe,
						    NULL);
	tracepoint_synchronize_unregister();
}

static int tracepoints_add(void)
{
	unsigned int i;

	for_each_kernel_tracepoint(find_tracepoint, NULL);
	for (i = 0; i < ARRAY_SIZE(tracepoints); i++) {
		int error = -ENOENT;

		if (tracepoints[i])
			error = tracepoint_probe_register(
				tracepoints[i], wanted_tracepoints[i].probe,
				NULL);
		if (error) {
			pr_err("no tracepoint %s\n",
			       wanted_tracepoints[i].name);
			return error;
		}
	}
	return 0;
}

/* ---- pages, and areas of vmalloc's: probes at the functions ---- */

struct pending {
	unsigned long site;
	size_t size;
};

/* Where a function that has just been entered was called from. */
static unsigned long caller_of(struct pt_regs *regs)
{
#ifdef CONFIG_ARM64
	return procedure_link_pointer(regs);
#else
	return *(unsigned long *)kernel_stack_pointer(regs);
#endif
}

/* __vmalloc_node_range(size, ...): by whatever way it was called. */
static int enter_vmalloc(struct kretprobe_instance *instance,
			 struct pt_regs *regs)
{
	struct pending *pending = (struct pending *)instance->data;

	pending->site = watched_site(0, true);
	pending->size = PAGE_ALIGN(regs_get_kernel_argument(regs, 0));
	return !pending->site;
}

/*
 * f(gfp, order), or f(gfp) of one page. Only if the module itself calls: the
 * slab allocator gets its pages by the same functions.
 */
static int enter_pages(struct kretprobe_instance *instance,
		       struct pt_regs *regs)
{
	struct pending *pending = (struct pending *)instance->data;

	pending->site = caller_of(regs);
	pending->size = PAGE_SIZE << (regs_get_kernel_argument(regs, 1) & 15);
	return !is_watched(pending->site);
}

static int enter_page(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	struct pending *pending = (struct pending *)instance->data;

	pending->site = caller_of(regs);
	pending->size = PAGE_SIZE;
	return !is_watched(pending->site);
}

static int leave(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	struct pending *pending = (struct pending *)instance->data;
	void *object = (void *)regs_return_value(regs);

	if (object)
		note_allocated(object, pending->size, pending->site, true);
	return 0;
}

#define RETURN_PROBE(function, entry)                                  \
	{                                                              \
		.kp.symbol_name = function, .entry_handler = entry,    \
		.handler = leave, .data_size = sizeof(struct pending), \
	}

static struct kretprobe return_probes[] = {
	RETURN_PROBE("__vmalloc_node_range", enter_vmalloc),
	RETURN_PROBE("__vmalloc_node_range_noprof", enter_vmalloc),
	RETURN_PROBE("__get_free_pages", enter_pages),
	RETURN_PROBE("get_free_pages_noprof", enter_pages),
	RETURN_PROBE("alloc_pages", enter_pages),
	RETURN_PROBE("alloc_pages_noprof", enter_pages),
	RETURN_PROBE("get_zeroed_page", enter_page),
	RETURN_PROBE("get_zeroed_page_noprof", enter_page),
};

/* vfree(address), free_pages(address, order), __free_pages(page, order) */
static int on_free(struct kprobe *probe, struct pt_regs *regs)
{
	note_freed((void *)regs_get_kernel_argument(regs, 0));
	return 0;
}

/* kmem_cache_free_bulk(cache, count, objects) */
static int on_free_bulk(struct kprobe *probe, struct pt_regs *regs)
{
	size_t count = regs_get_kernel_argument(regs, 1);
	void **freed = (void **)regs_get_kernel_argument(regs, 2);

	while (count-- > 0)
		note_freed(freed[count]);
	return 0;
}

/* kfree_rcu(): batched for seconds, so that the promise has to do. */
static int on_free_rcu(struct kprobe *probe, struct pt_regs *regs)
{
	unsigned long head = regs_get_kernel_argument(regs, 0);
	unsigned long second = regs_get_kernel_argument(regs, 1);

	if (LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0) && head)
		second = head - second; /* where in the object the head is */
	note_freed((void *)second);
	return 0;
}

#define PROBE(function, handler)                                 \
	{                                                        \
		.symbol_name = function, .pre_handler = handler, \
	}

static struct kprobe free_probes[] = {
	PROBE("vfree", on_free),
	PROBE("vfree_atomic", on_free),
	PROBE("free_pages", on_free),
	PROBE("__free_pages", on_free),
	PROBE("kmem_cache_free_bulk", on_free_bulk),
	PROBE("kvfree_call_rcu", on_free_rcu),
};

/* ---- letting an allocation fail ---- */

static bool must_fail(unsigned long site)
{
	bool now = false;
	unsigned long flags;

	raw_spin_lock_irqsave(&lock, flags);
	if (site && ++asked == fail_at) {
		failed++;
		now = true;
	}
	raw_spin_unlock_irqrestore(&lock, flags);
	return now;
}

/* Goes in place of the function that was probed, and returns to its caller. */
static noinline notrace void *give_nothing(void)
{
	return NULL;
}

static int divert(struct pt_regs *regs)
{
	instruction_pointer_set(regs, (unsigned long)give_nothing);
	return 1;
}

static int before_alloc(struct kprobe *probe, struct pt_regs *regs)
{
	if (!must_fail(watched_site(caller_of(regs), false)))
		return 0;
	return divert(regs);
}

static int before_area(struct kprobe *probe, struct pt_regs *regs)
{
	if (!must_fail(watched_site(caller_of(regs), true)))
		return 0;
	return divert(regs);
}

static int before_pages(struct kprobe *probe, struct pt_regs *regs)
{
	unsigned long caller = caller_of(regs);

	if (!must_fail(is_watched(caller) ? caller : 0))
		return 0;
	return divert(regs);
}

static struct kprobe fail_probes[] = {
	PROBE("__kmalloc", before_alloc),
	PROBE("__kmalloc_node", before_alloc),
	PROBE("__kmalloc_node_track_caller", before_alloc),
	PROBE("kmalloc_trace", before_alloc),
	PROBE("kmalloc_node_trace", before_alloc),
	PROBE("kmalloc_large", before_alloc),
	PROBE("kmalloc_large_node", before_alloc),
	PROBE("kmem_cache_alloc", before_alloc),
	PROBE("kmem_cache_alloc_lru", before_alloc),
	PROBE("kmem_cache_alloc_node", before_alloc),
	PROBE("__vmalloc_node_range", before_area),
	PROBE("__get_free_pages", before_pages),
	PROBE("get_zeroed_page", before_pages),
	PROBE("alloc_pages", before_pages),
	PROBE("__kmalloc_noprof", before_alloc),
	PROBE("__kmalloc_node_noprof", before_alloc),
	PROBE("__kmalloc_node_track_caller_noprof", before_alloc),
	PROBE("__kmalloc_cache_noprof", before_alloc),
	PROBE("__kmalloc_cache_node_noprof", before_alloc),
	PROBE("__kmalloc_large_noprof", before_alloc),
	PROBE("__kmalloc_large_node_noprof", before_alloc),
	PROBE("kmem_cache_alloc_noprof", before_alloc),
	PROBE("kmem_cache_alloc_lru_noprof", before_alloc),
	PROBE("kmem_cache_alloc_node_noprof", before_alloc),
	PROBE("__vmalloc_node_range_noprof", before_area),
	PROBE("get_free_pages_noprof", before_pages),
	PROBE("get_zeroed_page_noprof", before_pages),
	PROBE("alloc_pages_noprof", before_pages),
};

/* Of several kernels' names for a function, this one has only some. */
static int probes_add(struct kprobe *probes, unsigned int count)
{
	unsigned int i, found = 0;

	for (i = 0; i < count; i++) {
		if (register_kprobe(&probes[i]))
			probes[i].addr = NULL;
		else
			found++;
	}
	return found ? 0 : -ENOENT;
}

static void probes_remove(struct kprobe *probes, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (probes[i].addr)
			unregister_kprobe(&probes[i]);
}

static int return_probes_add(void)
{
	unsigned int i, found = 0;

	for (i = 0; i < ARRAY_SIZE(return_probes); i++) {
		if (register_kretprobe(&return_probes[i]))
			return_probes[i].kp.addr = NULL;
		else
			found++;
	}
	return found ? 0 : -ENOENT;
}

static void return_probes_remove(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(return_probes); i++)
		if (return_probes[i].kp.addr)
			unregister_kretprobe(&return_probes[i]);
}

/* ---- the module that is watched comes and goes ---- */

static void note_part(const void *base, size_t size)
{
	unsigned int i = parts_used;

	if (!size || i == PARTS)
		return;
	parts[i].base = (unsigned long)base;
	parts[i].size = size;
	WRITE_ONCE(parts_used, i + 1);
}

/* Before it runs for the first time: later it may say anything of itself. */
static void note_parts(const struct module *module)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
	note_part(module->core_layout.base, module->core_layout.size);
	note_part(module->init_layout.base, module->init_layout.size);
#else
	for_each_mod_mem_type(type)
		note_part(module->mem[type].base, module->mem[type].size);
#endif
}

static int on_module(struct notifier_block *block, unsigned long state,
		     void *data)
{
	struct module *module = data;

	if (state == MODULE_STATE_COMING &&
	    !strcmp(module->name, watched_name)) {
		watched = module;
		note_parts(module);
	} else if (state == MODULE_STATE_GOING && module == watched) {
		watched = NULL;
		WRITE_ONCE(parts_used, 0);
	}
	return NOTIFY_DONE;
}

static struct notifier_block modules = { .notifier_call = on_module };

/* ---- commands ---- */

static int take_major(unsigned int major)
{
	int error = 0;

	if (taken)
		unregister_chrdev_region(MKDEV(taken, 0), MINORS);
	taken = 0;
	if (major)
		error = register_chrdev_region(MKDEV(major, 0), MINORS,
					       "taken");
	if (!error)
		taken = major;
	return error;
}

static void dirty_pages(unsigned int order, unsigned int count)
{
	LIST_HEAD(pages);
	struct page *page, *next;

	while (count-- > 0) {
		page = alloc_pages(GFP_KERNEL | __GFP_NOWARN, order);
		if (!page)
			break;
		memset(page_address(page), DIRT, PAGE_SIZE << order);
		list_add(&page->lru, &pages);
	}
	list_for_each_entry_safe(page, next, &pages, lru)
	{
		list_del(&page->lru);
		__free_pages(page, order);
	}
}

static void dirty(void)
{
	dirty_pages(9, 1);
	dirty_pages(3, 16);
	dirty_pages(0, 128);
}

static const struct proc_ops ledger_operations;

static int name_file(const char *name)
{
	if (!proc_create(name, 0600, NULL, &ledger_operations))
		return -ENOMEM;
	strscpy(file_name, name, sizeof(file_name));
	return 0;
}

/* Obeyed by the other file only: one that is in use cannot be removed. */
static int hide(void)
{
	if (!strcmp(file_name, "ledger"))
		return -EINVAL;
	remove_proc_entry("ledger", NULL);
	THIS_MODULE->core_kallsyms.num_symtab = 0;
	return 0;
}

static ssize_t failures_write(struct file *file, const char __user *buffer,
			      size_t length, loff_t *offset)
{
	unsigned int number;
	int error = kstrtouint_from_user(buffer, length, 10, &number);

	if (error)
		return error;
	asked = 0;
	fail_at = number;
	return length;
}

static const struct proc_ops failures_operations = {
	.proc_write = failures_write,
};

static int name_failures(const char *name)
{
	if (!proc_create(name, 0200, NULL, &failures_operations))
		return -ENOMEM;
	strscpy(failures_name, name, sizeof(failures_name));
	return 0;
}

static int obey(const char *command)
{
	char name[sizeof(file_name)];
	unsigned int number;

	if (sscanf(command, "name %31s", name) == 1)
		return name_file(name);
	if (sscanf(command, "failures %31s", name) == 1)
		return name_failures(name);
	if (!strcmp(command, "only"))
		return hide();
	if (sscanf(command, "watch %55s", watched_name) == 1) {
		start_over();
		return 0;
	}
	if (sscanf(command, "fail %u", &number) == 1) {
		asked = failed = 0;
		fail_at = number;
		return 0;
	}
	if (sscanf(command, "take %u", &number) == 1)
		return take_major(number);
	if (!strcmp(command, "dirty")) {
		dirty();
		return 0;
	}
	return -EINVAL;
}

static ssize_t ledger_write(struct file *file, const char __user *buffer,
			    size_t length, loff_t *offset)
{
	char command[80];
	int error;

	if (length >= sizeof(command))
		return -EINVAL;
	if (copy_from_user(command, buffer, length))
		return -EFAULT;
	command[length] = '\0';
	error = obey(strim(command));
	return error ? error : length;
}

/* ---- whether it still hears everything ---- */

static bool hears(unsigned int number)
{
	const struct tracepoint *tracepoint = tracepoints[number];
	const struct tracepoint_func *one;
	bool found = false;

	rcu_read_lock_sched();
	one = rcu_dereference_sched(tracepoint->funcs);
	for (; one && one->func; one++)
		if (one->func == wanted_tracepoints[number].probe)
			found = true;
	rcu_read_unlock_sched();
	return found && static_key_enabled(&tracepoint->key);
}

static bool works(const struct kprobe *probe)
{
	return !probe->addr ||
	       !(probe->flags & (KPROBE_FLAG_DISABLED | KPROBE_FLAG_GONE));
}

static bool is_intact(void)
{
	bool intact = true;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tracepoints); i++)
		intact &= hears(i);
	for (i = 0; i < ARRAY_SIZE(free_probes); i++)
		intact &= works(&free_probes[i]);
	for (i = 0; i < ARRAY_SIZE(fail_probes); i++)
		intact &= works(&fail_probes[i]);
	for (i = 0; i < ARRAY_SIZE(return_probes); i++)
		intact &= works(&return_probes[i].kp);
	return intact;
}

static int ledger_show(struct seq_file *out, void *unused)
{
	bool intact = is_intact();
	unsigned long flags;
	unsigned int i;

	rcu_barrier();
	/* The sums and the sites are of one moment: the reader compares them. */
	raw_spin_lock_irqsave(&lock, flags);
	seq_printf(out, "live %lu %lu\n", objects, bytes);
	seq_printf(out, "asked %lu %lu\n", asked, failed);
	seq_printf(out, "lost %lu\n", lost);
	seq_printf(out, "intact %d\n", intact);
	for (i = 0; i < sites_used; i++)
		if (sites[i].objects) {
			seq_printf(out, "site %lu %lu %s ", sites[i].objects,
				   sites[i].bytes,
				   sites[i].direct ? "itself" : "kernel");
			seq_escape(out, sites[i].name, "\n\r\\");
			seq_putc(out, '\n');
		}
	raw_spin_unlock_irqrestore(&lock, flags);
	return 0;
}

static int ledger_open(struct inode *inode, struct file *file)
{
	return single_open(file, ledger_show, NULL);
}

static const struct proc_ops ledger_operations = {
	.proc_open = ledger_open,
	.proc_read = seq_read,
	.proc_write = ledger_write,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};

static void remove_all(void)
{
	take_major(0);
	unregister_module_notifier(&modules);
	probes_remove(fail_probes, ARRAY_SIZE(fail_probes));
	return_probes_remove();
	probes_remove(free_probes, ARRAY_SIZE(free_probes));
	tracepoints_remove();
	vfree(entries);
	vfree(sites);
}

static int add_all(void)
{
	int error = tracepoints_add();

	if (!error)
		error = probes_add(free_probes, ARRAY_SIZE(free_probes));
	if (!error)
		error = return_probes_add();
	if (!error)
		error = probes_add(fail_probes, ARRAY_SIZE(fail_probes));
	if (!error)
		error = register_module_notifier(&modules);
	if (!error && !proc_create("ledger", 0600, NULL, &ledger_operations))
		error = -ENOMEM;
	return error;
}

static int __init ledger_init(void)
{
	int error = -ENOMEM;

	entries = vzalloc(array_size(ENTRIES, sizeof(*entries)));
	sites = vzalloc(array_size(SITES, sizeof(*sites)));
	if (entries && sites) {
		start_over();
		error = add_all();
	}
	if (error)
		remove_all();
	return error;
}

static void __exit ledger_exit(void)
{
	remove_proc_subtree("ledger", NULL);
	remove_proc_subtree(file_name, NULL);
	remove_proc_subtree(failures_name, NULL);
	remove_all();
}

module_init(ledger_init);
module_exit(ledger_exit);

MODULE_AUTHOR("The Message Slot Lab");
MODULE_DESCRIPTION("Counts what another module allocates, and lets it fail");
MODULE_LICENSE("GPL");
