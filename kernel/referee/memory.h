/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The module's memory: real blocks of the kernel's allocator, longer than asked
 * for, with a byte of shadow for each byte. What is freed is kept until the
 * module ends, so that a late access is seen and does no harm.
 */

#define BLOCKS 8192
#define NODES 16384
#define PAGES 1024
#define SHADOW (4u << 20)
#define GAP 256 /* bytes behind each block that nobody may touch */
#define LARGEST (1u << 20)
#define POISON 0xa7 /* what bytes are that nobody has set; no letter */

static struct block {
	unsigned long start;
	unsigned int size, shadow, allocated, freed;
	u8 freed_by;
	bool live, virtual;
} * blocks;

static struct node { /* a block that lies in a page, at least in part */
	unsigned short block, next;
} * nodes;

static unsigned short pages[PAGES]; /* lists of nodes, 0: none */
static unsigned int block_count, node_count, shadow_used;
static u8 *is_set;

static unsigned int page_hash(unsigned long page)
{
	return (page * 0x9e3779b97f4a7c15ul) >> 54;
}

/* The newest block in whose bounds, or gap, a byte lies. */
static struct block *block_of(unsigned long address)
{
	unsigned int i;

	for (i = pages[page_hash(address >> PAGE_SHIFT)]; i;
	     i = nodes[i].next) {
		struct block *block = &blocks[nodes[i].block];

		if (address - block->start < block->size + GAP)
			return block;
	}
	return NULL;
}

static struct block *block_at(unsigned long start)
{
	struct block *block = block_of(start);

	return block && block->start == start ? block : NULL;
}

static void enlist(struct block *block)
{
	unsigned long page = block->start >> PAGE_SHIFT;
	unsigned long last = (block->start + block->size + GAP - 1) >>
			     PAGE_SHIFT;

	for (; page <= last && node_count < NODES; page++) {
		unsigned short *list = &pages[page_hash(page)];

		nodes[node_count].block = block - blocks;
		nodes[node_count].next = *list;
		*list = node_count++;
	}
}

static void forget_blocks(void)
{
	unsigned int i;

	for (i = 0; i < block_count; i++)
		if (!blocks[i].live && blocks[i].start) {
			if (blocks[i].virtual)
				vfree((void *)blocks[i].start);
			else
				kfree((void *)blocks[i].start);
		}
	memset(pages, 0, sizeof(pages));
	block_count = 0;
	node_count = 1;
	shadow_used = 0;
}

static void set_bytes(unsigned long start, size_t size, bool to)
{
	struct block *block = block_of(start);
	size_t offset;

	if (!block || !block->live)
		return;
	offset = start - block->start;
	if (offset < block->size)
		memset(is_set + block->shadow + offset, to,
		       min_t(size_t, size, block->size - offset));
}

static void check_address(unsigned long address, enum ref_kind kind,
			  unsigned int place)
{
	struct ref_fault *bad;

	if (address < PAGE_SIZE) {
		bad = fault(REF_F_NULL, place, REF_NOWHERE);
		bad->offset = address;
		bad->what = kind;
		crash();
	} else if ((long)address >> 47 != 0 && (long)address >> 47 != -1) {
		bad = fault(REF_F_WILD, place, REF_NOWHERE);
		bad->offset = address;
		bad->what = kind;
		bad->size = address >> 56 == POISON;
		crash();
	} else if (address < TASK_SIZE_MAX) {
		bad = fault(REF_F_USER, place, REF_NOWHERE);
		bad->what = kind;
		crash();
	}
}

static void describe(struct ref_fault *bad, const struct block *block,
		     unsigned int size, enum ref_kind kind)
{
	bad->origin = block->allocated;
	bad->length = block->size;
	bad->size = size;
	bad->what = kind;
}

static bool is_unset(const struct block *block, size_t offset)
{
	return !is_set[block->shadow + offset] &&
	       *(u8 *)(block->start + offset) == POISON;
}

static bool any_is_set(unsigned long address, size_t size)
{
	struct block *block = block_of(address);
	size_t i, offset;

	if (!block || !block->live)
		return false;
	offset = address - block->start;
	for (i = 0; i < size && offset + i < block->size; i++)
		if (!is_unset(block, offset + i))
			return true;
	return false;
}

/* A copy takes bytes that nobody has set along; only a use of them is a fault. */
static bool check_access(unsigned long address, size_t size, enum ref_kind kind,
			 bool is_copy, unsigned int place)
{
	bool writes = kind == REF_WRITE || kind == REF_MARKED_WRITE ||
		      kind == REF_ATOMIC;
	struct block *block;
	struct ref_fault *bad;
	size_t i, offset;

	if (!size)
		return true;
	check_address(address, kind, place);
	block = block_of(address);
	if (!block)
		return true;
	offset = address - block->start;
	if (!block->live) {
		bad = fault(REF_F_FREED, place, block->freed);
		describe(bad, block, size, kind);
		bad->offset = offset;
		bad->by = block->freed_by;
		return false;
	}
	if (offset + size > block->size) {
		bad = fault(REF_F_OVERRUN, place, block->allocated);
		describe(bad, block, size, kind);
		bad->offset = max_t(size_t, offset, block->size);
		return false;
	}
	for (i = 0; !writes && !is_copy && i < size; i++)
		if (is_unset(block, offset + i)) {
			bad = fault(REF_F_UNSET, place, block->allocated);
			describe(bad, block, size, kind);
			bad->offset = offset + i;
			break;
		}
	if (writes)
		memset(is_set + block->shadow + offset, 1, size);
	return true;
}

static void in_atomic_context(unsigned int place);

static void *allocated(void *start, size_t size, gfp_t flags, bool virtual,
		       unsigned int place)
{
	struct block *block, *old;
	int me = self();

	if (!start)
		return NULL;
	old = block_at((unsigned long)start);
	if (old)
		old->start =
			0; /* the kernel freed it itself, and has it again */
	if (block_count == BLOCKS || shadow_used + size > SHADOW)
		return start;
	block = &blocks[block_count++];
	*block = (struct block){
		.start = (unsigned long)start,
		.size = size,
		.shadow = shadow_used,
		.allocated = place,
		.live = true,
		.virtual = virtual,
	};
	shadow_used += size;
	memset(is_set + block->shadow, !!(flags & __GFP_ZERO), size);
	if (!(flags & __GFP_ZERO))
		memset(start, POISON, size);
	enlist(block);
	if (me >= 0) {
		struct ref_event *event =
			note(me, REF_ALLOC, place, block->start, size);

		event->block = block - blocks + 1;
	}
	return start;
}

static void *get(size_t size, gfp_t flags, bool virtual, unsigned long from)
{
	unsigned int place = place_of(from);
	int me = self();

	if (flags & __GFP_DIRECT_RECLAIM)
		in_atomic_context(place);
	if (me >= 0)
		point(me, REF_ALLOC, place);
	if (!size && !virtual)
		return ZERO_SIZE_PTR;
	if (size > LARGEST)
		return virtual ? __vmalloc(size, flags) : kvmalloc(size, flags);
	return allocated(virtual ? __vmalloc(size + GAP, flags) :
				   kmalloc(size + GAP, flags),
			 size, flags, virtual, place);
}

static void put(const void *start, unsigned long from)
{
	unsigned int place = place_of(from);
	struct block *block;
	struct ref_fault *bad;
	int me = self();

	if (ZERO_OR_NULL_PTR(start))
		return;
	if (me >= 0)
		point(me, REF_FREE, place);
	block = block_of((unsigned long)start);
	if (!block && (virt_addr_valid(start) || is_vmalloc_addr(start))) {
		if ((unsigned long)start - code >= code_size)
			kvfree(start); /* the kernel made it on the module's behalf */
		return;
	}
	if (!block || block->start != (unsigned long)start) {
		bad = fault(REF_F_FOREIGN_FREE, place,
			    block ? block->allocated : REF_NOWHERE);
		bad->size = block != NULL;
		if (block)
			describe(bad, block, 1, REF_FREE);
		return;
	}
	if (!block->live) {
		bad = fault(REF_F_FREED_TWICE, place, block->freed);
		describe(bad, block, block->size, REF_FREE);
		bad->by = block->freed_by;
		return;
	}
	if (me >= 0)
		note(me, REF_FREE, place, block->start, block->size)->block =
			block - blocks + 1;
	block->live = false;
	block->freed = place;
	block->freed_by = me < 0 ? REF_NOBODY : me;
}

static void note_leaks(void)
{
	unsigned int i;

	for (i = 0; i < block_count; i++)
		if (blocks[i].live && blocks[i].start) {
			struct ref_fault *bad = fault(
				REF_F_LEAK, blocks[i].allocated, REF_NOWHERE);

			describe(bad, &blocks[i], blocks[i].size, REF_ALLOC);
		}
}
