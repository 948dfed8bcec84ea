/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Handlers, read token by token (ECMA-262 section 12, as far as needed). */
#include "lra/script.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/span.h"

#define ARGS_MAX 6
#define STEPS_MAX 100000

enum kind { T_END, T_WORD, T_STRING, T_NUMBER, T_MARK };

struct token {
	enum kind kind;
	struct ra_span s; /* of a string: without the quotes */
};

struct lex {
	struct token *t;
	size_t n;
};

/* A name that stands for a value: parameters and this.value. */
struct scope {
	struct ra_span name[ARGS_MAX];
	char value[ARGS_MAX][RA_SCRIPT_TEXT];
	bool known[ARGS_MAX];
	size_t n;
	const char *self;
};

struct reader {
	const struct lex *functions;
	struct ra_script *out;
	int depth;
	size_t steps; /* a page must not keep us busy */
};

static size_t
skip_comment(struct ra_span s)
{
	size_t n;

	if (ra_span_starts(s, RA_SPAN("//"))) {
		const char *p = memchr(s.p, '\n', s.n);

		return p == NULL ? s.n : (size_t)(p - s.p);
	}
	if (ra_span_starts(s, RA_SPAN("/*"))) {
		n = ra_span_find(s, RA_SPAN("*/"));
		return n == s.n ? n : n + 2;
	}
	if (ra_span_starts(s, RA_SPAN("<!--")))
		return 4;
	return 0;
}

static bool
word_byte(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' ||
	    (unsigned char)c >= 0x80;
}

static struct token
next_token(struct ra_span *s)
{
	struct token t = { T_MARK, { s->p, 1 } };
	size_t n = 0;
	char q = s->p[0];

	if (q == '\'' || q == '"') {
		for (n = 1; n < s->n && s->p[n] != q; n++)
			if (s->p[n] == '\\' && n + 1 < s->n)
				n++;
		t = (struct token){ T_STRING, { s->p + 1, n - 1 } };
		*s = ra_span_from(*s, n + 1);
		return t;
	}
	while (n < s->n && word_byte(s->p[n]))
		n++;
	if (n > 0)
		t = (struct token){ isdigit((unsigned char)q) ? T_NUMBER
							      : T_WORD,
			{ s->p, n } };
	*s = ra_span_from(*s, t.s.n);
	return t;
}

static void
lex(struct lex *l, struct ra_span s)
{
	size_t n;

	l->t = NULL;
	l->n = 0;
	while (s.n > 0 && l->n < RA_SCRIPT_TOKENS_MAX) {
		if (isspace((unsigned char)s.p[0])) {
			s = ra_span_from(s, 1);
			continue;
		}
		if ((n = skip_comment(s)) > 0) {
			s = ra_span_from(s, n);
			continue;
		}
		l->t = ra_grow(l->t, l->n, sizeof(*l->t));
		l->t[l->n++] = next_token(&s);
	}
}

static struct token
at(const struct lex *l, size_t i)
{
	return i < l->n ? l->t[i] : (struct token){ T_END, { "", 0 } };
}

static bool
mark(const struct lex *l, size_t i, char c)
{
	return at(l, i).kind == T_MARK && l->t[i].s.p[0] == c;
}

static bool
word(const struct lex *l, size_t i, const char *w)
{
	return at(l, i).kind == T_WORD && ra_span_eqs(l->t[i].s, w);
}

static void
copy(char *to, struct ra_span s)
{
	size_t have = strlen(to);

	snprintf(to + have, RA_SCRIPT_TEXT - have, "%.*s", RA_FMT(s));
}

/* The index past the bracket that closes the one at i. */
static size_t
past(const struct lex *l, size_t i)
{
	int deep = 0;

	for (; i < l->n; i++) {
		if (l->t[i].kind != T_MARK)
			continue;
		if (strchr("([{", l->t[i].s.p[0]) != NULL)
			deep++;
		else if (strchr(")]}", l->t[i].s.p[0]) != NULL && --deep == 0)
			return i + 1;
	}
	return l->n;
}

static const char *
variable(const struct scope *sc, struct ra_span name)
{
	size_t i;

	for (i = 0; i < sc->n; i++)
		if (ra_span_eq(sc->name[i], name))
			return sc->known[i] ? sc->value[i] : NULL;
	return NULL;
}

/*
 * The value of tokens from to end: texts, numbers, parameters, this.value,
 * joined by "+". false: not of that shape.
 */
static bool
value(const struct lex *l, size_t from, size_t end, const struct scope *sc,
    char out[RA_SCRIPT_TEXT])
{
	const char *v;
	size_t i;

	out[0] = '\0';
	for (i = from; i < end; i++) {
		if (mark(l, i, '+') && i > from)
			continue;
		if (at(l, i).kind == T_STRING || at(l, i).kind == T_NUMBER) {
			copy(out, l->t[i].s);
		} else if (word(l, i, "this")) {
			/* this.value, this.options[this.selectedIndex].value */
			if (sc->self == NULL || end < from + 3 ||
			    !word(l, end - 1, "value"))
				return false;
			copy(out, ra_span_str(sc->self));
			return true;
		} else if (at(l, i).kind == T_WORD &&
		    (v = variable(sc, l->t[i].s)) != NULL) {
			copy(out, ra_span_str(v));
		} else
			return false;
	}
	return end > from;
}

static size_t
statement_end(const struct lex *l, size_t i, size_t end)
{
	while (i < end && !mark(l, i, ';') && !mark(l, i, '}'))
		i++;
	return i;
}

/* The last name or text before the dot at i: "f.elements['x']" gives x. */
static struct ra_span
owner(const struct lex *l, size_t i)
{
	while (i > 0) {
		i--;
		if (l->t[i].kind == T_WORD || l->t[i].kind == T_STRING)
			return l->t[i].s;
		if (!mark(l, i, ']') && !mark(l, i, ')') && !mark(l, i, '0'))
			break;
	}
	return (struct ra_span){ "", 0 };
}

/* A form is named by name, not by what scripts call any of them. */
static void
name_form(struct ra_script *o, struct ra_span s)
{
	static const char *const any[] = { "form", "this", "f", "frm", "forms",
		"document", "theForm", NULL };
	size_t i;

	for (i = 0; any[i] != NULL; i++)
		if (ra_span_eqs(s, any[i]))
			return;
	o->form[0] = '\0';
	copy(o->form, s);
}

static void
assign(struct reader *r, const struct lex *l, size_t i, size_t end,
    const struct scope *sc)
{
	struct ra_script *o = r->out;
	char v[RA_SCRIPT_TEXT];
	struct ra_span what = at(l, i).s;

	if (!value(l, i + 2, statement_end(l, i + 2, end), sc, v)) {
		o->unknown += i >= 2 && mark(l, i - 1, '.');
		return;
	}
	if (ra_span_eqs(what, "location") || ra_span_eqs(what, "href"))
		snprintf(o->url, sizeof(o->url), "%s", v);
	else if (i >= 2 && mark(l, i - 1, '.') && ra_span_eqs(what, "action")) {
		snprintf(o->action, sizeof(o->action), "%s", v);
		name_form(o, owner(l, i - 1));
	} else if (i < 2 || !mark(l, i - 1, '.') ||
	    !ra_span_eqs(what, "value")) {
		return;
	} else if (o->nsets == RA_SCRIPT_SETS_MAX) {
		o->unknown++;
	} else {
		o->set[o->nsets].control[0] = '\0';
		copy(o->set[o->nsets].control, owner(l, i - 1));
		memcpy(o->set[o->nsets].value, v, sizeof(v));
		o->nsets++;
	}
}

static void run(struct reader *r, const struct lex *l, size_t from, size_t end,
    const struct scope *sc);

/* The index of the name in "function name(", or functions->n. */
static size_t
defined(const struct lex *f, struct ra_span name)
{
	size_t i;

	for (i = 0; i + 2 < f->n; i++)
		if (word(f, i, "function") && f->t[i + 1].kind == T_WORD &&
		    ra_span_eq(f->t[i + 1].s, name) && mark(f, i + 2, '('))
			return i + 1;
	return f->n;
}

/* Arguments between the brackets, in order. */
static void
arguments(
    const struct lex *l, size_t open, const struct scope *sc, struct scope *out)
{
	size_t end = past(l, open) - 1, i = open + 1, from;

	while (i < end && out->n < ARGS_MAX) {
		from = i;
		while (i < end && !mark(l, i, ','))
			i = strchr("([{", l->t[i].s.p[0]) != NULL &&
				l->t[i].kind == T_MARK
			    ? past(l, i)
			    : i + 1;
		out->known[out->n] = value(l, from, i, sc, out->value[out->n]);
		out->n++;
		i++;
	}
}

static void
unknown_call(struct reader *r, const struct lex *l, size_t open)
{
	struct ra_script *o = r->out;
	size_t end = past(l, open), i;

	o->unknown++;
	for (i = open; i < end; i++)
		if (l->t[i].kind == T_STRING &&
		    o->nliterals < RA_SCRIPT_LITERALS_MAX) {
			o->literal[o->nliterals][0] = '\0';
			copy(o->literal[o->nliterals++], l->t[i].s);
		}
}

static void
call(struct reader *r, const struct lex *l, size_t i, const struct scope *sc)
{
	const struct lex *f = r->functions;
	struct scope *in;
	size_t def, k, p = 0;

	if (r->depth >= RA_SCRIPT_DEPTH_MAX) {
		r->out->unknown++;
		return;
	}
	def = defined(f, l->t[i].s);
	if (def == f->n) {
		unknown_call(r, l, i + 1);
		return;
	}
	in = ra_calloc(1, sizeof(*in));
	in->self = sc->self;
	arguments(l, i + 1, sc, in);
	for (k = def + 2; k < f->n && !mark(f, k, ')'); k++)
		if (f->t[k].kind == T_WORD && p < ARGS_MAX)
			in->name[p++] = f->t[k].s;
	in->n = p < in->n ? p : in->n;
	r->depth++;
	if (mark(f, k + 1, '{'))
		run(r, f, k + 2, past(f, k + 1), in);
	r->depth--;
	free(in);
}

/* "name(" at i, alone or after a dot. */
static void
invoke(struct reader *r, const struct lex *l, size_t i, const struct scope *sc)
{
	struct ra_span name = at(l, i).s;
	bool method = i > 0 && mark(l, i - 1, '.');
	struct scope *args;

	if (method && ra_span_eqs(name, "submit")) {
		r->out->submit = true;
		name_form(r->out, owner(l, i - 1));
	} else if ((method &&
		       (ra_span_eqs(name, "replace") ||
			   ra_span_eqs(name, "assign"))) ||
	    ra_span_eqs(name, "open")) {
		args = ra_calloc(1, sizeof(*args));
		arguments(l, i + 1, sc, args);
		if (args->n > 0 && args->known[0])
			memcpy(r->out->url, args->value[0], RA_SCRIPT_TEXT);
		free(args);
	} else if (!method && !ra_span_eqs(name, "confirm") &&
	    !ra_span_eqs(name, "alert") && !ra_span_eqs(name, "if") &&
	    !ra_span_eqs(name, "void"))
		call(r, l, i, sc);
}

static void
run(struct reader *r, const struct lex *l, size_t from, size_t end,
    const struct scope *sc)
{
	size_t i;

	for (i = from; i < end && r->steps < STEPS_MAX; i++, r->steps++) {
		if (at(l, i).kind != T_WORD)
			continue;
		if (mark(l, i + 1, '=') && !mark(l, i + 2, '='))
			assign(r, l, i, end, sc);
		else if (mark(l, i + 1, '('))
			invoke(r, l, i, sc);
	}
}

void
ra_script_read(const char *handler, const char *functions, const char *self,
    struct ra_script *out)
{
	struct scope *sc = ra_calloc(1, sizeof(*sc));
	struct lex l, f;
	struct reader r = { &f, out, 0, 0 };

	memset(out, 0, sizeof(*out));
	if (strncasecmp(handler, "javascript:", 11) == 0)
		handler += 11;
	sc->self = self;
	lex(&l, ra_span_str(handler));
	lex(&f, ra_span_str(functions));
	run(&r, &l, 0, l.n, sc);
	free(l.t);
	free(f.t);
	free(sc);
}
