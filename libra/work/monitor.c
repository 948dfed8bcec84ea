/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What is kept, looked at for those who watch. */
#include "work/monitor.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "state/journal.h"

#define OFFICER_FILE "officer"
#define OFFICER_HEAD "upkira officer 1"

int
ra_officer_note_save(
    const char *dir, const struct ra_credential *c, struct ra_err *e)
{
	char *path = ra_fs_join(dir, OFFICER_FILE);
	struct ra_officer_note old;
	struct ra_buf b;
	int rc = 0;

	ra_officer_note_load(dir, &old);
	ra_buf_init(&b, RA_OFFICER_FILE_MAX);
	ra_buf_addf(&b, OFFICER_HEAD "\nend: %lld\nname: %.200s\n",
	    (long long)ra_cert_not_after(c->cert), c->officer);
	if (!old.known || old.end != (int64_t)ra_cert_not_after(c->cert))
		rc = ra_fs_write(path, 0600, ra_buf_span(&b), e);
	ra_buf_clear(&b);
	free(path);
	return rc;
}

void
ra_officer_note_parse(struct ra_span in, struct ra_officer_note *out)
{
	struct ra_span line, name = RA_SPAN("");
	long end = 0;

	memset(out, 0, sizeof(*out));
	line = ra_span_cut(&in, '\n');
	if (!ra_span_eqs(line, OFFICER_HEAD))
		return;
	while (in.n > 0) {
		line = ra_span_cut(&in, '\n');
		if (ra_span_starts(line, RA_SPAN("end: ")))
			(void)ra_span_number(
			    ra_span_from(line, 5), 1, LONG_MAX / 2, &end);
		else if (ra_span_starts(line, RA_SPAN("name: ")))
			name = ra_span_from(line, 6);
	}
	if (end == 0)
		return;
	out->known = true;
	out->end = end;
	snprintf(out->name, sizeof(out->name), "%.*s",
	    (int)(name.n < sizeof(out->name) ? name.n : sizeof(out->name) - 1),
	    name.p);
}

void
ra_officer_note_load(const char *dir, struct ra_officer_note *out)
{
	char *path = ra_fs_join(dir, OFFICER_FILE);
	struct ra_err ignored = { 0 };
	struct ra_buf b;

	memset(out, 0, sizeof(*out));
	ra_buf_init(&b, RA_OFFICER_FILE_MAX);
	if (ra_fs_read(path, &b, &ignored) == 0)
		ra_officer_note_parse(ra_buf_span(&b), out);
	ra_buf_clear(&b);
	free(path);
}

static int
find_due(struct ra_monitor *m, struct ra_inv *inv, struct ra_err *e)
{
	const struct ra_expiring_ask ask = { .now = m->now,
		.days = m->limit.warning };
	const struct ra_expiring_row *r;
	size_t i;

	if (ra_expiring_find(inv, &ask, &m->due, e) == -1)
		return -1;
	for (i = 0; i < m->due.n; i++) {
		r = &m->due.row[i];
		m->critical += r->days < m->limit.critical;
		if (m->next == NULL ||
		    r->held.row.ends < m->next->held.row.ends)
			m->next = r;
	}
	return 0;
}

static int
look(struct ra_monitor *m, struct ra_inv *inv, struct ra_err *e)
{
	const struct ra_inv_filter all = { .at = 0 };
	int rc = ra_inv_snapshot(inv, 0, &m->snapshot, e);

	if (rc == 0)
		return ra_fail(
		    e, RA_EINPUT, _("there is no snapshot to look at"));
	if (rc == -1 || find_due(m, inv, e) == -1)
		return -1;
	m->figures.by = 1u << RA_FIG_KIND | 1u << RA_FIG_STATE;
	m->figures.now = m->now;
	return ra_figures_count(&m->figures, inv, &all, e);
}

static int
count_one(void *arg, const struct ra_journal_record *r, struct ra_err *e)
{
	struct ra_monitor *m = arg;

	(void)r;
	(void)e;
	m->unknown++;
	return 0;
}

static int
count_unknown(struct ra_monitor *m, const char *dir, struct ra_err *e)
{
	const struct ra_journal_ask ask = { .open = true };
	struct ra_journal *j;
	int rc;

	m->unknown = -1;
	if (!ra_journal_there(dir))
		return 0;
	j = ra_journal_open(dir, RA_STORE_READ, e);
	if (j == NULL)
		return -1;
	m->unknown = 0;
	rc = ra_journal_records(j, &ask, count_one, m, e);
	ra_journal_close(j);
	return rc == -1 ? -1 : 0;
}

int
ra_monitor_look(struct ra_monitor *m, const char *dir, struct ra_err *e)
{
	struct ra_inv *inv = ra_inv_open(dir, RA_STORE_READ, e);
	int rc = inv == NULL ? -1 : look(m, inv, e);

	ra_officer_note_load(dir, &m->officer);
	if (rc == 0)
		rc = count_unknown(m, dir, e);
	ra_inv_close(inv);
	return rc;
}

void
ra_monitor_clear(struct ra_monitor *m)
{
	ra_expiring_clear(&m->due);
	ra_figures_clear(&m->figures);
	memset(m, 0, sizeof(*m));
}
