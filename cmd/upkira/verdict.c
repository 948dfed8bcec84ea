/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The verdict of a batch, printed. */
#include "verdict.h"

#include <ctype.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "codec/json.h"
#include "codec/text.h"
#include "upki/check.h"

#include "out.h"

#define LINE_BYTES 16384
#define INDENT "    "
#define MARK_BEFORE 24 /* characters shown before the place */
#define MARK_AFTER 40  /* and from it on */
#define OBJECT_MAX (16u << 20)

static const char *
verdict_word(const struct ra_exam *x)
{
	if (x->req == NULL || x->found.errors > 0)
		return "error";
	return x->found.warnings > 0 ? "warning" : "ok";
}

/* The byte where so many characters of a value end. */
static size_t
skip(struct ra_span v, size_t chars)
{
	size_t at = 0, n;

	for (; chars > 0 && at < v.n; chars--, at += n)
		(void)ra_text_rune(ra_span_from(v, at), &n);
	return at;
}

/*
 * On a terminal: the part of the value around the place, and a mark under it.
 * A certificate request is long, so that the line as a whole would say less;
 * what may be an access PIN is not shown.
 */
static void
add_mark(const struct ra_exam *x, const struct ra_finding *f, struct ra_buf *b)
{
	const struct ra_request_record *rec;
	size_t off, from, place, begin;
	struct ra_span v;

	if (x->req == NULL || f->record == 0 || f->col < 0 || f->column == 0 ||
	    ra_check_hides(x->req, f->record - 1, (size_t)f->col))
		return;
	rec = &x->req->rec[f->record - 1];
	v = rec->col[f->col];
	if (v.n == 0 || f->column < rec->at[f->col])
		return;
	off = f->column - rec->at[f->col];
	from = skip(v, off > MARK_BEFORE ? off - MARK_BEFORE : 0);
	place = skip(v, off);
	ra_buf_adds(b, INDENT);
	begin = b->n;
	ra_text_show((struct ra_span){ v.p + from, place - from }, b);
	off = ra_text_width((struct ra_span){ b->p + begin, b->n - begin });
	v = ra_span_from(v, place);
	v.n = skip(v, MARK_AFTER);
	ra_text_show(v, b);
	ra_buf_addf(b, "\n" INDENT "%*s^\n", (int)off, "");
}

/* Of what was composed the place is where the record comes from. */
static void
print_finding(const struct ra_exam *x, const struct ra_finding *f, FILE *to)
{
	struct ra_finding composed = *f;
	struct ra_buf b;

	ra_buf_init(&b, LINE_BYTES);
	composed.line = composed.column = 0;
	if (x->from != NULL && f->record > 0)
		ra_finding_format(x->from[f->record - 1].origin, &composed, &b);
	else
		ra_finding_format(x->path, f, &b);
	ra_buf_addc(&b, '\n');
	if (isatty(fileno(to)) == 1)
		add_mark(x, f, &b);
	if (f->hint[0] != '\0')
		ra_buf_addf(&b, INDENT "%s\n", f->hint);
	fputs(ra_buf_str(&b), to);
	ra_buf_clear(&b);
}

/* "file:line:column: text" gets the word that every other error has. */
static void
print_unread(const struct ra_exam *x, FILE *to)
{
	const char *msg = x->err.msg, *rest = msg;
	size_t n = strlen(x->path);

	if (strncmp(msg, x->path, n) == 0)
		rest += n;
	while (*rest == ':' && isdigit((unsigned char)rest[1]))
		rest += 1 + strspn(rest + 1, "0123456789");
	if (rest > msg && *rest == ':')
		fprintf(to, "%.*s: error%s\n", (int)(rest - msg), msg, rest);
	else
		fprintf(to, "%s\n", msg);
}

void
verdict_lines(const struct ra_batch *b, FILE *to, bool all)
{
	const struct ra_exam *x;
	size_t i, k;

	for (i = 0; i < b->n; i++) {
		x = &b->exam[i];
		if (x->req == NULL) {
			print_unread(x, to);
			if (x->err.next[0] != '\0')
				fprintf(to, "    %s\n", x->err.next);
		}
		for (k = 0; k < x->found.n; k++)
			if (all || x->found.f[k].severity != RA_SEV_NOTE)
				print_finding(x, &x->found.f[k], to);
		if (x->found.dropped > 0)
			fprintf(to, _("%s: %zu more findings not shown\n"),
			    x->path, x->found.dropped);
	}
}

static void
json_finding(struct ra_json *j, const struct ra_finding *f)
{
	ra_json_object(j, NULL);
	ra_json_int(j, "record", (long long)f->record);
	ra_json_int(j, "line", (long long)f->line);
	ra_json_int(j, "column", (long long)f->column);
	ra_json_str(j, "item", f->item);
	ra_json_str(j, "key", f->key);
	ra_json_str(j, "severity", ra_severity_name(f->severity));
	if (f->code != 0)
		ra_json_int(j, "code", f->code);
	else
		ra_json_null(j, "code");
	ra_json_str(j, "message", f->message);
	ra_json_str(j, "hint", f->hint);
	ra_json_end_object(j);
}

/* What could not be read, as a finding of the whole file. */
static struct ra_finding
unread(struct ra_exam *x)
{
	struct ra_finding f = { .item = "", .key = "", .col = -1 };

	f.severity = RA_SEV_ERROR;
	f.message = x->err.msg;
	f.hint = x->err.next;
	return f;
}

void
verdict_json(const struct ra_batch *b)
{
	struct ra_exam *x;
	struct ra_buf line;
	struct ra_json j;
	size_t i, k;

	ra_buf_init(&line, OBJECT_MAX);
	for (i = 0; i < b->n; i++) {
		x = &b->exam[i];
		ra_buf_reset(&line);
		ra_json_init(&j, &line);
		ra_json_object(&j, NULL);
		ra_json_str(&j, "file", x->path);
		ra_json_str(
		    &j, "kind", x->req != NULL ? x->req->form->name : NULL);
		ra_json_int(&j, "records",
		    x->req != NULL ? (long long)x->req->total : 0);
		ra_json_str(&j, "verdict", verdict_word(x));
		ra_json_array(&j, "findings");
		if (x->req == NULL) {
			struct ra_finding f = unread(x);

			json_finding(&j, &f);
		}
		for (k = 0; k < x->found.n; k++)
			json_finding(&j, &x->found.f[k]);
		ra_json_end_array(&j);
		ra_json_end_object(&j);
		ra_buf_addc(&line, '\n');
		out_bytes(ra_buf_str(&line), line.n);
	}
	ra_buf_clear(&line);
}

static void
row(struct out *o, const struct ra_exam *x, const struct ra_finding *f)
{
	char record[24], line[24], column[24], code[24];
	const char *cell[] = { x->path, record, line, column, f->item,
		ra_severity_name(f->severity), f->code != 0 ? code : NULL,
		f->message, f->hint };

	snprintf(record, sizeof(record), "%zu", f->record);
	snprintf(line, sizeof(line), "%zu", f->line);
	snprintf(column, sizeof(column), "%zu", f->column);
	snprintf(code, sizeof(code), "%d", f->code);
	out_row(o, cell);
}

void
verdict_rows(const struct ra_batch *b, const struct app *app)
{
	static const struct out_column col[] = {
		{ "file", NULL, OUT_TEXT },
		{ "record", NULL, OUT_INT },
		{ "line", NULL, OUT_INT },
		{ "column", NULL, OUT_INT },
		{ "item", NULL, OUT_TEXT },
		{ "severity", NULL, OUT_TEXT },
		{ "code", NULL, OUT_INT },
		{ "message", NULL, OUT_TEXT },
		{ "hint", NULL, OUT_TEXT },
	};
	struct out o;
	size_t i, k;

	out_begin(&o, app, col, sizeof(col) / sizeof(col[0]));
	for (i = 0; i < b->n; i++) {
		struct ra_exam *x = &b->exam[i];

		if (x->req == NULL) {
			struct ra_finding f = unread(x);

			row(&o, x, &f);
		}
		for (k = 0; k < x->found.n; k++)
			row(&o, x, &x->found.f[k]);
	}
	out_end(&o);
}

int
verdict_fail(const struct ra_batch *b, struct ra_err *e)
{
	if (b->errors == 0)
		return 0;
	ra_fail(e, b->usage ? RA_EUSAGE : RA_EINPUT,
	    ngettext("%zu error found; nothing was sent",
		"%zu errors found; nothing was sent", (unsigned long)b->errors),
	    b->errors);
	ra_next(e, _("mend what is listed above and run it again"));
	return -1;
}
