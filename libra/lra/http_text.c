/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Text of requests and answers: headers, form bodies, cookie lines. */
#include "lra/http_in.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

static void
take_type(struct ra_http_response *r, struct ra_span v)
{
	struct ra_span type = ra_span_trim(ra_span_cut(&v, ';')), p;
	char *c;

	free(r->type);
	r->type = ra_strndup(type.p, type.n);
	for (c = r->type; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	while (v.n > 0) {
		p = ra_span_trim(ra_span_cut(&v, ';'));
		if (p.n <= 8 || strncasecmp(p.p, "charset=", 8) != 0)
			continue;
		p = ra_span_from(p, 8);
		if (p.n >= 2 && p.p[0] == '"' && p.p[p.n - 1] == '"')
			p = (struct ra_span){ p.p + 1, p.n - 2 };
		free(r->charset);
		r->charset = ra_strndup(p.p, p.n);
	}
}

static void
take_filename(struct ra_http_response *r, struct ra_span v)
{
	struct ra_span p;

	while (v.n > 0) {
		p = ra_span_trim(ra_span_cut(&v, ';'));
		if (p.n <= 9 || strncasecmp(p.p, "filename=", 9) != 0)
			continue;
		p = ra_span_from(p, 9);
		if (p.n >= 2 && p.p[0] == '"' && p.p[p.n - 1] == '"')
			p = (struct ra_span){ p.p + 1, p.n - 2 };
		free(r->filename);
		r->filename = ra_strndup(p.p, p.n);
	}
}

static void
encode(struct ra_buf *out, struct ra_span s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (isalnum((unsigned char)s.p[i]) ||
		    (s.p[i] != '\0' && strchr("-_.*", s.p[i]) != NULL))
			ra_buf_addc(out, s.p[i]);
		else if (s.p[i] == ' ')
			ra_buf_addc(out, '+');
		else
			ra_buf_addf(out, "%%%02X", (unsigned char)s.p[i]);
}

void
ra_http_urlencode(const struct ra_http_field *f, size_t n, struct ra_buf *out)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			ra_buf_addc(out, '&');
		encode(out, ra_span_str(f[i].name));
		ra_buf_addc(out, '=');
		encode(out, f[i].value);
	}
}

void
ra_http_take_header(struct ra_http_response *r, struct ra_span line)
{
	struct ra_span name = ra_span_cut(&line, ':');

	line = ra_span_trim(line);
	if (ra_span_caseeqs(name, "content-type"))
		take_type(r, line);
	else if (ra_span_caseeqs(name, "content-disposition"))
		take_filename(r, line);
}

const char *
ra_http_shown(const char *url, char out[RA_HTTP_SHOWN])
{
	const char *host = strstr(url, "//"), *at;
	size_t n;

	/* RFC 3986 section 3.2.1: the user part ends at the "@". */
	if (host != NULL) {
		n = strcspn(host + 2, "/?#");
		at = memchr(host + 2, '@', n);
		url = at != NULL ? at + 1 : url;
	}
	snprintf(out, RA_HTTP_SHOWN, "%.*s", (int)strcspn(url, "?;#"), url);
	return out;
}

bool
ra_http_own_cookie(const char *origin, struct ra_span line)
{
	struct ra_span host = ra_span_str(origin), name;

	while (host.n > 0 && host.p[host.n - 1] != ':')
		host.n--;
	if (host.n > 0)
		host.n--;
	name = ra_span_cut(&line, '\t');
	if (ra_span_starts(name, RA_SPAN("#HttpOnly_")))
		name = ra_span_from(name, 10);
	if (name.n > 0 && name.p[0] == '.')
		name = ra_span_from(name, 1);
	if (name.n == 0 || line.n == 0 || !ra_span_ends(host, name))
		return false;
	/* A suffix begins at a dot: "ple.jp" is not of "example.jp". */
	return host.n == name.n || host.p[host.n - name.n - 1] == '.';
}
