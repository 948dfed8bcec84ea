/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Inside of the page model: what builds it from tags and texts. Knows no
 * parser; tags come with a way to ask for their attributes.
 */
#ifndef RA_HTML_BUILD_H
#define RA_HTML_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "codec/html.h"

#define RA_CAPTURES_MAX 16 /* texts captured at once, cells apart */
#define RA_HTML_NONE RA_HTML_NOWHERE

struct ra_tag {
	const char *name;
	const void *node;
	/* The value of an attribute, or NULL when the tag lacks it. */
	const char *(*get)(const void *node, const char *name);
};

enum ra_capture_kind {
	RA_CAP_TITLE,
	RA_CAP_SCRIPT,
	RA_CAP_STYLE,
	RA_CAP_HEADING,
	RA_CAP_LINK,
	RA_CAP_LABEL,
	RA_CAP_BUTTON,
	RA_CAP_OPTION, /* also a select as a whole */
	RA_CAP_TEXTAREA,
};

/* The text of an element that is still open. */
struct ra_capture {
	enum ra_capture_kind kind;
	size_t depth; /* of its element */
	struct ra_buf buf;
	size_t form, index, option; /* what the text belongs to */
	size_t ncontrols;	    /* of the page when it began */
	const char *target;	    /* of a label: its "for" */
	bool keep;		    /* no value attribute: the text is it */
};

struct ra_open_cell {
	size_t table, row, cell;
	struct ra_buf buf;
};

struct ra_label { /* <label for=...> */
	const char *id, *text;
};

struct ra_build {
	struct ra_html *h;
	struct ra_buf text, script;
	struct ra_capture cap[RA_CAPTURES_MAX];
	size_t ncaps;
	size_t *table; /* open tables, innermost last */
	size_t ntables;
	struct ra_open_cell *cell;
	size_t ncells;
	struct ra_label *label;
	size_t nlabels;
	size_t *form; /* open forms */
	size_t nforms;
	size_t *slot; /* forms by their id: number plus one, 0 for none */
	size_t nslots, nids;
	size_t last_form, last_control; /* the control last added */
	size_t ncontrols;		/* of the whole page */
	const char *group;		/* of the open optgroup */
	size_t pre, depth;
};

void ra_build_init(struct ra_build *b);
void ra_build_enter(struct ra_build *b, const struct ra_tag *n);
void ra_build_text(struct ra_build *b, const char *text);
void ra_build_leave(struct ra_build *b, const struct ra_tag *n);
/* The page is complete; yours. */
struct ra_html *ra_build_take(struct ra_build *b);
void ra_build_clear(struct ra_build *b);

/* A copy that lives as long as the page; "" for nothing. */
const char *ra_html_own(struct ra_html *h, const char *s, size_t n);
const char *ra_build_keep(struct ra_build *b, const struct ra_buf *buf);
/* An attribute without the blanks around it, and with them; never NULL. */
const char *ra_build_attr(
    struct ra_build *b, const struct ra_tag *n, const char *name);
const char *ra_build_raw(
    struct ra_build *b, const struct ra_tag *n, const char *name);
bool ra_build_has(const struct ra_tag *n, const char *name);
bool ra_tag_is(const struct ra_tag *n, const char *name);
/* A capture for the element just entered, or NULL when too many are open. */
struct ra_capture *ra_build_capture(
    struct ra_build *b, enum ra_capture_kind kind);

/* Forms and controls. */
void ra_build_form(struct ra_build *b, const struct ra_tag *n);
void ra_build_enter_control(struct ra_build *b, const struct ra_tag *n);
void ra_build_option(struct ra_build *b, const struct ra_tag *n);
void ra_build_open_label(struct ra_build *b, const struct ra_tag *n);
struct ra_html_control *ra_build_control(
    struct ra_build *b, size_t form, size_t i);
void ra_build_label(
    struct ra_build *b, const struct ra_capture *c, const char *text);
void ra_build_option_text(
    struct ra_build *b, const struct ra_capture *c, const char *text);

/* Tables. */
void ra_build_open_table(struct ra_build *b);
void ra_build_open_row(struct ra_build *b);
void ra_build_open_cell(struct ra_build *b, const struct ra_tag *n);
void ra_build_close_cell(struct ra_build *b);
struct ra_html_where ra_build_where(const struct ra_build *b);

/* Labels by "for", then those that follow from where a control stands. */
void ra_place_labels(struct ra_html *h, const struct ra_label *label, size_t n);
void ra_place_all(struct ra_html *h);

#endif
