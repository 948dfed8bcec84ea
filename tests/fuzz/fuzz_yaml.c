/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A tree or a refusal that says where; a tree keeps its promises. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "codec/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
walk(const struct ra_yaml *y, int in_map, size_t depth)
{
	for (; y != NULL; y = y->next) {
		if ((y->key != NULL) != in_map ||
		    (y->value != NULL) != (y->kind == RA_YAML_SCALAR) ||
		    depth > RA_YAML_DEPTH_MAX || y->line == 0 || y->column == 0)
			abort();
		walk(y->child, y->kind == RA_YAML_MAP, depth + 1);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ra_span in = { (const char *)p, n };
	struct ra_err e = { 0 };
	struct ra_yaml *y;

	y = ra_yaml_parse("fuzz", in, RA_EUSAGE, &e);
	if ((y == NULL) != (e.code == RA_EUSAGE) ||
	    (y == NULL && strncmp(e.msg, "fuzz:", 5) != 0))
		abort();
	walk(y, 0, 0);
	ra_yaml_free(y);
	return 0;
}
