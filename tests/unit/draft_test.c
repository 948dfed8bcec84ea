/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Drafts: who says what, what lies under it, what nobody has said. */
#include "pki_help.h"

#include "upki/draft.h"

#define DEFAULT_DN                                                             \
	"CN=a.example.ac.jp,O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP"

static const struct ra_defaults defaults = {
	.o = "Example University",
	.l = "Chiyoda-ku",
	.st = "Tokyo",
	.manager_name = "国立　太郎",
	.manager_unit = "情報基盤センター",
	.manager_mail = "pki@example.ac.jp",
	.software = "nginx 1.24",
};

static struct ra_draft *
draft(struct ra_drafts *l, enum ra_form_id form)
{
	return ra_drafts_add(l, &ra_form_table()[form], "here:1", NULL);
}

static const struct {
	const char *what, *key, *value, *msg;
	enum ra_form_id form;
} unfit[] = {
	{ "a tab", "manager_name", "a\tb",
	    "here:1: manager_name: character 2 is U+0009",
	    RA_FORM_SERVER_ISSUE },
	{ "a newline", "software", "国\n", "character 2 is U+000A",
	    RA_FORM_SERVER_ISSUE },
	{ "a delete", "software", "\x7f", "character 1 is U+007F",
	    RA_FORM_SERVER_ISSUE },
	{ "an escape", "software", "\x1b[2J", "character 1 is U+001B",
	    RA_FORM_SERVER_ISSUE },
	{ "no UTF-8", "software", "\x93\xfa", "not UTF-8",
	    RA_FORM_SERVER_ISSUE },
	{ "an emoji", "manager_name", "ab😀", "character 3 is U+1F600",
	    RA_FORM_SERVER_ISSUE },
	{ "a letter of Thai", "manager_name", "ก", "U+0E01",
	    RA_FORM_CLIENT_ISSUE },
	{ "a column that stays blank", "reason", "4", "has no use for it",
	    RA_FORM_SERVER_ISSUE },
	{ "a column of another form", "user_name", "x", "has no use for it",
	    RA_FORM_SERVER_ISSUE },
	{ "no column", "colour", "x", "colour: an application of kind",
	    RA_FORM_SERVER_ISSUE },
};

static void
what_cannot_stand_in_a_file_is_refused_with_its_place(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(unfit) / sizeof(unfit[0]); i++) {
		struct ra_drafts l = { 0 };
		struct ra_err e = { 0 };
		struct ra_draft *d = draft(&l, unfit[i].form);

		if (ra_draft_set(d, unfit[i].key, ra_span_str(unfit[i].value),
			false, &e) == 0)
			fail_msg("%s: taken", unfit[i].what);
		assert_int_equal(e.code, RA_EINPUT);
		SAYS(e, unfit[i].msg);
		assert_null(ra_draft_get(d, unfit[i].key));
		ra_drafts_clear(&l);
	}
}

static void
the_first_word_stays_when_it_shall(void **state)
{
	struct ra_drafts l = { 0 };
	struct ra_draft *d = draft(&l, RA_FORM_SERVER_ISSUE);

	(void)state;
	assert_null(ra_draft_get(d, "software"));
	ra_draft_set(d, "software", RA_SPAN("a"), true, NULL);
	ra_draft_set(d, "software", RA_SPAN("b"), true, NULL);
	assert_string_equal(ra_draft_get(d, "software"), "a");
	ra_draft_set(d, "software", RA_SPAN(""), false, NULL);
	assert_string_equal(ra_draft_get(d, "software"), "a");
	ra_draft_set(d, "software", RA_SPAN("b"), false, NULL);
	assert_string_equal(ra_draft_get(d, "software"), "b");
	ra_drafts_clear(&l);
}

static const struct {
	const char *what, *said, *wanted;
	enum ra_form_id form;
} subjects[] = {
	{ "a bare CN is completed", "CN=a.example.ac.jp", DEFAULT_DN,
	    RA_FORM_SERVER_ISSUE },
	{ "CN and OU too", "CN=太郎,OU=No 1",
	    "CN=太郎,OU=No 1,O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP",
	    RA_FORM_CLIENT_ISSUE },
	{ "a server's in a revocation", "CN=a.example.ac.jp", DEFAULT_DN,
	    RA_FORM_SERVER_REVOKE },
	{ "a person's old one is left alone", "CN=a@example.ac.jp",
	    "CN=a@example.ac.jp", RA_FORM_CLIENT_REVOKE },
	{ "a whole one is left alone", "CN=a,O=Other,L=b,ST=c,C=JP",
	    "CN=a,O=Other,L=b,ST=c,C=JP", RA_FORM_SERVER_ISSUE },
	{ "half a one is the check's business", "CN=a,O=Other", "CN=a,O=Other",
	    RA_FORM_SERVER_ISSUE },
	{ "what is none is the check's business", "nothing", "nothing",
	    RA_FORM_SERVER_ISSUE },
};

static void
a_subject_is_completed_from_the_defaults(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
		struct ra_drafts l = { 0 };
		struct ra_err e = { 0 };
		struct ra_draft *d = draft(&l, subjects[i].form);

		ra_draft_set(d, "subject_dn", ra_span_str(subjects[i].said),
		    false, NULL);
		assert_int_equal(ra_draft_fill(d, &defaults, &e), 0);
		assert_string_equal(
		    ra_draft_get(d, "subject_dn"), subjects[i].wanted);
		ra_drafts_clear(&l);
	}
}

static void
what_the_defaults_lack_is_named(void **state)
{
	static const struct {
		const char *o, *l, *st, *msg, *next;
	} lack[] = {
		{ NULL, "l", "st", "here:1: subject_dn: no O", "subject.O" },
		{ "o", NULL, "st", "no L", "subject.L" },
		{ "o", "l", NULL, "no ST", "subject.ST" },
		{ "o", "l", "", "no ST", "upkira.yaml" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lack) / sizeof(lack[0]); i++) {
		const struct ra_defaults some = {
			.o = lack[i].o, .l = lack[i].l, .st = lack[i].st
		};
		struct ra_drafts l = { 0 };
		struct ra_err e = { 0 };
		struct ra_draft *d = draft(&l, RA_FORM_SERVER_ISSUE);

		ra_draft_cn(d, RA_SPAN("a.example.ac.jp"), false, NULL);
		assert_int_equal(ra_draft_fill(d, &some, &e), -1);
		assert_int_equal(e.code, RA_EINPUT);
		SAYS(e, lack[i].msg);
		assert_non_null(strstr(e.next, lack[i].next));
		ra_drafts_clear(&l);
	}
}

static void
a_manager_is_not_said_where_nothing_is_applied_for(void **state)
{
	static const enum ra_form_id forms[] = { RA_FORM_SERVER_REVOKE,
		RA_FORM_CLIENT_REVOKE, RA_FORM_ACME_SUSPEND,
		RA_FORM_ACME_REVOKE };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct ra_drafts l = { 0 };
		struct ra_draft *d = draft(&l, forms[i]);

		assert_int_equal(ra_draft_fill(d, &defaults, NULL), 0);
		assert_null(ra_draft_get(d, "manager_mail"));
		ra_drafts_clear(&l);
	}
}

static const struct {
	enum ra_form_id form;
	const char *said[4]; /* columns that have a value, besides the CN */
	const char *key, *next;
} missing[] = {
	{ RA_FORM_SERVER_ISSUE, { NULL }, "profile_id", "--cert-profile" },
	{ RA_FORM_SERVER_ISSUE, { "profile_id", NULL }, "csr", "csr: FILE" },
	{ RA_FORM_SERVER_ISSUE, { "profile_id", "csr", NULL }, "manager_mail",
	    "manager.mail in upkira.yaml" },
	{ RA_FORM_SERVER_RENEW, { "profile_id", NULL }, "serial",
	    "--inventory" },
	{ RA_FORM_SERVER_REVOKE, { "serial", NULL }, "reason", "--reason" },
	{ RA_FORM_CLIENT_ISSUE, { "profile_id", NULL }, "download_method",
	    "1, 2 or 3" },
	{ RA_FORM_CLIENT_REVOKE, { "reason", NULL }, "serial", "--inventory" },
	{ RA_FORM_ACME_RENEW, { "profile_id", NULL }, "acme_account_id",
	    "acme_account_id" },
};

static void
what_nobody_has_said_is_named_with_where_to_say_it(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(missing) / sizeof(missing[0]); i++) {
		struct ra_drafts l = { 0 };
		struct ra_err e = { 0 };
		struct ra_draft *d = draft(&l, missing[i].form);

		ra_draft_cn(d, RA_SPAN("a.example.ac.jp"), false, NULL);
		for (k = 0; missing[i].said[k] != NULL; k++)
			ra_draft_set(
			    d, missing[i].said[k], RA_SPAN("1"), true, NULL);
		assert_int_equal(ra_draft_complete(d, &e), -1);
		assert_int_equal(e.code, RA_EINPUT);
		SAYS(e, missing[i].key);
		if (strstr(e.next, missing[i].next) == NULL)
			fail_msg("%s: %s", missing[i].key, e.next);
		ra_drafts_clear(&l);
	}
}

static void
a_name_alone_is_one_attribute(void **state)
{
	static const char *const bad[] = { "", " a", "a ", "a,O=b", "a,OU=b",
		"a\tb", "a,emailAddress=x" };
	struct ra_drafts l = { 0 };
	struct ra_draft *d = draft(&l, RA_FORM_SERVER_ISSUE);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct ra_err e = { 0 };

		assert_int_equal(
		    ra_draft_cn(d, ra_span_str(bad[i]), false, &e), -1);
		assert_int_equal(e.code, RA_EINPUT);
	}
	assert_int_equal(
	    ra_draft_cn(d, RA_SPAN("Example, Inc."), false, NULL), 0);
	assert_string_equal(ra_draft_get(d, "subject_dn"), "CN=Example, Inc.");
	ra_drafts_clear(&l);
}

static struct ra_csr *
new_csr(const char *subject, struct ra_key *k, const char *const *names)
{
	struct ra_err e = { 0 };
	struct ra_dn dn = { 0 };
	struct ra_csr *c;

	new_dn(subject, &dn);
	c = ra_csr_make(k, &dn, names, &e);
	OK(e);
	ra_dn_clear(&dn);
	return c;
}

static void
a_request_says_subject_key_and_names(void **state)
{
	static const char *const names[] = { "a.example.ac.jp",
		"b.example.ac.jp", NULL };
	struct ra_key *k = new_key(RA_KEY_EC, 384);
	struct ra_csr *csr = new_csr("C=JP,ST=Tokyo,L=Chiyoda-ku,O=Example "
				     "University,CN=a.example.ac.jp",
	    k, names);
	struct ra_drafts l = { 0 };
	struct ra_draft *d = draft(&l, RA_FORM_SERVER_ISSUE);
	struct ra_err e = { 0 };

	(void)state;
	assert_int_equal(ra_draft_csr(d, csr, &e), 0);
	OK(e);
	assert_string_equal(ra_draft_get(d, "subject_dn"), DEFAULT_DN);
	assert_string_equal(ra_draft_get(d, "profile_id"), "11");
	assert_string_equal(ra_draft_get(d, "fqdn"), "a.example.ac.jp");
	assert_string_equal(ra_draft_get(d, "dnsname"),
	    "dNSName=a.example.ac.jp,dNSName=b.example.ac.jp");
	assert_null(strchr(ra_draft_get(d, "csr"), '\n'));
	assert_null(strchr(ra_draft_get(d, "csr"), '-'));
	ra_drafts_clear(&l);
	ra_csr_free(csr);
	ra_key_free(k);
}

static void
a_key_that_no_profile_has_is_refused(void **state)
{
	struct ra_key *k = new_key(RA_KEY_EC, 256);
	struct ra_csr *csr = new_csr("CN=a.example.ac.jp", k, NULL);
	struct ra_drafts l = { 0 };
	struct ra_draft *d = draft(&l, RA_FORM_SERVER_ISSUE);
	struct ra_err e = { 0 };

	(void)state;
	assert_int_equal(ra_draft_csr(d, csr, &e), -1);
	assert_int_equal(e.code, RA_EINPUT);
	SAYS(e, "here:1: the key is EC 256, wanted RSA 2048");
	/* When the officer says a profile, the check compares. */
	ra_draft_set(d, "profile_id", RA_SPAN("11"), false, NULL);
	assert_int_equal(ra_draft_csr(d, csr, NULL), 0);
	ra_drafts_clear(&l);
	ra_csr_free(csr);
	ra_key_free(k);
}

static void
a_certificate_says_subject_serial_and_names(void **state)
{
	static const char *const names[] = { "www.example.ac.jp", NULL };
	struct ra_key *k = new_key(RA_KEY_RSA, 2048);
	struct ra_cert_spec s = { .kind = RA_CERT_SERVER,
		.key = k,
		.dns = names,
		.not_before = T0,
		.not_after = T0 + DAY };
	struct ra_drafts l = { 0 };
	struct ra_draft *d = draft(&l, RA_FORM_SERVER_RENEW);
	struct ra_err e = { 0 };
	struct ra_cert *c;

	(void)state;
	assert_int_equal(ra_serial_parse(RA_SPAN("0x1f"), &s.serial, NULL), 0);
	c = new_cert(&s, SUBJECT, NULL, k);
	assert_int_equal(ra_draft_cert(d, c, &e), 0);
	assert_string_equal(ra_draft_get(d, "subject_dn"), SUBJECT);
	assert_string_equal(ra_draft_get(d, "serial"), "31");
	assert_string_equal(ra_draft_get(d, "profile_id"), "3");
	assert_string_equal(
	    ra_draft_get(d, "dnsname"), "dNSName=www.example.ac.jp");
	/* A revocation has no use for all of it. */
	d = draft(&l, RA_FORM_CLIENT_REVOKE);
	assert_int_equal(ra_draft_cert(d, c, &e), 0);
	assert_string_equal(ra_draft_get(d, "serial"), "31");
	ra_drafts_clear(&l);
	ra_cert_free(c);
	ra_key_free(k);
}

static void
the_text_has_every_tab(void **state)
{
	struct ra_drafts l = { 0 }, more = { 0 };
	struct ra_draft *d = draft(&l, RA_FORM_SERVER_REVOKE);
	struct ra_buf b;

	(void)state;
	ra_draft_cn(d, RA_SPAN("a"), false, NULL);
	ra_draft_reason(d, RA_SPAN("superseded"), false, NULL);
	(void)draft(&more, RA_FORM_SERVER_REVOKE);
	assert_int_equal(ra_drafts_join(&l, &more, NULL), 0);
	assert_int_equal(l.n, 2);
	assert_int_equal(more.n, 0);
	ra_buf_init(&b, 1000);
	ra_drafts_text(&l, 0, 9, &b);
	assert_string_equal(ra_buf_str(&b),
	    "CN=a\t\t\t\t4\t\t\t\t\t\t\t\t\n\t\t\t\t\t\t\t\t\t\t\t\t\n");
	ra_buf_reset(&b);
	ra_drafts_text(&l, 1, 1, &b);
	assert_string_equal(ra_buf_str(&b), "\t\t\t\t\t\t\t\t\t\t\t\t\n");
	ra_buf_clear(&b);
	ra_drafts_clear(&l);
}

static void
too_many_records_are_refused(void **state)
{
	struct ra_drafts l = { .n = RA_DRAFTS_MAX };
	struct ra_err e = { 0 };

	(void)state;
	assert_null(ra_drafts_add(&l, ra_form_table(), "here", &e));
	assert_int_equal(e.code, RA_EINPUT);
	SAYS(e, "here: more than 100000 records");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_cannot_stand_in_a_file_is_refused_with_its_place),
		cmocka_unit_test(the_first_word_stays_when_it_shall),
		cmocka_unit_test(a_subject_is_completed_from_the_defaults),
		cmocka_unit_test(what_the_defaults_lack_is_named),
		cmocka_unit_test(
		    a_manager_is_not_said_where_nothing_is_applied_for),
		cmocka_unit_test(
		    what_nobody_has_said_is_named_with_where_to_say_it),
		cmocka_unit_test(a_name_alone_is_one_attribute),
		cmocka_unit_test(a_request_says_subject_key_and_names),
		cmocka_unit_test(a_key_that_no_profile_has_is_refused),
		cmocka_unit_test(a_certificate_says_subject_serial_and_names),
		cmocka_unit_test(the_text_has_every_tab),
		cmocka_unit_test(too_many_records_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
