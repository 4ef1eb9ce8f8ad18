/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Put in front of a student's module in the referee's build (gcc -include).
 *
 * A pragma gives each kernel function that matters another symbol. That is no
 * macro: nothing that a student defines can collide with it, and the inline
 * functions of the kernel's headers are redirected as well. What is inline
 * assembly has the kernel's own hooks (those of KCSAN), or a macro below.
 */
#ifndef REFEREE_SHIM_H
#define REFEREE_SHIM_H

#define REF_PRAGMA(text) _Pragma(#text)
#define R(f) REF_PRAGMA(redefine_extname f ref_##f)

/* clang-format off */

/* The module's own beginning and end: the referee calls them, again and again. */
R(init_module) R(cleanup_module)

/* locks */
R(mutex_lock) R(mutex_lock_interruptible) R(mutex_lock_killable) R(mutex_trylock) R(mutex_unlock)
R(mutex_is_locked)
R(_raw_spin_lock) R(_raw_spin_lock_irqsave) R(_raw_spin_lock_irq) R(_raw_spin_lock_bh)
R(_raw_spin_trylock)
R(_raw_spin_unlock) R(_raw_spin_unlock_irqrestore) R(_raw_spin_unlock_irq) R(_raw_spin_unlock_bh)
R(_raw_read_lock) R(_raw_read_lock_irqsave) R(_raw_read_lock_irq) R(_raw_read_lock_bh)
R(_raw_read_unlock) R(_raw_read_unlock_irqrestore) R(_raw_read_unlock_irq) R(_raw_read_unlock_bh)
R(_raw_write_lock) R(_raw_write_lock_irqsave) R(_raw_write_lock_irq) R(_raw_write_lock_bh)
R(_raw_write_unlock) R(_raw_write_unlock_irqrestore) R(_raw_write_unlock_irq) R(_raw_write_unlock_bh)
R(down_read) R(down_read_interruptible) R(down_read_killable) R(down_read_trylock)
R(down_write) R(down_write_killable) R(down_write_trylock) R(up_read) R(up_write)
R(down) R(down_interruptible) R(down_killable) R(down_trylock) R(up)

/* RCU */
R(__rcu_read_lock) R(__rcu_read_unlock) R(call_rcu) R(kvfree_call_rcu) R(synchronize_rcu)
R(rcu_barrier)

/* memory, as Linux 6.1 and Linux 6.12 call it */
R(__kmalloc) R(kmalloc_trace) R(kmalloc_large) R(__kmalloc_node) R(kmalloc_node_trace)
R(krealloc) R(kvmalloc_node) R(vmalloc) R(vzalloc) R(kmemdup) R(kstrdup) R(kmem_cache_alloc)
R(__kmalloc_noprof) R(__kmalloc_cache_noprof) R(__kmalloc_large_noprof) R(__kmalloc_node_noprof)
R(__kmalloc_cache_node_noprof) R(krealloc_noprof) R(__kvmalloc_node_noprof) R(vmalloc_noprof)
R(vzalloc_noprof) R(kmemdup_noprof) R(kmem_cache_alloc_noprof)
R(kfree) R(kfree_sensitive) R(kvfree) R(vfree) R(kmem_cache_free)
R(memdup_user) R(memdup_user_nul)

/* copies */
R(_copy_from_user) R(_copy_to_user)
R(memcpy) R(memset) R(memmove) R(memcmp)
R(strlen) R(strcpy) R(strncpy) R(strscpy) R(sized_strscpy) R(strcmp) R(strncmp) R(sprintf) R(snprintf)

/* where others may run */
R(msleep) R(usleep_range_state) R(schedule_timeout) R(schedule_timeout_interruptible)
R(schedule_timeout_uninterruptible) R(schedule) R(yield) R(__const_udelay)

/* trees whose code is the kernel's: an access to the root */
R(xa_load) R(xa_store) R(xa_erase) R(xa_find) R(xa_find_after)
R(radix_tree_insert) R(radix_tree_lookup) R(radix_tree_delete)
R(radix_tree_preload) R(radix_tree_maybe_preload)
R(rb_insert_color) R(rb_erase)

/* by chance */
R(get_random_u8) R(get_random_u16) R(get_random_u32) R(get_random_u64) R(get_random_bytes)
R(__get_random_u32_below)

/* calls are seen to begin and to end; nodes in /dev are nobody's concern here */
R(__register_chrdev) R(cdev_init) R(cdev_add) R(misc_register) R(misc_deregister)
R(device_create) R(device_destroy) R(class_create) R(__class_create) R(class_destroy)

/* the hooks of KCSAN */
R(__kcsan_check_access) R(__kcsan_mb) R(__kcsan_wmb) R(__kcsan_rmb) R(__kcsan_release)
R(kcsan_nestable_atomic_begin) R(kcsan_nestable_atomic_end)
R(kcsan_flat_atomic_begin) R(kcsan_flat_atomic_end) R(kcsan_atomic_next)
R(kcsan_disable_current) R(kcsan_enable_current) R(kcsan_enable_current_nowarn)

/* clang-format on */

#define __NO_FORTIFY 1

#define CONFIG_KCSAN 1
#include <linux/kcsan-checks.h>
#undef CONFIG_KCSAN

/* The init is called again and again, and so stays; nothing becomes read-only. */
#include <linux/init.h>
#include <linux/cache.h>
#undef __init
#define __init
#undef __initdata
#define __initdata
#undef __initconst
#define __initconst
#undef __exit
#define __exit __used
#undef __ro_after_init
#define __ro_after_init

#include <linux/preempt.h>
						void ref_preempt_disable(void);
void ref_preempt_enable(void);
#undef preempt_disable
#undef preempt_enable
#define preempt_disable() ref_preempt_disable()
#define preempt_enable() ref_preempt_enable()

#include <linux/uaccess.h>
void ref_user(const volatile void *p, unsigned long n, int write);
#undef get_user
#undef put_user
#define get_user(x, ptr)                                          \
	({                                                        \
		ref_user((const void *)(ptr), sizeof(*(ptr)), 0); \
		do_get_user_call(get_user, x, ptr);               \
	})
#define put_user(x, ptr)                                          \
	({                                                        \
		__typeof__(*(ptr)) ref_value = (x);               \
		ref_user((const void *)(ptr), sizeof(*(ptr)), 1); \
		do_put_user_call(put_user, ref_value, ptr);       \
	})

/*
 * No function of the module's is left out. The kernel's own headers have said
 * by now which of theirs must be; the module's may not say it.
 */
#undef __no_kcsan
#define __no_kcsan
#undef __no_sanitize_thread
#define __no_sanitize_thread
#undef __no_sanitize_or_inline
#define __no_sanitize_or_inline
#undef noinstr
#define noinstr
#pragma GCC poison no_sanitize no_sanitize_thread __no_sanitize_thread__
#pragma GCC poison __no_sanitize__

#undef R
#undef REF_PRAGMA
#endif
