/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira probe: which certificates running servers serve. */
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "work/probe.h"
#include "work/serials.h"
#include "work/where.h"

#include "app.h"
#include "out.h"
#include "say.h"
#include "stock.h"
#include "stop.h"

struct probe_values {
	const char *names, *serial, *where;
	long jobs, timeout;
	bool exit_code;
};

#define V(field) offsetof(struct probe_values, field)

static const struct opt options[] = {
	{ "names", 0, "FILE", OPT_TEXT, OPT_FILL_FILE, V(names), NULL, 0, 0,
	    NULL, N_("list of names, one a line, with a serial or without") },
	{ "serial", 0, "NUMBER", OPT_TEXT, OPT_FILL_NONE, V(serial), NULL, 0, 0,
	    NULL, N_("the serial that the operands ought to serve") },
	{ "where", 0, "TERMS", OPT_TEXT, OPT_FILL_NONE, V(where), NULL, 0, 0,
	    NULL,
	    N_("names of the inventory: KEY=VALUE & ..., keys as of upkira "
	       "inventory list") },
	{ "jobs", 'j', "N", OPT_NUMBER, OPT_FILL_NONE, V(jobs), NULL, 1,
	    RA_PROBE_JOBS_MAX, NULL, N_("names asked at a time") },
	{ "timeout", 0, "SECONDS", OPT_NUMBER, OPT_FILL_NONE, V(timeout), NULL,
	    1, RA_PROBE_SECONDS_MAX, NULL, N_("limit for one name") },
	{ "exit-code", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(exit_code), NULL, 0,
	    0, NULL, N_("status 1 unless every name serves what it ought to") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static const struct out_column columns[] = {
	{ "name", N_("name"), OUT_TEXT },
	{ "address", N_("address"), OUT_TEXT },
	{ "verdict", N_("verdict"), OUT_TEXT },
	{ "serial", N_("serial"), OUT_TEXT },
	{ "serial_hex", NULL, OUT_TEXT },
	{ "wanted", N_("wanted"), OUT_TEXT },
	{ "not_before", NULL, OUT_TEXT },
	{ "not_after", N_("valid to"), OUT_TEXT },
	{ "issuer", N_("issuer"), OUT_TEXT },
	{ "subject", NULL, OUT_TEXT },
	{ "covers", NULL, OUT_BOOL },
	{ "reason", N_("what was wrong"), OUT_TEXT },
};

static const char *
word(const struct app *app, enum ra_probe_verdict v)
{
	const char *name = ra_probe_name(v);

	return app->g.format == FORMAT_TABLE ? _(name) : name;
}

struct printer {
	const struct app *app;
	struct out out;
	size_t count[RA_PROBE_UNREACHABLE + 1]; /* names by their verdict */
};

static void
print_answer(struct printer *t, const struct ra_probe *p,
    const struct ra_probe_answer *a)
{
	char from[RA_CLOCK_TEXT], to[RA_CLOCK_TEXT];
	const char *cell[sizeof(columns) / sizeof(columns[0])] = { p->target,
		a->address[0] != '\0' ? a->address : NULL,
		word(t->app, a->verdict) };

	if (p->want.dec[0] != '\0')
		cell[5] = p->want.dec;
	cell[11] = a->why;
	if (a->verdict != RA_PROBE_UNREACHABLE) {
		cell[3] = a->serial.dec;
		cell[4] = a->serial.hex;
		cell[6] = ra_clock_iso(a->not_before, from);
		cell[7] = ra_clock_iso(a->not_after, to);
		cell[8] = a->issuer;
		cell[9] = a->subject;
		if (!p->address)
			cell[10] = a->covers ? "true" : "false";
	}
	out_row(&t->out, cell);
}

static void
print(void *arg, const struct ra_probe *p)
{
	struct printer *t = arg;
	size_t i;

	t->count[p->verdict]++;
	for (i = 0; i < p->n; i++)
		print_answer(t, p, &p->answer[i]);
}

static int
add_file(struct ra_probes *l, const char *path, struct ra_err *e)
{
	struct ra_buf b;
	int rc;

	ra_buf_init(&b, RA_PROBE_FILE_MAX);
	rc = ra_fs_read(path, &b, e);
	if (rc == 0)
		rc = ra_probes_read(l, path, ra_buf_span(&b), e);
	ra_buf_clear(&b);
	return rc;
}

static int
no_issuer(const struct ra_where *w, struct ra_err *e)
{
	if (w->issuer == NULL)
		return 0;
	return ra_fail(
	    e, RA_EUSAGE, _("--where: \"issuer\" is for upkira incident"));
}

/* Each with the serial that it ought to serve by the newest snapshot. */
static int
add_stock(const struct app *app, const char *text, struct ra_probes *l,
    struct ra_err *e)
{
	struct ra_inv_filter f = { .order = RA_INV_BY_NAME };
	struct ra_where w = { 0 };
	struct ra_terms_room room;
	struct ra_inv *inv = NULL;
	size_t passed = 0;
	int rc = -1;

	if (app->profile == NULL) {
		ra_fail(e, RA_EUSAGE, _("--where wants a profile"));
		ra_next(e, _("say which: --profile NAME"));
	} else if (ra_where_parse(&w, text, e) == 0 && no_issuer(&w, e) == 0 &&
	    ra_terms_filter(&w.terms, ra_clock_now(), &f, &room, e) == 0 &&
	    (inv = stock_open(app, true, e)) != NULL) {
		rc = ra_probes_stock(l, inv, &f, &passed, e);
	}
	if (passed > 0)
		say_warn(_("names that cannot be asked: %zu"), passed);
	ra_inv_close(inv);
	ra_where_clear(&w);
	return rc;
}

static int
collect(const struct app *app, const struct probe_values *v,
    struct ra_probes *l, struct ra_err *e)
{
	struct ra_serial want = { 0 };
	size_t i;

	if (app->args.n == 0 && v->names == NULL && v->where == NULL)
		return ra_fail(e, RA_EUSAGE, _("probe wants names"));
	if (v->serial != NULL &&
	    ra_serials_number(ra_span_str(v->serial), &want, e) == -1)
		return -1;
	for (i = 0; i < app->args.n; i++)
		if (ra_probes_add(l, app->args.v[i],
			v->serial != NULL ? &want : NULL, e) == -1)
			return -1;
	if (v->where != NULL && add_stock(app, v->where, l, e) == -1)
		return -1;
	return v->names != NULL ? add_file(l, v->names, e) : 0;
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct probe_values *v = values;
	struct printer t = { .app = app };
	struct ra_probe_config c = { .jobs = v->jobs,
		.seconds = v->timeout,
		.stop = stop_asked,
		.done = print,
		.arg = &t };
	struct ra_probes l = { 0 };
	int rc = collect(app, v, &l, e);

	if (rc == 0) {
		out_begin(
		    &t.out, app, columns, sizeof(columns) / sizeof(columns[0]));
		rc = ra_probes_ask(&l, &c, e);
		out_end(&t.out);
	}
	if (rc == 0 && v->exit_code && t.count[RA_PROBE_SERVES] < l.n)
		rc = ra_fail(e, RA_ELOCAL, "%s", "");
	ra_probes_clear(&l);
	return rc;
}

const struct cmd cmd_probe = { "probe", "[HOST[:PORT]...]", MAY_PROFILE,
	options, sizeof(struct probe_values), run, NULL, OPT_FILL_NONE,
	N_("ask servers which certificate they serve"), false };
