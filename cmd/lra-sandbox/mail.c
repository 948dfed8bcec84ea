/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Mails, as files. The sender is the one that clients look for; a header of
 * our own tells them apart from real ones.
 */
#include "mail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "codec/mime.h"
#include "codec/text.h"
#include "pki/cms.h"

#include "codes.h"

#define FROM_NAME "CAサポートセンター"
#define FROM_MAIL "ca-support@ml.secom-sts.co.jp"
#define PATH_LEN 4096

struct sb_mail *
sb_mail_add(struct sb_outbox *o)
{
	o->v = ra_grow(o->v, o->n, sizeof(*o->v));
	memset(&o->v[o->n], 0, sizeof(*o->v));
	return &o->v[o->n++];
}

void
sb_outbox_clear(struct sb_outbox *o)
{
	size_t i;

	for (i = 0; i < o->n; i++) {
		free(o->v[i].to);
		free(o->v[i].cc);
		free(o->v[i].subject);
		free(o->v[i].body);
		free(o->v[i].file);
		free(o->v[i].attached);
	}
	free(o->v);
	o->v = NULL;
	o->n = 0;
}

/*
 * The text part: CRLF, ISO-2022-JP, quoted-printable.
 * wire-protocol 1.8: quoted-printable over ISO-2022-JP, odd as it is.
 */
static void
text_part(const char *body, struct ra_buf *out)
{
	struct ra_buf crlf, jis;

	ra_buf_init(&crlf, SB_MAIL_MAX);
	ra_buf_init(&jis, SB_MAIL_MAX);
	for (; *body != '\0'; body++) {
		if (*body == '\n')
			ra_buf_addc(&crlf, '\r');
		ra_buf_addc(&crlf, *body);
	}
	ra_text_encode(RA_ISO2022JP, ra_buf_span(&crlf), &jis, NULL);
	ra_buf_adds(out,
	    "Content-Type: text/plain; charset=iso-2022-jp\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
	ra_mime_qp(ra_buf_span(&jis), out);
	ra_buf_clear(&crlf);
	ra_buf_clear(&jis);
}

static void
boundary(char out[33])
{
	unsigned char raw[16];
	size_t i;

	sb_random(raw, sizeof(raw));
	for (i = 0; i < sizeof(raw); i++)
		snprintf(out + 2 * i, 3, "%02x", raw[i]);
}

/* What is signed: the text, with the attachment if there is one. */
static void
content(const struct sb_mail *m, struct ra_buf *out)
{
	char b[33];

	if (m->file == NULL) {
		text_part(m->body, out);
		return;
	}
	boundary(b);
	ra_buf_addf(out,
	    "Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n--%s\r\n", b,
	    b);
	text_part(m->body, out);
	ra_buf_addf(out,
	    "\r\n--%s\r\nContent-Type: application/octet-stream; "
	    "name=\"%s\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "Content-Disposition: attachment; filename=\"%s\"\r\n\r\n",
	    b, m->file, m->file);
	ra_mime_base64(ra_span_str(m->attached), out);
	ra_buf_addf(out, "\r\n--%s--\r\n", b);
}

/* Without the day of the week, as the service writes it. */
static void
date(struct ra_buf *out)
{
	static const char *const month[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t japan = ra_clock_now() + 9 * 3600;
	struct tm tm;

	gmtime_r(&japan, &tm);
	ra_buf_addf(out, "Date: %d %s %d %02d:%02d:%02d +0900\r\n", tm.tm_mday,
	    month[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min,
	    tm.tm_sec);
}

static void
headers(const struct sb_mail *m, const char *b, struct ra_buf *out)
{
	char id[33];

	boundary(id);
	date(out);
	ra_buf_adds(out, "From: ");
	ra_mime_word(ra_span_str(FROM_NAME), out);
	ra_buf_addf(out, " <" FROM_MAIL ">\r\nTo: %s\r\n", m->to);
	if (m->cc != NULL)
		ra_buf_addf(out, "Cc: %s\r\n", m->cc);
	ra_buf_adds(out, "Subject: ");
	ra_mime_word(ra_span_str(m->subject), out);
	ra_buf_addf(out,
	    "\r\nMessage-ID: <%s@lra-sandbox.invalid>\r\n"
	    "X-Sandbox: lra-sandbox\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: multipart/signed;\r\n"
	    " protocol=\"application/pkcs7-signature\"; micalg=sha-256;\r\n"
	    " boundary=\"%s\"\r\n\r\n",
	    id, b);
}

/* RFC 8551, 3.5: what is signed are the bytes of the part as they stand. */
static int
compose(const struct sb_mail *m, const struct sb_world *w, struct ra_buf *out,
    struct ra_err *e)
{
	const struct ra_cert *chain[] = { w->ca[SB_CA_MAIL].cert, NULL };
	struct ra_buf part, sig;
	char b[33];
	int rc;

	ra_buf_init(&part, SB_MAIL_MAX);
	ra_buf_init(&sig, SB_MAIL_MAX);
	boundary(b);
	content(m, &part);
	rc = ra_cms_sign(
	    ra_buf_span(&part), w->mailer.cert, w->mailer.key, chain, &sig, e);
	headers(m, b, out);
	ra_buf_addf(out, "--%s\r\n", b);
	ra_buf_add(out, ra_buf_span(&part));
	/* This exact media type is what clients look for. */
	ra_buf_addf(out,
	    "\r\n--%s\r\nContent-Type: application/pkcs7-signature; "
	    "name=smime.p7s; smime-type=signed-data\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "Content-Disposition: attachment; filename=smime.p7s\r\n\r\n",
	    b);
	ra_mime_base64(ra_buf_span(&sig), out);
	ra_buf_addf(out, "\r\n--%s--\r\n", b);
	ra_buf_clear(&part);
	ra_buf_clear(&sig);
	return rc == 0 ? ra_buf_done(out, "mail", e) : -1;
}

int
sb_mail_keep(struct sb_outbox *o, const struct sb_world *w, struct sb_store *st,
    struct ra_err *e)
{
	struct ra_buf b;
	size_t i;
	int rc = 0;

	for (i = 0; i < o->n && rc == 0; i++) {
		ra_buf_init(&b, SB_MAIL_MAX * 2);
		rc = compose(&o->v[i], w, &b, e);
		if (rc == 0)
			rc = sb_store_mail_add(st, ra_buf_span(&b), e);
		ra_buf_clear(&b);
	}
	sb_outbox_clear(o);
	return rc;
}

/*
 * Named when complete, so that no reader finds half a mail. Not synced: an
 * upload of 99 records would wait for 198 syncs, and what a power cut may
 * take is no more than what a mail system may lose.
 */
static int
write_file(const char *dir, long long n, struct ra_span s, struct ra_err *e)
{
	char path[PATH_LEN], tmp[PATH_LEN];
	size_t at = 0;
	ssize_t k = 0;
	int fd;

	snprintf(path, sizeof(path), "%s/%04lld.eml", dir, n);
	snprintf(tmp, sizeof(tmp), "%s/.%04lld.tmp", dir, n);
	fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1)
		return ra_fail(e, RA_ELOCAL, "%s: %s", tmp, strerror(errno));
	while (at < s.n && k != -1) {
		k = write(fd, s.p + at, s.n - at);
		at += k > 0 ? (size_t)k : 0;
	}
	if (close(fd) == -1 || k == -1 || rename(tmp, path) == -1) {
		ra_fail(e, RA_ELOCAL, "%s: %s", path, strerror(errno));
		unlink(tmp);
		return -1;
	}
	return 0;
}

/*
 * Its number in the store names the file: a mail whose delivery was cut
 * short is written over, not sent twice.
 */
int
sb_mail_deliver(const struct sb_world *w, struct sb_store *st, struct ra_err *e)
{
	char *dir = ra_fs_join(w->dir, "mail");
	struct ra_buf b;
	long long id;
	int rc = ra_fs_mkdirs(dir, e) == 0 ? 1 : -1;

	while (rc == 1) {
		ra_buf_init(&b, SB_MAIL_MAX * 2);
		rc = sb_store_mail_next(st, &id, &b, e);
		if (rc == 1 &&
		    (write_file(dir, id, ra_buf_span(&b), e) == -1 ||
			sb_store_mail_done(st, id, e) == -1))
			rc = -1;
		ra_buf_clear(&b);
	}
	free(dir);
	return rc;
}
