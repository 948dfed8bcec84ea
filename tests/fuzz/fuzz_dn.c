/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A name written out and read again is the same name. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pki/dn.h"
#include "pki/serial.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
check_again(const struct ra_dn *dn, size_t room)
{
	struct ra_dn back = { 0 };
	struct ra_buf text;

	ra_buf_init(&text, room);
	ra_dn_format(dn, &text);
	/* Usual names may be longer than those written. */
	if (text.over)
		abort();
	if (text.n <= RA_DN_MAX &&
	    (ra_dn_parse("again", ra_buf_span(&text), &back, NULL) == -1 ||
		!ra_dn_same(dn, &back) || !ra_dn_same_either_way(&back, dn)))
		abort();
	ra_dn_clear(&back);
	ra_buf_clear(&text);
}

static void
check_serial(const struct ra_serial *s)
{
	struct ra_serial again;

	if (ra_serial_parse(ra_span_str(s->hex), &again, NULL) == -1 ||
	    strcmp(again.dec, s->dec) != 0)
		abort();
	/* 48 hex digits can be 58 decimal ones, more than the field holds. */
	if (strlen(s->dec) <= RA_SERIAL_DIGITS_MAX &&
	    (ra_serial_parse(ra_span_str(s->dec), &again, NULL) == -1 ||
		strcmp(again.hex, s->hex) != 0))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_serial serial;
	struct ra_err e = { 0 };
	struct ra_dn dn = { 0 };

	if (ra_dn_parse("fuzz", in, &dn, &e) == 0)
		check_again(&dn, n + RA_DN_RDN_MAX * 16);
	else if (e.code != RA_EINPUT)
		abort();
	ra_dn_clear(&dn);
	if (ra_serial_parse(in, &serial, NULL) == 0)
		check_serial(&serial);
	return 0;
}
