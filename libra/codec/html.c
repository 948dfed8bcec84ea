/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The one home of libxml2: its tree is walked once, without recursion. */
#include "codec/html.h"

#include <string.h>

#include <libxml/HTMLparser.h>

#include "base/i18n.h"
#include "codec/html_build.h"

#define DEEP 1 /* what walk() and read_tree() say besides 0 */
#define MANY 2

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

static int
read_tree(struct ra_build *b, struct ra_span utf8)
{
	const int how = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
	    HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT;
	htmlParserCtxtPtr ctxt = htmlNewParserCtxt();
	xmlNode *root;
	htmlDocPtr doc;
	int rc = MANY;

	if (ctxt == NULL)
		return MANY;
	doc = htmlCtxtReadMemory(ctxt, utf8.p, (int)utf8.n, NULL, "UTF-8", how);
	/* The parser stops of itself where it finds the nesting too deep. */
	if (ctxt->disableSAX != 0)
		rc = DEEP;
	else if (doc != NULL && (root = xmlDocGetRootElement(doc)) != NULL)
		rc = walk(b, root);
	else
		rc = 0;
	xmlFreeDoc(doc);
	htmlFreeParserCtxt(ctxt);
	return rc;
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
	if (rc == DEEP)
		ra_fail(e, RA_EPAGE, _("%s: elements nested deeper than %d"),
		    name, RA_HTML_DEPTH_MAX);
	else if (rc == MANY)
		ra_fail(e, RA_EPAGE, _("%s: more than %d elements"), name,
		    RA_HTML_NODES_MAX);
	else
		out = ra_build_take(&b);
	ra_build_clear(&b);
	return out;
}
