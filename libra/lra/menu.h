/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The menu: which entries it shows, and the way through one of them. */
#ifndef RA_MENU_H
#define RA_MENU_H

#include <stdbool.h>

#include "base/err.h"
#include "lra/page.h"
#include "lra/session.h"
#include "upki/iface.h"

/* Which interfaces a page's entries lead to; how many. */
size_t ra_menu_read(
    const struct ra_site *site, const struct ra_html *h, bool has[RA_IF_COUNT]);
/* For a struct ra_want whose arg is the site: the page is the menu. */
bool ra_menu_is(const struct ra_page *p, const void *arg);
/*
 * Follow an interface's entry until want is met. out, zeroed or used, is the
 * page then. RA_ECRED when the menu lacks the entry; RA_EPAGE when what comes
 * is not wanted or speaks of another kind of certificate; a session that has
 * ended is opened anew once.
 */
int ra_menu_go(struct ra_session *s, enum ra_iface_id iface,
    const struct ra_want *want, struct ra_page *out, struct ra_err *e);
/* The page speaks of another kind of certificate than the interface. */
bool ra_menu_astray(const struct ra_site *site, const struct ra_html *h,
    enum ra_iface_id iface);
/* The text is the label of some entry of the menu. */
bool ra_menu_label(const struct ra_site *site, const char *text);

#endif
