/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * What the reading and the check of requests cost beside the least that must
 * be done for each: OpenSSL's own reading and one verification. A file of
 * server applications, each with a key of its own, is gone through by turns
 * in all three ways. For each kind of key a line is printed: the median CPU
 * time of the bare loop in microseconds a request, and the two ratios to it.
 *
 *	csr [TURNS [TIMES]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <openssl/x509.h>

#include "base/buf.h"
#include "base/err.h"
#include "pki/csr.h"
#include "pki/key.h"
#include "upki/check.h"
#include "upki/form.h"
#include "upki/request.h"

#define RECORDS 33 /* an RSA key for each takes its time */
#define TURNS_MAX 101

struct work {
	struct ra_buf der[RECORDS], line[RECORDS];
	struct ra_buf file;
	long times;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
die(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

/* The DER as the bare loop takes it, from the line that the file holds. */
static void
add_der(struct ra_buf *line, struct ra_buf *der)
{
	unsigned char *out = malloc(line->n);
	int n = -1, pads = 0;

	if (out != NULL)
		n = EVP_DecodeBlock(
		    out, (const unsigned char *)line->p, (int)line->n);
	while (pads < 2 && line->p[line->n - 1 - (size_t)pads] == '=')
		pads++;
	if (n < 0)
		die("Base64");
	ra_buf_add(
	    der, (struct ra_span){ (const char *)out, (size_t)(n - pads) });
	free(out);
}

static void
prepare(struct work *w, enum ra_key_type type, int bits)
{
	ra_buf_init(&w->file, RA_FORM_FILE_MAX);
	for (size_t i = 0; i < RECORDS; i++) {
		struct ra_dn dn = { 0 };
		struct ra_key *k = ra_key_generate(type, bits, NULL);
		struct ra_csr *c;
		char text[128];

		snprintf(text, sizeof(text),
		    "CN=w%zu.example.ac.jp,O=Example University,"
		    "L=Chiyoda-ku,ST=Tokyo,C=JP",
		    i);
		if (k == NULL ||
		    ra_dn_parse("DN", ra_span_str(text), &dn, NULL) == -1 ||
		    (c = ra_csr_make(k, &dn, NULL, NULL)) == NULL)
			die("no request could be made");
		ra_buf_init(&w->line[i], RA_CSR_MAX);
		ra_buf_init(&w->der[i], RA_CSR_MAX);
		ra_csr_to_line(c, &w->line[i]);
		add_der(&w->line[i], &w->der[i]);
		ra_buf_addf(&w->file,
		    "%s\t%d\t\t\t\t\t%s\t\t\tpki@example.ac.jp\t"
		    "w%zu.example.ac.jp\tnginx 1.24\t\r\n",
		    text, type == RA_KEY_EC ? 11 : 3, ra_buf_str(&w->line[i]),
		    i);
		ra_csr_free(c);
		ra_dn_clear(&dn);
		ra_key_free(k);
	}
}

static void
bare(const struct work *w)
{
	for (size_t i = 0; i < RECORDS; i++) {
		const unsigned char *p = (const unsigned char *)w->der[i].p;
		X509_REQ *r = d2i_X509_REQ(NULL, &p, (long)w->der[i].n);

		if (r == NULL ||
		    X509_REQ_verify(r, X509_REQ_get0_pubkey(r)) != 1)
			die("the bare loop refuses a request");
		X509_REQ_free(r);
	}
}

static void
parse(const struct work *w)
{
	for (size_t i = 0; i < RECORDS; i++) {
		struct ra_csr *c =
		    ra_csr_parse("CSR", ra_buf_span(&w->line[i]), NULL);

		if (c == NULL)
			die("a request is refused");
		ra_csr_free(c);
	}
}

static void
check(const struct work *w)
{
	struct ra_findings found = { 0 };
	struct ra_request *r = ra_request_parse("bench.tsv",
	    ra_buf_span(&w->file), RA_FORM_BIT(RA_FORM_SERVER_ISSUE), NULL);

	if (r == NULL)
		die("the file is refused");
	ra_check(r, NULL, &found);
	if (found.n != 0)
		die(found.f[0].message);
	ra_findings_clear(&found);
	ra_request_free(r);
}

static double
timed(void (*run)(const struct work *), const struct work *w)
{
	double start = now();

	for (long i = 0; i < w->times; i++)
		run(w);
	return now() - start;
}

static int
by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
compare(enum ra_key_type type, int bits, long turns, long times)
{
	static void (*const runs[])(
	    const struct work *) = { bare, parse, check };
	static double took[3][TURNS_MAX];
	struct work *w = calloc(1, sizeof(*w));
	double mid[3];

	if (w == NULL)
		die("no memory");
	w->times = times;
	prepare(w, type, bits);
	for (size_t k = 0; k < 3; k++)
		runs[k](w);
	for (long t = 0; t < turns; t++)
		for (size_t k = 0; k < 3; k++)
			took[k][t] = timed(runs[k], w);
	for (size_t k = 0; k < 3; k++) {
		qsort(took[k], (size_t)turns, sizeof(double), by_size);
		mid[k] = took[k][turns / 2] / (double)(times * RECORDS) * 1e6;
	}
	printf("%s-%d %.1f %.3f %.3f\n", type == RA_KEY_EC ? "EC" : "RSA", bits,
	    mid[0], mid[1] / mid[0], mid[2] / mid[0]);
	for (size_t i = 0; i < RECORDS; i++) {
		ra_buf_clear(&w->der[i]);
		ra_buf_clear(&w->line[i]);
	}
	ra_buf_clear(&w->file);
	free(w);
}

int
main(int argc, char **argv)
{
	long turns = argc > 1 ? strtol(argv[1], NULL, 10) : 11;
	long times = argc > 2 ? strtol(argv[2], NULL, 10) : 20;

	if (turns < 1 || turns > TURNS_MAX || times < 1)
		die("usage: csr [TURNS [TIMES]]");
	compare(RA_KEY_RSA, 2048, turns, times);
	compare(RA_KEY_EC, 384, turns, times);
	return 0;
}
