/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The columns of the lists, and the states. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "upki/record.h"

static const struct {
	size_t at;
	const char *header, *key;
} facts[] = {
	{ 0, "発行・更新申請-申請ID", "application_id" },
	{ 2, "ignoreInvalidRecordフラグ", "ignore_invalid" },
	{ 3, "主体者DN", "subject_dn" },
	{ 4, "ドメインID", "domain_id" },
	{ 5, "発行・更新申請-日時", "applied_at" },
	{ 11, "状態", "state" },
	{ 14, "利用管理者mail", "manager_mail" },
	{ 22, "発行・更新申請-証明書", "certificate" },
	{ 23, "発行・更新申請-シリアル番号", "serial" },
	{ 26, "発行・更新申請-証明書有効期限", "not_after" },
	{ 28, "アクセスPIN", "access_pin" },
	{ 36, "失効申請-失効理由コード", "revocation_reason" },
	{ 42, "旧証明書シリアル番号", "old_serial" },
	{ 45, "最終更新日", "updated_at" },
};

static void
columns_stand_where_the_file_has_them(void **state)
{
	const struct ra_record_column *c = ra_record_columns();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		assert_string_equal(c[facts[i].at].header, facts[i].header);
		assert_string_equal(c[facts[i].at].key, facts[i].key);
	}
}

static void
headers_and_keys_stand_once(void **state)
{
	const struct ra_record_column *c = ra_record_columns();
	size_t i, k;

	(void)state;
	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		for (k = 0; k < i; k++) {
			assert_string_not_equal(c[i].header, c[k].header);
			assert_string_not_equal(c[i].key, c[k].key);
		}
}

static void
only_the_access_pin_is_secret(void **state)
{
	const struct ra_record_column *c = ra_record_columns();
	size_t i;

	(void)state;
	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		assert_int_equal(
		    c[i].secret, strcmp(c[i].key, "access_pin") == 0);
}

static void
headers_that_programs_read_by_name_are_confirmed(void **state)
{
	static const size_t sure[] = { 0, 3, 5, 10, 11, 14, 21, 23, 25, 26, 42,
		45 };
	const struct ra_record_column *c = ra_record_columns();
	size_t i, n = 0;

	(void)state;
	for (i = 0; i < sizeof(sure) / sizeof(sure[0]); i++)
		assert_int_equal(c[sure[i]].mark, RA_CONFIRMED);
	for (i = 0; i < RA_RECORD_COLUMNS; i++)
		n += c[i].mark == RA_CONFIRMED;
	assert_int_equal(n, sizeof(sure) / sizeof(sure[0]));
}

static void
states_run_from_minus_3_to_10(void **state)
{
	long code;

	(void)state;
	for (code = -3; code <= 10; code++)
		assert_int_equal(ra_state_find(code)->code, code);
	assert_string_equal(ra_state_find(5)->name, "issued");
	assert_string_equal(ra_state_find(7)->ja, "証明書失効処理完了");
	assert_string_equal(ra_state_find(-1)->ja, "フォーマットエラー");
}

static void
other_states_are_not_known(void **state)
{
	static const long no[] = { -4, 11, 12, 99, -100 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		assert_null(ra_state_find(no[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_stand_where_the_file_has_them),
		cmocka_unit_test(headers_and_keys_stand_once),
		cmocka_unit_test(only_the_access_pin_is_secret),
		cmocka_unit_test(
		    headers_that_programs_read_by_name_are_confirmed),
		cmocka_unit_test(states_run_from_minus_3_to_10),
		cmocka_unit_test(other_states_are_not_known),
	};

	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
