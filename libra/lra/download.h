/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What the service hands out: lists, the allowlist, statistics, a URL. */
#ifndef RA_DOWNLOAD_H
#define RA_DOWNLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "lra/http.h"
#include "lra/session.h"
#include "upki/iface.h"

#define RA_DOWNLOAD_SMALL_MAX (16u << 20) /* bytes of an allowlist */

struct ra_list_facts {
	uint64_t bytes;
	uint64_t rows;	       /* without the header */
	size_t columns;	       /* of the header */
	size_t known;	       /* of them by a name of the record table */
	uint64_t ragged;       /* rows with another number of columns */
	uint64_t ragged_line;  /* line of the first of them, from 1 */
	size_t ragged_columns; /* its number of columns */
	bool zip; /* ALL_LIST only: a whole ZIP archive, its rows not counted */
	char filename[256]; /* as the service names it, or "" */
};

/*
 * Stream a list (SERVER_LIST, CLIENT_LIST, ALL_LIST) byte for byte to out
 * while it is checked. Only after 0 is what went there a whole list. RA_EPAGE:
 * something else, no known header, cut in mid-row; RA_ENET: cut short.
 */
int ra_download_list(struct ra_session *s, enum ra_iface_id iface,
    const struct ra_sink *out, struct ra_list_facts *facts, struct ra_err *e);
/*
 * A small file (ALLOWLIST) whole into out, which must be initialised.
 * filename holds 256 bytes, or is NULL.
 */
int ra_download_small(struct ra_session *s, enum ra_iface_id iface,
    struct ra_buf *out, char *filename, struct ra_err *e);

/* A table of a page (STATS): UTF-8 cells, short rows filled with "". */
struct ra_grid {
	char **cell; /* rows times columns, the header row first */
	size_t rows, columns;
};
int ra_download_grid(struct ra_session *s, enum ra_iface_id iface,
    struct ra_grid *g, struct ra_err *e);
/* Takes a zeroed one too. */
void ra_grid_clear(struct ra_grid *g);

/* The time stamp URL that the page shows; yours. */
char *ra_download_timestamp(struct ra_session *s, struct ra_err *e);

#endif
