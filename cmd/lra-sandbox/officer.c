/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Makes the officers' credentials; a file that is there is left alone. */
#include "officer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "pki/p12.h"

#include "tls.h"

#define DAY 86400L
#define MONTHS_25 760L /* days: what the list of 2023 says of officers */
#define PASS_BYTES 12  /* random ones in a pass phrase */
#define SERIAL_BITS 64
#define OPS "Academe-ops"

static const struct sb_officer table[] = {
	{ "good", "Kunitachi Taro", OPS, SB_CA_MEMBER, -30, MONTHS_25 - 30,
	    true, false, false, "a registration officer" },
	{ "good-legacy", "Kunitachi Taro", OPS, SB_CA_MEMBER, -30,
	    MONTHS_25 - 30, true, true, false,
	    "the same in an old file: RC2 and triple DES" },
	{ "soon", "Kunitachi Saburo", OPS, SB_CA_MEMBER, 30 - MONTHS_25, 30,
	    true, false, false,
	    "an officer whose certificate ends in 30 days" },
	{ "personal", "Kunitachi Hanako", NULL, SB_CA_MEMBER, -30,
	    MONTHS_25 - 30, false, false, false,
	    "a personal certificate of the same CA, no L=" OPS },
	{ "expired", "Kunitachi Jiro", OPS, SB_CA_MEMBER, -10 - MONTHS_25, -10,
	    true, false, false, "expired ten days before the first start" },
	{ "revoked", "Kunitachi Shiro", OPS, SB_CA_MEMBER, -30, MONTHS_25 - 30,
	    true, false, true, "revoked" },
	{ "foreign", "Kunitachi Goro", OPS, SB_CA_FOREIGN, -30, MONTHS_25 - 30,
	    false, false, false, "of an unrelated CA" },
	{ NULL, NULL, NULL, SB_CA_COUNT, 0, 0, false, false, false, NULL },
};

const struct sb_officer *
sb_officer_table(void)
{
	return table;
}

/* DIR/officer/NAME.SUFFIX; yours. */
static char *
file_of(
    const struct sb_world *w, const struct sb_officer *o, const char *suffix)
{
	char name[96];

	snprintf(name, sizeof(name), "officer/%s.%s", o->name, suffix);
	return ra_fs_join(w->dir, name);
}

/* CN=..., OU=..., O=..., L=Academe-ops, C=JP: the manual, 3-2. */
static struct ra_cert *
certify(const struct sb_world *w, const struct sb_officer *o,
    const struct ra_key *key, struct ra_err *e)
{
	struct ra_cert_spec spec = { .kind = RA_CERT_CLIENT, .key = key };
	struct ra_cert *c = NULL;
	struct ra_dn dn = { 0 };
	char text[256];
	time_t now = ra_clock_now();

	snprintf(text, sizeof(text), "C=JP,%s%s%sO=" SB_O ",OU=%s,CN=%s",
	    o->l != NULL ? "L=" : "", o->l != NULL ? o->l : "",
	    o->l != NULL ? "," : "", "Information Center", o->cn);
	spec.subject = &dn;
	spec.not_before = now + o->from * DAY;
	spec.not_after = now + o->to * DAY;
	if (ra_dn_parse(o->name, ra_span_str(text), &dn, e) == 0 &&
	    ra_serial_random(SERIAL_BITS, &spec.serial, e) == 0)
		c = ra_cert_make(&spec, w->ca[o->ca].cert, w->ca[o->ca].key, e);
	ra_dn_clear(&dn);
	return c;
}

/* Before its file is there, so that no start ever takes it for valid. */
static int
note_revoked(
    const struct sb_world *w, const struct ra_cert *c, struct ra_err *e)
{
	char *path = ra_fs_join(w->dir, "ca/revoked");
	char line[sizeof(struct ra_serial)];
	int rc;

	snprintf(line, sizeof(line), "%s\n", ra_cert_serial(c)->dec);
	rc = ra_fs_write(path, 0644, ra_span_str(line), e);
	free(path);
	return rc;
}

static int
write_files(const struct sb_world *w, const struct sb_officer *o,
    const struct ra_cert *c, const struct ra_key *key, struct ra_err *e)
{
	const struct ra_cert *chain[] = { w->ca[o->ca].cert, NULL };
	char *p12 = file_of(w, o, "p12"), *pass = file_of(w, o, "pass");
	char phrase[2 * PASS_BYTES + 2];
	struct ra_secret secret = { 0 };
	struct ra_buf out;
	int rc = -1;

	ra_buf_init_secret(&out, RA_P12_MAX);
	sb_random_hex(phrase, PASS_BYTES);
	ra_secret_set(&secret, ra_span_str(phrase));
	phrase[sizeof(phrase) - 2] = '\n';
	phrase[sizeof(phrase) - 1] = '\0';
	if (ra_p12_make(c, key, chain, o->cn, &secret, o->legacy, &out, e) ==
		0 &&
	    ra_fs_write(pass, 0600, ra_span_str(phrase), e) == 0)
		rc = ra_fs_write(p12, 0600, ra_buf_span(&out), e);
	ra_buf_clear(&out);
	ra_secret_clear(&secret);
	ra_wipe(phrase, sizeof(phrase));
	free(p12);
	free(pass);
	return rc;
}

static int
make(const struct sb_world *w, const struct sb_officer *o,
    const struct ra_key *key, struct ra_err *e)
{
	struct ra_cert *c = certify(w, o, key, e);
	int rc = -1;

	if (c != NULL && (!o->revoked || note_revoked(w, c, e) == 0))
		rc = write_files(w, o, c, key, e);
	ra_cert_free(c);
	return rc;
}

int
sb_officers_make(const struct sb_world *w, struct ra_err *e)
{
	struct ra_key *rsa = NULL, *ec = NULL, **key;
	const struct sb_officer *o;
	char *p12 = NULL;
	int rc = -1;

	for (o = table; o->name != NULL; o++) {
		free(p12);
		p12 = file_of(w, o, "p12");
		if (access(p12, F_OK) == 0)
			continue;
		key = o->rsa ? &rsa : &ec;
		if (*key == NULL)
			*key = o->rsa ? ra_key_generate(RA_KEY_RSA, 2048, e)
				      : ra_key_generate(RA_KEY_EC, 256, e);
		if (*key == NULL || make(w, o, *key, e) == -1)
			goto out;
	}
	rc = 0;
out:
	free(p12);
	ra_key_free(rsa);
	ra_key_free(ec);
	return rc;
}
