/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Inputs as large as their ceilings allow, each made to be as slow as can be:
 * the seconds of the processor that reading takes, and how it ended. Figures
 * to look at, not a test.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "codec/html.h"
#include "codec/yaml.h"
#include "codec/zip.h"

typedef void read_fn(struct ra_span in, struct ra_err *e);

/* head, then parts, '%' in them a running number, until there are n bytes. */
struct attack {
	const char *what;
	read_fn *read;
	const char *head, *part, *then; /* then: for the second half, or NULL */
	size_t n;
};

static void
html(struct ra_span in, struct ra_err *e)
{
	ra_html_free(ra_html_parse("page", in, e));
}

static void
mask(struct ra_span in, struct ra_err *e)
{
	static const char *const names[] = { "PIN", NULL };
	struct ra_buf out;

	(void)e;
	ra_buf_init(&out, 8 * (size_t)RA_HTML_MAX);
	ra_html_mask(in, names, &out);
	ra_buf_clear(&out);
}

static void
yaml(struct ra_span in, struct ra_err *e)
{
	ra_yaml_free(ra_yaml_parse("file", in, RA_EINPUT, e));
}

static const struct attack attacks[] = {
	{ "page of \"<\"", html, "", "<", NULL, RA_HTML_MAX },
	{ "page of \"&\"", html, "<p>", "&", NULL, RA_HTML_MAX },
	{ "page of elements", html, "", "<a>", NULL, RA_HTML_MAX },
	{ "page nested without end", html, "", "<div>", NULL, RA_HTML_MAX },
	{ "page of one element's attributes", html, "<p", " a%=1", NULL,
	    RA_HTML_MAX },
	{ "page of labels and controls", html, "", "<label for=a%></label>",
	    "<input id=b%>", RA_HTML_MAX },
	{ "page of forms and controls of them", html, "", "<form id=a%></form>",
	    "<input form=b%>", RA_HTML_MAX },
	{ "page of cells of a table", html, "<table>", "<td>x", NULL, 1900000 },
	{ "mask: many secrets and \"aaaa\"", mask, "",
	    "<input type=hidden value=aaaaaaaa%>", "a", RA_HTML_MAX },
	{ "mask: a PIN header over each row", mask, "<table>", "<tr><td>PIN",
	    NULL, 1400000 },
	{ "YAML of %TAG", yaml, "", "%%TAG !a%! x\n", NULL, RA_YAML_MAX },
	{ "YAML of keys", yaml, "", "k%: 1\n", NULL, 1600000 },
	{ "YAML nested without end", yaml, "", "[", NULL, RA_YAML_MAX },
	{ "YAML of comments", yaml, "", "#\n", NULL, RA_YAML_MAX },
};

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
add_part(struct ra_buf *b, const char *part, size_t k)
{
	for (; *part != '\0'; part++)
		if (part[0] == '%' && part[1] == '%')
			ra_buf_addc(b, *part++);
		else if (*part == '%')
			ra_buf_addf(b, "%zx", k);
		else
			ra_buf_addc(b, *part);
}

static void
make(const struct attack *a, struct ra_buf *b)
{
	size_t until = a->then == NULL ? a->n : a->n / 2, k;

	ra_buf_init(b, a->n + 100);
	ra_buf_adds(b, a->head);
	for (k = 0; b->n < until; k++)
		add_part(b, a->part, k);
	for (k = 0; a->then != NULL && b->n < a->n; k++)
		add_part(b, a->then, k);
	if (b->n > a->n)
		b->n = a->n;
}

static void
tell(const char *what, double begun, const struct ra_err *e)
{
	printf("%-40s %6.2f s  %s\n", what, seconds() - begun,
	    e->code == RA_OK ? "read" : e->msg);
}

static void
attack(const struct attack *a)
{
	struct ra_err e = { 0 };
	struct ra_buf b;
	double begun;

	make(a, &b);
	begun = seconds();
	a->read(ra_buf_span(&b), &e);
	tell(a->what, begun, &e);
	ra_buf_clear(&b);
}

/* Zeros, and what cannot be packed so that the ratio is not met first. */
static void
bomb(void)
{
	const size_t rest = 700000;
	char *zeros = ra_calloc(RA_ZIP_MEMBER_MAX, 1), name[9] = "a";
	struct ra_zip_member m[8];
	struct ra_err e = { 0 };
	unsigned long long x = 1;
	struct ra_buf b;
	double begun;
	size_t i;

	for (i = 0; i < 8; i++)
		m[i] = (struct ra_zip_member){ name, zeros, RA_ZIP_MEMBER_MAX };
	m[7].data = ra_calloc(rest, 1);
	m[7].n = rest;
	for (i = 0; i < rest; i++) {
		x = x * 6364136223846793005u + 1442695040888963407u;
		m[7].data[i] = (char)(x >> 56);
	}
	ra_buf_init(&b, RA_ZIP_MAX);
	(void)ra_zip_write(m, 8, &b, NULL);
	begun = seconds();
	ra_zip_free(ra_zip_read("archive", ra_buf_span(&b), &e));
	tell("ZIP of 112 MiB of zeros in 800 KiB", begun, &e);
	ra_buf_clear(&b);
	free(m[7].data);
	free(zeros);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(attacks) / sizeof(attacks[0]); i++)
		attack(&attacks[i]);
	bomb();
	return 0;
}
