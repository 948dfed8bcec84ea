/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Composing from files: requests, folders of them, batches, other files. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/yaml.h"
#include "upki/batchfile.h"
#include "work/compose_in.h"

static const char *const endings[] = { ".csr", ".req", ".pem", ".der" };

/* A key that lies beside a request is not for us, and is not kept. */
static int
read_public(const char *path, struct ra_buf *b, struct ra_err *e)
{
	if (ra_fs_read(path, b, e) == -1)
		return -1;
	if (!ra_span_has(ra_buf_span(b), RA_SPAN("PRIVATE KEY-----")))
		return 0;
	ra_fail(e, RA_EINPUT,
	    _("%s: a private key, a certificate request or certificate was "
	      "wanted"),
	    path);
	ra_next(e,
	    _("keys stay where they are: keep them out of what is "
	      "named here"));
	return -1;
}

struct ra_csr *
ra_compose_load_csr(const char *path, struct ra_err *e)
{
	struct ra_csr *csr = NULL;
	struct ra_buf b;

	ra_buf_init_secret(&b, RA_CSR_MAX);
	if (read_public(path, &b, e) == 0)
		csr = ra_csr_parse(path, ra_buf_span(&b), e);
	ra_buf_clear(&b);
	return csr;
}

struct ra_cert *
ra_compose_load_cert(const char *path, struct ra_err *e)
{
	struct ra_cert *cert = NULL;
	struct ra_buf b;

	ra_buf_init_secret(&b, RA_CERT_MAX);
	if (read_public(path, &b, e) == 0)
		cert = ra_cert_parse(path, ra_buf_span(&b), e);
	ra_buf_clear(&b);
	return cert;
}

int
ra_compose_csr(const struct ra_composer *x, const char *path)
{
	const struct ra_form *form = ra_compose_form(x, false);
	struct ra_csr *csr;
	struct ra_draft *d;
	int rc = -1;

	if (form == NULL || x->ask->op == RA_OP_REVOKE ||
	    x->ask->op == RA_OP_SUSPEND)
		return ra_fail(x->e, RA_EUSAGE,
		    _("%s: certificate requests are for server certificates "
		      "that are issued or renewed"),
		    path);
	if ((csr = ra_compose_load_csr(path, x->e)) == NULL)
		return -1;
	d = ra_compose_draft(x, form, path);
	if (d != NULL)
		rc = ra_draft_csr(d, csr, x->e);
	ra_csr_free(csr);
	return rc;
}

static bool
may_be_csr(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (ra_span_ends(ra_span_str(name), ra_span_str(endings[i])))
			return name[0] != '.';
	return false;
}

static int
by_name(const void *a, const void *b)
{
	char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* In an order that does not depend on the file system. */
static int
list_folder(const char *path, char ***names, size_t *n, struct ra_err *e)
{
	char why[RA_ERRNO_TEXT];
	struct dirent *one;
	DIR *at = opendir(path);

	if (at == NULL)
		return ra_fail(
		    e, RA_EINPUT, "%s: %s", path, ra_err_errno(errno, why));
	while ((one = readdir(at)) != NULL && *n <= RA_DRAFTS_MAX) {
		if (!may_be_csr(one->d_name))
			continue;
		*names = ra_grow(*names, *n, sizeof(**names));
		(*names)[(*n)++] = ra_fs_join(path, one->d_name);
	}
	closedir(at);
	if (*n == 0)
		return ra_fail(e, RA_EINPUT,
		    _("%s: no certificate request in the folder: no name ends "
		      "in .csr, .req, .pem or .der"),
		    path);
	qsort(*names, *n, sizeof(**names), by_name);
	return 0;
}

int
ra_compose_folder(const struct ra_composer *x, const char *path)
{
	char **names = NULL;
	size_t i, n = 0;
	int rc = list_folder(path, &names, &n, x->e);

	for (i = 0; i < n && rc == 0; i++)
		rc = ra_compose_csr(x, names[i]);
	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
	return rc;
}

static int
copy_record(const struct ra_composer *x, const struct ra_request *r, size_t k)
{
	const struct ra_request_record *rec = &r->rec[k];
	char origin[RA_DRAFT_ORIGIN_MAX];
	struct ra_draft *d;
	size_t i;

	snprintf(origin, sizeof(origin), "%s:%zu", r->name, rec->line);
	if (rec->ncols > r->form->ncols)
		return ra_fail(x->e, RA_EINPUT,
		    _("%s: %zu columns, form %s has %zu"), origin, rec->ncols,
		    r->form->name, r->form->ncols);
	d = ra_drafts_add(&x->c->drafts, r->form, origin, x->e);
	if (d == NULL)
		return -1;
	for (i = 0; i < r->form->ncols; i++)
		if (rec->col[i].n > 0 &&
		    ra_draft_set(
			d, r->form->col[i].key, rec->col[i], false, x->e) == -1)
			return -1;
	return ra_compose_seed(x, d);
}

/* An application file among other sources: its records join theirs. */
int
ra_compose_tsv(const struct ra_composer *x, const char *path)
{
	struct ra_request *r = NULL;
	struct ra_buf b;
	size_t k;
	int rc = -1;

	ra_buf_init_secret(&b, RA_FORM_FILE_MAX);
	if (ra_fs_read(path, &b, x->e) == 0)
		r = ra_request_parse(
		    path, ra_buf_span(&b), x->ask->kinds, x->e);
	else if (x->ask->op != RA_OP_ISSUE && x->ask->inventory == NULL &&
	    access(path, F_OK) == -1)
		ra_next(x->e,
		    _("a name or serial number is looked up in a list: "
		      "--inventory serverAll.tsv"));
	if (r == NULL)
		goto out;
	if (r->total > r->n) {
		ra_fail(x->e, RA_EINPUT, _("%s: more than %d records"), path,
		    RA_REQUEST_RECORDS_MAX);
		goto out;
	}
	for (k = 0, rc = 0; k < r->n && rc == 0; k++)
		rc = copy_record(x, r, k);
out:
	ra_request_free(r);
	ra_buf_clear(&b);
	return rc;
}

/* What a batch names stands beside it. */
static char *
beside(const char *batch, const char *file)
{
	const char *slash = strrchr(batch, '/');
	char *folder, *path;

	if (slash == NULL || file[0] == '/')
		return ra_strdup(file);
	folder = ra_strndup(batch, (size_t)(slash - batch));
	path = ra_fs_join(folder[0] == '\0' ? "/" : folder, file);
	free(folder);
	return path;
}

/* The failure of a file is told with the record that names it. */
static int
name_origin(const struct ra_draft *d, struct ra_err *own, struct ra_err *e)
{
	ra_fail(e, own->code, "%s: %s", d->origin, own->msg);
	if (own->next[0] != '\0')
		ra_next(e, "%s", own->next);
	return -1;
}

static int
add_csr(
    struct ra_draft *d, const char *batch, const char *file, struct ra_err *e)
{
	struct ra_err own = { 0 };
	struct ra_csr *csr;
	char *path;
	int rc = -1;

	if (!ra_draft_takes(d, "csr"))
		return ra_fail(e, RA_EINPUT,
		    _("%s: csr: an application of kind %s has no use for it"),
		    d->origin, d->form->name);
	path = beside(batch, file);
	csr = ra_compose_load_csr(path, &own);
	rc = csr == NULL ? name_origin(d, &own, e) : ra_draft_csr(d, csr, e);
	ra_csr_free(csr);
	free(path);
	return rc;
}

static int
add_cert(const struct ra_composer *x, struct ra_draft *d, const char *batch,
    const char *file)
{
	struct ra_err own = { 0 };
	struct ra_cert *cert;
	char *path = beside(batch, file);
	int rc;

	cert = ra_compose_load_cert(path, &own);
	rc = cert == NULL ? name_origin(d, &own, x->e)
			  : ra_compose_old(x, d, cert);
	ra_cert_free(cert);
	free(path);
	return rc;
}

static int
fill_batch(
    const struct ra_composer *x, const char *path, struct ra_batchfile *b)
{
	const struct ra_batchfile_files *f;
	size_t i;

	if ((x->ask->kinds & RA_FORM_BIT(b->form->id)) == 0)
		return ra_fail(x->e, RA_EUSAGE,
		    _("%s: kind %s is not among what is asked for here"), path,
		    b->form->name);
	for (i = 0; i < b->drafts.n; i++) {
		f = &b->files[i];
		if (ra_compose_seed(x, &b->drafts.d[i]) == -1 ||
		    (f->csr != NULL &&
			add_csr(&b->drafts.d[i], path, f->csr, x->e) == -1) ||
		    (f->cert != NULL &&
			add_cert(x, &b->drafts.d[i], path, f->cert) == -1))
			return -1;
	}
	return 0;
}

int
ra_compose_batch(const struct ra_composer *x, const char *path)
{
	struct ra_batchfile b = { 0 };
	struct ra_buf in;
	int rc = -1;

	ra_buf_init_secret(&in, RA_YAML_MAX);
	if (ra_fs_read(path, &in, x->e) == 0 &&
	    ra_batchfile_parse(path, ra_buf_span(&in), &b, x->e) == 0 &&
	    fill_batch(x, path, &b) == 0)
		rc = ra_drafts_join(&x->c->drafts, &b.drafts, x->e);
	ra_batchfile_clear(&b);
	ra_buf_clear(&in);
	return rc;
}
