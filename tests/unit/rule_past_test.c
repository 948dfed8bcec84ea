/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "pki_help.h"

#include <stdlib.h>

#include "upki/check.h"

#define SUBJ ",O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP"
#define DN "CN=www.example.ac.jp" SUBJ
#define USER "CN=Reiji Hanako,OU=No 1" SUBJ

static struct ra_oracle *
list(const char *rows)
{
	struct ra_oracle *o = ra_oracle_new();
	struct ra_buf b;

	ra_buf_init(&b, 1u << 20);
	ra_buf_addf(&b,
	    "主体者DN\t状態\t発行・更新申請-シリアル番号\t"
	    "証明書プロファイルID\tCSR\n%s",
	    rows);
	assert_int_equal(ra_oracle_add(o, "l", ra_buf_span(&b), NULL), 0);
	assert_int_equal(ra_oracle_end(o, "l", NULL), 0);
	ra_buf_clear(&b);
	return o;
}

static bool
told(const struct ra_findings *l, const char *message)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (strcmp(l->f[i].message, message) == 0)
			return true;
	return false;
}

/* What the lists add to the findings: "severity code key|" of each. */
static void
added(const char *in, unsigned kinds, const struct ra_check_options *opt,
    struct ra_buf *out, struct ra_buf *words)
{
	struct ra_findings without = { 0 }, with = { 0 };
	struct ra_request *r =
	    ra_request_parse("a.tsv", ra_span_str(in), kinds, NULL);
	size_t i;

	assert_non_null(r);
	ra_check(r, NULL, &without);
	ra_check(r, opt, &with);
	for (i = 0; i < with.n; i++) {
		if (told(&without, with.f[i].message))
			continue;
		ra_buf_addf(out, "%s %d %s|",
		    ra_severity_name(with.f[i].severity), with.f[i].code,
		    with.f[i].key);
		ra_buf_adds(words, with.f[i].message);
	}
	ra_findings_clear(&without);
	ra_findings_clear(&with);
	ra_request_free(r);
}

static const char issue[] = DN "\t3\t\t\t\t\tx\t\t\tpki@example.ac.jp\t"
			       "www.example.ac.jp\tnginx 1.24\t\r\n";
static const char renew[] = DN "\t3\t\t11\t\t\tx\t\t\tpki@example.ac.jp\t"
			       "www.example.ac.jp\tnginx 1.24\t\r\n";
static const char hex[] = DN "\t3\t\t0xb\t\t\tx\t\t\tpki@example.ac.jp\t"
			     "www.example.ac.jp\tnginx 1.24\t\r\n";
static const char revoke[] = DN "\t\t\t11\t4\t\t\t\t\t\t\t\t\r\n";
static const char loose[] = "CN=www.example.ac.jp,O=Example University,"
			    "ST=Tokyo,C=JP\t\t\t11\t4\t\t\t\t\t\t\t\t\r\n";
static const char user[] = USER "\t13\t1\t\t\t\t\tn\tu\ta@example.ac.jp\t"
				"h\tf\tu\tb@example.ac.jp\t\r\n";
static const char user_renew[] = USER
    "\t13\t1\t44\t\t\t\tn\tu\ta@example.ac.jp\th\tf\tu\tb@example.ac.jp\t\r\n";
static const char user_revoke[] = USER "\t\t\t44\t5\t\t\t\t\t\t\t\t\t\t\r\n";
static const char nameless[] = "O=x,C=JP\t3\t\t\t\t\tx\t\t\tpki@example.ac.jp"
			       "\twww.example.ac.jp\tnginx 1.24\t\r\n";
static const char broken[] = "www\t3\t\txyz\t\t\tx\t\t\tpki@example.ac.jp"
			     "\twww.example.ac.jp\tnginx 1.24\t\r\n";

#define ISSUE RA_FORM_BIT(RA_FORM_SERVER_ISSUE)
#define RENEW RA_FORM_BIT(RA_FORM_SERVER_RENEW)
#define REVOKE RA_FORM_BIT(RA_FORM_SERVER_REVOKE)
#define C_ISSUE RA_FORM_BIT(RA_FORM_CLIENT_ISSUE)
#define C_RENEW RA_FORM_BIT(RA_FORM_CLIENT_RENEW)
#define C_REVOKE RA_FORM_BIT(RA_FORM_CLIENT_REVOKE)
#define A_CREATE RA_FORM_BIT(RA_FORM_ACME_CREATE)
#define A_REVOKE RA_FORM_BIT(RA_FORM_ACME_REVOKE)
#define LIVE DN "\t5\t11\t3\t\n"
#define GONE DN "\t7\t11\t3\t\n"

static void
what_the_list_forbids_is_foretold(void **state)
{
	static const struct {
		const char *in;
		unsigned kinds;
		const char *list, *says, *words;
	} rows[] = {
		/* 212: facts 3, "new or renew?" */
		{ issue, ISSUE, LIVE, "error 212 subject_dn|", "serial 11" },
		{ issue, ISSUE, GONE, "error 212 subject_dn|", "revoked" },
		{ issue, ISSUE, LIVE DN "\t7\t12\t3\t\n",
		    "error 212 subject_dn|", "serial 11" },
		{ issue, ISSUE, GONE DN "\t7\t12\t3\t\n",
		    "error 212 subject_dn|", "serial 12" },
		{ issue, ISSUE,
		    "CN=WWW.Example.ac.jp,O=Other,C=JP\t5\t11\t3\t\n",
		    "error 212 subject_dn|", "serial 11" },
		{ issue, ISSUE, DN "\t0\t\t3\t\n", "warning 212 subject_dn|",
		    "under way" },
		{ issue, ISSUE, "", "", "" },
		{ issue, ISSUE, DN "\t-2\t\t3\t\n", "", "" },
		{ issue, ISSUE, DN "\t5\t11\t13\t\n", "", "" },
		{ issue, ISSUE, "CN=ww.example.ac.jp\t5\t11\t3\t\n", "", "" },
		{ nameless, ISSUE, LIVE, "", "" },
		/* ACME: a certificate of the same DN may be live, facts 1.5 */
		{ issue, A_CREATE, LIVE, "", "" },
		/* client: our reading */
		{ user, C_ISSUE, USER "\t5\t44\t13\t\n",
		    "warning 212 subject_dn|", "serial 44" },
		{ user, C_ISSUE, USER "\t7\t44\t15\t\n",
		    "warning 212 subject_dn|", "serial 44" },
		{ user, C_ISSUE, USER "\t-1\t\t13\t\n", "", "" },
		{ user, C_ISSUE, USER "\t5\t44\t3\t\n", "", "" },
		{ user, C_ISSUE, "CN=Reiji Hanako" SUBJ "\t5\t44\t13\t\n", "",
		    "" },
		/* serials of renewals: facts 1.2 */
		{ renew, RENEW, LIVE, "", "" },
		{ hex, RENEW, LIVE, "", "" },
		{ renew, RENEW, GONE, "", "" },
		{ renew, RENEW, "", "", "" },
		{ renew, RENEW, DN "\t5\t12\t3\t\n", "error 0 serial|",
		    "serial 11 is not in the list" },
		{ renew, RENEW, DN "\t5\t12\t3\t\n" DN "\t5\t11\t13\t\n",
		    "error 0 serial|", "of a client certificate" },
		{ renew, RENEW, DN "\t5\t11\t13\t\n", "", "" },
		{ broken, RENEW, LIVE, "", "" },
		/* the DN of the old certificate */
		{ renew, RENEW,
		    "CN=www.example.ac.jp,O=Other University,L=Chiyoda-ku,"
		    "ST=Tokyo,C=JP\t5\t11\t3\t\n",
		    "error 0 subject_dn|", "Other University" },
		{ renew, RENEW,
		    "C=JP,ST=Tokyo,L=Chiyoda-ku,O=Example University,"
		    "CN=www.example.ac.jp\t5\t11\t3\t\n",
		    "", "" },
		{ renew, RENEW, "CN=w.example.ac.jp" SUBJ "\t5\t11\t3\t\n",
		    "error 0 subject_dn|", "w.example.ac.jp" },
		{ renew, RENEW, "CN=WWW.example.ac.jp" SUBJ "\t5\t11\t3\t\n",
		    "", "" },
		{ renew, RENEW,
		    "CN=www.example.ac.jp,OU=x" SUBJ "\t5\t11\t3\t\n",
		    "warning 0 subject_dn|", "OU=x" },
		{ revoke, REVOKE, LIVE, "", "" },
		{ revoke, REVOKE, "CN=WWW.example.ac.jp" SUBJ "\t5\t11\t3\t\n",
		    "warning 0 subject_dn|", "WWW" },
		{ revoke, REVOKE,
		    "CN=www.example.ac.jp,O=Other University,L=Chiyoda-ku,"
		    "ST=Tokyo,C=JP\t5\t11\t3\t\n",
		    "error 0 subject_dn|", "Other" },
		/* revocations */
		{ revoke, REVOKE, GONE, "error 0 serial|", "revoked already" },
		{ revoke, REVOKE, DN "\t2\t11\t3\t\n", "warning 0 serial|",
		    "about to be" },
		{ revoke, REVOKE, DN "\t10\t11\t3\t\n", "warning 0 serial|",
		    "about to be" },
		{ revoke, REVOKE, DN "\t5\t1\t3\t\n", "error 0 serial|",
		    "not in the list" },
		{ loose, A_REVOKE, LIVE, "", "" },
		{ loose, A_REVOKE, DN "\t5\t1\t3\t\n", "warning 0 serial|",
		    "not in the list" },
		{ loose, A_REVOKE, "CN=w.example.ac.jp" SUBJ "\t5\t11\t3\t\n",
		    "warning 0 subject_dn|", "w.example.ac.jp" },
		{ loose, A_REVOKE, GONE, "warning 0 serial|", "revoked" },
		{ user_revoke, C_REVOKE, USER "\t5\t44\t13\t\n", "", "" },
		{ user_revoke, C_REVOKE, USER "\t7\t44\t13\t\n",
		    "warning 0 serial|", "revoked" },
		{ user_revoke, C_REVOKE, USER "\t5\t45\t13\t\n",
		    "warning 0 serial|", "serial 44 is not in the list" },
		{ user_revoke, C_REVOKE, LIVE, "", "" },
		{ user_renew, C_RENEW, "CN=x" SUBJ "\t5\t44\t13\t\n",
		    "warning 0 subject_dn|", "CN=x" },
		{ user_renew, C_RENEW,
		    USER "\t5\t45\t13\t\n" DN "\t5\t44\t3\t\n",
		    "warning 0 serial|", "another kind" },
	};
	struct ra_check_options opt = { 0 };
	struct ra_buf out, words;
	struct ra_oracle *o;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_init(&out, 10000);
		ra_buf_init(&words, 10000);
		o = list(rows[i].list);
		opt.oracle = o;
		added(rows[i].in, rows[i].kinds, &opt, &out, &words);
		if (strcmp(ra_buf_str(&out), rows[i].says) != 0 ||
		    strstr(ra_buf_str(&words), rows[i].words) == NULL)
			fail_msg("row %zu: %s %s", i, ra_buf_str(&out),
			    ra_buf_str(&words));
		ra_oracle_free(o);
		ra_buf_clear(&out);
		ra_buf_clear(&words);
	}
}

static void
add_record(struct ra_buf *in, const char *serial, const struct ra_csr *csr)
{
	ra_buf_addf(in, DN "\t11\t\t%s\t\t\t", serial);
	ra_csr_to_line(csr, in);
	ra_buf_adds(
	    in, "\t\t\tpki@example.ac.jp\twww.example.ac.jp\tnginx 1.24\t\r\n");
}

static void
a_key_of_the_list_is_refused_in_renewals_else_doubted(void **state)
{
	static const struct {
		const char *serial, *row, *says;
		unsigned kinds;
		bool same;
	} rows[] = {
		{ "11", "CN=old.example.ac.jp\t7\t12\t11\t", "error 0 csr|",
		    RENEW, true },
		{ "11", "CN=old.example.ac.jp\t-2\t\t11\t", "warning 0 csr|",
		    RENEW, true },
		{ "", "CN=old.example.ac.jp\t5\t12\t11\t", "warning 0 csr|",
		    ISSUE, true },
		{ "11", "CN=old.example.ac.jp\t7\t12\t11\t", "", RENEW, false },
		{ "", "CN=old.example.ac.jp\t5\t12\t11\t", "", ISSUE, false },
	};
	struct ra_key *k = new_key(RA_KEY_EC, 384),
		      *k2 = new_key(RA_KEY_EC, 384);
	struct ra_check_options opt = { 0 };
	struct ra_buf in, past, out, words;
	struct ra_csr *mine, *others;
	struct ra_dn dn = { 0 };
	struct ra_err e = { 0 };
	struct ra_oracle *o;
	size_t i;

	(void)state;
	new_dn(DN, &dn);
	mine = ra_csr_make(k, &dn, NULL, &e);
	others = ra_csr_make(k2, &dn, NULL, &e);
	OK(e);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_init(&in, 10000);
		ra_buf_init(&past, 10000);
		ra_buf_init(&out, 10000);
		ra_buf_init(&words, 10000);
		add_record(&in, rows[i].serial, mine);
		ra_buf_adds(&past, rows[i].row);
		ra_csr_to_line(rows[i].same ? mine : others, &past);
		ra_buf_adds(&past, "\n");
		if (rows[i].kinds == RENEW)
			ra_buf_adds(&past, DN "\t5\t11\t11\t\n");
		o = list(ra_buf_str(&past));
		opt.oracle = o;
		added(ra_buf_str(&in), rows[i].kinds, &opt, &out, &words);
		assert_string_equal(ra_buf_str(&out), rows[i].says);
		ra_oracle_free(o);
		ra_buf_clear(&in);
		ra_buf_clear(&past);
		ra_buf_clear(&out);
		ra_buf_clear(&words);
	}
	ra_csr_free(mine);
	ra_csr_free(others);
	ra_dn_clear(&dn);
	ra_key_free(k);
	ra_key_free(k2);
}

static void
an_ou_that_is_not_allowed_is_doubted_for_clients_alone(void **state)
{
	static const struct {
		const char *in;
		unsigned kinds;
		const char *allow, *says;
	} rows[] = {
		{ user, C_ISSUE, "example.ac.jp\tNo 2\n",
		    "warning 371 subject_dn|" },
		{ user_renew, C_RENEW, "example.ac.jp\tno 1\n",
		    "warning 371 subject_dn|" },
		{ user, C_ISSUE, "example.ac.jp\tNo 1\n", "" },
		{ user_revoke, C_REVOKE, "example.ac.jp\tNo 2\n", "" },
		{ issue, ISSUE, "example.ac.jp\tNo 2\n", "" },
		{ broken, RENEW, "example.ac.jp\tNo 2\n", "" },
	};
	struct ra_check_options opt = { 0 };
	struct ra_buf out, words;
	struct ra_allowlist *a;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ra_buf_init(&out, 1000);
		ra_buf_init(&words, 10000);
		a = ra_allowlist_parse("a", ra_span_str(rows[i].allow), NULL);
		opt.allow = a;
		added(rows[i].in, rows[i].kinds, &opt, &out, &words);
		assert_string_equal(ra_buf_str(&out), rows[i].says);
		ra_allowlist_free(a);
		ra_buf_clear(&out);
		ra_buf_clear(&words);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_list_forbids_is_foretold),
		cmocka_unit_test(
		    a_key_of_the_list_is_refused_in_renewals_else_doubted),
		cmocka_unit_test(
		    an_ou_that_is_not_allowed_is_doubted_for_clients_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
