/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * An inventory made up: three years of applications, renewed and revoked,
 * the same ones for the same count and day. Requests and certificates come
 * from a pool, so that those of a row do not bear its name and serial.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"

#include "codes.h"
#include "issue.h"
#include "service.h"

#define YEARS 3
#define SEED UINT64_C(0x55504b49) /* any fixed number */
#define POOL 16
#define RENEW_BEFORE (30L * SB_DAY)
#define REVOKE_AFTER (7L * SB_DAY)
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* 2026-03-04 Japan time: 198 days from then, 396 before (upki-facts 2.4). */
#define SHORTER_FROM 1772550000
#define LONGER (396L * SB_DAY)

/* What is going to happen to a certificate. */
enum fate { LAPSE, RENEWED, REVOKED };

/* A body of the pool. */
struct body {
	long long whole, request; /* with and without the certificate */
	char spki[65], print[65];
};

/* A certificate that may be renewed when its time has come. */
struct live {
	time_t due;
	unsigned host;
	enum fate fate;
	char serial[RA_SERIAL_DIGITS_MAX + 2];
};

struct queue {
	struct live *v;
	size_t head, n;
};

struct seed {
	struct sb_service *s;
	struct body body[POOL];
	uint64_t state; /* of the numbers */
	time_t now, first;
	size_t i, n;
	unsigned hosts[3];
	struct queue q[3]; /* by use */
};

/* One application being made. */
struct making {
	struct sb_app *a;
	const struct ra_profile *profile;
	const struct body *body;
	time_t at;
	long life;
	unsigned host;
	enum fate fate;
	char old[RA_SERIAL_DIGITS_MAX + 2]; /* or empty */
};

/* SplitMix64: small, and the same everywhere. */
static uint64_t
number(struct seed *d)
{
	uint64_t z = d->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* Slightly uneven, which no test minds. */
static unsigned
below(struct seed *d, unsigned n)
{
	return (unsigned)(number(d) % n);
}

/* Of the pool: 6 server RSA, 2 server EC, 4 client, 4 S/MIME. */
static enum ra_use
pool_use(size_t i)
{
	if (i < 8)
		return RA_USE_SERVER;
	return i < 12 ? RA_USE_CLIENT : RA_USE_SMIME;
}

static int
keep_body(struct seed *d, struct body *b, const struct ra_csr *csr,
    const struct ra_cert *cert, struct ra_err *e)
{
	struct ra_buf der, line, req;
	int rc = -1;

	ra_buf_init(&der, SB_LINE_MAX);
	ra_buf_init(&line, SB_LINE_MAX);
	ra_buf_init(&req, SB_LINE_MAX);
	if (ra_cert_to_der(cert, &der, e) == -1)
		goto out;
	sb_base64(ra_buf_span(&der), &line);
	ra_cert_fingerprint(cert, b->print);
	if (csr != NULL) {
		ra_csr_to_line(csr, &req);
		snprintf(b->spki, sizeof(b->spki), "%s", ra_csr_key(csr)->spki);
	}
	if (sb_store_body_add(d->s->store, ra_buf_span(&req),
		ra_buf_span(&line), &b->whole, e) == -1)
		goto out;
	rc = sb_store_body_add(
	    d->s->store, ra_buf_span(&req), ra_span_str(""), &b->request, e);
out:
	ra_buf_clear(&der);
	ra_buf_clear(&line);
	ra_buf_clear(&req);
	return rc;
}

/* The name of a pool's certificate. */
static int
pool_name(size_t i, struct ra_dn *dn, char cn[64], struct ra_err *e)
{
	struct ra_buf b;
	int rc;

	if (pool_use(i) == RA_USE_SERVER)
		snprintf(cn, 64, "pool%02zu." SB_DOMAIN, i);
	else if (pool_use(i) == RA_USE_SMIME)
		snprintf(cn, 64, "pool%02zu@" SB_DOMAIN, i);
	else
		snprintf(cn, 64, "Pool %02zu", i);
	ra_buf_init(&b, RA_DN_MAX);
	ra_buf_addf(&b, "CN=%s,O=" SB_O ",L=" SB_L ",ST=" SB_ST ",C=JP", cn);
	rc = ra_dn_parse("pool", ra_buf_span(&b), dn, e);
	ra_buf_clear(&b);
	return rc;
}

static int
make_body(struct seed *d, size_t i, struct ra_err *e)
{
	bool ec = i == 6 || i == 7, server = pool_use(i) == RA_USE_SERVER;
	struct ra_cert_spec spec = { .not_before = d->now,
		.not_after = d->now + 198L * SB_DAY };
	struct ra_csr *csr = NULL;
	struct ra_cert *cert = NULL;
	struct ra_key *key = NULL;
	struct ra_dn dn = { 0 };
	const char *san[2] = { NULL, NULL };
	char cn[64];
	int rc = -1;

	if (pool_name(i, &dn, cn, e) == -1)
		goto out;
	key = server
	    ? ra_key_generate(ec ? RA_KEY_EC : RA_KEY_RSA, ec ? 384 : 2048, e)
	    : NULL;
	san[0] = cn;
	if (server && key != NULL)
		csr = ra_csr_make(key, &dn, san, e);
	if (server && csr == NULL)
		goto out;
	spec.csr = csr;
	spec.key = server ? NULL : d->s->pool[i % SB_POOL];
	spec.dns = server ? san : NULL;
	spec.mail = pool_use(i) == RA_USE_SMIME ? cn : NULL;
	cert = sb_issue_sign(d->s, pool_use(i), &spec, &dn, e);
	if (cert != NULL)
		rc = keep_body(d, &d->body[i], csr, cert, e);
out:
	ra_cert_free(cert);
	ra_csr_free(csr);
	ra_key_free(key);
	ra_dn_clear(&dn);
	return rc;
}

/* About 70 in 100 server, 20 client, 10 S/MIME. */
static void
choose_profile(struct seed *d, struct making *m)
{
	static const int client[] = { 5, 13, 14 }, smime[] = { 7, 15, 16 };
	unsigned r = below(d, 100);
	int id;

	if (r < 70) {
		id = below(d, 4) == 0 ? 11 : 3;
		m->body = &d->body[id == 11 ? 6 + below(d, 2) : below(d, 6)];
	} else if (r < 90) {
		id = client[below(d, COUNT(client))];
		m->body = &d->body[8 + below(d, 4)];
	} else {
		id = smime[below(d, COUNT(smime))];
		m->body = &d->body[12 + below(d, 4)];
	}
	m->profile = ra_profile_find(id);
	m->a->use = m->profile->use;
	m->life = sb_issue_life(m->profile);
	if (m->a->use == RA_USE_SERVER && m->at < SHORTER_FROM)
		m->life = LONGER;
}

/* The renewal of what is due, or a host that is new. */
static void
choose_host(struct seed *d, struct making *m)
{
	struct queue *q = &d->q[m->a->use];
	struct live *l;

	while (q->head < q->n && q->v[q->head].due <= m->at) {
		l = &q->v[q->head++];
		if (l->fate != RENEWED)
			continue;
		m->host = l->host;
		memcpy(m->old, l->serial, sizeof(m->old));
		return;
	}
	m->host = ++d->hosts[m->a->use];
}

/* Both lengths in one file, as users see them. */
static void
choose_serial(struct seed *d, struct making *m)
{
	struct ra_serial serial;
	char hex[2 + 32 + 1];

	/* Clients had 63 bits before 128 (upki-facts 3). */
	if (m->a->use != RA_USE_SERVER && below(d, 2) == 0)
		snprintf(hex, sizeof(hex), "0x%016llx",
		    (unsigned long long)(number(d) >> 1 | 1));
	else
		snprintf(hex, sizeof(hex), "0x%016llx%016llx",
		    (unsigned long long)number(d) | 1ULL << 63,
		    (unsigned long long)number(d));
	if (ra_serial_parse(ra_span_str(hex), &serial, NULL) == 0)
		m->a->serial = ra_strdup(serial.dec);
}

/* States that pass quickly stand at the end; errors come now and then. */
static int
odd_state(const struct seed *d, const struct making *m)
{
	static const int passing[] = { SB_ST_ISSUING, SB_ST_REVOKING,
		SB_ST_MAIL_WAIT, SB_ST_MAILED, SB_ST_DONE_WAIT,
		SB_ST_REVOKED_WAIT };
	static const int error[] = { SB_ST_FORMAT_ERROR, SB_ST_CA_ERROR,
		SB_ST_SYSTEM_ERROR };
	int state;

	if (d->n - d->i <= d->n / 20 && d->i % 4 == 0) {
		state = passing[d->i / 4 % COUNT(passing)];
		return state == SB_ST_ISSUING && m->old[0] != '\0'
		    ? SB_ST_RENEWING
		    : state;
	}
	if (d->i % 100 == 99)
		return error[d->i / 100 % COUNT(error)];
	return m->old[0] != '\0' ? SB_ST_RENEWED : SB_ST_ISSUED;
}

static bool
has_certificate(int state)
{
	return state >= SB_ST_REVOKING;
}

static void
put_text(struct seed *d, struct making *m)
{
	static const char *const name[] = { "国立　太郎", "例示　花子",
		"見本　次郎", "学術　三郎", "情報　良子", "試験　一郎",
		"基盤　京子", "認証　守" };
	static const char *const unit[] = { "情報基盤センター", "附属図書館",
		"理学部", "総務部広報課", "大学院情報学研究科" };
	static const char *const software[] = { "nginx 1.24", "apache2.4",
		"IIS 10", "Tomcat 10.1", "Postfix 3.7" };
	static const char *const mail[] = { "taro", "hanako", "jiro", "saburo",
		"yoshiko", "ichiro", "kyoko", "mamoru" };
	unsigned who = m->host % COUNT(name);
	bool server = m->a->use == RA_USE_SERVER;
	char text[128];

	sb_app_set(m->a, SB_COL_NAME, name[who]);
	sb_app_set(m->a, SB_COL_UNIT, unit[m->host % COUNT(unit)]);
	snprintf(text, sizeof(text), "%s@" SB_DOMAIN, mail[who]);
	sb_app_set(m->a, server ? SB_COL_MAIL : SB_COL_OTHER, text);
	if (server) {
		sb_app_set(m->a, SB_COL_FQDN, m->a->cn);
		sb_app_set(
		    m->a, SB_COL_SOFTWARE, software[m->host % COUNT(software)]);
		if (below(d, 3) == 0) {
			snprintf(
			    text, sizeof(text), "dNSName=www.%s", m->a->cn);
			sb_app_set(m->a, SB_COL_DNSNAME, text);
		}
		return;
	}
	snprintf(text, sizeof(text), "user%05u@%s", m->host,
	    sb_domain_name(m->a->domain));
	sb_app_set(m->a, SB_COL_MAIL, text);
	snprintf(text, sizeof(text), "user%05u-%zu", m->host, d->i);
	sb_app_set(m->a, SB_COL_FQDN, text);
	sb_app_set_number(m->a, SB_COL_METHOD, 1 + m->host % 2);
	snprintf(text, sizeof(text), "PIN%09u", below(d, 1000000000));
	sb_app_set(m->a, SB_COL_PIN, text);
}

static void
put_names(struct making *m)
{
	const char *domain;
	char cn[80], dn[256];

	m->a->domain = m->host % 5 == 0 ? 2 : 1;
	domain = sb_domain_name(m->a->domain);
	if (m->a->use == RA_USE_SERVER)
		snprintf(cn, sizeof(cn), "host%05u.%s", m->host, domain);
	else if (m->a->use == RA_USE_SMIME)
		snprintf(cn, sizeof(cn), "user%05u@%s", m->host, domain);
	else
		snprintf(cn, sizeof(cn), "User %05u", m->host);
	snprintf(dn, sizeof(dn),
	    "CN=%s%s,O=" SB_O ",L=" SB_L ",ST=" SB_ST ",C=JP", cn,
	    m->a->use == RA_USE_SMIME ? ",OU=No 1" : "");
	m->a->cn = ra_strdup(cn);
	m->a->dn = ra_strdup(dn);
	sb_app_set(m->a, SB_COL_DN, dn);
	sb_app_set_number(m->a, SB_COL_DOMAIN, m->a->domain);
}

static void
put_application(struct seed *d, struct making *m)
{
	struct sb_app *a = m->a;
	bool renewal = m->old[0] != '\0';

	sb_app_set_number(a, SB_COL_ID, a->id);
	/* Files of ten records each. */
	sb_app_set_number(a, SB_COL_OPERATION, 1 + (long long)(d->i / 10));
	sb_app_set_number(a, SB_COL_SKIP, 0);
	sb_app_set_time(a, SB_COL_APPLIED, m->at);
	sb_app_set(a, SB_COL_OFFICER, "Kokuritsu Taro");
	sb_app_set_number(a, SB_COL_TYPE, renewal ? 2 : 1);
	sb_app_set_number(a, SB_COL_MODEL, (long long)a->use + 1);
	sb_app_set_number(a, SB_COL_PROFILE, m->profile->id);
	sb_app_set_number(a, SB_COL_FLAG, 0);
	sb_app_set(a, SB_COL_OLD, m->old);
	if (renewal)
		sb_app_set_number(a, SB_COL_REPLACE, 1);
	if (a->state == SB_ST_CA_ERROR)
		sb_app_set(a, SB_COL_ERROR, "E9001");
	put_text(d, m);
}

static void
put_certificate(struct seed *d, struct making *m)
{
	struct sb_app *a = m->a;

	choose_serial(d, m);
	a->body = m->body->whole;
	a->not_before = m->at + 60 + below(d, 900);
	a->not_after = a->not_before + m->life - 1;
	sb_app_set(a, SB_COL_SERIAL, a->serial);
	sb_app_set(a, SB_COL_FINGERPRINT, m->body->print);
	sb_app_set_time(a, SB_COL_NOT_BEFORE, a->not_before);
	sb_app_set_time(a, SB_COL_NOT_AFTER, a->not_after);
	sb_app_set_time(a, SB_COL_URL_END, m->at + SB_URL_DAYS * SB_DAY);
	if (a->state >= SB_ST_ISSUED)
		sb_app_set_time(a, SB_COL_DONE, a->not_before + 3600);
}

static void
put_revocation(struct making *m, time_t at, int reason)
{
	struct sb_app *a = m->a;

	sb_app_set_number(a, SB_COL_R_ID, a->id);
	sb_app_set_time(a, SB_COL_R_APPLIED, at);
	sb_app_set_time(a, SB_COL_R_DONE, at + 60);
	sb_app_set(a, SB_COL_R_OFFICER, "Kokuritsu Taro");
	sb_app_set_number(a, SB_COL_R_REASON, reason);
	sb_app_set(a, SB_COL_R_COMMENT, reason == 0 ? "申請者の依頼" : "");
	sb_app_set_number(a, SB_COL_R_FLAG, 0);
	if (a->state == SB_ST_ISSUED || a->state == SB_ST_RENEWED)
		a->state = SB_ST_REVOKED;
}

/* What has happened to it until now. */
static void
put_fate(struct seed *d, struct making *m)
{
	static const int reasons[] = { 0, 1, 3, 5 };
	time_t due = m->at + m->life - RENEW_BEFORE;
	struct sb_app *a = m->a;
	unsigned r = below(d, 100), early = below(d, 100);
	int reason = reasons[below(d, COUNT(reasons))];

	m->fate = r < 4 ? REVOKED : r < 75 ? RENEWED : LAPSE;
	if (a->state == SB_ST_REVOKING || a->state == SB_ST_REVOKED_WAIT)
		put_revocation(m, d->now - SB_DAY / 24, 4);
	if (a->state != SB_ST_ISSUED && a->state != SB_ST_RENEWED) {
		m->fate = LAPSE;
		return;
	}
	if (m->fate == REVOKED && m->at + m->life * early / 100 < d->now)
		put_revocation(m, m->at + m->life * early / 100, reason);
	else if (m->fate == RENEWED && due + REVOKE_AFTER < d->now && r < 60)
		put_revocation(m, due + REVOKE_AFTER, 4);
	else if (m->fate == RENEWED && due + SB_DAY < d->now)
		a->state = SB_ST_REPLACE_WAIT;
}

static void
push(struct queue *q, const struct making *m)
{
	struct live *l;

	q->v = ra_grow(q->v, q->n, sizeof(*q->v));
	l = &q->v[q->n++];
	memset(l, 0, sizeof(*l));
	l->due = m->at + m->life - RENEW_BEFORE;
	l->host = m->host;
	l->fate = m->fate;
	snprintf(l->serial, sizeof(l->serial), "%s", m->a->serial);
}

/* Spread evenly from the first day until now, in the order of their numbers. */
static int
make_one(struct seed *d, struct ra_err *e)
{
	struct making m = { .a = ra_calloc(1, sizeof(*m.a)) };
	struct sb_app *a = m.a;
	int rc;

	m.at = d->first +
	    (time_t)((double)(d->now - d->first) * (double)d->i / (double)d->n);
	a->id = sb_store_next(d->s->store);
	choose_profile(d, &m);
	choose_host(d, &m);
	a->state = odd_state(d, &m);
	put_names(&m);
	put_application(d, &m);
	a->body = m.body->request;
	if (m.body->spki[0] != '\0')
		a->spki = ra_strdup(m.body->spki);
	if (has_certificate(a->state)) {
		put_certificate(d, &m);
		put_fate(d, &m);
		push(&d->q[a->use], &m);
	}
	sb_app_set_number(a, SB_COL_STATE, a->state);
	sb_app_set(a, SB_COL_UPDATED,
	    a->f[a->f[SB_COL_R_DONE] != NULL ? SB_COL_R_DONE : SB_COL_APPLIED]);
	rc = sb_store_save(d->s->store, a, e);
	sb_app_free(a);
	return rc;
}

static int
make_all(struct seed *d, struct ra_err *e)
{
	size_t i;

	for (i = 0; i < POOL; i++)
		if (make_body(d, i, e) == -1)
			return -1;
	for (d->i = 0; d->i < d->n; d->i++)
		if (make_one(d, e) == -1)
			return -1;
	return sb_store_commit(d->s->store, e);
}

int
sb_service_seed(struct sb_service *s, size_t n, struct ra_err *e)
{
	struct seed d = { .s = s, .n = n, .state = SEED };
	bool empty;
	size_t i;
	int rc;

	if (sb_store_empty(s->store, &empty, e) == -1)
		return -1;
	if (!empty || n == 0)
		return 0;
	d.now = ra_clock_now();
	d.first = d.now - YEARS * 365L * SB_DAY;
	if (sb_pool_fill(s, e) == -1 || sb_store_begin(s->store, e) == -1)
		return -1;
	rc = make_all(&d, e);
	if (rc == -1)
		sb_store_rollback(s->store);
	for (i = 0; i < COUNT(d.q); i++)
		free(d.q[i].v);
	return rc;
}
