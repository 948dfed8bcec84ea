/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira monitor: for Nagios, for Prometheus, for people. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "work/desk.h"
#include "work/monitor.h"

#include "app.h"
#include "out.h"
#include "stop.h"

struct values {
	bool nagios;
	const char *prometheus, *warning, *critical;
	long stale;
};

#define V(field) offsetof(struct values, field)

static const struct opt options[] = {
	{ "nagios", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(nagios), NULL, 0, 0,
	    NULL, N_("a line for Nagios, and its exit status 0 to 3") },
	{ "prometheus", 0, "FILE", OPT_TEXT, OPT_FILL_FILE, V(prometheus), NULL,
	    0, 0, NULL,
	    N_("metrics into FILE, whole or not at all; - for output") },
	{ "warning", 0, "SPAN", OPT_TEXT, OPT_FILL_NONE, V(warning), NULL, 0, 0,
	    NULL, N_("warn so long before an end (30d)") },
	{ "critical", 0, "SPAN", OPT_TEXT, OPT_FILL_NONE, V(critical), NULL, 0,
	    0, NULL, N_("critical so long before an end (7d)") },
	{ "stale", 0, "HOURS", OPT_NUMBER, OPT_FILL_NONE, V(stale), NULL, 1,
	    8760, NULL,
	    N_("warn of a snapshot this old (26), critical thrice") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

#define WARNING 30
#define CRITICAL 7
#define OFFICER_WARNING 60
#define OFFICER_CRITICAL 14
#define STALE 26 /* a night and two hours */
#define TEXT_MAX (4u << 20)

static int
read_limits(
    const struct values *v, struct ra_monitor_limits *l, struct ra_err *e)
{
	*l = (struct ra_monitor_limits){ WARNING, CRITICAL, OFFICER_WARNING,
		OFFICER_CRITICAL, STALE, STALE * 3 };
	if ((v->warning != NULL &&
		ra_expiring_days(v->warning, &l->warning, e) == -1) ||
	    (v->critical != NULL &&
		ra_expiring_days(v->critical, &l->critical, e) == -1))
		return -1;
	if (v->stale > 0) {
		l->stale = v->stale;
		l->very_stale = v->stale * 3;
	}
	if (l->critical <= l->warning)
		return 0;
	return ra_fail(e, RA_EUSAGE,
	    _("--critical %ld days is before --warning %ld days"), l->critical,
	    l->warning);
}

static int
prometheus(const struct app *app, const struct ra_monitor *m, const char *path,
    struct ra_err *e)
{
	struct ra_buf b;
	int rc;

	ra_buf_init(&b, TEXT_MAX);
	ra_monitor_prometheus(m, app->profile->name, &b);
	rc = ra_buf_done(&b, path, e);
	if (rc == 0 && strcmp(path, "-") == 0)
		out_bytes(b.p, b.n);
	else if (rc == 0) /* the collector is another user */
		rc = ra_fs_write(path, 0644, ra_buf_span(&b), e);
	ra_buf_clear(&b);
	return rc;
}

static void
show(const struct app *app, const struct ra_monitor *m)
{
	static const struct out_column columns[] = {
		{ "level", N_("LEVEL"), OUT_TEXT },
		{ "reasons", N_("REASONS"), OUT_TEXT },
		{ "snapshot_taken_at", NULL, OUT_TEXT },
		{ "snapshot_age_seconds", NULL, OUT_INT },
		{ "expiring", N_("EXPIRING"), OUT_INT },
		{ "expiring_critical", NULL, OUT_INT },
		{ "next_end", N_("NEXT END"), OUT_TEXT },
		{ "next_cn", NULL, OUT_TEXT },
		{ "officer_end", N_("OFFICER UNTIL"), OUT_TEXT },
		{ "unknown_records", NULL, OUT_INT },
		{ "ragged_rows", NULL, OUT_INT },
	};
	char taken[RA_CLOCK_TEXT], age[24], due[24], critical[24], unknown[24],
	    ragged[24], next[RA_CLOCK_TEXT] = "", officer[RA_CLOCK_TEXT] = "";
	struct ra_buf why;
	struct out o;

	ra_buf_init(&why, TEXT_MAX);
	ra_clock_iso((time_t)m->snapshot.taken, taken);
	snprintf(
	    age, sizeof(age), "%lld", (long long)(m->now - m->snapshot.taken));
	snprintf(due, sizeof(due), "%zu", m->due.n);
	snprintf(critical, sizeof(critical), "%zu", m->critical);
	snprintf(unknown, sizeof(unknown), "%lld", (long long)m->unknown);
	snprintf(ragged, sizeof(ragged), "%llu",
	    (unsigned long long)ra_snapshot_ragged(&m->snapshot));
	if (m->next != NULL)
		ra_clock_iso((time_t)m->next->held.row.ends, next);
	if (m->officer.known)
		ra_clock_iso((time_t)m->officer.end, officer);
	out_begin(&o, app, columns, sizeof(columns) / sizeof(columns[0]));
	out_row(&o,
	    (const char *const[]){
		ra_monitor_level_name(ra_monitor_judge(m, &why)),
		ra_buf_str(&why), taken, age, due, critical,
		*next == '\0' ? NULL : next,
		m->next == NULL ? NULL : m->next->held.row.cn,
		*officer == '\0' ? NULL : officer,
		m->unknown < 0 ? NULL : unknown, ragged });
	out_end(&o);
	ra_buf_clear(&why);
}

/* The exit status is Nagios's own, and the line is all that is said. */
static int
nagios(const struct ra_monitor *m, const struct ra_err *why, struct ra_err *e)
{
	enum ra_monitor_level level = RA_MONITOR_UNKNOWN;
	struct ra_buf b;

	ra_buf_init(&b, TEXT_MAX);
	if (why->code == RA_OK)
		level = ra_monitor_nagios(m, &b);
	else
		ra_buf_addf(&b, "UPKIRA UNKNOWN - %s\n", why->msg);
	out_bytes(b.p, b.n);
	ra_buf_clear(&b);
	return level == RA_MONITOR_OK
	    ? 0
	    : ra_fail(e, (enum ra_code)level, "%s", "");
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct values *v = values;
	struct ra_monitor m = { .now = (int64_t)ra_clock_now() };
	struct ra_err why = { 0 };
	char *dir = NULL;
	int rc = -1;

	stop_at_once();
	if (read_limits(v, &m.limit, e) == -1 ||
	    (dir = ra_desk_state(app->profile, e)) == NULL)
		goto out;
	rc = ra_monitor_look(&m, dir, &why);
	if (rc == 0 && v->prometheus != NULL)
		rc = prometheus(app, &m, v->prometheus, &why);
	if (v->nagios)
		rc = nagios(&m, &why, e);
	else if (rc == -1)
		*e = why;
	else if (v->prometheus == NULL)
		show(app, &m);
out:
	ra_monitor_clear(&m);
	free(dir);
	return rc;
}

const struct cmd cmd_monitor = { "monitor", "", NEED_PROFILE, options,
	sizeof(struct values), run, NULL, OPT_FILL_NONE,
	N_("tell Nagios, Prometheus or you how things stand, offline"), false };
