/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The one-time pages: what they give, once, and what that changes. Choices:
 * the single PKCS#12 comes as it is, a server certificate as PEM without its
 * chain; header lines and their wording; CP932 and CRLF inside the ZIPs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "codec/text.h"
#include "codec/zip.h"
#include "pki/p12.h"

#include "issue.h"
#include "letter.h"
#include "service.h"

#define TEXT_MAX (1u << 20)
#define EOL "\r\n"

/* A token and the applications that belong to it. */
struct taking {
	struct sb_service *s;
	struct sb_token token;
	struct sb_app **app;
	size_t n;
};

/* The token when it lives and is of this kind. */
static enum sb_gate
look(struct sb_service *s, enum sb_take what, struct ra_span p1,
    struct sb_token *t)
{
	struct sb_token before;
	bool found;

	if (sb_store_token_get(s->store, p1, &found, t, NULL) == -1 || !found ||
	    t->what != (int)what || t->used != 0 || t->ends <= ra_clock_now())
		return SB_GATE_DEAD;
	if (t->gate[0] == '\0')
		return SB_GATE_OPEN;
	/* wire-protocol 1.7: the certificate only after its PIN. */
	if (sb_store_token_get(
		s->store, ra_span_str(t->gate), &found, &before, NULL) == -1 ||
	    !found)
		return SB_GATE_DEAD;
	return before.used != 0 ? SB_GATE_OPEN : SB_GATE_EARLY;
}

enum sb_gate
sb_service_gate(struct sb_service *s, enum sb_take what, struct ra_span token)
{
	struct sb_token t;

	return look(s, what, token, &t);
}

static int
load(struct taking *k, struct ra_err *e)
{
	long long *id = NULL;
	size_t i, n;

	if (sb_store_token_apps(k->s->store, &k->token, &id, &n, e) == -1)
		return -1;
	k->app = ra_calloc(n + 1, sizeof(struct sb_app *));
	for (i = 0; i < n; i++) {
		if (sb_store_by_id(k->s->store, id[i], &k->app[k->n], e) == -1)
			break;
		if (k->app[k->n] != NULL)
			k->n++;
	}
	free(id);
	return i == n ? 0 : -1;
}

static void
unload(struct taking *k)
{
	size_t i;

	for (i = 0; i < k->n; i++)
		sb_app_free(k->app[i]);
	free(k->app);
}

/* A header line and one line an application, CP932. */
static int
table(const struct taking *k, const char *header, const enum sb_col *col,
    struct ra_buf *out, struct ra_err *e)
{
	size_t i, j;

	if (ra_text_encode(RA_CP932, ra_span_str(header), out, NULL) == -1)
		return ra_fail(e, RA_ELOCAL, "header: is not in CP932");
	ra_buf_adds(out, EOL);
	for (i = 0; i < k->n; i++)
		for (j = 0; j < 4; j++) {
			ra_buf_add(out, ra_span_str(k->app[i]->f[col[j]]));
			ra_buf_adds(out, j < 3 ? "\t" : EOL);
		}
	return ra_buf_done(out, "text", e);
}

static int
pin_zip(const struct taking *k, struct ra_buf *body, struct ra_err *e)
{
	static const enum sb_col col[] = { SB_COL_NAME, SB_COL_MAIL, SB_COL_PIN,
		SB_COL_DN };
	char name[] = "pin.txt"; /* a choice */
	struct ra_zip_member m = { .name = name };
	struct ra_buf text;
	int rc;

	ra_buf_init_secret(&text, TEXT_MAX);
	rc = table(k, "氏名\tmail\tアクセスPIN\t主体者DN", col, &text, e);
	m.data = text.p;
	m.n = text.n;
	if (rc == 0)
		rc = ra_zip_write(&m, 1, body, e);
	ra_buf_clear(&text);
	return rc;
}

static struct ra_cert *
certificate(struct sb_service *s, const struct sb_app *a, struct ra_err *e)
{
	struct ra_cert *c = NULL;
	struct ra_buf line;

	ra_buf_init(&line, SB_LINE_MAX);
	if (sb_store_body_cert(s->store, a->body, &line, e) == 0)
		c = ra_cert_parse("certificate", ra_buf_span(&line), e);
	ra_buf_clear(&line);
	return c;
}

/* The PIN is the pass phrase. */
static int
pkcs12(struct sb_service *s, const struct sb_app *a, struct ra_buf *out,
    struct ra_err *e)
{
	const struct ra_cert *chain[] = {
		s->w->ca[sb_issue_ca(a->use, RA_KEY_RSA)].cert,
		s->w->ca[SB_CA_ROOT].cert, NULL
	};
	struct ra_secret pin = { 0 };
	struct ra_cert *c;
	int rc = -1;

	if (sb_pool_fill(s, e) == -1)
		return -1;
	ra_secret_set(&pin, ra_span_str(a->f[SB_COL_PIN]));
	c = certificate(s, a, e);
	if (c != NULL)
		rc = ra_p12_make(c, s->pool[a->id % SB_POOL], chain, a->cn,
		    &pin, false, out, e);
	ra_cert_free(c);
	ra_secret_clear(&pin);
	return rc;
}

/* "NAME.p12" of column 12; the number is added where a name comes twice. */
static char *
p12_name(const struct taking *k, size_t at)
{
	const char *name = k->app[at]->f[SB_COL_FQDN];
	struct ra_buf b;
	size_t i;

	for (i = 0; i < at && name != NULL; i++)
		if (k->app[i]->f[SB_COL_FQDN] != NULL &&
		    strcmp(k->app[i]->f[SB_COL_FQDN], name) == 0)
			break;
	ra_buf_init(&b, TEXT_MAX);
	ra_buf_adds(&b, name != NULL ? name : "client");
	if (name == NULL || i < at)
		ra_buf_addf(&b, "-%lld", k->app[at]->id);
	ra_buf_adds(&b, ".p12");
	return ra_buf_take(&b);
}

static int
p12_members(const struct taking *k, struct ra_zip_member *m, struct ra_err *e)
{
	struct ra_buf b;
	size_t i;

	for (i = 0; i < k->n; i++) {
		ra_buf_init_secret(&b, RA_P12_MAX);
		if (pkcs12(k->s, k->app[i], &b, e) == -1) {
			ra_buf_clear(&b);
			return -1;
		}
		m[i].name = p12_name(k, i);
		m[i].n = b.n;
		m[i].data = ra_buf_take(&b);
	}
	return 0;
}

static int
p12_zip(const struct taking *k, struct ra_buf *body, struct ra_err *e)
{
	static const enum sb_col col[] = { SB_COL_SERIAL, SB_COL_NAME,
		SB_COL_MAIL, SB_COL_DN };
	struct ra_zip_member *m = ra_calloc(k->n + 1, sizeof(*m));
	struct ra_buf text;
	size_t i;
	int rc;

	ra_buf_init(&text, TEXT_MAX);
	rc = table(k, "シリアル番号\t氏名\tmail\t主体者DN", col, &text, e);
	m[0].name = ra_strdup("client.txt");
	m[0].n = text.n;
	m[0].data = ra_buf_take(&text);
	if (rc == 0)
		rc = p12_members(k, m + 1, e);
	if (rc == 0)
		rc = ra_zip_write(m, k->n + 1, body, e);
	for (i = 0; i <= k->n; i++) {
		if (m[i].data != NULL)
			ra_wipe(m[i].data, m[i].n);
		free(m[i].name);
		free(m[i].data);
	}
	free(m);
	return rc;
}

static int
server_pem(const struct taking *k, struct ra_buf *body, struct ra_err *e)
{
	struct ra_cert *c = certificate(k->s, k->app[0], e);

	if (c == NULL)
		return -1;
	ra_cert_to_pem(c, body);
	ra_cert_free(c);
	return 0;
}

static int
give(const struct taking *k, enum sb_take what, struct ra_buf *body,
    struct ra_err *e)
{
	switch (what) {
	case SB_TAKE_PIN:
	case SB_TAKE_ALL_PIN:
		return pin_zip(k, body, e);
	case SB_TAKE_CLI:
		return pkcs12(k->s, k->app[0], body, e);
	case SB_TAKE_ALL_P12:
		return p12_zip(k, body, e);
	case SB_TAKE_SERVER:
		break;
	}
	return server_pem(k, body, e);
}

/*
 * 4 becomes 5, or 6 for a renewal; what was revoked meanwhile stays so.
 * upki-facts 5.1: 4 is "mailed, waiting to be fetched".
 */
static int
mark_taken(struct taking *k, struct sb_app *a, struct ra_err *e)
{
	bool renewal = a->f[SB_COL_OLD] != NULL;
	time_t now = k->token.used;

	if (a->state != SB_ST_MAILED)
		return 0;
	a->state = renewal ? SB_ST_RENEWED : SB_ST_ISSUED;
	sb_app_set_number(a, SB_COL_STATE, a->state);
	sb_app_set_time(a, SB_COL_DONE, now);
	sb_app_set_time(a, SB_COL_UPDATED, now);
	return sb_store_save(k->s->store, a, e);
}

/* One mail; of a bulk download it names the first certificate alone. */
static int
announce(const struct taking *k, enum sb_take what, struct ra_err *e)
{
	struct sb_outbox o = { 0 };

	if (what == SB_TAKE_PIN || what == SB_TAKE_ALL_PIN)
		return 0;
	if (k->app[0]->f[SB_COL_OLD] != NULL)
		sb_letter_renewed(&o, k->app[0]);
	else
		sb_letter_taken(&o, k->app[0]);
	return sb_mail_keep(&o, k->s->w, k->s->store, e);
}

static int
settle(struct taking *k, enum sb_take what, struct ra_err *e)
{
	bool pin = what == SB_TAKE_PIN || what == SB_TAKE_ALL_PIN;
	size_t i;
	int rc;

	k->token.used = ra_clock_now();
	if (sb_store_begin(k->s->store, e) == -1)
		return -1;
	rc = sb_store_token_use(k->s->store, &k->token, e);
	for (i = 0; i < k->n && rc == 0 && !pin; i++)
		rc = mark_taken(k, k->app[i], e);
	if (rc == 0)
		rc = announce(k, what, e);
	if (rc == 0)
		return sb_store_commit(k->s->store, e);
	sb_store_rollback(k->s->store);
	return -1;
}

int
sb_service_take(struct sb_service *s, enum sb_take what, struct ra_span token,
    struct ra_buf *body, struct ra_err *e)
{
	struct taking k = { .s = s };
	int rc = -1;

	if (look(s, what, token, &k.token) != SB_GATE_OPEN)
		return ra_fail(e, RA_ELOCAL,
		    "one-time URL: not open, an unused one was wanted");
	if (load(&k, e) == -1)
		goto out;
	if (k.n == 0) {
		ra_fail(e, RA_ELOCAL, "one-time URL: leads to no application");
		goto out;
	}
	if (give(&k, what, body, e) == -1 || settle(&k, what, e) == -1)
		goto out;
	sb_service_deliver(s);
	rc = 0;
out:
	unload(&k);
	return rc;
}
