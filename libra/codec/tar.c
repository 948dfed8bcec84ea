/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The header of POSIX.1 pax, ustar interchange format. */
#include "codec/tar.h"

#include <stdio.h>
#include <string.h>

/* Places of the fields: name, mode, uid, gid, size, time, sum, type, magic. */
enum {
	NAME = 0,
	MODE = 100,
	UID = 108,
	GID = 116,
	SIZE = 124,
	TIME = 136,
	SUM = 148,
	TYPE = 156,
	MAGIC = 257
};

static void
octal(char *at, int digits, uint64_t v)
{
	char text[32];

	snprintf(text, sizeof(text), "%0*llo", digits, (unsigned long long)v);
	memcpy(at, text, (size_t)digits);
}

void
ra_tar_head(const char *name, uint64_t size, time_t at, struct ra_buf *out)
{
	char h[RA_TAR_BLOCK] = { 0 };
	unsigned sum = 0;
	size_t i;

	memcpy(h + NAME, name, strnlen(name, 99));
	octal(h + MODE, 7, 0600);
	octal(h + UID, 7, 0);
	octal(h + GID, 7, 0);
	octal(h + SIZE, 11, size);
	octal(h + TIME, 11, at > 0 ? (uint64_t)at : 0);
	memset(h + SUM, ' ', 8); /* counted as blanks */
	h[TYPE] = '0';
	memcpy(h + MAGIC,
	    "ustar\0"
	    "00",
	    8);
	for (i = 0; i < sizeof(h); i++)
		sum += (unsigned char)h[i];
	octal(h + SUM, 6, sum);
	h[SUM + 6] = '\0';
	ra_buf_add(out, (struct ra_span){ h, sizeof(h) });
}

void
ra_tar_tail(uint64_t size, struct ra_buf *out)
{
	static const char zero[RA_TAR_BLOCK];
	size_t rest = (size_t)(size % RA_TAR_BLOCK);

	if (rest > 0)
		ra_buf_add(out, (struct ra_span){ zero, RA_TAR_BLOCK - rest });
	ra_buf_add(out, (struct ra_span){ zero, sizeof(zero) });
	ra_buf_add(out, (struct ra_span){ zero, sizeof(zero) });
}
