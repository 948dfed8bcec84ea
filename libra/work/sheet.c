/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Rows of a list or of the inventory as they are shown. */
#include "work/sheet.h"

#include <stdint.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/near.h"
#include "codec/json.h"
#include "pki/serial.h"

#define LINE_MAX_BYTES (RA_RECORD_ROW_MAX * 8)
#define LINE_FROM (64u << 10) /* from there on it is written */
#define MASK "********"
#define BOM "\xef\xbb\xbf" /* Excel takes CSV without it for CP932 */

static const struct {
	const char *key, *header;
} own[RA_COLUMNS - RA_RECORD_COLUMNS] = {
	{ "list", "一覧" },
	{ "kind", "種類" },
	{ "cn", "CN" },
	{ "domain", "ドメイン" },
	{ "state_name", "状態名" },
	{ "record", "記録番号" },
	{ "since", "初出" },
	{ "until", "終出" },
	{ "serial_hex", "発行・更新申請-シリアル番号(16進)" },
	{ "old_serial_hex", "旧証明書シリアル番号(16進)" },
};

/* How a cell is shown. */
enum cell { TEXT, TIME, SERIAL, HEX, PIN };

static const unsigned char cells[RA_COLUMNS] = {
	[RA_AT_APPLIED] = TIME,
	[RA_AT_COMPLETED] = TIME,
	[RA_AT_START] = TIME,
	[RA_AT_ENDS] = TIME,
	[RA_AT_URL_ENDS] = TIME,
	[RA_AT_REVOKE_APPLIED] = TIME,
	[RA_AT_REVOKED] = TIME,
	[RA_AT_UPDATED] = TIME,
	[RA_AT_SERIAL] = SERIAL,
	[RA_AT_OLD_SERIAL] = SERIAL,
	[RA_AT_PIN] = PIN,
	[RA_COL_SERIAL_HEX] = HEX,
	[RA_COL_OLD_SERIAL_HEX] = HEX,
};

const char *
ra_column_key(size_t at)
{
	return at < RA_RECORD_COLUMNS ? ra_record_columns()[at].key
				      : own[at - RA_RECORD_COLUMNS].key;
}

const char *
ra_column_header(size_t at)
{
	return at < RA_RECORD_COLUMNS ? ra_record_columns()[at].header
				      : own[at - RA_RECORD_COLUMNS].header;
}

static int
unknown_key(struct ra_span key, struct ra_err *e)
{
	struct ra_near near = { 0 };
	char text[64];
	size_t i;

	if (key.n >= sizeof(text))
		key.n = sizeof(text) - 1;
	memcpy(text, key.p, key.n);
	text[key.n] = '\0';
	for (i = 0; i < RA_COLUMNS; i++)
		ra_near_offer(&near, text, ra_column_key(i));
	ra_fail(e, RA_EUSAGE, _("unknown column \"%s\""), text);
	if (near.word != NULL)
		ra_next(e, _("did you mean %s?"), near.word);
	else
		ra_next(e, _("upkira-inventory(5) has all columns"));
	return -1;
}

int
ra_columns_parse(const char *text, size_t *out, size_t *n, struct ra_err *e)
{
	struct ra_span rest = ra_span_str(text), key;
	bool given[RA_COLUMNS] = { false };
	size_t i;

	*n = 0;
	do {
		key = ra_span_trim(ra_span_cut(&rest, ','));
		for (i = 0; i < RA_COLUMNS; i++)
			if (ra_span_eqs(key, ra_column_key(i)))
				break;
		if (i == RA_COLUMNS)
			return unknown_key(key, e);
		if (given[i])
			return ra_fail(e, RA_EUSAGE,
			    _("column %s is given twice"), ra_column_key(i));
		given[i] = true;
		out[(*n)++] = i;
	} while (rest.n > 0);
	return 0;
}

static bool
digits_at(const char *p, size_t from, size_t n)
{
	size_t i;

	for (i = from; i < from + n; i++)
		if (p[i] < '0' || p[i] > '9')
			return false;
	return true;
}

/*
 * A time as the lists have it, whose day is surely there: the calendar costs
 * as much as all the rest of a row.
 */
static bool
is_usual(struct ra_span s)
{
	const char *p = s.p;
	int month, day;

	if (s.n != 19 || (p[4] != '-' && p[4] != '/') || p[7] != p[4] ||
	    (p[10] != ' ' && p[10] != 'T') || p[13] != ':' || p[16] != ':' ||
	    !digits_at(p, 0, 4) || !digits_at(p, 5, 2) || !digits_at(p, 8, 2) ||
	    !digits_at(p, 11, 2) || !digits_at(p, 14, 2) ||
	    !digits_at(p, 17, 2))
		return false;
	month = (p[5] - '0') * 10 + p[6] - '0';
	day = (p[8] - '0') * 10 + p[9] - '0';
	return p[0] >= '2' && month >= 1 && month <= 12 && day >= 1 &&
	    day <= 28 && (p[11] - '0') * 10 + p[12] - '0' < 24 && p[14] < '6' &&
	    p[17] < '6';
}

/* What is no time stays as it stands. */
static struct ra_span
show_time(struct ra_span s, char out[RA_CLOCK_TEXT])
{
	time_t t;

	if (is_usual(s)) {
		memcpy(out, s.p, 19);
		memcpy(out + 19, "+09:00", 7);
		out[4] = out[7] = '-';
		out[10] = 'T';
		return (struct ra_span){ out, 25 };
	}
	if (s.n == 0 || ra_clock_parse(s, &t) == -1)
		return s;
	return ra_span_str(ra_clock_iso(t, out));
}

static struct ra_span
show_serial(struct ra_span s, bool hex, struct ra_serial *out)
{
	if (!hex && s.n > 0 && s.n <= RA_SERIAL_DIGITS_MAX && s.p[0] != '0' &&
	    digits_at(s.p, 0, s.n))
		return s;
	if (s.n == 0 || ra_serial_parse(s, out, NULL) == -1)
		return hex ? RA_SPAN("") : s;
	return ra_span_str(hex ? out->hex : out->dec);
}

/* Room for what a cell becomes. */
union room {
	char time[RA_CLOCK_TEXT];
	struct ra_serial serial;
};

/* The bytes of a cell; *charset tells what they are in. */
static struct ra_span
value(const struct ra_sheet_row *r, size_t at, union room *room,
    enum ra_charset *charset)
{
	*charset = r->charset;
	switch ((enum cell)cells[at]) {
	case TIME:
		return show_time(r->col[at], room->time);
	case SERIAL:
		return show_serial(r->col[at], false, &room->serial);
	case HEX:
		at = at == RA_COL_SERIAL_HEX ? RA_AT_SERIAL : RA_AT_OLD_SERIAL;
		return show_serial(r->col[at], true, &room->serial);
	case PIN:
		return r->col[at].n > 0 ? RA_SPAN(MASK) : RA_SPAN("");
	case TEXT:
		break;
	}
	if (at < RA_RECORD_COLUMNS)
		return r->col[at];
	*charset = RA_UTF8;
	return r->own[at - RA_RECORD_COLUMNS];
}

void
ra_sheet_cell(const struct ra_sheet_row *r, size_t at, struct ra_buf *out)
{
	enum ra_charset charset;
	union room room;
	struct ra_span s = value(r, at, &room, &charset);

	(void)ra_text_decode_lenient(charset, s, out);
}

static const char *
name_of(const struct ra_sheet *s, size_t i)
{
	return s->headers ? ra_column_header(s->column[i])
			  : ra_column_key(s->column[i]);
}

/* RFC 4180, always quoted; what Excel takes for a formula is none. */
static void
put_csv(struct ra_buf *b, struct ra_span s)
{
	size_t i;

	ra_buf_addc(b, '"');
	if (s.n > 0 && memchr("=+-@", s.p[0], 4) != NULL)
		ra_buf_addc(b, '\'');
	while ((i = ra_span_find(s, RA_SPAN("\""))) < s.n) {
		ra_buf_add(b, (struct ra_span){ s.p, i });
		ra_buf_adds(b, "\"\"");
		s = ra_span_from(s, i + 1);
	}
	ra_buf_add(b, s);
	ra_buf_addc(b, '"');
}

/* UTF-8 into the form's clothes. */
static void
put(struct ra_sheet *s, struct ra_span utf8)
{
	struct ra_buf shown;

	if (s->form == RA_DERIVED_JSON) {
		ra_json_text(&s->line, utf8);
		return;
	}
	if (s->form == RA_DERIVED_TSV) {
		ra_text_show(utf8, &s->line);
		return;
	}
	ra_buf_init(&shown, LINE_MAX_BYTES);
	ra_text_show(utf8, &shown);
	put_csv(&s->line, ra_buf_span(&shown));
	ra_buf_clear(&shown);
}

static void
put_cell(struct ra_sheet *s, const struct ra_sheet_row *r, size_t at)
{
	enum ra_charset charset;
	union room room;
	struct ra_span v = value(r, at, &room, &charset);

	if (v.n == 0 && s->form != RA_DERIVED_CSV)
		return;
	/* Most cells are read once, here, and copied. */
	if (s->form != RA_DERIVED_CSV && ra_text_plain(v) == v.n) {
		ra_buf_add(&s->line, v);
		return;
	}
	if (charset != RA_UTF8) {
		ra_buf_reset(&s->text);
		(void)ra_text_decode_lenient(charset, v, &s->text);
		v = ra_buf_span(&s->text);
	}
	put(s, v);
}

static int
flush(struct ra_sheet *s, size_t from, struct ra_err *e)
{
	int rc;

	if (ra_buf_done(&s->line, _("a row"), e) == -1)
		return -1;
	if (s->line.n <= from)
		return 0;
	rc = s->out->add(s->out->arg, ra_buf_span(&s->line), e);
	ra_buf_reset(&s->line);
	return rc;
}

static int
end_line(struct ra_sheet *s, struct ra_err *e)
{
	ra_buf_adds(&s->line, s->form == RA_DERIVED_CSV ? "\r\n" : "\n");
	return flush(s, LINE_FROM, e);
}

/*
 * What stands before each cell, and at last behind them: of JSON the end of
 * the cell before and the key, of the others a separator.
 */
static void
prepare_keys(struct ra_sheet *s)
{
	size_t i;

	for (i = 0; i < s->n; i++) {
		s->key_at[i] = s->key.n;
		if (s->form == RA_DERIVED_JSON) {
			ra_buf_adds(&s->key, i == 0 ? "{\"" : "\",\"");
			ra_json_text(&s->key, ra_span_str(name_of(s, i)));
			ra_buf_adds(&s->key, "\":\"");
		} else if (i > 0) {
			ra_buf_addc(
			    &s->key, s->form == RA_DERIVED_CSV ? ',' : '\t');
		}
	}
	s->key_at[i] = s->key.n;
	if (s->form == RA_DERIVED_JSON)
		ra_buf_adds(&s->key, "\"}");
	s->key_at[i + 1] = s->key.n;
}

static struct ra_span
before(const struct ra_sheet *s, size_t i)
{
	return (struct ra_span){ s->key.p + s->key_at[i],
		s->key_at[i + 1] - s->key_at[i] };
}

int
ra_sheet_begin(struct ra_sheet *s, struct ra_err *e)
{
	size_t i;

	ra_buf_init(&s->line, LINE_MAX_BYTES);
	ra_buf_init(&s->text, RA_RECORD_ROW_MAX * 3);
	ra_buf_init(&s->key, LINE_MAX_BYTES);
	prepare_keys(s);
	if (s->form == RA_DERIVED_JSON)
		return 0;
	if (s->form == RA_DERIVED_CSV)
		ra_buf_adds(&s->line, BOM);
	for (i = 0; i < s->n; i++) {
		ra_buf_add(&s->line, before(s, i));
		put(s, ra_span_str(name_of(s, i)));
	}
	return end_line(s, e);
}

int
ra_sheet_row(struct ra_sheet *s, const struct ra_sheet_row *r, struct ra_err *e)
{
	size_t i;

	for (i = 0; i < s->n; i++) {
		ra_buf_add(&s->line, before(s, i));
		put_cell(s, r, s->column[i]);
	}
	ra_buf_add(&s->line, before(s, s->n));
	return end_line(s, e);
}

int
ra_sheet_ragged(
    struct ra_sheet *s, size_t line, struct ra_span raw, struct ra_err *e)
{
	struct ra_span cell;
	bool more = true;

	if (s->form == RA_DERIVED_JSON) {
		ra_buf_addf(&s->line, "{\"line\":%zu,\"raw\":\"", line);
		ra_json_text(&s->line, raw);
		ra_buf_adds(&s->line, "\"}");
		return end_line(s, e);
	}
	while (more) {
		more = ra_span_has(raw, RA_SPAN("\t"));
		cell = ra_span_cut(&raw, '\t');
		put(s, cell);
		if (more)
			ra_buf_addc(
			    &s->line, s->form == RA_DERIVED_CSV ? ',' : '\t');
	}
	return end_line(s, e);
}

int
ra_sheet_end(struct ra_sheet *s, struct ra_err *e)
{
	return flush(s, 0, e);
}

void
ra_sheet_clear(struct ra_sheet *s)
{
	ra_buf_clear(&s->line);
	ra_buf_clear(&s->text);
	ra_buf_clear(&s->key);
}
