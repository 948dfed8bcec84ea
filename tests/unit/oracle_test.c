/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "pki_help.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "codec/text.h"
#include "pki/spki.h"
#include "upki/oracle.h"
#include "upki/record.h"

#define SUBJ ",O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP"
#define NAME "list.tsv"

/* The columns by their keys; what is not given is empty. */
struct cells {
	const char *dn, *serial, *state, *applied, *profile, *csr, *cert, *mail,
	    *until;
};

static const char *
cell(const struct cells *c, const char *key)
{
	const struct {
		const char *key, *value;
	} map[] = {
		{ "subject_dn", c->dn },
		{ "serial", c->serial },
		{ "state", c->state },
		{ "applied_at", c->applied },
		{ "profile_id", c->profile },
		{ "csr", c->csr },
		{ "certificate", c->cert },
		{ "manager_mail", c->mail },
		{ "not_after", c->until },
	};
	size_t i;

	for (i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (strcmp(map[i].key, key) == 0 && map[i].value != NULL)
			return map[i].value;
	return "";
}

static void
put_header(struct ra_buf *b, enum ra_charset cs)
{
	size_t i;

	for (i = 0; i < RA_RECORD_COLUMNS; i++) {
		if (i > 0)
			ra_buf_addc(b, '\t');
		assert_int_equal(
		    ra_text_encode(cs,
			ra_span_str(ra_record_columns()[i].header), b, NULL),
		    0);
	}
	ra_buf_adds(b, "\r\n");
}

static void
put_row(struct ra_buf *b, const struct cells *c)
{
	size_t i;

	for (i = 0; i < RA_RECORD_COLUMNS; i++) {
		if (i > 0)
			ra_buf_addc(b, '\t');
		ra_buf_adds(b, cell(c, ra_record_columns()[i].key));
	}
	ra_buf_adds(b, "\r\n");
}

static struct ra_oracle *
asked(const struct cells *rows, size_t n)
{
	struct ra_oracle *o = ra_oracle_new();
	struct ra_err e = { 0 };
	struct ra_buf b;
	size_t i;

	ra_buf_init(&b, 1u << 20);
	put_header(&b, RA_CP932);
	for (i = 0; i < n; i++)
		put_row(&b, &rows[i]);
	ra_oracle_add(o, NAME, ra_buf_span(&b), &e);
	OK(e);
	ra_oracle_end(o, NAME, &e);
	OK(e);
	ra_buf_clear(&b);
	return o;
}

static const struct cells fleet[] = {
	{ .dn = "CN=www.example.ac.jp" SUBJ,
	    .serial = "11",
	    .state = "7",
	    .applied = "2024-01-05 10:00:00",
	    .profile = "3",
	    .mail = "pki@example.ac.jp",
	    .until = "2025-01-05 10:00:00" },
	{ .dn = "CN=www.example.ac.jp" SUBJ,
	    .serial = "33",
	    .state = "5",
	    .applied = "2026-03-05 10:00:00",
	    .profile = "3" },
	{ .dn = "CN=WWW.example.ac.jp" SUBJ,
	    .serial = "22",
	    .state = "6",
	    .applied = "2025/3/5 9:00:00",
	    .profile = "11" },
	{ .dn = "CN=www.example.ac.jp" SUBJ,
	    .state = "0",
	    .applied = "2026-04-01 10:00:00",
	    .profile = "3" },
	{ .dn = "CN=Reiji Hanako,OU=No 1" SUBJ,
	    .serial = "0x2c",
	    .state = "5",
	    .profile = "13" },
	{ .dn = "CN=gone.example.ac.jp" SUBJ,
	    .serial = "55",
	    .state = "7",
	    .profile = "3" },
	{ .dn = "CN=broken.example.ac.jp" SUBJ, .state = "-2", .profile = "3" },
	{ .dn = "no name at all", .serial = "66", .state = "5" },
	{ .dn = "CN=x, Inc. , O = Example University",
	    .serial = "77",
	    .state = "x",
	    .profile = "y" },
};
#define FLEET (sizeof(fleet) / sizeof(fleet[0]))

static void
a_name_is_found_in_any_case_the_newest_application_first(void **state)
{
	struct ra_oracle *o = asked(fleet, FLEET);
	struct ra_named n;

	(void)state;
	assert_string_equal(
	    ra_oracle_cn(o, "WWW.EXAMPLE.AC.JP", 0)->serial, "");
	assert_string_equal(
	    ra_oracle_cn(o, "www.example.ac.jp", 1)->serial, "33");
	assert_string_equal(
	    ra_oracle_cn(o, "www.example.ac.jp", 2)->serial, "22");
	assert_string_equal(
	    ra_oracle_cn(o, "www.example.ac.jp", 3)->serial, "11");
	assert_null(ra_oracle_cn(o, "www.example.ac.jp", 4));
	ra_oracle_name(o, "www.example.ac.jp", false, &n);
	assert_int_equal(n.issued, 3);
	assert_int_equal(n.live, 2);
	assert_string_equal(n.last->serial, "33");
	assert_string_equal(n.last_live->serial, "33");
	assert_int_equal(n.newest->state, 0);
	ra_oracle_name(o, "gone.example.ac.jp", false, &n);
	assert_int_equal(n.issued, 1);
	assert_null(n.last_live);
	assert_string_equal(n.last->serial, "55");
	ra_oracle_name(o, "broken.example.ac.jp", false, &n);
	assert_int_equal(n.issued, 0);
	assert_null(n.last);
	assert_int_equal(n.newest->state, -2);
	ra_oracle_free(o);
}

static void
what_was_never_applied_for_is_not_found(void **state)
{
	static const char *const names[] = { "", "www", "www.example.ac.jp.",
		"xwww.example.ac.jp", "example.ac.jp", "CN=www.example.ac.jp" };
	static const char *const serials[] = { "", "0", "1", "44x", "0x2c",
		"0x2C", "2C", "111", "-11" };
	static const char *const keys[] = { "", "00", "zz",
		"0000000000000000000000000000000000000000000000000000000000000"
		"000",
		"000000000000000000000000000000000000000000000000000000000000"
		"000g" };
	struct ra_oracle *o = asked(fleet, FLEET);
	struct ra_named n;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_null(ra_oracle_cn(o, names[i], 0));
		assert_null(ra_oracle_dn(o, names[i], 0));
	}
	for (i = 0; i < sizeof(serials) / sizeof(serials[0]); i++)
		assert_null(ra_oracle_serial(o, serials[i]));
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		assert_null(ra_oracle_key(o, keys[i]));
	ra_oracle_name(o, "www.example.ac.jp", true, &n);
	assert_null(n.newest);
	ra_oracle_name(o, "Reiji Hanako", false, &n);
	assert_null(n.newest);
	assert_null(ra_oracle_row(o, FLEET));
	ra_oracle_free(o);
	o = ra_oracle_new();
	assert_null(ra_oracle_cn(o, "www.example.ac.jp", 0));
	assert_null(ra_oracle_row(o, 0));
	ra_oracle_free(o);
	ra_oracle_free(NULL);
}

static void
dn_and_serial_are_found_however_they_are_spelt(void **state)
{
	struct ra_oracle *o = asked(fleet, FLEET);
	const struct ra_past *p;

	(void)state;
	p = ra_oracle_serial(o, "44");
	assert_non_null(p);
	assert_true(p->client);
	assert_string_equal(p->cn, "Reiji Hanako");
	assert_ptr_equal(
	    ra_oracle_dn(o, "cn = Reiji Hanako , OU=No 1" SUBJ, 0), p);
	assert_null(ra_oracle_dn(o, "CN=Reiji Hanako" SUBJ, 0));
	p = ra_oracle_serial(o, "11");
	assert_string_equal(p->mail, "pki@example.ac.jp");
	assert_string_equal(p->until, "2025-01-05 10:00:00");
	assert_false(ra_past_live(p));
	p = ra_oracle_serial(o, "66");
	assert_string_equal(p->dn, "no name at all");
	assert_string_equal(p->cn, "");
	p = ra_oracle_serial(o, "77");
	assert_string_equal(p->dn, "CN=x, Inc.,O=Example University");
	assert_int_equal(p->state, RA_PAST_NO_STATE);
	assert_int_equal(p->profile, 0);
	ra_oracle_free(o);
}

static void
live_is_what_is_issued_and_neither_revoked_nor_in_error(void **state)
{
	static const struct {
		int state;
		bool live;
	} rows[] = { { 0, false }, { 1, false }, { 2, false }, { 3, true },
		{ 4, true }, { 5, true }, { 6, true }, { 7, false },
		{ 8, true }, { 9, true }, { 10, false }, { 11, false },
		{ -1, false }, { -2, false }, { -3, false },
		{ RA_PAST_NO_STATE, false } };
	struct ra_past p = { .serial = "1" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		p.state = rows[i].state;
		assert_int_equal(ra_past_live(&p), rows[i].live);
	}
	p = (struct ra_past){ .serial = "", .state = 5 };
	assert_false(ra_past_live(&p));
}

static void
a_key_is_found_by_request_or_certificate(void **state)
{
	struct ra_key *k = new_key(RA_KEY_EC, 384),
		      *k2 = new_key(RA_KEY_EC, 384);
	struct ra_cert_spec s = { .kind = RA_CERT_CA };
	struct cells rows[3];
	struct ra_oracle *o;
	struct ra_csr *csr;
	struct ra_cert *cert;
	struct ra_buf line, pem;
	struct ra_dn dn = { 0 };
	struct ra_err e = { 0 };

	(void)state;
	new_dn(SUBJECT, &dn);
	csr = ra_csr_make(k, &dn, NULL, &e);
	ra_buf_init(&line, RA_CSR_MAX);
	ra_csr_to_line(csr, &line);
	s.key = k2;
	s.not_before = T0;
	s.not_after = T0 + DAY;
	ra_serial_random(64, &s.serial, &e);
	OK(e);
	cert = new_cert(&s, SUBJECT, NULL, k2);
	ra_buf_init(&pem, RA_CERT_MAX);
	ra_cert_to_pem(cert, &pem);
	for (size_t i = 0; i < pem.n; i++)
		if (pem.p[i] == '\n')
			pem.p[i] = ' ';
	rows[0] = (struct cells){ .dn = SUBJECT,
		.serial = "1",
		.state = "5",
		.csr = ra_buf_str(&line) };
	rows[1] = (struct cells){ .dn = SUBJECT,
		.serial = "2",
		.state = "5",
		.csr = "MIIgarbage",
		.cert = ra_buf_str(&pem) };
	rows[2] = (struct cells){ .dn = SUBJECT,
		.serial = "3",
		.state = "5",
		.csr = "-",
		.cert = "-" };
	o = asked(rows, 3);
	assert_string_equal(
	    ra_oracle_key(o, ra_csr_key(csr)->spki)->serial, "1");
	assert_string_equal(
	    ra_oracle_key(o, ra_cert_key(cert)->spki)->serial, "2");
	ra_oracle_free(o);
	ra_buf_clear(&line);
	ra_buf_clear(&pem);
	ra_dn_clear(&dn);
	ra_csr_free(csr);
	ra_cert_free(cert);
	ra_key_free(k);
	ra_key_free(k2);
}

static void
what_is_no_list_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *in, *says;
	} rows[] = {
		{ "", NAME ":1: not a list" },
		{ "\n", NAME ":1: not a list" },
		{ "\r\n\r\n", NAME ":1: not a list" },
		{ "hello", NAME ":1: not a list" },
		{ "hello\nworld\n", NAME ":1: not a list" },
		{ "a\tb\tc\n1\t2\t3\n", NAME ":1: not a list" },
		{ "主体者DN\n", NAME ":1: not a list" },
		{ "主体者DN\t状態\n", NAME ":1: not a list" },
		{ "状態\t発行・更新申請-シリアル番号\n",
		    NAME ":1: not a list" },
		{ "主体者dn\t状態\t発行・更新申請-シリアル番号\n",
		    NAME ":1: not a list" },
		{ "\"主体者DN\"\t\"状態\"\t\"発行・更新申請-シリアル番号\"\n",
		    NAME ":1: not a list" },
		{ "主体者DN,状態,発行・更新申請-シリアル番号\n",
		    NAME ":1: not a list" },
		{ "\x1f\x8b\x08\n", NAME ":1: not a list" },
	};
	struct ra_oracle *o;
	struct ra_err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		o = ra_oracle_new();
		e = (struct ra_err){ 0 };
		if (ra_oracle_add(o, NAME, ra_span_str(rows[i].in), &e) == 0)
			assert_int_equal(ra_oracle_end(o, NAME, &e), -1);
		assert_int_equal(e.code, RA_EINPUT);
		SAYS(e, rows[i].says);
		ra_oracle_free(o);
	}
}

static void
few_columns_in_any_order_are_enough_and_utf8_is_taken(void **state)
{
	static const char in[] =
	    "\xef\xbb\xbf発行・更新申請-シリアル番号\t主体者DN\t状態\n"
	    "12\tCN=a.example.ac.jp,C=JP\t5\n"
	    "\n"
	    "13\tCN=国立　太郎,C=JP\t7";
	struct ra_oracle *o = ra_oracle_new();
	struct ra_err e = { 0 };

	(void)state;
	assert_int_equal(ra_oracle_add(o, NAME, ra_span_str(in), &e), 0);
	assert_int_equal(ra_oracle_end(o, NAME, &e), 0);
	OK(e);
	assert_string_equal(ra_oracle_cn(o, "国立　太郎", 0)->serial, "13");
	assert_string_equal(ra_oracle_serial(o, "12")->cn, "a.example.ac.jp");
	assert_int_equal(ra_oracle_ragged(o), 0);
	ra_oracle_free(o);
}

/* A header of 46 with some names changed: their places are taken. */
static void
an_unknown_header_is_read_by_its_place(void **state)
{
	struct ra_oracle *o = ra_oracle_new();
	struct ra_err e = { 0 };
	struct ra_buf b;
	size_t i;

	(void)state;
	ra_buf_init(&b, 1u << 20);
	for (i = 0; i < RA_RECORD_COLUMNS; i++) {
		bool mail =
		    strcmp(ra_record_columns()[i].key, "manager_mail") == 0;

		ra_buf_addf(&b, "%s%s", i > 0 ? "\t" : "",
		    mail ? "利用者メールアドレス"
			 : ra_record_columns()[i].header);
	}
	ra_buf_adds(&b, "\n");
	put_row(&b, &fleet[0]);
	assert_int_equal(ra_oracle_add(o, NAME, ra_buf_span(&b), &e), 0);
	assert_int_equal(ra_oracle_end(o, NAME, &e), 0);
	assert_string_equal(
	    ra_oracle_serial(o, "11")->mail, "pki@example.ac.jp");
	ra_oracle_free(o);
	ra_buf_clear(&b);
}

static void
ragged_rows_are_counted_and_left_out(void **state)
{
	struct ra_oracle *o = ra_oracle_new();
	struct ra_err e = { 0 };
	struct ra_buf b;

	(void)state;
	ra_buf_init(&b, 1u << 20);
	put_header(&b, RA_CP932);
	ra_buf_adds(&b, "CN=few.example.ac.jp\n");
	put_row(&b, &fleet[0]);
	b.n -= 2;
	ra_buf_adds(&b, "\tone too many\r\n");
	ra_buf_add(&b, (struct ra_span){ "a\0b\n", 4 });
	put_header(&b, RA_CP932); /* of a second list behind the first */
	put_row(&b, &fleet[5]);
	assert_int_equal(ra_oracle_add(o, NAME, ra_buf_span(&b), &e), 0);
	assert_int_equal(ra_oracle_end(o, NAME, &e), 0);
	assert_int_equal(ra_oracle_ragged(o), 3);
	assert_string_equal(ra_oracle_row(o, 0)->serial, "55");
	assert_null(ra_oracle_row(o, 1));
	assert_null(ra_oracle_serial(o, "11"));
	ra_oracle_free(o);
	ra_buf_clear(&b);
}

static void
two_lists_are_one_oracle_and_pieces_may_be_single_bytes(void **state)
{
	struct ra_oracle *o = ra_oracle_new();
	struct ra_err e = { 0 };
	struct ra_buf b;
	size_t i, k;

	(void)state;
	for (k = 0; k < 2; k++) {
		ra_buf_init(&b, 1u << 20);
		put_header(&b, k == 0 ? RA_CP932 : RA_UTF8);
		put_row(&b, &fleet[4 * k]);
		b.n -= 2; /* without the last line end */
		for (i = 0; i < b.n; i++)
			assert_int_equal(
			    ra_oracle_add(
				o, NAME, (struct ra_span){ b.p + i, 1 }, &e),
			    0);
		assert_int_equal(ra_oracle_end(o, NAME, &e), 0);
		ra_buf_clear(&b);
	}
	assert_non_null(ra_oracle_serial(o, "11"));
	assert_non_null(ra_oracle_serial(o, "44"));
	assert_non_null(ra_oracle_cn(o, "www.example.ac.jp", 0));
	ra_oracle_free(o);
}

static void
a_row_without_end_is_refused_with_its_line(void **state)
{
	struct ra_oracle *o;
	struct ra_err e;
	struct ra_buf b;
	int whole;

	(void)state;
	for (whole = 0; whole < 2; whole++) {
		o = ra_oracle_new();
		e = (struct ra_err){ 0 };
		ra_buf_init(&b, 1u << 20);
		put_header(&b, RA_CP932);
		while (b.n < RA_RECORD_ROW_MAX + 4096)
			ra_buf_addc(&b, 'a');
		if (whole)
			ra_buf_addc(&b, '\n');
		assert_int_equal(
		    ra_oracle_add(o, NAME, ra_buf_span(&b), &e), -1);
		assert_int_equal(e.code, RA_EINPUT);
		SAYS(e, NAME ":2: a row of more than 262144 bytes");
		ra_buf_clear(&b);
		ra_oracle_free(o);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_name_is_found_in_any_case_the_newest_application_first),
		cmocka_unit_test(what_was_never_applied_for_is_not_found),
		cmocka_unit_test(
		    dn_and_serial_are_found_however_they_are_spelt),
		cmocka_unit_test(
		    live_is_what_is_issued_and_neither_revoked_nor_in_error),
		cmocka_unit_test(a_key_is_found_by_request_or_certificate),
		cmocka_unit_test(what_is_no_list_is_refused_with_its_line),
		cmocka_unit_test(
		    few_columns_in_any_order_are_enough_and_utf8_is_taken),
		cmocka_unit_test(an_unknown_header_is_read_by_its_place),
		cmocka_unit_test(ragged_rows_are_counted_and_left_out),
		cmocka_unit_test(
		    two_lists_are_one_oracle_and_pieces_may_be_single_bytes),
		cmocka_unit_test(a_row_without_end_is_refused_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
