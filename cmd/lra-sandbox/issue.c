/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What becomes of an accepted record. */
#include "issue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#include "codes.h"
#include "letter.h"

#define MONTHS_OF_YEAR 12
#define YEAR (365L * SB_DAY)
#define KEY_BITS 2048
#define ACCOUNT_OCTETS 12
#define KID_OCTETS 24
#define HMAC_OCTETS 32

/* A choice: 申請種別 and 業務モデル are numbers whose meaning is not known. */
enum { TYPE_ISSUE = 1, TYPE_RENEW = 2 };
static const int model[] = {
	[RA_USE_SERVER] = 1, [RA_USE_CLIENT] = 2, [RA_USE_SMIME] = 3
};

enum sb_ca
sb_issue_ca(enum ra_use use, enum ra_key_type key)
{
	if (use == RA_USE_CLIENT)
		return SB_CA_MEMBER;
	if (use == RA_USE_SMIME)
		return SB_CA_SMIME;
	return key == RA_KEY_EC ? SB_CA_SERVER_ECC : SB_CA_SERVER_RSA;
}

/* Months of equal length: how the service counts them is not known. */
long
sb_issue_life(const struct ra_profile *p)
{
	return p->days > 0 ? (long)p->days * SB_DAY
			   : p->months * (YEAR / MONTHS_OF_YEAR);
}

/* C first, as the certificates have it; of S/MIME the CN alone. */
static void
subject_of(const struct ra_dn *dn, enum ra_use use, struct ra_dn *out)
{
	size_t i, n = use == RA_USE_SMIME ? 1 : dn->n;

	for (i = 0; i < n; i++)
		out->rdn[i] = dn->rdn[n - 1 - i];
	out->n = n;
}

struct ra_cert *
sb_issue_sign(struct sb_service *s, enum ra_use use,
    const struct ra_cert_spec *spec, const struct ra_dn *dn, struct ra_err *e)
{
	static const enum ra_cert_kind kind[] = {
		[RA_USE_SERVER] = RA_CERT_SERVER,
		[RA_USE_CLIENT] = RA_CERT_CLIENT,
		[RA_USE_SMIME] = RA_CERT_SMIME,
	};
	enum ra_key_type type =
	    spec->csr != NULL ? ra_csr_key(spec->csr)->type : RA_KEY_RSA;
	const struct sb_pair *ca = &s->w->ca[sb_issue_ca(use, type)];
	struct ra_cert_spec full = *spec;
	struct ra_dn subject = { 0 }; /* borrows the strings of dn */

	subject_of(dn, use, &subject);
	full.kind = kind[use];
	full.subject = &subject;
	if (ra_serial_random(SB_SERIAL_BITS, &full.serial, e) == -1)
		return NULL;
	return ra_cert_make(&full, ca->cert, ca->key, e);
}

/*
 * Kept in the store: a PKCS#12 is made when it is taken, perhaps by a later
 * run, and must hold the key of its certificate.
 */
int
sb_pool_fill(struct sb_service *s, struct ra_err *e)
{
	struct ra_buf pem;
	bool found;
	int i, rc = 0;

	for (i = 0; i < SB_POOL && rc == 0; i++) {
		if (s->pool[i] != NULL)
			continue;
		ra_buf_init_secret(&pem, SB_LINE_MAX);
		rc = sb_store_key_get(s->store, i, &found, &pem, e);
		if (rc == 0 && found) {
			s->pool[i] =
			    ra_key_from_pem("pool", ra_buf_span(&pem), NULL, e);
		} else if (rc == 0) {
			s->pool[i] = ra_key_generate(RA_KEY_RSA, KEY_BITS, e);
			if (s->pool[i] != NULL &&
			    ra_key_to_pem(s->pool[i], NULL, &pem, e) == 0)
				rc = sb_store_key_add(
				    s->store, i, ra_buf_span(&pem), e);
		}
		if (s->pool[i] == NULL)
			rc = -1;
		ra_buf_clear(&pem);
	}
	return rc;
}

/* The fields that only a certificate has. */
static int
put_certificate(
    struct sb_run *r, struct sb_claim *c, struct sb_app *a, struct ra_err *e)
{
	struct ra_cert_spec spec = { .not_before = r->now,
		.not_after = r->now + sb_issue_life(c->profile) - 1,
		.csr = c->csr };
	struct ra_cert *cert;
	struct ra_buf der, line;
	char print[65];
	int rc = -1;

	ra_buf_init(&der, SB_LINE_MAX);
	ra_buf_init(&line, SB_LINE_MAX);
	if (c->csr == NULL)
		spec.key = r->s->pool[a->id % SB_POOL];
	if (a->use == RA_USE_SERVER)
		spec.dns = (const char *const *)c->name;
	if (a->use == RA_USE_SMIME)
		spec.mail = sb_claim_key(c, "user_mail");
	cert = sb_issue_sign(r->s, a->use, &spec, &c->dn, e);
	if (cert == NULL || ra_cert_to_der(cert, &der, e) == -1)
		goto out;
	sb_base64(ra_buf_span(&der), &line);
	ra_cert_fingerprint(cert, print);
	a->serial = ra_strdup(ra_cert_serial(cert)->dec);
	a->not_before = ra_cert_not_before(cert);
	a->not_after = ra_cert_not_after(cert);
	sb_app_set(a, SB_COL_SERIAL, a->serial);
	sb_app_set(a, SB_COL_FINGERPRINT, print);
	sb_app_set_time(a, SB_COL_NOT_BEFORE, a->not_before);
	sb_app_set_time(a, SB_COL_NOT_AFTER, a->not_after);
	rc = sb_store_body_add(r->s->store,
	    ra_span_str(sb_claim_get(c, RA_F_CSR)), ra_buf_span(&line),
	    &a->body, e);
out:
	ra_cert_free(cert);
	ra_buf_clear(&der);
	ra_buf_clear(&line);
	return rc;
}

static void
put_state(const struct sb_run *r, struct sb_app *a, int state)
{
	a->state = state;
	sb_app_set_number(a, SB_COL_STATE, state);
	sb_app_set_time(a, SB_COL_UPDATED, r->now);
}

/* Host names in lower case; those of the certificate if any was asked for. */
static void
put_hosts(const struct sb_claim *c, struct sb_app *a)
{
	struct ra_buf b;
	size_t i;

	sb_app_set(a, SB_COL_FQDN, a->cn);
	if (sb_claim_key(c, "dnsname")[0] == '\0')
		return;
	ra_buf_init(&b, SB_LINE_MAX);
	for (i = 0; i < c->nnames; i++)
		ra_buf_addf(&b, "%sdNSName=%s", i > 0 ? "," : "", c->name[i]);
	sb_app_set(a, SB_COL_DNSNAME, ra_buf_str(&b));
	ra_buf_clear(&b);
}

/* The columns 12 to 16 and 29: of a client, the user's (upki-facts 5.1). */
static void
put_people(const struct sb_claim *c, struct sb_app *a)
{
	static const char *const server[] = { "manager_name", "manager_unit",
		"manager_mail", "fqdn", "software" };
	/* A choice: the name of the PKCS#12 stands in the FQDN's place. */
	static const char *const client[] = { "user_name", "user_unit",
		"user_mail", "p12_file", "software" };
	const char *const *key = a->use == RA_USE_SERVER ? server : client;
	int i;

	for (i = 0; i < 5; i++)
		sb_app_set(
		    a, (enum sb_col)(SB_COL_NAME + i), sb_claim_key(c, key[i]));
	if (a->use != RA_USE_SERVER)
		sb_app_set(a, SB_COL_OTHER, sb_claim_key(c, "manager_mail"));
	else
		put_hosts(c, a);
	sb_app_set(a, SB_COL_METHOD, sb_claim_get(c, RA_F_METHOD));
}

static int
domain_of(const struct sb_claim *c)
{
	const char *cn = ra_dn_get(&c->dn, RA_ATTR_CN, 0);
	const char *at = strchr(sb_claim_key(c, "user_mail"), '@');

	return sb_domain_of(ra_span_str(at != NULL ? at + 1 : cn));
}

/* A choice: what a transaction ID looks like is not known. */
static void
put_transaction(struct sb_app *a, enum sb_col col, const struct sb_run *r)
{
	char text[64];

	snprintf(text, sizeof(text), "T%08lld-%08lld", r->operation, a->id);
	sb_app_set(a, col, text);
}

static struct sb_app *
new_app(struct sb_run *r, const struct sb_claim *c)
{
	struct sb_app *a = ra_calloc(1, sizeof(*a));

	a->id = sb_store_next(r->s->store);
	a->use = c->profile->use;
	a->domain = domain_of(c);
	a->cn = ra_strdup(ra_dn_get(&c->dn, RA_ATTR_CN, 0));
	a->dn = ra_strdup(c->dn_text);
	if (c->csr != NULL)
		a->spki = ra_strdup(ra_csr_key(c->csr)->spki);
	sb_app_set_number(a, SB_COL_ID, a->id);
	sb_app_set_number(a, SB_COL_OPERATION, r->operation);
	sb_app_set_number(a, SB_COL_SKIP, r->u->skip);
	sb_app_set(a, SB_COL_DN, c->dn_text);
	sb_app_set_number(a, SB_COL_DOMAIN, a->domain);
	sb_app_set_time(a, SB_COL_APPLIED, r->now);
	sb_app_set(a, SB_COL_OFFICER, r->officer);
	sb_app_set_number(a, SB_COL_TYPE,
	    c->form->op == RA_OP_RENEW ? TYPE_RENEW : TYPE_ISSUE);
	sb_app_set_number(a, SB_COL_MODEL, model[a->use]);
	sb_app_set_number(a, SB_COL_PROFILE, c->profile->id);
	sb_app_set_number(a, SB_COL_FLAG, 0);
	put_transaction(a, SB_COL_TRANSACTION, r);
	put_people(c, a);
	sb_app_set_time(a, SB_COL_URL_END, r->now + SB_URL_DAYS * SB_DAY);
	return a;
}

/* A choice: a certificate that is renewed waits for its revocation in 8. */
static int
put_old(
    struct sb_run *r, struct sb_claim *c, struct sb_app *a, struct ra_err *e)
{
	if (c->old == NULL)
		return 0;
	sb_app_set(a, SB_COL_OLD, c->old->serial);
	sb_app_set_number(a, SB_COL_REPLACE, 1);
	if (sb_app_revoked(c->old))
		return 0;
	put_state(r, c->old, SB_ST_REPLACE_WAIT);
	return sb_store_save(r->s->store, c->old, e);
}

static int
add_token(struct sb_run *r, struct sb_token *t, enum sb_take what,
    const char *gate, struct ra_err *e)
{
	memset(t, 0, sizeof(*t));
	sb_token_make(t->p1);
	snprintf(t->gate, sizeof(t->gate), "%s", gate);
	t->what = (int)what;
	t->ends = r->now + SB_URL_DAYS * SB_DAY;
	return sb_store_token_add(r->s->store, t, e);
}

/* upki-facts 7: the manager gets the URL, nobody a PIN. */
static int
offer_server(struct sb_run *r, const struct sb_claim *c, const struct sb_app *a,
    struct ra_err *e)
{
	struct sb_token t;

	if (add_token(r, &t, SB_TAKE_SERVER, "", e) == -1 ||
	    sb_store_token_link(r->s->store, &t, a->id, e) == -1)
		return -1;
	sb_letter_url(&r->out, r->s->base, SB_TAKE_SERVER, t.p1,
	    sb_claim_key(c, "manager_mail"));
	return 0;
}

/* One PIN for the manager, one PKCS#12 for the user. */
static int
offer_single(struct sb_run *r, const struct sb_claim *c, const struct sb_app *a,
    struct ra_err *e)
{
	struct sb_token pin, p12;

	if (add_token(r, &pin, SB_TAKE_PIN, "", e) == -1 ||
	    add_token(r, &p12, SB_TAKE_CLI, pin.p1, e) == -1 ||
	    sb_store_token_link(r->s->store, &pin, a->id, e) == -1 ||
	    sb_store_token_link(r->s->store, &p12, a->id, e) == -1)
		return -1;
	sb_letter_url(&r->out, r->s->base, SB_TAKE_PIN, pin.p1,
	    sb_claim_key(c, "manager_mail"));
	sb_letter_url(&r->out, r->s->base, SB_TAKE_CLI, p12.p1,
	    sb_claim_key(c, "user_mail"));
	return 0;
}

/* A choice: all bulk records of a file share one pair of URLs. */
static int
offer_bulk(struct sb_run *r, const struct sb_claim *c, const struct sb_app *a,
    struct ra_err *e)
{
	if (!r->bulk) {
		if (add_token(r, &r->bulk_pin, SB_TAKE_ALL_PIN, "", e) == -1 ||
		    add_token(r, &r->bulk_p12, SB_TAKE_ALL_P12, r->bulk_pin.p1,
			e) == -1)
			return -1;
		r->bulk_mail = ra_strdup(sb_claim_key(c, "manager_mail"));
		r->bulk = true;
	}
	if (sb_store_token_link(r->s->store, &r->bulk_pin, a->id, e) == -1)
		return -1;
	return sb_store_token_link(r->s->store, &r->bulk_p12, a->id, e);
}

static int
offer_client(struct sb_run *r, const struct sb_claim *c, struct sb_app *a,
    struct ra_err *e)
{
	bool bulk = strcmp(sb_claim_get(c, RA_F_METHOD), "2") == 0;
	const char *chosen = sb_claim_get(c, RA_F_PIN);
	char pin[SB_PIN_LEN + 1];

	sb_pin_make(pin);
	/* A chosen PIN only serves the bulk download (upki-facts 1.4). */
	sb_app_set(a, SB_COL_PIN, bulk && chosen[0] != '\0' ? chosen : pin);
	return bulk ? offer_bulk(r, c, a, e) : offer_single(r, c, a, e);
}

static int
certify(struct sb_run *r, struct sb_claim *c, struct ra_err *e)
{
	struct sb_app *a = new_app(r, c);
	int rc = -1;

	put_state(r, a, SB_ST_MAILED);
	if (put_certificate(r, c, a, e) == -1 || put_old(r, c, a, e) == -1)
		goto out;
	rc = a->use == RA_USE_SERVER ? offer_server(r, c, a, e)
				     : offer_client(r, c, a, e);
	if (rc == 0)
		rc = sb_store_save(r->s->store, a, e);
out:
	sb_app_free(a);
	return rc;
}

/* Done at once, where the service takes a while in 2 and 10. */
static int
revoke(struct sb_run *r, struct sb_claim *c, struct ra_err *e)
{
	struct sb_app *a = c->old;

	sb_app_set_number(a, SB_COL_R_ID, sb_store_next(r->s->store));
	sb_app_set_number(a, SB_COL_R_OPERATION, r->operation);
	sb_app_set_time(a, SB_COL_R_APPLIED, r->now);
	sb_app_set_time(a, SB_COL_R_DONE, r->now);
	sb_app_set(a, SB_COL_R_OFFICER, r->officer);
	sb_app_set(a, SB_COL_R_REASON, sb_claim_get(c, RA_F_REASON));
	sb_app_set(a, SB_COL_R_COMMENT, sb_claim_key(c, "comment"));
	sb_app_set_number(a, SB_COL_R_FLAG, 0);
	put_transaction(a, SB_COL_R_TRANSACTION, r);
	sb_app_set(a, SB_COL_R_MAIL, sb_claim_key(c, "manager_mail"));
	put_state(r, a, SB_ST_REVOKED);
	if (sb_store_save(r->s->store, a, e) == -1)
		return -1;
	sb_letter_revoked(&r->out, a);
	return 0;
}

/* A choice: what is left empty stays as it was. */
static void
change(struct sb_app *a, enum sb_col col, const char *value)
{
	if (value[0] != '\0')
		sb_app_set(a, col, value);
}

/* A choice: of a client's row only the manager's address is kept. */
static int
update(struct sb_run *r, struct sb_claim *c, struct ra_err *e)
{
	struct sb_app *a = c->old;

	if (a->use == RA_USE_SERVER) {
		change(a, SB_COL_NAME, sb_claim_key(c, "manager_name"));
		change(a, SB_COL_UNIT, sb_claim_key(c, "manager_unit"));
		change(a, SB_COL_MAIL, sb_claim_key(c, "manager_mail"));
		change(a, SB_COL_SOFTWARE, sb_claim_key(c, "software"));
	} else {
		change(a, SB_COL_OTHER, sb_claim_key(c, "manager_mail"));
	}
	put_state(r, a, a->state);
	return sb_store_save(r->s->store, a, e);
}

/* A new external account binding; it is shown and never mailed. */
static int
bind_account(struct sb_run *r, struct sb_claim *c, struct sb_verdict *v,
    struct ra_err *e)
{
	struct sb_account a = { 0 };
	int rc;

	v->account = c->account != NULL ? ra_strdup(c->account->id)
					: sb_random_url(ACCOUNT_OCTETS);
	v->kid = sb_random_url(KID_OCTETS);
	v->hmac = sb_random_url(HMAC_OCTETS);
	a.id = v->account;
	a.cn = ra_strdup(ra_dn_get(&c->dn, RA_ATTR_CN, 0));
	a.dn = c->dn_text;
	a.kid = v->kid;
	a.hmac = v->hmac;
	a.mail = ra_strdup(sb_claim_key(c, "manager_mail"));
	a.active = true;
	rc = sb_store_account_save(r->s->store, &a, e);
	free(a.cn);
	free(a.mail);
	return rc;
}

/*
 * Its certificates go on: suspension and revocation are two forms (5-5-3,
 * 5-5-4).
 */
static int
stop_account(struct sb_run *r, struct sb_claim *c, struct sb_verdict *v,
    struct ra_err *e)
{
	v->account = ra_strdup(c->account->id);
	c->account->active = false;
	return sb_store_account_save(r->s->store, c->account, e);
}

/* What the record says, else what the certificate's row has. */
static char *
person(const struct sb_claim *c, const char *key, enum sb_col col)
{
	const char *said = sb_claim_key(c, key);

	if (said[0] == '\0' && c->old != NULL)
		return sb_app_get(c->old, col);
	return ra_strdup(said);
}

static void
fill_verdict(const struct sb_claim *c, struct sb_verdict *v)
{
	bool client = c->form->iface == RA_IF_CLIENT_APPLY;

	v->org = ra_strdup(SB_ORG_JA);
	v->unit = person(c, client ? "user_unit" : "manager_unit", SB_COL_UNIT);
	v->name = person(c, client ? "user_name" : "manager_name", SB_COL_NAME);
	v->mail = person(c, client ? "user_mail" : "manager_mail", SB_COL_MAIL);
}

/* ACME orders come over ACME: here the account alone is made. */
int
sb_issue(struct sb_run *r, struct sb_claim *c, struct sb_verdict *v,
    struct ra_err *e)
{
	fill_verdict(c, v);
	if (c->form->iface == RA_IF_MANAGER_UPDATE)
		return update(r, c, e);
	if (c->form->op == RA_OP_REVOKE)
		return revoke(r, c, e);
	if (c->form->op == RA_OP_SUSPEND)
		return stop_account(r, c, v, e);
	if (c->form->iface == RA_IF_ACME)
		return bind_account(r, c, v, e);
	return certify(r, c, e);
}

void
sb_issue_end(struct sb_run *r)
{
	if (!r->bulk)
		return;
	sb_letter_url(
	    &r->out, r->s->base, SB_TAKE_ALL_PIN, r->bulk_pin.p1, r->bulk_mail);
	sb_letter_url(
	    &r->out, r->s->base, SB_TAKE_ALL_P12, r->bulk_p12.p1, r->bulk_mail);
}
