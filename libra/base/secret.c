/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Secrets: kept, masked and wiped. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/secret.h"

#define MASK_FROM 4 /* shorter ones would blot out ordinary text */
#define MASK "********"

/* What is alive, for masking; the program has one thread that logs. */
struct live {
	struct live *next;
	const char *p;
	size_t n;
};

static struct live *alive;

void
ra_wipe(void *p, size_t n)
{
	volatile unsigned char *v = p; /* a store that must be made */

	while (n-- > 0)
		*v++ = 0;
}

/* The bytes are borrowed: a second copy would be one more to wipe. */
static void
enlist(const char *p, size_t n)
{
	struct live *l;

	l = ra_calloc(1, sizeof(*l));
	*l = (struct live){ alive, p, n };
	alive = l;
}

/* By address, because two secrets may have the same bytes. */
static void
strike(const char *p)
{
	struct live **at, *l;

	for (at = &alive; *at != NULL; at = &(*at)->next) {
		if ((*at)->p != p)
			continue;
		l = *at;
		*at = l->next;
		free(l);
		return;
	}
}

void
ra_secret_set(struct ra_secret *s, struct ra_span bytes)
{
	static bool told;
	char *p;

	p = ra_calloc(bytes.n + 1, 1);
	/* Best effort: the limit on locked memory may be nothing at all. */
	if (mlock(p, bytes.n + 1) == -1 && !told) {
		told = true;
		ra_log(RA_LOG_INFO,
		    _("memory of secrets cannot be locked: it may be swapped "
		      "out"));
	}
	if (bytes.n > 0)
		memcpy(p, bytes.p, bytes.n);
	ra_secret_clear(s); /* only now: bytes may be those of s itself */
	s->p = p;
	s->n = bytes.n;
	enlist(s->p, s->n);
}

void
ra_secret_clear(struct ra_secret *s)
{
	if (s->p != NULL) {
		strike(s->p);
		ra_wipe(s->p, s->n + 1);
	}
	free(s->p);
	s->p = NULL;
	s->n = 0;
}

/* The longest live secret that begins here, or 0. */
static size_t
secret_at(struct ra_span in)
{
	const struct live *l;
	size_t n = 0;

	for (l = alive; l != NULL; l = l->next)
		if (l->n >= MASK_FROM && l->n > n &&
		    ra_span_starts(in, (struct ra_span){ l->p, l->n }))
			n = l->n;
	return n;
}

void
ra_secret_mask(struct ra_span in, struct ra_buf *out)
{
	size_t n;

	while (in.n > 0) {
		n = secret_at(in);
		if (n > 0) {
			ra_buf_add(out, RA_SPAN(MASK));
		} else {
			ra_buf_addc(out, in.p[0]);
			n = 1;
		}
		in = ra_span_from(in, n);
	}
}

/*
 * Neither a core file nor a debugger of the same user gets at the secrets, and
 * no file is anybody else's.
 */
void
ra_secret_harden(void)
{
	struct rlimit none = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)umask(077);
	/* A leak checker has to look at the process from outside. */
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}
