/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Frames and menu: confirmed are hidari, MainMenuForm and forwardName. */
#include "view.h"

#include <string.h>

#define ACTION SB_LRA "MainMenu.do"

void
sb_view_frames(struct sb_page *p, const struct sb_variant *v)
{
	sb_page_head(p, v, "");
	if (v->nested) /* relative addresses, too */
		sb_put(p,
		    "<frameset rows=\"60,*\">\n"
		    "<frame name=\"ue\" src=\"Banner.do\" scrolling=\"no\">\n"
		    "<frameset cols=\"220,*\">\n"
		    "<frame name=\"hidari\" src=\"Menu.do\">\n"
		    "<frame name=\"migi\" src=\"Top.do\">\n"
		    "</frameset>\n");
	else
		sb_put(p,
		    "<frameset cols=\"220,*\">\n"
		    "<frame name=\"hidari\" src=\"" SB_LRA "Menu.do\">\n"
		    "<frame name=\"migi\" src=\"" SB_LRA "Top.do\">\n");
	sb_put(p,
	    "<noframes><body>フレーム対応のブラウザをご利用ください。"
	    "</body></noframes>\n</frameset>\n");
}

typedef void entry_fn(
    struct sb_page *p, const struct sb_names *n, const char *label);

/* What differs from layout to layout. */
struct style {
	void (*open)(struct sb_page *p);
	void (*heading)(struct sb_page *p, const char *text);
	entry_fn *entry, *leave;
	void (*group_end)(struct sb_page *p);
	void (*close)(struct sb_page *p);
};

static void
form_tag(struct sb_page *p)
{
	sb_put(p,
	    "<form name=\"MainMenuForm\" method=\"post\" action=\"" ACTION
	    "\" target=\"migi\">\n");
	if (p->v->tokens)
		sb_page_hidden(p, SB_MENU_FIELD, SB_MENU_VALUE);
}

/*
 * forwardName is set by script through the form object, inferred from a client.
 */
static void
open_hidden(struct sb_page *p)
{
	sb_put(p,
	    "<script type=\"text/javascript\">\n<!--\n"
	    "function menuSubmit(id) {\n"
	    "\tdocument.MainMenuForm.forwardName.value = id;\n"
	    "\tdocument.MainMenuForm.submit();\n"
	    "}\n// -->\n</script>\n");
	form_tag(p);
	sb_page_hidden(p, "forwardName", "");
	sb_put(p, "<table border=\"0\" width=\"200\">\n");
}

/* The form stands on its own; the links do not use it. */
static void
open_apart(struct sb_page *p)
{
	form_tag(p);
	sb_page_hidden(p, "forwardName", "");
	sb_put(p, "</form>\n<div>\n");
}

static void
open_table(struct sb_page *p)
{
	sb_put(p, "<table border=\"0\" width=\"200\">\n");
}

static void
open_select(struct sb_page *p)
{
	form_tag(p);
	sb_put(p,
	    "<select name=\"forwardName\" size=\"12\">\n"
	    "<option value=\"\" selected>選択してください</option>\n");
}

static void
heading_row(struct sb_page *p, const char *text)
{
	sb_put(p, "<tr><th align=\"left\">■");
	sb_text(p, text);
	sb_put(p, "</th></tr>\n");
}

static void
heading_list(struct sb_page *p, const char *text)
{
	sb_put(p, "<b>");
	sb_text(p, text);
	sb_put(p, "</b>\n<ul>\n");
}

static void
heading_group(struct sb_page *p, const char *text)
{
	sb_put(p, "<optgroup label=\"");
	sb_text(p, text);
	sb_put(p, "\">\n");
}

static void
entry_onclick(struct sb_page *p, const struct sb_names *n, const char *label)
{
	sb_putf(p,
	    "<tr><td>・<a href=\"#\" onclick=\"menuSubmit('%s'); "
	    "return false;\">",
	    n->id);
	sb_text(p, label);
	sb_put(p, "</a></td></tr>\n");
}

/* A link of its own, as leaving is no entry that the frame migi could show. */
static void
entry_leave(struct sb_page *p, const struct sb_names *n, const char *label)
{
	sb_putf(
	    p, "<tr><td>・<a href=\"" SB_LRA "%s\" target=\"_top\">", n->path);
	sb_text(p, label);
	sb_put(p, "</a></td></tr>\n");
}

static void
entry_href(struct sb_page *p, const struct sb_names *n, const char *label)
{
	sb_putf(p,
	    "<tr><td><img src=\"/upki-odcert/img/submenu_dot.gif\" alt=\"\">"
	    "<a href=\"javascript:menuSubmit('%s');\">",
	    n->id);
	sb_text(p, label);
	sb_put(p, "</a></td></tr>\n");
}

static void
entry_image(struct sb_page *p, const struct sb_names *n, const char *label)
{
	sb_putf(p,
	    "<tr><td><a href=\"javascript:menuSubmit('%s')\">"
	    "<img src=\"/upki-odcert/img/menu_%s.gif\" border=\"0\" alt=\"",
	    n->id, n->id);
	sb_text(p, label);
	sb_put(p, "\"></a></td></tr>\n");
}

static void
entry_link(struct sb_page *p, const struct sb_names *n, const char *label)
{
	sb_putf(p,
	    "<li><a href=\"" ACTION
	    "?forwardName=%s&amp;from=menu\" target=\"migi\">",
	    n->id);
	sb_text(p, label);
	sb_put(p, "</a></li>\n");
}

static void
entry_path(struct sb_page *p, const struct sb_names *n, const char *label)
{
	sb_putf(p, "<li><a href=\"%s\" target=\"migi\">", n->path);
	sb_text(p, label);
	sb_put(p, "</a></li>\n");
}

static void
entry_button(struct sb_page *p, const struct sb_names *n, const char *label)
{
	sb_put(p, "<tr><td>\n");
	form_tag(p);
	sb_page_hidden(p, "forwardName", n->id);
	sb_put(p, "<input type=\"submit\" value=\"");
	sb_text(p, label);
	sb_put(p, "\">\n</form>\n</td></tr>\n");
}

static void
entry_option(struct sb_page *p, const struct sb_names *n, const char *label)
{
	sb_putf(p, "<option value=\"%s\">", n->id);
	sb_text(p, label);
	sb_put(p, "</option>\n");
}

static void
nothing(struct sb_page *p)
{
	(void)p;
}

static void
end_list(struct sb_page *p)
{
	sb_put(p, "</ul>\n");
}

static void
end_group(struct sb_page *p)
{
	sb_put(p, "</optgroup>\n");
}

static void
close_table_form(struct sb_page *p)
{
	sb_put(p, "</table>\n</form>\n");
}

static void
close_table(struct sb_page *p)
{
	sb_put(p, "</table>\n");
}

static void
close_div(struct sb_page *p)
{
	sb_put(p, "</div>\n");
}

static void
close_select(struct sb_page *p)
{
	sb_put(
	    p, "</select>\n<input type=\"submit\" value=\"選択\">\n</form>\n");
}

static const struct style styles[] = {
	[SB_MENU_ONCLICK] = { open_hidden, heading_row, entry_onclick,
	    entry_leave, nothing, close_table_form },
	[SB_MENU_HREF] = { open_hidden, heading_row, entry_href, entry_href,
	    nothing, close_table_form },
	[SB_MENU_IMAGES] = { open_hidden, heading_row, entry_image, entry_image,
	    nothing, close_table_form },
	[SB_MENU_LINKS] = { open_apart, heading_list, entry_link, entry_link,
	    end_list, close_div },
	[SB_MENU_PATHS] = { open_apart, heading_list, entry_path, entry_path,
	    end_list, close_div },
	[SB_MENU_BUTTONS] = { open_table, heading_row, entry_button,
	    entry_button, nothing, close_table },
	[SB_MENU_SELECT] = { open_select, heading_group, entry_option,
	    entry_option, end_group, close_select },
};

/* ACME came later than the manual's list; its place before the logout is ours.
 */
static const enum ra_iface_id order[] = { RA_IF_SERVER_APPLY, RA_IF_SERVER_LIST,
	RA_IF_CLIENT_APPLY, RA_IF_CLIENT_LIST, RA_IF_MANAGER_UPDATE,
	RA_IF_ALL_LIST, RA_IF_STATS, RA_IF_ALLOWLIST, RA_IF_TIMESTAMP,
	RA_IF_ACME, RA_IF_LOGOUT };

/*
 * Seed A: only what the officer has the right to is shown; a heading without
 * entries is not.
 */
void
sb_view_menu(struct sb_page *p, const struct sb_variant *v, const bool *rights)
{
	const struct ra_iface *all = ra_iface_table(), *one;
	const struct style *s = &styles[v->menu];
	const char *heading = NULL;
	entry_fn *entry;
	size_t i;

	sb_page_begin(p, v);
	sb_page_box(p);
	s->open(p);
	for (i = 0; i < sizeof(order) / sizeof(*order); i++) {
		one = &all[order[i]];
		if (!rights[order[i]])
			continue;
		if (heading == NULL || strcmp(heading, one->heading) != 0) {
			if (heading != NULL)
				s->group_end(p);
			heading = one->heading;
			s->heading(p, heading);
		}
		entry = order[i] == RA_IF_LOGOUT ? s->leave : s->entry;
		entry(p, &v->names[order[i]], one->label);
	}
	if (heading != NULL)
		s->group_end(p);
	s->close(p);
}
