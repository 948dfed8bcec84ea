/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira serial: serial numbers in decimal and hexadecimal. */
#include "base/clock.h"
#include "base/i18n.h"
#include "work/serials.h"

#include "app.h"
#include "out.h"

static void
print(const struct app *app, const struct ra_serials *l)
{
	static const struct out_column col[] = {
		{ "source", N_("source"), OUT_TEXT },
		{ "dec", N_("decimal"), OUT_TEXT },
		{ "hex", N_("hexadecimal"), OUT_TEXT },
		{ "subject", N_("subject"), OUT_TEXT },
		{ "not_after", N_("valid to"), OUT_TEXT },
	};
	char until[RA_CLOCK_TEXT];
	struct out o;
	size_t i;

	out_begin(&o, app, col, sizeof(col) / sizeof(col[0]));
	for (i = 0; i < l->n; i++) {
		const struct ra_serial_row *r = &l->row[i];
		const char *cell[] = { r->source, r->serial.dec, r->serial.hex,
			r->subject, NULL };

		if (r->dated)
			cell[4] = ra_clock_iso(r->not_after, until);
		out_row(&o, cell);
	}
	out_end(&o);
}

/* What was read before a failure is printed too. */
static int
run(struct app *app, const void *values, struct ra_err *e)
{
	struct ra_serials l = { 0 };
	size_t i;
	int rc = 0;

	(void)values;
	if (app->args.n == 0)
		return ra_fail(
		    e, RA_EUSAGE, _("serial wants numbers or files"));
	for (i = 0; i < app->args.n && rc == 0; i++)
		rc = ra_serials_add(&l, app->args.v[i], e);
	print(app, &l);
	ra_serials_clear(&l);
	return rc;
}

const struct cmd cmd_serial = { "serial", "NUMBER|FILE...", NEED_NOTHING, NULL,
	0, run, NULL, OPT_FILL_FILE,
	N_("serial numbers in decimal and hexadecimal"), false };
