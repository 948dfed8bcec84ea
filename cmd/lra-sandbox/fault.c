/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Misbehaviour on demand: its table, its spec, and when it hits. */
#include "fault.h"

#include <string.h>

#include "base/near.h"

static const struct sb_fault_kind table[] = {
	{ "drop-connect", SB_FAULT_DROP_CONNECT, SB_AT_CONNECT, 0,
	    "close each connection as it comes, before TLS (no selector by "
	    "path)" },
	{ "drop-before-read", SB_FAULT_DROP_BEFORE_READ, SB_AT_HEAD, 0,
	    "close the connection after the head, before the body is read" },
	{ "error-500", SB_FAULT_ERROR_500, SB_AT_ROUTE, 0,
	    "answer 500 and a page, do nothing" },
	{ "error-503", SB_FAULT_ERROR_503, SB_AT_ROUTE, 0,
	    "answer 503 and the maintenance page, do nothing" },
	{ "maintenance", SB_FAULT_MAINTENANCE, SB_AT_ROUTE, 0,
	    "answer 200 and the maintenance page, do nothing" },
	{ "expired-session", SB_FAULT_EXPIRED_SESSION, SB_AT_SESSION, 0,
	    "forget the session of the request first" },
	{ "redirect", SB_FAULT_REDIRECT, SB_AT_ROUTE, 0,
	    "answer 302 to the same path on another host" },
	{ "form-no-file", SB_FAULT_FORM_NO_FILE, SB_AT_FORM, 0,
	    "show an upload form without its file control" },
	{ "form-renamed", SB_FAULT_FORM_RENAMED, SB_AT_FORM, 0,
	    "show an upload form with its operation control renamed" },
	{ "drop-after-accept", SB_FAULT_DROP_AFTER_ACCEPT, SB_AT_UPLOADED, 0,
	    "process the whole upload, then close without an answer" },
	{ "no-marker", SB_FAULT_NO_MARKER, SB_AT_RESULT, 0,
	    "leave heading and sentence out of the result page" },
	{ "fewer-rows", SB_FAULT_FEWER_ROWS, SB_AT_RESULT, 0,
	    "leave the last row out of the result page" },
	{ "html-list", SB_FAULT_HTML_LIST, SB_AT_LIST, 0,
	    "answer 200 and a page in place of a list" },
	{ "cut-list", SB_FAULT_CUT_LIST, SB_AT_LIST, 0,
	    "end a list cleanly, in the middle of its last row" },
	{ "bad-bytes", SB_FAULT_BAD_BYTES, SB_AT_PAGE, 0,
	    "put bytes that are no EUC-JP into the page" },
	{ "extension-bytes", SB_FAULT_EXTENSION_BYTES, SB_AT_PAGE, 0,
	    "put characters of NEC row 13 into the page" },
	{ "slow-answer", SB_FAULT_SLOW_ANSWER, SB_AT_SEND, 10000,
	    "do all, then wait before the answer (seconds=10)" },
	{ "slow-drip", SB_FAULT_SLOW_DRIP, SB_AT_SEND, 100,
	    "send the body byte by byte, this far apart (ms=100)" },
	{ "drop-in-answer", SB_FAULT_DROP_IN_ANSWER, SB_AT_SEND, 0,
	    "send half of the body or 1000 bytes of a list, then close" },
	{ "truncate", SB_FAULT_TRUNCATE, SB_AT_SEND, 0,
	    "send less than Content-Length says, then close" },
	{ "endless", SB_FAULT_ENDLESS, SB_AT_SEND, 1,
	    "send the body and go on for ever, a block each time (ms=1)" },
	{ NULL, SB_FAULT_NONE, SB_STAGE_COUNT, 0, NULL },
};

const struct sb_fault_kind *
sb_fault_table(void)
{
	return table;
}

struct place {
	const char *name;
	size_t line;
	struct ra_err *e;
};

/* A mistyped fault that did nothing would make a test prove nothing. */
static int
unknown_fault(const struct place *at, struct ra_span word)
{
	const struct sb_fault_kind *k;
	struct ra_near near = { 0 };
	char text[RA_NEAR_MAX + 1] = "";

	if (word.n <= RA_NEAR_MAX)
		memcpy(text, word.p, word.n);
	for (k = table; k->name != NULL; k++)
		ra_near_offer(&near, text, k->name);
	ra_fail(at->e, RA_EUSAGE, "%s:%zu: no fault is called \"%.*s\"",
	    at->name, at->line, (int)(word.n > 64 ? 64 : word.n), word.p);
	if (near.word != NULL)
		ra_next(at->e, "did you mean %s?", near.word);
	else
		ra_next(at->e, "lra-sandbox --help lists the faults");
	return -1;
}

/* One of the selectors that are numbers; -1 when it is none in range. */
static int
set_number(struct sb_fault *f, struct ra_span key, struct ra_span value)
{
	long *slot, scale = 1, max = SB_FAULT_NUMBER_MAX;

	/* seconds= and ms= are one wait in two units; the later one counts. */
	if (ra_span_eqs(key, "skip")) {
		slot = &f->skip;
	} else if (ra_span_eqs(key, "count")) {
		slot = &f->count;
	} else {
		slot = &f->ms;
		scale = ra_span_eqs(key, "seconds") ? 1000 : 1;
		max = SB_FAULT_MS_MAX / scale;
	}
	if (ra_span_number(value, 0, max, slot) == -1)
		return -1;
	*slot *= scale;
	return 0;
}

static int
set_iface(struct sb_fault *f, struct ra_span value, const struct place *at)
{
	const struct ra_iface *all = ra_iface_table();
	struct ra_near near = { 0 };
	char text[RA_NEAR_MAX + 1] = "";
	size_t i;

	if ((f->iface = ra_iface_find(value)) != NULL)
		return 0;
	if (value.n <= RA_NEAR_MAX)
		memcpy(text, value.p, value.n);
	for (i = 0; i < RA_IF_COUNT; i++)
		ra_near_offer(&near, text, all[i].name);
	ra_fail(at->e, RA_EUSAGE, "%s:%zu: no interface is called \"%.*s\"",
	    at->name, at->line, (int)(value.n > 64 ? 64 : value.n), value.p);
	if (near.word != NULL)
		ra_next(at->e, "did you mean iface=%s?", near.word);
	return -1;
}

static int
set_path(struct sb_fault *f, struct ra_span value, const struct place *at)
{
	if (value.n == 0 || value.n >= sizeof(f->path))
		return ra_fail(at->e, RA_EUSAGE,
		    "%s:%zu: path of %zu bytes, wanted 1 to %zu", at->name,
		    at->line, value.n, sizeof(f->path) - 1);
	memcpy(f->path, value.p, value.n);
	return 0;
}

static int
set_option(struct sb_fault *f, struct ra_span word, const struct place *at)
{
	static const char *const keys[] = { "path", "iface", "skip", "count",
		"seconds", "ms" };
	struct ra_span value = word, key = ra_span_cut(&value, '=');
	struct ra_near near = { 0 };
	char text[RA_NEAR_MAX + 1] = "";
	size_t i, n = sizeof(keys) / sizeof(*keys);

	for (i = 0; i < n && !ra_span_eqs(key, keys[i]); i++)
		;
	if (i < n && key.n == word.n)
		return ra_fail(at->e, RA_EUSAGE, "%s:%zu: %s without a value",
		    at->name, at->line, keys[i]);
	if (i == 0)
		return set_path(f, value, at);
	if (i == 1)
		return set_iface(f, value, at);
	if (i < n && set_number(f, key, value) == 0)
		return 0;
	if (i < n)
		return ra_fail(at->e, RA_EUSAGE,
		    "%s:%zu: %s is no number in its range", at->name, at->line,
		    keys[i]);
	if (key.n <= RA_NEAR_MAX)
		memcpy(text, key.p, key.n);
	for (i = 0; i < n; i++)
		ra_near_offer(&near, text, keys[i]);
	ra_fail(at->e, RA_EUSAGE, "%s:%zu: no selector is called \"%.*s\"",
	    at->name, at->line, (int)(key.n > 64 ? 64 : key.n), key.p);
	ra_next(
	    at->e, "did you mean %s=?", near.word != NULL ? near.word : "path");
	return -1;
}

/* The next word of a line; empty at the end and before a comment. */
static struct ra_span
next_word(struct ra_span *rest)
{
	struct ra_span word;
	size_t i = 0;

	while (i < rest->n && strchr(" \t\r,", rest->p[i]) != NULL)
		i++;
	*rest = ra_span_from(*rest, i);
	if (rest->n > 0 && rest->p[0] == '#')
		return ra_span_from(*rest, rest->n);
	for (i = 0; i < rest->n && strchr(" \t\r,", rest->p[i]) == NULL; i++)
		;
	word = (struct ra_span){ rest->p, i };
	*rest = ra_span_from(*rest, i);
	return word;
}

static int
parse_line(struct sb_faults *f, struct ra_span line, const struct place *at)
{
	const struct sb_fault_kind *k;
	struct sb_fault one = { .count = -1 };
	struct ra_span word = next_word(&line);

	if (word.n == 0)
		return 0;
	/*
	 * Names are whole: a prefix that fits today may be ambiguous tomorrow.
	 */
	for (k = table; k->name != NULL && !ra_span_eqs(word, k->name); k++)
		;
	if (k->name == NULL)
		return unknown_fault(at, word);
	if (f->n == SB_FAULTS_MAX)
		return ra_fail(at->e, RA_EUSAGE, "%s:%zu: more than %d faults",
		    at->name, at->line, SB_FAULTS_MAX);
	one.kind = k;
	one.ms = k->ms;
	while ((word = next_word(&line)).n > 0)
		if (set_option(&one, word, at) == -1)
			return -1;
	f->v[f->n++] = one;
	return 0;
}

int
sb_faults_parse(struct sb_faults *f, const char *name, struct ra_span text,
    struct ra_err *e)
{
	struct place at = { name, 0, e };
	struct ra_span line;

	if (text.n > SB_FAULT_TEXT_MAX)
		return ra_fail(e, RA_EUSAGE, "%s: %zu bytes, at most %d", name,
		    text.n, SB_FAULT_TEXT_MAX);
	while (text.n > 0) {
		line = ra_span_cut(&text, '\n');
		at.line++;
		if (parse_line(f, line, &at) == -1)
			return -1;
	}
	return 0;
}

/* Both selectors must hold; a request of no interface matches no iface=. */
static bool
meant(const struct sb_fault *f, const char *path, const struct ra_iface *iface)
{
	if (f->path[0] != '\0' && strstr(path, f->path) == NULL)
		return false;
	return f->iface == NULL || f->iface == iface;
}

const struct sb_fault *
sb_faults_take(struct sb_faults *f, enum sb_stage stage, const char *path,
    const struct ra_iface *iface)
{
	struct sb_fault *one;
	size_t i;

	for (i = 0; i < f->n; i++) {
		one = &f->v[i];
		if (one->kind->stage != stage || one->count == 0 ||
		    !meant(one, path, iface))
			continue;
		/*
		 * Passed by this fault, a request may still be hit by the next.
		 */
		if (one->skip > 0) {
			one->skip--;
			continue;
		}
		if (one->count > 0)
			one->count--;
		return one;
	}
	return NULL;
}
