/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* One line cut into terms. */
#include "work/where.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/span.h"

#define AT(field) offsetof(struct ra_where, terms.field)

static const struct {
	const char *key;
	size_t offset;
} keys[] = {
	{ "cn", AT(cn) },
	{ "dn", AT(dn) },
	{ "domain", AT(domain) },
	{ "manager", AT(manager) },
	{ "state", AT(state) },
	{ "profile", AT(profile) },
	{ "kind", AT(kind) },
	{ "applied", AT(applied) },
	{ "issued", AT(issued) },
	{ "expires", AT(expires) },
	{ "serial", AT(serial) },
	{ "old-serial", AT(old_serial) },
	{ "issuer", offsetof(struct ra_where, issuer) },
};
#define NKEYS (sizeof(keys) / sizeof(keys[0]))

/* Without blanks at its ends, the last of them ended here. */
static char *
trim(char *s)
{
	size_t n;

	while (*s == ' ' || *s == '\t')
		s++;
	for (n = strlen(s); n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t');)
		s[--n] = '\0';
	return s;
}

static int
unknown(const char *key, struct ra_err *e)
{
	struct ra_near near = { 0 };
	size_t i;

	for (i = 0; i < NKEYS; i++)
		ra_near_offer(&near, key, keys[i].key);
	ra_fail(e, RA_EUSAGE, _("--where: nothing is called \"%.60s\""), key);
	if (near.word != NULL)
		ra_next(e, _("did you mean \"%s\"?"), near.word);
	return -1;
}

static int
take(struct ra_where *w, char *term, struct ra_err *e)
{
	char *value = strchr(term, '=');
	const char **to;
	size_t i;

	if (value == NULL)
		return ra_fail(e, RA_EUSAGE,
		    _("--where: found \"%.60s\", wanted KEY=VALUE"),
		    trim(term));
	*value++ = '\0';
	term = trim(term);
	for (i = 0; i < NKEYS && strcmp(keys[i].key, term) != 0; i++)
		;
	if (i == NKEYS)
		return unknown(term, e);
	to = (const char **)(void *)((char *)w + keys[i].offset);
	if (*to != NULL)
		return ra_fail(e, RA_EUSAGE,
		    _("--where: \"%s\" stands there twice"), term);
	*to = trim(value);
	return **to != '\0'
	    ? 0
	    : ra_fail(e, RA_EUSAGE, _("--where: nothing behind \"%s=\""), term);
}

int
ra_where_parse(struct ra_where *w, const char *text, struct ra_err *e)
{
	char *term, *end;
	int rc = 0;

	if (strlen(text) > RA_WHERE_MAX)
		return ra_fail(e, RA_EUSAGE, _("--where: more than %d bytes"),
		    RA_WHERE_MAX);
	w->text = ra_strdup(text);
	for (term = w->text; term != NULL && rc == 0; term = end) {
		end = strchr(term, '&');
		if (end != NULL)
			*end++ = '\0';
		rc = take(w, term, e);
	}
	return rc;
}

void
ra_where_clear(struct ra_where *w)
{
	free(w->text);
	*w = (struct ra_where){ 0 };
}
