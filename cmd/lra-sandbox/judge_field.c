/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Judging one column by itself: need, length, characters, form. */
#include "judge.h"

#include <string.h>

#include "codec/text.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"
/*
 * Choices: neither the symbols of a mail address, nor those of a PIN or file
 * name, nor what a comment must not hold is told by the facts.
 */
#define MAIL_CHARS LETTERS DIGITS "._%+-"
#define PIN_CHARS LETTERS DIGITS "-_"
#define FILE_CHARS LETTERS DIGITS "._-"
#define COMMENT_BAD "<>&\";"
#define FILE_LEN_MAX 64
#define PIN_LEN_MAX 64

static bool
made_of(struct ra_span s, const char *chars)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] == '\0' || strchr(chars, s.p[i]) == NULL)
			return false;
	return true;
}

void
sb_lower(char *s)
{
	for (; *s != '\0'; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s - 'A' + 'a');
}

/* RFC 1123, 2.1. Wildcards: unknown, so refused. */
static bool
is_label(struct ra_span s)
{
	return s.n > 0 && s.n <= 63 && made_of(s, LETTERS DIGITS "-") &&
	    s.p[0] != '-' && s.p[s.n - 1] != '-';
}

bool
sb_is_host(struct ra_span s)
{
	size_t labels = 0;

	if (s.n == 0 || s.p[s.n - 1] == '.')
		return false;
	while (s.n > 0) {
		if (!is_label(ra_span_cut(&s, '.')))
			return false;
		labels++;
	}
	return labels >= 2;
}

bool
sb_is_mail(struct ra_span s)
{
	struct ra_span local = ra_span_cut(&s, '@');

	return local.n > 0 && made_of(local, MAIL_CHARS) && sb_is_host(s);
}

/* Manual 5-3-2: decimal, or hexadecimal after 0x. */
static void
judge_serial(struct sb_claim *c, const struct ra_column *col, const char *text)
{
	struct ra_err e = { 0 };

	if (ra_serial_parse(ra_span_str(text), &c->serial, &e) == -1)
		sb_claim_refuse_item(c, "not-digits", col->item, 0);
}

/* One digit or two, of a table. */
static void
judge_code(struct sb_claim *c, const struct ra_column *col, const char *text)
{
	struct ra_span s = ra_span_str(text);
	const struct ra_profile *p;
	bool known;
	long n;

	if (!made_of(s, DIGITS) || ra_span_number(s, 0, 99, &n) == -1) {
		sb_claim_refuse_item(c, "not-digits", col->item, 0);
		return;
	}
	if (col->field == RA_F_PROFILE) {
		p = ra_profile_find(n);
		known = p != NULL && p->current &&
		    (p->use == RA_USE_SERVER) ==
			(c->form->iface != RA_IF_CLIENT_APPLY);
		c->profile = known ? p : NULL;
	} else if (col->field == RA_F_METHOD) {
		/* A choice: 3, the browser's, is still taken, as 1. */
		known = ra_word_find(ra_method_table(), n) != NULL;
	} else {
		known = ra_word_find(ra_reason_table(), n) != NULL;
	}
	if (!known)
		sb_claim_refuse_item(c, "value", col->item, 0);
}

/* A choice: ASCII and JIS X 0208 without what a page would have to escape. */
static void
judge_comment(struct sb_claim *c, const char *text)
{
	struct ra_buf b;

	ra_buf_init(&b, RA_FORM_FILE_MAX);
	if (strpbrk(text, COMMENT_BAD) != NULL ||
	    ra_text_encode(RA_SJIS, ra_span_str(text), &b, NULL) == -1)
		sb_claim_refuse_item(c, "comment", "失効理由コメント", 0);
	ra_buf_clear(&b);
}

/* No path may come of it: it names a member of a ZIP. */
static bool
is_file(struct ra_span s)
{
	return s.n <= FILE_LEN_MAX && made_of(s, FILE_CHARS) && s.p[0] != '.';
}

/* The form of a column that is not empty. */
static void
judge_form(struct sb_claim *c, const struct ra_column *col, const char *text)
{
	struct ra_span s = ra_span_str(text);
	const char *key = NULL;

	switch (col->field) {
	case RA_F_DN:
		sb_judge_dn(c, text);
		break;
	case RA_F_PROFILE:
	case RA_F_METHOD:
	case RA_F_REASON:
		judge_code(c, col, text);
		break;
	case RA_F_SERIAL:
		judge_serial(c, col, text);
		break;
	case RA_F_TEXT:
		if (strcmp(col->key, "comment") == 0)
			judge_comment(c, text);
		break;
	case RA_F_MAIL:
		key = sb_is_mail(s) ? NULL : "mail";
		break;
	case RA_F_FQDN:
		key = sb_is_host(s) ? NULL : "form";
		break;
	case RA_F_FILE:
		key = is_file(s) ? NULL : "form";
		break;
	case RA_F_PIN:
		key =
		    s.n <= PIN_LEN_MAX && made_of(s, PIN_CHARS) ? NULL : "form";
		break;
	default:
		break;
	}
	if (key != NULL)
		sb_claim_refuse_item(c, key, col->item, 0);
}

/*
 * A choice: of what working code fills without a document that requires it,
 * only the addresses are required, for the mails go there.
 */
static bool
is_required(const struct ra_column *col)
{
	return col->need == RA_NEED_MUST ||
	    (col->need == RA_NEED_USUAL && col->field == RA_F_MAIL);
}

/*
 * Of lengths it is not said whether characters or bytes are meant (upki-facts
 * 9a); characters is the milder.
 */
void
sb_judge_column(
    struct sb_claim *c, const struct ra_column *col, const char *text)
{
	struct ra_span s = ra_span_str(text);

	if (s.n == 0) {
		if (is_required(col))
			sb_claim_refuse_item(c, "required", col->item, 0);
	} else if (col->need == RA_NEED_NO) {
		/* A choice: a column that must be blank is not forgiven. */
		sb_claim_refuse_item(c, "blank", col->item, 0);
	} else if (col->max > 0 && ra_text_chars(s) > col->max) {
		sb_claim_refuse_item(c, "too-long", col->item, col->max);
	} else {
		judge_form(c, col, text);
	}
}
