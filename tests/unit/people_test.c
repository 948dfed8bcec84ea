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
#include "codec/text.h"
#include "upki/people.h"
#include "upki/roll.h"

static const struct ra_form *
form(enum ra_form_id id)
{
	return &ra_form_table()[id];
}

/* The records as they would be written, '|' for a tab; or the message. */
static void
write_out(
    struct ra_span in, const struct ra_people_ask *ask, char *out, size_t size)
{
	struct ra_drafts drafts = { 0 };
	struct ra_err e = { 0 };
	struct ra_buf b;
	size_t i;

	ra_buf_init(&b, 1 << 20);
	if (ra_people_parse("p.csv", in, ask, &drafts, &e) == -1) {
		assert_int_equal(e.code, RA_EINPUT);
		snprintf(out, size, "%s / %s", e.msg, e.next);
	} else {
		ra_drafts_text(&drafts, 0, drafts.n, &b);
		for (i = 0; i < b.n; i++)
			if (b.p[i] == '\t')
				b.p[i] = '|';
		snprintf(out, size, "%s", ra_buf_str(&b));
	}
	ra_buf_clear(&b);
	ra_drafts_clear(&drafts);
}

static void
a_row_becomes_an_application(void **state)
{
	static const struct {
		enum ra_form_id form;
		const char *profile, *in, *out;
	} rows[] = {
		{ RA_FORM_CLIENT_ISSUE, "13",
		    "cn,name,mail,unit\n"
		    "Hanako,国立 花子,hanako@example.ac.jp,理学部\n",
		    "CN=Hanako|13|||||||||国立 花子|Hanako|理学部|"
		    "hanako@example.ac.jp|\n" },
		{ RA_FORM_CLIENT_ISSUE, "13",
		    "氏名\tローマ字氏名\tメールアドレス\t所属\n"
		    "国立 花子\tHanako\thanako@example.ac.jp\t理学部\n",
		    "CN=Hanako|13|||||||||国立 花子|Hanako|理学部|"
		    "hanako@example.ac.jp|\n" },
		{ RA_FORM_CLIENT_ISSUE, NULL,
		    "Mail,OU,Profile,Method,File\n"
		    "h.k@example.ac.jp,No 1,15,1,h1\n",
		    "CN=h.k@example.ac.jp,OU=No 1|15|1|||||||||h1||"
		    "h.k@example.ac.jp|\n" },
		{ RA_FORM_CLIENT_ISSUE, "16", "mail,cn\na@b.jp,a@b.jp\n",
		    "CN=a@b.jp|16||||||||||a-b-jp||a@b.jp|\n" },
		{ RA_FORM_CLIENT_ISSUE, "13",
		    "mail,cn,profile\na@b.jp,,15\na@b.jp,Taro,\n",
		    "CN=a@b.jp|15||||||||||a-b-jp||a@b.jp|\n"
		    "CN=Taro|13||||||||||Taro||a@b.jp|\n" },
		{ RA_FORM_CLIENT_RENEW, "14",
		    "cn,serial,pin,method\nTaro,0x1f,k9Zq,2\n",
		    "CN=Taro|14|2|0x1f||||||||Taro|||k9Zq\n" },
		{ RA_FORM_CLIENT_ISSUE, "13",
		    "cn,manager_name,manager-unit,manager mail\n"
		    "Taro,A,B,c@example.ac.jp\n",
		    "CN=Taro|13||||||A|B|c@example.ac.jp||Taro|||\n" },
		{ RA_FORM_CLIENT_ISSUE, "13",
		    "cn,,mail,\n  Taro ,,\" t@b.jp\",\n,,,\n\n",
		    "CN=Taro|13||||||||||Taro||t@b.jp|\n" },
		{ RA_FORM_CLIENT_ISSUE, "13",
		    "cn,ou\n\"Kokuritsu, (Taro)\",\"Sci, Eng.\"\n",
		    "CN=Kokuritsu, (Taro),OU=Sci, Eng.|13||||||||||"
		    "Kokuritsu-Taro-Sci-Eng|||\n" },
		{ RA_FORM_CLIENT_ISSUE, "13", "cn,ou\nTaro,1\nTaro,2\n",
		    "CN=Taro,OU=1|13||||||||||Taro-1|||\n"
		    "CN=Taro,OU=2|13||||||||||Taro-2|||\n" },
		{ RA_FORM_CLIENT_ISSUE, "13", "cn,file\nTaro,x\nJiro,x\n",
		    "CN=Taro|13||||||||||x|||\nCN=Jiro|13||||||||||x|||\n" },
	};
	struct ra_people_ask ask;
	char out[2048];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ask = (struct ra_people_ask){ form(rows[i].form),
			rows[i].profile };
		write_out(ra_span_str(rows[i].in), &ask, out, sizeof(out));
		assert_string_equal(out, rows[i].out);
	}
}

static void
a_row_that_is_wrong_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *profile, *in, *err;
	} rows[] = {
		{ "13", "cn,profile\nTaro,3\n",
		    "p.csv:2:6: no profile of client or S/MIME certificates "
		    "/ profiles for people: 5, 7, 13, 14, 15, 16" },
		{ "13", "cn,profile\nTaro,x\n", "p.csv:2:6: no profile of" },
		{ "13", "cn,profile\nTaro,2\n", "p.csv:2:6: no profile of" },
		{ "11", "cn\nTaro\n", "p.csv:2:1: no profile of" },
		{ NULL, "cn\nTaro\n",
		    "p.csv:2:1: no profile / say --cert-profile ID" },
		{ NULL, "cn,profile\nTaro,\n", "p.csv:2:6: no profile / say" },
		{ "13", "mail,cn\na@b.jp,\n",
		    "p.csv:2:8: no CN for a client certificate / fill" },
		{ "13", "mail\na@b.jp\n", "p.csv:2:1: no CN for a client" },
		{ "15", "name,mail\n花子,\n", "p.csv:2:4: no mail address, " },
		{ "15", "cn\nTaro\n", "p.csv:2:1: no mail address, which is" },
		{ "15", "mail,cn\na@b.jp,Taro\n",
		    "p.csv:2:8: the CN of an S/MIME certificate is the mail" },
		{ "15", "mail,cn\na@b.jp,A@b.jp\n", "p.csv:2:8: the CN of an" },
		{ "13", "cn\n\"Taro,O=Other University\"\n",
		    "p.csv:2:1: CN and OU are longer than a name may be, or" },
		{ "13", "cn,ou\nTaro,\"1,L=Academe-ops\"\n",
		    "p.csv:2:1: CN and OU are longer" },
		{ "13", "cn,ou\n\"Taro,OU=1\",2\n", "p.csv:2:1: CN and OU" },
		{ "13", "cn\n...\n", "p.csv:2:1: no file name, and none can" },
		{ "13", "cn,serial\nTaro,1\n",
		    "p.csv:2: serial: an application of kind client-issue" },
		{ "13", "cn,name\nTaro,\"a\nb\"\n",
		    "p.csv:2:6: a control character (U+000A) in the cell" },
		{ "13", "cn,name\nTaro,\"a\tb\"\n",
		    "p.csv:2:6: a control character (U+0009) in the cell" },
		{ "13", "cn,name\nTaro,a\033[0m\n",
		    "p.csv:2:6: a control character (U+001B) in the cell" },
		{ "13", "cn,name\nTaro,😀\n",
		    "p.csv:2: user_name: character 1 is U+1F600" },
		{ "13", "cn\nTaro\nJiro\nTaro\n",
		    "p.csv:4: the same CN and OU as in line 2 / leave out" },
		{ "15", "mail\na@b.jp\nA@B.jp\n",
		    "p.csv:3: the same CN and OU as in line 2" },
		{ "13", "cn\nB\nA\nA\nB\n",
		    "p.csv:4: the same CN and OU as "
		    "in line 3" },
		{ "13", "cn,ou\nA,1\nA,1\n", "p.csv:3: the same CN and OU" },
		{ "13", "cn\nA B\nA.B\n",
		    "p.csv:3: the file would have the same name as that of "
		    "line 2 / give the names in a column file" },
		{ "13", "cn,file\nA B,\nC,a-b\n", "p.csv:3: the file would" },
		{ "13", "cn\n", "p.csv: nobody stands in the list" },
		{ "13", "cn,mail\n,\n \t,\n", "p.csv: nobody stands in" },
	};
	struct ra_people_ask ask;
	char out[2048];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ask = (struct ra_people_ask){ form(RA_FORM_CLIENT_ISSUE),
			rows[i].profile };
		write_out(ra_span_str(rows[i].in), &ask, out, sizeof(out));
		if (strncmp(out, rows[i].err, strlen(rows[i].err)) != 0)
			fail_msg("%s: %s", rows[i].in, out);
	}
}

static void
a_header_that_is_wrong_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *in, *err;
	} rows[] = {
		{ "", "p.csv:1:1: no column is known, wanted a first line" },
		{ "\n\n", "p.csv:1:1: no column is known" },
		{ "S3cret,x\n",
		    "p.csv:1:1: no column is known, wanted a "
		    "first line of names such as name, mail, cn "
		    "/ upkira-people(5) lists the columns" },
		{ "cn,mial\n",
		    "p.csv:1:4: column \"mial\" is not known / did "
		    "you mean \"mail\"?" },
		{ "cn,profil\n",
		    "p.csv:1:4: column \"profil\" is not known / "
		    "did you mean \"profile\"?" },
		{ "氏名,メールアドレ\n",
		    "p.csv:1:4: column \"メールアドレ\" is not known / did you "
		    "mean \"メールアドレス\"?" },
		{ "cn,学籍番号\n",
		    "p.csv:1:4: column \"学籍番号\" is not "
		    "known / upkira-people(5)" },
		{ "cn,\"a\033[0m\"\n",
		    "p.csv:1:4: column \"a\\x1b[0m\" is not known" },
		{ "cn,CN\n", "p.csv:1:4: column cn stands there twice" },
		{ "mail,cn,E-Mail\n", "p.csv:1:9: column mail stands there" },
		{ "cn,\nTaro,x\n", "p.csv:2:6: the column has no name" },
		{ "cn;mail\n", "p.csv:1:1: columns are parted by \";\"" },
		{ "cn,mail\nTaro\n", "p.csv:2:1: 1 cells in the row, the" },
		{ "cn\n\"Taro\n", "p.csv:2:1: the quote is never closed" },
		{ "cn\n\x80\n", "p.csv:2:1: byte 0x80 is neither CP932" },
	};
	struct ra_people_ask ask = { form(RA_FORM_CLIENT_ISSUE), "13" };
	char out[2048];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		write_out(ra_span_str(rows[i].in), &ask, out, sizeof(out));
		if (strncmp(out, rows[i].err, strlen(rows[i].err)) != 0)
			fail_msg("%s: %s", rows[i].in, out);
	}
}

static void
every_column_is_known_by_each_of_its_names(void **state)
{
	const struct ra_roll_column *c = ra_roll_columns();
	struct ra_roll r;
	struct ra_buf b;
	size_t i, k;

	(void)state;
	for (i = 0; i < RA_ROLL_COUNT; i++) {
		assert_non_null(c[i].key);
		for (k = 0; k < RA_ROLL_NAMES_MAX && c[i].also[k]; k++) {
			ra_buf_init(&b, 1000);
			ra_buf_addf(&b, " %s \n", c[i].also[k]);
			assert_int_equal(
			    ra_roll_open(&r, "f", ra_buf_span(&b), true, NULL),
			    0);
			assert_int_equal(r.at[i], 1);
			ra_roll_clear(&r);
			ra_buf_clear(&b);
		}
	}
}

static void
excel_in_cp932_is_read(void **state)
{
	struct ra_people_ask ask = { form(RA_FORM_CLIENT_ISSUE), "13" };
	struct ra_buf b;
	char out[512];

	(void)state;
	ra_buf_init(&b, 1000);
	assert_int_equal(
	    ra_text_encode(RA_CP932,
		RA_SPAN("ＣＮ,氏名,アクセスＰＩＮ\r\nTaro,国立　太郎,\r\n"), &b,
		NULL),
	    0);
	write_out(ra_buf_span(&b), &ask, out, sizeof(out));
	assert_string_equal(out, "CN=Taro|13|||||||||国立　太郎|Taro|||\n");
	ra_buf_clear(&b);
}

static void
a_pin_is_in_no_message(void **state)
{
	static const char *const rows[] = {
		"pin,cn\nS3cret,Taro\nS3cret,Taro\n",
		"pin,cn\nS3cret,\n",
		"pin,cn\n\"S3cret\033\",Taro\n",
		"pin,cn\nS3cret\"x\",Taro\n",
		"pin,cn\n\"S3cret,Taro\n",
		"pin,cn\nS3cret,Taro,\n",
		"pin,cn\nS3cret😀,Taro\n",
		"pin,cn,x\nS3cret,Taro,\n",
		"S3cret,Taro\n",
	};
	struct ra_people_ask ask = { form(RA_FORM_CLIENT_ISSUE), "13" };
	char out[2048];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		write_out(ra_span_str(rows[i]), &ask, out, sizeof(out));
		assert_true(strncmp(out, "p.csv:", 6) == 0);
		assert_null(strstr(out, "S3cret"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_becomes_an_application),
		cmocka_unit_test(a_row_that_is_wrong_is_refused_with_its_place),
		cmocka_unit_test(
		    a_header_that_is_wrong_is_refused_with_its_place),
		cmocka_unit_test(every_column_is_known_by_each_of_its_names),
		cmocka_unit_test(excel_in_cp932_is_read),
		cmocka_unit_test(a_pin_is_in_no_message),
	};

	return cmocka_run_group_tests_name("people", tests, NULL, NULL);
}
