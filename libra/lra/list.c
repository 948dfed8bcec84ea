/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * In CP932 neither tab nor newline occurs inside a character, so rows are
 * counted on the bytes as they come.
 */
#include "lra/list.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "codec/text.h"
#include "upki/record.h"

#define KNOWN_MIN 6 /* header names that must be known */
#define COLUMNS_MAX 500

/* By these working readers find their way in either list. */
static const char *const needed[] = { "主体者DN", "状態",
	"発行・更新申請-シリアル番号" };

void
ra_list_init(struct ra_list_check *c)
{
	memset(c, 0, sizeof(*c));
	ra_buf_init(&c->header, RA_LIST_HEADER_MAX);
	c->line = 1;
}

static bool
known(struct ra_span name)
{
	const struct ra_record_column *col = ra_record_columns();
	size_t i;

	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		if (ra_span_eqs(name, col[i].header))
			return true;
	return false;
}

static size_t
needed_bit(struct ra_span name)
{
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (ra_span_eqs(name, needed[i]))
			return (size_t)1 << i;
	return 0;
}

static int
read_header(struct ra_list_check *c, struct ra_err *e)
{
	const size_t all =
	    ((size_t)1 << (sizeof(needed) / sizeof(needed[0]))) - 1;
	struct ra_span rest, name;
	struct ra_buf utf8;
	size_t seen = 0;

	ra_buf_init(&utf8, 4 * (size_t)RA_LIST_HEADER_MAX);
	(void)ra_text_decode_lenient(RA_CP932, ra_buf_span(&c->header), &utf8);
	rest = ra_buf_span(&utf8);
	c->f.columns = 0;
	c->f.known = 0;
	while (rest.n > 0 && c->f.columns <= COLUMNS_MAX) {
		name = ra_span_trim(ra_span_cut(&rest, '\t'));
		if (name.n >= 2 && name.p[0] == '"' &&
		    name.p[name.n - 1] == '"')
			name = (struct ra_span){ name.p + 1, name.n - 2 };
		c->f.columns++;
		c->f.known += known(name);
		seen |= needed_bit(name);
	}
	ra_buf_clear(&utf8);
	c->headed = true;
	if (seen == all && c->f.known >= KNOWN_MIN &&
	    c->f.columns <= COLUMNS_MAX)
		return 0;
	return ra_fail(e, RA_EPAGE,
	    _("the list: %zu of %zu columns in line 1 are known, so it is "
	      "not a list of certificates"),
	    c->f.known, c->f.columns);
}

static size_t
count_tabs(const char *p, size_t n)
{
	const char *end = p + n;
	size_t tabs = 0;

	while (p < end && (p = memchr(p, '\t', (size_t)(end - p))) != NULL) {
		tabs++;
		p++;
	}
	return tabs;
}

static void
end_row(struct ra_list_check *c)
{
	c->f.rows++;
	if (c->tabs + 1 != c->f.columns && c->f.ragged++ == 0) {
		c->f.ragged_line = c->line;
		c->f.ragged_columns = c->tabs + 1;
	}
}

static int
add_header(
    struct ra_list_check *c, struct ra_span s, bool whole, struct ra_err *e)
{
	ra_buf_add(&c->header, s);
	if (c->header.over)
		return ra_fail(e, RA_EPAGE,
		    _("the list: a first line of more than %u bytes"),
		    RA_LIST_HEADER_MAX);
	return whole ? read_header(c, e) : 0;
}

/* Keep the last bytes: there an archive says that it is complete. */
static void
add_zip(struct ra_list_check *c, struct ra_span s)
{
	const size_t max = sizeof(c->tail);

	if (s.n >= max) {
		memcpy(c->tail, s.p + (s.n - max), max);
		return;
	}
	memmove(c->tail, c->tail + s.n, max - s.n);
	memcpy(c->tail + (max - s.n), s.p, s.n);
}

int
ra_list_add(struct ra_list_check *c, struct ra_span s, struct ra_err *e)
{
	const char *nl;
	size_t n;

	/* What (6) gives is not known: a list, or an archive of lists. */
	if (c->f.bytes == 0 && c->zip_allowed &&
	    ra_span_starts(s, RA_SPAN("PK\x03\x04")))
		c->f.zip = true;
	c->f.bytes += s.n;
	if (c->f.zip) {
		add_zip(c, s);
		return 0;
	}
	while (s.n > 0) {
		nl = memchr(s.p, '\n', s.n);
		n = nl == NULL ? s.n : (size_t)(nl - s.p);
		if (!c->headed) {
			if (add_header(c, (struct ra_span){ s.p, n },
				nl != NULL, e) == -1)
				return -1;
		} else {
			c->tabs += count_tabs(s.p, n);
			c->bytes += n;
		}
		if (nl == NULL)
			break;
		if (c->line > 1)
			end_row(c);
		c->line++;
		c->tabs = c->bytes = 0;
		s = ra_span_from(s, n + 1);
	}
	return 0;
}

int
ra_list_end(struct ra_list_check *c, struct ra_err *e)
{
	if (c->f.bytes == 0)
		return ra_fail(e, RA_EPAGE, _("the list: empty"));
	if (c->f.zip && memcmp(c->tail, "PK\x05\x06", 4) != 0)
		return ra_fail(
		    e, RA_EPAGE, _("the list: a ZIP archive without its end"));
	if (c->f.zip)
		return 0;
	if (!c->headed && read_header(c, e) == -1)
		return -1;
	if (c->bytes == 0)
		return 0;
	if (c->tabs + 1 < c->f.columns)
		return ra_fail(e, RA_EPAGE,
		    _("the list: cut in line %" PRIu64
		      ": %zu of %zu columns and no line end"),
		    c->line, c->tabs + 1, c->f.columns);
	end_row(c);
	return 0;
}

void
ra_list_clear(struct ra_list_check *c)
{
	ra_buf_clear(&c->header);
}
