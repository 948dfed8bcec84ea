/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Drafts: the values, the headers around them, the lines of a mail. */
#include "work/letter.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "codec/mime.h"
#include "codec/text.h"

#define SUBJECT "Subject:"
#define SUBJECT_BYTES 8192
#define LINE_BYTES 998 /* RFC 5322 2.1.1 */
#define OFFSET (9 * 3600)

/* In order of enum key. */
static const struct ra_template_name names[] = {
	{ "manager", false, N_("name of the manager, or the mail address") },
	{ "unit", false, N_("unit of the manager") },
	{ "mail", false, N_("mail address of the manager") },
	{ "count", false, N_("how many certificates there are") },
	{ "first_end", false, N_("day on which the first of them ends") },
	{ "institution", false, N_("O of the configuration") },
	{ "sender", false, N_("name of who writes") },
	{ "sender_unit", false, N_("unit of who writes") },
	{ "sender_mail", false, N_("mail address of who writes") },
	{ "today", false, N_("the day of writing") },
	{ "cn", true, N_("CN of the certificate") },
	{ "dn", true, N_("subject DN") },
	{ "names", true, N_("dNSName list") },
	{ "serial", true, N_("serial number, decimal") },
	{ "serial_hex", true, N_("serial number, hexadecimal with 0x") },
	{ "not_after", true, N_("day on which it ends, in Japan") },
	{ "days", true, N_("days until then") },
	{ "software", true, N_("server software") },
	{ "note", true, N_("why it stands in the mail") },
	{ NULL, false, NULL },
};

enum key {
	K_MANAGER,
	K_UNIT,
	K_MAIL,
	K_COUNT,
	K_FIRST_END,
	K_INSTITUTION,
	K_SENDER,
	K_SENDER_UNIT,
	K_SENDER_MAIL,
	K_TODAY,
	K_CN,
	K_DN,
	K_NAMES,
	K_SERIAL,
	K_SERIAL_HEX,
	K_NOT_AFTER,
	K_DAYS,
	K_SOFTWARE,
	K_NOTE,
};

const struct ra_template_name *
ra_letter_names(void)
{
	return names;
}

int
ra_letter_parse(struct ra_letter_form *f, const char *name, struct ra_span in,
    struct ra_err *e)
{
	struct ra_template whole = { 0 };
	struct ra_span rest, first, second;

	if (ra_template_parse(&whole, name, in, names, e) == -1)
		return -1;
	rest = whole.text;
	first = ra_span_trim(ra_span_cut(&rest, '\n'));
	if (!ra_span_starts(first, RA_SPAN(SUBJECT)))
		return ra_fail(e, RA_EINPUT,
		    _("%s:1:1: wanted \"Subject: ...\" in the first line"),
		    name);
	second = ra_span_trim(ra_span_cut(&rest, '\n'));
	if (second.n > 0)
		return ra_fail(e, RA_EINPUT,
		    _("%s:2:1: wanted an empty line between subject and body"),
		    name);
	f->subject.text = ra_span_trim(ra_span_from(first, RA_SPAN(SUBJECT).n));
	f->body.text = rest;
	return 0;
}

/* Of those whose end is known; 0 for none. */
static time_t
first_end(const struct ra_letter *l)
{
	time_t first = 0;
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->item[i].not_after != 0 &&
		    (first == 0 || l->item[i].not_after < first))
			first = l->item[i].not_after;
	return first;
}

static void
put_day(time_t t, struct ra_buf *out)
{
	char day[RA_CLOCK_TEXT];

	if (t != 0)
		ra_buf_adds(out, ra_clock_date(t, day));
}

static bool
is_empty(const char *s)
{
	return s == NULL || s[0] == '\0';
}

static const char *
text_of(const struct ra_letter *l, enum key k)
{
	switch (k) {
	case K_MANAGER:
		return is_empty(l->to_name) ? l->to : l->to_name;
	case K_UNIT:
		return l->to_unit;
	case K_MAIL:
		return l->to;
	case K_INSTITUTION:
		return l->institution;
	case K_SENDER:
		return l->from_name;
	case K_SENDER_UNIT:
		return l->from_unit;
	case K_SENDER_MAIL:
		return l->from;
	default:
		return NULL;
	}
}

static const char *
text_of_item(const struct ra_letter_item *i, enum key k)
{
	switch (k) {
	case K_CN:
		return i->cn;
	case K_DN:
		return i->dn;
	case K_NAMES:
		return i->names;
	case K_SERIAL:
		return i->serial;
	case K_SERIAL_HEX:
		return i->serial_hex;
	case K_SOFTWARE:
		return i->software;
	case K_NOTE:
		return i->note;
	default:
		return NULL;
	}
}

/* Text from outside: no line end or other control of it is one of ours. */
static void
put_value(const struct ra_letter *l, enum key k, size_t row, struct ra_buf *out)
{
	const struct ra_letter_item *i = row < l->n ? &l->item[row] : NULL;
	const char *text = text_of(l, k);

	if (k == K_COUNT)
		ra_buf_addf(out, "%zu", l->n);
	else if (k == K_FIRST_END)
		put_day(first_end(l), out);
	else if (k == K_TODAY)
		put_day(l->now, out);
	else if (k == K_NOT_AFTER && i != NULL)
		put_day(i->not_after, out);
	else if (k == K_DAYS && i != NULL && i->not_after != 0)
		ra_buf_addf(out, "%ld", ra_clock_days(l->now, i->not_after));
	else if (text == NULL && i != NULL)
		text = text_of_item(i, k);
	if (text != NULL)
		ra_text_show(ra_span_str(text), out);
}

static void
value(void *arg, struct ra_span name, size_t row, struct ra_buf *out)
{
	size_t k;

	for (k = 0; names[k].name != NULL; k++)
		if (ra_span_eqs(name, names[k].name))
			put_value(arg, (enum key)k, row, out);
}

static void
put_address(
    const char *header, const char *name, const char *mail, struct ra_buf *out)
{
	ra_buf_addf(out, "%s: ", header);
	if (is_empty(name)) {
		ra_buf_addf(out, "%s\r\n", mail);
		return;
	}
	ra_mime_phrase(ra_span_str(name), out);
	ra_buf_addf(out, "\r\n <%s>\r\n", mail);
}

/* RFC 5322 3.3, in Japan time. */
static void
put_date(time_t t, struct ra_buf *out)
{
	static const char days[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t japan = t + OFFSET;
	struct tm tm;

	gmtime_r(&japan, &tm);
	ra_buf_addf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0900\r\n",
	    days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900,
	    tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* The lines fit a mail as they are. */
static bool
is_short(struct ra_span body)
{
	struct ra_span rest = body;

	while (rest.n > 0)
		if (ra_span_cut(&rest, '\n').n > LINE_BYTES)
			return false;
	return true;
}

static void
put_body(struct ra_span body, struct ra_buf *out)
{
	struct ra_buf lines;
	struct ra_span rest = body;

	ra_buf_init(&lines, RA_LETTER_MAX);
	while (rest.n > 0) {
		ra_buf_add(&lines, ra_span_cut(&rest, '\n'));
		ra_buf_adds(&lines, "\r\n");
	}
	ra_buf_adds(out,
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: ");
	if (is_short(body)) {
		ra_buf_adds(out, "8bit\r\n\r\n");
		ra_buf_add(out, ra_buf_span(&lines));
	} else {
		ra_buf_adds(out, "base64\r\n\r\n");
		ra_mime_base64(ra_buf_span(&lines), out);
	}
	out->over |= lines.over;
	ra_buf_clear(&lines);
}

static void
put_subject(const struct ra_letter_form *f, const struct ra_template_fill *fill,
    struct ra_buf *out)
{
	struct ra_buf b;

	ra_buf_init(&b, SUBJECT_BYTES);
	ra_template_write(&f->subject, fill, &b);
	ra_buf_adds(out, "Subject: ");
	ra_mime_utf8_word(ra_span_trim(ra_buf_span(&b)), out);
	ra_buf_adds(out, "\r\n");
	ra_buf_clear(&b);
}

/* fill() takes what it may not change through a pointer to void. */
int
ra_letter_write(const struct ra_letter_form *f, const struct ra_letter *l,
    struct ra_buf *out, struct ra_err *e)
{
	struct ra_letter copy = *l;
	struct ra_template_fill fill = { value, &copy, l->n };
	struct ra_buf body;

	if (l->from == NULL || !ra_mime_is_address(ra_span_str(l->from)))
		return ra_fail(e, RA_EUSAGE,
		    _("\"%.60s\" is no address that a mail can be from"),
		    l->from != NULL ? l->from : "");
	put_date(l->now, out);
	put_address("From", l->from_name, l->from, out);
	if (l->to != NULL && ra_mime_is_address(ra_span_str(l->to)))
		put_address("To", l->to_name, l->to, out);
	put_subject(f, &fill, out);
	/* Mail programs open it as a draft. */
	ra_buf_adds(out, "X-Unsent: 1\r\n");
	ra_buf_init(&body, RA_LETTER_MAX);
	ra_template_write(&f->body, &fill, &body);
	put_body(ra_buf_span(&body), out);
	out->over |= body.over;
	ra_buf_clear(&body);
	return ra_buf_done(out, _("a draft"), e);
}
