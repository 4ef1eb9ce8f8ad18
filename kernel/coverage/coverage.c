// SPDX-License-Identifier: GPL-2.0
/*
 * coverage - lets the host count how often the lines of a module are reached.
 * It is linked into a module that the compiler has made count (gcc's
 * -fprofile-arcs), whose counters coverage.lds has gathered. For disposable
 * guests only.
 *
 * The host reads the counters out of the machine's memory, and wants those of
 * the module's exit, too. So their pages outlive the module, and the kernel's
 * log says where they are:
 *	lab-coverage: PAGE ...		physical addresses, in hexadecimal
 * before any of the module's own code runs: a kernel sets parameters first.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/page_ref.h>
#include <linux/pfn.h>
#include <linux/printk.h>
#include <linux/vmalloc.h>

#define LINE 16 /* pages of a line of the log; coverage.lds allows no more */
#define WORD 18 /* bytes for one of them */

extern char coverage_start[], coverage_end[];

static int keep_counters(const char *value, const struct kernel_param *param)
{
	char told[LINE * WORD + 1] = "";
	const char *at;
	int used = 0;

	for (at = coverage_start; at < coverage_end; at += PAGE_SIZE) {
		struct page *page = vmalloc_to_page(at);

		page_ref_inc(page);
		used += scnprintf(told + used, sizeof(told) - used, " %llx",
				  (u64)PFN_PHYS(page_to_pfn(page)));
	}
	pr_info("lab-coverage:%s\n", told);
	return 0;
}

static const struct kernel_param_ops lab_coverage_ops = { .set = keep_counters };
module_param_cb(lab_coverage, &lab_coverage_ops, NULL, 0);
/* By this the host knows a module that counts. */
__MODULE_PARM_TYPE(lab_coverage, "bool");

/* The compiler's constructor calls these, and no kernel calls that. */
void __gcov_init(void *info);
void __gcov_init(void *info)
{
}

void __gcov_exit(void);
void __gcov_exit(void)
{
}

void __gcov_merge_add(long long *counters, unsigned int count);
void __gcov_merge_add(long long *counters, unsigned int count)
{
}
