/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The texts in SQL. */
#include "store_sql.h"

/*
 * Journal in WAL: a list is read while an upload is written. Not synced with
 * each commit: kill -9 loses nothing, a power cut may lose the last uploads,
 * never half of one.
 */
const char sb_store_schema[] =
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=NORMAL;"
    "CREATE TABLE IF NOT EXISTS upload(id INTEGER PRIMARY KEY,"
    " officer TEXT, name TEXT);"
    "CREATE TABLE IF NOT EXISTS body(id INTEGER PRIMARY KEY,"
    " csr BLOB, cert BLOB);"
    "CREATE TABLE IF NOT EXISTS app(id INTEGER PRIMARY KEY, body INTEGER,"
    " use INTEGER, state INTEGER, domain INTEGER, cn TEXT, dn TEXT,"
    " serial TEXT, spki TEXT, not_before INTEGER, not_after INTEGER,"
    " row BLOB);"
    "CREATE INDEX IF NOT EXISTS app_serial ON app(serial);"
    "CREATE INDEX IF NOT EXISTS app_cn ON app(cn);"
    "CREATE INDEX IF NOT EXISTS app_dn ON app(dn);"
    "CREATE INDEX IF NOT EXISTS app_spki ON app(spki);"
    "CREATE TABLE IF NOT EXISTS token(p1 TEXT PRIMARY KEY, gate TEXT,"
    " what INTEGER, ends INTEGER, used INTEGER);"
    "CREATE TABLE IF NOT EXISTS token_app(p1 TEXT, app INTEGER,"
    " PRIMARY KEY(p1, app));"
    "CREATE TABLE IF NOT EXISTS account(id TEXT PRIMARY KEY, cn TEXT,"
    " dn TEXT, kid TEXT, hmac TEXT, mail TEXT, active INTEGER);"
    "CREATE TABLE IF NOT EXISTS pool(n INTEGER PRIMARY KEY, pem BLOB);"
    "CREATE TABLE IF NOT EXISTS mail(id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " eml BLOB);"
    "CREATE TABLE IF NOT EXISTS counter(id INTEGER PRIMARY KEY, n INTEGER);";

/* In the order that read_app takes them. */
#define APP_COLS                                                               \
	"id,body,use,state,domain,cn,dn,serial,spki,not_before,not_after,row"

const char *const sb_store_sql[Q_N] = {
	[Q_BEGIN] = "BEGIN IMMEDIATE",
	[Q_COMMIT] = "COMMIT",
	[Q_ROLLBACK] = "ROLLBACK",
	[Q_UPLOAD] = "INSERT INTO upload(officer,name) VALUES(?,?)",
	[Q_LAST] = "SELECT max(id) FROM app",
	[Q_SAVE] = "INSERT OR REPLACE INTO app(" APP_COLS ")"
		   " VALUES(?,?,?,?,?,?,?,?,?,?,?,?)",
	[Q_BY_SERIAL] = "SELECT " APP_COLS " FROM app WHERE serial=?"
			" ORDER BY id DESC",
	[Q_BY_ID] = "SELECT " APP_COLS " FROM app WHERE id=?",
	[Q_SEEN_CN] = "SELECT 1 FROM app WHERE cn=? AND use=0"
		      " AND serial IS NOT NULL LIMIT 1",
	[Q_SEEN_DN] = "SELECT 1 FROM app WHERE dn=? AND use<>0"
		      " AND serial IS NOT NULL LIMIT 1",
	[Q_SEEN_KEY] = "SELECT 1 FROM app WHERE spki=? LIMIT 1",
	[Q_BODY_ADD] = "INSERT INTO body(csr,cert) VALUES(?,?)",
	[Q_BODY_CERT] = "SELECT cert FROM body WHERE id=?",
	[Q_TOKEN_ADD] = "INSERT INTO token(p1,gate,what,ends,used)"
			" VALUES(?,?,?,?,?)",
	[Q_TOKEN_LINK] = "INSERT INTO token_app(p1,app) VALUES(?,?)",
	[Q_TOKEN_GET] = "SELECT p1,gate,what,ends,used FROM token WHERE p1=?",
	[Q_TOKEN_USE] = "UPDATE token SET used=? WHERE p1=?",
	[Q_TOKEN_APPS] = "SELECT app FROM token_app WHERE p1=? ORDER BY app",
	[Q_ACCOUNT_SAVE] = "INSERT OR REPLACE INTO account(id,cn,dn,kid,hmac,"
			   "mail,active) VALUES(?,?,?,?,?,?,?)",
	[Q_ACCOUNT_GET] = "SELECT id,cn,dn,kid,hmac,mail,active FROM account"
			  " WHERE id=?",
	[Q_KEY_GET] = "SELECT pem FROM pool WHERE n=?",
	[Q_KEY_ADD] = "INSERT INTO pool(n,pem) VALUES(?,?)",
	/* Counted as revoked once revoked at the CA: 7, and 10 with its mail.
	 */
	[Q_COUNT] =
	    "SELECT domain,use,count(*),"
	    "sum(state NOT IN (7,10) AND not_after>?1),"
	    "sum(state NOT IN (7,10) AND not_after<=?1),"
	    "sum(state IN (7,10)) FROM app"
	    " WHERE serial IS NOT NULL GROUP BY use,domain ORDER BY domain,use",
	/* Revocations are numbered too and have no row of their own. */
	[Q_COUNTER] = "SELECT max(ifnull((SELECT n FROM counter),0),"
		      "ifnull((SELECT max(id) FROM app),0))",
	[Q_COUNTER_SET] = "INSERT OR REPLACE INTO counter(id,n) VALUES(0,?)",
	[Q_MAIL_ADD] = "INSERT INTO mail(eml) VALUES(?)",
	[Q_MAIL_NEXT] = "SELECT id,eml FROM mail ORDER BY id LIMIT 1",
	[Q_MAIL_DONE] = "DELETE FROM mail WHERE id=?",
};
