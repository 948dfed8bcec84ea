/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A batch of applications in YAML. */
#include "upki/batchfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/near.h"
#include "codec/yaml.h"

enum special { CSR, CERT, CN, NAME, NAMES };

static const struct ra_batchfile_key keys[] = {
	[CSR] = { "csr", false, N_("file of the certificate request") },
	[CERT] = { "cert", false,
	    N_("file of the certificate that is renewed or revoked") },
	[CN] = { "cn", false,
	    N_("CN of the subject; the rest comes from the configuration") },
	[NAME] = { "name", false, N_("the same as cn") },
	[NAMES] = { "names", true, N_("list of further host names (dNSName)") },
	{ NULL, false, NULL },
};

/* Columns that are another one in each record. */
static const char *const own[] = { "subject_dn", "serial", "fqdn", "p12_file",
	"user_mail", "access_pin", "acme_account_id", NULL };

struct reader {
	const char *name;
	struct ra_batchfile *out;
	struct ra_err *e;
	/* The record that is being filled. */
	struct ra_draft *d;
	struct ra_batchfile_files *files;
	bool shared; /* from the defaults */
};

const struct ra_batchfile_key *
ra_batchfile_keys(void)
{
	return keys;
}

static int
refuse(const struct reader *r, const struct ra_yaml *y, const char *what)
{
	return ra_fail(r->e, RA_EINPUT, "%s:%zu:%zu: %s", r->name, y->line,
	    y->column, what);
}

static int
want_scalar(const struct reader *r, const struct ra_yaml *y)
{
	if (y->kind != RA_YAML_SCALAR)
		return refuse(r, y, _("a list or map, one value was wanted"));
	return 0;
}

static int
refuse_key(const struct reader *r, const struct ra_yaml *y, const char *near)
{
	ra_fail(r->e, RA_EINPUT, _("%s:%zu:%zu: unknown key \"%.64s\""),
	    r->name, y->key_line, y->key_column, y->key);
	if (near != NULL)
		ra_next(r->e, _("did you mean \"%s\"?"), near);
	return -1;
}

static int
unknown_key(const struct reader *r, const struct ra_yaml *y)
{
	struct ra_near near = { 0 };
	size_t i;

	for (i = 0; keys[i].name != NULL; i++)
		ra_near_offer(&near, y->key, keys[i].name);
	for (i = 0; i < r->out->form->ncols; i++)
		if (ra_draft_takes(r->d, r->out->form->col[i].key))
			ra_near_offer(&near, y->key, r->out->form->col[i].key);
	return refuse_key(r, y, near.word);
}

/* The draft speaks of its origin: for one value that is its own place. */
static int
say(const struct reader *r, const struct ra_yaml *y, const char *key,
    struct ra_span value)
{
	char origin[RA_DRAFT_ORIGIN_MAX];
	int rc;

	memcpy(origin, r->d->origin, sizeof(origin));
	snprintf(r->d->origin, sizeof(r->d->origin), "%s:%zu:%zu", r->name,
	    y->line, y->column);
	if (strcmp(key, "cn") == 0)
		rc = ra_draft_cn(r->d, value, true, r->e);
	else if (strcmp(key, "names") == 0)
		rc = ra_draft_dns(r->d, value, r->e);
	else if (strcmp(key, "reason") == 0 && value.n > 0)
		rc = ra_draft_reason(r->d, value, true, r->e);
	else
		rc = ra_draft_set(r->d, key, value, true, r->e);
	memcpy(r->d->origin, origin, sizeof(origin));
	return rc;
}

static int
take_file(const struct reader *r, const struct ra_yaml *y, char **out)
{
	if (want_scalar(r, y) == -1)
		return -1;
	if (y->value[0] == '\0')
		return refuse(r, y, _("empty, the name of a file was wanted"));
	*out = ra_strdup(y->value);
	return 0;
}

/* As cn and subject_dn, or names and dnsname, would. */
static int
refuse_twice(const struct reader *r, const struct ra_yaml *y, const char *key)
{
	if (r->shared || ra_draft_get(r->d, key) == NULL)
		return 0;
	return ra_fail(r->e, RA_EINPUT,
	    _("%s:%zu:%zu: %s is said twice in this record"), r->name,
	    y->key_line, y->key_column, key);
}

static int
take_names(const struct reader *r, const struct ra_yaml *y)
{
	const struct ra_yaml *one;
	size_t n = 0;

	/* Names are not mixed: the record's own stand alone. */
	if (r->shared && ra_draft_get(r->d, "dnsname") != NULL)
		return 0;
	if (refuse_twice(r, y, "dnsname") == -1)
		return -1;
	if (y->kind == RA_YAML_MAP)
		return refuse(r, y, _("a map, a list of names was wanted"));
	if (y->kind == RA_YAML_SCALAR)
		return say(r, y, "names", ra_span_str(y->value));
	for (one = y->child; one != NULL; one = one->next) {
		if (++n > RA_BATCHFILE_NAMES_MAX)
			return refuse(
			    r, one, _("too many names in one record"));
		if (want_scalar(r, one) == -1 ||
		    say(r, one, "names", ra_span_str(one->value)) == -1)
			return -1;
	}
	return 0;
}

static int
take_cn(const struct reader *r, const struct ra_yaml *y)
{
	if (want_scalar(r, y) == -1 || refuse_twice(r, y, "subject_dn") == -1)
		return -1;
	return say(r, y, "cn", ra_span_str(y->value));
}

static int
take_special(const struct reader *r, const struct ra_yaml *y, enum special s)
{
	switch (s) {
	case CSR:
		return take_file(r, y, &r->files->csr);
	case CERT:
		return take_file(r, y, &r->files->cert);
	case NAMES:
		return take_names(r, y);
	default:
		return take_cn(r, y);
	}
}

static int
take_column(const struct reader *r, const struct ra_yaml *y)
{
	if (want_scalar(r, y) == -1 || refuse_twice(r, y, y->key) == -1)
		return -1;
	return say(r, y, y->key, ra_span_str(y->value));
}

/* Of any form: that this one has no use for it is said elsewhere. */
static bool
is_column(const char *key)
{
	const struct ra_form *f = ra_form_table();
	size_t i, k;

	for (k = 0; k < RA_FORM_COUNT; k++)
		for (i = 0; i < f[k].ncols; i++)
			if (f[k].col[i].need != RA_NEED_NO &&
			    strcmp(f[k].col[i].key, key) == 0)
				return true;
	return false;
}

static int
refuse_shared(const struct reader *r, const struct ra_yaml *y)
{
	return ra_fail(r->e, RA_EINPUT,
	    _("%s:%zu:%zu: key %.64s in the defaults, it belongs to a record"),
	    r->name, y->key_line, y->key_column, y->key);
}

static int
take_pair(const struct reader *r, const struct ra_yaml *y)
{
	size_t i;

	for (i = 0; keys[i].name != NULL; i++) {
		if (strcmp(keys[i].name, y->key) != 0)
			continue;
		if (r->shared && !keys[i].shared)
			return refuse_shared(r, y);
		return take_special(r, y, (enum special)i);
	}
	for (i = 0; r->shared && own[i] != NULL; i++)
		if (strcmp(own[i], y->key) == 0)
			return refuse_shared(r, y);
	return is_column(y->key) ? take_column(r, y) : unknown_key(r, y);
}

static int
take_map(const struct reader *r, const struct ra_yaml *map)
{
	const struct ra_yaml *y;

	for (y = map->child; y != NULL; y = y->next)
		if (take_pair(r, y) == -1)
			return -1;
	return 0;
}

static int
take_record(
    struct reader *r, const struct ra_yaml *y, const struct ra_yaml *defaults)
{
	struct ra_batchfile *b = r->out;
	char origin[RA_DRAFT_ORIGIN_MAX];

	if (y->kind != RA_YAML_MAP)
		return refuse(
		    r, y, _("a record is a map, such as \"cn: NAME\""));
	if (b->n == RA_BATCHFILE_RECORDS_MAX)
		return ra_fail(r->e, RA_EINPUT,
		    _("%s:%zu:%zu: more than %d records"), r->name, y->line,
		    y->column, RA_BATCHFILE_RECORDS_MAX);
	snprintf(origin, sizeof(origin), "%s:%zu", r->name, y->line);
	b->files = ra_grow(b->files, b->n, sizeof(*b->files));
	r->files = &b->files[b->n++];
	*r->files = (struct ra_batchfile_files){ 0 };
	r->d = ra_drafts_add(&b->drafts, b->form, origin, r->e);
	r->shared = false;
	if (r->d == NULL || take_map(r, y) == -1)
		return -1;
	r->shared = true;
	return defaults == NULL ? 0 : take_map(r, defaults);
}

static int
take_kind(struct reader *r, const struct ra_yaml *root)
{
	const struct ra_yaml *y = ra_yaml_get(root, "kind");
	struct ra_near near = { 0 };
	size_t i;

	if (y == NULL) {
		refuse(r, root, _("no kind"));
		ra_next(r->e,
		    _("say what is applied for, such as \"kind: %s\""),
		    ra_form_table()[0].name);
		return -1;
	}
	if (want_scalar(r, y) == -1)
		return -1;
	r->out->form = ra_form_find(ra_span_str(y->value));
	if (r->out->form != NULL)
		return 0;
	refuse(r, y, _("unknown kind of application"));
	for (i = 0; i < RA_FORM_COUNT; i++)
		ra_near_offer(&near, y->value, ra_form_table()[i].name);
	if (near.word != NULL)
		ra_next(r->e, _("did you mean \"%s\"?"), near.word);
	else
		ra_next(r->e, _("the kinds are those of \"upkira check -k\""));
	return -1;
}

static int
check_top(const struct reader *r, const struct ra_yaml *root)
{
	static const char *const top[] = { "kind", "defaults", "records" };
	const struct ra_yaml *y;
	size_t i, known;

	for (y = root->child; y != NULL; y = y->next) {
		struct ra_near near = { 0 };

		for (i = known = 0; i < 3; i++) {
			known += strcmp(top[i], y->key) == 0;
			ra_near_offer(&near, y->key, top[i]);
		}
		if (known == 0)
			return refuse_key(r, y, near.word);
	}
	return 0;
}

static int
take_all(struct reader *r, const struct ra_yaml *root)
{
	const struct ra_yaml *records, *defaults, *y;

	if (root->kind != RA_YAML_MAP)
		return refuse(r, root,
		    _("a map of kind, defaults and records was wanted"));
	if (check_top(r, root) == -1 || take_kind(r, root) == -1)
		return -1;
	defaults = ra_yaml_get(root, "defaults");
	if (defaults != NULL && defaults->kind == RA_YAML_SCALAR &&
	    defaults->value[0] == '\0')
		defaults = NULL;
	if (defaults != NULL && defaults->kind != RA_YAML_MAP)
		return refuse(r, defaults, _("the defaults are a map"));
	records = ra_yaml_get(root, "records");
	if (records == NULL)
		return refuse(r, root, _("no records"));
	if (records->kind != RA_YAML_LIST || records->child == NULL)
		return refuse(r, records, _("a list of records was wanted"));
	for (y = records->child; y != NULL; y = y->next)
		if (take_record(r, y, defaults) == -1)
			return -1;
	return 0;
}

int
ra_batchfile_parse(const char *name, struct ra_span in,
    struct ra_batchfile *out, struct ra_err *e)
{
	struct reader r = { .name = name, .out = out, .e = e };
	struct ra_yaml *root;
	int rc = -1;

	*out = (struct ra_batchfile){ 0 };
	root = ra_yaml_parse(name, in, RA_EINPUT, e);
	if (root != NULL)
		rc = take_all(&r, root);
	ra_yaml_free(root);
	return rc;
}

void
ra_batchfile_clear(struct ra_batchfile *b)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		free(b->files[i].csr);
		free(b->files[i].cert);
	}
	free(b->files);
	ra_drafts_clear(&b->drafts);
	*b = (struct ra_batchfile){ 0 };
}
