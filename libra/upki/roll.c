/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Lists of people: their columns by name, their rows. */
#include "upki/roll.h"

#include <string.h>

#include "base/i18n.h"
#include "base/near.h"
#include "codec/text.h"

#define NAME_MAX_BYTES 256 /* of a column's name as compared */
#define SHOW_MAX 60	   /* bytes of it in a message */

/*
 * Beside the names of the service's own columns those that offices use. What
 * could mean two of them, such as "ID", is left out.
 */
static const struct ra_roll_column columns[RA_ROLL_COUNT] = {
	[RA_ROLL_NAME] = { "name", "user_name",
	    { "氏名", "名前", "利用者氏名", "user_name" } },
	[RA_ROLL_MAIL] = { "mail", "user_mail",
	    { "メールアドレス", "メール", "利用者mail", "利用者メールアドレス",
		"email", "mail address", "user_mail" } },
	[RA_ROLL_UNIT] = { "unit", "user_unit",
	    { "所属", "部局", "利用者所属", "user_unit" } },
	[RA_ROLL_CN] = { "cn", NULL,
	    { "ローマ字氏名", "氏名(ローマ字)", "英字氏名", "氏名(英字)",
		"common name" } },
	[RA_ROLL_OU] = { "ou", NULL, { "organizational unit" } },
	[RA_ROLL_PROFILE] = { "profile", "profile_id",
	    { "プロファイル", "プロファイルID", "証明書プロファイルID",
		"profile_id" } },
	[RA_ROLL_METHOD] = { "method", "download_method",
	    { "ダウンロード方法", "ダウンロード種別", "ダウンロード方法(種別)",
		"download_method" } },
	[RA_ROLL_FILE] = { "file", "p12_file",
	    { "ファイル名", "P12ファイル名", "P12ダウンロードファイル名",
		"p12_file" } },
	[RA_ROLL_PIN] = { "pin", "access_pin",
	    { "アクセスPIN", "access_pin" } },
	[RA_ROLL_SERIAL] = { "serial", "serial",
	    { "シリアル番号", "失効対象証明書シリアル番号",
		"旧証明書シリアル番号" } },
	[RA_ROLL_MANAGER_NAME] = { "manager_name", "manager_name",
	    { "利用管理者氏名" } },
	[RA_ROLL_MANAGER_UNIT] = { "manager_unit", "manager_unit",
	    { "利用管理者所属" } },
	[RA_ROLL_MANAGER_MAIL] = { "manager_mail", "manager_mail",
	    { "利用管理者mail", "利用管理者メールアドレス" } },
};

const struct ra_roll_column *
ra_roll_columns(void)
{
	return columns;
}

/* A name as it is compared; over when it is none of ours. */
static void
fold(struct ra_span s, struct ra_buf *out)
{
	struct ra_buf label;
	size_t i;
	char c;

	ra_buf_init(&label, NAME_MAX_BYTES);
	ra_text_label(s, &label);
	for (i = 0; i < label.n; i++) {
		c = label.p[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != '-' && c != '_')
			ra_buf_addc(out, c);
	}
	out->over = out->over || label.over;
	ra_buf_clear(&label);
}

static bool
same_name(struct ra_span folded, const char *name)
{
	struct ra_buf b;
	bool same;

	ra_buf_init(&b, NAME_MAX_BYTES);
	fold(ra_span_str(name), &b);
	same = ra_span_eq(folded, ra_buf_span(&b));
	ra_buf_clear(&b);
	return same;
}

static bool
has_name(const struct ra_roll_column *c, struct ra_span folded)
{
	size_t i;

	if (same_name(folded, c->key))
		return true;
	for (i = 0; i < RA_ROLL_NAMES_MAX && c->also[i] != NULL; i++)
		if (same_name(folded, c->also[i]))
			return true;
	return false;
}

/* The column that has such a name; RA_ROLL_COUNT: none. */
static size_t
find(struct ra_span text)
{
	struct ra_buf b;
	size_t i;

	ra_buf_init(&b, NAME_MAX_BYTES);
	fold(text, &b);
	for (i = 0; i < RA_ROLL_COUNT; i++)
		if (!b.over && has_name(&columns[i], ra_buf_span(&b)))
			break;
	ra_buf_clear(&b);
	return i;
}

/* As it was typed: a slip is nearest to the word that was meant. */
static const char *
nearest(const char *text)
{
	struct ra_near near = { 0 };
	size_t i, k;

	for (i = 0; i < RA_ROLL_COUNT; i++) {
		ra_near_offer(&near, text, columns[i].key);
		for (k = 0; k < RA_ROLL_NAMES_MAX; k++)
			if (columns[i].also[k] != NULL)
				ra_near_offer(&near, text, columns[i].also[k]);
	}
	return near.word;
}

/* The name comes from outside: cut, and its control characters visible. */
static int
not_known(
    const struct ra_roll *r, const struct ra_csv_cell *cell, struct ra_err *e)
{
	struct ra_span s = ra_span_trim(cell->text);
	const char *near;
	struct ra_buf b;

	ra_buf_init(&b, NAME_MAX_BYTES);
	ra_text_show(s.n > SHOW_MAX ? RA_SPAN("...") : s, &b);
	ra_fail(e, RA_EINPUT, _("%s:%zu:%zu: column \"%s\" is not known"),
	    r->csv.name, cell->line, cell->column, ra_buf_str(&b));
	if ((near = nearest(ra_buf_str(&b))) != NULL)
		ra_next(e, _("did you mean \"%s\"?"), near);
	else
		ra_next(e, _("upkira-people(5) lists the columns"));
	ra_buf_clear(&b);
	return -1;
}

/* What is no header line may hold anything: none of it is shown. */
static int
no_header(const struct ra_roll *r, struct ra_err *e)
{
	ra_fail(e, RA_EINPUT,
	    _("%s:1:1: no column is known, wanted a first line of names such "
	      "as name, mail, cn"),
	    r->csv.name);
	ra_next(e, _("upkira-people(5) lists the columns"));
	return -1;
}

/* Which of two columns would count is not for us to guess. */
static int
take_column(struct ra_roll *r, size_t i, size_t id, struct ra_err *e)
{
	const struct ra_csv_cell *cell = &r->csv.cell[i];

	if (r->at[id] != 0)
		return ra_fail(e, RA_EINPUT,
		    _("%s:%zu:%zu: column %s stands there twice"), r->csv.name,
		    cell->line, cell->column, columns[id].key);
	r->at[id] = i + 1;
	return 0;
}

/*
 * A column that is not known is told last, so that a first line which is no
 * header at all is told as such.
 */
static int
read_header(struct ra_roll *r, bool strict, struct ra_err *e)
{
	const struct ra_csv_cell *odd = NULL;
	size_t i, id, known = 0;

	if (ra_csv_next(&r->csv, e) == -1)
		return -1;
	for (i = 0; i < r->csv.n; i++) {
		id = find(r->csv.cell[i].text);
		if (id == RA_ROLL_COUNT && odd == NULL &&
		    ra_span_trim(r->csv.cell[i].text).n > 0)
			odd = &r->csv.cell[i];
		if (id == RA_ROLL_COUNT)
			continue;
		known++;
		if (take_column(r, i, id, e) == -1)
			return -1;
	}
	if (known == 0)
		return no_header(r, e);
	for (i = 0; i < r->csv.n; i++)
		r->nameless[i] = ra_span_trim(r->csv.cell[i].text).n == 0;
	return strict && odd != NULL ? not_known(r, odd, e) : 0;
}

int
ra_roll_open(struct ra_roll *r, const char *name, struct ra_span in,
    bool strict, struct ra_err *e)
{
	*r = (struct ra_roll){ .strict = strict };
	if (ra_plain_decode(&r->plain, name, in, RA_CSV_MAX, e) == -1 ||
	    ra_csv_open(&r->csv, name, r->plain.text, 0, e) == -1)
		return -1;
	return read_header(r, strict, e);
}

/* A newline in a cell, easily typed, would make another record of it. */
static int
check_cell(
    const struct ra_roll *r, const struct ra_csv_cell *cell, struct ra_err *e)
{
	struct ra_span s = ra_span_trim(cell->text);
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return ra_fail(e, RA_EINPUT,
			    _("%s:%zu:%zu: a control character (U+%04X) in the "
			      "cell"),
			    r->csv.name, cell->line, cell->column,
			    (unsigned char)s.p[i]);
	return 0;
}

/* Only what is taken is looked at: other columns may hold what they like. */
static int
check_row(const struct ra_roll *r, struct ra_err *e)
{
	const struct ra_csv_cell *cell;
	size_t i;

	for (i = 0; i < RA_ROLL_COUNT; i++)
		if (r->at[i] != 0 &&
		    check_cell(r, &r->csv.cell[r->at[i] - 1], e) == -1)
			return -1;
	for (i = 0; r->strict && i < r->csv.n; i++) {
		cell = &r->csv.cell[i];
		if (r->nameless[i] && ra_span_trim(cell->text).n > 0)
			return ra_fail(e, RA_EINPUT,
			    _("%s:%zu:%zu: the column has no name in the first "
			      "line"),
			    r->csv.name, cell->line, cell->column);
	}
	return 0;
}

/* Spreadsheets leave rows of empty cells behind the last person. */
static bool
blank(const struct ra_roll *r)
{
	size_t i;

	for (i = 0; i < r->csv.n; i++)
		if (ra_span_trim(r->csv.cell[i].text).n > 0)
			return false;
	return true;
}

int
ra_roll_next(struct ra_roll *r, bool *more, struct ra_err *e)
{
	do {
		if (ra_csv_next(&r->csv, e) == -1)
			return -1;
	} while (r->csv.n > 0 && blank(r));
	*more = r->csv.n > 0;
	return *more ? check_row(r, e) : 0;
}

struct ra_span
ra_roll_get(const struct ra_roll *r, enum ra_roll_id id)
{
	if (r->at[id] == 0)
		return RA_SPAN("");
	return ra_span_trim(r->csv.cell[r->at[id] - 1].text);
}

const struct ra_csv_cell *
ra_roll_cell(const struct ra_roll *r, enum ra_roll_id id)
{
	return &r->csv.cell[r->at[id] == 0 ? 0 : r->at[id] - 1];
}

void
ra_roll_clear(struct ra_roll *r)
{
	ra_csv_clear(&r->csv);
	ra_plain_clear(&r->plain);
	memset(r, 0, sizeof(*r));
}
