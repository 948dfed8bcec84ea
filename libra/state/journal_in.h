/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The inside of the journal, for its parts. */
#ifndef RA_JOURNAL_IN_H
#define RA_JOURNAL_IN_H

#include "state/journal.h"

enum ra_journal_sql {
	RA_Q_BATCH,
	RA_Q_FILE,
	RA_Q_RECORD,
	RA_Q_ENTRY,
	RA_Q_COUNT,
};

struct ra_journal {
	struct ra_store *s;
	struct ra_query *q[RA_Q_COUNT]; /* made when first used */
	char *path;
	bool headed;		   /* what follows is of this transaction */
	int64_t n;		   /* the last entry's number, 0: none */
	char head[RA_DIGEST_TEXT]; /* and its hash */
};

/* An entry of a query that selects RA_ENTRY_COLUMNS. */
#define RA_ENTRY_COLUMNS                                                       \
	"n,at,event,batch,file,record,state,by,code,text,sent_at,state_at,"    \
	"prev,hash"
int ra_journal_entry_row(const struct ra_journal *j, const struct ra_query *q,
    struct ra_journal_entry *n, struct ra_err *e);

#endif
