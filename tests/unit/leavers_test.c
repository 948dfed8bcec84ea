/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "upki/leavers.h"
#include "upki/record.h"

#define SUBJ ",O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP"

/* A row of clientAll.tsv as far as it is looked at. */
struct row {
	const char *cn, *mail, *serial;
	int state, profile;
	const char *until;
};

/* Columns of upki-facts 5.1, from 0. */
static void
put_row(struct ra_buf *b, const struct row *r)
{
	size_t i;

	for (i = 0; i < RA_RECORD_COLUMNS; i++) {
		ra_buf_adds(b, i > 0 ? "\t" : "");
		if (i == 3)
			ra_buf_addf(b, "CN=%s" SUBJ, r->cn);
		else if (i == 10)
			ra_buf_addf(b, "%d", r->profile);
		else if (i == 11)
			ra_buf_addf(b, "%d", r->state);
		else if (i == 14)
			ra_buf_adds(b, r->mail);
		else if (i == 23)
			ra_buf_adds(b, r->serial);
		else if (i == 26)
			ra_buf_adds(b, r->until);
	}
	ra_buf_adds(b, "\r\n");
}

static struct ra_oracle *
oracle_of(const struct row *rows, size_t n)
{
	struct ra_oracle *o = ra_oracle_new();
	struct ra_err e = { 0 };
	struct ra_buf b;
	size_t i;

	ra_buf_init(&b, 1 << 20);
	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		ra_buf_addf(&b, "%s%s", i > 0 ? "\t" : "",
		    ra_record_columns()[i].header);
	ra_buf_adds(&b, "\r\n");
	for (i = 0; i < n; i++)
		put_row(&b, &rows[i]);
	if (ra_oracle_add(o, "clientAll.tsv", ra_buf_span(&b), &e) == -1 ||
	    ra_oracle_end(o, "clientAll.tsv", &e) == -1)
		fail_msg("%s", e.msg);
	ra_buf_clear(&b);
	return o;
}

static const struct row five[] = {
	{ "Hanako", "hanako@example.ac.jp", "11", 5, 13,
	    "2027-04-01 00:00:00" },
	{ "Taro", "taro@example.ac.jp", "12", 5, 14, "2027-04-01 00:00:00" },
	{ "taro@example.ac.jp", "taro@example.ac.jp", "13", 6, 15,
	    "2027-04-01 00:00:00" },
	{ "Jiro", "", "14", 5, 13, "2027-04-01 00:00:00" },
	{ "saburo@example.ac.jp", "", "15", 4, 16, "" },
	/* Not live, or no person's. */
	{ "Gone", "gone@example.ac.jp", "21", 7, 13, "2027-04-01 00:00:00" },
	{ "Bad", "bad@example.ac.jp", "", -1, 13, "" },
	{ "Old", "old@example.ac.jp", "22", 5, 13, "2026-04-01 00:00:00" },
	{ "www.example.ac.jp", "pki@example.ac.jp", "23", 5, 3,
	    "2027-04-01 00:00:00" },
};
#define NFIVE (sizeof(five) / sizeof(five[0]))

/* "live unjudged: serials", or the message. */
static void
find(const char *people, const struct ra_leavers_ask *ask,
    const struct ra_oracle *o, char *out, size_t size)
{
	struct ra_leavers l = { 0 };
	struct ra_err e = { 0 };
	struct ra_stayers *s;
	struct ra_buf b;
	size_t i;

	ra_buf_init(&b, 4096);
	s = ra_stayers_parse("p.csv", ra_span_str(people), &e);
	if (s != NULL && ra_leavers_find(s, o, ask, &l, &e) == 0) {
		ra_buf_addf(&b, "%zu %zu:", l.live, l.unjudged);
		for (i = 0; i < l.drafts.n; i++)
			ra_buf_addf(
			    &b, " %s", ra_draft_get(&l.drafts.d[i], "serial"));
	} else {
		assert_int_equal(e.code, RA_EINPUT);
		ra_buf_addf(&b, "%s / %s", e.msg, e.next);
	}
	snprintf(out, size, "%s", ra_buf_str(&b));
	ra_buf_clear(&b);
	ra_leavers_clear(&l);
	ra_leavers_clear(&l);
	ra_stayers_free(s);
}

static time_t
november(void)
{
	time_t t;

	assert_int_equal(ra_clock_parse(RA_SPAN("2026-11-22"), &t), 0);
	return t;
}

static void
who_is_not_in_the_list_has_left(void **state)
{
	static const struct {
		const char *people, *out;
	} rows[] = {
		{ "mail\nhanako@example.ac.jp\ntaro@example.ac.jp\n"
		  "saburo@example.ac.jp\n",
		    "5 1:" },
		{ "mail\nhanako@example.ac.jp\ntaro@example.ac.jp\n",
		    "5 1: 15" },
		{ "mail,cn\nhanako@example.ac.jp,Hanako\n"
		  "taro@example.ac.jp,Taro\ns@example.ac.jp,Shiro\n",
		    "5 0: 14 15" },
		/* Any case; a new address, the same CN. */
		{ "メールアドレス\tCN\tふりがな\n"
		  "HANAKO@example.ac.jp\tH\tはなこ\n"
		  "new@example.ac.jp\ttaro\t\n"
		  "Saburo@Example.ac.jp\tJIRO\t\n",
		    "5 0: 13" },
		/* An address is not missed among names. */
		{ "cn\nHanako\nTaro\nJiro\ntaro@example.ac.jp\n", "5 1:" },
		{ "cn\nHanako\nJiro\n", "5 2: 12" },
		/* Somebody without an address: nobody is judged by it. */
		{ "mail,cn\nhanako@example.ac.jp,\n,Taro\n", "5 3:" },
		{ "mail,cn\n,Hanako\ntaro@example.ac.jp,Taro\n,Jiro\n",
		    "5 1:" },
		{ "mail,cn\n,Hanako\ntaro@example.ac.jp,Taro\n,Shiro\n",
		    "5 1: 14" },
		/* Twice is no harm. */
		{ "mail\nhanako@example.ac.jp\nhanako@example.ac.jp\n"
		  "taro@example.ac.jp\n",
		    "5 1: 15" },
	};
	struct ra_leavers_ask ask = { .now = november() };
	struct ra_oracle *o = oracle_of(five, NFIVE);
	char out[1024];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		find(rows[i].people, &ask, o, out, sizeof(out));
		assert_string_equal(out, rows[i].out);
	}
	ra_oracle_free(o);
}

static void
a_list_that_would_harm_is_refused(void **state)
{
	static const struct {
		const char *people, *err;
	} rows[] = {
		{ "mail,cn\n", "p.csv: nobody stands in the list, which" },
		{ "mail,cn\n,\n\n", "p.csv: nobody stands in the list, which" },
		{ "", "p.csv:1:1: no column is known" },
		{ "hanako@example.ac.jp\n", "p.csv:1:1: no column is known" },
		{ "name\n花子\n", "p.csv:1:1: neither a column mail nor" },
		{ "mail,name\n,花子\n", "p.csv:2: neither mail nor cn: who" },
		{ "mail,cn\na@b.jp,\n,\" \"\n,x\nc\n", "p.csv:5:1: 1 cells" },
		{ "mail,cn,name\na@b.jp,,\n,,花子\n", "p.csv:3: neither mail" },
		{ "mail,mail\na@b.jp,\n", "p.csv:1:6: column mail stands" },
		{ "mail\n\"a@b.jp\n", "p.csv:2:1: the quote is never closed" },
		{ "mail\n\"a@b.jp\nc@d.jp\"\n", "p.csv:2:1: a control char" },
		{ "mail;cn\na@b.jp;x\n", "p.csv:1:1: columns are parted by" },
		{ "mail\n\x80\n", "p.csv:2:1: byte 0x80" },
		{ "mail\nhanako@example.ac.jp\n",
		    "p.csv: 3 of 5 live client certificates belong to nobody "
		    "in the list, more than 50 per cent / see whether "
		    "everybody stands in the list; if so, say --expect 3" },
		{ "cn\nX\n", "p.csv: 3 of 5 live client certificates" },
	};
	struct ra_leavers_ask ask = { .now = november(), .expect = 4 };
	struct ra_oracle *o = oracle_of(five, NFIVE);
	char out[2048];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		find(rows[i].people, &ask, o, out, sizeof(out));
		if (strncmp(out, rows[i].err, strlen(rows[i].err)) != 0)
			fail_msg("%s: %s", rows[i].people, out);
	}
	ra_oracle_free(o);
}

static void
more_than_half_must_be_expected(void **state)
{
	static const struct {
		size_t expect;
		bool ok;
	} rows[] = { { 0, false }, { 1, false }, { 2, false }, { 3, true },
		{ 4, false }, { 5, false } };
	struct ra_leavers_ask ask = { .now = november() };
	struct ra_oracle *o = oracle_of(five, NFIVE);
	char out[1024];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ask.expect = rows[i].expect;
		find("mail\nhanako@example.ac.jp\n", &ask, o, out, sizeof(out));
		assert_int_equal(strcmp(out, "5 1: 12 13 15") == 0, rows[i].ok);
	}
	ra_oracle_free(o);
}

static void
half_of_them_needs_no_word(void **state)
{
	struct ra_leavers_ask ask = { .now = november() };
	struct ra_oracle *o = oracle_of(five, 2);
	char out[1024];

	(void)state;
	find("mail\nhanako@example.ac.jp\n", &ask, o, out, sizeof(out));
	assert_string_equal(out, "2 0: 12");
	find("mail\nx@example.ac.jp\n", &ask, o, out, sizeof(out));
	assert_int_equal(strncmp(out, "p.csv: 2 of 2", 13), 0);
	ra_oracle_free(o);
}

static void
without_a_clock_the_expired_are_live(void **state)
{
	struct ra_leavers_ask ask = { .expect = 4 };
	struct ra_oracle *o = oracle_of(five, NFIVE);
	char out[1024];

	(void)state;
	find("mail\nhanako@example.ac.jp\n", &ask, o, out, sizeof(out));
	assert_string_equal(out, "6 1: 12 13 15 22");
	ra_oracle_free(o);
}

static void
a_list_of_servers_tells_nothing_of_people(void **state)
{
	struct ra_leavers_ask ask = { 0 };
	struct ra_oracle *o = oracle_of(&five[8], 1);
	char out[1024];

	(void)state;
	find("mail\na@b.jp\n", &ask, o, out, sizeof(out));
	assert_int_equal(
	    strncmp(out, "p.csv: no client certificate in the inventory", 45),
	    0);
	ra_oracle_free(o);
}

/* Every column of the records for one certificate. */
static void
written(const struct ra_leavers_ask *ask, const char *want)
{
	struct ra_leavers l = { 0 };
	struct ra_oracle *o = oracle_of(five, 2);
	struct ra_stayers *s;
	struct ra_buf b;

	s = ra_stayers_parse(
	    "p.csv", RA_SPAN("mail\nhanako@example.ac.jp\n"), NULL);
	assert_non_null(s);
	assert_int_equal(ra_leavers_find(s, o, ask, &l, NULL), 0);
	ra_buf_init(&b, 4096);
	ra_drafts_text(&l.drafts, 0, l.drafts.n, &b);
	assert_string_equal(ra_buf_str(&b), want);
	ra_buf_clear(&b);
	ra_leavers_clear(&l);
	ra_stayers_free(s);
	ra_oracle_free(o);
}

static void
the_revocation_names_the_certificate(void **state)
{
	struct ra_leavers_ask said = { .reason = "affiliationChanged",
		.comment = "転出" };

	(void)state;
	written(&(struct ra_leavers_ask){ 0 },
	    "CN=Taro" SUBJ "\t\t\t12\t5\t\t\t\t\t\t\t\t\t"
	    "taro@example.ac.jp\t\n");
	written(&said,
	    "CN=Taro" SUBJ "\t\t\t12\t3\t転出\t\t\t\t\t\t\t\t"
	    "taro@example.ac.jp\t\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_not_in_the_list_has_left),
		cmocka_unit_test(a_list_that_would_harm_is_refused),
		cmocka_unit_test(more_than_half_must_be_expected),
		cmocka_unit_test(half_of_them_needs_no_word),
		cmocka_unit_test(without_a_clock_the_expired_are_live),
		cmocka_unit_test(a_list_of_servers_tells_nothing_of_people),
		cmocka_unit_test(the_revocation_names_the_certificate),
	};

	return cmocka_run_group_tests_name("leavers", tests, NULL, NULL);
}
