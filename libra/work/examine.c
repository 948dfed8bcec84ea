/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Application files, read and judged offline. */
#include "work/examine.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "upki/mend.h"

/* One record of the batch, to find it again. */
struct seen {
	size_t file, record;
	const struct ra_request *req;
};

static void
read_one(const struct ra_batch *batch, struct ra_exam *x, unsigned kinds)
{
	struct ra_mend how = { x->path, kinds, batch->opt.oracle };
	struct ra_check_options opt = batch->opt;
	struct ra_buf b;

	/* What is sent from there, or written anew, gets another name. */
	if (batch->mend || strcmp(x->path, "-") == 0)
		opt.any_name = true;
	ra_buf_init_secret(&b, RA_FORM_FILE_MAX);
	if (ra_fs_read(x->path, &b, &x->err) == 0)
		x->req = batch->mend
		    ? ra_mend(&how, ra_buf_span(&b), &x->found, &x->err)
		    : ra_request_parse(
			  x->path, ra_buf_span(&b), kinds, &x->err);
	ra_buf_clear(&b);
	if (x->req != NULL)
		ra_check(x->req, &opt, &x->found);
}

static int
compare_record(const struct seen *a, const struct seen *b)
{
	const struct ra_request_record *ra = &a->req->rec[a->record];
	const struct ra_request_record *rb = &b->req->rec[b->record];
	size_t i, n;
	int c;

	if (a->req->form != b->req->form)
		return a->req->form->id < b->req->form->id ? -1 : 1;
	for (i = 0; i < a->req->form->ncols; i++) {
		n = ra->col[i].n < rb->col[i].n ? ra->col[i].n : rb->col[i].n;
		if (n > 0 && (c = memcmp(ra->col[i].p, rb->col[i].p, n)) != 0)
			return c;
		if (ra->col[i].n != rb->col[i].n)
			return ra->col[i].n < rb->col[i].n ? -1 : 1;
	}
	return 0;
}

static int
compare_seen(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;
	int c = compare_record(x, y);

	if (c != 0)
		return c;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return x->record < y->record ? -1 : x->record > y->record;
}

static void
report_twin(
    struct ra_batch *b, const struct seen *first, const struct seen *again)
{
	struct ra_exam *x = &b->exam[again->file];
	const struct ra_exam *f = &b->exam[first->file];
	struct ra_finding at = {
		.record = again->record + 1,
		.line = again->req->rec[again->record].line,
		.col = -1,
		.item = "",
		.key = "",
		.severity = RA_SEV_ERROR,
	};

	ra_findings_add(&x->found, &at,
	    _("take one of the two out; an application is sent once"),
	    _("the same record as %s:%zu"), f->path,
	    first->req->rec[first->record].line);
	ra_findings_sort(&x->found);
}

/* Each pair of equal records within the batch is reported at the later one. */
static void
find_twins(struct ra_batch *b)
{
	struct seen *all = ra_calloc(b->records + 1, sizeof(*all));
	size_t i, k, n = 0;

	for (i = 0; i < b->n; i++) {
		for (k = 0; b->exam[i].req != NULL && k < b->exam[i].req->n;
		     k++) {
			all[n].file = i;
			all[n].record = k;
			all[n++].req = b->exam[i].req;
		}
	}
	qsort(all, n, sizeof(*all), compare_seen);
	for (i = 1; i < n; i++)
		if (compare_record(&all[i - 1], &all[i]) == 0)
			report_twin(b, &all[i - 1], &all[i]);
	free(all);
}

void
ra_batch_close(struct ra_batch *b)
{
	size_t i;

	find_twins(b);
	for (i = 0; i < b->n; i++) {
		b->errors += b->exam[i].found.errors + (b->exam[i].req == NULL);
		b->warnings += b->exam[i].found.warnings;
	}
}

int
ra_batch_read(struct ra_batch *b, const char *const *path, size_t n,
    unsigned kinds, struct ra_err *e)
{
	size_t i;

	if (n > RA_BATCH_FILES_MAX)
		return ra_fail(e, RA_EUSAGE,
		    _("%zu files, at most %d are taken"), n,
		    RA_BATCH_FILES_MAX);
	b->exam = ra_calloc(n + 1, sizeof(*b->exam));
	b->n = n;
	for (i = 0; i < n; i++) {
		b->exam[i].path = path[i];
		read_one(b, &b->exam[i], kinds);
		if (b->exam[i].req != NULL)
			b->records += b->exam[i].req->n;
		b->usage |= b->exam[i].err.code == RA_EUSAGE;
	}
	ra_batch_close(b);
	return 0;
}

void
ra_batch_add(struct ra_batch *b, const struct ra_composed *in)
{
	struct ra_exam *x;

	b->exam = ra_grow(b->exam, b->n, sizeof(*b->exam));
	x = &b->exam[b->n++];
	*x = (struct ra_exam){ .path = in->path, .from = in->from };
	x->req = ra_request_parse(
	    in->path, in->text, RA_FORM_BIT(in->from->form->id), &x->err);
	if (x->req == NULL)
		return;
	ra_check(x->req, &b->opt, &x->found);
	b->records += x->req->n;
}

static bool
ends_in(const char *path, const char *end)
{
	struct ra_span s = ra_span_str(path);
	size_t n = strlen(end);

	return s.n > n && ra_span_caseeqs(ra_span_from(s, s.n - n), end);
}

int
ra_exam_save(const struct ra_exam *x, const char *path, struct ra_err *e)
{
	struct ra_buf b;
	int rc;

	if (!ends_in(path, ".tsv") && !ends_in(path, ".txt"))
		return ra_fail(e, RA_EUSAGE,
		    _("%s: the service takes names that end in .tsv or .txt"),
		    path);
	ra_buf_init_secret(&b, RA_REQUEST_ENCODED_MAX);
	rc = ra_request_encode(x->req, &b, e);
	if (rc == 0)
		rc = ra_fs_write(path, 0600, ra_buf_span(&b), e);
	ra_buf_clear(&b);
	return rc;
}

void
ra_batch_clear(struct ra_batch *b)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		ra_request_free(b->exam[i].req);
		ra_findings_clear(&b->exam[i].found);
	}
	free(b->exam);
	memset(b, 0, sizeof(*b));
}
