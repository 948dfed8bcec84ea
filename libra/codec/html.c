/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The one home of libxml2: its tree is walked once, without recursion. */
#include "codec/html.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>

#include "base/i18n.h"
#include "codec/html_build.h"

/* What walk() and read_tree() say besides 0. */
enum { DEEP = 1, MANY, WIDE, WRONG };

/* A parse under way, and why it was stopped. */
struct reading {
	htmlParserCtxtPtr ctxt;
	size_t elements, errors;
	int why;
};

static _Thread_local struct reading *now;

/* The parser has joined the value into one text. */
static const char *
get_attr(const void *node, const char *name)
{
	const xmlAttr *a;

	for (a = ((const xmlNode *)node)->properties; a != NULL; a = a->next)
		if (strcmp((const char *)a->name, name) == 0)
			return a->children == NULL ||
				a->children->content == NULL
			    ? ""
			    : (const char *)a->children->content;
	return NULL;
}

static struct ra_tag
tag(const xmlNode *n)
{
	return (struct ra_tag){ (const char *)n->name, n, get_attr };
}

static void
enter(struct ra_build *b, const xmlNode *n)
{
	struct ra_tag t;

	if (n->type == XML_ELEMENT_NODE) {
		t = tag(n);
		ra_build_enter(b, &t);
	} else if ((n->type == XML_TEXT_NODE ||
		       n->type == XML_CDATA_SECTION_NODE) &&
	    n->content != NULL)
		ra_build_text(b, (const char *)n->content);
}

static void
leave(struct ra_build *b, const xmlNode *n)
{
	struct ra_tag t;

	if (n->type != XML_ELEMENT_NODE)
		return;
	t = tag(n);
	ra_build_leave(b, &t);
}

/* What follows n in the document, leaving what ends before it. */
static const xmlNode *
after(struct ra_build *b, const xmlNode *n, const xmlNode *root)
{
	for (; n != NULL; n = n->parent) {
		leave(b, n);
		if (n == root)
			return NULL;
		if (n->next != NULL)
			return n->next;
	}
	return NULL;
}

static int
walk(struct ra_build *b, const xmlNode *root)
{
	const xmlNode *n = root;
	size_t nodes = 0;

	while (n != NULL) {
		if (++nodes > RA_HTML_NODES_MAX)
			return MANY;
		if (b->depth >= RA_HTML_DEPTH_MAX)
			return DEEP;
		enter(b, n);
		if (n->type == XML_ELEMENT_NODE && n->children != NULL)
			n = n->children;
		else
			n = after(b, n, root);
	}
	return 0;
}

static void
stop(struct reading *r, int why)
{
	r->why = why;
	xmlStopParser(r->ctxt);
}

/*
 * The parser compares each attribute with all before it in its element, and
 * keeps them in one block. It has to get its room: told that there is none, it
 * would write past the end of what it has.
 */
static void *
resize(void *p, size_t n)
{
	const size_t most = (2 * RA_HTML_ATTRS_MAX + 4) * sizeof(xmlChar *);

	if (now != NULL && p != NULL && p == (void *)now->ctxt->atts &&
	    n > most)
		stop(now, WIDE);
	return realloc(p, n);
}

/* What is above the ceilings need not become a tree first. */
static void
on_element(void *arg, const xmlChar *name, const xmlChar **atts)
{
	if (now->why == 0 && ++now->elements > RA_HTML_NODES_MAX)
		stop(now, MANY);
	if (now->why == 0)
		xmlSAX2StartElement(arg, name, atts);
}

static void
on_text(void *arg, const xmlChar *text, int n)
{
	if (now->why == 0 && now->errors >= RA_HTML_ERRORS_MAX)
		stop(now, WRONG);
	if (now->why == 0)
		xmlSAX2Characters(arg, text, n);
}

/* Each is put into words before anyone can say that he does not care. */
static void
on_error(void *arg, xmlErrorPtr error)
{
	(void)arg;
	(void)error;
	now->errors++;
}

static htmlDocPtr
read_doc(struct reading *r, struct ra_span utf8)
{
	const int how = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
	    HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT;
	htmlDocPtr doc;

	r->ctxt->sax->startElement = on_element;
	r->ctxt->sax->characters = on_text;
	r->ctxt->sax->initialized = XML_SAX2_MAGIC; /* else no serror */
	r->ctxt->sax->serror = on_error;
	now = r;
	doc = htmlCtxtReadMemory(
	    r->ctxt, utf8.p, (int)utf8.n, NULL, "UTF-8", how);
	now = NULL;
	/* It stops of itself where it finds the nesting too deep. */
	if (r->why == 0 && r->ctxt->disableSAX != 0)
		r->why = DEEP;
	return doc;
}

static int
read_tree(struct ra_build *b, struct ra_span utf8)
{
	struct reading r = { .ctxt = NULL };
	xmlNode *root;
	htmlDocPtr doc;

	xmlMemSetup(free, malloc, resize, strdup);
	if ((r.ctxt = htmlNewParserCtxt()) == NULL)
		return MANY;
	doc = read_doc(&r, utf8);
	if (r.why == 0 && doc != NULL &&
	    (root = xmlDocGetRootElement(doc)) != NULL)
		r.why = walk(b, root);
	xmlFreeDoc(doc);
	htmlFreeParserCtxt(r.ctxt);
	return r.why;
}

static void
refuse(const char *name, int why, struct ra_err *e)
{
	if (why == DEEP)
		ra_fail(e, RA_EPAGE, _("%s: elements nested deeper than %d"),
		    name, RA_HTML_DEPTH_MAX);
	else if (why == MANY)
		ra_fail(e, RA_EPAGE, _("%s: more than %d elements"), name,
		    RA_HTML_NODES_MAX);
	else if (why == WIDE)
		ra_fail(e, RA_EPAGE,
		    _("%s: more than %d attributes in one element"), name,
		    RA_HTML_ATTRS_MAX);
	else
		ra_fail(e, RA_EPAGE, _("%s: more than %d mistakes in its HTML"),
		    name, RA_HTML_ERRORS_MAX);
}

static bool
has_element(struct ra_span s)
{
	const char *p = s.n == 0 ? NULL : memchr(s.p, '<', s.n);

	return p != NULL;
}

struct ra_html *
ra_html_parse(const char *name, struct ra_span utf8, struct ra_err *e)
{
	struct ra_html *out = NULL;
	struct ra_build b;
	int rc;

	if (utf8.n > RA_HTML_MAX) {
		ra_fail(e, RA_EPAGE, _("%s: %zu bytes, a page has %u at most"),
		    name, utf8.n, RA_HTML_MAX);
		return NULL;
	}
	if (!has_element(utf8)) {
		ra_fail(e, RA_EPAGE, _("%s: not an HTML page"), name);
		return NULL;
	}
	ra_build_init(&b);
	rc = read_tree(&b, utf8);
	if (rc != 0)
		refuse(name, rc, e);
	else
		out = ra_build_take(&b);
	ra_build_clear(&b);
	return out;
}
