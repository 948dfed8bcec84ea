/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * HTML (libxml2) as a model of what a person sees: frames, forms with their
 * labels, links, tables, and the text in document order. All text is UTF-8.
 */
#ifndef RA_HTML_H
#define RA_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "codec/text.h"

#define RA_HTML_MAX (4u << 20)	   /* bytes of a page */
#define RA_HTML_NODES_MAX 400000   /* elements and texts of a page */
#define RA_HTML_DEPTH_MAX 250	   /* nesting */
#define RA_HTML_ATTRS_MAX 350	   /* attributes of an element */
#define RA_HTML_ERRORS_MAX 1000000 /* mistakes that the parser finds */

struct ra_html_frame {
	const char *name, *src; /* "" when not given, as in all of the below */
};

#define RA_HTML_NOWHERE ((size_t)-1)

/* The innermost cell around a thing; table is RA_HTML_NOWHERE for none. */
struct ra_html_where {
	size_t table, row, column;
};

struct ra_html_link {
	const char *href, *text, *onclick;
	size_t at; /* where it stands in the page's text */
	struct ra_html_where where;
};

enum ra_control_kind {
	RA_CTL_TEXT, /* and every input type that is not named here */
	RA_CTL_HIDDEN,
	RA_CTL_FILE,
	RA_CTL_RADIO,
	RA_CTL_CHECKBOX,
	RA_CTL_SUBMIT,
	RA_CTL_IMAGE,
	RA_CTL_BUTTON,
	RA_CTL_RESET,
	RA_CTL_SELECT,
	RA_CTL_TEXTAREA,
};

struct ra_html_option {
	const char *value, *label, *group; /* group: label of the optgroup */
	bool selected;
};

struct ra_html_control {
	enum ra_control_kind kind;
	const char *name, *value, *id, *onclick;
	/* Of a button its face; else <label>, or the text right after it. */
	const char *label;
	const char *before; /* the text right before it, on its line */
	bool labelled;	    /* label is from <label>, not from its place */
	bool checked, disabled, multiple;
	struct ra_html_option *option;
	size_t noptions;
	size_t at; /* where it stands in the page's text */
	struct ra_html_where where;
};

struct ra_html_form {
	const char *name, *id, *action, *method, *enctype, *charset, *onsubmit;
	struct ra_html_control *control; /* in document order */
	size_t ncontrols;
	size_t at;
};

struct ra_html_cell {
	const char *text; /* without nested tables; <br> is a newline */
	bool header;	  /* th */
	size_t column;	  /* from 0, spans counted */
	size_t span;
};

struct ra_html_row {
	struct ra_html_cell *cell;
	size_t ncells;
};

struct ra_html_table {
	struct ra_html_row *row;
	size_t nrows;
	size_t depth; /* 0: inside no other table */
	size_t at;
};

/* A page. Everything in it lives as long as the page. */
struct ra_html {
	const char *title, *base, *refresh; /* base href; URL of a refresh */
	const char *text;	     /* of the body; blocks end in a newline */
	const char *script;	     /* all script elements */
	struct ra_html_frame *frame; /* frame and iframe */
	size_t nframes;
	struct ra_html_form *form;
	size_t nforms;
	struct ra_html_link *link; /* a, area, and what has onclick alone */
	size_t nlinks;
	struct ra_html_table *table;
	size_t ntables;
	struct ra_html_control *loose; /* controls outside every form */
	size_t nloose;
	const char **heading; /* h1 to h6, th, b, strong, caption, legend */
	size_t nheadings;
	void *owner; /* the memory of all that */
};

/*
 * Bytes of a page to UTF-8, added to out, by the charset of the HTTP header
 * (http, may be empty), else of a BOM, else of a meta element, else fallback.
 * A declared charset that the bytes break is dropped when they fit fallback.
 * Undecodable bytes become U+FFFD. Returns the charset that was used.
 */
enum ra_charset ra_html_decode(struct ra_span bytes, struct ra_span http,
    enum ra_charset fallback, struct ra_buf *out);

/*
 * The model of UTF-8 text. NULL and RA_EPAGE naming name when a ceiling is
 * met or there is no element at all.
 */
struct ra_html *ra_html_parse(
    const char *name, struct ra_span utf8, struct ra_err *e);
/* Takes NULL. */
void ra_html_free(struct ra_html *h);

/*
 * Copy HTML with what is secret replaced by "********": values of hidden and
 * password controls, p1= of one-time URLs, jsessionid=, long runs that look
 * like keys, cells under or beside a header that contains one of names
 * (NULL-ended), and every live secret. A page that cannot be read, or in which
 * a secret is written so that it is not found, is withheld as a whole.
 */
void ra_html_mask(
    struct ra_span utf8, const char *const *names, struct ra_buf *out);

#endif
