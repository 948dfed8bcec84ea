/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira journal: what was sent, and what became of it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "state/journal.h"
#include "work/desk.h"

#include "app.h"
#include "out.h"
#include "say.h"

struct values {
	const char *head, *before, *output;
};

#define V(field) offsetof(struct values, field)

static const struct opt options[] = {
	{ "head", 0, "HASH", OPT_TEXT, OPT_FILL_NONE,
	    offsetof(struct values, head), NULL, 0, 0, NULL,
	    N_("with verify: this hash, noted down earlier, must be there") },
	{ "before", 0, "DATE", OPT_TEXT, OPT_FILL_NONE, V(before), NULL, 0, 0,
	    NULL, N_("with archive: entries older than that") },
	{ "output", 'o', "FILE", OPT_TEXT, OPT_FILL_FILE, V(output), NULL, 0, 0,
	    NULL, N_("with archive: FILE.tar.zst, which must be new") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

#define NUMBER 24

static const char *
number(int64_t n, char out[NUMBER])
{
	snprintf(out, NUMBER, "%" PRId64, n);
	return out;
}

static const struct out_column list_columns[] = {
	{ "batch", N_("BATCH"), OUT_INT },
	{ "began_at", N_("BEGAN AT"), OUT_TEXT },
	{ "verb", N_("VERB"), OUT_TEXT },
	{ "profile", NULL, OUT_TEXT },
	{ "endpoint", NULL, OUT_TEXT },
	{ "officer", N_("OFFICER"), OUT_TEXT },
	{ "prepared", N_("PREPARED"), OUT_INT },
	{ "sent", NULL, OUT_INT },
	{ "unsent", N_("UNSENT"), OUT_INT },
	{ "accepted", N_("ACCEPTED"), OUT_INT },
	{ "refused", N_("REFUSED"), OUT_INT },
	{ "aborted", N_("ABORTED"), OUT_INT },
	{ "unknown", N_("UNKNOWN"), OUT_INT },
	{ "absent", N_("ABSENT"), OUT_INT },
};

static int
list_row(void *arg, const struct ra_journal_batch *b, struct ra_err *e)
{
	struct out *o = arg;
	char id[NUMBER], began[RA_CLOCK_TEXT], n[RA_FATE_COUNT][NUMBER];
	const char *cell[6 + RA_FATE_COUNT] = { number(b->id, id),
		ra_clock_iso(b->began, began), b->verb, b->profile, b->endpoint,
		b->officer };
	size_t i;

	(void)e;
	/* Sent and no verdict: for a table the same as unknown. */
	for (i = 0; i < RA_FATE_COUNT; i++)
		cell[6 + i] = number(b->count[i] +
			(i == RA_FATE_UNKNOWN && o->format == FORMAT_TABLE
				? b->count[RA_FATE_SENT]
				: 0),
		    n[i]);
	out_row(o, cell);
	return 0;
}

static const struct out_column show_columns[] = {
	{ "record", N_("RECORD"), OUT_TEXT },
	{ "file", N_("FILE"), OUT_TEXT },
	{ "line", N_("LINE"), OUT_INT },
	{ "kind", N_("KIND"), OUT_TEXT },
	{ "cn", N_("CN"), OUT_TEXT },
	{ "subject_dn", NULL, OUT_TEXT },
	{ "serial", NULL, OUT_TEXT },
	{ "state", N_("STATE"), OUT_TEXT },
	{ "by", N_("BY"), OUT_TEXT },
	{ "code", NULL, OUT_INT },
	{ "text", N_("TEXT"), OUT_TEXT },
	{ "sent_at", N_("SENT AT"), OUT_TEXT },
	{ "state_at", NULL, OUT_TEXT },
	{ "sha256", NULL, OUT_TEXT },
};

static const char *
some(const char *s)
{
	return s[0] != '\0' ? s : NULL;
}

static int
show_row(void *arg, const struct ra_journal_record *r, struct ra_err *e)
{
	struct out *o = arg;
	const char *state = ra_fate_name(r->state);
	char name[2 * NUMBER], line[NUMBER], code[NUMBER];
	char sent[RA_CLOCK_TEXT], at[RA_CLOCK_TEXT];

	(void)e;
	snprintf(name, sizeof(name), "%" PRId64 ".%ld", r->batch, r->seq);
	const char *cell[] = { name, r->name, number(r->line, line), r->kind,
		some(r->cn), some(r->dn), some(r->serial),
		o->format == FORMAT_TABLE ? _(state) : state, some(r->by),
		r->code != 0 ? number(r->code, code) : NULL, some(r->text),
		r->sent_at != 0 ? ra_clock_iso(r->sent_at, sent) : NULL,
		ra_clock_iso(r->state_at, at), r->digest };

	out_row(o, cell);
	return 0;
}

/* An entry with all that its hash is of. */
static int
export_row(void *arg, const struct ra_journal_entry *n, struct ra_err *e)
{
	struct ra_buf b;
	int rc;

	ra_buf_init(&b, RA_JOURNAL_TEXT_MAX * 8);
	rc = ra_journal_line(arg, n, &b, e);
	if (rc == 0)
		out_bytes(b.p, b.n);
	ra_buf_clear(&b);
	return rc;
}

/* The only word that writes, and so takes the lock. */
static int
archive(struct app *app, const struct values *v, struct ra_err *e)
{
	struct ra_journal_archived done;
	time_t before;

	if (v->before == NULL || v->output == NULL)
		return ra_fail(e, RA_EUSAGE,
		    _("journal archive wants --before DATE and -o "
		      "FILE.tar.zst"));
	if (ra_clock_parse(ra_span_str(v->before), &before) == -1)
		return ra_fail(e, RA_EUSAGE,
		    _("--before: \"%.40s\" is no date such as 2026-11-26"),
		    v->before);
	if (strcmp(v->output, "-") == 0) {
		ra_fail(e, RA_EUSAGE,
		    _("-o: an archive is a file, not standard output"));
		ra_next(e,
		    _("its entries leave the journal once it is on the disk"));
		return -1;
	}
	app->ledger.ask.state = app->state;
	app->ledger.ask.verb = app->cmd->name;
	if (ra_ledger_open(&app->ledger, e) == -1 ||
	    ra_journal_archive(app->ledger.j, before, v->output, &done, e) ==
		-1)
		return -1;
	if (done.entries == 0)
		say_note(_("no entry is old enough, and settled"));
	else
		say_note(_("%s: entries: %" PRId64 ", SHA-256 %s"), v->output,
		    done.entries, done.digest);
	return 0;
}

/* All of them, so that the first bad one hides no other. */
static int
verify_archives(const struct app *app, struct ra_journal *j, const char *wanted,
    bool *seen, struct ra_err *e)
{
	struct ra_journal_proof p;
	struct ra_err why;
	size_t i;
	int rc = 0;

	for (i = 1; i < app->args.n; i++) {
		why = (struct ra_err){ 0 };
		if (ra_journal_archive_check(
			j, app->args.v[i], wanted, &p, &why) == 0) {
			say_note(
			    _("%s: as it was written, up to entry %" PRId64),
			    app->args.v[i], p.last);
			*seen = *seen || p.seen;
			continue;
		}
		if (rc == -1)
			ra_log(RA_LOG_WARN, "%s", why.msg);
		else
			*e = why;
		rc = -1;
	}
	return rc;
}

static int
verify(const struct app *app, struct ra_journal *j, const struct values *v,
    struct ra_err *e)
{
	static const struct out_column col[] = {
		{ "entries", N_("ENTRIES"), OUT_INT },
		{ "first", N_("FIRST"), OUT_INT },
		{ "last", N_("LAST"), OUT_INT },
		{ "head", N_("HASH OF THE LAST"), OUT_TEXT },
	};
	struct ra_journal_proof p;
	char n[3][NUMBER];
	struct out o;

	if (ra_journal_verify(j, v->head, &p, e) == -1 ||
	    verify_archives(app, j, v->head, &p.seen, e) == -1 ||
	    ra_journal_seen(j, &p, v->head, e) == -1)
		return -1;
	out_begin(&o, app, col, sizeof(col) / sizeof(col[0]));
	const char *cell[] = { number(p.entries, n[0]), number(p.first, n[1]),
		number(p.last, n[2]), p.head };
	out_row(&o, cell);
	out_end(&o);
	return 0;
}

/* No journal is whole too, unless something of it was asked for. */
static int
missing(const struct app *app, const struct values *v, struct ra_err *e)
{
	if (v->head == NULL && app->args.n < 2)
		return 0;
	ra_fail(e, RA_ELOCAL,
	    _("there is no journal here: what was noted down or archived is "
	      "not of it"));
	ra_next(e,
	    _("see that the profile and its state folder are the ones "
	      "that were meant"));
	return -1;
}

static int
prove(const struct app *app, struct ra_journal *j, const struct values *v,
    struct ra_err *e)
{
	if (v->head != NULL && !ra_digest_is_text(ra_span_str(v->head)))
		return ra_fail(e, RA_EUSAGE,
		    _("--head: \"%.70s\" is no hash of an entry, wanted 64 "
		      "digits 0-9a-f"),
		    v->head);
	return j == NULL ? missing(app, v, e) : verify(app, j, v, e);
}

static int
show(const struct app *app, struct ra_journal *j, long batch, struct ra_err *e)
{
	const struct ra_journal_ask ask = { .batch = batch };
	struct out o;
	int rc;

	if (batch == 0)
		return ra_fail(e, RA_EUSAGE,
		    _("journal show wants the number of a batch"));
	out_begin(&o, app, show_columns,
	    sizeof(show_columns) / sizeof(*show_columns));
	rc = ra_journal_records(j, &ask, show_row, &o, e);
	out_end(&o);
	return rc == 0 ? ra_journal_batch_check(j, batch, e) : rc;
}

static int
list(const struct app *app, struct ra_journal *j, struct ra_err *e)
{
	struct out o;
	int rc;

	out_begin(&o, app, list_columns,
	    sizeof(list_columns) / sizeof(*list_columns));
	rc = j == NULL ? 0 : ra_journal_batches(j, 0, list_row, &o, e);
	out_end(&o);
	return rc;
}

static const char *const words[] = { "list", "show", "export", "verify",
	"archive", NULL };

static int
act(struct app *app, const struct values *v, struct ra_journal *j,
    struct ra_err *e)
{
	const char *word = app->args.n > 0 ? app->args.v[0] : "list";
	long batch = 0;

	if (strcmp(word, "verify") == 0)
		return prove(app, j, v, e);
	if (app->args.n > 2 ||
	    (app->args.n == 2 &&
		ra_span_number(
		    ra_span_str(app->args.v[1]), 1, 1000000000, &batch) == -1))
		return ra_fail(e, RA_EUSAGE,
		    _("journal wants list, show BATCH, export [BATCH], "
		      "verify [ARCHIVE...] or archive"));
	if (strcmp(word, "archive") == 0)
		return j == NULL ? 0 : archive(app, v, e);
	if (strcmp(word, "list") == 0)
		return list(app, j, e);
	if (strcmp(word, "show") == 0)
		return j == NULL && batch != 0
		    ? ra_journal_batch_check(j, batch, e)
		    : show(app, j, batch, e);
	if (strcmp(word, "export") == 0 && batch != 0 &&
	    ra_journal_batch_check(j, batch, e) == -1)
		return -1;
	if (strcmp(word, "export") == 0)
		return j == NULL
		    ? 0
		    : ra_journal_entries(j, batch, export_row, j, e);
	ra_fail(e, RA_EUSAGE, _("journal has no word \"%.60s\""), word);
	ra_next(e, _("upkira journal list"));
	return -1;
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	struct ra_journal *j = NULL;
	char *state = ra_desk_state(app->profile, e);
	int rc = -1;

	app->state = state;
	if (state == NULL)
		return -1;
	if (ra_journal_there(state)) {
		j = ra_journal_open(state, RA_STORE_READ, e);
		if (j == NULL)
			goto out;
	} else
		say_note(_("%s: nothing was sent so far"), state);
	rc = act(app, values, j, e);
out:
	ra_journal_close(j);
	return rc;
}

const struct cmd cmd_journal = { "journal",
	"[list|show BATCH|export [BATCH]|verify [ARCHIVE...]|archive]",
	NEED_PROFILE, options, sizeof(struct values), run, words, OPT_FILL_NONE,
	N_("what was sent, and what became of it"), false };
