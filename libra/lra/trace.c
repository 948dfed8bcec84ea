/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Traces of exchanges. */
#include "lra/trace.h"

#include <ctype.h>
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/secret.h"
#include "codec/html.h"

#define TRACE_MAX (24u << 20) /* bytes of one file */
#define NAME_MAX_LEN 40

/* Files of an earlier run stay: go on counting after them. */
static unsigned
last_number(const char *dir)
{
	const struct dirent *d;
	unsigned long k, top = 0;
	DIR *at = opendir(dir);

	if (at == NULL)
		return 0;
	while ((d = readdir(at)) != NULL) {
		k = strtoul(d->d_name, NULL, 10);
		if (isdigit((unsigned char)d->d_name[0]) && k > top &&
		    k < 1000000)
			top = k;
	}
	closedir(at);
	return (unsigned)top;
}

int
ra_trace_init(struct ra_trace *t, const char *dir, const char *const *names,
    struct ra_err *e)
{
	memset(t, 0, sizeof(*t));
	ra_buf_init_secret(&t->text, TRACE_MAX);
	t->names = names;
	if (dir == NULL)
		return 0;
	if (ra_fs_mkdirs(dir, e) == -1)
		return -1;
	t->dir = dir;
	t->n = last_number(dir);
	return 0;
}

static const char *
method_name(const struct ra_http_request *q)
{
	return q->method == RA_GET ? "GET" : "POST";
}

static void
add_masked(struct ra_trace *t, struct ra_span s)
{
	ra_html_mask(s, t->names, &t->text);
}

/* Bytes of the wire: what they read, in UTF-8. */
static void
add_wire(struct ra_trace *t, struct ra_span s)
{
	struct ra_buf utf8;

	ra_buf_init_secret(&utf8, 4 * (size_t)RA_HTTP_PAGE_MAX);
	(void)ra_html_decode(s, RA_SPAN(""), RA_EUCJP, &utf8);
	add_masked(t, ra_buf_span(&utf8));
	ra_buf_clear(&utf8);
}

static void
add_field(struct ra_trace *t, const struct ra_http_field *f)
{
	char hex[RA_DIGEST_TEXT];

	ra_buf_adds(&t->text, "  ");
	add_wire(t, ra_span_str(f->name));
	ra_buf_adds(&t->text, " = ");
	if (f->filename != NULL)
		ra_buf_addf(&t->text, "%s (%zu bytes, SHA-256 %s)", f->filename,
		    f->value.n, ra_digest_sha256(f->value, hex));
	else if (f->secret)
		ra_buf_adds(&t->text, "********");
	else
		add_wire(t, f->value);
	ra_buf_addc(&t->text, '\n');
}

void
ra_trace_begin(struct ra_trace *t, const struct ra_http_request *q)
{
	size_t i;

	if (t->dir == NULL)
		return;
	ra_buf_reset(&t->text);
	ra_buf_addf(&t->text, "%s ", method_name(q));
	add_masked(t, ra_span_str(q->url));
	ra_buf_addc(&t->text, '\n');
	for (i = 0; i < q->nfields; i++)
		add_field(t, &q->field[i]);
	ra_buf_addc(&t->text, '\n');
	ra_digest_free(t->digest);
	t->digest = ra_digest_new();
}

static bool
secret_header(struct ra_span line)
{
	struct ra_span name = ra_span_cut(&line, ':');

	return ra_span_caseeqs(name, "cookie") ||
	    ra_span_caseeqs(name, "set-cookie") ||
	    ra_span_caseeqs(name, "authorization") ||
	    ra_span_caseeqs(name, "proxy-authorization");
}

void
ra_trace_header(struct ra_trace *t, const char *mark, struct ra_span s)
{
	struct ra_span line, all;

	if (t->dir == NULL)
		return;
	while (s.n > 0) {
		all = line = ra_span_trim(ra_span_cut(&s, '\n'));
		ra_buf_adds(&t->text, mark);
		if (secret_header(all)) {
			line = ra_span_cut(&all, ':');
			ra_buf_add(&t->text, line);
			ra_buf_adds(&t->text, ": ********");
		} else
			add_masked(t, line);
		ra_buf_addc(&t->text, '\n');
	}
}

void
ra_trace_stream(struct ra_trace *t, struct ra_span s)
{
	if (t->dir != NULL && t->digest != NULL)
		ra_digest_add(t->digest, s);
}

void
ra_trace_note(struct ra_trace *t, const char *note)
{
	if (t->dir != NULL)
		ra_buf_addf(&t->text, "! %s\n", note);
}

static void
add_body(struct ra_trace *t, const struct ra_http_response *r)
{
	char hex[RA_DIGEST_TEXT];
	struct ra_buf utf8;

	if (r->streamed) {
		ra_buf_addf(&t->text, "(%" PRIu64 " bytes, SHA-256 %s)\n",
		    r->bytes, ra_digest_end(t->digest, hex));
		return;
	}
	ra_buf_init_secret(&utf8, 4 * (size_t)RA_HTTP_PAGE_MAX);
	(void)ra_html_decode(
	    ra_buf_span(&r->body), ra_span_str(r->charset), RA_EUCJP, &utf8);
	add_masked(t, ra_buf_span(&utf8));
	ra_buf_addc(&t->text, '\n');
	ra_buf_clear(&utf8);
}

/* The last part of the path, in letters that a file name may have. */
static void
page_name(const char *url, char *out, size_t max)
{
	/* Behind ";" stands the session (Servlet 3.0, section 7.1.3). */
	size_t n = strcspn(url, "?;#"), from = n, i;

	while (from > 0 && url[from - 1] != '/')
		from--;
	for (i = 0; from + i < n && i + 1 < max; i++)
		out[i] = isalnum((unsigned char)url[from + i]) ||
			url[from + i] == '.' || url[from + i] == '_'
		    ? url[from + i]
		    : '-';
	out[i] = '\0';
	if (i == 0 || out[0] == '.')
		snprintf(out, max, "page");
}

void
ra_trace_end(struct ra_trace *t, const struct ra_http_request *q,
    const struct ra_http_response *r)
{
	char part[NAME_MAX_LEN], name[NAME_MAX_LEN + 32];
	struct ra_err e = { 0 };
	char *path;

	if (t->dir == NULL)
		return;
	ra_buf_addc(&t->text, '\n');
	add_body(t, r);
	page_name(q->url, part, sizeof(part));
	snprintf(
	    name, sizeof(name), "%03u-%s-%s.txt", ++t->n, method_name(q), part);
	path = ra_fs_join(t->dir, name);
	if (ra_fs_create(path, 0600, ra_buf_span(&t->text), &e) == -1)
		ra_log(RA_LOG_WARN, "%s", e.msg);
	free(path);
}

void
ra_trace_clear(struct ra_trace *t)
{
	ra_buf_clear(&t->text);
	ra_digest_free(t->digest);
	t->digest = NULL;
	t->dir = NULL;
}
