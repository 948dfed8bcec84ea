/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

#include "pki_help.h"

#include "base/buf.h"
#include "work/serials.h"

#define REVOKE(serial)                                                         \
	"CN=www.example.ac.jp,O=Example University,C=JP\t\t\t" serial          \
	"\t4\tx\t\t\t\t\t\t\t"

static void
numbers_are_read_as_people_and_programs_write_them(void **state)
{
	static const struct {
		const char *in, *dec, *hex;
	} rows[] = {
		{ "1", "1", "0x1" },
		{ "255", "255", "0xff" },
		{ "0xff", "255", "0xff" },
		{ "0XFF", "255", "0xff" },
		{ "ff", "255", "0xff" },
		{ "1F", "31", "0x1f" },
		{ "0A:1B", "2587", "0xa1b" },
		{ "10:00", "4096", "0x1000" },
		{ "serial=0A:1B", "2587", "0xa1b" },
		{ "serial=0A1B", "2587", "0xa1b" },
		/* OpenSSL prints hexadecimal, whatever the digits. */
		{ "serial=10", "16", "0x10" },
		{ "SERIAL=10", "16", "0x10" },
		{ " 12 ", "12", "0xc" },
		{ "007", "7", "0x7" },
		{ "5924805414806849689", "5924805414806849689",
		    "0x5239232240df8899" },
		{ "340282366920938463463374607431768211456",
		    "340282366920938463463374607431768211456",
		    "0x100000000000000000000000000000000" },
		{ "7F:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF",
		    "730750818665451459101842416358141509827966271487",
		    "0x7fffffffffffffffffffffffffffffffffffffff" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_serials l = { 0 };
		struct ra_serial s;
		struct ra_err e = { 0 };

		assert_int_equal(
		    ra_serials_number(ra_span_str(rows[i].in), &s, &e), 0);
		OK(e);
		assert_string_equal(s.dec, rows[i].dec);
		assert_string_equal(s.hex, rows[i].hex);
		/* And so in a file, one a line. */
		assert_int_equal(
		    ra_serials_read(&l, "t", ra_span_str(rows[i].in), &e), 0);
		assert_int_equal(l.n, 1);
		assert_string_equal(l.row[0].serial.dec, rows[i].dec);
		assert_string_equal(l.row[0].source, "t:1");
		assert_null(l.row[0].subject);
		assert_false(l.row[0].dated);
		ra_serials_clear(&l);
	}
}

static void
what_is_no_number_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *what, *in, *says;
	} rows[] = {
		{ "nothing", "", "t: empty" },
		{ "blanks", " \n\r\n \n", "t: empty" },
		{ "zero", "0", "t:1:1: serial number: zero" },
		{ "zero in hexadecimal", "0x0", "zero" },
		{ "zero with colons", "00:00", "zero" },
		{ "nothing after 0x", "0x", "t:1:1: serial number: wanted" },
		{ "no digit after 0x", "0xg1", "t:1:1: serial number: wanted" },
		{ "nothing after serial=", "serial=", "t:1:1: " },
		{ "serial= twice", "serial=serial=1", "t:1:1: " },
		{ "0x after serial=", "serial=0x12", "t:1:1: " },
		{ "a sign", "serial=-12", "t:1:1: " },
		{ "a colon first", ":12", "a colon that stands between no" },
		{ "a colon last", "12:", "a colon that stands between no" },
		{ "two colons", "12::34", "a colon that stands between no" },
		{ "a colon alone", ":", "a colon that stands between no" },
		{ "51 digits",
		    "123456789012345678901234567890123456789012345678901",
		    "51 characters, wanted 1 to 50" },
		{ "49 digits in hexadecimal",
		    "0x1234567890123456789012345678901234567890123456789",
		    "51 characters, wanted 1 to 50" },
		{ "the second line", "12\n34 56\n", "t:2:1: " },
		{ "a word in the third line", "12\n\nwww\n", "t:3:1: " },
		{ "a word", "www.example.ac.jp\n", "t:1:1: wanted a cert" },
		{ "HTML", "<html>12</html>", "t:1:1: wanted a cert" },
		{ "a minus", "-1", "t:1:1: wanted a cert" },
		{ "Base64 of something else", "MIIBIjANBgkqhkiG9w0BAQEFAAOC",
		    "t: not a certificate" },
		{ "another PEM",
		    "-----BEGIN PRIVATE KEY-----\nMA==\n"
		    "-----END PRIVATE KEY-----\n",
		    "no PEM block \"CERTIFICATE\"" },
		{ "a PEM cut off", "-----BEGIN CERTIFICATE-----\nMII\n",
		    "is missing" },
		{ "a record without a serial", REVOKE(""),
		    "t:1:50: no serial number in column 4" },
		{ "the second record is bad", REVOKE("12") "\n" REVOKE("1 2"),
		    "t:2:50: serial number: wanted" },
		{ "a record of two columns", "a\tb\n",
		    "no serial number in column 4" },
		{ "UTF-16",
		    "\xff\xfe"
		    "1\t2",
		    "UTF-16" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_serials l = { 0 };
		struct ra_err e = { 0 };

		if (ra_serials_read(&l, "t", ra_span_str(rows[i].in), &e) != -1)
			fail_msg("%s: taken", rows[i].what);
		assert_int_equal(e.code, RA_EINPUT);
		if (strstr(e.msg, rows[i].says) == NULL)
			fail_msg("%s: \"%s\" lacks \"%s\"", rows[i].what, e.msg,
			    rows[i].says);
		for (size_t k = 0; k < l.n; k++)
			assert_string_not_equal(l.row[k].serial.dec, "");
		ra_serials_clear(&l);
	}
}

static void
records_give_their_serial_and_subject(void **state)
{
	struct ra_serials l = { 0 };
	struct ra_err e = { 0 };

	(void)state;
	assert_int_equal(
	    ra_serials_read(
		&l, "t", RA_SPAN(REVOKE("12") "\r\n\r\n" REVOKE("0x1F")), &e),
	    0);
	OK(e);
	assert_int_equal(l.n, 2);
	assert_string_equal(l.row[0].source, "t:1");
	assert_string_equal(l.row[0].serial.hex, "0xc");
	assert_string_equal(
	    l.row[0].subject, "CN=www.example.ac.jp,O=Example University,C=JP");
	assert_string_equal(l.row[1].source, "t:3");
	assert_string_equal(l.row[1].serial.dec, "31");
	ra_serials_clear(&l);
}

static void
each_certificate_of_a_file_is_read(void **state)
{
	struct ra_key *key = new_key(RA_KEY_EC, 256);
	struct ra_cert_spec s = { .kind = RA_CERT_SERVER, .key = key };
	struct ra_serials l = { 0 };
	struct ra_err e = { 0 };
	struct ra_buf pem, der;
	struct ra_cert *c;

	(void)state;
	assert_int_equal(ra_serial_parse(RA_SPAN("0xA1B"), &s.serial, &e), 0);
	c = new_cert(
	    &s, "C=JP,O=Example University,CN=www.example.ac.jp", NULL, key);
	ra_buf_init(&pem, 65536);
	ra_buf_init(&der, 65536);
	ra_buf_adds(&pem, "subject=/C=JP\n");
	ra_cert_to_pem(c, &pem);
	ra_buf_adds(&pem, "between\tthem\n");
	ra_cert_to_pem(c, &pem);
	assert_int_equal(ra_cert_to_der(c, &der, &e), 0);
	assert_int_equal(
	    ra_serials_read(&l, "chain.pem", ra_buf_span(&pem), &e), 0);
	assert_int_equal(
	    ra_serials_read(&l, "one.der", ra_buf_span(&der), &e), 0);
	OK(e);
	assert_int_equal(l.n, 3);
	for (size_t i = 0; i < l.n; i++) {
		assert_string_equal(
		    l.row[i].source, i < 2 ? "chain.pem" : "one.der");
		assert_string_equal(l.row[i].serial.dec, "2587");
		assert_string_equal(l.row[i].subject,
		    "CN=www.example.ac.jp,O=Example University,C=JP");
		assert_true(l.row[i].dated);
		assert_int_equal(l.row[i].not_after, ra_cert_not_after(c));
	}
	ra_serials_clear(&l);
	/* The second one damaged: the first stays, the failure is told. */
	pem.p[pem.n - 60] = '!';
	assert_int_equal(
	    ra_serials_read(&l, "chain.pem", ra_buf_span(&pem), &e), -1);
	assert_int_equal(e.code, RA_EINPUT);
	assert_int_equal(l.n, 1);
	ra_serials_clear(&l);
	ra_buf_clear(&pem);
	ra_buf_clear(&der);
	ra_cert_free(c);
	ra_key_free(key);
}

static void
an_operand_is_a_number_or_a_file(void **state)
{
	static const struct {
		const char *operand;
		enum ra_code code;
		const char *says;
	} rows[] = {
		{ "12", RA_OK, "" },
		{ "0A:1B", RA_OK, "" },
		{ "cafe", RA_OK, "" },
		{ "./cafe", RA_EINPUT, "./cafe: no such file" },
		{ "cafe.pem", RA_EINPUT, "cafe.pem: no such file" },
		{ "0xzz", RA_EINPUT, "0xzz: serial number: wanted" },
		{ "0", RA_EINPUT, "0: serial number: zero" },
		{ "", RA_EINPUT, "no such file" },
		{ "/", RA_EINPUT, "/: a folder" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ra_serials l = { 0 };
		struct ra_err e = { 0 };

		assert_int_equal(ra_serials_add(&l, rows[i].operand, &e),
		    rows[i].code == RA_OK ? 0 : -1);
		assert_int_equal(e.code, rows[i].code);
		if (strstr(e.msg, rows[i].says) == NULL)
			fail_msg("\"%s\" lacks \"%s\"", e.msg, rows[i].says);
		assert_int_equal(l.n, rows[i].code == RA_OK);
		if (l.n == 1)
			assert_string_equal(l.row[0].source, rows[i].operand);
		ra_serials_clear(&l);
	}
}

static void
the_ceiling_holds(void **state)
{
	struct ra_serials l = { 0 };
	struct ra_err e = { 0 };
	struct ra_buf b;

	(void)state;
	ra_buf_init(&b, RA_SERIALS_FILE_MAX);
	for (int i = 0; i <= RA_SERIALS_MAX; i++)
		ra_buf_adds(&b, "7\n");
	assert_int_equal(ra_serials_read(&l, "t", ra_buf_span(&b), &e), -1);
	assert_int_equal(e.code, RA_EINPUT);
	SAYS(e, "t:100001: more than 100000 serial numbers");
	assert_int_equal(l.n, RA_SERIALS_MAX);
	ra_serials_clear(&l);
	ra_buf_clear(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    numbers_are_read_as_people_and_programs_write_them),
		cmocka_unit_test(what_is_no_number_is_refused_with_its_place),
		cmocka_unit_test(records_give_their_serial_and_subject),
		cmocka_unit_test(each_certificate_of_a_file_is_read),
		cmocka_unit_test(an_operand_is_a_number_or_a_file),
		cmocka_unit_test(the_ceiling_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
