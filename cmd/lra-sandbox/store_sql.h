/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What is said to SQLite: the tables, and each query under its name. */
#ifndef SB_STORE_SQL_H
#define SB_STORE_SQL_H

/*
 * Changed with the tables below: a file that is laid out otherwise is refused
 * at the start, not found out in the middle of somebody's upload.
 */
#define SB_LAYOUT 2

enum sb_query {
	Q_BEGIN,
	Q_COMMIT,
	Q_ROLLBACK,
	Q_UPLOAD,
	Q_LAST,
	Q_SAVE,
	Q_BY_SERIAL,
	Q_BY_ID,
	Q_SEEN_CN,
	Q_SEEN_DN,
	Q_SEEN_KEY,
	Q_BODY_ADD,
	Q_BODY_CERT,
	Q_TOKEN_ADD,
	Q_TOKEN_LINK,
	Q_TOKEN_GET,
	Q_TOKEN_USE,
	Q_TOKEN_APPS,
	Q_ACCOUNT_SAVE,
	Q_ACCOUNT_GET,
	Q_KEY_GET,
	Q_KEY_ADD,
	Q_COUNT,
	Q_COUNTER,
	Q_COUNTER_SET,
	Q_MAIL_ADD,
	Q_MAIL_NEXT,
	Q_MAIL_DONE,
	Q_N,
};

/* Makes what is not there yet. */
extern const char sb_store_schema[];
/* Q_N of them; APP_COLS come in the order in which a row is read. */
extern const char *const sb_store_sql[];

#endif
