/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The check: the rules of the file, the rules of every column, and the table
 * that gives each field its own.
 */
#include "upki/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "codec/text.h"
#include "upki/refusal.h"
#include "upki/rule.h"

#define CONTROLS_MAX 5 /* characters told of one value */

void
ra_look_say(struct ra_look *x, struct ra_verdict v, const char *hint,
    const char *fmt, ...)
{
	struct ra_finding at = {
		.col = -1, .severity = v.severity, .code = v.code
	};
	va_list ap;

	if (x->rec < x->r->n) {
		at.record = x->rec + 1;
		at.line = x->r->rec[x->rec].line;
	}
	if (x->c != NULL) {
		at.col = (int)x->col;
		at.column = x->r->rec[x->rec].at[x->col] + x->lead + x->off;
		at.item = x->c->item;
		at.key = x->c->key;
	}
	va_start(ap, fmt);
	ra_findings_vadd(x->found, &at, hint, fmt, ap);
	va_end(ap);
	x->off = 0;
}

/* The access PIN, and where it may have slipped to when tabs are wrong. */
bool
ra_check_hides(const struct ra_request *r, size_t record, size_t col)
{
	const struct ra_form *f = r->form;

	return strcmp(f->col[col].key, "access_pin") == 0 ||
	    (f->iface == RA_IF_CLIENT_APPLY &&
		r->rec[record].ncols != f->ncols);
}

static bool
hidden(const struct ra_look *x)
{
	return x->c != NULL && ra_check_hides(x->r, x->rec, x->col);
}

const char *
ra_look_cut(struct ra_look *x, struct ra_span v)
{
	char *out = x->cut[x->cuts++ % 2];
	size_t at = 0, chars, n;

	if (hidden(x))
		v = RA_SPAN("********");
	for (chars = 0; at < v.n && chars < RA_FINDING_SHOW_MAX; chars++) {
		(void)ra_text_rune(ra_span_from(v, at), &n);
		at += n;
	}
	memcpy(out, v.p, at);
	memcpy(out + at, at < v.n ? "..." : "", at < v.n ? 4 : 1);
	return out;
}

bool
ra_look_acme(const struct ra_look *x)
{
	return x->r->form->iface == RA_IF_ACME;
}

/* The ACME forms restate the rules of server certificates: upki-facts 1.5. */
bool
ra_look_server(const struct ra_look *x)
{
	return x->r->form->iface == RA_IF_SERVER_APPLY || ra_look_acme(x);
}

/* Keys are words, so that the two rows of code 206 stay apart. */
static int
code_of(const char *key)
{
	return ra_refusal_key(key)->code;
}

/* A fact of the form: refused as surely as it is marked. */
static struct ra_verdict
as_marked(enum ra_mark mark, int code)
{
	return mark == RA_CONFIRMED ? RA_REFUSED(code) : RA_DOUBT;
}

/*
 * 99 records are said of server (5-3) and ACME (5-5) files, of client files
 * nothing: the service works on a full file for about half an hour.
 */
static void
rule_count(struct ra_look *x)
{
	const struct ra_form *f = x->r->form;

	if (x->r->total <= RA_FORM_RECORDS_MAX)
		return;
	if (f->limit_mark == RA_CONFIRMED)
		ra_look_say(x, RA_REFUSED(code_of("too-many")),
		    _("split the file"), _("%zu records, at most %d"),
		    x->r->total, RA_FORM_RECORDS_MAX);
	else
		ra_look_say(x, RA_DOUBT, _("split the file"),
		    _("not confirmed: %zu records, other files have at most "
		      "%d"),
		    x->r->total, RA_FORM_RECORDS_MAX);
}

/* Never send a part of a file as if it were all of it. */
static void
rule_kept(struct ra_look *x)
{
	if (x->r->total > x->r->n)
		ra_look_say(x, RA_REFUSED(0), _("split the file"),
		    _("%zu records; those after %zu were not looked at"),
		    x->r->total, x->r->n);
}

/* In either case: Windows writes .TXT, and which is taken is not said. */
static bool
ends_in(struct ra_span name, const char *end)
{
	size_t n = strlen(end);

	return name.n > n &&
	    ra_span_caseeqs(ra_span_from(name, name.n - n), end);
}

/* The service says 209; in which case the end may be is not said. */
static void
rule_name(struct ra_look *x)
{
	struct ra_span name = ra_span_str(x->r->name);

	if (!ends_in(name, ".tsv") && !ends_in(name, ".txt"))
		ra_look_say(x, RA_REFUSED(code_of("extension")),
		    _("rename the file"),
		    _("the file name ends neither in .tsv nor in .txt"));
}

/*
 * Whether the service forgives empty lines is not said, so none are sent; its
 * answers count records, not lines.
 */
static void
rule_blank_lines(struct ra_look *x)
{
	if (x->r->blanks > 0)
		ra_look_say(x, RA_REMARK, NULL,
		    _("empty lines: %zu, the first is line %zu; they are not "
		      "sent, and record numbers do not count them"),
		    x->r->blanks, x->r->first_blank);
}

/* A file given to the wrong verb has many faults and one cause. */
static void
rule_kind(struct ra_look *x)
{
	const struct ra_form *f = ra_request_looks_like(x->r);

	if (f != NULL)
		ra_look_say(x, RA_REMARK, _("say the kind with -k KIND"),
		    _("read as %s, but the columns are filled as those of %s"),
		    x->r->form->name, f->name);
}

/* Whether fewer tabs are taken is not said: the full number is wanted. */
static void
rule_columns(struct ra_look *x)
{
	const struct ra_form *f = x->r->form;
	size_t n = x->r->rec[x->rec].ncols;

	if (n < f->ncols)
		ra_look_say(x, RA_REFUSED(0),
		    _("separate all columns by tabs, the empty ones too"),
		    _("%zu columns, form %s has %zu"), n, f->name, f->ncols);
	else if (n > f->ncols)
		ra_look_say(x, RA_REFUSED(0),
		    _("take the tabs out of values and from the end of the "
		      "line"),
		    _("%zu columns, form %s has %zu"), n, f->name, f->ncols);
}

/*
 * Whether a filled blank column is forgiven is not said either; the format
 * has it blank, and a filled one mostly means a tab too many or too few.
 */
static void
rule_need(struct ra_look *x)
{
	const struct ra_column *c = x->c;
	bool sure = c->mark == RA_CONFIRMED;

	if (c->need == RA_NEED_NO && x->v.n > 0)
		ra_look_say(x, as_marked(c->mark, 0),
		    _("leave the column empty, or see whether a tab is "
		      "missing"),
		    sure ? _("\"%s\" stands here, %s has nothing here")
			 : _("not confirmed: \"%s\" stands here, %s has "
			     "nothing here"),
		    ra_look_cut(x, x->v), x->r->form->name);
	else if (c->need == RA_NEED_MUST && x->v.n == 0)
		ra_look_say(x, as_marked(c->mark, code_of("required")),
		    _("fill it in"),
		    sure ? _("empty, must be filled")
			 : _("not confirmed: empty, but needed as far as is "
			     "known"));
	else if (c->need == RA_NEED_USUAL && x->v.n == 0)
		ra_look_say(x, RA_DOUBT, _("fill it in"),
		    _("not confirmed: empty, files that were accepted fill "
		      "it"));
}

/* As long as it would be in the file that is sent. */
static size_t
cp932_bytes(struct ra_span v)
{
	struct ra_buf b;
	size_t n;

	ra_buf_init_secret(&b, RA_FORM_FILE_MAX);
	(void)ra_text_encode(RA_CP932, v, &b, NULL);
	n = b.n;
	ra_buf_clear(&b);
	return n;
}

/* Whether limits of full-width fields count characters or bytes: not said. */
static void
rule_length(struct ra_look *x)
{
	size_t max = x->c->max, n = x->chars, bytes;
	bool sure = x->c->max_mark == RA_CONFIRMED;

	/* A column that must be blank is told as filled, not as too long as
	 * well. */
	if (max == 0 || x->c->need == RA_NEED_NO)
		return;
	if (n > max)
		ra_look_say(x, as_marked(x->c->max_mark, code_of("too-long")),
		    _("shorten it"),
		    sure ? _("%zu characters, at most %zu")
			 : _("not confirmed: %zu characters, at most %zu"),
		    n, max);
	else if (n < x->v.n && (bytes = cp932_bytes(x->v)) > max)
		ra_look_say(x, RA_DOUBT, _("shorten it if it is refused"),
		    _("not confirmed: %zu bytes in Shift_JIS; the limit of "
		      "%zu may count bytes"),
		    bytes, max);
}

/* What stands inside is looked at as if the marks were not there. */
static void
rule_quotes(struct ra_look *x)
{
	if (x->v.n < 2 || x->v.p[0] != '"' || x->v.p[x->v.n - 1] != '"')
		return;
	ra_look_say(x, RA_REFUSED(0),
	    _("take the quotation marks away; only tabs separate columns"),
	    _("wrapped in quotation marks"));
	x->v = (struct ra_span){ x->v.p + 1, x->v.n - 2 };
	x->chars -= 2;
	x->lead = 1;
}

/* How the service compares values with blanks at an end is not said. */
static void
rule_blanks(struct ra_look *x)
{
	if (x->v.n > 0 && ra_span_trim(x->v).n < x->v.n)
		ra_look_say(x, RA_DOUBT, _("take the blanks away"),
		    _("not confirmed: blanks stand at the start or end"));
}

/* A control character cannot be sent: it would end a column or a line. */
static void
rule_control(struct ra_look *x)
{
	size_t at, n, told = 0;
	unsigned u;

	if (ra_text_is_ascii(x->v))
		return;
	for (at = 0; at < x->v.n && told < CONTROLS_MAX; at += n) {
		u = ra_text_rune(ra_span_from(x->v, at), &n);
		if (u >= 0x20 && u != 0x7f && (u < 0x80 || u > 0x9f))
			continue;
		x->off = ra_text_chars((struct ra_span){ x->v.p, at });
		ra_look_say(x, RA_REFUSED(0), _("delete it"),
		    _("control character U+%04X"), u);
		told++;
	}
}

/* Where an encoding first fails in a value, or its end. */
static size_t
lacking(enum ra_charset cs, struct ra_span v)
{
	struct ra_buf b;
	size_t bad = v.n;

	ra_buf_init_secret(&b, RA_FORM_FILE_MAX);
	if (ra_text_encode(cs, v, &b, &bad) == 0)
		bad = v.n;
	ra_buf_clear(&b);
	return bad;
}

static void
say_lacking(struct ra_look *x, size_t at, bool sure)
{
	struct ra_span one = ra_span_from(x->v, at);
	struct ra_verdict v = sure ? RA_REFUSED(0) : RA_DOUBT;
	unsigned u = ra_text_rune(one, &one.n);

	x->off = ra_text_chars((struct ra_span){ x->v.p, at });
	if (hidden(x))
		ra_look_say(x, v, _("write it with other characters"),
		    sure ? _("a character does not exist in Shift_JIS (CP932)")
			 : _("not confirmed: a character is an extension of "
			     "Shift_JIS and may be refused"));
	else
		ra_look_say(x, v, _("write it with other characters"),
		    sure ? _("\"%s\" (U+%04X) does not exist in Shift_JIS "
			     "(CP932)")
			 : _("not confirmed: \"%s\" (U+%04X) is an extension "
			     "of Shift_JIS and may be refused"),
		    ra_look_cut(x, one), u);
}

/*
 * What CP932 lacks cannot be sent. What only its extensions have is refused
 * by others' tools; whether the service refuses it is not known.
 */
static void
rule_encoding(struct ra_look *x)
{
	size_t at, n, told = 0;

	if (ra_text_is_ascii(x->v))
		return;
	for (at = 0; at < x->v.n && told < CONTROLS_MAX; at += n, told++) {
		at += lacking(RA_CP932, ra_span_from(x->v, at));
		if (at >= x->v.n)
			break;
		(void)ra_text_rune(ra_span_from(x->v, at), &n);
		say_lacking(x, at, true);
	}
	/* Once, because the doubt is the same for each of them. */
	if (told == 0 && (at = lacking(RA_SJIS, x->v)) < x->v.n)
		say_lacking(x, at, false);
}

/* Fields of half-width characters; digits have a rule and code of their own. */
static void
rule_half_width(struct ra_look *x)
{
	static const enum ra_field half[] = { RA_F_DN, RA_F_ACCOUNT, RA_F_CSR,
		RA_F_MAIL, RA_F_FQDN, RA_F_DNSNAME };
	bool sure = ra_look_server(x);
	size_t i, at = 0;

	for (i = 0; i < sizeof(half) / sizeof(half[0]); i++)
		if (half[i] == x->c->field)
			break;
	if (i == sizeof(half) / sizeof(half[0]) || x->chars == x->v.n)
		return;
	while (at < x->v.n && (unsigned char)x->v.p[at] < 0x80)
		at++;
	x->off = at;
	ra_look_say(x, sure ? RA_REFUSED(0) : RA_DOUBT,
	    _("write half-width characters"),
	    sure ? _("\"%s\" holds other than half-width characters")
		 : _("not confirmed: \"%s\" holds other than half-width "
		     "characters"),
	    ra_look_cut(x, x->v));
}

typedef void rule(struct ra_look *);

static rule *const of_file[] = { rule_count, rule_kept, rule_blank_lines,
	rule_kind };
static rule *const of_record[] = { rule_columns };
static rule *const of_column[] = { rule_need, rule_quotes, rule_length,
	rule_blanks, rule_control, rule_encoding, rule_half_width };

/* Run for a value that is not empty. */
static const struct {
	enum ra_field field;
	rule *run;
} of_field[] = {
	{ RA_F_DN, ra_rule_dn },
	{ RA_F_PROFILE, ra_rule_profile },
	{ RA_F_METHOD, ra_rule_method },
	{ RA_F_SERIAL, ra_rule_serial },
	{ RA_F_REASON, ra_rule_reason },
	{ RA_F_CSR, ra_rule_csr },
	{ RA_F_MAIL, ra_rule_mail },
	{ RA_F_FQDN, ra_rule_fqdn },
	{ RA_F_DNSNAME, ra_rule_dnsname },
	{ RA_F_PIN, ra_rule_pin },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The rules of every column first: they may take quotation marks away. */
static void
look_at_column(struct ra_look *x)
{
	size_t i;

	x->c = &x->r->form->col[x->col];
	x->v = x->r->rec[x->rec].col[x->col];
	x->chars = ra_text_chars(x->v);
	x->lead = 0;
	for (i = 0; i < COUNT(of_column); i++)
		of_column[i](x);
	for (i = 0; i < COUNT(of_field) && x->v.n > 0; i++)
		if (of_field[i].field == x->c->field)
			of_field[i].run(x);
}

/* From left to right: later columns are compared with earlier ones. */
static void
look_at_record(struct ra_look *x)
{
	size_t i;

	x->c = NULL;
	for (i = 0; i < COUNT(of_record); i++)
		of_record[i](x);
	for (x->col = 0; x->col < x->r->form->ncols; x->col++)
		look_at_column(x);
	ra_rule_past(x);
	/* What was learnt belongs to this record alone. */
	ra_csr_free(x->csr);
	x->csr = NULL;
	x->profile = NULL;
	ra_dn_clear(&x->dn);
	x->dn = (struct ra_dn){ 0 };
}

void
ra_check(const struct ra_request *r, const struct ra_check_options *opt,
    struct ra_findings *found)
{
	struct ra_look x = { .r = r, .opt = opt, .found = found, .rec = r->n };
	size_t i;

	/* Of all records, so that a key used twice in the file is seen. */
	x.spki = ra_calloc(r->n, sizeof(*x.spki));
	x.who = ra_calloc(r->n, sizeof(*x.who));
	if (opt == NULL || !opt->any_name)
		rule_name(&x);
	for (i = 0; i < COUNT(of_file); i++)
		of_file[i](&x);
	for (x.rec = 0; x.rec < r->n; x.rec++)
		look_at_record(&x);
	for (i = 0; i < r->n; i++)
		free(x.who[i]);
	free(x.who);
	free(x.spki);
	ra_findings_sort(found);
}
