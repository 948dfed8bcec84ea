/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* An application as the lists show it. */
#include "app.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "codec/text.h"
#include "codec/tsv.h"

/* Add as much as CP932 has, "?" for each character that it lacks. */
static void
encode(struct ra_span in, struct ra_buf *out)
{
	size_t bad, n;

	/* A name is kept, whatever is in it: the upload was judged before. */
	while (in.n > 0 && ra_text_encode(RA_CP932, in, out, &bad) == -1) {
		in = ra_span_from(in, bad);
		ra_text_rune(in, &n);
		in = ra_span_from(in, n);
		ra_buf_addc(out, '?');
	}
}

void
sb_app_set(struct sb_app *a, enum sb_col col, const char *utf8)
{
	struct ra_buf b;
	struct ra_span s = ra_span_str(utf8);

	ra_buf_init(&b, RA_RECORD_ROW_MAX);
	if (ra_text_is_ascii(s))
		ra_buf_add(&b, s);
	else
		encode(s, &b);
	free(a->f[col]);
	a->f[col] = b.n > 0 ? ra_buf_take(&b) : NULL;
	ra_buf_clear(&b);
}

void
sb_app_set_number(struct sb_app *a, enum sb_col col, long long n)
{
	char text[32];

	snprintf(text, sizeof(text), "%lld", n);
	free(a->f[col]);
	a->f[col] = ra_strdup(text);
}

void
sb_app_set_time(struct sb_app *a, enum sb_col col, time_t t)
{
	char text[RA_CLOCK_TEXT];

	free(a->f[col]);
	a->f[col] = ra_strdup(ra_clock_list(t, text));
}

char *
sb_app_get(const struct sb_app *a, enum sb_col col)
{
	struct ra_buf b;
	char *s;

	ra_buf_init(&b, RA_RECORD_ROW_MAX);
	ra_text_decode_lenient(RA_CP932, ra_span_str(a->f[col]), &b);
	s = ra_strdup(ra_buf_str(&b));
	ra_buf_clear(&b);
	return s;
}

void
sb_app_row(const struct sb_app *a, struct ra_buf *out)
{
	size_t i;

	for (i = 0; i < RA_RECORD_COLUMNS; i++) {
		if (i > 0)
			ra_buf_addc(out, '\t');
		ra_buf_add(out, ra_span_str(a->f[i]));
	}
}

/* 10 too: its mail is late, the CA knows already (upki-facts 5.1). */
bool
sb_app_revoked(const struct sb_app *a)
{
	return a->state == SB_ST_REVOKING || a->state == SB_ST_REVOKED ||
	    a->state == SB_ST_REVOKED_WAIT;
}

/* Rows of the store have all columns; what is missing stays empty. */
void
sb_app_parse(struct sb_app *a, struct ra_span row)
{
	struct ra_span col[RA_RECORD_COLUMNS];
	size_t i, n;

	n = ra_tsv_split(row, col, RA_RECORD_COLUMNS);
	for (i = 0; i < n && i < RA_RECORD_COLUMNS; i++) {
		free(a->f[i]);
		a->f[i] = NULL;
		if (col[i].n > 0)
			a->f[i] = ra_strndup(col[i].p, col[i].n);
	}
}

void
sb_app_free(struct sb_app *a)
{
	size_t i;

	if (a == NULL)
		return;
	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		free(a->f[i]);
	free(a->cn);
	free(a->dn);
	free(a->serial);
	free(a->spki);
	free(a);
}
