/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Sessions and their tokens. */
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"

#include "tls.h"

#define RESULT_MAX (4u << 20) /* bytes of a page that waits */

void
sb_parked_clear(struct sb_parked *p)
{
	free(p->name);
	ra_buf_clear(&p->bytes);
	memset(p, 0, sizeof(*p));
}

/* Takes NULL. */
static void
session_free(struct sb_session *s)
{
	if (s == NULL)
		return;
	sb_parked_clear(&s->upload);
	ra_buf_clear(&s->result);
	free(s);
}

/* A free place, or the one that was not used for the longest time. */
static struct sb_session **
place(struct sb_sessions *s)
{
	struct sb_session **old = &s->v[0];
	size_t i;

	for (i = 0; i < SB_SESSIONS_MAX; i++) {
		if (s->v[i] == NULL)
			return &s->v[i];
		if (s->v[i]->seen < (*old)->seen)
			old = &s->v[i];
	}
	return old;
}

struct sb_session *
sb_session_open(struct sb_sessions *s, const struct sb_peer *officer)
{
	struct sb_session **at = place(s), *one = ra_calloc(1, sizeof(*one));
	char digest[65];

	session_free(*at);
	*at = one;
	sb_random_hex(one->id, 16);
	sb_sha256(ra_span_str(one->id), digest);
	memcpy(one->tag, digest, sizeof(one->tag) - 1);
	one->officer = *officer;
	one->seen = ra_clock_now();
	ra_buf_init(&one->result, RESULT_MAX);
	return one;
}

struct sb_session *
sb_session_find(
    struct sb_sessions *s, const char *id, const struct sb_peer *officer)
{
	struct sb_session *one;
	time_t now = ra_clock_now();
	size_t i;

	for (i = 0; id != NULL && i < SB_SESSIONS_MAX; i++) {
		if ((one = s->v[i]) == NULL || strcmp(one->id, id) != 0)
			continue;
		/*
		 * A stolen cookie is of no use without the key of its
		 * certificate.
		 */
		if (strcmp(one->officer.print, officer->print) != 0)
			return NULL;
		if (now - one->seen > SB_SESSION_IDLE) {
			sb_session_close(s, one);
			return NULL;
		}
		one->seen = now;
		return one;
	}
	return NULL;
}

void
sb_session_close(struct sb_sessions *s, struct sb_session *one)
{
	size_t i;

	for (i = 0; one != NULL && i < SB_SESSIONS_MAX; i++)
		if (s->v[i] == one) {
			s->v[i] = NULL;
			session_free(one);
			return;
		}
}

void
sb_sessions_clear(struct sb_sessions *s)
{
	size_t i;

	for (i = 0; i < SB_SESSIONS_MAX; i++) {
		session_free(s->v[i]);
		s->v[i] = NULL;
	}
}

/* Of many pages open the oldest token is forgotten first. */
const char *
sb_session_token(struct sb_session *s)
{
	char *t = s->token[s->next_token++ % SB_TOKENS_MAX];

	return sb_random_hex(t, 16);
}

bool
sb_session_redeem(struct sb_session *s, const char *token)
{
	size_t i;

	for (i = 0; token != NULL && token[0] != '\0' && i < SB_TOKENS_MAX; i++)
		if (strcmp(s->token[i], token) == 0) {
			s->token[i][0] = '\0';
			return true;
		}
	return false;
}
