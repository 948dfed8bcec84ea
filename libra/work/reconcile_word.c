/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The officer's word on records, read and written down. */
#include <inttypes.h>
#include <limits.h>
#include <string.h>

#include "base/i18n.h"
#include "work/reconcile.h"

static int
malformed(struct ra_span word, struct ra_err *e)
{
	int n = word.n > 60 ? 60 : (int)word.n;

	ra_fail(e, RA_EUSAGE, _("--settle: \"%.*s\" is no word on a record"), n,
	    word.p != NULL ? word.p : "");
	ra_next(e, _("say 12.3=accepted or 12.3-12.9=absent"));
	return -1;
}

/* "12.3" */
static bool
place(struct ra_span s, long *batch, long *seq)
{
	struct ra_span b = ra_span_cut(&s, '.');

	return ra_span_number(b, 1, INT_MAX, batch) == 0 &&
	    ra_span_number(s, 1, INT_MAX, seq) == 0;
}

static int
parse_one(struct ra_span word, struct ra_word_on *w, struct ra_err *e)
{
	struct ra_span value = word, to, from;
	long batch, batch2;

	to = ra_span_cut(&value, '=');
	from = ra_span_cut(&to, '-');
	if (!place(from, &batch, &w->first))
		return malformed(word, e);
	batch2 = batch;
	w->last = w->first;
	if (to.n > 0 && !place(to, &batch2, &w->last))
		return malformed(word, e);
	w->batch = batch;
	w->accepted = ra_span_eqs(value, "accepted");
	if (batch != batch2 || w->last < w->first ||
	    (!w->accepted && !ra_span_eqs(value, "absent")))
		return malformed(word, e);
	return 0;
}

int
ra_words_parse(struct ra_span text, struct ra_word_on out[RA_WORDS_MAX],
    size_t *n, struct ra_err *e)
{
	struct ra_span rest = text, word;

	*n = 0;
	do {
		word = ra_span_cut(&rest, ',');
		if (*n == RA_WORDS_MAX)
			return ra_fail(e, RA_EUSAGE,
			    _("--settle: more than %d words"), RA_WORDS_MAX);
		if (parse_one(word, &out[*n], e) == -1)
			return -1;
		++*n;
	} while (rest.n > 0);
	return 0;
}

struct saying {
	struct ra_journal *j;
	const struct ra_word_on *w;
	const char *officer;
	long done;
};

static int
say_one(void *arg, const struct ra_journal_record *r, struct ra_err *e)
{
	struct saying *s = arg;
	const struct ra_journal_entry n = { .event = RA_EV_SETTLED,
		.batch = r->batch,
		.record = r->id,
		.state = s->w->accepted ? RA_FATE_ACCEPTED : RA_FATE_ABSENT,
		.by = "officer",
		.text = s->officer };

	if (r->seq < s->w->first || r->seq > s->w->last)
		return 0;
	/* What stands in the list was accepted, whatever is said of it. */
	if (!ra_fate_open(r->state) && strcmp(r->by, "officer") != 0 &&
	    (strcmp(r->by, "list") != 0 || r->state == RA_FATE_ACCEPTED))
		return ra_fail(e, RA_EUSAGE,
		    _("--settle: %" PRId64 ".%ld: its outcome is known: %s"),
		    r->batch, r->seq, _(ra_fate_name(r->state)));
	s->done++;
	return ra_journal_add(s->j, &n, e);
}

int
ra_words_settle(struct ra_journal *j, const struct ra_word_on *w, size_t n,
    const char *officer, struct ra_err *e)
{
	struct saying s = { .j = j, .officer = officer };
	struct ra_journal_ask ask = { 0 };
	int rc = ra_journal_begin(j, e);
	size_t i;

	for (i = 0; rc == 0 && i < n; i++) {
		s.w = &w[i];
		s.done = 0;
		ask.batch = w[i].batch;
		rc = ra_journal_records(j, &ask, say_one, &s, e);
		if (rc == 0 && s.done != w[i].last - w[i].first + 1)
			rc = ra_fail(e, RA_EUSAGE,
			    _("--settle: batch %" PRId64 " has no record %ld"),
			    w[i].batch, w[i].last);
	}
	if (rc == 0)
		rc = ra_journal_commit(j, e);
	ra_journal_rollback(j);
	return rc;
}
