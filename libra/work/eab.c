/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* External account bindings in private files. */
#include "work/eab.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "pki/dn.h"

#define PREFIX "dNSName="

/* What a value may be made of, besides letters and digits. */
static const char kid_marks[] = "-._~+/=:@";
static const char hmac_marks[] = "-_+/="; /* RFC 4648, 4 and 5 */
static const char name_marks[] = "-._,*";

enum key { KID, HMAC, ACCOUNT, PROFILE, NAMES, KEYS };

static const struct {
	const char *name, *marks;
	bool must;
} keys[KEYS] = {
	[KID] = { "kid", kid_marks, true },
	[HMAC] = { "hmac", hmac_marks, true },
	[ACCOUNT] = { "account", kid_marks, false },
	[PROFILE] = { "profile", "", true },
	[NAMES] = { "names", name_marks, true },
};

void
ra_eab_clear(struct ra_eab *x)
{
	free(x->name);
	free(x->account);
	free(x->profile);
	free(x->names);
	ra_secret_clear(&x->kid);
	ra_secret_clear(&x->hmac);
	memset(x, 0, sizeof(*x));
}

static char *
subject_cn(const struct ra_request *r, size_t k)
{
	struct ra_span fqdn = ra_request_get(r, k, "fqdn");
	struct ra_dn dn = { 0 };
	const char *cn;
	char *name;

	ra_dn_parse("", ra_request_get(r, k, "subject_dn"), &dn, NULL);
	cn = ra_dn_get(&dn, RA_ATTR_CN, 0);
	name = cn != NULL ? ra_strdup(cn) : ra_strndup(fqdn.p, fqdn.n);
	ra_dn_clear(&dn);
	return name;
}

/* The CN, then the others of the column dNSName. */
static char *
host_names(const char *cn, struct ra_span rest)
{
	struct ra_span one;
	struct ra_buf b;

	ra_buf_init(&b, RA_EAB_FILE_MAX);
	ra_buf_adds(&b, cn);
	while (rest.n > 0) {
		one = ra_span_trim(ra_span_cut(&rest, ','));
		if (ra_span_starts(one, RA_SPAN(PREFIX)))
			one = ra_span_from(one, strlen(PREFIX));
		if (one.n == 0 || ra_span_caseeqs(one, cn))
			continue;
		ra_buf_addc(&b, ',');
		ra_buf_add(&b, one);
	}
	return ra_buf_take(&b);
}

bool
ra_eab_take(struct ra_eab *x, const struct ra_request *r, size_t k,
    const struct ra_verdict *v)
{
	struct ra_span id = ra_request_get(r, k, "profile_id");

	if (v->kid.p == NULL || v->hmac.p == NULL)
		return false;
	x->name = subject_cn(r, k);
	x->account = ra_strdup(v->account != NULL ? v->account : "");
	x->profile = ra_strndup(id.p, id.n);
	x->names = host_names(x->name, ra_request_get(r, k, "dnsname"));
	ra_secret_set(&x->kid, (struct ra_span){ v->kid.p, v->kid.n });
	ra_secret_set(&x->hmac, (struct ra_span){ v->hmac.p, v->hmac.n });
	return true;
}

char *
ra_eab_path(const char *dir, const char *name)
{
	struct ra_buf b;
	const char *p;
	char *base, *path;

	ra_buf_init(&b, RA_EAB_FILE_MAX);
	for (p = name; *p != '\0'; p++)
		ra_buf_addc(&b,
		    isalnum((unsigned char)*p) || *p == '-' ||
			    (*p == '.' && p > name)
			? *p
			: '_');
	ra_buf_adds(&b, name[0] == '\0' ? "_.eab" : ".eab");
	base = ra_buf_take(&b);
	path = ra_fs_join(dir, base);
	free(base);
	return path;
}

/* A line break in a value would be a line of the file: a blank instead. */
static void
line(struct ra_buf *b, enum key k, const char *value)
{
	ra_buf_adds(b, keys[k].name);
	ra_buf_adds(b, ": ");
	for (; *value != '\0'; value++)
		ra_buf_addc(b, iscntrl((unsigned char)*value) ? ' ' : *value);
	ra_buf_addc(b, '\n');
}

/*
 * Give an older file another name as well; its own is taken from it by the
 * rename of the new one, so that no moment is without either.
 */
static int
keep_older(const char *path, bool *older, struct ra_err *e)
{
	char text[RA_ERRNO_TEXT];
	struct ra_buf b;
	size_t i;
	int err = EEXIST;

	for (i = 1; i <= RA_EAB_OLD_MAX && err == EEXIST; i++) {
		ra_buf_init(&b, RA_EAB_FILE_MAX);
		ra_buf_addf(&b, "%s.%zu", path, i);
		err = link(path, ra_buf_str(&b)) == 0 ? 0 : errno;
		ra_buf_clear(&b);
	}
	*older = err == 0;
	if (err == 0 || err == ENOENT)
		return 0;
	return ra_fail(e, RA_ELOCAL,
	    _("%s: the older EAB there could not be kept: %s"), path,
	    ra_err_errno(err, text));
}

int
ra_eab_store(
    const struct ra_eab *x, const char *dir, char **path, struct ra_err *e)
{
	char *to = ra_eab_path(dir, x->name);
	struct ra_buf b;
	bool older = false;
	int rc = -1;

	ra_buf_init_secret(&b, RA_EAB_FILE_MAX);
	line(&b, KID, x->kid.p);
	line(&b, HMAC, x->hmac.p);
	line(&b, ACCOUNT, x->account);
	line(&b, PROFILE, x->profile);
	line(&b, NAMES, x->names);
	if (ra_buf_done(&b, to, e) == -1 || ra_fs_mkdirs(dir, e) == -1 ||
	    keep_older(to, &older, e) == -1)
		goto out;
	rc = older ? ra_fs_write(to, 0600, ra_buf_span(&b), e)
		   : ra_fs_create(to, 0600, ra_buf_span(&b), e);
	if (rc == 0) {
		*path = to;
		to = NULL;
	}
out:
	ra_buf_clear(&b);
	free(to);
	return rc;
}

static bool
fits(struct ra_span s, const char *marks)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (!isalnum((unsigned char)s.p[i]) &&
		    (s.p[i] == '\0' || strchr(marks, s.p[i]) == NULL))
			return false;
	return true;
}

static int
take_line(const char *name, size_t nr, struct ra_span s,
    struct ra_span value[KEYS], struct ra_err *e)
{
	struct ra_span key = ra_span_cut(&s, ':');
	size_t k;

	for (k = 0; k < KEYS; k++)
		if (ra_span_eqs(key, keys[k].name))
			break;
	if (k == KEYS)
		return ra_fail(e, RA_EINPUT,
		    _("%s:%zu: not a line of an EAB file"), name, nr);
	if (value[k].p != NULL)
		return ra_fail(e, RA_EINPUT, _("%s:%zu: %s stands there twice"),
		    name, nr, keys[k].name);
	value[k] = ra_span_trim(s);
	if (!fits(value[k], keys[k].marks))
		return ra_fail(e, RA_EINPUT,
		    _("%s:%zu: %s: a character that does not belong there"),
		    name, nr, keys[k].name);
	return 0;
}

static char *
copy(struct ra_span s)
{
	return ra_strndup(s.n > 0 ? s.p : "", s.n);
}

int
ra_eab_parse(
    const char *name, struct ra_span in, struct ra_eab *x, struct ra_err *e)
{
	struct ra_span value[KEYS] = { { NULL, 0 } }, first;
	size_t k, nr;

	for (nr = 1; in.n > 0; nr++)
		if (take_line(name, nr, ra_span_cut(&in, '\n'), value, e) == -1)
			return -1;
	for (k = 0; k < KEYS; k++)
		if (keys[k].must && value[k].n == 0)
			return ra_fail(e, RA_EINPUT, _("%s: no %s in it"), name,
			    keys[k].name);
	first = value[NAMES];
	x->names = copy(first);
	x->name = copy(ra_span_cut(&first, ','));
	x->account = copy(value[ACCOUNT]);
	x->profile = copy(value[PROFILE]);
	ra_secret_set(&x->kid, value[KID]);
	ra_secret_set(&x->hmac, value[HMAC]);
	return 0;
}

int
ra_eab_load(const char *path, struct ra_eab *x, struct ra_err *e)
{
	struct ra_buf b;
	int rc;

	ra_buf_init_secret(&b, RA_EAB_FILE_MAX);
	rc = ra_fs_read_private(path, &b, e);
	if (rc == 0)
		rc = ra_eab_parse(path, ra_buf_span(&b), x, e);
	ra_buf_clear(&b);
	return rc;
}
