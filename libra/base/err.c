/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Failures as values, and the one table of exit statuses. */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/span.h"

/*
 * Program, manual pages and tests read these rows: a number means the same
 * in every verb, and scripts rely on it.
 */
static const struct ra_status table[] = {
	{ RA_OK, "ok", N_("done, or nothing to do"), N_("yes") },
	{ RA_ELOCAL, "failed", N_("failed here, nothing sent"),
	    N_("after mending") },
	{ RA_EUSAGE, "usage", N_("usage or configuration"), N_("no") },
	{ RA_EINPUT, "input",
	    N_("input refused by our own check, nothing sent"), N_("no") },
	{ RA_ECRED, "credential",
	    N_("credential or right: missing, wrong pass phrase, expired, "
	       "revoked, not an officer's, no such menu entry"),
	    N_("no") },
	{ RA_ENET, "network",
	    N_("network, TLS or maintenance, before anything was sent"),
	    N_("yes") },
	{ RA_EREFUSED, "refused", N_("the service refused all records"),
	    N_("no") },
	{ RA_EPARTLY, "partly",
	    N_("partly: some records accepted, some refused"),
	    N_("no: see the verdicts") },
	{ RA_EUNKNOWN, "unknown",
	    N_("outcome unknown: sent, and no verdict understood"),
	    N_("never: reconcile first") },
	{ RA_EPAGE, "page", N_("a page was not recognised, nothing sent"),
	    N_("no") },
	{ RA_ELOCKED, "locked",
	    N_("locked by another run, or the same records were already sent"),
	    N_("later") },
	{ RA_ESIGNAL, "signal",
	    N_("128 plus the number of the signal that ended the run, after "
	       "logging out"),
	    N_("see the journal") },
	{ RA_OK, NULL, NULL, NULL },
};

const struct ra_status *
ra_status_table(void)
{
	return table;
}

/* What does not fit is cut, but never inside a character. */
static void
put(char *out, size_t size, const char *fmt, va_list ap)
{
	int n = vsnprintf(out, size, fmt, ap);

	if (n < 0)
		out[0] = '\0';
	else if ((size_t)n >= size)
		out[ra_span_whole(ra_span_str(out)).n] = '\0';
}

int
ra_fail(struct ra_err *e, enum ra_code code, const char *fmt, ...)
{
	va_list ap;

	if (e == NULL || e->code != RA_OK) /* the first failure is the cause */
		return -1;
	e->code = code;
	va_start(ap, fmt);
	put(e->msg, sizeof(e->msg), fmt, ap);
	va_end(ap);
	return -1;
}

/* The first advice stays too: it belongs to the first failure. */
void
ra_next(struct ra_err *e, const char *fmt, ...)
{
	va_list ap;

	if (e == NULL || e->code == RA_OK || e->next[0] != '\0')
		return;
	va_start(ap, fmt);
	put(e->next, sizeof(e->next), fmt, ap);
	va_end(ap);
}

void
ra_err_clear(struct ra_err *e)
{
	if (e == NULL)
		return;
	e->code = RA_OK;
	e->msg[0] = '\0';
	e->next[0] = '\0';
}

/*
 * The frequent ones in our own words, because strerror(3) translates by the
 * locale of C, not by our catalogue, and begins with a capital.
 */
const char *
ra_err_errno(int err, char out[RA_ERRNO_TEXT])
{
	switch (err) {
	case ENOENT:
		snprintf(
		    out, RA_ERRNO_TEXT, "%s", _("no such file or directory"));
		break;
	case EACCES:
	case EPERM:
		snprintf(out, RA_ERRNO_TEXT, "%s", _("permission denied"));
		break;
	case EEXIST:
		snprintf(out, RA_ERRNO_TEXT, "%s", _("exists already"));
		break;
	default:
		if (strerror_r(err, out, RA_ERRNO_TEXT) != 0)
			snprintf(out, RA_ERRNO_TEXT, "errno %d", err);
		if (out[0] >= 'A' && out[0] <= 'Z')
			out[0] = (char)(out[0] - 'A' + 'a');
	}
	return out;
}
