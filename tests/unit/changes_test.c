/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "inv_help.h"

#include "base/clock.h"
#include "work/changes.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define DAY 86400
#define T0 1795564800 /* 2026-11-25T09:00:00+09:00 */
#define ROW(id, cn, st, sn)                                                    \
	{                                                                      \
		id, "CN=" cn ",C=JP", st, "3", sn,                             \
		    .ends = "2027-05-31 23:59:59", .mail = "a@x.jp"            \
	}

/* "kind CN before>after;" of each change. */
static void
expect(const char *a, const char *b, const char *wanted)
{
	struct ra_inv *inv = inv_read();
	struct ra_changes c = { 0 };
	struct ra_err e = { 0 };
	struct ra_buf out;

	ra_buf_init(&out, 10000);
	if (ra_changes_between(inv, a, b, &c, &e) == -1)
		fail_msg("%s", e.msg);
	for (size_t i = 0; i < c.n; i++) {
		const struct ra_change *k = &c.change[i];

		ra_buf_addf(&out, "%s %s", ra_change_name(k->kind),
		    ra_change_row(k)->cn);
		if (k->before != NULL)
			ra_buf_addf(&out, " %d", k->before->state);
		ra_buf_addf(&out, ">");
		if (k->after != NULL)
			ra_buf_addf(&out, "%d", k->after->state);
		ra_buf_addc(&out, ';');
		assert_true(k->seen > c.from.taken && k->seen <= c.to.taken);
	}
	assert_string_equal(ra_buf_str(&out), wanted);
	ra_buf_clear(&out);
	ra_changes_clear(&c);
	ra_inv_close(inv);
}

static const struct given first[] = {
	ROW("1", "same", "5", "1"),
	ROW("2", "revoked", "5", "2"),
	ROW("3", "revoking", "6", "3"),
	ROW("4", "owner", "5", "4"),
	ROW("5", "issued", "0", ""),
	ROW("6", "failed", "1", ""),
	ROW("7", "vanished", "5", "7"),
	ROW("8", "mailed", "3", "8"),
	ROW("9", "serial", "5", "9"),
	ROW("10", "other", "5", "10"),
	ROW("11", "both", "5", "11"),
	ROW("12", "backagain", "5", "12"),
};

static const struct given second[] = {
	ROW("1", "same", "5", "1"),
	ROW("2", "revoked", "7", "2"),
	ROW("3", "revoking", "2", "3"),
	{ "4", "CN=owner,C=JP", "5", "3", "4", .ends = "2027-05-31 23:59:59",
	    .mail = "b@x.jp" },
	ROW("5", "issued", "4", "5"),
	ROW("6", "failed", "-2", ""),
	ROW("8", "mailed", "4", "8"),
	ROW("9", "serial", "5", "99"),
	{ "10", "CN=other,C=JP", "5", "3", "10", .ends = "2027-05-31 23:59:59",
	    .mail = "a@x.jp", .names = "dNSName=x" },
	{ "11", "CN=both,C=JP", "7", "3", "11", .ends = "2027-05-31 23:59:59",
	    .mail = "" },
	ROW("12", "backagain", "8", "12"),
	ROW("13", "new", "5", "13"),
	{ "14", "CN=renewal,C=JP", "6", "3", "14", .old_serial = "1",
	    .ends = "2027-05-31 23:59:59" },
	ROW("15", "asked", "0", ""),
	ROW("16", "refused", "-1", ""),
	ROW("17", "strange", "42", ""),
};

static void
each_kind_of_change_is_told(void **state)
{
	(void)state;
	inv_night(T0, RA_INV_SERVER, first, COUNT(first));
	inv_night(T0 + DAY, RA_INV_SERVER, second, COUNT(second));
	expect(NULL, NULL,
	    "issued issued 0>4;issued new>5;renewed renewal>6;"
	    "revoked both 5>7;revoked revoked 5>7;revoking revoking 6>2;"
	    "applied asked>0;failed failed 1>-2;failed refused>-1;"
	    "vanished vanished 5>;serial serial 5>5;owner both 5>7;"
	    "owner owner 5>5;state backagain 5>8;state mailed 3>4;"
	    "state strange>42;column other 5>5;");
}

static void
what_lies_between_two_snapshots_is_told_and_no_more(void **state)
{
	static const struct given third[] = {
		ROW("1", "same", "7", "1"),
		ROW("12", "backagain", "5", "12"),
	};

	(void)state;
	inv_night(T0, RA_INV_SERVER, first, COUNT(first));
	inv_night(T0 + DAY, RA_INV_SERVER, second, COUNT(second));
	inv_night(T0 + 2 * DAY, RA_INV_SERVER, first, COUNT(first));
	/* All of it was changed back. */
	expect("1", "3", "");
	expect("2026-11-25", "2026-11-27 09:00:00", "");
	inv_night(T0 + 3 * DAY, RA_INV_SERVER, third, COUNT(third));
	expect("3", NULL,
	    "revoked same 5>7;vanished both 5>;vanished failed 1>;"
	    "vanished issued 0>;vanished mailed 3>;vanished other 5>;"
	    "vanished owner 5>;vanished revoked 5>;vanished revoking 6>;"
	    "vanished serial 5>;vanished vanished 5>;");
	expect("4", "4", "");
	expect("2026-11-26", "2", "");
}

static void
what_names_no_snapshot_is_refused(void **state)
{
	static const struct {
		const char *a, *b, *says;
		enum ra_code code;
	} rows[] = {
		{ "2", "1", "the earlier one comes first", RA_EUSAGE },
		{ "3", NULL, "there is no snapshot 3", RA_EINPUT },
		{ "0", NULL, "wanted the number", RA_EUSAGE },
		{ "-1", NULL, "wanted the number", RA_EUSAGE },
		{ "", NULL, "wanted the number", RA_EUSAGE },
		{ "yesterday", NULL, "wanted the number", RA_EUSAGE },
		{ "2026-11-24", NULL, "no snapshot so early", RA_EINPUT },
		{ "2026-11-25 08:59:59", NULL, "no snapshot so early",
		    RA_EINPUT },
		{ "36600d", NULL, "no snapshot so early", RA_EINPUT },
		{ "36601d", NULL, "wanted the number", RA_EUSAGE },
		{ "1", "x\x1b[2J", "wanted the number", RA_EUSAGE },
	};
	struct ra_inv *inv;

	(void)state;
	inv_night(T0, RA_INV_SERVER, first, COUNT(first));
	inv = inv_read();
	for (size_t i = 0; i < COUNT(rows) + 1; i++) {
		bool one = i == 0; /* a single snapshot, nobody says which */
		struct ra_changes c = { 0 };
		struct ra_err e = { 0 };

		if (i == 1) {
			ra_inv_close(inv);
			inv_night(
			    T0 + DAY, RA_INV_SERVER, second, COUNT(second));
			inv = inv_read();
		}
		assert_int_equal(
		    ra_changes_between(inv, one ? NULL : rows[i - 1].a,
			one ? NULL : rows[i - 1].b, &c, &e),
		    -1);
		assert_int_equal(e.code, one ? RA_EINPUT : rows[i - 1].code);
		if (strstr(e.msg,
			one ? "no second snapshot" : rows[i - 1].says) == NULL)
			fail_msg("%zu: %s", i, e.msg);
		ra_changes_clear(&c);
	}
	ra_inv_close(inv);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(each_kind_of_change_is_told, inv_clean),
		cmocka_unit_test_setup(
		    what_lies_between_two_snapshots_is_told_and_no_more,
		    inv_clean),
		cmocka_unit_test_setup(
		    what_names_no_snapshot_is_refused, inv_clean),
	};

	return cmocka_run_group_tests(tests, inv_set_up, inv_tear_down);
}
