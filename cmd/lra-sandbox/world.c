/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Makes and reads the world. Every file is whole or absent, and each pair is
 * made only when its certificate is absent, so that a first start which was
 * cut short is taken up by the next.
 */
/* glibc declares realpath() of POSIX.1-2008 for X/Open only. */
#define _XOPEN_SOURCE 700
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"

#include "officer.h"
#include "variant.h"

#define DAY 86400L
#define CA_DAYS 3650L
#define LEAF_DAYS 1825L
#define SERIAL_BITS 64
#define CONFIG_MAX 65536
#define NOT_REAL "O=LRA Sandbox (not SECOM nor NII)"

static const struct pair_spec {
	const char *file;    /* below DIR/ca */
	const char *subject; /* in the order of its encoding */
	enum ra_key_type type;
	int bits;
	enum sb_ca issuer; /* SB_CA_COUNT: itself */
	enum ra_cert_kind kind;
} specs[] = {
	[SB_CA_ROOT] = { "root",
	    "C=JP," NOT_REAL ",CN=SECOM TLS RSA Root CA 2024 (sandbox)",
	    RA_KEY_EC, 384, SB_CA_COUNT, RA_CERT_CA },
	[SB_CA_SERVER_RSA] = { "server-rsa",
	    "C=JP," NOT_REAL ",CN=NII Open Domain CA - G8 RSA", RA_KEY_RSA,
	    2048, SB_CA_ROOT, RA_CERT_CA },
	[SB_CA_SERVER_ECC] = { "server-ecc",
	    "C=JP," NOT_REAL ",CN=NII Open Domain CA - G7 ECC", RA_KEY_EC, 384,
	    SB_CA_ROOT, RA_CERT_CA },
	[SB_CA_MEMBER] = { "member",
	    "C=JP," NOT_REAL ",CN=SECOM Passport for Member RSA CA16",
	    RA_KEY_RSA, 2048, SB_CA_ROOT, RA_CERT_CA },
	[SB_CA_SMIME] = { "smime",
	    "C=JP," NOT_REAL
	    ",CN=SECOM Passport for PublicID SMIME RSA CA 2023",
	    RA_KEY_RSA, 2048, SB_CA_ROOT, RA_CERT_CA },
	[SB_CA_MAIL] = { "mail",
	    "C=JP," NOT_REAL ",CN=NII Open Domain S/MIME CA", RA_KEY_EC, 256,
	    SB_CA_ROOT, RA_CERT_CA },
	[SB_CA_FOREIGN] = { "foreign",
	    "C=JP,O=Unrelated Sandbox,CN=Unrelated Root CA", RA_KEY_EC, 256,
	    SB_CA_COUNT, RA_CERT_CA },
	{ "localhost", "C=JP," NOT_REAL ",CN=localhost", RA_KEY_EC, 256,
	    SB_CA_ROOT, RA_CERT_SERVER },
	{ "mailer", "C=JP," NOT_REAL ",CN=CA Support Center", RA_KEY_EC, 256,
	    SB_CA_MAIL, RA_CERT_SMIME },
};

#define PAIRS (sizeof(specs) / sizeof(*specs))
#define SUPPORT_MAIL "ca-support@ml.secom-sts.co.jp"

static char *
file_of(const struct sb_world *w, const struct pair_spec *s, const char *suffix)
{
	char name[64];

	snprintf(name, sizeof(name), "ca/%s.%s", s->file, suffix);
	return ra_fs_join(w->dir, name);
}

/* localhost is the one name under which a client may know the server. */
static struct ra_cert *
certify(const struct sb_world *w, const struct pair_spec *s,
    const struct ra_key *key, struct ra_err *e)
{
	static const char *const names[] = { "localhost", NULL };
	struct ra_cert_spec spec = { .kind = s->kind, .key = key };
	const struct sb_pair *by =
	    s->issuer == SB_CA_COUNT ? NULL : &w->ca[s->issuer];
	struct ra_dn dn = { 0 };
	struct ra_cert *c = NULL;

	spec.subject = &dn;
	spec.not_before = ra_clock_now() - DAY;
	spec.not_after = ra_clock_now() +
	    (s->kind == RA_CERT_CA ? CA_DAYS : LEAF_DAYS) * DAY;
	if (s->kind == RA_CERT_SERVER) {
		spec.dns = names;
		spec.ip = "127.0.0.1";
	}
	if (s->kind == RA_CERT_SMIME)
		spec.mail = SUPPORT_MAIL;
	if (ra_dn_parse(s->file, ra_span_str(s->subject), &dn, e) == 0 &&
	    ra_serial_random(SERIAL_BITS, &spec.serial, e) == 0)
		c = ra_cert_make(&spec, by != NULL ? by->cert : NULL,
		    by != NULL ? by->key : key, e);
	ra_dn_clear(&dn);
	return c;
}

/* The certificate last: it says that the pair is complete. */
static int
save(const char *cert, const char *key, const struct sb_pair *p,
    struct ra_err *e)
{
	struct ra_buf pem;
	int rc = -1;

	ra_buf_init_secret(&pem, RA_CERT_MAX);
	if (ra_key_to_pem(p->key, NULL, &pem, e) == -1 ||
	    ra_fs_write(key, 0600, ra_buf_span(&pem), e) == -1)
		goto out;
	ra_buf_reset(&pem);
	ra_cert_to_pem(p->cert, &pem);
	rc = ra_fs_write(cert, 0644, ra_buf_span(&pem), e);
out:
	ra_buf_clear(&pem);
	return rc;
}

/*
 * A pair that does not match would only show in a handshake; both are our own.
 */
static int
load(const char *cert, const char *key, struct sb_pair *p, struct ra_err *e)
{
	struct ra_buf pem;
	int rc = -1;

	ra_buf_init_secret(&pem, RA_CERT_MAX);
	if (ra_fs_read(cert, &pem, e) == -1 ||
	    (p->cert = ra_cert_parse(cert, ra_buf_span(&pem), e)) == NULL)
		goto out;
	ra_buf_reset(&pem);
	if (ra_fs_read(key, &pem, e) == -1 ||
	    (p->key = ra_key_from_pem(key, ra_buf_span(&pem), NULL, e)) == NULL)
		goto out;
	rc = 0;
out:
	ra_buf_clear(&pem);
	return rc;
}

/* A certificate without its key cannot be: the key is written first. */
static int
load_or_make(const struct sb_world *w, const struct pair_spec *s,
    struct sb_pair *p, struct ra_err *e)
{
	char *cert = file_of(w, s, "pem"), *key = file_of(w, s, "key");
	int rc = -1;

	if (access(cert, F_OK) == 0)
		rc = load(cert, key, p, e);
	else if ((p->key = ra_key_generate(s->type, s->bits, e)) != NULL &&
	    (p->cert = certify(w, s, p->key, e)) != NULL)
		rc = save(cert, key, p, e);
	free(cert);
	free(key);
	return rc;
}

/* DIR/ca.pem: what a client is to trust. */
static int
write_root(const struct sb_world *w, struct ra_err *e)
{
	char *path = ra_fs_join(w->dir, "ca.pem");
	struct ra_buf pem;
	int rc = 0;

	ra_buf_init(&pem, RA_CERT_MAX);
	ra_cert_to_pem(w->ca[SB_CA_ROOT].cert, &pem);
	if (access(path, F_OK) == -1)
		rc = ra_fs_write(path, 0644, ra_buf_span(&pem), e);
	ra_buf_clear(&pem);
	free(path);
	return rc;
}

static int
make_folders(struct sb_world *w, const char *dir, struct ra_err *e)
{
	static const char *const sub[] = { "ca", "officer", "state", "mail" };
	char *path;
	size_t i;
	int rc;

	if (ra_fs_mkdirs(dir, e) == -1)
		return -1;
	/* The profiles name files by absolute paths. */
	if ((w->dir = realpath(dir, NULL)) == NULL)
		return ra_fail(e, RA_ELOCAL, "%s: %s", dir, strerror(errno));
	for (i = 0; i < sizeof(sub) / sizeof(*sub); i++) {
		path = ra_fs_join(w->dir, sub[i]);
		rc = ra_fs_mkdirs(path, e);
		free(path);
		if (rc == -1)
			return -1;
	}
	return 0;
}

/*
 * Two on one folder would give out the same numbers and each undo what the
 * other wrote. The lock ends with its process, however that ends.
 */
static int
take_lock(struct sb_world *w, struct ra_err *e)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char *path = ra_fs_join(w->dir, "lock");
	int rc = 0;

	w->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (w->lock == -1)
		rc = ra_fail(e, RA_ELOCAL, "%s: %s", path, strerror(errno));
	else if (fcntl(w->lock, F_SETLK, &whole) == -1)
		rc = ra_fail(
		    e, RA_ELOCKED, "%s: in use by another lra-sandbox", w->dir);
	free(path);
	return rc;
}

int
sb_world_open(struct sb_world *w, const char *dir, struct ra_err *e)
{
	struct sb_pair *pair;
	size_t i;

	memset(w, 0, sizeof(*w));
	w->lock = -1;
	if (make_folders(w, dir, e) == -1 || take_lock(w, e) == -1)
		goto fail;
	for (i = 0; i < PAIRS; i++) {
		pair = i < SB_CA_COUNT ? &w->ca[i]
		    : i == SB_CA_COUNT ? &w->tls
				       : &w->mailer;
		if (load_or_make(w, &specs[i], pair, e) == -1)
			goto fail;
	}
	if (write_root(w, e) == -1 || sb_officers_make(w, e) == -1)
		goto fail;
	return 0;
fail:
	sb_world_clear(w);
	return -1;
}

static void
pair_clear(struct sb_pair *p)
{
	ra_cert_free(p->cert);
	ra_key_free(p->key);
}

void
sb_world_clear(struct sb_world *w)
{
	size_t i;

	for (i = 0; i < SB_CA_COUNT; i++)
		pair_clear(&w->ca[i]);
	pair_clear(&w->tls);
	pair_clear(&w->mailer);
	if (w->lock != -1)
		close(w->lock);
	free(w->dir);
	memset(w, 0, sizeof(*w));
	w->lock = -1;
}

/* A double-quoted YAML scalar: PREFIX DIR/PATH. */
static void
yaml_path(struct ra_buf *out, const char *prefix, const struct sb_world *w,
    const char *path)
{
	const char *at;

	ra_buf_addf(out, "\"%s", prefix);
	for (at = w->dir; *at != '\0'; at++) {
		if (*at == '"' || *at == '\\')
			ra_buf_addc(out, '\\');
		ra_buf_addc(out, *at);
	}
	ra_buf_addf(out, "/%s\"\n", path);
}

static void
yaml_profile(struct ra_buf *out, const struct sb_world *w, const char *name,
    unsigned port)
{
	char path[96];

	ra_buf_addf(out,
	    "  %s:\n    endpoint: https://localhost:%u" SB_LRA
	    "SSLLogin.do\n    credential: ",
	    name, port);
	snprintf(path, sizeof(path), "officer/%s.p12", name);
	yaml_path(out, "", w, path);
	ra_buf_adds(out, "    passphrase: ");
	snprintf(path, sizeof(path), "officer/%s.pass", name);
	yaml_path(out, "file:", w, path);
	ra_buf_adds(out, "    cafile: ");
	yaml_path(out, "", w, "ca.pem");
	ra_buf_adds(out, "    state: ");
	snprintf(path, sizeof(path), "state/%s", name);
	yaml_path(out, "", w, path);
	ra_buf_adds(out,
	    "    subject: { O: " SB_O ", L: " SB_L ", ST: " SB_ST " }\n"
	    "    domains: [" SB_DOMAIN ", " SB_DOMAIN2 "]\n"
	    "    manager: { name: 国立　太郎, unit: 情報基盤センター, "
	    "mail: pki@" SB_DOMAIN ", software: nginx 1.24 }\n");
}

int
sb_world_config(const struct sb_world *w, unsigned port, struct ra_err *e)
{
	char *path = ra_fs_join(w->dir, "upkira.yaml");
	const struct sb_officer *o;
	struct ra_buf out;
	int rc = -1;

	ra_buf_init(&out, CONFIG_MAX);
	ra_buf_adds(&out,
	    "# For upkira --config; written anew at each start.\n"
	    "default: good\nprofiles:\n");
	for (o = sb_officer_table(); o->name != NULL; o++)
		yaml_profile(&out, w, o->name, port);
	if (ra_buf_done(&out, path, e) == 0)
		rc = ra_fs_write(path, 0600, ra_buf_span(&out), e);
	ra_buf_clear(&out);
	free(path);
	return rc;
}
