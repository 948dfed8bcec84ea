/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What was looked at, in the words of Nagios and of Prometheus. */
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "codec/text.h"
#include "work/monitor.h"

#define HOUR 3600
#define DAY 86400
#define SHOWN 1024 /* bytes of a name in a line */

const char *
ra_monitor_level_name(enum ra_monitor_level l)
{
	static const char *const name[] = { "OK", "WARNING", "CRITICAL",
		"UNKNOWN" };

	return name[l];
}

/* Reasons gathered, and the worst level so far. */
struct reasons {
	struct ra_buf *out;
	enum ra_monitor_level level;
};

static void
reason(struct reasons *r, enum ra_monitor_level level)
{
	if (r->out->n > 0)
		ra_buf_adds(r->out, "; ");
	if (level > r->level)
		r->level = level;
}

/* A line of a plug-in ends at "|": what comes from outside may not hold it. */
static void
add_name(struct ra_buf *out, const char *name)
{
	struct ra_buf shown;
	const char *p;

	ra_buf_init(&shown, SHOWN);
	ra_text_show(ra_span_str(name), &shown);
	for (p = ra_buf_str(&shown); *p != '\0'; p++)
		ra_buf_addc(out, *p == '|' ? '/' : *p);
	ra_buf_clear(&shown);
}

static void
judge_due(const struct ra_monitor *m, struct reasons *r)
{
	const struct ra_inv_row *row;
	char date[RA_CLOCK_TEXT];

	if (m->next == NULL)
		return;
	row = &m->next->held.row;
	reason(r, m->critical > 0 ? RA_MONITOR_CRITICAL : RA_MONITOR_WARNING);
	add_name(r->out, row->cn);
	ra_buf_addf(r->out,
	    ngettext(" ends in %ld day (%s) and nothing follows it",
		" ends in %ld days (%s) and nothing follows it",
		(unsigned long)(m->next->days < 0 ? 0 : m->next->days)),
	    m->next->days, ra_clock_date((time_t)row->ends, date));
	if (m->due.n > 1)
		ra_buf_addf(r->out, _(", %zu more within %ld days"),
		    m->due.n - 1, m->limit.warning);
}

static void
judge_age(const struct ra_monitor *m, struct reasons *r)
{
	long hours = (long)((m->now - m->snapshot.taken) / HOUR);
	char when[RA_CLOCK_TEXT];

	if (hours < m->limit.stale)
		return;
	reason(r,
	    hours >= m->limit.very_stale ? RA_MONITOR_CRITICAL
					 : RA_MONITOR_WARNING);
	ra_buf_addf(r->out, _("the snapshot is %ld hours old (%s)"), hours,
	    ra_clock_iso((time_t)m->snapshot.taken, when));
}

static void
judge_officer(const struct ra_monitor *m, struct reasons *r)
{
	long days = ra_clock_days((time_t)m->now, (time_t)m->officer.end);
	char date[RA_CLOCK_TEXT];

	if (!m->officer.known || days >= m->limit.officer_warning)
		return;
	reason(r,
	    days < m->limit.officer_critical ? RA_MONITOR_CRITICAL
					     : RA_MONITOR_WARNING);
	ra_buf_addf(r->out,
	    _("the officer's own certificate ends in %ld days (%s)"), days,
	    ra_clock_date((time_t)m->officer.end, date));
}

static void
judge_unknown(const struct ra_monitor *m, struct reasons *r)
{
	if (m->unknown <= 0)
		return;
	reason(r, RA_MONITOR_WARNING);
	ra_buf_addf(r->out,
	    ngettext("%lld record was sent and its outcome is not known",
		"%lld records were sent and their outcome is not known",
		(unsigned long)m->unknown),
	    (long long)m->unknown);
}

/* What could not be read may end tomorrow. */
static void
judge_ragged(const struct ra_monitor *m, struct reasons *r)
{
	const uint64_t n = ra_snapshot_ragged(&m->snapshot);

	if (n == 0)
		return;
	reason(r, RA_MONITOR_WARNING);
	ra_buf_addf(r->out,
	    ngettext("%llu row of the snapshot could not be read",
		"%llu rows of the snapshot could not be read",
		(unsigned long)n),
	    (unsigned long long)n);
}

enum ra_monitor_level
ra_monitor_judge(const struct ra_monitor *m, struct ra_buf *out)
{
	struct reasons r = { out, RA_MONITOR_OK };

	judge_due(m, &r);
	judge_age(m, &r);
	judge_ragged(m, &r);
	judge_officer(m, &r);
	judge_unknown(m, &r);
	if (r.level == RA_MONITOR_OK)
		ra_buf_addf(out,
		    _("nothing ends within %ld days without a "
		      "successor"),
		    m->limit.warning);
	return r.level;
}

/* Days until an end, -1 when there is none. */
static long
days_to(const struct ra_monitor *m, int64_t end)
{
	return ra_clock_days((time_t)m->now, (time_t)end);
}

enum ra_monitor_level
ra_monitor_nagios(const struct ra_monitor *m, struct ra_buf *out)
{
	const struct ra_monitor_limits *l = &m->limit;
	enum ra_monitor_level level;
	struct ra_buf why;

	ra_buf_init(&why, out->max);
	level = ra_monitor_judge(m, &why);
	ra_buf_addf(out, "UPKIRA %s - %s | ", ra_monitor_level_name(level),
	    ra_buf_str(&why));
	ra_buf_clear(&why);
	/* "30:" is bad below 30; a count is bad above 0 (range "0"). */
	if (m->next != NULL)
		ra_buf_addf(out, "next_end_days=%ld;%ld:;%ld: ", m->next->days,
		    l->warning, l->critical);
	ra_buf_addf(out, "expiring=%zu;0 expiring_critical=%zu;;0 ", m->due.n,
	    m->critical);
	ra_buf_addf(out, "snapshot_age=%llds;%ld;%ld;0",
	    (long long)(m->now - m->snapshot.taken), l->stale * HOUR,
	    l->very_stale * HOUR);
	ra_buf_addf(out, " ragged_rows=%llu;0",
	    (unsigned long long)ra_snapshot_ragged(&m->snapshot));
	if (m->officer.known)
		ra_buf_addf(out,
		    " officer_days=%ld;%ld:;%ld:", days_to(m, m->officer.end),
		    l->officer_warning, l->officer_critical);
	if (m->unknown >= 0)
		ra_buf_addf(
		    out, " unknown_records=%lld;0", (long long)m->unknown);
	ra_buf_addc(out, '\n');
	return level;
}

/* One metric under way: its labels stand in every line. */
struct metric {
	struct ra_buf *out;
	const char *name, *profile;
};

static void
add_label(struct ra_buf *out, const char *value)
{
	const char *p;

	for (p = value; *p != '\0'; p++) {
		if (*p == '\\' || *p == '"')
			ra_buf_addc(out, '\\');
		if (*p == '\n')
			ra_buf_adds(out, "\\n");
		else
			ra_buf_addc(out, *p);
	}
}

static void
begin(struct metric *m, const char *name, const char *help)
{
	m->name = name;
	ra_buf_addf(
	    m->out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

/* Labels by pairs, ended by NULL. */
static void
value(struct metric *m, const char *const *label, long long v)
{
	ra_buf_addf(m->out, "%s{profile=\"", m->name);
	add_label(m->out, m->profile);
	ra_buf_addc(m->out, '"');
	for (; label != NULL && *label != NULL; label += 2) {
		ra_buf_addf(m->out, ",%s=\"", label[0]);
		add_label(m->out, label[1]);
		ra_buf_addc(m->out, '"');
	}
	ra_buf_addf(m->out, "} %lld\n", v);
}

/* A number of each list that the snapshot has. */
static void
put_lists(const struct ra_monitor *m, struct metric *p, bool ragged)
{
	static const char *const list[] = { "server", "client" };
	const struct ra_inv_source *src;
	size_t i;

	for (i = 0; i < RA_INV_LISTS; i++) {
		src = &m->snapshot.source[i];
		if (src->taken)
			value(p, (const char *const[]){ "list", list[i], NULL },
			    (long long)(ragged ? src->ragged : src->rows));
	}
}

static void
put_snapshot(const struct ra_monitor *m, struct metric *p)
{
	begin(p, "upkira_snapshot_timestamp_seconds",
	    "When the newest snapshot was taken.");
	value(p, NULL, m->snapshot.taken);
	begin(p, "upkira_snapshot_records",
	    "Rows of the lists of the newest snapshot.");
	put_lists(m, p, false);
	begin(p, "upkira_snapshot_ragged_rows",
	    "Rows of them that could not be read.");
	put_lists(m, p, true);
}

static void
put_states(const struct ra_monitor *m, struct metric *p)
{
	const struct ra_figure *f;
	size_t i;

	begin(p, "upkira_applications",
	    "Applications of the lists, by kind and state.");
	for (i = 0; i < m->figures.n; i++) {
		f = &m->figures.row[i];
		value(p,
		    (const char *const[]){ "kind", f->key[RA_FIG_KIND], "state",
			f->key[RA_FIG_STATE], NULL },
		    (long long)f->n);
	}
	begin(p, "upkira_certificates_live",
	    "Certificates in force by their state and end, by kind and state.");
	for (i = 0; i < m->figures.n; i++) {
		f = &m->figures.row[i];
		if (f->live > 0)
			value(p,
			    (const char *const[]){ "kind", f->key[RA_FIG_KIND],
				"state", f->key[RA_FIG_STATE], NULL },
			    (long long)f->live);
	}
}

static void
put_ends(const struct ra_monitor *m, struct metric *p)
{
	begin(p, "upkira_expiring",
	    "Certificates that end and have no successor.");
	value(p, (const char *const[]){ "within", "warning", NULL },
	    (long long)m->due.n);
	value(p, (const char *const[]){ "within", "critical", NULL },
	    (long long)m->critical);
	if (m->next == NULL)
		return;
	begin(p, "upkira_next_end_timestamp_seconds",
	    "The soonest end of a certificate without successor, within the "
	    "warning.");
	value(p, NULL, m->next->held.row.ends);
}

void
ra_monitor_prometheus(
    const struct ra_monitor *m, const char *profile, struct ra_buf *out)
{
	struct metric p = { out, "", profile };

	begin(&p, "upkira_monitor_timestamp_seconds",
	    "When these figures were made.");
	value(&p, NULL, m->now);
	put_snapshot(m, &p);
	put_ends(m, &p);
	put_states(m, &p);
	if (m->officer.known) {
		begin(&p, "upkira_officer_certificate_end_timestamp_seconds",
		    "The end of the officer's own certificate.");
		value(&p, NULL, m->officer.end);
	}
	if (m->unknown >= 0) {
		begin(&p, "upkira_unknown_records",
		    "Records that were sent and whose outcome is not known.");
		value(&p, NULL, m->unknown);
	}
}
