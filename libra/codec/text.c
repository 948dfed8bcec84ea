/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The names of the charsets, and all of iconv. It is asked once for each lead
 * byte; rows of a list are then decoded from the table that its answers make.
 */
#include <iconv.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

#include "codec/jis.h"
#include "codec/text.h"

static const struct {
	const char *name;
	enum ra_charset cs;
} names[] = {
	{ "utf-8", RA_UTF8 },
	{ "utf8", RA_UTF8 },
	{ "us-ascii", RA_UTF8 },
	{ "windows-31j", RA_CP932 },
	{ "cp932", RA_CP932 },
	{ "ms932", RA_CP932 },
	{ "ms_kanji", RA_CP932 },
	{ "shift_jis", RA_CP932 },
	{ "shift-jis", RA_CP932 },
	{ "sjis", RA_CP932 },
	{ "x-sjis", RA_CP932 },
	{ "euc-jp", RA_EUCJP },
	{ "eucjp", RA_EUCJP },
	{ "x-euc-jp", RA_EUCJP },
	{ "eucjp-win", RA_EUCJP },
	{ "eucjp-ms", RA_EUCJP },
	{ "iso-2022-jp", RA_ISO2022JP },
	{ "csiso2022jp", RA_ISO2022JP },
};

/* glibc's SHIFT_JIS knows no NEC or IBM rows, its CP932 both. */
static const char *const iconv_name[RA_JIS_NSETS] = { "CP932", "SHIFT_JIS",
	"EUC-JP-MS", "EUC-JP-MS" };

static struct {
	uint16_t rune[128][256]; /* by lead and trail byte; 0: none */
	atomic_bool ready[128];
} pages[RA_JIS_NSETS];

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int
ra_charset_find(struct ra_span name, enum ra_charset *out)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (ra_span_caseeqs(name, names[i].name)) {
			*out = names[i].cs;
			return 0;
		}
	return -1;
}

const char *
ra_charset_name(enum ra_charset cs)
{
	static const char *const name[] = { "UTF-8", "Windows-31J", "Shift_JIS",
		"EUC-JP", "ISO-2022-JP" };

	return name[cs];
}

/* What iconv makes of one sequence, as a character of the BMP, or 0. */
static uint16_t
ask(iconv_t cd, const unsigned char *seq, size_t n)
{
	unsigned char utf16[4];
	char in[3], *ip = in, *op = (char *)utf16;
	size_t in_left = n, out_left = sizeof(utf16);

	memcpy(in, seq, n);
	/* Back to the first state: a failure before may have left another. */
	iconv(cd, NULL, NULL, NULL, NULL);
	if (iconv(cd, &ip, &in_left, &op, &out_left) == (size_t)-1 ||
	    in_left != 0 || out_left != 2)
		return 0;
	return (uint16_t)(utf16[0] << 8 | utf16[1]);
}

static void
fill_page(enum ra_jis_set set, unsigned char lead)
{
	unsigned char seq[3] = { 0x8f, lead, 0 };
	size_t skip = set == RA_JIS_EUC3 ? 0 : 1;
	unsigned trail;
	iconv_t cd;

	/* Two bytes a character: none of these sets goes beyond the BMP. */
	cd = iconv_open("UTF-16BE", iconv_name[set]);
	if (cd == (iconv_t)-1)
		return;
	/* No trail byte of any of the sets is below 0x40. */
	for (trail = 0x40; trail < 0xff; trail++) {
		seq[2] = (unsigned char)trail;
		pages[set].rune[lead & 0x7f][trail] =
		    ask(cd, seq + skip, 3 - skip);
	}
	iconv_close(cd);
}

unsigned
ra_jis_rune(enum ra_jis_set set, unsigned char lead, unsigned char trail)
{
	atomic_bool *ready = &pages[set].ready[lead & 0x7f];

	/* Looked at twice: only who fills a page pays for the lock. */
	if (!atomic_load_explicit(ready, memory_order_acquire)) {
		pthread_mutex_lock(&lock);
		if (!atomic_load_explicit(ready, memory_order_relaxed)) {
			fill_page(set, lead);
			atomic_store_explicit(
			    ready, true, memory_order_release);
		}
		pthread_mutex_unlock(&lock);
	}
	return pages[set].rune[lead & 0x7f][trail];
}

void
ra_jis_to_sjis(unsigned row, unsigned cell, unsigned char out[2])
{
	unsigned lead = (row - 0x21) / 2 + 0x81;

	out[0] = (unsigned char)(lead > 0x9f ? lead + 0x40 : lead);
	if (row % 2 == 0)
		out[1] = (unsigned char)(cell + 0x7e);
	else
		out[1] = (unsigned char)(cell + 0x1f + (cell >= 0x60));
}

void
ra_jis_from_sjis(const unsigned char in[2], unsigned char out[2])
{
	unsigned lead = in[0] < 0xa0 ? in[0] - 0x81u : in[0] - 0xc1u;
	unsigned trail = in[1];

	out[0] = (unsigned char)(lead * 2 + 0x21 + (trail >= 0x9f));
	if (trail >= 0x9f)
		out[1] = (unsigned char)(trail - 0x7e);
	else
		out[1] = (unsigned char)(trail - 0x1f - (trail >= 0x80));
}

/* Open for good once asked for; the caller holds the lock. */
static iconv_t
encoder(enum ra_jis_set set)
{
	static iconv_t cd[RA_JIS_NSETS];
	static bool tried[RA_JIS_NSETS];

	if (!tried[set]) {
		cd[set] = iconv_open(iconv_name[set], "UTF-8");
		tried[set] = true;
	}
	return cd[set];
}

size_t
ra_jis_code(
    enum ra_jis_set set, const char *utf8, size_t n, unsigned char out[4])
{
	char in[4], *ip = in, *op = (char *)out;
	size_t in_left = n, out_left = 4, len = 0;
	iconv_t cd;

	if (n > sizeof(in))
		return 0;
	memcpy(in, utf8, n);
	pthread_mutex_lock(&lock);
	cd = encoder(set);
	/* 0: neither a failure nor a character changed for a similar one. */
	if (cd != (iconv_t)-1 &&
	    iconv(cd, &ip, &in_left, &op, &out_left) == 0 && in_left == 0)
		len = 4 - out_left;
	else if (cd != (iconv_t)-1)
		iconv(cd, NULL, NULL, NULL, NULL);
	pthread_mutex_unlock(&lock);
	/* glibc gives a yen sign 0x5c, which is read back as a backslash. */
	return len > 0 && out[0] >= 0x80 ? len : 0;
}
