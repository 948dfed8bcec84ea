/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira inventory: what the lists said, asked without the service. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "work/export.h"
#include "work/snapshot.h"
#include "work/terms.h"

#include "app.h"
#include "desk.h"
#include "inventory.h"
#include "say.h"
#include "stop.h"
#include "stream.h"

#define V(field) offsetof(struct inventory_values, field)
#define TERM(name, field, arg, what)                                           \
	{                                                                      \
		name, 0, arg, OPT_TEXT, OPT_FILL_NONE, V(terms.field), NULL,   \
		    0, 0, NULL, what                                           \
	}

static const char *const lists[] = { "all", "server", "client", NULL };
static const char *const orders[] = { "place", "end", "name", NULL };

static const struct opt options[] = {
	TERM("cn", cn, "GLOB", N_("common names such as *.example.ac.jp")),
	TERM("dn", dn, "GLOB", N_("subject DNs")),
	TERM("domain", domain, "GLOB", N_("domains, such as example.ac.jp")),
	TERM("manager", manager, "GLOB",
	    N_("managers by name, unit or mail address")),
	TERM("state", state, "STATES", N_("states: issued,revoked, live, 5")),
	TERM("profile", profile, "IDS", N_("profiles, such as 3,11")),
	TERM("kind", kind, "KINDS", N_("server, client, smime")),
	TERM("applied", applied, "TIME", N_("applied for: 30d, 2027-03, A..B")),
	TERM("issued", issued, "TIME", N_("valid from: 30d, 2027-03, A..B")),
	TERM("expires", expires, "TIME", N_("valid to: 30d, 2027-03, A..B")),
	TERM("serial", serial, "NUMBER", N_("this serial number")),
	TERM("old-serial", old_serial, "NUMBER",
	    N_("what replaced this serial number")),
	{ "type", 't', "TYPE", OPT_CHOICE, OPT_FILL_NONE, V(list), lists, 0, 0,
	    NULL, N_("list: server, client or all") },
	{ "at", 0, "SNAPSHOT", OPT_TEXT, OPT_FILL_NONE, V(at), NULL, 0, 0, NULL,
	    N_("as of that snapshot (number or date), not the newest") },
	{ "sort", 0, "ORDER", OPT_CHOICE, OPT_FILL_NONE, V(order), orders, 0, 0,
	    NULL, N_("place in the list, end or name") },
	{ "columns", 0, "KEYS", OPT_TEXT, OPT_FILL_NONE, V(columns), NULL, 0, 0,
	    NULL, N_("these columns, upkira-inventory(5)") },
	{ "headers", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(headers), NULL, 0, 0,
	    NULL, N_("the headers of the list in place of the keys") },
	{ "output", 'o', "FILE", OPT_TEXT, OPT_FILL_FILE, V(output), NULL, 0, 0,
	    NULL, N_("write to FILE, whole or not at all") },
	{ "pem", 0, NULL, OPT_FLAG, OPT_FILL_NONE, V(pem), NULL, 0, 0, NULL,
	    N_("show: the certificate as PEM, its issuer behind it") },
	{ "chain", 0, "PATH", OPT_TEXT, OPT_FILL_FILE, V(chain), NULL, 0, 0,
	    NULL, N_("show: where intermediate certificates are") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

/* What list shows unasked: at a terminal, and to programs. */
static const size_t brief[] = { RA_COL_CN, RA_COL_STATE_NAME, RA_COL_KIND,
	RA_AT_ENDS, RA_AT_SERIAL, RA_AT_MAIL };
static const size_t full[] = { RA_COL_LIST, RA_AT_APPLICATION, RA_COL_CN,
	RA_COL_KIND, RA_AT_PROFILE, RA_AT_STATE, RA_COL_STATE_NAME,
	RA_AT_APPLIED, RA_AT_START, RA_AT_ENDS, RA_AT_SERIAL, RA_COL_SERIAL_HEX,
	RA_AT_OLD_SERIAL, RA_COL_OLD_SERIAL_HEX, RA_AT_MANAGER, RA_AT_UNIT,
	RA_AT_MAIL, RA_COL_DOMAIN, RA_AT_NAMES, RA_AT_DN };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static size_t
take(size_t *out, const size_t *in, size_t n)
{
	memcpy(out, in, n * sizeof(*in));
	return n;
}

/* All that there is; requests and certificates stand in files alone. */
static size_t
all_columns(size_t *out, bool file)
{
	size_t i, n = 0;

	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		if (i != RA_AT_PIN &&
		    (file || (i != RA_AT_CSR && i != RA_AT_CERT)))
			out[n++] = i;
	out[n++] = RA_COL_SERIAL_HEX;
	out[n++] = RA_COL_OLD_SERIAL_HEX;
	if (!file)
		for (i = RA_COL_LIST; i < RA_COL_SERIAL_HEX; i++)
			out[n++] = i;
	return n;
}

static int
pick(
    const struct app *app, struct inventory_ask *a, bool file, struct ra_err *e)
{
	const struct inventory_values *v = a->values;
	size_t i;

	if (v->columns == NULL) {
		if (strcmp(app->args.v[0], "export") == 0)
			a->ncolumns = all_columns(a->column, file);
		else if (app->g.format == FORMAT_TABLE)
			a->ncolumns = take(a->column, brief, COUNT(brief));
		else
			a->ncolumns = take(a->column, full, COUNT(full));
		return 0;
	}
	if (ra_columns_parse(v->columns, a->column, &a->ncolumns, e) == -1)
		return -1;
	for (i = 0; i < a->ncolumns && !file; i++)
		if (a->column[i] == RA_AT_CSR || a->column[i] == RA_AT_CERT) {
			ra_fail(e, RA_EUSAGE,
			    _("column %s is not in the inventory"),
			    ra_column_key(a->column[i]));
			ra_next(e,
			    _("take it from a list: upkira inventory export "
			      "FILE, or one with upkira inventory show"));
			return -1;
		}
	return 0;
}

static enum ra_derived
form(const struct app *app)
{
	switch ((enum format)app->g.format) {
	case FORMAT_JSON:
		return RA_DERIVED_JSON;
	case FORMAT_CSV:
		return RA_DERIVED_CSV;
	case FORMAT_TSV:
	case FORMAT_TABLE:
		break;
	}
	return RA_DERIVED_TSV;
}

static int
to_file(void *arg, struct ra_span s, struct ra_err *e)
{
	return ra_fs_add(arg, s, e);
}

/* list and export but for tables: the rows go out as they are read. */
static int
stream(struct app *app, struct inventory_ask *a, const char *file,
    struct ra_err *e)
{
	struct ra_fs_out to = { .fd = -1 };
	const struct ra_sink sink = { to_file, &to };
	const char *path = a->values->output;
	const bool whole = path != NULL && strcmp(path, "-") != 0;
	struct ra_sheet s = { .form = form(app),
		.headers = a->values->headers,
		.column = a->column,
		.n = a->ncolumns,
		.out = whole ? &sink : stream_stdout() };
	int rc = -1;

	if (whole && ra_fs_begin(&to, path, 0600, e) == -1)
		return -1;
	if (file != NULL)
		rc = inventory_file(a, file, &s, e);
	else
		rc = ra_export_inventory(a->inv, &a->filter, &s, e);
	ra_sheet_clear(&s);
	if (rc == 0 && whole)
		rc = ra_fs_commit(&to, e);
	ra_fs_abort(&to);
	return rc;
}

static int
show_all(struct app *app, struct inventory_ask *a, struct ra_err *e)
{
	const char *file = app->args.n > 1 ? app->args.v[1] : NULL;
	bool export = strcmp(app->args.v[0], "export") == 0;

	if (app->args.n > (export ? 2 : 1))
		return ra_fail(e, RA_EUSAGE,
		    _("found \"%.60s\", wanted no more operands"),
		    app->args.v[app->args.n - 1]);
	if (file != NULL && (a->values->at != NULL || a->values->order != 0))
		return ra_fail(
		    e, RA_EUSAGE, _("--at and --sort are not for a file"));
	if (pick(app, a, file != NULL, e) == -1 ||
	    (file == NULL && inventory_open(a, e) == -1))
		return -1;
	if (file == NULL)
		ra_snapshot_warn(&a->snapshot);
	if (export || a->values->output != NULL ||
	    app->g.format != FORMAT_TABLE)
		return stream(app, a, file, e);
	return inventory_table(app, a, e);
}

static const char *const words[] = { "list", "show", "export", "ragged", NULL };

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct inventory_values *v = values;
	const char *word = app->args.n > 0 ? app->args.v[0] : "";
	struct inventory_ask a = { .app = app, .values = v };
	int rc = -1;

	stop_at_once();
	a.filter.server = v->list == 1;
	a.filter.client = v->list == 2;
	a.filter.order = (enum ra_inv_order)v->order;
	if (ra_terms_filter(&v->terms, ra_clock_now(), &a.filter, &a.room, e) ==
	    -1)
		return -1;
	if (strcmp(word, "list") == 0 || strcmp(word, "export") == 0)
		rc = show_all(app, &a, e);
	else if (strcmp(word, "show") == 0)
		rc = inventory_show(&a, e);
	else if (strcmp(word, "ragged") == 0)
		rc = inventory_ragged(&a, e);
	else if (*word == '\0')
		ra_fail(e, RA_EUSAGE,
		    _("inventory wants list, show, export or ragged"));
	else
		ra_fail(e, RA_EUSAGE,
		    _("found \"%.60s\", wanted list, show, export or ragged"),
		    word);
	inventory_close(&a);
	return rc;
}

const struct cmd cmd_inventory = { "inventory",
	"list|show NUMBER|export [FILE]|ragged", MAY_PROFILE, options,
	sizeof(struct inventory_values), run, words, OPT_FILL_FILE,
	N_("ask the kept lists: search, show, export"), false };
