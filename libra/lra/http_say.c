/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Failures of the network, in words for a person. */
#include "lra/http_in.h"

#include <string.h>

#include "base/i18n.h"

/* TLS alerts that speak of our certificate (RFC 8446 section 6.2). */
static const struct {
	const char *in; /* of OpenSSL's words */
	const char *what;
} alerts[] = {
	{ "alert unknown ca", N_("it is of an authority that is not known") },
	{ "alert bad certificate", N_("it is not taken") },
	{ "alert certificate required", N_("one is wanted") },
	{ "alert certificate expired", N_("it has expired") },
	{ "alert certificate revoked", N_("it is revoked") },
	{ "alert certificate unknown", N_("it is not taken") },
	{ "alert unsupported certificate", N_("it is of a wrong kind") },
	{ "alert access denied", N_("it has no right here") },
	{ "alert decrypt error", N_("its signature is not taken") },
};

long
ra_http_limit(const struct ra_http_limits *l, enum ra_http_why why)
{
	const struct {
		long given, otherwise;
	} all[] = {
		[RA_W_STALL] = { l->stall, 60 },
		[RA_W_PAGE] = { l->page, 120 },
		[RA_W_DOWNLOAD] = { l->download, 14400 },
		[RA_W_ANSWER] = { l->upload, 3600 },
		[RA_W_LOGOUT] = { l->logout, 10 },
		[RA_W_SLOW] = { l->connect, 30 },
	};

	if ((size_t)why >= sizeof(all) / sizeof(all[0]))
		return 0;
	return all[why].given > 0 ? all[why].given : all[why].otherwise;
}

static bool
say_alert(const struct ra_http_fault *f, struct ra_err *e)
{
	struct ra_span words = ra_span_str(f->words);
	size_t i;

	for (i = 0; i < sizeof(alerts) / sizeof(alerts[0]); i++) {
		if (!ra_span_has(words, ra_span_str(alerts[i].in)))
			continue;
		ra_fail(e, RA_ECRED,
		    _("%s: the service refuses the certificate: %s"), f->host,
		    _(alerts[i].what));
		ra_next(e,
		    _("look at the credential with \"upkira login "
		      "--offline\""));
		return true;
	}
	return false;
}

static int
say_untrusted(const struct ra_http_fault *f, struct ra_err *e)
{
	struct ra_span words = ra_span_str(f->words);
	const char *p = strstr(f->words, "problem: ");

	if (ra_span_has(words, RA_SPAN("target host name")) ||
	    ra_span_has(words, RA_SPAN("does not match")))
		return ra_fail(e, RA_ENET,
		    _("%s: the server's certificate is for another host"),
		    f->host);
	ra_fail(e, RA_ENET,
	    _("%s: the server's certificate is not trusted: %s"), f->host,
	    p == NULL ? f->words : p + 9);
	/* Of a right one it is the clock that is wrong. */
	if (ra_span_has(words, RA_SPAN("not yet valid")) ||
	    ra_span_has(words, RA_SPAN("expired")))
		ra_next(e, _("check this machine's clock"));
	ra_next(e,
	    _("if the authority is right, name its file with the key "
	      "\"cafile\""));
	return -1;
}

static int
say_limit(const struct ra_http_fault *f, struct ra_err *e)
{
	long s = f->seconds;

	if (f->why == RA_W_STALL)
		ra_fail(e, RA_ENET, _("%s: hardly a byte for %ld seconds"),
		    f->host, s);
	else if (f->why == RA_W_SLOW)
		ra_fail(e, RA_ENET, _("%s: no connection within %ld seconds"),
		    f->host, s);
	else if (f->why == RA_W_DOWNLOAD)
		ra_fail(e, RA_ENET,
		    _("%s: the list was not whole within %ld seconds"), f->host,
		    s);
	else
		ra_fail(e, RA_ENET, _("%s: no answer within %ld seconds"),
		    f->host, s);
	ra_next(e, _("the limit is the key \"%s\" of the configuration"),
	    f->why == RA_W_STALL	  ? "timeouts.stall"
		: f->why == RA_W_SLOW	  ? "timeouts.connect"
		: f->why == RA_W_PAGE	  ? "timeouts.page"
		: f->why == RA_W_DOWNLOAD ? "timeouts.download"
		: f->why == RA_W_ANSWER	  ? "timeouts.upload"
					  : "timeouts.logout");
	return -1;
}

int
ra_http_say(const struct ra_http_fault *f, struct ra_err *e)
{
	switch (f->why) {
	case RA_W_STOP:
		return ra_fail(e, RA_ESIGNAL, _("interrupted"));
	case RA_W_STALL:
	case RA_W_PAGE:
	case RA_W_DOWNLOAD:
	case RA_W_ANSWER:
	case RA_W_LOGOUT:
	case RA_W_SLOW:
		return say_limit(f, e);
	case RA_W_SIZE:
		return ra_fail(e, RA_EPAGE,
		    _("%s: the answer is larger than a page may be"), f->host);
	case RA_W_HEADERS:
		return ra_fail(e, RA_EPAGE,
		    _("%s: headers of more than %u bytes"), f->host,
		    RA_HTTP_HEADERS_MAX);
	case RA_W_HOST:
		return ra_fail(e, RA_ENET, _("%s: no such host"), f->host);
	case RA_W_PROXY:
		return ra_fail(e, RA_ENET, _("%s: no such proxy"), f->host);
	case RA_W_CONNECT:
		return ra_fail(
		    e, RA_ENET, _("%s: not reached: %s"), f->host, f->words);
	case RA_W_UNTRUSTED:
		return say_untrusted(f, e);
	case RA_W_CAFILE:
		return ra_fail(e, RA_EUSAGE,
		    _("%s: no authorities can be read there"), f->cafile);
	case RA_W_CUT:
		return ra_fail(
		    e, RA_ENET, _("%s: the answer was cut short"), f->host);
	case RA_W_CLOSED:
		return ra_fail(
		    e, RA_ENET, _("%s: closed without an answer"), f->host);
	case RA_W_TLS:
	default:
		if (say_alert(f, e))
			return -1;
		return ra_fail(e, RA_ENET, _("%s: %s"), f->host, f->words);
	}
}
