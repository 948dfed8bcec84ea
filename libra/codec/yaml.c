/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * YAML by libyaml's events, so that anchors and tags are seen, not resolved,
 * and a tree of bounded depth and size comes out.
 */
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "codec/yaml.h"

#define DIRECTIVES_MAX 64 /* %TAG of a file */

/* The open maps and lists, and what the next node is to be. */
struct builder {
	const char *name;
	struct ra_span in;
	enum ra_code code;
	struct ra_err *e;
	struct ra_yaml *root;
	struct level {
		struct ra_yaml *node;
		struct ra_yaml **tail; /* where the next child is hung */
		struct ra_yaml
		    *named; /* a map's child that waits for a value */
	} level[RA_YAML_DEPTH_MAX];
	size_t depth, nodes;
	bool ended;
};

/* libyaml counts from 0. */
static int
refuse(struct builder *b, yaml_mark_t at, const char *what)
{
	return ra_fail(b->e, b->code, "%s:%zu:%zu: %s", b->name, at.line + 1,
	    at.column + 1, what);
}

static int
check_node(struct builder *b, const yaml_event_t *ev)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	if (ev->type == YAML_SCALAR_EVENT) {
		anchor = ev->data.scalar.anchor;
		tag = ev->data.scalar.tag;
	} else if (ev->type == YAML_MAPPING_START_EVENT) {
		anchor = ev->data.mapping_start.anchor;
		tag = ev->data.mapping_start.tag;
	} else {
		anchor = ev->data.sequence_start.anchor;
		tag = ev->data.sequence_start.tag;
	}
	/* A short file of anchors can stand for one of gigabytes. */
	if (anchor != NULL)
		return refuse(b, ev->start_mark,
		    _("an anchor, plain values only were wanted"));
	if (tag != NULL)
		return refuse(b, ev->start_mark,
		    _("a tag, plain values only were wanted"));
	/* Keys count too: they take memory as values do. */
	if (++b->nodes > RA_YAML_NODES_MAX)
		return refuse(b, ev->start_mark, _("too many values"));
	return 0;
}

/* Whether the key is there already is seen when the map ends. */
static int
add_key(struct builder *b, struct level *top, const yaml_event_t *ev)
{
	const char *key = (const char *)ev->data.scalar.value;
	struct ra_yaml *y;

	if (memchr(key, '\0', ev->data.scalar.length) != NULL)
		return refuse(b, ev->start_mark, _("a NUL inside a key"));
	if (ev->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	    strcmp(key, "<<") == 0)
		return refuse(b, ev->start_mark,
		    _("a merge key, plain keys only were wanted"));
	y = ra_calloc(1, sizeof(*y));
	y->key = ra_strdup(key);
	y->key_line = ev->start_mark.line + 1;
	y->key_column = ev->start_mark.column + 1;
	top->named = y;
	return 0;
}

/* The node for a value: the one its key has made, or a new one. */
static struct ra_yaml *
place(struct builder *b, enum ra_yaml_kind kind, const yaml_event_t *ev)
{
	struct level *top = b->depth > 0 ? &b->level[b->depth - 1] : NULL;
	struct ra_yaml *y;

	if (top != NULL && top->named != NULL) {
		y = top->named;
		top->named = NULL;
	} else {
		y = ra_calloc(1, sizeof(*y));
	}
	y->kind = kind;
	y->line = ev->start_mark.line + 1;
	y->column = ev->start_mark.column + 1;
	if (top == NULL) {
		b->root = y;
	} else {
		*top->tail = y;
		top->tail = &y->next;
	}
	return y;
}

/* In a map keys and values come by turns, told apart only by order. */
static bool
wants_key(const struct builder *b)
{
	const struct level *top;

	if (b->depth == 0)
		return false;
	top = &b->level[b->depth - 1];
	return top->node->kind == RA_YAML_MAP && top->named == NULL;
}

static int
on_scalar(struct builder *b, const yaml_event_t *ev)
{
	const char *value = (const char *)ev->data.scalar.value;
	struct ra_yaml *y;

	if (check_node(b, ev) == -1)
		return -1;
	if (wants_key(b))
		return add_key(b, &b->level[b->depth - 1], ev);
	/* "\0" in quotes is YAML; whoever reads the value as a string would
	 * stop. */
	if (memchr(value, '\0', ev->data.scalar.length) != NULL)
		return refuse(b, ev->start_mark, _("a NUL inside a value"));
	y = place(b, RA_YAML_SCALAR, ev);
	y->value = ra_strdup(value);
	return 0;
}

static int
on_start(struct builder *b, const yaml_event_t *ev)
{
	enum ra_yaml_kind kind = RA_YAML_LIST;
	struct ra_yaml *y;

	if (check_node(b, ev) == -1)
		return -1;
	if (wants_key(b))
		return refuse(b, ev->start_mark,
		    _("a map or list as a key, a word was wanted"));
	/* Freeing goes down by recursion: depth is stack. */
	if (b->depth == RA_YAML_DEPTH_MAX)
		return refuse(b, ev->start_mark, _("nested too deeply"));
	if (ev->type == YAML_MAPPING_START_EVENT)
		kind = RA_YAML_MAP;
	y = place(b, kind, ev);
	b->level[b->depth++] = (struct level){ y, &y->child, NULL };
	return 0;
}

static int
by_key(const void *a, const void *b)
{
	const struct ra_yaml *const *x = a, *const *y = b;
	int c;

	c = strcmp((*x)->key, (*y)->key);
	if (c != 0)
		return c;
	if ((*x)->key_line != (*y)->key_line)
		return (*x)->key_line < (*y)->key_line ? -1 : 1;
	return (*x)->key_column < (*y)->key_column ? -1 : 1;
}

/* Sorted, because a map may hold as many keys as there may be nodes. */
static int
check_keys(struct builder *b, const struct ra_yaml *map)
{
	const struct ra_yaml **all = NULL, *y, *twice = NULL;
	size_t n = 0, i;

	for (y = map->child; y != NULL; y = y->next) {
		all = ra_grow(all, n, sizeof(*all));
		all[n++] = y;
	}
	if (n > 1)
		qsort(all, n, sizeof(*all), by_key);
	for (i = 1; i < n && twice == NULL; i++)
		if (strcmp(all[i - 1]->key, all[i]->key) == 0)
			twice = all[i];
	if (twice != NULL)
		ra_fail(b->e, b->code, _("%s:%zu:%zu: key %.64s twice"),
		    b->name, twice->key_line, twice->key_column, twice->key);
	free(all);
	return twice == NULL ? 0 : -1;
}

static int
on_end(struct builder *b)
{
	const struct ra_yaml *node;

	if (b->depth == 0)
		return 0;
	node = b->level[--b->depth].node;
	return node->kind == RA_YAML_MAP ? check_keys(b, node) : 0;
}

static int
on_event(struct builder *b, const yaml_event_t *ev)
{
	switch (ev->type) {
	case YAML_SCALAR_EVENT:
		return on_scalar(b, ev);
	case YAML_MAPPING_START_EVENT:
	case YAML_SEQUENCE_START_EVENT:
		return on_start(b, ev);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		return on_end(b);
	case YAML_ALIAS_EVENT:
		return refuse(b, ev->start_mark,
		    _("an alias, plain values only were wanted"));
	case YAML_DOCUMENT_START_EVENT:
		if (b->root == NULL)
			return 0;
		return refuse(
		    b, ev->start_mark, _("a second document, one was wanted"));
	case YAML_STREAM_END_EVENT:
		b->ended = true;
		return 0;
	default:
		return 0;
	}
}

/* Bytes that are no text come without a mark: lines are counted here. */
static int
refuse_byte(struct builder *b, size_t at, const char *what)
{
	yaml_mark_t mark = { .line = 0 };
	size_t i;

	for (i = 0; i < at && i < b->in.n; i++) {
		if (b->in.p[i] == '\n') {
			mark.line++;
			mark.column = 0;
		} else if (((unsigned char)b->in.p[i] & 0xc0) != 0x80) {
			mark.column++;
		}
	}
	return refuse(b, mark, what);
}

/* libyaml's problem is English and short; its mark is where it gave up. */
static int
syntax(struct builder *b, const yaml_parser_t *p)
{
	const char *what = p->problem == NULL ? "?" : p->problem;

	if (p->error == YAML_READER_ERROR)
		return refuse_byte(b, p->problem_offset, what);
	return refuse(b, p->problem_mark, what);
}

static int
build(struct builder *b, yaml_parser_t *p)
{
	yaml_event_t ev = { .type = YAML_NO_EVENT };
	int rc = 0;

	while (rc == 0 && !b->ended) {
		if (yaml_parser_parse(p, &ev) == 0)
			return syntax(b, p);
		rc = on_event(b, &ev);
		yaml_event_delete(&ev);
	}
	return rc;
}

/* On failure a key may still wait for its value, hung nowhere. */
static void
drop(struct builder *b)
{
	size_t i;

	for (i = 0; i < RA_YAML_DEPTH_MAX; i++)
		ra_yaml_free(b->level[i].named);
	ra_yaml_free(b->root);
	b->root = NULL;
}

/*
 * libyaml compares each %TAG with all before it, wherever they stand. Tags are
 * refused anyway, so that nobody needs many.
 */
static int
check_directives(struct builder *b)
{
	const struct ra_span tag = RA_SPAN("%TAG");
	struct ra_span rest = b->in;
	size_t n = 0, at;

	while ((at = ra_span_find(rest, tag)) < rest.n) {
		if (++n > DIRECTIVES_MAX)
			return refuse_byte(b, b->in.n - rest.n + at,
			    _("too many %TAG directives"));
		rest = ra_span_from(rest, at + tag.n);
	}
	return 0;
}

struct ra_yaml *
ra_yaml_parse(
    const char *name, struct ra_span in, enum ra_code code, struct ra_err *e)
{
	struct builder b = { .name = name, .in = in, .code = code, .e = e };
	yaml_parser_t p;

	if (in.n > RA_YAML_MAX) {
		ra_fail(e, code, _("%s: %zu bytes, at most %u are taken"), name,
		    in.n, RA_YAML_MAX);
		return NULL;
	}
	if (in.p == NULL)
		b.in = RA_SPAN("");
	if (check_directives(&b) == -1)
		return NULL;
	if (yaml_parser_initialize(&p) == 0) {
		ra_fail(e, RA_ELOCAL, _("%s: no YAML parser"), name);
		return NULL;
	}
	/* Said, so that a mark of UTF-16 is an error and not obeyed. */
	yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&p, (const unsigned char *)b.in.p, b.in.n);
	if (build(&b, &p) == -1)
		drop(&b);
	else if (b.root == NULL)
		b.root = ra_calloc(1, sizeof(*b.root));
	if (b.root != NULL && b.root->line == 0) {
		b.root->kind = RA_YAML_MAP;
		b.root->line = b.root->column = 1;
	}
	yaml_parser_delete(&p);
	return b.root;
}

/* No index: maps of a configuration are short, and read once. */
const struct ra_yaml *
ra_yaml_get(const struct ra_yaml *map, const char *key)
{
	const struct ra_yaml *y;

	if (map == NULL || map->kind != RA_YAML_MAP)
		return NULL;
	for (y = map->child; y != NULL; y = y->next)
		if (strcmp(y->key, key) == 0)
			return y;
	return NULL;
}

void
ra_yaml_free(struct ra_yaml *y)
{
	struct ra_yaml *next;

	/* As deep as the ceiling on nesting allows, no deeper. */
	for (; y != NULL; y = next) {
		next = y->next;
		ra_yaml_free(y->child);
		free(y->key);
		free(y->value);
		free(y);
	}
}
