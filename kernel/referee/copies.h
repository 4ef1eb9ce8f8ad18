/* SPDX-License-Identifier: GPL-2.0 */
/* What copies: in two halves, because others may run in between. */

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
