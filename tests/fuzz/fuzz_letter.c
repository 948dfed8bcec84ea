/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Texts of drafts: a refusal that says where, or a mail of eight headers. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "work/letter.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
check(struct ra_span mail)
{
	size_t headers = 0;
	struct ra_span line;

	do {
		line = ra_span_cut(&mail, '\n');
		if (!ra_span_ends(line, RA_SPAN("\r")))
			abort();
		headers += line.p[0] != ' ' && line.n > 1;
	} while (line.n > 1);
	if (headers != 8)
		abort();
}

/* What is filled in is the input too. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	char *text = calloc(n + 1, 1);
	struct ra_letter_item item = { .cn = text, .dn = text, .note = text };
	struct ra_letter l = { .to = "b@example.ac.jp",
		.to_name = text,
		.to_unit = text,
		.from = "a@example.ac.jp",
		.from_name = text,
		.institution = text,
		.item = &item,
		.n = 1 };
	struct ra_letter_form f = { 0 };
	struct ra_err e = { 0 };
	struct ra_buf b;

	if (text == NULL)
		abort();
	if (n > 0)
		memcpy(text, in.p, n);
	ra_buf_init(&b, RA_LETTER_MAX);
	if (ra_letter_parse(&f, "fuzz", in, &e) == -1) {
		if (strncmp(e.msg, "fuzz:", 5) != 0)
			abort();
	} else if (ra_letter_write(&f, &l, &b, &e) == 0) {
		check(ra_buf_span(&b));
	} else if (e.code != RA_EINPUT) {
		abort();
	}
	ra_buf_clear(&b);
	free(text);
	return 0;
}
