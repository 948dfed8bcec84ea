/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The officer's desk. */
#include "work/desk_in.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "work/monitor.h"

/* First line of the kept session's file; the credential's digest follows. */
#define KEPT_HEAD "upkira session 1"
#define KEPT_FILE_MAX (RA_SESSION_KEPT_MAX + 1024)

/* Where state goes when the profile does not say: XDG base directories. */
static char *
default_state(const char *profile)
{
	const char *xdg = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	char *base, *dir, *path;

	if (xdg != NULL && xdg[0] == '/')
		base = ra_strdup(xdg);
	else if (home != NULL && home[0] == '/')
		base = ra_fs_join(home, ".local/state");
	else
		return NULL;
	dir = ra_fs_join(base, "upkira");
	path = ra_fs_join(dir, profile);
	free(base);
	free(dir);
	return path;
}

char *
ra_desk_state(const struct ra_config_profile *p, struct ra_err *e)
{
	char *state =
	    p->state != NULL ? ra_strdup(p->state) : default_state(p->name);

	if (state == NULL)
		ra_fail(e, RA_EUSAGE,
		    _("profile \"%s\" names no state folder and there is no "
		      "HOME"),
		    p->name);
	return state;
}

static int
folders(struct ra_desk *d, struct ra_err *e)
{
	struct ra_err why = { 0 };

	d->state = ra_desk_state(d->conf->profile, e);
	if (d->state == NULL)
		return -1;
	d->pages = ra_fs_join(d->state, "pages");
	d->file = ra_fs_join(d->state, "session");
	/* Most commands can do without: only kept sessions and pages go there.
	 */
	if (ra_fs_mkdirs(d->pages, &why) == -1) {
		ra_log(RA_LOG_WARN,
		    _("%s; no session or page can be kept; \"state\" in "
		      "upkira.yaml(5) names the folder"),
		    why.msg);
		free(d->pages);
		d->pages = NULL;
	}
	return 0;
}

static int
load_site(struct ra_desk *d, struct ra_err *e)
{
	const char *path =
	    d->conf->site != NULL ? d->conf->site : d->conf->profile->site;

	d->site = ra_site_new();
	return path == NULL ? 0 : ra_site_read(d->site, path, e);
}

/* Cookies of a session kept for this very certificate; others are ignored. */
static void
load_kept(struct ra_desk *d)
{
	struct ra_err ignored = { 0 };
	struct ra_span rest, head, print;
	struct ra_buf b;
	char mine[65];

	ra_buf_init_secret(&b, KEPT_FILE_MAX);
	ra_cert_fingerprint(d->cred.cert, mine);
	if (ra_fs_read_private(d->file, &b, &ignored) == 0) {
		rest = ra_buf_span(&b);
		head = ra_span_cut(&rest, '\n');
		print = ra_span_cut(&rest, '\n');
		if (ra_span_eqs(head, KEPT_HEAD) && ra_span_eqs(print, mine))
			ra_buf_add(&d->kept, rest);
	}
	ra_buf_clear(&b);
	d->keep = d->kept.n > 0;
}

static int
save_kept(struct ra_desk *d, struct ra_err *e)
{
	struct ra_buf b;
	char mine[65];
	int rc = -1;

	ra_buf_init_secret(&b, KEPT_FILE_MAX);
	ra_cert_fingerprint(d->cred.cert, mine);
	ra_buf_addf(&b, "%s\n%s\n", KEPT_HEAD, mine);
	ra_session_keep(d->session, &b);
	if (ra_buf_done(&b, d->file, e) == 0)
		rc = ra_fs_write(d->file, 0600, ra_buf_span(&b), e);
	ra_buf_clear(&b);
	return rc;
}

int
ra_desk_keep(struct ra_desk *d, struct ra_err *e)
{
	d->keep = save_kept(d, e) == 0;
	return d->keep ? 0 : -1;
}

/* The work is done: what goes wrong from here on is a warning. */
static void
end_session(struct ra_desk *d)
{
	struct ra_err e = { 0 };

	ra_log(
	    RA_LOG_INFO, d->keep ? _("the session is kept") : _("logging out"));
	if (d->keep && save_kept(d, &e) == -1)
		ra_log(RA_LOG_WARN, "%s", e.msg);
	else if (!d->keep && ra_session_close(d->session, &e) == -1)
		ra_log(
		    RA_LOG_WARN, _("the logout was not confirmed: %s"), e.msg);
}

int
ra_desk_prepare(
    struct ra_desk *d, const struct ra_desk_config *c, struct ra_err *e)
{
	d->conf = c;
	ra_buf_init_secret(&d->kept, KEPT_FILE_MAX);
	if (c->profile->endpoint == NULL) {
		ra_fail(e, RA_EUSAGE, _("profile \"%s\" names no endpoint"),
		    c->profile->name);
		ra_next(e,
		    _("set \"endpoint\" to the address of the login "
		      "page; see upkira.yaml(5)"));
		return -1;
	}
	if ((c->trace != NULL && ra_fs_mkdirs(c->trace, e) == -1) ||
	    load_site(d, e) == -1 || folders(d, e) == -1 ||
	    ra_credential_open(
		c->profile, c->ask, ra_clock_now(), &d->cred, e) == -1)
		return -1;
	load_kept(d);
	return 0;
}

bool
ra_desk_kept(const struct ra_desk *d)
{
	return d->kept.n > 0;
}

int
ra_desk_login(struct ra_desk *d, struct ra_err *e)
{
	const struct ra_config_profile *p = d->conf->profile;
	struct ra_session_config sc = {
		.http = {
			.endpoint = p->endpoint,
			.p12 = d->cred.p12,
			.cafile = p->cafile,
			.trace = d->conf->trace,
			.limit = { .connect = p->connect, .stall = p->stall,
			    .page = p->page, .download = p->download,
			    .upload = p->upload, .logout = p->logout,
			    .tries = p->tries },
			.stop = d->conf->stop,
			.progress = d->conf->progress,
		},
		.site = d->site,
		.pages = d->pages,
		.kept = ra_buf_span(&d->kept),
	};

	ra_desk_confine(d);
	d->wire = sc;
	ra_log(RA_LOG_INFO, _("logging in at %s as %s"), p->endpoint,
	    d->cred.officer);
	d->session = ra_session_open(&d->wire, e);
	if (d->session != NULL && d->pages != NULL)
		(void)ra_officer_note_save(d->state, &d->cred, NULL);
	if (d->session == NULL)
		return -1;
	if (ra_session_resumed(d->session))
		ra_log(RA_LOG_INFO, _("the kept session goes on"));
	return 0;
}

int
ra_desk_open(
    struct ra_desk *d, const struct ra_desk_config *c, struct ra_err *e)
{
	if (ra_desk_prepare(d, c, e) == -1)
		return -1;
	return ra_desk_login(d, e);
}

static void
clear(struct ra_desk *d)
{
	ra_session_free(d->session);
	ra_site_free(d->site);
	ra_credential_clear(&d->cred);
	ra_buf_clear(&d->kept);
	free(d->state);
	free(d->pages);
	free(d->file);
	memset(d, 0, sizeof(*d));
}

void
ra_desk_close(struct ra_desk *d)
{
	if (d->session != NULL)
		end_session(d);
	clear(d);
}

int
ra_desk_leave(struct ra_desk *d, struct ra_err *e)
{
	int rc = 0;

	d->keep = false;
	if (d->session != NULL)
		rc = ra_session_close(d->session, e);
	ra_session_free(d->session);
	d->session = NULL;
	if (unlink(d->file) == -1)
		ra_log(RA_LOG_INFO, _("%s: no session was kept"), d->file);
	return rc;
}
