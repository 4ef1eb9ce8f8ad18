/* SPDX-License-Identifier: GPL-2.0 */
/* The functions of the kernel that allocate and free, by all names that they have. */

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
