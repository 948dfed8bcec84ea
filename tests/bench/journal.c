/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * usage: journal FOLDER RECORDS
 * Microseconds that writing a file of so many records down takes: begun,
 * about to leave, answered; each step on the disk before the next. The median
 * of many files, into one journal that grows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/fs.h"
#include "state/journal.h"

#define FILES 41

static int64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The same entry for n records, the last of which r is. */
static int
entries(struct ra_journal *j, const struct ra_journal_record *r, long n,
    enum ra_event event, struct ra_err *e)
{
	struct ra_journal_entry x = { .event = event,
		.batch = r->batch,
		.state =
		    event == RA_EV_SENT ? RA_FATE_SENT : RA_FATE_ACCEPTED };
	long i;

	if (ra_journal_begin(j, e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		x.record = r->id - i;
		if (ra_journal_add(j, &x, e) == -1)
			return -1;
	}
	return ra_journal_commit(j, e);
}

static int
one_file(struct ra_journal *j, long n, struct ra_err *e)
{
	struct ra_journal_batch b = { .verb = "issue",
		.profile = "bench",
		.endpoint = "https://ra.example.ac.jp/",
		.officer = "Kunitachi Taro" };
	struct ra_journal_file f = { .no = 1,
		.name = "a.tsv",
		.digest = "0123456789abcdef0123456789abcdef",
		.kind = "client-issue",
		.records = n };
	struct ra_journal_record r = { .kind = "client-issue",
		.digest = "0123456789abcdef0123456789abcdef",
		.target = "dn:CN=a,OU=No 1,O=Example University,C=JP",
		.cn = "a",
		.dn = "CN=a,OU=No 1,O=Example University,C=JP",
		.serial = "",
		.spki = "" };

	if (ra_journal_begin(j, e) == -1 ||
	    ra_journal_add_batch(j, &b, e) == -1)
		return -1;
	f.batch = r.batch = b.id;
	if (ra_journal_add_file(j, &f, e) == -1)
		return -1;
	r.file = f.id;
	for (r.seq = 1; r.seq <= n; r.seq++)
		if (ra_journal_add_record(j, &r, e) == -1)
			return -1;
	if (ra_journal_commit(j, e) == -1)
		return -1;
	if (entries(j, &r, n, RA_EV_SENT, e) == -1)
		return -1;
	return entries(j, &r, n, RA_EV_VERDICT, e);
}

static int
by_size(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int
main(int argc, char **argv)
{
	struct ra_err e = { 0 };
	struct ra_journal *j = NULL;
	int64_t us[FILES], t;
	int i, rc = 1;

	if (argc == 3 && ra_fs_mkdirs(argv[1], &e) == 0)
		j = ra_journal_open(argv[1], RA_STORE_WRITE, &e);
	for (i = 0; j != NULL && i < FILES; i++) {
		t = now_us();
		if (one_file(j, strtol(argv[2], NULL, 10), &e) == -1)
			break;
		us[i] = now_us() - t;
	}
	if (j != NULL && i == FILES) {
		qsort(us, FILES, sizeof(us[0]), by_size);
		printf("%lld\n", (long long)us[FILES / 2]);
		rc = 0;
	} else
		fprintf(stderr, "journal: %s\n", e.msg);
	ra_journal_close(j);
	return rc;
}
