/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A file, mended record by record. */
#include "upki/mend.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "codec/text.h"
#include "pki/dn.h"
#include "upki/mend_value.h"

#define TEXT_MAX (3 * RA_FORM_FILE_MAX) /* a byte of CP932 as UTF-8 */
#define BOM "\xef\xbb\xbf"
#define SHOW (4 * RA_FINDING_SHOW_MAX + 4)

struct mender {
	const struct ra_mend *how;
	const struct ra_request *r;
	const struct ra_form *form; /* the one it will have */
	struct ra_findings *found;
	const struct ra_past **old; /* what each record renews, or NULL */
	struct ra_buf text;
};

static const char *
cut(struct ra_span v, char out[SHOW])
{
	size_t at = 0, chars, n;

	for (chars = 0; at < v.n && chars < RA_FINDING_SHOW_MAX; chars++) {
		(void)ra_text_rune(ra_span_from(v, at), &n);
		at += n;
	}
	memcpy(out, v.p, at);
	memcpy(out + at, at < v.n ? "..." : "", at < v.n ? 4 : 1);
	return out;
}

static struct ra_finding
of_file(const struct mender *m, size_t line)
{
	(void)m;
	return (struct ra_finding){ .line = line,
		.column = line > 0 ? 1 : 0,
		.col = -1,
		.severity = RA_SEV_NOTE };
}

static struct ra_finding
of_column(const struct mender *m, size_t rec, size_t col)
{
	const struct ra_column *c = &m->form->col[col];

	return (struct ra_finding){ .record = rec + 1,
		.line = m->r->rec[rec].line,
		.column = m->r->rec[rec].at[col],
		.col = (int)col,
		.item = c->item,
		.key = c->key,
		.severity = RA_SEV_NOTE };
}

/* What writing the file anew brings by itself. */
static void
tell_file(struct mender *m)
{
	const struct ra_request *r = m->r;
	struct ra_finding whole = of_file(m, 0), line;

	if (r->bom)
		ra_findings_add(m->found, &whole, NULL,
		    _("mended: byte order mark -> none"));
	if (r->charset == RA_UTF8 &&
	    ra_text_chars(ra_buf_span(&r->text)) < r->text.n)
		ra_findings_add(m->found, &whole, NULL,
		    _("mended: UTF-8 -> CP932 (Shift_JIS)"));
	if (r->lf)
		ra_findings_add(
		    m->found, &whole, NULL, _("mended: LF -> CRLF"));
	if (r->blanks == 0)
		return;
	line = of_file(m, r->first_blank);
	ra_findings_add(m->found, &line, NULL,
	    _("mended: empty lines, %zu in all -> none"), r->blanks);
}

/* An access PIN may have slipped into any column of a line of other width. */
static void
tell_value(struct mender *m, size_t rec, size_t col, struct ra_span to)
{
	struct ra_finding at = of_column(m, rec, col);
	struct ra_span from = m->r->rec[rec].col[col];
	enum ra_field field = m->form->col[col].field;
	char a[SHOW], b[SHOW];

	if (field == RA_F_CSR)
		ra_findings_add(m->found, &at, NULL,
		    _("mended: %zu characters -> %zu, the Base64 alone"),
		    ra_text_chars(from), to.n);
	else if (field == RA_F_DN || field == RA_F_FQDN ||
	    field == RA_F_DNSNAME)
		ra_findings_add(m->found, &at, NULL,
		    _("mended: \"%s\" -> \"%s\""), cut(from, a), cut(to, b));
	else
		ra_findings_add(
		    m->found, &at, NULL, _("mended: quotation marks -> none"));
}

static void
one_value(struct mender *m, size_t rec, size_t col)
{
	const struct ra_request_record *old = &m->r->rec[rec];
	struct ra_span v = old->col[col], to;
	struct ra_buf b;

	if (col >= m->form->ncols) {
		ra_buf_add(&m->text, v);
		return;
	}
	ra_buf_init_secret(&b, TEXT_MAX);
	ra_mend_value(m->form, &m->form->col[col], v, &b);
	to = ra_buf_span(&b);
	if (!ra_span_eq(v, to))
		tell_value(m, rec, col, to);
	if (m->old != NULL && m->form->col[col].field == RA_F_SERIAL)
		to = ra_span_str(m->old[rec]->serial);
	ra_buf_add(&m->text, to);
	ra_buf_clear(&b);
}

/* Tabs that are missing at the end, where it is sure what the line is. */
static size_t
width(struct mender *m, size_t rec)
{
	const struct ra_request_record *old = &m->r->rec[rec];
	unsigned kinds = m->how->kinds;
	struct ra_finding at;

	if (old->ncols >= m->form->ncols || kinds == 0 ||
	    (kinds & (kinds - 1)) != 0)
		return old->ncols;
	at = of_column(m, rec, old->ncols - 1);
	at.column += ra_text_chars(old->col[old->ncols - 1]);
	at.item = at.key = "";
	at.col = -1;
	ra_findings_add(m->found, &at, NULL, _("mended: %zu columns -> %zu"),
	    old->ncols, m->form->ncols);
	return m->form->ncols;
}

static void
one_record(struct mender *m, size_t rec)
{
	struct ra_finding at;
	size_t n = width(m, rec), i;

	/* The serial is what an officer compares before sending. */
	if (m->old != NULL) {
		at = of_column(m, rec, 3);
		ra_findings_add(m->found, &at, NULL,
		    _("mended: issue -> renewal of serial %s"),
		    m->old[rec]->serial);
	}
	for (i = 0; i < n; i++) {
		if (i > 0)
			ra_buf_addc(&m->text, '\t');
		if (i < RA_FORM_COLUMNS_MAX)
			one_value(m, rec, i);
	}
	ra_buf_adds(&m->text, "\r\n");
}

/*
 * The certificate that a renewal would have to name: the live one of this
 * CN, or the only one there ever was, if its DN is the very same.
 */
static const struct ra_past *
only_old(const struct mender *m, size_t rec)
{
	const struct ra_past *p = NULL;
	struct ra_named known = { 0 };
	struct ra_dn dn = { 0 }, was = { 0 };
	const char *cn;

	if (ra_dn_parse("", m->r->rec[rec].col[0], &dn, NULL) == 0 &&
	    (cn = ra_dn_get(&dn, RA_ATTR_CN, 0)) != NULL)
		ra_oracle_name(m->how->oracle, cn, false, &known);
	if (known.live == 1)
		p = known.last_live;
	else if (known.live == 0 && known.issued == 1)
		p = known.last;
	if (p != NULL &&
	    (ra_dn_parse("", ra_span_str(p->dn), &was, NULL) == -1 ||
		!ra_dn_same_either_way(&dn, &was)))
		p = NULL;
	ra_dn_clear(&dn);
	ra_dn_clear(&was);
	return p;
}

/* All or none: a file has one kind. */
static void
turn_to_renewal(struct mender *m)
{
	const struct ra_request *r = m->r;
	size_t i;

	if (m->how->oracle == NULL || r->form->id != RA_FORM_SERVER_ISSUE)
		return;
	m->old = ra_calloc(r->n, sizeof(*m->old));
	for (i = 0; i < r->n; i++) {
		m->old[i] = only_old(m, i);
		if (m->old[i] == NULL || r->rec[i].col[3].n > 0)
			break;
	}
	if (i == r->n) {
		m->form = &ra_form_table()[RA_FORM_SERVER_RENEW];
		return;
	}
	free(m->old);
	m->old = NULL;
}

/*
 * Read once more: places, kinds and columns are then those of any other file,
 * and what the check says is said of what will be written.
 */
static struct ra_request *
write_anew(struct mender *m, struct ra_err *e)
{
	struct ra_request *out;
	size_t i;

	tell_file(m);
	turn_to_renewal(m);
	/* A mark of ours, so that none of a value is taken for it. */
	ra_buf_adds(&m->text, BOM);
	for (i = 0; i < m->r->n; i++)
		one_record(m, i);
	out = ra_request_parse(
	    m->how->name, ra_buf_span(&m->text), RA_FORM_BIT(m->form->id), e);
	if (out == NULL)
		return NULL;
	out->bom = false;
	for (i = 0; i < out->n && i < m->r->n; i++)
		out->rec[i].line = m->r->rec[i].line;
	/* What was not kept is not lost without a word: the check refuses. */
	if (m->r->total > m->r->n)
		out->total = m->r->total;
	return out;
}

struct ra_request *
ra_mend(const struct ra_mend *how, struct ra_span in, struct ra_findings *found,
    struct ra_err *e)
{
	struct mender m = { .how = how, .found = found };
	struct ra_request *r, *out = NULL;
	struct ra_buf text;
	size_t *line = NULL, n, i;

	ra_buf_init_secret(&text, RA_FORM_FILE_MAX + 1);
	if (in.n <= RA_FORM_FILE_MAX) {
		ra_mend_unfold(in, &text, &line, &n);
		in = ra_buf_span(&text);
	}
	r = ra_request_parse(how->name, in, how->kinds, e);
	ra_buf_init_secret(&m.text, TEXT_MAX);
	if (r != NULL && line != NULL) {
		for (i = 0; i < r->n; i++)
			r->rec[i].line = line[r->rec[i].line - 1];
		if (r->blanks > 0)
			r->first_blank = line[r->first_blank - 1];
		m.r = r;
		m.form = r->form;
		out = write_anew(&m, e);
	}
	ra_request_free(r);
	free(m.old);
	ra_buf_clear(&m.text);
	ra_buf_clear(&text);
	free(line);
	return out;
}
