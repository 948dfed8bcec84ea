/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Inside the text codec: one code of a Japanese character set at a time. */
#ifndef RA_JIS_H
#define RA_JIS_H

#include <stddef.h>

/* Double-byte sets; the last is the plane behind EUC's 0x8f (JIS X 0212). */
enum ra_jis_set {
	RA_JIS_CP932,
	RA_JIS_SJIS,
	RA_JIS_EUC,
	RA_JIS_EUC3,
	RA_JIS_NSETS
};

/* The character of a double-byte code, or 0. */
unsigned ra_jis_rune(
    enum ra_jis_set set, unsigned char lead, unsigned char trail);
/*
 * The code of one character, given as the n bytes of its UTF-8, for CP932,
 * SJIS or EUC. Returns its length (1 to 3), or 0 when the set lacks it. Never
 * an ASCII code for what is not ASCII.
 */
size_t ra_jis_code(
    enum ra_jis_set set, const char *utf8, size_t n, unsigned char out[4]);
/* Row and cell (0x21 to 0x7e each) as Shift_JIS lays them out, and back. */
void ra_jis_to_sjis(unsigned row, unsigned cell, unsigned char out[2]);
void ra_jis_from_sjis(const unsigned char in[2], unsigned char out[2]);

#endif
