/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Records being written: who says what, and what nobody has said. */
#include "upki/draft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/secret.h"
#include "codec/text.h"
#include "upki/profile.h"

#define PREFIX "dNSName="

/* Where a required value can be said. */
static const struct {
	const char *key, *where;
} places[] = {
	{ "subject_dn",
	    N_("say cn or subject_dn in the batch, or name a "
	       "certificate request or certificate") },
	{ "profile_id",
	    N_("say --cert-profile ID, or profile_id in the "
	       "batch") },
	{ "download_method",
	    N_("say download_method in the batch or the list "
	       "of people: 1, 2 or 3") },
	{ "acme_account_id", N_("say acme_account_id in the batch") },
	{ "serial",
	    N_("say serial in the batch, or take it from a list or "
	       "certificate: --inventory FILE, --from-cert FILE") },
	{ "reason",
	    N_("say --reason CODE, or reason in the batch: 0, 1, 3, 4 "
	       "or 5") },
	{ "csr",
	    N_("say csr: FILE in the batch, or name the file of the "
	       "certificate request") },
	{ "manager_name",
	    N_("say manager.name in upkira.yaml, or "
	       "manager_name in the batch") },
	{ "manager_unit",
	    N_("say manager.unit in upkira.yaml, or "
	       "manager_unit in the batch") },
	{ "manager_mail",
	    N_("say manager.mail in upkira.yaml, or "
	       "manager_mail in the batch") },
	{ "software",
	    N_("say manager.software in upkira.yaml, or software in "
	       "the batch") },
};

/* The column that the form has a use for, or -1. */
static int
find(const struct ra_draft *d, const char *key)
{
	size_t i;

	for (i = 0; i < d->form->ncols; i++)
		if (strcmp(d->form->col[i].key, key) == 0)
			return d->form->col[i].need == RA_NEED_NO ? -1 : (int)i;
	return -1;
}

static void
drop(char *value)
{
	if (value != NULL)
		ra_wipe(value, strlen(value));
	free(value);
}

struct ra_draft *
ra_drafts_add(struct ra_drafts *l, const struct ra_form *form,
    const char *origin, struct ra_err *e)
{
	struct ra_draft *d;

	if (l->n == RA_DRAFTS_MAX) {
		ra_fail(e, RA_EINPUT,
		    _("%s: more than %d records, call upkira in parts"), origin,
		    RA_DRAFTS_MAX);
		return NULL;
	}
	l->d = ra_grow(l->d, l->n, sizeof(*l->d));
	d = &l->d[l->n++];
	memset(d, 0, sizeof(*d));
	d->form = form;
	snprintf(d->origin, sizeof(d->origin), "%s", origin);
	return d;
}

int
ra_drafts_join(struct ra_drafts *l, struct ra_drafts *more, struct ra_err *e)
{
	struct ra_draft *d;
	size_t i;

	for (i = 0; i < more->n; i++) {
		d = ra_drafts_add(l, more->d[i].form, more->d[i].origin, e);
		if (d == NULL)
			return -1;
		memcpy(d->value, more->d[i].value, sizeof(d->value));
		memset(more->d[i].value, 0, sizeof(more->d[i].value));
	}
	ra_drafts_clear(more);
	return 0;
}

/* A control character would make another file of it. */
static size_t
find_control(struct ra_span v)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if ((unsigned char)v.p[i] < 0x20 || v.p[i] == 0x7f)
			break;
	return i;
}

static int
refuse_character(const struct ra_draft *d, const char *key, struct ra_span v,
    size_t bad, struct ra_err *e)
{
	size_t n;
	unsigned rune = ra_text_rune(ra_span_from(v, bad), &n);

	return ra_fail(e, RA_EINPUT,
	    _("%s: %s: character %zu is U+%04X, which cannot stand in a file "
	      "for the service (CP932)"),
	    d->origin, key, ra_text_chars((struct ra_span){ v.p, bad }) + 1,
	    rune);
}

static int
check_value(const struct ra_draft *d, const char *key, struct ra_span v,
    struct ra_err *e)
{
	struct ra_buf scratch;
	size_t bad = find_control(v);
	int rc = 0;

	if (v.n > RA_DRAFT_VALUE_MAX)
		return ra_fail(e, RA_EINPUT,
		    _("%s: %s: %zu bytes, a value has at most %d"), d->origin,
		    key, v.n, RA_DRAFT_VALUE_MAX);
	if (bad < v.n)
		return refuse_character(d, key, v, bad, e);
	if (ra_text_is_ascii(v))
		return 0;
	if (!ra_text_is_utf8(v))
		return ra_fail(
		    e, RA_EINPUT, _("%s: %s: not UTF-8"), d->origin, key);
	ra_buf_init_secret(&scratch, RA_DRAFT_VALUE_MAX);
	if (ra_text_encode(RA_CP932, v, &scratch, &bad) == -1)
		rc = refuse_character(d, key, v, bad, e);
	ra_buf_clear(&scratch);
	return rc;
}

int
ra_draft_set(struct ra_draft *d, const char *key, struct ra_span value,
    bool keep, struct ra_err *e)
{
	int i = find(d, key);

	if (i == -1)
		return ra_fail(e, RA_EINPUT,
		    _("%s: %s: an application of kind %s has no use for it"),
		    d->origin, key, d->form->name);
	if (value.n == 0 || (keep && d->value[i] != NULL))
		return 0;
	if (check_value(d, key, value, e) == -1)
		return -1;
	drop(d->value[i]);
	d->value[i] = ra_strndup(value.p, value.n);
	return 0;
}

bool
ra_draft_takes(const struct ra_draft *d, const char *key)
{
	return find(d, key) != -1;
}

const char *
ra_draft_get(const struct ra_draft *d, const char *key)
{
	int i = find(d, key);

	return i == -1 ? NULL : d->value[i];
}

int
ra_draft_cn(struct ra_draft *d, struct ra_span cn, bool keep, struct ra_err *e)
{
	struct ra_err why = { 0 };
	struct ra_dn dn = { 0 };
	struct ra_buf b;
	int rc = -1;

	ra_buf_init(&b, RA_DN_MAX);
	ra_buf_adds(&b, "CN=");
	ra_buf_add(&b, cn);
	if (b.over || ra_dn_parse("CN", ra_buf_span(&b), &dn, &why) == -1 ||
	    dn.n != 1 || !ra_span_eqs(cn, dn.rdn[0].value) || cn.n == 0)
		ra_fail(e, RA_EINPUT,
		    _("%s: CN: a name alone was wanted, no further attribute "
		      "and no blank at an end"),
		    d->origin);
	else
		rc = ra_draft_set(d, "subject_dn", ra_buf_span(&b), keep, e);
	ra_dn_clear(&dn);
	ra_buf_clear(&b);
	return rc;
}

int
ra_draft_reason(
    struct ra_draft *d, struct ra_span reason, bool keep, struct ra_err *e)
{
	const struct ra_word *w;
	struct ra_near near = { 0 };
	char digit[16], said[RA_NEAR_MAX + 1];

	snprintf(said, sizeof(said), "%.*s",
	    reason.n < sizeof(said) ? (int)reason.n : 0, reason.p);
	for (w = ra_reason_table(); w->name != NULL; w++) {
		snprintf(digit, sizeof(digit), "%d", w->code);
		if (ra_span_caseeqs(reason, w->name) ||
		    ra_span_eqs(reason, digit))
			return ra_draft_set(
			    d, "reason", ra_span_str(digit), keep, e);
		ra_near_offer(&near, said, w->name);
	}
	ra_fail(e, RA_EINPUT,
	    _("%s: reason: no reason for a revocation, wanted 0, 1, 3, 4 or 5 "
	      "or its name"),
	    d->origin);
	if (near.word != NULL)
		ra_next(e, _("did you mean \"%s\"?"), near.word);
	return -1;
}

static bool
has_name(struct ra_span list, struct ra_span name)
{
	struct ra_span one;

	while (list.n > 0) {
		one = ra_span_cut(&list, ',');
		if (ra_span_eq(ra_span_from(one, strlen(PREFIX)), name))
			return true;
	}
	return false;
}

int
ra_draft_dns(struct ra_draft *d, struct ra_span name, struct ra_err *e)
{
	struct ra_span said = ra_span_str(ra_draft_get(d, "dnsname"));
	struct ra_buf b;
	int rc = -1;

	if (ra_span_has(name, RA_SPAN(",")) || ra_span_has(name, RA_SPAN("=")))
		return ra_fail(e, RA_EINPUT,
		    _("%s: dnsname: a comma or \"=\" inside a name, one name "
		      "was wanted"),
		    d->origin);
	if (has_name(said, name))
		return 0;
	ra_buf_init(&b, RA_DRAFT_VALUE_MAX);
	ra_buf_add(&b, said);
	ra_buf_adds(&b, said.n > 0 ? "," PREFIX : PREFIX);
	ra_buf_add(&b, name);
	if (ra_buf_done(&b, d->origin, e) == 0)
		rc = ra_draft_set(d, "dnsname", ra_buf_span(&b), false, e);
	ra_buf_clear(&b);
	return rc;
}

static const char *
where_to_say(const char *key)
{
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (strcmp(places[i].key, key) == 0)
			return places[i].where;
	return NULL;
}

int
ra_draft_complete(const struct ra_draft *d, struct ra_err *e)
{
	const struct ra_column *c;
	const char *where;
	size_t i;

	for (i = 0; i < d->form->ncols; i++) {
		c = &d->form->col[i];
		if (c->need != RA_NEED_MUST || d->value[i] != NULL)
			continue;
		ra_fail(e, RA_EINPUT, _("%s: no %s (%s)"), d->origin, c->key,
		    c->item);
		if ((where = where_to_say(c->key)) != NULL)
			ra_next(e, "%s", _(where));
		else
			ra_next(e, _("say %s in the batch"), c->key);
		return -1;
	}
	return 0;
}

void
ra_drafts_text(
    const struct ra_drafts *l, size_t from, size_t n, struct ra_buf *out)
{
	size_t i, k;

	for (k = from; k < from + n && k < l->n; k++) {
		for (i = 0; i < l->d[k].form->ncols; i++) {
			if (i > 0)
				ra_buf_addc(out, '\t');
			if (l->d[k].value[i] != NULL)
				ra_buf_adds(out, l->d[k].value[i]);
		}
		ra_buf_addc(out, '\n');
	}
}

void
ra_drafts_clear(struct ra_drafts *l)
{
	size_t i, k;

	for (k = 0; k < l->n; k++)
		for (i = 0; i < RA_FORM_COLUMNS_MAX; i++)
			drop(l->d[k].value[i]);
	free(l->d);
	*l = (struct ra_drafts){ 0 };
}
