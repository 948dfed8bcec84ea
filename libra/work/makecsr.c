/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Keys and requests, made in pairs. */
#include "work/makecsr.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "codec/text.h"
#include "pki/csr.h"
#include "pki/key.h"
#include "upki/form.h"
#include "upki/host.h"

#define PATH_BYTES 4096

/* In the order of an encoded name; column 1 of the form has it turned. */
static const struct {
	enum ra_attr attr;
	size_t offset;	   /* in the configuration's profile */
	const char *fixed; /* not of the configuration */
} parts[] = {
	{ RA_ATTR_C, 0, "JP" },
	{ RA_ATTR_ST, offsetof(struct ra_config_profile, st), NULL },
	{ RA_ATTR_L, offsetof(struct ra_config_profile, l), NULL },
	{ RA_ATTR_O, offsetof(struct ra_config_profile, o), NULL },
};
#define NPARTS (sizeof(parts) / sizeof(parts[0]))

static const char *
part(const struct ra_config_profile *conf, size_t i)
{
	const char *at = (const char *)conf + parts[i].offset;
	const char *v;

	if (parts[i].fixed != NULL)
		return parts[i].fixed;
	memcpy(&v, at, sizeof(v));
	return v;
}

static int
check_subject(const struct ra_config_profile *conf, struct ra_err *e)
{
	const char *key, *v;
	size_t i;

	for (i = 0; i < NPARTS; i++) {
		key = ra_attr_name(parts[i].attr);
		v = part(conf, i);
		if (v == NULL) {
			ra_fail(e, RA_EUSAGE,
			    _("profile \"%s\": no subject.%s, and a request "
			      "needs it"),
			    conf->name, key);
			ra_next(e,
			    _("set \"subject: { O: ..., L: ..., ST: ... }\" "
			      "as registered with the service; see "
			      "upkira.yaml(5)"));
			return -1;
		}
		if (!ra_text_is_ascii(ra_span_str(v)))
			return ra_fail(e, RA_EUSAGE,
			    _("profile \"%s\": subject.%s is not in "
			      "half-width letters"),
			    conf->name, key);
	}
	return 0;
}

/* What the form's column of the FQDN holds. */
static size_t
name_max(void)
{
	const struct ra_form *f = &ra_form_table()[RA_FORM_SERVER_ISSUE];
	size_t i;

	for (i = 0; i < f->ncols; i++)
		if (f->col[i].field == RA_F_FQDN)
			return f->col[i].max;
	return 0;
}

static int
check_host(const char *name, struct ra_err *e)
{
	struct ra_span v = ra_span_str(name);
	size_t max = name_max();

	if (!ra_host_is(v) || ra_host_is_numeric(v) ||
	    !ra_span_has(v, RA_SPAN(".")))
		return ra_fail(e, RA_EINPUT,
		    _("\"%.80s\": not a full host name such as "
		      "www.example.ac.jp"),
		    name);
	if (max > 0 && v.n > max)
		return ra_fail(e, RA_EINPUT,
		    _("\"%.80s\": %zu characters, at most %zu"), name, v.n,
		    max);
	if (ra_host_has_capital(v)) {
		ra_fail(e, RA_EINPUT,
		    _("\"%.80s\": capitals, small letters were wanted"), name);
		ra_next(e, _("the service knows names in small letters alone"));
		return -1;
	}
	return 0;
}

static void
warn_of_domain(const struct ra_makecsr *c, const char *name)
{
	char **d = c->conf->domains;

	if (d == NULL || d[0] == NULL)
		return;
	for (; *d != NULL; d++)
		if (ra_host_is_within(ra_span_str(name), *d))
			return;
	ra_log(RA_LOG_WARN,
	    _("%s: in none of the registered domains of profile \"%s\""), name,
	    c->conf->name);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int
check_twice(const struct ra_makecsr *c, struct ra_err *e)
{
	const char **all = ra_calloc(c->n, sizeof(*all));
	size_t i;
	int rc = 0;

	memcpy(all, c->name, c->n * sizeof(*all));
	qsort(all, c->n, sizeof(*all), compare);
	for (i = 1; i < c->n && rc == 0; i++)
		if (strcmp(all[i - 1], all[i]) == 0)
			rc = ra_fail(
			    e, RA_EINPUT, _("\"%s\": named twice"), all[i]);
	free(all);
	return rc;
}

static int
check_names(const struct ra_makecsr *c, struct ra_err *e)
{
	size_t i;

	if (c->n == 0 || c->n > RA_MAKECSR_MAX)
		return ra_fail(e, RA_EUSAGE, _("%zu names, wanted 1 to %d"),
		    c->n, RA_MAKECSR_MAX);
	for (i = 0; i < c->n; i++)
		if (check_host(c->name[i], e) == -1)
			return -1;
	if (check_twice(c, e) == -1)
		return -1;
	for (i = 0; i < c->n; i++)
		warn_of_domain(c, c->name[i]);
	return 0;
}

static int
check_sans(const struct ra_makecsr *c, struct ra_err *e)
{
	size_t i, k;

	if (c->san == NULL || c->san[0] == NULL)
		return 0;
	if (c->n != 1)
		return ra_fail(e, RA_EUSAGE,
		    _("further names belong to one request, %zu were asked "
		      "for"),
		    c->n);
	for (i = 0; c->san[i] != NULL; i++) {
		if (i == RA_MAKECSR_SANS_MAX)
			return ra_fail(e, RA_EINPUT,
			    _("more than %d names besides \"%s\""),
			    RA_MAKECSR_SANS_MAX, c->name[0]);
		if (check_host(c->san[i], e) == -1)
			return -1;
		for (k = 0; k < i; k++)
			if (strcmp(c->san[i], c->san[k]) == 0)
				break;
		if (k < i || strcmp(c->san[i], c->name[0]) == 0)
			return ra_fail(
			    e, RA_EINPUT, _("\"%s\": named twice"), c->san[i]);
		warn_of_domain(c, c->san[i]);
	}
	return 0;
}

/* "DIR/NAME.csr"; yours. */
static char *
path_of(const struct ra_makecsr *c, const char *name, const char *ending)
{
	struct ra_buf b;
	char *path;

	ra_buf_init(&b, PATH_BYTES);
	ra_buf_adds(&b, name);
	ra_buf_adds(&b, ending);
	path = c->dir != NULL ? ra_fs_join(c->dir, ra_buf_str(&b))
			      : ra_strdup(ra_buf_str(&b));
	ra_buf_clear(&b);
	return path;
}

/* Also a link that points nowhere is something that is there. */
static int
check_free(const struct ra_makecsr *c, const char *name, const char *ending,
    struct ra_err *e)
{
	char *path = path_of(c, name, ending), text[RA_ERRNO_TEXT];
	struct stat st;
	int rc = 0;

	if (lstat(path, &st) == 0) {
		rc = ra_fail(e, RA_ELOCAL,
		    _("%s: is there already, and is left alone"), path);
		ra_next(e,
		    _("nothing was made; move it away, or name another "
		      "folder with --dir"));
	} else if (errno != ENOENT) {
		rc = ra_fail(
		    e, RA_ELOCAL, "%s: %s", path, ra_err_errno(errno, text));
	}
	free(path);
	return rc;
}

static int
check_folder(const struct ra_makecsr *c, struct ra_err *e)
{
	struct stat st;

	if (c->dir == NULL || (stat(c->dir, &st) == 0 && S_ISDIR(st.st_mode)))
		return 0;
	ra_fail(
	    e, RA_ELOCAL, _("%s: not a folder, a folder was wanted"), c->dir);
	ra_next(
	    e, _("make it first, for you alone: mkdir -m 700 %.300s"), c->dir);
	return -1;
}

int
ra_makecsr_check(const struct ra_makecsr *c, struct ra_err *e)
{
	size_t i;

	if (check_subject(c->conf, e) == -1 || check_names(c, e) == -1 ||
	    check_sans(c, e) == -1 || check_folder(c, e) == -1)
		return -1;
	for (i = 0; i < c->n; i++)
		if (check_free(c, c->name[i], ".key", e) == -1 ||
		    check_free(c, c->name[i], ".csr", e) == -1)
			return -1;
	return 0;
}

static void
add_rdn(struct ra_dn *dn, enum ra_attr attr, const char *value)
{
	struct ra_rdn *r = &dn->rdn[dn->n++];

	r->attr = attr;
	r->name = ra_strdup(ra_attr_name(attr));
	r->value = ra_strdup(value);
}

/* Without further names there is no extension, as in the manual's example. */
static struct ra_csr *
request(const struct ra_makecsr *c, const char *name, const struct ra_key *key,
    struct ra_err *e)
{
	const char *all[RA_MAKECSR_SANS_MAX + 2] = { name };
	struct ra_dn dn = { 0 };
	struct ra_csr *csr;
	size_t i, n = 1;

	for (i = 0; i < NPARTS; i++)
		add_rdn(&dn, parts[i].attr, part(c->conf, i));
	add_rdn(&dn, RA_ATTR_CN, name);
	for (i = 0; c->san != NULL && c->san[i] != NULL; i++)
		all[n++] = c->san[i];
	csr = ra_csr_make(key, &dn, n > 1 ? all : NULL, e);
	ra_dn_clear(&dn);
	return csr;
}

/* Both files or none. Once the key's file is there, this run made it. */
static int
save(const struct ra_made *m, struct ra_span key, struct ra_span csr,
    struct ra_err *e)
{
	if (ra_fs_create(m->key, 0600, key, e) == -1)
		return -1;
	if (ra_fs_create(m->csr, 0600, csr, e) == 0)
		return 0;
	(void)unlink(m->key);
	return -1;
}

static void
clear_one(struct ra_made *m)
{
	free(m->name);
	free(m->key);
	free(m->csr);
	*m = (struct ra_made){ 0 };
}

static int
make_one(const struct ra_makecsr *c, const char *name,
    const struct ra_secret *pass, struct ra_made *m, struct ra_err *e)
{
	struct ra_key *key =
	    ra_key_generate(c->profile->key, c->profile->bits, e);
	struct ra_csr *csr = NULL;
	struct ra_buf keys, csrs;
	int rc = -1;

	ra_buf_init_secret(&keys, RA_KEY_PEM_MAX);
	ra_buf_init(&csrs, RA_CSR_MAX);
	m->name = ra_strdup(name);
	m->key = path_of(c, name, ".key");
	m->csr = path_of(c, name, ".csr");
	if (key == NULL || (csr = request(c, name, key, e)) == NULL ||
	    ra_key_to_pem(key, pass, &keys, e) == -1)
		goto out;
	ra_csr_to_pem(csr, &csrs);
	memcpy(m->spki, ra_csr_key(csr)->spki, sizeof(m->spki));
	if (ra_buf_done(&csrs, m->csr, e) == 0)
		rc = save(m, ra_buf_span(&keys), ra_buf_span(&csrs), e);
out:
	ra_buf_clear(&keys);
	ra_buf_clear(&csrs);
	ra_csr_free(csr);
	ra_key_free(key);
	if (rc == -1)
		clear_one(m);
	return rc;
}

int
ra_makecsr_run(const struct ra_makecsr *c, const struct ra_secret *pass,
    struct ra_made_list *l, struct ra_err *e)
{
	size_t i;

	ra_key_lock_memory();
	for (i = 0; i < c->n; i++) {
		if (c->stop != NULL && c->stop())
			return ra_fail(e, RA_ESIGNAL, _("interrupted"));
		l->m = ra_grow(l->m, l->n, sizeof(*l->m));
		l->m[l->n] = (struct ra_made){ 0 };
		if (make_one(c, c->name[i], pass, &l->m[l->n], e) == -1)
			return -1;
		l->n++;
		ra_log(RA_LOG_INFO, _("%s: key and request made"), c->name[i]);
	}
	return 0;
}

void
ra_made_clear(struct ra_made_list *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		clear_one(&l->m[i]);
	free(l->m);
	*l = (struct ra_made_list){ 0 };
}
