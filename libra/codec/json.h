/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* JSON, written: one object a line (JSON Lines). Keys are ASCII. */
#ifndef RA_JSON_H
#define RA_JSON_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/span.h"

/* A writer over a buffer; commas are its own affair. */
struct ra_json {
	struct ra_buf *out;
	bool comma;
};

void ra_json_init(struct ra_json *j, struct ra_buf *out);
/* key NULL inside an array and for the outermost value. */
void ra_json_object(struct ra_json *j, const char *key);
void ra_json_end_object(struct ra_json *j);
void ra_json_array(struct ra_json *j, const char *key);
void ra_json_end_array(struct ra_json *j);
/*
 * A string of UTF-8 (RFC 8259 section 7); invalid bytes become U+FFFD. DEL,
 * C1 controls and bidi overrides are written as \u escapes.
 */
void ra_json_span(struct ra_json *j, const char *key, struct ra_span s);
void ra_json_str(
    struct ra_json *j, const char *key, const char *s); /* NULL: null */
void ra_json_int(struct ra_json *j, const char *key, long long v);
/* A number whose digits the caller has made: "-1.5". */
void ra_json_real(struct ra_json *j, const char *key, const char *digits);
/* The same string alone, without quotes, comma or key. */
void ra_json_text(struct ra_buf *out, struct ra_span s);
void ra_json_bool(struct ra_json *j, const char *key, bool v);
void ra_json_null(struct ra_json *j, const char *key);

#endif
