/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The forms: what the table must hold together. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "upki/form.h"

static void
forms_stand_in_the_order_of_their_ids(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < RA_FORM_COUNT; i++) {
		assert_int_equal(ra_form_table()[i].id, i);
		assert_ptr_equal(
		    ra_form_find(ra_span_str(ra_form_table()[i].name)),
		    &ra_form_table()[i]);
	}
}

static void
server_and_acme_have_13_columns_client_15(void **state)
{
	const struct ra_form *f;
	size_t i;

	(void)state;
	for (i = 0; i < RA_FORM_COUNT; i++) {
		f = &ra_form_table()[i];
		assert_int_equal(
		    f->ncols, f->iface == RA_IF_CLIENT_APPLY ? 15 : 13);
		assert_true(f->ncols <= RA_FORM_COLUMNS_MAX);
	}
}

static void
a_column_is_blank_when_and_only_when_forbidden(void **state)
{
	const struct ra_column *c;
	size_t i, k;

	(void)state;
	for (i = 0; i < RA_FORM_COUNT; i++)
		for (k = 0; k < ra_form_table()[i].ncols; k++) {
			c = &ra_form_table()[i].col[k];
			assert_int_equal(
			    c->need == RA_NEED_NO, c->field == RA_F_BLANK);
			if (c->need == RA_NEED_NO)
				assert_int_equal(c->max, 0);
			assert_true(c->item[0] != '\0' && c->key[0] != '\0');
			if (c->need == RA_NEED_USUAL)
				assert_int_equal(c->mark, RA_INFERRED);
		}
}

static void
keys_are_ascii_and_stand_once_in_a_form(void **state)
{
	const struct ra_form *f;
	const char *p;
	size_t i, k, m;

	(void)state;
	for (i = 0; i < RA_FORM_COUNT; i++) {
		f = &ra_form_table()[i];
		for (k = 0; k < f->ncols; k++) {
			for (p = f->col[k].key; *p != '\0'; p++)
				assert_true((*p >= 'a' && *p <= 'z') ||
				    (*p >= '0' && *p <= '9') || *p == '_');
			for (m = 0; m < k; m++)
				assert_string_not_equal(
				    f->col[k].key, f->col[m].key);
		}
	}
}

/* The rows of upki-facts 1.1 to 1.5: R required, o optional, u usual, - none */
static const struct {
	const char *name, *need;
	size_t max[RA_FORM_COLUMNS_MAX];
} facts[] = {
	{ "server-issue", "RR----RooRRRo",
	    { 250, 2, 0, 0, 0, 0, 2048, 64, 64, 78, 64, 128, 250 } },
	{ "server-renew", "RR-R--RooRRRo",
	    { 250, 2, 0, 50, 0, 0, 2048, 64, 64, 78, 64, 128, 250 } },
	{ "server-revoke", "R--RRo---o---",
	    { 250, 0, 0, 50, 1, 128, 0, 0, 0, 78 } },
	{ "client-issue", "RRR----Ruuuuuuo",
	    { 250, 2, 1, 0, 0, 0, 0, 64, 64, 78 } },
	{ "client-renew", "RRRR---uuuuuuuo",
	    { 250, 2, 1, 50, 0, 0, 0, 64, 64, 78 } },
	{ "client-revoke", "R--RRo---o---o-",
	    { 250, 0, 0, 50, 1, 128, 0, 0, 0, 78 } },
	{ "acme-create", "RR-----ooRRRo",
	    { 250, 2, 0, 0, 0, 0, 0, 64, 64, 78, 64, 128, 250 } },
	{ "acme-renew", "RRR----ooRRRo",
	    { 250, 2, 128, 0, 0, 0, 0, 64, 64, 78, 64, 128, 250 } },
	{ "acme-suspend", "o-R-Ro---o---",
	    { 250, 0, 128, 0, 1, 128, 0, 0, 0, 78 } },
	{ "acme-revoke", "R--RRo---o---",
	    { 250, 0, 0, 50, 1, 128, 0, 0, 0, 78 } },
};

static void
columns_are_those_of_the_manual(void **state)
{
	static const char need[] = { [RA_NEED_NO] = '-',
		[RA_NEED_MAY] = 'o',
		[RA_NEED_MUST] = 'R',
		[RA_NEED_USUAL] = 'u' };
	const struct ra_form *f;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		f = ra_form_find(ra_span_str(facts[i].name));
		assert_non_null(f);
		assert_int_equal(f->ncols, strlen(facts[i].need));
		for (k = 0; k < f->ncols; k++)
			if (need[f->col[k].need] != facts[i].need[k] ||
			    f->col[k].max != facts[i].max[k])
				fail_msg("%s column %zu", f->name, k + 1);
	}
}

static void
unknown_names_find_nothing(void **state)
{
	static const char *const no[] = { "", "server", "issue", "server-",
		"Server-issue", "server-issue ", "acme-issue",
		"server-suspend" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		assert_null(ra_form_find(ra_span_str(no[i])));
}

static const struct {
	const char *type;
	unsigned op, set;
} sets[] = {
	{ "server", 0,
	    RA_FORM_BIT(RA_FORM_SERVER_ISSUE) |
		RA_FORM_BIT(RA_FORM_SERVER_RENEW) |
		RA_FORM_BIT(RA_FORM_SERVER_REVOKE) },
	{ "client", RA_OP_RENEW, RA_FORM_BIT(RA_FORM_CLIENT_RENEW) },
	{ NULL, RA_OP_SUSPEND, RA_FORM_BIT(RA_FORM_ACME_SUSPEND) },
	{ NULL, 0, RA_FORM_BIT(RA_FORM_COUNT) - 1 },
	{ "server", RA_OP_SUSPEND, 0 },
	{ "serve", 0, 0 },
	{ "", 0, 0 },
	{ "server", 5, 0 },
};

static void
sets_hold_a_type_and_an_operation(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
		assert_int_equal(
		    ra_form_set(sets[i].type, sets[i].op), sets[i].set);
}

static void
operations_have_words_and_labels(void **state)
{
	(void)state;
	assert_string_equal(ra_op_name(RA_OP_ISSUE), "issue");
	assert_string_equal(ra_op_label(RA_OP_ISSUE), "発行");
	assert_string_equal(ra_op_label(RA_OP_RENEW), "更新");
	assert_string_equal(ra_op_label(RA_OP_REVOKE), "失効");
	assert_string_equal(ra_op_label(RA_OP_SUSPEND), "停止");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_stand_in_the_order_of_their_ids),
		cmocka_unit_test(server_and_acme_have_13_columns_client_15),
		cmocka_unit_test(
		    a_column_is_blank_when_and_only_when_forbidden),
		cmocka_unit_test(keys_are_ascii_and_stand_once_in_a_form),
		cmocka_unit_test(columns_are_those_of_the_manual),
		cmocka_unit_test(unknown_names_find_nothing),
		cmocka_unit_test(sets_hold_a_type_and_an_operation),
		cmocka_unit_test(operations_have_words_and_labels),
	};

	return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
