/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A list of server certificates as large as wanted, 2,800 bytes a record, with
 * a request and a certificate in each: the sizes of RSA 2048, the bytes random,
 * because no two of the real ones are alike and neither packs. In a later night
 * every hundredth record reads otherwise, and a hundredth more are there.
 *
 *	list RECORDS [NIGHT]
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "codec/text.h"
#include "upki/record.h"

#define CSR 964		 /* bytes of Base64 */
#define CERT 1368	 /* the same */
#define FIRST 1640995200 /* 2022-01-01, seconds */
#define HOUR 3600
#define TEXT 128

static uint64_t seed;

/* xorshift64*: the same list on every machine. */
static uint64_t
draw(void)
{
	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return seed * UINT64_C(2685821657736338717);
}

static void
put_base64(const char *head, size_t n)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz0123456789+/";
	char out[2048];
	size_t i = strlen(head), k;
	uint64_t r;

	memcpy(out, head, i);
	while (i < n)
		for (r = draw(), k = 0; k < 10 && i < n; k++, r >>= 6)
			out[i++] = set[r & 63];
	fwrite(out, 1, n, stdout);
}

/* In CP932, once: the encoder is not what is measured. */
static const char *
manager(size_t i)
{
	static const char *const text[] = {
		"国立　太郎\t情報基盤センター\tkokuritsu",
		"例示　花子\t附属図書館\thanako", "試験　一郎\t理学部\tichiro",
		"見本　次郎\t工学部情報工学科\tjiro",
		"用例　三郎\t医学部附属病院医療情報部\tsaburo",
		"模範　良子\t事務局総務課\tyoshiko", "雛形　守\t農学部\tmamoru"
	};
	enum { N = sizeof(text) / sizeof(text[0]) };
	static struct ra_buf made[N];
	struct ra_buf *b = &made[i % N];

	if (b->n == 0) {
		ra_buf_init(b, TEXT);
		ra_text_encode(RA_CP932, ra_span_str(text[i % N]), b, NULL);
	}
	return ra_buf_str(b);
}

static void
put_header(void)
{
	struct ra_buf b;
	size_t i;

	ra_buf_init(&b, 65536);
	for (i = 0; i < RA_RECORD_COLUMNS; i++) {
		if (i > 0)
			ra_buf_addc(&b, '\t');
		ra_text_encode(RA_CP932,
		    ra_span_str(ra_record_columns()[i].header), &b, NULL);
	}
	printf("%s\r\n", ra_buf_str(&b));
	ra_buf_clear(&b);
}

struct record {
	size_t i;
	int state;
	char applied[RA_CLOCK_TEXT], start[RA_CLOCK_TEXT], ends[RA_CLOCK_TEXT];
	char serial[40], old[40];
};

static void
fill(struct record *r, size_t i, int night)
{
	static const int states[] = { 5, 5, 5, 6, 7, 7, 4, 8, 5, -1 };
	time_t at = FIRST + (time_t)i * HOUR * 40000 / 100000;

	r->i = i;
	r->state = states[draw() % 10];
	if (night > 0 && i % 100 == (size_t)night % 100)
		r->state = 7;
	ra_clock_list(at, r->applied);
	ra_clock_list(at + HOUR, r->start);
	ra_clock_list(at + HOUR + 398 * 24 * HOUR, r->ends);
	snprintf(r->serial, sizeof(r->serial), "3%018llu%019zu",
	    (unsigned long long)(draw() % UINT64_C(1000000000000000000)), i);
	r->old[0] = '\0';
	if (i % 3 == 2)
		snprintf(r->old, sizeof(r->old), "2%037zu", i - 1);
}

static void
put_record(const struct record *r)
{
	printf("%zu\t%zu\t0\tCN=host%06zu.example%s.jp,O=Example University,"
	       "L=Chiyoda-ku,ST=Tokyo,C=JP\t1\t%s\t%s\tKokuritsu Taro\t1\t1\t"
	       "%d\t%d\t%s@example.ac.jp\thost%06zu.example.ac.jp\t"
	       "apache2.4\t",
	    r->i + 1, r->i / 9 + 1, r->i * 2 / 3, r->i % 10 == 9 ? "" : ".ac",
	    r->applied, r->start, r->i % 7 == 6 ? 11 : 3, r->state,
	    manager(r->i), r->i * 2 / 3);
	put_base64("MIIC5TCCAc0CAQAwbjEdMBsGA1UEAwwU", CSR);
	printf("\tdNSName=host%06zu.example.ac.jp\t0\t\t\t", r->i * 2 / 3);
	put_base64("MIID4DCCAsigAwIBAgIRAO6", CERT);
	printf("\t%s\t%016llx%016llx\t%s\t%s\t%s\t\t\t\t", r->serial,
	    (unsigned long long)draw(), (unsigned long long)draw(), r->start,
	    r->ends, r->start);
	if (r->state == 7)
		printf("%zu\t%zu\t%s\t%s\tKokuritsu Taro\t4\t\t0\t\t\t\t",
		    r->i + 1, r->i / 9 + 1, r->start, r->start);
	else
		printf("\t\t\t\t\t\t\t\t\t\t\t");
	printf("%s\t\t\t%s\r\n", r->old, r->start);
}

int
main(int argc, char **argv)
{
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 0, i;
	int night = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 0;
	struct record r;

	if (n == 0) {
		fputs("usage: list RECORDS [NIGHT]\n", stderr);
		return 2;
	}
	if (night > 0)
		n += n / 100;
	put_header();
	for (i = 0; i < n; i++) {
		/* A record is the same whatever stood before it. */
		seed = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
		fill(&r, i, night);
		put_record(&r);
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
