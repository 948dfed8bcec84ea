/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Values of one column, bad and good, for the test of the check. */
#ifndef CHECK_ROWS_H
#define CHECK_ROWS_H

#define A10 "aaaaaaaaaa"
#define A50 A10 A10 A10 A10 A10
#define K11 "あああああああああああ"
#define OLST "O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP"
#define WWW "CN=www.example.ac.jp," OLST
#define SI "server-issue"
#define SN "server-renew"
#define SX "server-revoke"
#define CI "client-issue"
#define CN "client-renew"
#define CX "client-revoke"
#define AC "acme-create"
#define AN "acme-renew"
#define AS "acme-suspend"
#define AX "acme-revoke"

/*
 * One column (from 1) of the golden row gets a value; one beginning with csr:
 * is a file of csr/. Then the column has a finding of that severity, code and
 * text, where the golden row has none.
 */
static const struct {
	const char *what, *kind;
	int col;
	const char *value;
	char severity;
	int code;
	const char *text;
} no[] = {
	/* required */
	{ "no DN", SI, 1, "", 'e', 201, "empty, must" },
	{ "no profile", SI, 2, "", 'e', 201, "empty, must" },
	{ "no CSR", SI, 7, "", 'e', 201, "empty, must" },
	{ "no manager's mail", SI, 10, "", 'e', 201, "empty, must" },
	{ "no FQDN", SI, 11, "", 'e', 201, "empty, must" },
	{ "no software", SI, 12, "", 'e', 201, "empty, must" },
	{ "no serial to renew", SN, 4, "", 'e', 201, "empty, must" },
	{ "no serial to revoke", SX, 4, "", 'e', 201, "empty, must" },
	{ "no reason", SX, 5, "", 'e', 201, "empty, must" },
	{ "no method", CI, 3, "", 'e', 201, "empty, must" },
	{ "no manager of a client", CI, 8, "", 'e', 201, "empty, must" },
	{ "no user's name", CI, 11, "", 'w', 0, "not confirmed: empty" },
	{ "no user's mail", CI, 14, "", 'w', 0, "not confirmed: empty" },
	{ "no serial of a client", CN, 4, "", 'w', 0, "not confirmed: empty" },
	{ "no reason of a client", CX, 5, "", 'w', 0, "not confirmed: empty" },
	{ "no account to renew", AN, 3, "", 'e', 201, "empty, must" },
	{ "no account to suspend", AS, 3, "", 'e', 201, "empty, must" },
	/* forbidden */
	{ "a serial in an issue", SI, 4, "1", 'e', 0, "has nothing here" },
	{ "a nameless column", SI, 3, "1", 'e', 0, "has nothing here" },
	{ "a reason in an issue", SI, 5, "4", 'e', 0, "has nothing here" },
	{ "a CSR for ACME", AC, 7, "csr:rsa2048", 'e', 0, "has nothing here" },
	{ "a CSR in a revocation", SX, 7, "x", 'e', 0, "has nothing here" },
	{ "a CSR of a client", CI, 7, "x", 'e', 0, "has nothing here" },
	{ "a profile in a client's revocation", CX, 2, "5", 'w', 0,
	    "not confirmed" },
	/* length */
	{ "software of 129", SI, 12, A50 A50 A10 A10 "aaaaaaaaa", 'e', 202,
	    "129 characters, at most 128" },
	{ "a name of 66 full-width", SI, 8, K11 K11 K11 K11 K11 K11, 'e', 202,
	    "at most 64" },
	{ "a name of 33 full-width is 66 bytes", SI, 8, K11 K11 K11, 'w', 0,
	    "66 bytes in Shift_JIS" },
	{ "a mail of 79", SI, 10, A50 A10 "aaaaaaa@example.ac.jp", 'e', 202,
	    "at most 78" },
	{ "a serial of 51", SX, 4,
	    "123456789012345678901234567890123456789012345678901", 'e', 202,
	    "51 characters, at most 50" },
	{ "a client's mail of 79", CI, 10, A50 A10 "aaaaaaa@example.ac.jp", 'w',
	    0, "not confirmed: 81" },
	{ "dNSName of 251", SI, 13,
	    "dNSName=" A50 "." A50 "." A50 "." A50 "." A10 A10 A10 A10, 'e',
	    202, "at most 250" },
	/* any value */
	{ "quotes", SI, 12, "\"nginx\"", 'e', 0, "quotation marks" },
	{ "a blank at the end", SI, 12, "nginx ", 'w', 0, "blanks stand" },
	{ "an escape", SI, 12, "ng\033[2Jinx", 'e', 0, "U+001B" },
	{ "a carriage return", SI, 12, "ng\rinx", 'e', 0, "U+000D" },
	{ "a C1 control", SI, 8, "太\302\233郎", 'e', 0, "U+009B" },
	{ "an emoji", SI, 8, "😀", 'e', 0, "does not exist in Shift_JIS" },
	{ "an accent", SI, 12, "café", 'e', 0, "does not exist" },
	{ "a circled digit", SI, 8, "①", 'w', 0, "extension" },
	{ "full-width in a mail", SI, 10, "pki＠example.ac.jp", 'e', 0,
	    "half-width" },
	{ "full-width in a DN", SI, 1, "CN=国立," OLST, 'e', 0, "half-width" },
	{ "full-width in a client's DN", CI, 1, "CN=国立," OLST, 'w', 0,
	    "not confirmed" },
	/* DN */
	{ "no attributes", SI, 1, "www.example.ac.jp", 'e', 206, "no \"=\"" },
	{ "an attribute without a name", SI, 1, "=x", 'e', 206,
	    "no attribute" },
	{ "no DN of a client", CI, 1, "Hanako", 'e', 206, "no \"=\"" },
	{ "C first", SI, 1,
	    "C=JP,ST=Tokyo,L=Chiyoda-ku,O=Example University,"
	    "CN=www.example.ac.jp",
	    'e', 0, "C,ST,L,O,CN, wanted CN,O,L,ST,C" },
	{ "no ST", SI, 1,
	    "CN=www.example.ac.jp,O=Example University,L=Chiyoda-ku,C=JP", 'e',
	    0, "CN,O,L,C, wanted" },
	{ "a mail in the DN", SI, 1, WWW ",Email=a@example.ac.jp", 'e', 0,
	    "wanted CN,O,L,ST,C" },
	{ "OU in an issue", SI, 1, "CN=www.example.ac.jp,OU=x," OLST, 'e', 0,
	    "CN,OU,O,L,ST,C" },
	{ "OU in a renewal", SN, 1, "CN=www.example.ac.jp,OU=x," OLST, 'w', 0,
	    "not confirmed: OU" },
	{ "another country", SI, 1,
	    "CN=www.example.ac.jp,O=Example University,L=Chiyoda-ku,ST=Tokyo,"
	    "C=US",
	    'e', 0, "C is \"US\"" },
	{ "blanks around =", SI, 1, "CN = www.example.ac.jp," OLST, 'w', 0,
	    "not confirmed: blanks" },
	{ "blanks around = for ACME", AC, 1, "CN = www.example.ac.jp," OLST,
	    'e', 0, "blanks stand" },
	{ "a small cn for ACME", AC, 1, "cn=www.example.ac.jp," OLST, 'e', 0,
	    "attribute name \"cn\"" },
	/* what stands in a DN: upki-facts 3 */
	{ "an underline in CN", SI, 1, "CN=www_1.example.ac.jp," OLST, 'e', 0,
	    "not a host name" },
	{ "a hyphen before CN", SI, 1, "CN=-w.example.ac.jp," OLST, 'e', 0,
	    "not a host name" },
	{ "a CN with a dot after it", AC, 1, "CN=www.example.ac.jp.," OLST, 'e',
	    0, "not a host name" },
	{ "an address as CN", SI, 1, "CN=192.0.2.1," OLST, 'e', 0,
	    "IP address" },
	{ "a CN of 65", SI, 1, "CN=" A50 ".ab.example.org," OLST, 'e', 0,
	    "CN has 65 characters, at most 64" },
	{ "capitals in CN", SI, 1, "CN=WWW.example.ac.jp," OLST, 'n', 0,
	    "small letters" },
	{ "capitals in dNSName", SI, 13, "dNSName=A.example.ac.jp", 'n', 0,
	    "small letters" },
	{ "a symbol in O", SI, 1,
	    "CN=www.example.ac.jp,O=Example & Co,L=Chiyoda-ku,ST=Tokyo,C=JP",
	    'e', 0, "\"&\" in O" },
	{ "@ in O", AC, 1,
	    "CN=www.example.ac.jp,O=a@b,L=Chiyoda-ku,ST=Tokyo,C=JP", 'e', 0,
	    "\"@\" in O" },
	{ "_ in OU of a client", CI, 1, "CN=a,OU=a_b," OLST, 'e', 0,
	    "\"_\" in OU" },
	{ "+ in CN of a client", CI, 1, "CN=a+b," OLST, 'e', 0, "\"+\" in CN" },
	{ "O of 65", SI, 1,
	    "CN=www.example.ac.jp,O=" A50 A10 "aaaaa,L=x,ST=y,C=JP", 'e', 0,
	    "O has 65 characters, at most 64" },
	{ "O of 65 for ACME", AC, 1,
	    "CN=www.example.ac.jp,O=" A50 A10 "aaaaa,L=x,ST=y,C=JP", 'w', 0,
	    "not confirmed: O has 65" },
	{ "O of 129 for ACME", AC, 1,
	    "CN=www.example.ac.jp,O=" A50 A50 A10 A10 "aaaaaaaaa,L=x,ST=y,C=JP",
	    'e', 0, "O has 129 characters" },
	{ "L of old", SI, 1,
	    "CN=www.example.ac.jp,O=Example University,L=Academe2,ST=Tokyo,"
	    "C=JP",
	    'e', 0, "L is \"Academe2\"" },
	{ "L of openssl's prompt", SN, 1,
	    "CN=www.example.ac.jp,O=Example University,L=Default City,"
	    "ST=Tokyo,C=JP",
	    'e', 0, "L is \"Default City\"" },
	{ "L just City", AC, 1,
	    "CN=www.example.ac.jp,O=Example University,L=City,ST=Tokyo,C=JP",
	    'e', 0, "L is \"City\"" },
	{ "L of old of a client", CI, 1, "CN=a,O=b,L=Academe,C=JP", 'w', 0,
	    "not confirmed: L" },
	{ "a mail in a client's DN", CI, 1, "CN=a,Email=a@b.jp," OLST, 'w', 0,
	    "no mail attribute" },
	{ "a mail in an ACME DN", AC, 1, WWW ",Email=a@example.ac.jp", 'e', 0,
	    "wanted CN,O,L,ST,C" },
	{ "OU in an ACME DN", AC, 1, "CN=www.example.ac.jp,OU=x," OLST, 'e', 0,
	    "CN,OU,O,L,ST,C" },
	{ "a blank before a value for ACME", AC, 1,
	    "CN=www.example.ac.jp, O=Example University,L=Chiyoda-ku,ST=Tokyo,"
	    "C=JP",
	    'e', 0, "blanks stand around O=" },
	{ "an ended S/MIME profile", CI, 2, "6", 'e', 0, "(ended)" },
	/* profile, method, reason */
	{ "letters for a profile", SI, 2, "x", 'e', 204, "half-width digits" },
	{ "full-width digits", SI, 2, "３", 'e', 204, "half-width digits" },
	{ "a client's profile", SI, 2, "5", 'e', 0, "wanted 3, 11" },
	{ "an ended profile", SI, 2, "1", 'e', 0, "wanted 3, 11" },
	{ "no such profile", SI, 2, "2", 'e', 0, "\"2\" is not known" },
	{ "a zero before", SI, 2, "03", 'w', 0, "begins with a zero" },
	{ "a server's profile", CI, 2, "3", 'e', 0, "wanted 5, 7, 13" },
	{ "an ended client profile", CI, 2, "4", 'e', 0, "wanted 5, 7, 13" },
	{ "an unknown client profile", CI, 2, "17", 'w', 0, "not confirmed" },
	{ "a profile of 20 digits", SI, 2, "99999999999999999999", 'e', 202,
	    "at most 2" },
	{ "method 4", CI, 3, "4", 'e', 0, "not a download method" },
	{ "method x", CI, 3, "x", 'e', 204, "half-width digits" },
	{ "method 3", CI, 3, "3", 'w', 0, "not confirmed" },
	{ "reason 2", SX, 5, "2", 'e', 0, "not a reason" },
	{ "reason 6", SX, 5, "6", 'e', 0, "not a reason" },
	{ "reason x", SX, 5, "x", 'e', 204, "half-width digits" },
	{ "reason 2 for ACME", AX, 5, "2", 'e', 0, "not a reason" },
	{ "reason 2 of a client", CX, 5, "2", 'w', 0, "not confirmed" },
	{ "reason 1", SX, 5, "1", 'e', 0, "leaked" },
	{ "reason 1 of a client", CX, 5, "1", 'e', 0, "leaked" },
	{ "reason 3 is spelled", SX, 5, "3", 'n', 0,
	    "reason 3 is affiliationChanged, 主体DNの変更" },
	{ "reason 0 and no comment", AX, 5, "0", 'w', 0, "comment" },
	/* serial */
	{ "a serial of letters", SX, 4, "abc", 'e', 0, "not a serial" },
	{ "hex without 0x", SX, 4, "1f", 'e', 0, "not a serial" },
	{ "0x and nothing", SX, 4, "0x", 'e', 0, "not a serial" },
	{ "a sign", SX, 4, "-1", 'e', 0, "not a serial" },
	{ "colons", SN, 4, "01:ab", 'e', 0, "not a serial" },
	{ "zero", SX, 4, "0", 'e', 0, "not a serial" },
	{ "0X", SX, 4, "0X1F", 'w', 0, "not confirmed" },
	{ "hex for ACME", AX, 4, "0x1f", 'w', 0, "not confirmed" },
	{ "hex of a client", CX, 4, "0x1f", 'w', 0, "not confirmed" },
	{ "letters of a client", CX, 4, "abc", 'w', 0, "not confirmed" },
	/* mail */
	{ "no @", SI, 10, "pki.example.ac.jp", 'e', 206, "not a mail" },
	{ "two @", SI, 10, "a@b@example.ac.jp", 'e', 206, "not a mail" },
	{ "nothing before @", SI, 10, "@example.ac.jp", 'e', 206,
	    "not a mail" },
	{ "nothing after @", SI, 10, "pki@", 'e', 206, "not a mail" },
	{ "a domain without a dot", SI, 10, "pki@localhost", 'e', 206,
	    "not a mail" },
	{ "a dot at the end", SI, 10, "pki@example.ac.jp.", 'e', 206,
	    "not a mail" },
	{ "two addresses", SI, 10, "a@example.ac.jp,b@example.ac.jp", 'e', 206,
	    "not a mail" },
	{ "a blank inside", SI, 10, "p ki@example.ac.jp", 'e', 206,
	    "not a mail" },
	{ "no mail of a user", CI, 14, "hanako", 'e', 206, "not a mail" },
	/* host names */
	{ "an underline", SI, 11, "www_1.example.ac.jp", 'e', 0, "host name" },
	{ "a dot before", SI, 11, ".example.ac.jp", 'e', 0, "host name" },
	{ "a dot after", SI, 11, "www.example.ac.jp.", 'e', 0, "host name" },
	{ "a hyphen before", SI, 11, "-www.example.ac.jp", 'e', 0,
	    "host name" },
	{ "two dots", SI, 11, "www..example.ac.jp", 'e', 0, "host name" },
	{ "an address", SI, 11, "192.0.2.1", 'e', 0, "IP address" },
	{ "an IPv6 address", SI, 11, "2001:db8::1", 'e', 0, "host name" },
	{ "a wildcard", SI, 11, "*.example.ac.jp", 'w', 0, "not confirmed" },
	{ "another name than CN", SI, 11, "ftp.example.ac.jp", 'e', 0,
	    "is not the CN \"www.example.ac.jp\"" },
	{ "another name than CN for ACME", AC, 11, "ftp.example.ac.jp", 'e', 0,
	    "is not the CN" },
	{ "capitals", SI, 11, "WWW.example.ac.jp", 'n', 0, "small letters" },
	/* dNSName */
	{ "no prefix", SI, 13, "www.example.ac.jp", 'e', 0, "dNSName=" },
	{ "a prefix in small letters", SI, 13, "dnsname=www.example.ac.jp", 'e',
	    0, "dNSName=" },
	{ "a comma at the end", SI, 13, "dNSName=www.example.ac.jp,", 'e', 0,
	    "comma" },
	{ "a comma before", SI, 13, ",dNSName=www.example.ac.jp", 'e', 0,
	    "comma" },
	{ "a blank after a comma", SI, 13,
	    "dNSName=www.example.ac.jp, dNSName=a.example.ac.jp", 'e', 0,
	    "does not begin" },
	{ "no name", SI, 13, "dNSName=", 'e', 0, "not a host name" },
	{ "an address in dNSName", SI, 13, "dNSName=192.0.2.1", 'e', 0,
	    "IP address" },
	{ "nine names", SI, 13,
	    "dNSName=1.ac.jp,dNSName=2.ac.jp,dNSName=3.ac.jp,dNSName=4.ac.jp,"
	    "dNSName=5.ac.jp,dNSName=6.ac.jp,dNSName=7.ac.jp,dNSName=8.ac.jp,"
	    "dNSName=www.example.ac.jp",
	    'e', 0, "9 names, at most 8" },
	{ "eight and the FQDN", SI, 13,
	    "dNSName=1.ac.jp,dNSName=2.ac.jp,dNSName=3.ac.jp,dNSName=4.ac.jp,"
	    "dNSName=5.ac.jp,dNSName=6.ac.jp,dNSName=7.ac.jp,dNSName=8.ac.jp",
	    'w', 0, "not confirmed: the FQDN" },
	{ "a name twice", SI, 13, "dNSName=a.ac.jp,dNSName=a.ac.jp", 'w', 0,
	    "not confirmed" },
	{ "a name twice for ACME", AC, 13, "dNSName=a.ac.jp,dNSName=a.ac.jp",
	    'e', 0, "twice" },
	{ "a name twice, once in capitals", SI, 13,
	    "dNSName=a.ac.jp,dNSName=A.AC.JP", 'w', 0, "twice" },
	{ "a name twice for ACME, once in capitals", AC, 13,
	    "dNSName=a.ac.jp,dNSName=A.ac.jp", 'e', 0, "twice" },
	{ "too long with the FQDN", SI, 13,
	    "dNSName=" A50 "." A50 "." A50 "." A50 "." A10 A10, 'w', 0,
	    "with the FQDN" },
	/* CSR */
	{ "no Base64", SI, 7, "####", 'e', 0, "" },
	{ "Base64 of nothing known", SI, 7, "AAAA", 'e', 0, "PKCS#10" },
	{ "cut", SI, 7, "MIICoTCCAYkC", 'e', 0, "PKCS#10" },
	{ "armour", SI, 7,
	    "-----BEGIN CERTIFICATE REQUEST-----MIIC-----END CERTIFICATE "
	    "REQUEST-----",
	    'e', 0, "BEGIN and END" },
	{ "full-width in the CSR", SI, 7, "ＭＩＩＣ", 'e', 0, "half-width" },
	{ "a wrong signature", SI, 7, "csr:bad-signature", 'e', 0,
	    "not signed by its own key" },
	{ "a blank inside", SI, 7, "MIICsDCC AZgCAQAw", 'e', 0, "a blank" },
	{ "bytes after it", SI, 7, "csr:trailing", 'e', 0, "bytes after" },
	{ "RSA 1024", SI, 7, "csr:rsa1024", 'e', 0,
	    "the key is RSA 1024, profile 3 wants RSA 2048" },
	{ "RSA 3072", SI, 7, "csr:rsa3072", 'e', 0, "the key is RSA 3072" },
	{ "P-384 and profile 3", SI, 7, "csr:p384", 'e', 0,
	    "the key is EC secp384r1" },
	{ "P-256 in a renewal", SN, 7, "csr:p256", 'e', 0,
	    "the key is EC prime256v1" },
	{ "another subject", SI, 7, "csr:rsa2048-mail", 'e', 0,
	    "\"CN=mail.example.ac.jp,O=" },
	{ "a subject in other case", SI, 7, "csr:other-case", 'w', 0,
	    "not confirmed: the subject" },
	{ "SHA-1", SI, 7, "csr:sha1", 'w', 0, "not confirmed: the request" },
};

/* The same, but the column has no finding. */
static const struct {
	const char *what, *kind;
	int col;
	const char *value;
} yes[] = {
	{ "a name of 32 full-width", SI, 8, K11 K11 "ああああああああああ" },
	{ "a manager need not be named", SI, 8, "" },
	{ "the longest serial", SX, 4,
	    "12345678901234567890123456789012345678901234567890" },
	{ "hex in small and big letters", SX, 4, "0xAbCdEf" },
	{ "a request with CN first", SI, 7, "csr:cn-first" },
	{ "a comma inside O", SX, 1,
	    "CN=a.ac.jp,O=Example, Inc.,L=x,ST=y,C=JP" },
	{ "an old DN may be revoked", SX, 1, "CN=a.ac.jp,OU=b,O=c,C=JP" },
	{ "a plus in a mail", SI, 10, "pki+upki@example.ac.jp" },
	{ "reason 0 with a comment", SX, 5, "0" },
	{ "eight names, the FQDN among them", SI, 13,
	    "dNSName=1.ac.jp,dNSName=2.ac.jp,dNSName=3.ac.jp,dNSName=4.ac.jp,"
	    "dNSName=5.ac.jp,dNSName=6.ac.jp,dNSName=7.ac.jp,"
	    "dNSName=www.example.ac.jp" },
	{ "eight names, the FQDN among them in capitals", SI, 13,
	    "dNSName=1.ac.jp,dNSName=2.ac.jp,dNSName=3.ac.jp,dNSName=4.ac.jp,"
	    "dNSName=5.ac.jp,dNSName=6.ac.jp,dNSName=7.ac.jp,"
	    "dNSName=WWW.example.ac.jp" },
	{ "no ACME DN to suspend", AS, 1, "" },
	{ "an S/MIME profile", CI, 2, "16" },
	{ "City is a part of it", SI, 1,
	    "CN=www.example.ac.jp,O=Example University,L=Mito City,ST=Ibaraki,"
	    "C=JP" },
	{ "O with all its symbols", SI, 1,
	    "CN=www.example.ac.jp,O=A '(B),-./:=,L=x,ST=y,C=JP" },
	{ "a client's CN with all its symbols", CI, 1,
	    "CN=A '(B),-./:=@_,OU=No 1," OLST },
	{ "any PIN", CI, 15, "x" },
};

#endif
