/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Application files made of what people have: gathered, cut, written. */
#include "work/compose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "work/compose_in.h"

enum source { APPLICATION, REQUEST, FOLDER, BATCH, LOOKUP, NAME };

static const struct {
	const char *ending;
	enum source source;
} endings[] = {
	{ ".tsv", APPLICATION },
	{ ".txt", APPLICATION },
	{ ".csr", REQUEST },
	{ ".req", REQUEST },
	{ ".pem", REQUEST },
	{ ".der", REQUEST },
	{ ".yaml", BATCH },
	{ ".yml", BATCH },
};

static enum source
source_of(const struct ra_compose_ask *ask, const char *operand)
{
	struct stat st;
	bool there = stat(operand, &st) == 0;
	size_t i;

	if (there && S_ISDIR(st.st_mode))
		return FOLDER;
	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (ra_span_ends(
			ra_span_str(operand), ra_span_str(endings[i].ending)))
			return endings[i].source;
	if (!there && ask->inventory != NULL && strcmp(operand, "-") != 0)
		return LOOKUP;
	/* No host has a slash in its name: that is a file, and missing. */
	if (!there && ask->names && strcmp(operand, "-") != 0 &&
	    strchr(operand, '/') == NULL)
		return NAME;
	return APPLICATION;
}

bool
ra_compose_wanted(
    const struct ra_compose_ask *ask, const char *const *operand, size_t n)
{
	size_t i;

	if (ask->san != NULL || ask->profile_id != NULL ||
	    ask->reason != NULL || ask->comment != NULL ||
	    ask->inventory != NULL || ask->people != NULL ||
	    ask->leavers != NULL || ask->from_cert != NULL ||
	    ask->from_host != NULL || ask->write)
		return true;
	for (i = 0; i < n; i++)
		if (source_of(ask, operand[i]) != APPLICATION)
			return true;
	return false;
}

const struct ra_form *
ra_compose_form(const struct ra_composer *x, bool people)
{
	const struct ra_form *f = ra_form_table();
	size_t i;

	for (i = 0; i < RA_FORM_COUNT; i++)
		if ((x->ask->kinds & RA_FORM_BIT(f[i].id)) != 0 &&
		    people == (f[i].iface == RA_IF_CLIENT_APPLY))
			return &f[i];
	return NULL;
}

static int
offer(struct ra_draft *d, const char *key, const char *value, struct ra_err *e)
{
	if (value == NULL || !ra_draft_takes(d, key))
		return 0;
	return ra_draft_set(d, key, ra_span_str(value), true, e);
}

int
ra_compose_seed(const struct ra_composer *x, struct ra_draft *d)
{
	const struct ra_compose_ask *a = x->ask;

	if (a->reason != NULL && ra_draft_takes(d, "reason") &&
	    ra_draft_reason(d, ra_span_str(a->reason), true, x->e) == -1)
		return -1;
	if (offer(d, "profile_id", a->profile_id, x->e) == -1)
		return -1;
	return offer(d, "comment", a->comment, x->e);
}

struct ra_draft *
ra_compose_draft(
    const struct ra_composer *x, const struct ra_form *form, const char *origin)
{
	struct ra_draft *d = ra_drafts_add(&x->c->drafts, form, origin, x->e);

	return d == NULL || ra_compose_seed(x, d) == -1 ? NULL : d;
}

/* A host that has nothing yet: its name, and further ones. */
static int
gather_name(const struct ra_composer *x, const char *operand)
{
	struct ra_span rest = ra_span_str(x->ask->san), name;
	struct ra_draft *d;

	d = ra_compose_draft(x, ra_compose_form(x, false), operand);
	if (d == NULL ||
	    ra_draft_cn(d, ra_span_str(operand), false, x->e) == -1)
		return -1;
	while (rest.n > 0) {
		name = ra_span_trim(ra_span_cut(&rest, ','));
		if (ra_draft_dns(d, name, x->e) == -1)
			return -1;
	}
	return 0;
}

static int
gather_operand(const struct ra_composer *x, const char *operand)
{
	switch (source_of(x->ask, operand)) {
	case REQUEST:
		return ra_compose_csr(x, operand);
	case FOLDER:
		return ra_compose_folder(x, operand);
	case BATCH:
		return ra_compose_batch(x, operand);
	case LOOKUP:
		return ra_compose_lookup(x, operand);
	case NAME:
		return gather_name(x, operand);
	default:
		return ra_compose_tsv(x, operand);
	}
}

static int
gather(const struct ra_composer *x, const char *const *operand, size_t n)
{
	size_t i;

	if (ra_compose_inventory(x) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (gather_operand(x, operand[i]) == -1)
			return -1;
	if (ra_compose_people(x) == -1 || ra_compose_from_cert(x) == -1 ||
	    ra_compose_from_host(x) == -1 || ra_compose_leavers(x) == -1)
		return -1;
	if (x->c->drafts.n == 0 && x->ask->leavers == NULL)
		return ra_fail(x->e, RA_EINPUT, _("nothing to apply for"));
	return 0;
}

/* Reason 1 makes the CA act at once: it is never a slip. */
static int
check_reason(const struct ra_composer *x, const struct ra_draft *d)
{
	const char *reason = ra_draft_get(d, "reason");

	if (reason == NULL || strcmp(reason, "1") != 0 ||
	    x->ask->key_compromised)
		return 0;
	ra_fail(x->e, RA_EINPUT,
	    _("%s: reason 1 says that the private key is known to others"),
	    d->origin);
	ra_next(x->e,
	    _("say --yes-key-compromised when that is so, else take reason 4 "
	      "or 5"));
	return -1;
}

static int
fill(const struct ra_composer *x)
{
	struct ra_draft *d;
	size_t i;

	for (i = 0; i < x->c->drafts.n; i++) {
		d = &x->c->drafts.d[i];
		if (ra_compose_past(x, d) == -1 ||
		    ra_draft_fill(d, &x->ask->defaults, x->e) == -1 ||
		    ra_draft_complete(d, x->e) == -1 ||
		    check_reason(x, d) == -1)
			return -1;
	}
	return 0;
}

/* One kind after the other, each in the order it was gathered. */
static void
sort_by_form(struct ra_drafts *l)
{
	struct ra_draft *to = ra_calloc(l->n + 1, sizeof(*to));
	size_t f, i, n = 0;

	for (f = 0; f < RA_FORM_COUNT; f++)
		for (i = 0; i < l->n; i++)
			if ((size_t)l->d[i].form->id == f)
				to[n++] = l->d[i];
	free(l->d);
	l->d = to;
}

static size_t
run_length(const struct ra_drafts *l, size_t from)
{
	size_t n = from;

	while (n < l->n && l->d[n].form == l->d[from].form)
		n++;
	return n - from;
}

/* "NAME-01of03.tsv", or the plain name of an only part. */
static char *
part_name(const struct ra_composer *x, const struct ra_form *form, size_t k,
    size_t of)
{
	struct ra_span whole, end;
	struct ra_buf b;
	int width = of > 99 ? 3 : 2;

	ra_buf_init(&b, RA_DRAFT_VALUE_MAX);
	if (x->ask->output != NULL)
		ra_buf_adds(&b, x->ask->output);
	else
		ra_buf_addf(&b, "%s.tsv", form->name);
	if (of > 1) {
		char *name = ra_buf_take(&b);

		whole = ra_span_str(name);
		end = ra_span_from(whole, whole.n - strlen(".tsv"));
		whole.n -= end.n;
		ra_buf_init(&b, RA_DRAFT_VALUE_MAX);
		ra_buf_add(&b, whole);
		ra_buf_addf(&b, "-%0*zuof%0*zu", width, k, width, of);
		ra_buf_add(&b, end);
		free(name);
	}
	return ra_buf_take(&b);
}

static int
add_part(const struct ra_composer *x, char *name, size_t from, size_t n)
{
	struct ra_composition *c = x->c;
	const struct ra_draft *d = &c->drafts.d[from];
	struct ra_composed in = { .path = name, .from = d };
	struct ra_buf text;
	int rc;

	c->name = ra_grow(c->name, c->batch.n, sizeof(*c->name));
	c->name[c->batch.n] = name;
	ra_buf_init_secret(&text, RA_FORM_FILE_MAX);
	ra_drafts_text(&c->drafts, from, n, &text);
	rc = ra_buf_done(&text, name, x->e);
	in.text = ra_buf_span(&text);
	ra_batch_add(&c->batch, &in);
	ra_buf_clear(&text);
	return rc;
}

static int
cut(const struct ra_composer *x)
{
	const size_t most = RA_FORM_RECORDS_MAX;
	struct ra_drafts *l = &x->c->drafts;
	size_t from, run, parts, k, n;

	sort_by_form(l);
	x->c->batch.opt.oracle = x->c->oracle;
	for (from = 0; from < l->n; from += run) {
		run = run_length(l, from);
		parts = (run + most - 1) / most;
		if (x->ask->write && run < l->n)
			return ra_fail(x->e, RA_EUSAGE,
			    _("applications of more than one kind in one "
			      "file: say -t server or -t client"));
		if (x->c->batch.n + parts > RA_COMPOSE_PARTS_MAX)
			return ra_fail(x->e, RA_EINPUT,
			    _("%zu records make more than %d files"), l->n,
			    RA_COMPOSE_PARTS_MAX);
		for (k = 0; k < parts; k++) {
			n = k + 1 < parts ? most : run - k * most;
			if (add_part(x,
				part_name(x, l->d[from].form, k + 1, parts),
				from + k * most, n) == -1)
				return -1;
		}
	}
	ra_batch_close(&x->c->batch);
	return 0;
}

static int
check_output(const char *path, struct ra_err *e)
{
	struct ra_span s = ra_span_str(path);

	if (path == NULL || ra_span_ends(s, RA_SPAN(".tsv")) ||
	    ra_span_ends(s, RA_SPAN(".txt")))
		return 0;
	return ra_fail(e, RA_EUSAGE,
	    _("-o %s: the service takes names that end in .tsv or .txt"), path);
}

int
ra_compose(struct ra_composition *c, const struct ra_compose_ask *ask,
    const char *const *operand, size_t n, struct ra_err *e)
{
	const struct ra_composer x = { ask, c, e };

	if (check_output(ask->output, e) == -1 ||
	    gather(&x, operand, n) == -1 || fill(&x) == -1)
		return -1;
	return cut(&x);
}

int
ra_compose_drafts(struct ra_composition *c, const struct ra_compose_ask *ask,
    struct ra_err *e)
{
	const struct ra_composer x = { ask, c, e };

	if (check_output(ask->output, e) == -1 || fill(&x) == -1)
		return -1;
	return cut(&x);
}

static int
write_part(const struct ra_exam *x, struct ra_fs_out *out, struct ra_err *e)
{
	struct ra_buf b;
	int rc = -1;

	ra_buf_init_secret(&b, RA_REQUEST_ENCODED_MAX);
	if (ra_request_encode(x->req, &b, e) == 0 &&
	    ra_fs_begin(out, x->path, 0600, e) == 0)
		rc = ra_fs_add(out, ra_buf_span(&b), e);
	ra_buf_clear(&b);
	return rc;
}

int
ra_compose_write(const struct ra_composition *c, struct ra_err *e)
{
	struct ra_fs_out *out = ra_calloc(c->batch.n + 1, sizeof(*out));
	size_t i;
	int rc = 0;

	for (i = 0; i < c->batch.n && rc == 0; i++)
		rc = write_part(&c->batch.exam[i], &out[i], e);
	if (rc == 0)
		rc = ra_fs_commit_all(out, c->batch.n, e);
	for (i = 0; i < c->batch.n; i++)
		ra_fs_abort(&out[i]);
	free(out);
	return rc;
}

void
ra_compose_clear(struct ra_composition *c)
{
	size_t i, n = c->batch.n;

	ra_batch_clear(&c->batch);
	for (i = 0; i < n; i++)
		free(c->name[i]);
	free(c->name);
	ra_drafts_clear(&c->drafts);
	ra_oracle_free(c->oracle);
	*c = (struct ra_composition){ 0 };
}
