/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Sessions: who is logged in, and what their pages wait for. In memory. */
#ifndef SB_SESSION_H
#define SB_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/buf.h"
#include "base/span.h"
#include "upki/form.h"

#include "peer.h"

#define SB_SESSIONS_MAX 1024
#define SB_SESSION_IDLE 1800 /* seconds; a choice */
#define SB_TOKENS_MAX 16     /* pages of a session whose token still counts */

/* An upload that waits to be confirmed, or a result that waits to be shown. */
struct sb_parked {
	char token[33];
	enum ra_op op;
	bool skip;
	char *name;
	struct ra_buf bytes;
};

struct sb_session {
	char id[33];
	char tag[9]; /* stands for it in the log */
	struct sb_peer officer;
	time_t seen;
	char token[SB_TOKENS_MAX][33];
	size_t next_token;
	struct sb_parked upload;
	struct ra_buf result; /* a page in EUC-JP */
};

struct sb_sessions {
	struct sb_session *v[SB_SESSIONS_MAX];
};

/* A new one; the one unused longest makes room. Borrowed. */
struct sb_session *sb_session_open(
    struct sb_sessions *s, const struct sb_peer *officer);
/* The live one of a cookie and a certificate, or NULL. Borrowed. */
struct sb_session *sb_session_find(
    struct sb_sessions *s, const char *id, const struct sb_peer *officer);
void sb_session_close(struct sb_sessions *s, struct sb_session *one);
void sb_sessions_clear(struct sb_sessions *s);

/* A fresh token of this session. Borrowed. */
const char *sb_session_token(struct sb_session *s);
/* It was given out and not yet used; used from now on. */
bool sb_session_redeem(struct sb_session *s, const char *token);
void sb_parked_clear(struct sb_parked *p);

#endif
