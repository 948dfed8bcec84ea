/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The service's statistics (interface 7) beside our own counts. The layout of
 * that page is not known: compared is only what its words tell, a row that
 * names one of our domains and a column whose header says what is counted.
 */
#ifndef RA_TALLY_H
#define RA_TALLY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "work/figures.h"

#define RA_TALLY_COLUMNS_MAX 64

/* One figure of the page. */
struct ra_tally_row {
	char *domain;
	const char *kind; /* "server", ...; NULL: the row does not tell */
	char *label;	  /* header of the column, as the page has it */
	long page;
	const char *meaning; /* column of struct ra_figure; NULL: not told */
	size_t local;	     /* ours, when there is a meaning */
};

/* Start zeroed. */
struct ra_tally {
	struct ra_tally_row *row;
	size_t n;
	size_t passed; /* rows of the page that name no domain of ours */
};

/*
 * table is UTF-8, columns parted by tabs, the header first; f is grouped by
 * domain and kind.
 */
void ra_tally_compare(
    struct ra_tally *t, struct ra_span table, const struct ra_figures *f);
/* Takes a zeroed one. */
void ra_tally_clear(struct ra_tally *t);

#endif
