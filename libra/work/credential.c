/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The officer's credential. */
#include "work/credential.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "pki/key.h"
#include "upki/officer.h"

static bool
known_issuer(const char *cn)
{
	const struct ra_officer_ca *ca;

	for (ca = ra_officer_cas(); ca->cn != NULL; ca++)
		if (strcmp(ca->cn, cn) == 0)
			return true;
	return false;
}

static const char *
first_cn(const struct ra_dn *dn)
{
	const char *cn = ra_dn_get(dn, RA_ATTR_CN, 0);

	return cn != NULL ? cn : "";
}

static bool
is_officers(const struct ra_dn *subject)
{
	const char *l;
	size_t i;

	for (i = 0; (l = ra_dn_get(subject, RA_ATTR_L, i)) != NULL; i++)
		if (strcmp(l, RA_OFFICER_L) == 0)
			return true;
	return false;
}

static int
judge_dates(
    const char *name, const struct ra_cert *cert, time_t now, struct ra_err *e)
{
	char text[RA_CLOCK_TEXT];

	if (now < ra_cert_not_before(cert)) {
		ra_fail(e, RA_ECRED,
		    _("%s: the certificate is not valid before %s"), name,
		    ra_clock_iso(ra_cert_not_before(cert), text));
		ra_next(e, _("check this machine's clock"));
		return -1;
	}
	if (now > ra_cert_not_after(cert)) {
		ra_fail(e, RA_ECRED, _("%s: the certificate expired on %s"),
		    name, ra_clock_iso(ra_cert_not_after(cert), text));
		ra_next(e,
		    _("ask the service desk for a new officer's "
		      "certificate"));
		return -1;
	}
	return 0;
}

int
ra_credential_judge(const char *name, struct ra_p12 *p12, time_t now,
    struct ra_credential *c, struct ra_err *e)
{
	c->p12 = p12;
	c->cert = ra_p12_cert(p12);
	c->officer = first_cn(ra_cert_subject(c->cert));
	c->issuer = first_cn(ra_cert_issuer(c->cert));
	c->issuer_known = known_issuer(c->issuer);
	c->days = ra_clock_days(now, ra_cert_not_after(c->cert));
	if (!is_officers(ra_cert_subject(c->cert))) {
		ra_fail(e, RA_ECRED,
		    _("%s: not an officer's certificate: its subject has no "
		      "L=%s"),
		    name, RA_OFFICER_L);
		ra_next(e,
		    _("a personal certificate of the same CA looks "
		      "alike; choose the officer's one"));
		return -1;
	}
	return judge_dates(name, c->cert, now, e);
}

/*
 * Rights of group or others on the file. What systemd hands over is guarded by
 * its folder and may show such rights.
 */
static bool
others_can_read(const char *path)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	struct stat st;

	if (dir != NULL && dir[0] == '/' &&
	    strncmp(path, dir, strlen(dir)) == 0)
		return false;
	return stat(path, &st) == 0 && (st.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

/* A file that cannot be read is, for the credential, a missing one. */
static int
read_file(const char *path, struct ra_buf *b, struct ra_err *e)
{
	struct ra_err why = { 0 };

	if (ra_fs_read(path, b, &why) == 0)
		return 0;
	ra_fail(e, RA_ECRED, "%s", why.msg);
	ra_next(e,
	    _("the credential is the .p12 file of the officer's "
	      "certificate; see \"credential\" in upkira.yaml(5)"));
	return -1;
}

int
ra_credential_open(const struct ra_config_profile *p, bool ask, time_t now,
    struct ra_credential *c, struct ra_err *e)
{
	struct ra_secret pass = { 0 };
	struct ra_p12 *p12 = NULL;
	struct ra_buf b, prompt;
	int rc = -1;

	ra_buf_init_secret(&b, RA_P12_MAX);
	ra_buf_init(&prompt, 1024);
	if (p->credential == NULL) {
		ra_fail(e, RA_EUSAGE, _("profile \"%s\" names no credential"),
		    p->name);
		ra_next(e,
		    _("set \"credential\" to the officer's .p12 file; "
		      "see upkira.yaml(5)"));
		goto out;
	}
	if (read_file(p->credential, &b, e) == -1)
		goto out;
	ra_buf_addf(&prompt, _("Pass phrase of %.500s: "), p->credential);
	if (ra_secret_read(&pass, p->passphrase, ra_buf_str(&prompt), ask, e) ==
	    -1)
		goto out;
	ra_key_lock_memory();
	p12 = ra_p12_open(p->credential, ra_buf_span(&b), &pass, e);
	if (p12 == NULL)
		goto out;
	c->exposed = others_can_read(p->credential);
	rc = ra_credential_judge(p->credential, p12, now, c, e);
out:
	ra_secret_clear(&pass);
	ra_buf_clear(&b);
	ra_buf_clear(&prompt);
	return rc;
}

void
ra_credential_clear(struct ra_credential *c)
{
	ra_p12_free(c->p12);
	memset(c, 0, sizeof(*c));
}
