/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Application files: read, told apart, written. */
#include "upki/request.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "codec/plain.h"
#include "codec/tsv.h"
#include "upki/record.h"

/* A half-width katakana is one byte of CP932 and three of UTF-8. */
#define TEXT_MAX (3 * RA_FORM_FILE_MAX)

/* The columns, from 0, whose filling tells the kinds apart. */
static const size_t telling[] = { 1, 2, 3, 4, 6 };

static int
decode(struct ra_request *r, struct ra_span in, struct ra_err *e)
{
	struct ra_plain p;
	int rc = ra_plain_decode(&p, r->name, in, RA_FORM_FILE_MAX, e);

	if (rc == 0) {
		r->charset = p.charset;
		r->ascii = p.ascii;
		r->bom = p.bom;
		/* A copy: the values are made strings in it. */
		ra_buf_add(&r->text, p.text);
	}
	ra_plain_clear(&p);
	return rc;
}

/* Columns that are not there are empty, so that each may be asked for. */
static void
keep(struct ra_request *r, struct ra_span row, size_t line)
{
	struct ra_request_record *rec;
	size_t i, at = 1;
	char *end;

	r->rec = ra_grow(r->rec, r->n, sizeof(*r->rec));
	rec = &r->rec[r->n++];
	*rec = (struct ra_request_record){ .line = line };
	rec->ncols = ra_tsv_split(row, rec->col, RA_FORM_COLUMNS_MAX);
	for (i = 0; i < RA_FORM_COLUMNS_MAX; i++) {
		if (i >= rec->ncols)
			rec->col[i] = RA_SPAN("");
		/* A row is far below 4 GiB: RA_FORM_FILE_MAX. */
		rec->at[i] = (uint32_t)(i < rec->ncols ? at : at - 1);
		rec->byte[i] =
		    (uint32_t)(i < rec->ncols ? (size_t)(rec->col[i].p - row.p)
					      : row.n);
		if (i < rec->ncols)
			at += ra_text_chars(rec->col[i]) + 1;
	}
	/* Each value becomes a string: its tab or line end is not needed. */
	for (i = 0; i < rec->ncols && i < RA_FORM_COLUMNS_MAX; i++) {
		end = r->text.p + (rec->col[i].p - r->text.p);
		end[rec->col[i].n] = '\0';
	}
}

/* Only told to the user: what is sent has CRLF. */
static void
line_ends(struct ra_request *r)
{
	size_t i;

	for (i = 0; i < r->text.n; i++) {
		if (r->text.p[i] != '\n')
			continue;
		if (i > 0 && r->text.p[i - 1] == '\r')
			r->crlf = true;
		else
			r->lf = true;
	}
}

static int
split(struct ra_request *r, struct ra_err *e)
{
	struct ra_tsv walk = { ra_buf_span(&r->text), 0, false };
	struct ra_span row;

	line_ends(r);
	while (ra_tsv_next(&walk, &row)) {
		if (row.n == 0) {
			if (r->blanks++ == 0)
				r->first_blank = walk.line;
			continue;
		}
		if (r->total++ < RA_REQUEST_RECORDS_MAX)
			keep(r, row, walk.line);
	}
	if (r->total > 0)
		return 0;
	ra_fail(e, RA_EINPUT,
	    _("%s:1:1: no record, wanted 1 to %d (error 213)"), r->name,
	    RA_FORM_RECORDS_MAX);
	return -1;
}

/* A file that tells nothing fits every kind. */
static bool
any_filled(const struct ra_request *r)
{
	size_t i, k;

	for (i = 0; i < r->n; i++)
		for (k = 0; k < sizeof(telling) / sizeof(telling[0]); k++)
			if (r->rec[i].col[telling[k]].n > 0)
				return true;
	return false;
}

/* How many of the telling columns are not as the form wants them. */
static size_t
strangeness(const struct ra_form *f, const struct ra_request *r)
{
	enum ra_need need;
	size_t i, k, n = 0;
	bool filled;

	for (i = 0; i < r->n; i++)
		for (k = 0; k < sizeof(telling) / sizeof(telling[0]); k++) {
			need = f->col[telling[k]].need;
			filled = r->rec[i].col[telling[k]].n > 0;
			if (need == RA_NEED_NO
				? filled
				: need == RA_NEED_MUST && !filled)
				n++;
		}
	return n;
}

/* Up to the last column that any record fills. */
static size_t
filled_width(const struct ra_request *r)
{
	size_t i, k, width = 0;

	for (i = 0; i < r->n; i++)
		for (k = width; k < r->rec[i].ncols && k < RA_FORM_COLUMNS_MAX;
		     k++)
			if (r->rec[i].col[k].n > 0)
				width = k + 1;
	return width;
}

/*
 * Of a set the forms with as many columns as the file has; 14 were a client
 * file before the access PIN came, unless they are 13 and a tab at the end of
 * each line. All of the set when there is none.
 */
static unsigned
by_columns(const struct ra_request *r, unsigned kinds)
{
	const size_t has = r->rec[0].ncols;
	size_t i,
	    want = has == 15 || (has > 13 && filled_width(r) > 13) ? 15 : 13;
	unsigned set = 0;

	for (i = 0; i < RA_FORM_COUNT; i++)
		if (ra_form_table()[i].ncols == want)
			set |= RA_FORM_BIT(i);
	return (set & kinds) != 0 ? set & kinds : kinds;
}

/* The forms of a set that the file is least strange to; all of an empty one. */
static unsigned
nearest(const struct ra_request *r, unsigned kinds, size_t *least)
{
	size_t i, n;
	unsigned set = 0;

	*least = SIZE_MAX;
	if (!any_filled(r))
		return kinds;
	for (i = 0; i < RA_FORM_COUNT; i++) {
		if ((kinds & RA_FORM_BIT(i)) == 0)
			continue;
		n = strangeness(&ra_form_table()[i], r);
		if (n < *least) {
			*least = n;
			set = 0;
		}
		if (n == *least)
			set |= RA_FORM_BIT(i);
	}
	return set;
}

/* The form of a set of one. */
static const struct ra_form *
only(unsigned set)
{
	size_t i;

	for (i = 0; i < RA_FORM_COUNT; i++)
		if (set == RA_FORM_BIT(i))
			return &ra_form_table()[i];
	return NULL;
}

/* All that fit, so that -k can be chosen from them. */
static void
add_names(struct ra_buf *b, unsigned set)
{
	size_t i;

	for (i = 0; i < RA_FORM_COUNT; i++)
		if ((set & RA_FORM_BIT(i)) != 0)
			ra_buf_addf(b, "%s%s", b->n > 0 ? ", " : "",
			    ra_form_table()[i].name);
}

/* Never guess: a renewal sent as an issue would be another application. */
static int
tell(struct ra_request *r, unsigned kinds, struct ra_err *e)
{
	struct ra_buf names;
	size_t least;
	unsigned set;

	if ((r->form = only(kinds)) != NULL)
		return 0;
	set = nearest(r, by_columns(r, kinds), &least);
	if ((r->form = only(set)) != NULL)
		return 0;
	ra_buf_init(&names, RA_ERR_MSG_MAX);
	add_names(&names, set);
	ra_fail(e, RA_EUSAGE, _("%s: the columns fit more than one kind: %s"),
	    r->name, ra_buf_str(&names));
	ra_next(e,
	    _("narrow it with -t server or -t client, or settle it "
	      "with -k KIND"));
	ra_buf_clear(&names);
	return -1;
}

/* What a file without a single tab may be instead, by how it begins. */
static const struct {
	const char *start, *advice;
} others[] = {
	{ "%PDF", N_("this is a PDF, not an application file") },
	{ "-----BEGIN",
	    N_("this is PEM: a request, certificate or key, not "
	       "an application file") },
	{ "{", N_("this is JSON or the like, not an application file") },
	{ "",
	    N_("columns are parted by tabs: save it as tab-separated text, "
	       "not as CSV, and without a header line") },
};

static int
no_tabs(const struct ra_request *r, struct ra_err *e)
{
	struct ra_span first = r->rec[0].col[0];
	size_t i = 0;

	ra_fail(e, RA_EINPUT, _("%s:%zu:1: no tab in the whole file"), r->name,
	    r->rec[0].line);
	while (!ra_span_starts(first, ra_span_str(others[i].start)))
		i++;
	ra_next(e, "%s", _(others[i].advice));
	return -1;
}

/* The service's item names in the first line: uploads have no header. */
static bool
is_header(const struct ra_request *r)
{
	const struct ra_form *f = ra_form_table();
	size_t i;

	for (i = 0; i < RA_FORM_COUNT; i++)
		if (ra_span_eqs(
			ra_span_trim(r->rec[0].col[0]), f[i].col[0].item))
			return true;
	return false;
}

/* Files that are no application at all get no guess at their kind. */
static int
plausible(const struct ra_request *r, struct ra_err *e)
{
	size_t i;

	for (i = 0; i < r->n && r->rec[i].ncols == 1; i++)
		continue;
	if (i == r->n)
		return no_tabs(r, e);
	if (r->rec[0].ncols == RA_RECORD_COLUMNS) {
		ra_fail(e, RA_EINPUT,
		    _("%s:%zu:1: %d columns: a list of the service, not an "
		      "application file"),
		    r->name, r->rec[0].line, RA_RECORD_COLUMNS);
		ra_next(e,
		    _("ask it with upkira inventory export, or name it with "
		      "--inventory"));
		return -1;
	}
	if (!is_header(r))
		return 0;
	ra_fail(e, RA_EINPUT, _("%s:%zu:1: a header line, wanted a record"),
	    r->name, r->rec[0].line);
	ra_next(e, _("delete that line: application files have no header"));
	return -1;
}

struct ra_request *
ra_request_parse(
    const char *name, struct ra_span in, unsigned kinds, struct ra_err *e)
{
	const unsigned all = RA_FORM_BIT(RA_FORM_COUNT) - 1;
	struct ra_request *r = ra_calloc(1, sizeof(*r));

	r->name = ra_strdup(name);
	ra_buf_init_secret(&r->text, TEXT_MAX);
	if (decode(r, in, e) == -1 || split(r, e) == -1 ||
	    plausible(r, e) == -1 ||
	    tell(r, (kinds & all) == 0 ? all : kinds & all, e) == -1) {
		ra_request_free(r);
		return NULL;
	}
	return r;
}

const struct ra_form *
ra_request_looks_like(const struct ra_request *r)
{
	const unsigned all = RA_FORM_BIT(RA_FORM_COUNT) - 1;
	const struct ra_form *f;
	size_t least;

	if (strangeness(r->form, r) == 0)
		return NULL;
	f = only(nearest(r, by_columns(r, all), &least));
	return least == 0 && f != r->form ? f : NULL;
}

/* A control character would make another file of it. */
static size_t
find_control(struct ra_span v)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if ((unsigned char)v.p[i] < 0x20)
			break;
	return i;
}

static int
encode_value(const struct ra_request *r, const struct ra_request_record *rec,
    size_t i, struct ra_buf *out, struct ra_err *e)
{
	struct ra_span v = rec->col[i];
	size_t n, bad = find_control(v);

	if (bad == v.n && ra_text_encode(RA_CP932, v, out, &bad) == 0)
		return 0;
	return ra_fail(e, RA_EINPUT,
	    _("%s:%zu:%zu: U+%04X cannot stand in a file for the service "
	      "(CP932)"),
	    r->name, rec->line,
	    rec->at[i] + ra_text_chars((struct ra_span){ v.p, bad }),
	    ra_text_rune(ra_span_from(v, bad), &n));
}

/* Whether fewer are taken is not known: the full number of columns. */
static int
encode_record(const struct ra_request *r, const struct ra_request_record *rec,
    struct ra_buf *out, struct ra_err *e)
{
	size_t i;

	if (rec->ncols > r->form->ncols)
		return ra_fail(e, RA_EINPUT,
		    _("%s:%zu: %zu columns, form %s has %zu"), r->name,
		    rec->line, rec->ncols, r->form->name, r->form->ncols);
	for (i = 0; i < r->form->ncols; i++) {
		if (i > 0)
			ra_buf_addc(out, '\t');
		if (encode_value(r, rec, i, out, e) == -1)
			return -1;
	}
	/* Either line end is taken (upki-facts 1.0); one is sent. */
	ra_buf_adds(out, "\r\n");
	return 0;
}

int
ra_request_encode(
    const struct ra_request *r, struct ra_buf *out, struct ra_err *e)
{
	size_t i;

	if (r->total > r->n)
		return ra_fail(e, RA_EINPUT,
		    _("%s: %zu records, at most %d can be sent"), r->name,
		    r->total, RA_FORM_RECORDS_MAX);
	for (i = 0; i < r->n; i++)
		if (encode_record(r, &r->rec[i], out, e) == -1)
			return -1;
	return ra_buf_done(out, r->name, e);
}

const char *
ra_request_charset(const struct ra_request *r)
{
	if (r->ascii)
		return "ASCII";
	if (r->bom)
		return "UTF-8 with BOM";
	return r->charset == RA_CP932 ? "CP932" : "UTF-8";
}

/* By key, because the same field stands elsewhere in other forms. */
struct ra_span
ra_request_get(const struct ra_request *r, size_t record, const char *key)
{
	size_t i;

	for (i = 0; record < r->n && i < r->form->ncols; i++)
		if (strcmp(r->form->col[i].key, key) == 0)
			return r->rec[record].col[i];
	return RA_SPAN("");
}

void
ra_request_free(struct ra_request *r)
{
	if (r == NULL)
		return;
	ra_buf_clear(&r->text);
	free(r->rec);
	free(r->name);
	free(r);
}
