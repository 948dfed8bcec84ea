/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Password-based encryption (RFC 8018, RFC 7292 appendix B). */
#include "pki/pbe.h"

#include <openssl/asn1.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/provider.h>
#include <openssl/x509.h>

#define SCRYPT_P_MAX 16 /* its memory is bounded by OpenSSL, 32 MiB */

static int
algorithm(const X509_ALGOR *a, const ASN1_TYPE **param)
{
	const ASN1_OBJECT *obj = NULL;
	const void *value = NULL;
	int type = V_ASN1_UNDEF;

	X509_ALGOR_get0(&obj, &type, &value, a);
	*param = type == V_ASN1_SEQUENCE ? a->parameter : NULL;
	return OBJ_obj2nid(obj);
}

/* A file names its own rounds, so that it could ask for hours. */
static long
bounded(const ASN1_INTEGER *i, long max)
{
	int64_t n = 0;

	if (i == NULL || ASN1_INTEGER_get_int64(&n, i) != 1 || n < 1 || n > max)
		return -1;
	return (long)n;
}

static long
pbkdf2_work(const ASN1_TYPE *param)
{
	PBKDF2PARAM *p =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBKDF2PARAM), param);
	long n = p != NULL ? bounded(p->iter, RA_PBE_WORK_MAX) : -1;

	PBKDF2PARAM_free(p);
	return n;
}

/* N * r blocks for each of p: RFC 7914 section 6. */
static long
scrypt_work(const ASN1_TYPE *param)
{
	SCRYPT_PARAMS *s =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(SCRYPT_PARAMS), param);
	long n = -1, r = -1, p = -1;

	if (s != NULL) {
		n = bounded(s->costParameter, 1L << 20);
		r = bounded(s->blockSize, 64);
		p = bounded(s->parallelizationParameter, SCRYPT_P_MAX);
	}
	SCRYPT_PARAMS_free(s);
	if (n < 0 || r < 0 || p < 0 || n * r * p > RA_PBE_WORK_MAX)
		return -1;
	return n * r * p;
}

static long
pbes2_work(const ASN1_TYPE *param)
{
	PBE2PARAM *p =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), param);
	const ASN1_TYPE *inner = NULL;
	long n = -1;

	if (p == NULL)
		return -1;
	switch (algorithm(p->keyfunc, &inner)) {
	case NID_id_pbkdf2:
		n = pbkdf2_work(inner);
		break;
	case NID_id_scrypt:
		n = scrypt_work(inner);
		break;
	default:
		break;
	}
	PBE2PARAM_free(p);
	return n;
}

static long
pbe1_work(const ASN1_TYPE *param)
{
	PBEPARAM *p =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBEPARAM), param);
	long n = p != NULL ? bounded(p->iter, RA_PBE_WORK_MAX) : -1;

	PBEPARAM_free(p);
	return n;
}

long
ra_pbe_work(const X509_ALGOR *a)
{
	const ASN1_TYPE *param = NULL;
	int nid = algorithm(a, &param);

	/* An algorithm that OpenSSL does not know costs nothing: it will
	 * refuse. */
	if (EVP_PBE_find(EVP_PBE_TYPE_OUTER, nid, NULL, NULL, NULL) != 1)
		return 0;
	return nid == NID_pbes2 ? pbes2_work(param) : pbe1_work(param);
}

void
ra_pbe_name(const X509_ALGOR *a, char *out, size_t size)
{
	const ASN1_TYPE *param = NULL;
	const ASN1_OBJECT *obj = NULL;
	PBE2PARAM *p = NULL;

	X509_ALGOR_get0(&obj, NULL, NULL, a);
	if (algorithm(a, &param) == NID_pbes2 &&
	    (p = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), param)) !=
		NULL)
		X509_ALGOR_get0(&obj, NULL, NULL, p->encryption);
	if (OBJ_obj2txt(out, (int)size, obj, 0) <= 0)
		(void)OPENSSL_strlcpy(out, "?", size);
	PBE2PARAM_free(p);
}

/*
 * Not in the default context: loading a provider there would change what the
 * rest of the process, TLS too, gets to see.
 */
bool
ra_legacy_open(struct ra_legacy *l)
{
	if (l->ctx == NULL && (l->ctx = OSSL_LIB_CTX_new()) != NULL) {
		l->current = OSSL_PROVIDER_load(l->ctx, "default");
		l->legacy = OSSL_PROVIDER_load(l->ctx, "legacy");
	}
	return l->current != NULL && l->legacy != NULL;
}

void
ra_legacy_close(struct ra_legacy *l)
{
	if (l->legacy != NULL)
		OSSL_PROVIDER_unload(l->legacy);
	if (l->current != NULL)
		OSSL_PROVIDER_unload(l->current);
	OSSL_LIB_CTX_free(l->ctx);
	*l = (struct ra_legacy){ 0 };
}
