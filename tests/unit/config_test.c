/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The configuration. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "work/config.h"

static const char good[] =
    "default: u\n"
    "profiles:\n"
    "  u:\n"
    "    endpoint: https://localhost:1/x\n"
    "    credential: officer.p12\n"
    "    passphrase: file:secret/pass\n"
    "    state: /var/lib/upkira\n"
    "    subject: { O: Example University, L: Chiyoda-ku, ST: Tokyo }\n"
    "    domains: [example.ac.jp, example.jp]\n"
    "    manager: { name: 国立　太郎, mail: pki@example.ac.jp }\n"
    "    timeouts: { upload: 7200 }\n";

static struct ra_config_profile *
read_good(struct ra_config *c, struct ra_err *e)
{
	assert_int_equal(
	    ra_config_parse(c, "/etc/x/u.yaml", RA_SPAN(""), e), 0);
	assert_int_equal(
	    ra_config_parse(c, "/etc/x/u.yaml", ra_span_str(good), e), 0);
	return ra_config_choose(c, NULL, e);
}

static void
values_are_read(void **state)
{
	struct ra_config c = { 0 };
	struct ra_err e = { 0 };
	struct ra_config_profile *p = read_good(&c, &e);

	(void)state;
	assert_non_null(p);
	assert_string_equal(p->name, "u");
	assert_string_equal(p->o, "Example University");
	assert_string_equal(p->domains[1], "example.jp");
	assert_null(p->domains[2]);
	assert_string_equal(p->manager_name, "国立　太郎");
	assert_int_equal(p->upload, 7200);
	assert_int_equal(p->connect, 15);
	ra_config_clear(&c);
}

static void
relative_paths_stand_beside_the_file(void **state)
{
	struct ra_config c = { 0 };
	struct ra_err e = { 0 };
	struct ra_config_profile *p = read_good(&c, &e);

	(void)state;
	assert_string_equal(p->credential, "/etc/x/officer.p12");
	assert_string_equal(p->passphrase, "file:/etc/x/secret/pass");
	assert_string_equal(p->state, "/var/lib/upkira");
	ra_config_clear(&c);
}

static void
a_later_file_changes_only_what_it_says(void **state)
{
	static const char later[] = "profiles:\n  u:\n    subject: { L: "
				    "Kyoto }\n    domains: []\n";
	struct ra_config c = { 0 };
	struct ra_err e = { 0 };
	struct ra_config_profile *p;

	(void)state;
	read_good(&c, &e);
	assert_int_equal(
	    ra_config_parse(&c, "b.yaml", ra_span_str(later), &e), 0);
	p = ra_config_choose(&c, "u", &e);
	assert_string_equal(p->l, "Kyoto");
	assert_string_equal(p->o, "Example University");
	assert_null(p->domains[0]);
	ra_config_clear(&c);
}

static void
the_environment_beats_the_file(void **state)
{
	struct ra_config c = { 0 };
	struct ra_err e = { 0 };
	struct ra_config_profile *p;

	(void)state;
	setenv("UPKIRA_ENDPOINT", "https://other.example.jp/", 1);
	setenv("UPKIRA_TIMEOUT_STALL", "7", 1);
	p = read_good(&c, &e);
	unsetenv("UPKIRA_ENDPOINT");
	unsetenv("UPKIRA_TIMEOUT_STALL");
	assert_string_equal(p->endpoint, "https://other.example.jp/");
	assert_int_equal(p->stall, 7);
	ra_config_clear(&c);
}

#define P "profiles:\n  u:\n"

static const struct {
	const char *what, *in, *says, *next;
} bad[] = {
	{ "an unknown key at the top", "profils: {}\n",
	    "t:1:1: unknown key \"profils\"", "default" },
	{ "an unknown key in a profile names the nearest",
	    P "    endpont: https://x/\n", "t:3:5: unknown key \"endpont\"",
	    "endpoint" },
	{ "an unknown key in a group", P "    subject: { OU: x }\n",
	    "unknown key \"subject.OU\"", "" },
	{ "a plain http endpoint", P "    endpoint: http://x/\n",
	    "t:3:15: endpoint", "" },
	{ "a secret in place of its source", P "    passphrase: hunter2\n",
	    "never the secret itself", "" },
	{ "a limit of zero", P "    timeouts: { stall: 0 }\n", "1 to 86400",
	    "" },
	{ "a limit with a unit", P "    timeouts: { stall: 5s }\n",
	    "1 to 86400", "" },
	{ "a limit above a day", P "    timeouts: { stall: 86401 }\n",
	    "1 to 86400", "" },
	{ "an empty value", P "    cafile: ''\n", "wanted a value", "" },
	{ "a list where one value is wanted", P "    cafile: [a]\n",
	    "must be one value", "" },
	{ "a value where a list is wanted", P "    domains: a\n",
	    "must be a list", "" },
	{ "a map inside a list", P "    domains: [{a: b}]\n", "list", "" },
	{ "a value where a group is wanted", P "    subject: x\n",
	    "must be a map", "" },
	{ "a profile that is no map", "profiles: { u: x }\n", "must be a map",
	    "" },
	{ "a profile name with a slash", "profiles: { ../u: {} }\n",
	    "profile name", "" },
	{ "a profile name that begins with a dot", "profiles: { .u: {} }\n",
	    "profile name", "" },
	{ "a default that is a list", "default: [u]\n", "must be", "" },
	{ "a list at the top", "- a\n", "no map", "" },
	{ "broken YAML", "profiles: {\n", "t:", "" },
};

static void
wrong_files_are_refused_with_their_place(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct ra_config c = { 0 };
		struct ra_err e = { 0 };

		if (ra_config_parse(&c, "t", ra_span_str(bad[i].in), &e) != -1)
			fail_msg("%s: taken", bad[i].what);
		assert_int_equal(e.code, RA_EUSAGE);
		if (strstr(e.msg, bad[i].says) == NULL)
			fail_msg("%s: %s", bad[i].what, e.msg);
		if (strstr(e.next, bad[i].next) == NULL)
			fail_msg("%s: %s", bad[i].what, e.next);
		if (strstr(e.msg, "hunter2") != NULL)
			fail_msg(
			    "%s: the secret is in the message", bad[i].what);
		ra_config_clear(&c);
	}
}

static void
a_profile_must_be_clear(void **state)
{
	static const char two[] = "profiles: { aa: {}, bb: {} }\n";
	struct ra_config c = { 0 };
	struct ra_err e = { 0 };

	(void)state;
	assert_null(ra_config_choose(&c, NULL, &e));
	assert_non_null(strstr(e.msg, "no profile is configured"));
	ra_err_clear(&e);
	assert_int_equal(ra_config_parse(&c, "t", ra_span_str(two), &e), 0);
	assert_null(ra_config_choose(&c, NULL, &e));
	assert_non_null(strstr(e.msg, "several profiles"));
	ra_err_clear(&e);
	assert_null(ra_config_choose(&c, "ab", &e));
	assert_non_null(strstr(e.msg, "no profile \"ab\""));
	ra_config_clear(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_read),
		cmocka_unit_test(relative_paths_stand_beside_the_file),
		cmocka_unit_test(a_later_file_changes_only_what_it_says),
		cmocka_unit_test(the_environment_beats_the_file),
		cmocka_unit_test(wrong_files_are_refused_with_their_place),
		cmocka_unit_test(a_profile_must_be_clear),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
