/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* YAML (libyaml) as a small tree whose every node knows its line. */
#ifndef RA_YAML_H
#define RA_YAML_H

#include <stddef.h>

#include "base/err.h"
#include "base/span.h"

#define RA_YAML_MAX (4u << 20)	 /* bytes of a file */
#define RA_YAML_DEPTH_MAX 16	 /* nesting */
#define RA_YAML_NODES_MAX 200000 /* nodes of a file */

enum ra_yaml_kind { RA_YAML_SCALAR, RA_YAML_MAP, RA_YAML_LIST };

struct ra_yaml {
	enum ra_yaml_kind kind;
	size_t line, column; /* from 1 */
	char *key;	     /* inside a map, else NULL; UTF-8 */
	size_t key_line, key_column;
	char *value;	       /* of a scalar, UTF-8 without NUL inside */
	struct ra_yaml *child; /* first of a map or list */
	struct ra_yaml *next;  /* sibling */
};

/*
 * Parse one document. Refused with name:line:column: syntax errors, anchors,
 * aliases and tags, a key twice in a map, a key that is no scalar, a second
 * document, what is above the ceilings. An empty file is an empty map.
 * NULL and the failure (code as given), or a tree that is yours.
 */
struct ra_yaml *ra_yaml_parse(
    const char *name, struct ra_span in, enum ra_code code, struct ra_err *e);
/* The child of a map by key, or NULL. Borrowed. */
const struct ra_yaml *ra_yaml_get(const struct ra_yaml *map, const char *key);
/* Takes NULL. */
void ra_yaml_free(struct ra_yaml *y);

#endif
