/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The intermediate certificates above one. */
#include "work/chain.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"

#define BEGIN "-----BEGIN "

struct pool {
	struct ra_cert **cert;
	size_t n;
};

/* Every block of a bundle; a file without one may be DER. */
static void
add_all(struct pool *p, const char *path, struct ra_span in)
{
	struct ra_cert *c;
	size_t at;

	do {
		c = ra_cert_parse(path, in, NULL);
		if (c != NULL) {
			p->cert = ra_grow(p->cert, p->n, sizeof(*p->cert));
			p->cert[p->n++] = c;
		}
		at = ra_span_find(in, RA_SPAN(BEGIN));
		if (at == in.n)
			return;
		in = ra_span_from(in, at + sizeof(BEGIN) - 1);
		at = ra_span_find(in, RA_SPAN(BEGIN));
		in = ra_span_from(in, at);
	} while (in.n > 0);
}

static int
read_file(struct pool *p, const char *path, struct ra_err *e)
{
	struct ra_buf b;
	size_t before = p->n;
	int rc;

	ra_buf_init(&b, RA_CHAIN_FILE_MAX);
	rc = ra_fs_read(path, &b, e);
	if (rc == 0)
		add_all(p, path, ra_buf_span(&b));
	if (rc == 0 && p->n == before)
		ra_log(RA_LOG_INFO, _("%s: no certificate in it"), path);
	ra_buf_clear(&b);
	return rc;
}

static int
read_folder(struct pool *p, const char *path, struct ra_err *e)
{
	DIR *d = opendir(path);
	char text[RA_ERRNO_TEXT], *name;
	struct dirent *entry;
	struct stat st;
	size_t n = 0;

	if (d == NULL)
		return ra_fail(
		    e, RA_EINPUT, "%s: %s", path, ra_err_errno(errno, text));
	while ((entry = readdir(d)) != NULL && n < RA_CHAIN_FILES_MAX) {
		name = ra_fs_join(path, entry->d_name);
		/* One that cannot be read is not the only one. */
		if (stat(name, &st) == 0 && S_ISREG(st.st_mode)) {
			(void)read_file(p, name, NULL);
			n++;
		}
		free(name);
	}
	closedir(d);
	return 0;
}

/* The one that ends last: a key may have been certified twice. */
static const struct ra_cert *
above(const struct pool *p, const struct ra_cert *c)
{
	const struct ra_cert *best = NULL;
	size_t i;

	for (i = 0; i < p->n; i++)
		if (ra_cert_issued_by(c, p->cert[i]) &&
		    !ra_cert_issued_by(p->cert[i], p->cert[i]) &&
		    (best == NULL ||
			ra_cert_not_after(p->cert[i]) >
			    ra_cert_not_after(best)))
			best = p->cert[i];
	return best;
}

int
ra_chain_find(const char *path, const struct ra_cert *c, struct ra_buf *out,
    size_t *n, struct ra_err *e)
{
	struct pool p = { NULL, 0 };
	char text[RA_ERRNO_TEXT];
	struct stat st;
	size_t i;
	int rc;

	*n = 0;
	if (stat(path, &st) == -1)
		return ra_fail(
		    e, RA_EINPUT, "%s: %s", path, ra_err_errno(errno, text));
	rc = S_ISDIR(st.st_mode) ? read_folder(&p, path, e)
				 : read_file(&p, path, e);
	if (rc == 0)
		while (*n < RA_CHAIN_MAX && (c = above(&p, c)) != NULL) {
			ra_cert_to_pem(c, out);
			++*n;
		}
	for (i = 0; i < p.n; i++)
		ra_cert_free(p.cert[i]);
	free(p.cert);
	return rc;
}
