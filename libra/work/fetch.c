/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Lists fetched to a file or a stream. */
#include "work/fetch.h"

#include "base/fs.h"
#include "base/i18n.h"
#include "base/log.h"

static int
to_file(void *arg, struct ra_span s, struct ra_err *e)
{
	return ra_fs_add(arg, s, e);
}

/* The list of all certificates may come as an archive: not derived. */
static int
to_derived(void *arg, struct ra_span s, struct ra_err *e)
{
	struct ra_derive *d = arg;

	if (d->key == NULL && d->row.n == 0 &&
	    ra_span_starts(s, RA_SPAN("PK\003\004"))) {
		ra_fail(e, RA_EPAGE,
		    _("the service sends a ZIP archive, which has no derived "
		      "form"));
		ra_next(e,
		    _("leave out --format and say -o FILE, or take -t "
		      "server and -t client"));
		return -1;
	}
	return ra_derive_add(d, s, e);
}

static int
fetch_to(struct ra_session *s, const struct ra_fetch *f,
    const struct ra_sink *out, struct ra_list_facts *facts, struct ra_err *e)
{
	struct ra_derive d;
	struct ra_sink derived = { to_derived, &d };
	int rc;

	if (f->raw)
		return ra_download_list(s, f->iface, out, facts, e);
	ra_derive_init(&d, f->form, f->pins, out);
	rc = ra_download_list(s, f->iface, &derived, facts, e);
	if (rc == 0)
		rc = ra_derive_end(&d, e);
	if (rc == 0 && d.garbled > 0)
		ra_log(RA_LOG_WARN,
		    _("%llu rows hold bytes that are no CP932; they show as "
		      "U+FFFD"),
		    (unsigned long long)d.garbled);
	if (rc == 0 && d.by_place > 0)
		ra_log(RA_LOG_WARN,
		    _("%zu columns have a header that is not known; their "
		      "keys are numbers"),
		    d.by_place);
	ra_derive_clear(&d);
	return rc;
}

int
ra_fetch_list(struct ra_session *s, const struct ra_fetch *f,
    struct ra_list_facts *facts, struct ra_err *e)
{
	struct ra_fs_out file = { .fd = -1 };
	struct ra_sink to = { to_file, &file };
	int rc;

	if (f->path == NULL)
		return fetch_to(s, f, f->stream, facts, e);
	if (ra_fs_begin(&file, f->path, 0600, e) == -1)
		return -1;
	rc = fetch_to(s, f, &to, facts, e);
	if (rc == 0)
		rc = ra_fs_commit(&file, e);
	ra_fs_abort(&file);
	return rc;
}
