/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Templates: looked at as a whole first, then filled without a failure. */
#include "codec/template.h"

#include <string.h>

#include "base/i18n.h"
#include "base/near.h"
#include "codec/text.h"

#define OPEN RA_SPAN("{{")
#define CLOSE RA_SPAN("}}")

/* Where a parse stands, for messages. */
struct place {
	const char *file;
	const struct ra_template_name *names;
	size_t line;
	struct ra_span text; /* of the line */
	bool each;	     /* between {{each}} and {{end}} */
	size_t begun;	     /* line of that {{each}} */
};

/* A line without its end; false when there is no more. */
static bool
next_line(struct ra_span *rest, struct ra_span *line)
{
	if (rest->n == 0)
		return false;
	*line = ra_span_cut(rest, '\n');
	if (line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

static bool
is_mark(struct ra_span line, const char *mark)
{
	return ra_span_eqs(ra_span_trim(line), mark);
}

/* The column of a byte, in characters from 1. */
static size_t
column(const struct place *at, const char *p)
{
	return ra_text_chars(
		   (struct ra_span){ at->text.p, (size_t)(p - at->text.p) }) +
	    1;
}

static int
unknown(const struct place *at, struct ra_span name, struct ra_err *e)
{
	const struct ra_template_name *n;
	struct ra_near near = { 0 };
	char word[64];

	name.n = name.n < sizeof(word) ? name.n : sizeof(word) - 1;
	name = ra_span_whole(name);
	memcpy(word, name.p, name.n);
	word[name.n] = '\0';
	for (n = at->names; n->name != NULL; n++)
		ra_near_offer(&near, word, n->name);
	ra_fail(e, RA_EINPUT, _("%s:%zu:%zu: nothing is called {{%s}}"),
	    at->file, at->line, column(at, name.p), word);
	if (near.word != NULL)
		ra_next(e, _("did you mean \"%s\"?"), near.word);
	return -1;
}

static int
check_name(const struct place *at, struct ra_span name, struct ra_err *e)
{
	const struct ra_template_name *n;

	if (ra_span_eqs(name, "each") || ra_span_eqs(name, "end"))
		return ra_fail(e, RA_EINPUT,
		    _("%s:%zu:%zu: {{each}} and {{end}} stand on lines of "
		      "their own"),
		    at->file, at->line, column(at, name.p));
	for (n = at->names; n->name != NULL; n++)
		if (ra_span_eqs(name, n->name))
			break;
	if (n->name == NULL)
		return unknown(at, name, e);
	if (n->row && !at->each)
		return ra_fail(e, RA_EINPUT,
		    _("%s:%zu:%zu: {{%s}} is of a row: it stands between "
		      "{{each}} and {{end}}"),
		    at->file, at->line, column(at, name.p), n->name);
	return 0;
}

/* Text, and the name of the place behind it. */
struct piece {
	struct ra_span before, name;
	bool place, closed;
};

static struct piece
next_piece(struct ra_span *rest)
{
	struct piece p = { 0 };
	size_t from = ra_span_find(*rest, OPEN), to;

	p.before = (struct ra_span){ rest->p, from };
	p.place = from < rest->n;
	*rest = ra_span_from(*rest, from + OPEN.n);
	to = ra_span_find(*rest, CLOSE);
	p.closed = to < rest->n;
	p.name = (struct ra_span){ rest->p, to };
	*rest = ra_span_from(*rest, to + CLOSE.n);
	return p;
}

static int
check_controls(const struct place *at, struct ra_err *e)
{
	size_t i;

	for (i = 0; i < at->text.n; i++)
		if (at->text.p[i] != '\t' &&
		    ((unsigned char)at->text.p[i] < ' ' ||
			at->text.p[i] == 0x7f))
			return ra_fail(e, RA_EINPUT,
			    _("%s:%zu:%zu: a control character"), at->file,
			    at->line, column(at, at->text.p + i));
	return 0;
}

static int
check_line(const struct place *at, struct ra_err *e)
{
	struct ra_span rest = at->text;
	struct piece p;

	if (check_controls(at, e) == -1)
		return -1;
	while (rest.n > 0) {
		p = next_piece(&rest);
		if (p.place && !p.closed)
			return ra_fail(e, RA_EINPUT,
			    _("%s:%zu:%zu: \"{{\" that no \"}}\" ends"),
			    at->file, at->line, column(at, p.name.p) - 2);
		if (p.place && check_name(at, p.name, e) == -1)
			return -1;
	}
	return 0;
}

static int
begin(struct place *at, struct ra_err *e)
{
	if (at->each)
		return ra_fail(e, RA_EINPUT,
		    _("%s:%zu: {{each}} within that of line %zu"), at->file,
		    at->line, at->begun);
	at->each = true;
	at->begun = at->line;
	return 0;
}

static int
end(struct place *at, struct ra_err *e)
{
	if (!at->each)
		return ra_fail(e, RA_EINPUT,
		    _("%s:%zu: {{end}} without {{each}}"), at->file, at->line);
	at->each = false;
	return 0;
}

static int
check_text(const char *name, struct ra_span in, struct ra_err *e)
{
	if (in.n > RA_TEMPLATE_MAX)
		return ra_fail(e, RA_EINPUT, _("%s: %zu bytes, at most %u"),
		    name, in.n, RA_TEMPLATE_MAX);
	if (!ra_text_is_utf8(in))
		return ra_fail(e, RA_EINPUT, _("%s: not UTF-8"), name);
	return 0;
}

int
ra_template_parse(struct ra_template *t, const char *name, struct ra_span in,
    const struct ra_template_name *names, struct ra_err *e)
{
	struct place at = { .file = name, .names = names };
	struct ra_span rest;
	int rc = check_text(name, in, e);

	t->text = rest = ra_span_from(in, ra_text_bom(in));
	while (rc == 0 && next_line(&rest, &at.text)) {
		at.line++;
		if (is_mark(at.text, "{{each}}"))
			rc = begin(&at, e);
		else if (is_mark(at.text, "{{end}}"))
			rc = end(&at, e);
		else
			rc = check_line(&at, e);
	}
	if (rc == 0 && at.each)
		return ra_fail(e, RA_EINPUT,
		    _("%s:%zu: {{each}} that no {{end}} ends"), name, at.begun);
	return rc;
}

static void
write_line(struct ra_span line, const struct ra_template_fill *f, size_t row,
    struct ra_buf *out)
{
	struct piece p;

	while (line.n > 0) {
		p = next_piece(&line);
		ra_buf_add(out, p.before);
		if (p.place)
			f->value(f->arg, p.name, row, out);
	}
	ra_buf_addc(out, '\n');
}

/* What is left after the {{end}} of the lines that rest begins with. */
static struct ra_span
write_each(
    struct ra_span rest, const struct ra_template_fill *f, struct ra_buf *out)
{
	struct ra_span again = rest, line;
	size_t row = 0;

	do {
		rest = again;
		while (next_line(&rest, &line) && !is_mark(line, "{{end}}"))
			if (row < f->rows)
				write_line(line, f, row, out);
	} while (++row < f->rows);
	return rest;
}

void
ra_template_write(const struct ra_template *t, const struct ra_template_fill *f,
    struct ra_buf *out)
{
	struct ra_span rest = t->text, line;

	while (next_line(&rest, &line)) {
		if (is_mark(line, "{{each}}"))
			rest = write_each(rest, f, out);
		else
			write_line(line, f, 0, out);
	}
}
