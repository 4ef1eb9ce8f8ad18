/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers by chance: the same ones in each life of a module, so that a schedule
 * that came out wrong can be made again.
 */

static u64 chance;

static void forget_chance(void)
{
	chance = 0;
}

/* splitmix64 */
static u64 next_number(void)
{
	u64 z = chance += 0x9e3779b97f4a7c15ull;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return z ^ (z >> 31);
}

u8 ref_get_random_u8(void)
{
	return next_number();
}

u16 ref_get_random_u16(void)
{
	return next_number();
}

u32 ref_get_random_u32(void)
{
	return next_number();
}

u64 ref_get_random_u64(void)
{
	return next_number();
}

u32 ref___get_random_u32_below(u32 ceil)
{
	return ceil ? next_number() % ceil : 0;
}

void ref_get_random_bytes(void *to, size_t size)
{
	size_t i;

	if (!access((unsigned long)to, size, REF_WRITE, false, HERE))
		return;
	for (i = 0; i < size; i++)
		((u8 *)to)[i] = next_number();
}
