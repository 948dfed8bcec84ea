/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * A tree or a refusal that says where; a tree keeps its promises and, written
 * again in one line with every letter escaped, is read as the same tree. The
 * two readers of such files that nobody else fuzzes take the bytes as well.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "codec/text.h"
#include "codec/yaml.h"
#include "lra/site.h"
#include "work/config.h"

#define KEY_MAX 90 /* YAML ends a key at 1024 bytes, and an escape has ten */

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
walk(const struct ra_yaml *map, const struct ra_yaml *y, size_t depth)
{
	bool in_map = map != NULL && map->kind == RA_YAML_MAP;
	size_t seen = 0;

	for (; y != NULL; y = y->next) {
		must((y->key != NULL) == in_map);
		must((y->value != NULL) == (y->kind == RA_YAML_SCALAR));
		must(depth <= RA_YAML_DEPTH_MAX);
		must(y->line > 0 && y->column > 0);
		must(y->value == NULL || y->child == NULL);
		must(
		    y->value == NULL || ra_text_is_utf8(ra_span_str(y->value)));
		/* Quadratic, so only the first are looked up. */
		if (in_map && seen++ < 100)
			must(ra_yaml_get(map, y->key) == y);
		walk(y, y->child, depth + 1);
	}
}

static void
quote(const char *s, struct ra_buf *out)
{
	struct ra_span in = ra_span_str(s);
	size_t n;

	ra_buf_addc(out, '"');
	for (; in.n > 0; in = ra_span_from(in, n))
		ra_buf_addf(out, "\\U%08x", ra_text_rune(in, &n));
	ra_buf_addc(out, '"');
}

/* false: a key too long to be written so. */
static bool
write_node(const struct ra_yaml *y, struct ra_buf *out)
{
	const struct ra_yaml *c;

	if (y->kind == RA_YAML_SCALAR) {
		quote(y->value, out);
		return true;
	}
	ra_buf_addc(out, y->kind == RA_YAML_MAP ? '{' : '[');
	for (c = y->child; c != NULL; c = c->next) {
		if (c->key != NULL) {
			if (strlen(c->key) > KEY_MAX)
				return false;
			quote(c->key, out);
			ra_buf_adds(out, ": ");
		}
		if (!write_node(c, out))
			return false;
		ra_buf_adds(out, ", ");
	}
	ra_buf_addc(out, y->kind == RA_YAML_MAP ? '}' : ']');
	return true;
}

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void
compare(const struct ra_yaml *a, const struct ra_yaml *b)
{
	for (; a != NULL && b != NULL; a = a->next, b = b->next) {
		must(a->kind == b->kind);
		must(same_text(a->key, b->key));
		must(same_text(a->value, b->value));
		compare(a->child, b->child);
	}
	must(a == NULL && b == NULL);
}

static void
again(const struct ra_yaml *y)
{
	struct ra_err e = { 0 };
	struct ra_yaml *back;
	struct ra_buf text;

	ra_buf_init(&text, RA_YAML_MAX);
	if (write_node(y, &text) && !text.over) {
		back =
		    ra_yaml_parse("again", ra_buf_span(&text), RA_EUSAGE, &e);
		must(back != NULL);
		compare(y, back);
		ra_yaml_free(back);
	}
	ra_buf_clear(&text);
}

/* As a configuration and as a site profile: taken, or the file is named. */
static void
read_files(struct ra_span in)
{
	struct ra_site *site = ra_site_new();
	struct ra_config c = { 0 };
	struct ra_err e = { 0 }, f = { 0 };
	size_t k;

	if (ra_config_parse(&c, "fuzz", in, &e) == -1)
		must(e.code == RA_EUSAGE && strncmp(e.msg, "fuzz:", 5) == 0);
	must(c.n <= RA_CONFIG_PROFILES_MAX);
	if (ra_site_parse(site, "fuzz", in, &f) == -1)
		must(f.code == RA_EUSAGE && strncmp(f.msg, "fuzz:", 5) == 0);
	for (k = 0; k < RA_S_COUNT; k++)
		must(ra_site_get(site, k).value != NULL);
	ra_config_clear(&c);
	ra_site_free(site);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_err e = { 0 };
	struct ra_yaml *y;

	y = ra_yaml_parse("fuzz", in, RA_EUSAGE, &e);
	must((y == NULL) == (e.code == RA_EUSAGE));
	must(y != NULL || strncmp(e.msg, "fuzz:", 5) == 0);
	must(ra_text_is_utf8(ra_span_str(e.msg)));
	if (y != NULL) {
		walk(NULL, y, 0);
		again(y);
	}
	ra_yaml_free(y);
	read_files(in);
	return 0;
}
