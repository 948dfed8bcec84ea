/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What an ACME client is told, so that it reads the EAB from its file. */
#include <string.h>

#include "base/i18n.h"
#include "base/span.h"
#include "work/eab.h"

const char ra_acme_directory[] = "https://secomtrust-acme.com/acme/";

const char *const ra_acme_clients[] = { "certbot", "lego", "uacme", "acme.sh",
	NULL };

/* The key that the profile wants, in the words of each client. */
static const struct {
	const char *profile;
	const char *key[4];
} key_types[] = {
	{ "3",
	    { "--key-type rsa --rsa-key-size 2048", "rsa2048", "-t RSA -b 2048",
		"2048" } },
	{ "11",
	    { "--key-type ecdsa --elliptic-curve secp384r1", "ec384",
		"-t EC -b 384", "ec-384" } },
};

struct recipe {
	const struct ra_recipe *r;
	const struct ra_eab *x;
	const char *key;
	struct ra_buf *out;
};

/* POSIX shell, 2.2.2: within single quotes nothing is special. */
static void
quoted(struct ra_buf *b, struct ra_span s)
{
	size_t i;

	ra_buf_addc(b, '\'');
	for (i = 0; i < s.n; i++)
		if (s.p[i] == '\'')
			ra_buf_adds(b, "'\\''");
		else
			ra_buf_addc(b, s.p[i]);
	ra_buf_addc(b, '\'');
}

static void
add(const struct recipe *w, const char *before, const char *value)
{
	ra_buf_adds(w->out, before);
	quoted(w->out, ra_span_str(value));
}

/* Every name behind a word of its own, or bare; the CN comes first. */
static void
names(const struct recipe *w, const char *option)
{
	struct ra_span rest = ra_span_str(w->x->names);

	while (rest.n > 0) {
		ra_buf_adds(w->out, option);
		quoted(w->out, ra_span_cut(&rest, ','));
	}
}

/* A configuration file in place of options; it is needed once. */
static void
certbot(const struct recipe *w)
{
	ra_buf_adds(w->out, "ini=$(mktemp) &&\n");
	add(w,
	    "sed -n -e 's/^kid: /eab-kid = /p' "
	    "-e 's/^hmac: /eab-hmac-key = /p' ",
	    w->r->path);
	add(w, " >\"$ini\" &&\ncertbot certonly --config \"$ini\" --server ",
	    w->r->directory);
	ra_buf_addf(
	    w->out, " %s --webroot -w \"${WEBROOT:?}\" --cert-name ", w->key);
	quoted(w->out, ra_span_str(w->x->name));
	names(w, " -d ");
	ra_buf_adds(w->out, "\nrm -f \"$ini\"\n");
}

static void
lego(const struct recipe *w)
{
	add(w, "LEGO_EAB_KID=$(sed -n 's/^kid: //p' ", w->r->path);
	add(w, ") \\\nLEGO_EAB_HMAC=$(sed -n 's/^hmac: //p' ", w->r->path);
	add(w, ") \\\nlego --eab --server ", w->r->directory);
	ra_buf_addf(w->out,
	    " --key-type %s --email \"${EMAIL:?}\" --http --http.webroot "
	    "\"${WEBROOT:?}\"",
	    w->key);
	names(w, " --domains ");
	ra_buf_adds(w->out, " run\n");
}

static void
uacme(const struct recipe *w)
{
	add(w, "uacme -a ", w->r->directory);
	add(w, " -e \"$(sed -n 's/^kid: //p' ", w->r->path);
	add(w, "):$(sed -n 's/^hmac: //p' ", w->r->path);
	add(w, ")\" new\nuacme -a ", w->r->directory);
	ra_buf_addf(w->out, " %s -h \"${HOOK:?}\" issue", w->key);
	names(w, " ");
	ra_buf_addc(w->out, '\n');
}

/* The folder of a server: its address without scheme and double slashes. */
static void
server_folder(struct ra_buf *b, const char *url)
{
	const char *p = url + strlen("https://");
	struct ra_buf dir;

	ra_buf_init(&dir, RA_EAB_FILE_MAX);
	for (; *p != '\0'; p++)
		if (p[0] != '/' || p[1] != '/')
			ra_buf_addc(&dir, *p);
	quoted(b, ra_buf_span(&dir));
	ra_buf_clear(&dir);
}

/*
 * It reads these two from the server's ca.conf when it registers. One that is
 * there belongs to another account: left alone.
 */
static void
acme_sh(const struct recipe *w)
{
	ra_buf_adds(w->out, "dir=${LE_CONFIG_HOME:-$HOME/.acme.sh}/ca/");
	server_folder(w->out, w->r->directory);
	ra_buf_adds(w->out, "\n(umask 077 && set -C && mkdir -p \"$dir\" &&\n");
	add(w,
	    "sed -n -e \"s/^kid: \\(.*\\)/CA_EAB_KEY_ID='\\1'/p\" "
	    "-e \"s/^hmac: \\(.*\\)/CA_EAB_HMAC_KEY='\\1'/p\" ",
	    w->r->path);
	add(w, " >\"$dir/ca.conf\") &&\nacme.sh --register-account --server ",
	    w->r->directory);
	add(w, " &&\nacme.sh --issue --server ", w->r->directory);
	ra_buf_addf(w->out, " --keylength %s -w \"${WEBROOT:?}\"", w->key);
	names(w, " -d ");
	ra_buf_addc(w->out, '\n');
}

static int
check(const struct ra_recipe *r, struct ra_err *e)
{
	struct ra_span url = ra_span_str(r->directory);
	size_t i;

	for (i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] <= ' ' || url.p[i] == 0x7f)
			break;
	if (i < url.n || !ra_span_starts(url, RA_SPAN("https://")) ||
	    url.n == strlen("https://"))
		return ra_fail(e, RA_EUSAGE,
		    _("directory: an address that begins with https:// was "
		      "wanted"));
	if (strpbrk(r->path, "\r\n") != NULL)
		return ra_fail(e, RA_EUSAGE,
		    _("the path of the EAB file holds a line break"));
	if (r->client != RA_UACME || r->argv)
		return 0;
	ra_fail(e, RA_EUSAGE,
	    _("uacme takes the EAB on its command line only, where every user "
	      "of the host can read it"));
	ra_next(e,
	    _("take certbot, lego or acme.sh; or say --expose-eab where "
	      "nobody else is on the host"));
	return -1;
}

int
ra_recipe_write(const struct ra_recipe *r, const struct ra_eab *x,
    struct ra_buf *out, struct ra_err *e)
{
	static void (*const write[])(const struct recipe *) = {
		[RA_CERTBOT] = certbot,
		[RA_LEGO] = lego,
		[RA_UACME] = uacme,
		[RA_ACME_SH] = acme_sh,
	};
	struct recipe w = { r, x, NULL, out };
	size_t i;

	if (check(r, e) == -1)
		return -1;
	for (i = 0; i < sizeof(key_types) / sizeof(key_types[0]); i++)
		if (strcmp(key_types[i].profile, x->profile) == 0)
			w.key = key_types[i].key[r->client];
	if (w.key == NULL)
		return ra_fail(e, RA_EINPUT,
		    _("%s: profile %s, ACME knows 3 and 11"), r->path,
		    x->profile);
	write[r->client](&w);
	return ra_buf_done(out, r->path, e);
}
