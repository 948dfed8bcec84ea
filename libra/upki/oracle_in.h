/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The inside of the oracle, for its two halves: reading and asking. */
#ifndef RA_ORACLE_IN_H
#define RA_ORACLE_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "upki/oracle.h"
#include "upki/rows.h"

#define RA_ORACLE_KEY 32 /* bytes of a SHA-256 */
#define RA_ORACLE_NONE UINT32_MAX

enum ra_oracle_by {
	RA_BY_CN,
	RA_BY_DN,
	RA_BY_SERIAL,
	RA_BY_KEY,
	RA_BY_COUNT,
};

struct ra_oracle_row {
	struct ra_past past;
	uint64_t applied; /* grows with the time of the application */
	unsigned char key[RA_ORACLE_KEY];
	bool has_key;
	uint32_t next[RA_BY_COUNT]; /* of the same bucket, newest first */
};

struct ra_oracle {
	struct ra_oracle_row *row;
	size_t n, clients, ragged;
	char **block; /* of strings, which are never freed one by one */
	size_t blocks, used, room;
	uint32_t *head[RA_BY_COUNT];
	size_t buckets; /* a power of two */

	struct ra_rows list; /* the list being read */
	struct ra_buf text;  /* of a value */
};

/* A copy that lives as long as the oracle. */
const char *ra_oracle_string(struct ra_oracle *o, struct ra_span s);
/* The DN in the spelling that is compared, and its CN, both added. */
void ra_oracle_dn_text(
    struct ra_span dn, struct ra_buf *out, struct ra_buf *cn);
/* Of 64 hex digits; false for anything else. */
bool ra_oracle_key_bytes(const char *hex, unsigned char out[RA_ORACLE_KEY]);
/* So that what was read can be found. */
void ra_oracle_index(struct ra_oracle *o);

#endif
