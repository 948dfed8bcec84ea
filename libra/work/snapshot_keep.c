/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What is kept of snapshots: which ones, and what a kept list holds. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "pki/serial.h"
#include "work/kept.h"
#include "work/snapshot.h"

#define RULES_MAX 8
#define COUNT_MAX 10000

/* "30d": the newest of each of the last 30 days. */
struct rule {
	long n;
	char unit;
};

/* A snapshot and whether a rule keeps it. */
struct kept {
	int64_t id, taken;
	bool keep;
};

static int
parse_rule(struct ra_span one, struct rule *out)
{
	if (one.n < 2 || memchr("dwmy", one.p[one.n - 1], 4) == NULL)
		return -1;
	out->unit = one.p[one.n - 1];
	one.n--;
	return ra_span_number(one, 1, COUNT_MAX, &out->n);
}

static int
parse_rules(const char *text, struct rule *rule, size_t *n, struct ra_err *e)
{
	struct ra_span rest = ra_span_str(text);
	int rc = 0;

	*n = 0;
	if (ra_span_ends(rest, RA_SPAN(",")))
		rest = RA_SPAN("");
	do {
		rc = *n == RULES_MAX
		    ? -1
		    : parse_rule(
			  ra_span_trim(ra_span_cut(&rest, ',')), &rule[*n]);
		*n += 1;
	} while (rc == 0 && rest.n > 0);
	if (rc == 0)
		return 0;
	return ra_fail(e, RA_EUSAGE,
	    _("--keep: found \"%.60s\", wanted numbers with d, w, m or y such "
	      "as 30d,12m"),
	    text);
}

/*
 * The day, week, month or year that a time is in, as a growing number; in
 * Japan time. Weeks begin on Monday.
 */
static long
period(int64_t t, char unit)
{
	char date[RA_CLOCK_TEXT];
	long day = (long)((t + 9 * 3600) / 86400), year, month;

	if (unit == 'd')
		return day;
	if (unit == 'w')
		return (day + 3) / 7;	/* 1970-01-01 was a Thursday */
	ra_clock_date((time_t)t, date); /* YYYY-MM-DD */
	year = strtol(date, NULL, 10);
	month = strtol(date + 5, NULL, 10);
	return unit == 'y' ? year : year * 12 + month;
}

/* v is newest first. */
static void
apply(struct kept *v, size_t n, struct rule r, int64_t now)
{
	long last = -1, p;
	size_t i;

	for (i = 0; i < n; i++) {
		p = period(v[i].taken, r.unit);
		if (period(now, r.unit) - p >= r.n)
			continue;
		if (p != last)
			v[i].keep = true;
		last = p;
	}
}

static int
list_all(struct ra_inv *inv, struct kept **v, size_t *n, struct ra_err *e)
{
	struct ra_snapshot s;
	int rc;

	while ((rc = ra_inv_snapshot(inv, *n, &s, e)) == 1) {
		*v = ra_grow(*v, *n, sizeof(**v));
		(*v)[(*n)++] = (struct kept){ s.id, s.taken, false };
	}
	return rc;
}

/* Is a name among those that the database gives? */
struct named {
	const char *name;
	bool found;
};

static int
compare(void *arg, const char *file)
{
	struct named *k = arg;

	k->found = strcmp(k->name, file) == 0;
	return k->found;
}

/* Our own names only: whatever else lies there stays. */
static bool
is_list(const char *name)
{
	size_t digits = strspn(name, "0123456789");

	return digits >= 6 &&
	    (strcmp(name + digits, "-server.tsv.zst") == 0 ||
		strcmp(name + digits, "-client.tsv.zst") == 0);
}

static int
remove_list(
    const char *dir, const char *name, struct ra_pruned *out, struct ra_err *e)
{
	char *path = ra_fs_join(dir, name), text[RA_ERRNO_TEXT];
	struct stat st = { 0 };
	int rc = 0;

	if (lstat(path, &st) == -1 || unlink(path) == -1)
		rc = ra_fail(
		    e, RA_ELOCAL, "%s: %s", path, ra_err_errno(errno, text));
	else
		out->bytes += (unsigned long long)st.st_size;
	free(path);
	return rc;
}

/* Lists that no snapshot names, those of an interrupted run among them. */
static int
sweep(struct ra_inv *inv, const char *dir, struct ra_pruned *out,
    struct ra_err *e)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	struct named k;
	int rc = 0;

	if (d == NULL)
		return 0; /* nothing was kept yet */
	while (rc == 0 && (entry = readdir(d)) != NULL) {
		if (!is_list(entry->d_name))
			continue;
		k = (struct named){ entry->d_name, false };
		rc = ra_inv_each_file(inv, compare, &k, e);
		if (rc == 0 && !k.found)
			rc = remove_list(dir, entry->d_name, out, e);
	}
	closedir(d);
	return rc;
}

static int
drop(struct ra_inv *inv, const struct kept *v, size_t n, struct ra_pruned *out,
    struct ra_err *e)
{
	int64_t *id = ra_calloc(n + 1, sizeof(*id));
	size_t i;
	int rc = 0;

	for (i = 1; i < n; i++) /* the newest stays, whatever the rules say */
		if (!v[i].keep)
			id[out->dropped++] = v[i].id;
	out->left = n - out->dropped;
	if (out->dropped > 0)
		rc = ra_inv_drop(inv, id, out->dropped, e);
	free(id);
	return rc;
}

int
ra_snapshot_prune(const struct ra_snapshot_ask *ask, const char *keep,
    struct ra_pruned *out, struct ra_err *e)
{
	struct rule rule[RULES_MAX] = { { 0, 0 } };
	struct kept *v = NULL;
	struct ra_inv *inv = NULL;
	char *lists = ra_fs_join(ask->dir, "lists");
	size_t n = 0, nrules, i;
	int rc = -1;

	memset(out, 0, sizeof(*out));
	if (parse_rules(keep, rule, &nrules, e) == -1 ||
	    (inv = ra_inv_open(ask->dir, RA_STORE_READ, e)) == NULL)
		goto out;
	ra_inv_close(inv); /* it is there: now to write */
	inv = ra_inv_open(ask->dir, RA_STORE_WRITE, e);
	if (inv == NULL || list_all(inv, &v, &n, e) == -1)
		goto out;
	for (i = 0; i < nrules; i++)
		apply(v, n, rule[i], (int64_t)ask->now);
	rc = drop(inv, v, n, out, e);
	if (rc == 0)
		rc = sweep(inv, lists, out, e);
out:
	ra_inv_close(inv);
	free(lists);
	free(v);
	return rc;
}

/* A kept list being searched for one row. */
struct search {
	const struct ra_inv_row *want;
	struct ra_buf *csr, *cert;
	struct ra_buf text;
	bool found;
};

static bool
is_serial(struct ra_span cell, const char *decimal)
{
	struct ra_serial s;

	if (cell.n == 0 || *decimal == '\0')
		return cell.n == 0 && *decimal == '\0';
	return ra_serial_parse(cell, &s, NULL) == 0 &&
	    strcmp(s.dec, decimal) == 0;
}

static int
match(void *arg, const struct ra_rows *rows, const struct ra_row *r,
    struct ra_err *e)
{
	struct search *k = arg;

	(void)e;
	if (r->col == NULL ||
	    !ra_span_eqs(r->col[RA_AT_APPLICATION], k->want->application) ||
	    !is_serial(r->col[RA_AT_SERIAL], k->want->serial) ||
	    !ra_span_eqs(
		ra_rows_utf8(rows, r->col[RA_AT_DN], &k->text), k->want->dn))
		return 0;
	k->found = true;
	ra_buf_add(k->csr, r->col[RA_AT_CSR]);
	ra_buf_add(k->cert, r->col[RA_AT_CERT]);
	return 1;
}

/* The newest snapshot with this list that shows the version. */
static int
find_file(struct ra_inv *inv, const struct ra_inv_row *row, char **file,
    struct ra_err *e)
{
	struct ra_snapshot s;
	size_t k;
	int rc;

	for (k = 0; (rc = ra_inv_snapshot(inv, k, &s, e)) == 1; k++)
		if (s.source[row->list].taken && s.id >= row->since &&
		    (row->until == 0 || s.id < row->until)) {
			*file = ra_strdup(s.source[row->list].file);
			return 0;
		}
	if (rc == 0)
		ra_fail(e, RA_EINPUT,
		    _("%s: no kept list shows this row any more"), row->dn);
	return -1;
}

int
ra_snapshot_body(const char *dir, const struct ra_inv_row *row,
    struct ra_buf *csr, struct ra_buf *cert, struct ra_err *e)
{
	struct search k = { .want = row, .csr = csr, .cert = cert };
	struct ra_inv *inv = ra_inv_open(dir, RA_STORE_READ, e);
	char *file = NULL;
	int rc = -1;

	ra_buf_init(&k.text, RA_RECORD_ROW_MAX * 3);
	if (inv == NULL || find_file(inv, row, &file, e) == -1)
		goto out;
	rc = ra_kept_each(dir, file, match, &k, e);
	if (rc == 0 && !k.found)
		rc = ra_fail(e, RA_EINPUT, _("%s: the row of %s is not in it"),
		    file, row->dn);
out:
	ra_buf_clear(&k.text);
	ra_inv_close(inv);
	free(file);
	return rc;
}
