/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The first byte chooses a charset; what decodes must encode and decode. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "codec/json.h"
#include "codec/mime.h"
#include "codec/text.h"

#define OUT_MAX (1u << 24)
#define IN_MAX (1u << 16) /* mail headers are short; folding is not linear */

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
must(int holds)
{
	if (!holds)
		abort();
}

/* Text once decoded survives the way out and in. */
static void
round_trip(enum ra_charset cs, struct ra_span text)
{
	struct ra_buf bytes, again;
	size_t bad = 0;

	ra_buf_init(&bytes, OUT_MAX);
	ra_buf_init(&again, OUT_MAX);
	if (ra_text_encode(cs, text, &bytes, &bad) == -1) {
		must(bad < text.n);
	} else {
		must(
		    ra_text_decode(cs, ra_buf_span(&bytes), &again, NULL) == 0);
		must(ra_text_chars(ra_buf_span(&again)) == ra_text_chars(text));
	}
	ra_buf_clear(&again);
	ra_buf_clear(&bytes);
}

/* Whatever goes in, what is shown is UTF-8 without controls. */
static void
show_any(struct ra_span in)
{
	struct ra_buf out;
	size_t i;

	ra_buf_init(&out, OUT_MAX);
	ra_text_show(in, &out);
	must(ra_text_is_utf8(ra_buf_span(&out)));
	for (i = 0; i < out.n; i++)
		must((unsigned char)out.p[i] >= 0x20 && out.p[i] != 0x7f);
	ra_buf_reset(&out);
	ra_text_label(in, &out);
	must(ra_text_is_utf8(ra_buf_span(&out)));
	(void)ra_text_width(in);
	ra_buf_clear(&out);
}

static void
write_any(struct ra_span in)
{
	struct ra_json j;
	struct ra_buf out;

	ra_buf_init(&out, OUT_MAX);
	ra_json_init(&j, &out);
	ra_json_span(&j, NULL, in);
	must(ra_text_is_utf8(ra_buf_span(&out)));
	ra_buf_reset(&out);
	ra_mime_qp(in, &out);
	ra_buf_reset(&out);
	ra_mime_base64(in, &out);
	ra_buf_reset(&out);
	if (in.n < IN_MAX)
		ra_mime_word(in, &out);
	ra_buf_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in;
	struct ra_buf strict, lenient;
	enum ra_charset cs;
	size_t bad = 0, lost;
	int rc;

	if (n == 0)
		return 0;
	in = (struct ra_span){ (const char *)p + 1, n - 1 };
	cs = (enum ra_charset)(p[0] % (RA_ISO2022JP + 1));
	ra_buf_init(&strict, OUT_MAX);
	ra_buf_init(&lenient, OUT_MAX);
	rc = ra_text_decode(cs, in, &strict, &bad);
	lost = ra_text_decode_lenient(cs, in, &lenient);
	must(ra_text_is_utf8(ra_buf_span(&strict)));
	must(ra_text_is_utf8(ra_buf_span(&lenient)));
	must((rc == 0) == (lost == 0));
	must(rc == 0 || bad < in.n);
	must(ra_span_starts(ra_buf_span(&lenient), ra_buf_span(&strict)));
	round_trip(cs, ra_buf_span(&strict));
	show_any(in);
	write_any(in);
	ra_buf_clear(&lenient);
	ra_buf_clear(&strict);
	return 0;
}
