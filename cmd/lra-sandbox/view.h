/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The pages, written from what they show. Each writes a whole page. */
#ifndef SB_VIEW_H
#define SB_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "upki/form.h"
#include "upki/iface.h"

#include "page.h"
#include "service.h"
#include "variant.h"

#define SB_TOKEN "org.apache.struts.taglib.html.TOKEN"

#define SB_MENU_FIELD "gamenId"
#define SB_MENU_VALUE "MENU"

/* Ended by sb_page_frames_end(). */
void sb_view_frames(struct sb_page *p, const struct sb_variant *v);
/* The left-hand menu; rights by interface. */
void sb_view_menu(
    struct sb_page *p, const struct sb_variant *v, const bool *rights);
/* One sentence under a heading. */
void sb_view_notice(struct sb_page *p, const struct sb_variant *v,
    const char *heading, const char *sentence);

struct sb_upload_form {
	enum ra_iface_id iface;
	const char *token; /* NULL: none wanted */
	bool no_file;	   /* without its file control */
	bool renamed;	   /* with its operation control renamed */
};
void sb_view_upload(struct sb_page *p, const struct sb_variant *v,
    const struct sb_upload_form *f);
/* The name that a renamed operation control has; SB_NAME_MAX bytes. */
void sb_view_renamed(const struct sb_names *n, char *out, size_t size);
/* The page between an upload and its result. */
void sb_view_confirm(struct sb_page *p, const struct sb_variant *v,
    enum ra_op op, const char *file, const char *token);

struct sb_outcome {
	enum ra_iface_id iface;
	enum ra_op op;
	const struct sb_result *result;
	bool no_marker, fewer; /* faults */
};
void sb_view_result(
    struct sb_page *p, const struct sb_variant *v, const struct sb_outcome *o);

void sb_view_stats(struct sb_page *p, const struct sb_variant *v,
    const struct sb_stat *rows, size_t n);
void sb_view_timestamp(
    struct sb_page *p, const struct sb_variant *v, const char *url);
/* The page that leads to a list, by a button or a link. */
void sb_view_deliver(
    struct sb_page *p, const struct sb_variant *v, enum ra_iface_id iface);
/* A page of the one-time URLs: a form with the token and one button. */
void sb_view_take(struct sb_page *p, const struct sb_variant *v,
    const char *action, const char *token);

#endif
