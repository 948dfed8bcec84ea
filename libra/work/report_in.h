/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Inside of the report: its words, its picture, and how values are put. */
#ifndef RA_REPORT_IN_H
#define RA_REPORT_IN_H

#include "base/buf.h"
#include "work/report.h"

extern const char ra_report_style[], ra_report_script[];

/* Words of the page, in both languages. */
enum ra_report_word {
	RA_RW_TITLE,
	RA_RW_AS_OF,
	RA_RW_MADE,
	RA_RW_LIVE,
	RA_RW_WEEK,
	RA_RW_SOON,
	RA_RW_URGENT,
	RA_RW_GROUPS_TEXT,
	RA_RW_APPLICATIONS,
	RA_RW_WHEN,
	RA_RW_WHEN_TEXT,
	RA_RW_UNFOLLOWED,
	RA_RW_FOLLOWED,
	RA_RW_LATER,
	RA_RW_UNDATED,
	RA_RW_RAGGED,
	RA_RW_AS_TABLE,
	RA_RW_FROM,
	RA_RW_DOMAINS,
	RA_RW_OWNERS,
	RA_RW_DOMAIN,
	RA_RW_OWNER,
	RA_RW_NEXT,
	RA_RW_NONE,
	RA_RW_STATES,
	RA_RW_STATES_TEXT,
	RA_RW_STATE,
	RA_RW_CODE,
	RA_RW_NUMBER,
	RA_RW_MONTHS,
	RA_RW_MONTH,
	RA_RW_PENDING,
	RA_RW_ENDED,
	RA_RW_REVOKED,
	RA_RW_FAILED,
	RA_RW_OTHER,
	RA_RW_FORECAST,
	RA_RW_FORECAST_TEXT,
	RA_RW_NAMES,
	RA_RW_DAYS_OF,
	RA_RW_ALL,
	RA_RW_CERTS,
	RA_RW_SEARCH,
	RA_RW_SHOWN,
	RA_RW_ENDS,
	RA_RW_DAYS,
	RA_RW_NAME,
	RA_RW_KIND,
	RA_RW_SUCCESSOR,
	RA_RW_APPLIED,
	RA_RW_SERVER,
	RA_RW_CLIENT,
	RA_RW_SMIME,
	RA_RW_COUNT,
};

/* A word in both languages, of which the page shows one. */
void ra_report_say(struct ra_buf *b, enum ra_report_word w);
/* Two texts of our own, as they are. */
void ra_report_both(struct ra_buf *b, const char *en, const char *ja);
/*
 * A value from outside: escaped, what is invisible or turns the direction made
 * visible, and apart from the direction of what is around it.
 */
void ra_report_value(struct ra_buf *b, const char *text);
/* The same for an attribute or a title: no element around it. */
void ra_report_text(struct ra_buf *b, const char *text);
/* What ends when: the picture, its key and its table. */
void ra_report_timeline(struct ra_buf *b, const struct ra_report *r);

#endif
