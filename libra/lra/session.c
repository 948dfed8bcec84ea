/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Sessions: opened by the certificate alone, kept as text, ended politely. */
#include "lra/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "lra/entry.h"
#include "lra/menu.h"
#include "lra/session_in.h"

#define KEPT_HEAD "upkira-session 1\n"
#define KEPT_MENU "menu "

static bool
has_logout(const struct ra_page *p, const void *arg)
{
	bool has[RA_IF_COUNT];

	return ra_menu_read(arg, p->html, has) > 0 && has[RA_IF_LOGOUT];
}

/* The logout may stand in another frame than the menu. */
static void
find_bye(struct ra_session *s, struct ra_page *root)
{
	const struct ra_want want = { has_logout, s->from.site, NULL, false };

	if (s->has[RA_IF_LOGOUT] || root->html == NULL ||
	    !ra_page_descend(&s->from, &want, root, NULL))
		return;
	ra_page_clear(&s->bye);
	s->bye = *root;
	memset(root, 0, sizeof(*root));
}

static void
take_menu(struct ra_session *s, struct ra_page *p)
{
	ra_page_clear(&s->menu);
	s->menu = *p;
	memset(p, 0, sizeof(*p));
	(void)ra_menu_read(s->from.site, s->menu.html, s->has);
	s->used = false;
	s->open = true;
}

/*
 * The service has opened a session, but the way to its menu broke off: an
 * interrupt, the network, a page that is not understood. Where the logout is
 * found it is used, so that no session stays behind.
 */
static void
abandon(struct ra_session *s, struct ra_page *root)
{
	const struct ra_want want = { has_logout, s->from.site, NULL, true };

	if (root->html == NULL || !ra_page_descend(&s->from, &want, root, NULL))
		return;
	take_menu(s, root);
	(void)ra_session_close(s, NULL);
}

int
ra_session_login(struct ra_session *s, struct ra_err *e)
{
	const struct ra_want want = { ra_menu_is, s->from.site, NULL, false };
	struct ra_err cause = { 0 };
	struct ra_page p = { 0 }, root = { 0 };
	int rc = -1;

	ra_http_forget(s->from.http);
	s->resumed = false;
	if (ra_page_get(&s->from, ra_http_endpoint(s->from.http), &want, &p,
		&cause) == -1)
		goto out;
	ra_page_copy(&root, &p);
	if (ra_page_descend(&s->from, &want, &p, &cause)) {
		take_menu(s, &p);
		find_bye(s, &root);
		rc = 0;
	} else if (cause.code == RA_OK)
		ra_page_refuse(
		    &s->from, &p, _("the menu after the login"), &cause);
out:
	if (rc == -1) {
		abandon(s, &root);
		ra_fail(e, cause.code, "%s", cause.msg);
		if (*cause.next != '\0')
			ra_next(e, "%s", cause.next);
	}
	ra_page_clear(&p);
	ra_page_clear(&root);
	return rc;
}

/* true: the kept session is alive. A failure of the network is in e. */
static bool
resume(struct ra_session *s, struct ra_span kept, struct ra_err *e)
{
	const struct ra_want want = { ra_menu_is, s->from.site, NULL, false };
	struct ra_page p = { 0 };
	struct ra_span line;
	char *url = NULL;
	bool ok = false;

	if (kept.n > RA_SESSION_KEPT_MAX ||
	    !ra_span_starts(kept, RA_SPAN(KEPT_HEAD)))
		return false;
	kept = ra_span_from(kept, sizeof(KEPT_HEAD) - 1);
	line = ra_span_cut(&kept, '\n');
	if (!ra_span_starts(line, RA_SPAN(KEPT_MENU)))
		return false;
	line = ra_span_from(line, sizeof(KEPT_MENU) - 1);
	url = ra_strndup(line.p, line.n);
	ra_http_set_cookies(s->from.http, kept);
	if (ra_page_get(&s->from, url, &want, &p, e) == 0 &&
	    ra_page_descend(&s->from, &want, &p, e)) {
		ok = true;
		take_menu(s, &p);
		s->resumed = true;
	}
	ra_page_clear(&p);
	free(url);
	return ok;
}

struct ra_session *
ra_session_open(const struct ra_session_config *c, struct ra_err *e)
{
	struct ra_session *s = ra_calloc(1, sizeof(*s));
	struct ra_http_config http = c->http;
	struct ra_err cause = { 0 };

	http.secret_columns = ra_site_values(c->site, RA_S_SECRET_COLUMN);
	s->from.site = c->site;
	s->from.dir = c->pages;
	if ((s->from.http = ra_http_new(&http, e)) == NULL)
		goto fail;
	if (c->kept.n > 0 && resume(s, c->kept, &cause))
		return s;
	/* One that has ended may answer in any way but an interrupt. */
	if (cause.code == RA_ESIGNAL) {
		ra_fail(e, cause.code, "%s", cause.msg);
		goto fail;
	}
	if (ra_session_login(s, e) == 0)
		return s;
fail:
	ra_session_free(s);
	return NULL;
}

bool
ra_session_has(const struct ra_session *s, enum ra_iface_id iface)
{
	if (iface == RA_IF_LOGOUT && s->bye.html != NULL)
		return true;
	return iface < RA_IF_COUNT && s->has[iface];
}

bool
ra_session_resumed(const struct ra_session *s)
{
	return s->resumed;
}

void
ra_session_keep(struct ra_session *s, struct ra_buf *out)
{
	ra_buf_adds(out, KEPT_HEAD KEPT_MENU);
	ra_buf_adds(out, s->menu.res.url);
	ra_buf_addc(out, '\n');
	ra_http_cookies(s->from.http, out);
}

/* Logout. */

static bool
anything(const struct ra_page *p, const void *arg)
{
	(void)p;
	(void)arg;
	return true;
}

/* "Log out?" with a button: yes. */
static int
confirm(struct ra_session *s, const struct ra_want *want, struct ra_page *p,
    struct ra_err *e)
{
	struct ra_entry *en = NULL;
	size_t n = 0, i;
	int rc = 0;

	if (p->html != NULL && !ra_page_says(&s->from, p, RA_S_LOGGED_OUT))
		en = ra_entry_all(p->html, &n);
	for (i = 0; i < n; i++)
		if (en[i].control != NULL && en[i].option == NULL &&
		    (ra_site_is(
			 s->from.site, RA_S_CONFIRM_BUTTON, en[i].text) ||
			ra_site_is(s->from.site, RA_S_LABEL + RA_IF_LOGOUT,
			    en[i].text))) {
			rc = ra_entry_click(&s->from, p, &en[i], want, e);
			break;
		}
	free(en);
	return rc == -1 ? -1 : 0;
}

/* What the page after a logout says is not known; that it ended nothing is. */
static int
confirmed(const struct ra_session *s, struct ra_page *p, struct ra_err *e)
{
	char shown[RA_HTTP_SHOWN];

	if (p->res.status != 200)
		return ra_fail(e, RA_ENET,
		    _("%s: the logout was answered with status %ld"),
		    ra_http_shown(p->res.url, shown), p->res.status);
	if (!ra_page_says(&s->from, p, RA_S_LOGGED_OUT) &&
	    ra_page_says(&s->from, p, RA_S_MAINTENANCE))
		return ra_fail(e, RA_ENET,
		    _("%s: the logout was answered with a page of maintenance"),
		    ra_http_shown(p->res.url, shown));
	return 0;
}

int
ra_session_close(struct ra_session *s, struct ra_err *e)
{
	const struct ra_want want = { anything, NULL, NULL, true };
	struct ra_err cause = { 0 };
	struct ra_page p = { 0 };
	int rc = -1;

	if (!s->open)
		return 0;
	s->open = false;
	if (!s->has[RA_IF_LOGOUT] && s->bye.html != NULL) {
		ra_page_clear(&s->menu);
		s->menu = s->bye;
		memset(&s->bye, 0, sizeof(s->bye));
		s->has[RA_IF_LOGOUT] = true;
	}
	if (ra_menu_go(s, RA_IF_LOGOUT, &want, &p, &cause) == 0 &&
	    confirm(s, &want, &p, &cause) == 0)
		rc = confirmed(s, &p, &cause);
	if (rc == -1)
		ra_fail(e, cause.code, _("logout: %s"), cause.msg);
	ra_http_forget(s->from.http);
	ra_page_clear(&p);
	return rc;
}

void
ra_session_free(struct ra_session *s)
{
	if (s == NULL)
		return;
	ra_page_clear(&s->menu);
	ra_page_clear(&s->bye);
	ra_http_free(s->from.http);
	free(s);
}
