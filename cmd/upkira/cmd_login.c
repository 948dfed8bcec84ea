/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* upkira login: is the credential good, and what may this officer do? */
#include <stdio.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "codec/json.h"
#include "codec/text.h"

#include "app.h"
#include "desk.h"
#include "out.h"
#include "say.h"

#define OBJECT_MAX 65536

struct values {
	bool offline, keep;
};

static const struct opt options[] = {
	{ "offline", 0, NULL, OPT_FLAG, OPT_FILL_NONE,
	    offsetof(struct values, offline), NULL, 0, 0, NULL,
	    N_("judge the credential and stop before the network") },
	{ "keep", 0, NULL, OPT_FLAG, OPT_FILL_NONE,
	    offsetof(struct values, keep), NULL, 0, 0, NULL,
	    N_("leave the session open for the following commands") },
	{ NULL, 0, NULL, OPT_FLAG, OPT_FILL_NONE, 0, NULL, 0, 0, NULL, NULL },
};

static void
dn_text(const struct ra_dn *dn, struct ra_buf *out)
{
	ra_buf_init(out, RA_DN_MAX * 2);
	ra_dn_format(dn, out);
}

static void
print_json(const struct ra_desk *d, const struct app *app)
{
	const struct ra_iface *f = ra_iface_table();
	char text[RA_CLOCK_TEXT];
	struct ra_buf b, subject;
	struct ra_json j;
	size_t i;

	dn_text(ra_cert_subject(d->cred.cert), &subject);
	ra_buf_init(&b, OBJECT_MAX);
	ra_json_init(&j, &b);
	ra_json_object(&j, NULL);
	ra_json_str(&j, "profile", app->profile->name);
	ra_json_str(&j, "officer", d->cred.officer);
	ra_json_str(&j, "subject", ra_buf_str(&subject));
	ra_json_str(&j, "issuer", d->cred.issuer);
	ra_json_str(&j, "serial", ra_cert_serial(d->cred.cert)->dec);
	ra_json_str(&j, "not_after",
	    ra_clock_iso(ra_cert_not_after(d->cred.cert), text));
	ra_json_int(&j, "days_left", d->cred.days);
	ra_json_bool(&j, "online", d->session != NULL);
	ra_json_bool(&j, "kept", d->session != NULL && d->keep);
	ra_json_array(&j, "interfaces");
	for (i = 0; d->session != NULL && i < RA_IF_COUNT; i++)
		if (ra_session_has(d->session, f[i].id))
			ra_json_str(&j, NULL, f[i].name);
	ra_json_end_array(&j);
	ra_json_end_object(&j);
	ra_buf_addc(&b, '\n');
	out_bytes(ra_buf_str(&b), b.n);
	ra_buf_clear(&b);
	ra_buf_clear(&subject);
}

static void
fact(const char *name, const char *value)
{
	struct ra_buf b;

	ra_buf_init(&b, OBJECT_MAX);
	ra_buf_adds(&b, name);
	do {
		ra_buf_addc(&b, ' ');
	} while (ra_text_width(ra_buf_span(&b)) < 14);
	ra_text_show(ra_span_str(value), &b);
	ra_buf_addc(&b, '\n');
	out_bytes(ra_buf_str(&b), b.n);
	ra_buf_clear(&b);
}

/* The menu's entries by the number that the manual gives them. */
static void
print_interfaces(const struct ra_desk *d)
{
	static const char *const number[] = { "+", "①", "②", "③", "④", "⑤", "⑥",
		"⑦", "⑧", "⑨", "⑩" };
	const struct ra_iface *f = ra_iface_table();
	const char *name = _("may use");
	char line[256];
	size_t i;

	for (i = 0; i < RA_IF_COUNT; i++) {
		if (!ra_session_has(d->session, f[i].id))
			continue;
		snprintf(line, sizeof(line), "%s %s", number[f[i].number],
		    _(f[i].what));
		fact(name, line);
		name = "";
	}
}

static void
print_text(const struct ra_desk *d, const struct app *app)
{
	char text[RA_CLOCK_TEXT], end[128];
	struct ra_buf subject;

	dn_text(ra_cert_subject(d->cred.cert), &subject);
	snprintf(end, sizeof(end),
	    ngettext("%s (%ld day left)", "%s (%ld days left)",
		(unsigned long)d->cred.days),
	    ra_clock_iso(ra_cert_not_after(d->cred.cert), text), d->cred.days);
	fact(_("profile"), app->profile->name);
	fact(_("officer"), d->cred.officer);
	fact(_("subject"), ra_buf_str(&subject));
	fact(_("issuer"), d->cred.issuer);
	fact(_("ends"), end);
	if (d->session != NULL) {
		fact(_("session"),
		    d->keep ? _("kept; end it with logout")
			    : _("opened and ended"));
		print_interfaces(d);
	}
	ra_buf_clear(&subject);
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	const struct values *v = values;
	struct ra_desk_config c = desk_config(app);
	struct ra_desk d = { 0 };
	int rc = -1;

	if (v->offline && v->keep) {
		ra_fail(e, RA_EUSAGE,
		    _("--offline opens no session that --keep could leave"));
		goto out;
	}
	if (ra_desk_prepare(&d, &c, e) == -1)
		goto out;
	desk_warn(&d, app);
	if (!v->offline && ra_desk_login(&d, e) == -1)
		goto out;
	if (v->keep && ra_desk_keep(&d, e) == -1)
		goto out;
	if (app->g.format == FORMAT_JSON)
		print_json(&d, app);
	else
		print_text(&d, app);
	rc = 0;
out:
	ra_desk_close(&d);
	return rc;
}

const struct cmd cmd_login = { "login", "", NEED_PROFILE, options,
	sizeof(struct values), run, NULL, OPT_FILL_NONE,
	N_("check the credential, show who and which interfaces"), false };
