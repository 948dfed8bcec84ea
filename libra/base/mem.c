/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The one place where the library may end the program. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

#define GROW_FIRST 8 /* rows of an array that was empty */

/* What there is to say, and to end with. */
struct end {
	const char *msg;
	int status;
};

static const struct end nothing_sent = { "upkira: out of memory\n", 1 };
static const struct end maybe_sent = {
	"upkira: out of memory; what was sent stands in upkira journal\n", 8
};
static const struct end *now = &nothing_sent;

void
ra_mem_sending(void)
{
	now = &maybe_sent;
}

/* Every input has a ceiling: this is the machine's trouble, not its. */
static _Noreturn void
out_of_memory(void)
{
	/* write(2), because stdio may want memory itself. */
	if (write(STDERR_FILENO, now->msg, strlen(now->msg)) == -1)
		_exit(now->status);
	_exit(now->status);
}

void *
ra_calloc(size_t n, size_t size)
{
	void *p;

	/* Of nothing C may give NULL, which here means the end. */
	p = calloc(n == 0 ? 1 : n, size == 0 ? 1 : size);
	if (p == NULL)
		out_of_memory();
	return p;
}

void *
ra_realloc(void *p, size_t n, size_t size)
{
	if (n == 0 || size == 0)
		n = size = 1;
	/* realloc(3) has one size, so the product is ours to look after. */
	if (n > SIZE_MAX / size)
		out_of_memory();
	p = realloc(p, n * size);
	if (p == NULL)
		out_of_memory();
	return p;
}

/* The room follows from n alone: 8 rows, then the next power of two. */
void *
ra_grow(void *p, size_t n, size_t size)
{
	if (n == 0)
		return ra_realloc(p, GROW_FIRST, size);
	if (n < GROW_FIRST || (n & (n - 1)) != 0)
		return p;
	if (n > SIZE_MAX / 2)
		out_of_memory();
	return ra_realloc(p, n * 2, size);
}

char *
ra_strdup(const char *s)
{
	return ra_strndup(s, strlen(s));
}

char *
ra_strndup(const char *s, size_t n)
{
	size_t len;
	char *p;

	len = n == 0 ? 0 : strnlen(s, n);
	p = ra_calloc(len + 1, 1);
	if (len > 0)
		memcpy(p, s, len);
	return p;
}
