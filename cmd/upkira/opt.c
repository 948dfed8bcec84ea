/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Options: a table is matched against the words of the command line. */
#include "opt.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/span.h"

struct hit {
	const struct opt *o;
	void *values;
};

static int
bad_choice(const struct opt *o, const char *value, struct ra_err *e)
{
	struct ra_near near = { 0 };
	char list[256] = "";
	size_t i, n = 0, len;

	for (i = 0; o->words[i] != NULL; i++) {
		ra_near_offer(&near, value, o->words[i]);
		len = strlen(o->words[i]);
		if (n + len + 2 >= sizeof(list))
			break;
		if (n > 0)
			list[n++] = ' ';
		memcpy(list + n, o->words[i], len + 1);
		n += len;
	}
	ra_fail(e, RA_EUSAGE, _("--%s: found \"%.60s\", wanted one of: %s"),
	    o->name, value, list);
	if (near.word != NULL)
		ra_next(e, _("did you mean \"%s\"?"), near.word);
	return -1;
}

static int
set_choice(int *to, const struct opt *o, const char *value, struct ra_err *e)
{
	int i;

	for (i = 0; o->words[i] != NULL; i++) {
		if (strcmp(o->words[i], value) == 0) {
			*to = i;
			return 0;
		}
	}
	return bad_choice(o, value, e);
}

static int
set(const struct hit *h, const char *value, struct ra_err *e)
{
	void *to = (char *)h->values + h->o->offset;

	switch (h->o->kind) {
	case OPT_FLAG:
		*(bool *)to = true;
		return 0;
	case OPT_COUNT:
		++*(int *)to;
		return 0;
	case OPT_TEXT:
		*(const char **)to = value;
		return 0;
	case OPT_CHOICE:
		return set_choice(to, h->o, value, e);
	case OPT_NUMBER:
		break;
	}
	if (ra_span_number(ra_span_str(value), h->o->lo, h->o->hi, to) == -1)
		return ra_fail(e, RA_EUSAGE,
		    _("--%s: found \"%.60s\", wanted a number from %ld to %ld"),
		    h->o->name, value, h->o->lo, h->o->hi);
	return 0;
}

static bool
find_long(const struct optsets *sets, struct ra_span name, struct hit *h)
{
	const struct opt *o;
	size_t i;

	for (i = 0; i < sets->n; i++) {
		for (o = sets->set[i].table; o->name != NULL; o++) {
			if (!ra_span_eqs(name, o->name))
				continue;
			h->o = o;
			h->values = sets->set[i].values;
			return true;
		}
	}
	return false;
}

static bool
find_letter(const struct optsets *sets, char letter, struct hit *h)
{
	const struct opt *o;
	size_t i;

	for (i = 0; i < sets->n; i++) {
		for (o = sets->set[i].table; o->name != NULL; o++) {
			if (o->letter == '\0' || o->letter != letter)
				continue;
			h->o = o;
			h->values = sets->set[i].values;
			return true;
		}
	}
	return false;
}

static int
unknown(const struct optsets *sets, const char *name, struct ra_err *e)
{
	struct ra_near near = { 0 };
	const struct opt *o;
	size_t i;

	for (i = 0; i < sets->n; i++)
		for (o = sets->set[i].table; o->name != NULL; o++)
			ra_near_offer(&near, name, o->name);
	ra_fail(e, RA_EUSAGE, _("unknown option \"--%.60s\""), name);
	if (near.word != NULL)
		ra_next(e, _("did you mean \"--%s\"?"), near.word);
	return -1;
}

static int
parse_long(const struct optsets *sets, char **argv, int *at, struct ra_err *e)
{
	struct ra_span rest = ra_span_str(argv[*at] + 2), name;
	const char *equals = strchr(argv[*at], '='), *value = NULL;
	struct hit h;
	char word[64];

	name = ra_span_cut(&rest, '=');
	if (!find_long(sets, name, &h)) {
		name.n = name.n < sizeof(word) ? name.n : sizeof(word) - 1;
		memcpy(word, name.p, name.n);
		word[name.n] = '\0';
		return unknown(sets, word, e);
	}
	++*at;
	if (h.o->arg == NULL && equals != NULL)
		return ra_fail(
		    e, RA_EUSAGE, _("--%s takes no argument"), h.o->name);
	if (h.o->arg != NULL) {
		value = equals != NULL ? equals + 1 : argv[*at];
		if (value == NULL)
			return ra_fail(e, RA_EUSAGE, _("--%s wants %s"),
			    h.o->name, h.o->arg);
		*at += equals == NULL;
	}
	return set(&h, value, e);
}

static int
bad_letter(char c, struct ra_err *e)
{
	if (c <= ' ' || c >= 0x7f)
		return ra_fail(e, RA_EUSAGE,
		    _("an option letter that is no printable ASCII"));
	return ra_fail(e, RA_EUSAGE, _("unknown option \"-%c\""), c);
}

/* A word of letters: -nvv, -tserver, -t server. */
static int
parse_letters(
    const struct optsets *sets, char **argv, int *at, struct ra_err *e)
{
	const char *p = argv[*at] + 1;
	struct hit h;

	++*at;
	for (; *p != '\0'; p++) {
		if (!find_letter(sets, *p, &h))
			return bad_letter(*p, e);
		if (h.o->arg == NULL) {
			if (set(&h, NULL, e) == -1)
				return -1;
			continue;
		}
		if (p[1] != '\0')
			return set(&h, p + 1, e);
		if (argv[*at] == NULL)
			return ra_fail(
			    e, RA_EUSAGE, _("-%c wants %s"), *p, h.o->arg);
		return set(&h, argv[(*at)++], e);
	}
	return 0;
}

static int
operand(struct operands *rest, const char *word, struct ra_err *e)
{
	if (rest->n == OPT_OPERANDS_MAX)
		return ra_fail(
		    e, RA_EUSAGE, _("more than %d operands"), OPT_OPERANDS_MAX);
	rest->v = ra_grow(rest->v, rest->n, sizeof(*rest->v));
	rest->v[rest->n++] = word;
	return 0;
}

int
opt_parse(const struct optsets *sets, char **argv, int *at,
    struct operands *rest, struct ra_err *e)
{
	bool options = true;
	int rc = 0;

	while (rc == 0 && argv[*at] != NULL) {
		const char *w = argv[*at];

		if (options && strcmp(w, "--") == 0) {
			options = false;
			++*at;
		} else if (options && w[0] == '-' && w[1] == '-') {
			rc = parse_long(sets, argv, at, e);
		} else if (options && w[0] == '-' && w[1] != '\0') {
			rc = parse_letters(sets, argv, at, e);
		} else if (rest == NULL) {
			break;
		} else {
			rc = operand(rest, w, e);
			++*at;
		}
	}
	return rc;
}

int
opt_environment(const struct optset *from, struct ra_err *e)
{
	const struct opt *o;
	struct hit h = { NULL, from->values };
	struct ra_err why = { 0 };
	const char *value;

	for (o = from->table; o->name != NULL; o++) {
		if (o->env == NULL || (value = getenv(o->env)) == NULL ||
		    value[0] == '\0')
			continue;
		h.o = o;
		if (set(&h, value, &why) == -1)
			return ra_fail(e, RA_EUSAGE, "%s: %s", o->env, why.msg);
	}
	return 0;
}
