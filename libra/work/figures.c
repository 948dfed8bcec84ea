/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Rows counted under the keys they have. */
#include "work/figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/span.h"
#include "upki/record.h"

#define KEY_BYTES 1024 /* of one key; a domain has 253, an address 254 */
#define PART "\x1f"    /* between keys: no row holds it */

static const char *const keys[RA_FIG_KEYS] = {
	[RA_FIG_DOMAIN] = "domain",
	[RA_FIG_KIND] = "kind",
	[RA_FIG_MONTH] = "month",
	[RA_FIG_STATE] = "state",
	[RA_FIG_PROFILE] = "profile",
	[RA_FIG_END] = "end",
	[RA_FIG_MANAGER] = "manager",
};

const char *
ra_figure_key(enum ra_figure_by by)
{
	return keys[by];
}

const char *
ra_standing_name(enum ra_standing s)
{
	static const char *const names[] = {
		[RA_STANDS_PENDING] = N_("pending"),
		[RA_STANDS_LIVE] = N_("live"),
		[RA_STANDS_ENDED] = N_("ended"),
		[RA_STANDS_REVOKED] = N_("revoked"),
		[RA_STANDS_FAILED] = N_("failed"),
		[RA_STANDS_OTHER] = N_("other state"),
	};

	return names[s];
}

/* The states of upki-facts 5.1. */
enum ra_standing
ra_inv_standing(const struct ra_inv_row *row, int64_t now)
{
	if (ra_inv_state_live(row->state))
		return row->ends == RA_INV_NO_TIME || row->ends >= now
		    ? RA_STANDS_LIVE
		    : RA_STANDS_ENDED;
	switch (row->state) {
	case 0:
	case 1:
		return RA_STANDS_PENDING;
	case 2:
	case 7:
	case 10:
		return RA_STANDS_REVOKED;
	default:
		return row->state < 0 && row->state != RA_INV_NO_STATE
		    ? RA_STANDS_FAILED
		    : RA_STANDS_OTHER;
	}
}

static void
put_month(int64_t t, char out[KEY_BYTES])
{
	char day[RA_CLOCK_TEXT];

	out[0] = '\0';
	if (t != RA_INV_NO_TIME)
		snprintf(out, KEY_BYTES, "%.7s", ra_clock_date(t, day));
}

static void
put_state(int state, char out[KEY_BYTES])
{
	const struct ra_state *s = ra_state_find(state);

	if (s != NULL)
		snprintf(out, KEY_BYTES, "%s", s->name);
	else if (state != RA_INV_NO_STATE)
		snprintf(out, KEY_BYTES, "%d", state);
	else
		out[0] = '\0';
}

static void
put_small(const char *in, char out[KEY_BYTES])
{
	size_t i;

	for (i = 0; in[i] != '\0' && i + 1 < KEY_BYTES; i++)
		out[i] =
		    (char)(in[i] >= 'A' && in[i] <= 'Z' ? in[i] + 32 : in[i]);
	out[i] = '\0';
}

static void
put_key(enum ra_figure_by by, const struct ra_inv_row *row, char out[KEY_BYTES])
{
	switch (by) {
	case RA_FIG_DOMAIN:
		put_small(row->domain, out);
		break;
	case RA_FIG_KIND:
		snprintf(out, KEY_BYTES, "%s", ra_inv_kind(row));
		break;
	case RA_FIG_MONTH:
		put_month(row->applied, out);
		break;
	case RA_FIG_STATE:
		put_state(row->state, out);
		break;
	case RA_FIG_PROFILE:
		snprintf(out, KEY_BYTES, "%.0d", row->profile); /* 0: "" */
		break;
	case RA_FIG_END:
		put_month(row->ends, out);
		break;
	case RA_FIG_MANAGER:
		put_small(row->mail, out);
		break;
	case RA_FIG_KEYS:
		break;
	}
}

/* The figure whose keys the row has, a new one when it is the first. */
static struct ra_figure *
figure(struct ra_figures *f, const struct ra_inv_row *row)
{
	char part[RA_FIG_KEYS][KEY_BYTES];
	struct ra_buf b;
	struct ra_figure *to;
	size_t at, k;

	ra_buf_init(&b, RA_FIG_KEYS * (KEY_BYTES + 1));
	for (k = 0; k < RA_FIG_KEYS; k++) {
		if ((f->by & 1u << k) == 0)
			continue;
		put_key((enum ra_figure_by)k, row, part[k]);
		ra_buf_adds(&b, part[k]);
		ra_buf_adds(&b, PART);
	}
	at = ra_map_put(&f->seen, ra_buf_str(&b), f->n);
	ra_buf_clear(&b);
	if (at < f->n)
		return &f->row[at];
	f->row = ra_grow(f->row, f->n, sizeof(*f->row));
	to = &f->row[f->n++];
	*to = (struct ra_figure){ 0 };
	for (k = 0; k < RA_FIG_KEYS; k++)
		if ((f->by & 1u << k) != 0)
			to->key[k] = ra_strdup(part[k]);
	return to;
}

void
ra_figures_add(struct ra_figures *f, const struct ra_inv_row *row)
{
	struct ra_figure *to = figure(f, row);
	size_t *const column[] = {
		[RA_STANDS_PENDING] = &to->pending,
		[RA_STANDS_LIVE] = &to->live,
		[RA_STANDS_ENDED] = &to->ended,
		[RA_STANDS_REVOKED] = &to->revoked,
		[RA_STANDS_FAILED] = &to->failed,
		[RA_STANDS_OTHER] = &to->other,
	};

	to->n++;
	to->issued += *row->serial != '\0';
	++*column[ra_inv_standing(row, f->now)];
}

static int
in_order(const void *a, const void *b)
{
	const struct ra_figure *x = a, *y = b;
	size_t k;
	int c = 0;

	for (k = 0; k < RA_FIG_KEYS && c == 0; k++)
		if (x->key[k] != NULL)
			c = strcmp(x->key[k], y->key[k]);
	return c;
}

void
ra_figures_end(struct ra_figures *f)
{
	if (f->n > 0)
		qsort(f->row, f->n, sizeof(*f->row), in_order);
	ra_map_clear(&f->seen);
}

static int
add(void *arg, const struct ra_inv_row *row, struct ra_err *e)
{
	(void)e;
	ra_figures_add(arg, row);
	return 0;
}

int
ra_figures_count(struct ra_figures *f, struct ra_inv *inv,
    const struct ra_inv_filter *filter, struct ra_err *e)
{
	int rc = ra_inv_each(inv, filter, add, f, e);

	ra_figures_end(f);
	return rc;
}

static int
unknown_key(const char *word, struct ra_err *e)
{
	struct ra_near near = { 0 };
	size_t k;

	for (k = 0; k < RA_FIG_KEYS; k++)
		ra_near_offer(&near, word, keys[k]);
	ra_fail(e, RA_EUSAGE,
	    _("\"%.60s\": nothing to group by, wanted some of domain, kind, "
	      "month, state, profile, end, manager"),
	    word);
	if (near.word != NULL)
		ra_next(e, _("did you mean \"%s\"?"), near.word);
	return -1;
}

int
ra_figures_by(const char *text, unsigned *by, struct ra_err *e)
{
	struct ra_span rest = ra_span_str(text), word;
	char *name;
	size_t k;
	int rc = 0;

	*by = 0;
	do {
		word = ra_span_cut(&rest, ',');
		for (k = 0; k < RA_FIG_KEYS; k++)
			if (ra_span_eqs(word, keys[k]))
				break;
		if (k < RA_FIG_KEYS) {
			*by |= 1u << k;
			continue;
		}
		name = ra_strndup(word.p, word.n);
		rc = unknown_key(name, e);
		free(name);
	} while (rc == 0 && rest.n > 0);
	return rc;
}

void
ra_figures_clear(struct ra_figures *f)
{
	size_t i, k;

	for (i = 0; i < f->n; i++)
		for (k = 0; k < RA_FIG_KEYS; k++)
			free(f->row[i].key[k]);
	free(f->row);
	ra_map_clear(&f->seen);
	*f = (struct ra_figures){ 0 };
}

/* What is seen of names and domains. */
struct served {
	struct ra_served_list *list;
	struct ra_map names, domains;
};

static int
serve(void *arg, const struct ra_inv_row *row, struct ra_err *e)
{
	struct served *s = arg;
	char domain[KEY_BYTES], cn[KEY_BYTES];
	struct ra_served_list *l = s->list;
	size_t at;

	(void)e;
	put_small(row->cn, cn);
	if (*cn == '\0' || strcmp(ra_inv_kind(row), "server") != 0 ||
	    ra_map_put(&s->names, cn, l->names) != l->names)
		return 0;
	l->names++;
	put_small(row->domain, domain);
	at = ra_map_put(&s->domains, domain, l->n);
	if (at == l->n) {
		l->row = ra_grow(l->row, l->n, sizeof(*l->row));
		l->row[l->n++] = (struct ra_served){ ra_strdup(domain), 0 };
	}
	l->row[at].names++;
	return 0;
}

static int
by_domain(const void *a, const void *b)
{
	const struct ra_served *x = a, *y = b;

	return strcmp(x->domain, y->domain);
}

int
ra_served_count(struct ra_served_list *list, struct ra_inv *inv, int64_t now,
    struct ra_err *e)
{
	struct served s = { .list = list };
	struct ra_inv_filter live = {
		.live = true, .ends_from = now, .order = RA_INV_ANYHOW
	};
	int rc = ra_inv_each(inv, &live, serve, &s, e);

	if (list->n > 0)
		qsort(list->row, list->n, sizeof(*list->row), by_domain);
	ra_map_clear(&s.names);
	ra_map_clear(&s.domains);
	return rc;
}

void
ra_served_clear(struct ra_served_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		free(list->row[i].domain);
	free(list->row);
	*list = (struct ra_served_list){ 0 };
}
