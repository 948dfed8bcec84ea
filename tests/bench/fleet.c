/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Applications for a fleet of servers, each with a key of its own, and the
 * least that must be done with their requests: OpenSSL's reading and one
 * verification in a bare loop.
 *
 *	fleet make rsa|ec RECORDS DIR	DIR/01.tsv and so on, 99 records each
 *	fleet verify FILE...		the bare loop
 *
 * Ten thousand RSA keys take hours to find. These are made of few primes, each
 * with each: every modulus is another one, and none is fit for any use.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#define FILE_RECORDS 99
#define PRIMES 101 /* of each of two lots: 10,201 moduli */
#define LINE_MAX_BYTES 8192
#define DN "O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP"

static BIGNUM *lot[2][PRIMES];

static void
must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "fleet: %s\n", what);
	exit(1);
}

static void
find_primes(void)
{
	size_t k, i;

	for (k = 0; k < 2; k++)
		for (i = 0; i < PRIMES; i++) {
			lot[k][i] = BN_new();
			/* The two top bits: each product has 2048. */
			must(BN_generate_prime_ex(
				 lot[k][i], 1024, 0, NULL, NULL, NULL),
			    "no prime");
		}
}

static void
push(OSSL_PARAM_BLD *b, const char *name, const BIGNUM *v)
{
	must(OSSL_PARAM_BLD_push_BN(b, name, v), name);
}

/* d = 1/e mod (p-1)(q-1), and what the Chinese remainder theorem wants. */
static EVP_PKEY *
rsa_of(const BIGNUM *p, const BIGNUM *q)
{
	BIGNUM *n = BN_new(), *e = BN_new(), *d = BN_new(), *phi = BN_new(),
	       *p1 = BN_dup(p), *q1 = BN_dup(q), *dp = BN_new(), *dq = BN_new(),
	       *qi = BN_new();
	OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
	BN_CTX *c = BN_CTX_new();
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params;

	must(BN_set_word(e, RSA_F4) && BN_mul(n, p, q, c) &&
		BN_sub_word(p1, 1) && BN_sub_word(q1, 1) &&
		BN_mul(phi, p1, q1, c) && BN_mod_inverse(d, e, phi, c) &&
		BN_mod(dp, d, p1, c) && BN_mod(dq, d, q1, c) &&
		BN_mod_inverse(qi, q, p, c),
	    "no key of these primes");
	push(b, OSSL_PKEY_PARAM_RSA_N, n);
	push(b, OSSL_PKEY_PARAM_RSA_E, e);
	push(b, OSSL_PKEY_PARAM_RSA_D, d);
	push(b, OSSL_PKEY_PARAM_RSA_FACTOR1, p);
	push(b, OSSL_PKEY_PARAM_RSA_FACTOR2, q);
	push(b, OSSL_PKEY_PARAM_RSA_EXPONENT1, dp);
	push(b, OSSL_PKEY_PARAM_RSA_EXPONENT2, dq);
	push(b, OSSL_PKEY_PARAM_RSA_COEFFICIENT1, qi);
	params = OSSL_PARAM_BLD_to_param(b);
	must(EVP_PKEY_fromdata_init(ctx) == 1 &&
		EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEYPAIR, params) == 1,
	    "RSA key");
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(b);
	EVP_PKEY_CTX_free(ctx);
	BN_CTX_free(c);
	BN_free(n), BN_free(e), BN_free(d), BN_free(phi), BN_free(p1);
	BN_free(q1), BN_free(dp), BN_free(dq), BN_free(qi);
	return key;
}

static void
add_rdn(X509_NAME *name, const char *type, const char *value)
{
	must(X509_NAME_add_entry_by_txt(name, type, MBSTRING_UTF8,
		 (const unsigned char *)value, -1, -1, 0),
	    type);
}

/* The request in one line of Base64. */
static void
put_request(EVP_PKEY *key, const char *cn, int rsa, FILE *to)
{
	static const char *const rdn[][2] = { { "C", "JP" }, { "ST", "Tokyo" },
		{ "L", "Chiyoda-ku" }, { "O", "Example University" } };
	unsigned char line[LINE_MAX_BYTES], *der = NULL;
	X509_NAME *name = X509_NAME_new();
	X509_REQ *req = X509_REQ_new();
	size_t i;
	int n;

	for (i = 0; i < 4; i++)
		add_rdn(name, rdn[i][0], rdn[i][1]);
	add_rdn(name, "CN", cn);
	must(X509_REQ_set_subject_name(req, name) &&
		X509_REQ_set_pubkey(req, key) &&
		X509_REQ_sign(req, key, rsa ? EVP_sha256() : EVP_sha384()),
	    "request");
	n = i2d_X509_REQ(req, &der);
	must(n > 0 && n < LINE_MAX_BYTES / 2, "DER");
	EVP_EncodeBlock(line, der, n);
	fputs((const char *)line, to);
	OPENSSL_free(der);
	X509_NAME_free(name);
	X509_REQ_free(req);
}

static void
make(int rsa, long records, const char *dir)
{
	char path[512], cn[64];
	EVP_PKEY *key;
	FILE *to = NULL;
	long i;

	if (rsa)
		find_primes();
	for (i = 0; i < records; i++) {
		if (i % FILE_RECORDS == 0) {
			must(to == NULL || fclose(to) == 0, "write");
			snprintf(path, sizeof(path), "%s/%03ld.tsv", dir,
			    i / FILE_RECORDS + 1);
			must((to = fopen(path, "w")) != NULL, path);
		}
		snprintf(cn, sizeof(cn), "host%05ld.example.ac.jp", i);
		key = rsa
		    ? rsa_of(lot[0][i / PRIMES % PRIMES], lot[1][i % PRIMES])
		    : EVP_EC_gen("P-384");
		must(key != NULL, "key");
		fprintf(to, "CN=%s," DN "\t%d\t\t\t\t\t", cn, rsa ? 3 : 11);
		put_request(key, cn, rsa, to);
		fprintf(
		    to, "\t\t\tpki@example.ac.jp\t%s\tnginx 1.24\t\r\n", cn);
		EVP_PKEY_free(key);
	}
	must(to == NULL || fclose(to) == 0, "write");
}

static void
verify_line(char *line)
{
	unsigned char der[LINE_MAX_BYTES];
	const unsigned char *p = der;
	EVP_PKEY *key;
	X509_REQ *req;
	char *csr = line, *end;
	int i, n;

	for (i = 0; i < 6; i++)
		csr = strchr(csr, '\t') + 1;
	end = strchr(csr, '\t');
	n = EVP_DecodeBlock(der, (const unsigned char *)csr, (int)(end - csr));
	while (n > 0 && *--end == '=')
		n--;
	req = d2i_X509_REQ(NULL, &p, n);
	key = req == NULL ? NULL : X509_REQ_get0_pubkey(req);
	must(key != NULL && X509_REQ_verify(req, key) == 1, "not verified");
	X509_REQ_free(req);
}

static void
verify(char *const *file)
{
	static char line[LINE_MAX_BYTES];
	long n = 0;
	FILE *from;

	for (; *file != NULL; file++) {
		must((from = fopen(*file, "r")) != NULL, *file);
		for (; fgets(line, sizeof(line), from) != NULL; n++)
			verify_line(line);
		fclose(from);
	}
	printf("%ld\n", n);
}

int
main(int argc, char **argv)
{
	if (argc == 5 && strcmp(argv[1], "make") == 0)
		make(strcmp(argv[2], "rsa") == 0, strtol(argv[3], NULL, 10),
		    argv[4]);
	else if (argc > 2 && strcmp(argv[1], "verify") == 0)
		verify(argv + 2);
	else
		must(0, "make rsa|ec RECORDS DIR, or verify FILE...");
	return 0;
}
