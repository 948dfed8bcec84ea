/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What the verbs that talk to the service share. */
#include "desk.h"

#include "base/i18n.h"

#include "say.h"
#include "stop.h"

struct ra_desk_config
desk_config(const struct app *app)
{
	struct ra_desk_config c = {
		.profile = app->profile,
		.site = app->g.site,
		.trace = app->g.trace,
		.ask = !app->g.no_input,
		.stop = stop_asked,
		.progress = say_progress,
	};

	return c;
}

void
desk_warn(const struct ra_desk *d, const struct app *app)
{
	const char *path = app->profile->credential;

	if (d->cred.exposed)
		say_warn(_("%s: others can read it; chmod 600 it"), path);
	if (!d->cred.issuer_known)
		say_warn(_("%s: issued by \"%s\", a CA the officers' manual "
			   "does not name"),
		    path, d->cred.issuer);
	if (d->cred.days < RA_CREDENTIAL_WARN_DAYS)
		say_warn(ngettext("%s: the certificate ends in %ld day; renew "
				  "it in time",
			     "%s: the certificate ends in %ld days; renew it "
			     "in time",
			     (unsigned long)d->cred.days),
		    path, d->cred.days);
}
