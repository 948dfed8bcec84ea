/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What the lists tell, found again by name, serial or key. */
#include "upki/oracle.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pki/digest.h"
#include "pki/dn.h"
#include "upki/oracle_in.h"
#include "upki/record.h"

#define BLOCK 65536 /* bytes of strings at a time */
#define ST_REVOKED 7

const char *
ra_oracle_string(struct ra_oracle *o, struct ra_span s)
{
	/* Millions of small strings: one block each would cost more. */
	size_t need = s.n + 1;
	char *p;

	if (need > o->room - o->used) {
		o->room = need > BLOCK ? need : BLOCK;
		o->used = 0;
		o->block = ra_grow(o->block, o->blocks, sizeof(*o->block));
		o->block[o->blocks++] = ra_calloc(o->room, 1);
	}
	p = o->block[o->blocks - 1] + o->used;
	if (s.n > 0)
		memcpy(p, s.p, s.n);
	o->used += need;
	return p;
}

void
ra_oracle_dn_text(struct ra_span dn, struct ra_buf *out, struct ra_buf *cn)
{
	struct ra_dn d = { 0 };
	const char *name;

	if (ra_dn_parse("", dn, &d, NULL) == 0) {
		ra_dn_format(&d, out);
		name = ra_dn_get(&d, RA_ATTR_CN, 0);
		ra_buf_adds(cn, name == NULL ? "" : name);
	} else {
		ra_buf_add(out, ra_span_trim(dn));
	}
	ra_dn_clear(&d);
}

/*
 * FNV-1a, ASCII letters without case: one function does for all keys, as what
 * it finds is compared afterwards.
 */
static size_t
hash(struct ra_span s, size_t buckets)
{
	uint64_t h = 14695981039346656037u;
	size_t i;
	unsigned char c;

	for (i = 0; i < s.n; i++) {
		c = (unsigned char)s.p[i];
		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c - 'A' + 'a');
		h = (h ^ c) * 1099511628211u;
	}
	return (size_t)(h ^ h >> 32) & (buckets - 1);
}

static struct ra_span
key_of(const struct ra_oracle_row *r, enum ra_oracle_by by)
{
	if (by == RA_BY_CN)
		return ra_span_str(r->past.cn);
	if (by == RA_BY_DN)
		return ra_span_str(r->past.dn);
	if (by == RA_BY_SERIAL)
		return ra_span_str(r->past.serial);
	return (struct ra_span){ (const char *)r->key,
		r->has_key ? sizeof(r->key) : 0 };
}

struct order {
	uint64_t applied;
	uint32_t i;
};

static int
older(const void *a, const void *b)
{
	const struct order *x = a, *y = b;

	if (x->applied != y->applied)
		return x->applied < y->applied ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

/* Rows go in from the oldest on, each before those that stand there. */
void
ra_oracle_index(struct ra_oracle *o)
{
	struct order *order = ra_calloc(o->n + 1, sizeof(*order));
	struct ra_oracle_row *r;
	struct ra_span key;
	uint32_t *head;
	size_t i;
	int by;

	for (i = 0; i < o->n; i++)
		order[i] = (struct order){ o->row[i].applied, (uint32_t)i };
	qsort(order, o->n, sizeof(*order), older);
	for (o->buckets = 64; o->buckets < o->n;)
		o->buckets *= 2;
	for (by = 0; by < RA_BY_COUNT; by++) {
		free(o->head[by]);
		o->head[by] = ra_calloc(o->buckets, sizeof(uint32_t));
		memset(o->head[by], 0xff, o->buckets * sizeof(uint32_t));
		for (i = 0; i < o->n; i++) {
			r = &o->row[order[i].i];
			key = key_of(r, (enum ra_oracle_by)by);
			if (key.n == 0)
				continue;
			head = &o->head[by][hash(key, o->buckets)];
			r->next[by] = *head;
			*head = order[i].i;
		}
	}
	free(order);
}

/*
 * From a row on the next one with this key; from RA_ORACLE_NONE the first.
 * Names alone are compared without case (RFC 4343).
 */
static uint32_t
seek(const struct ra_oracle *o, enum ra_oracle_by by, struct ra_span key,
    uint32_t from)
{
	struct ra_span have;
	uint32_t i;

	if (o->head[by] == NULL || key.n == 0)
		return RA_ORACLE_NONE;
	i = from == RA_ORACLE_NONE ? o->head[by][hash(key, o->buckets)]
				   : o->row[from].next[by];
	for (; i != RA_ORACLE_NONE; i = o->row[i].next[by]) {
		have = key_of(&o->row[i], by);
		if (by == RA_BY_CN ? ra_span_caseeqs(key, o->row[i].past.cn)
				   : ra_span_eq(key, have))
			break;
	}
	return i;
}

static const struct ra_past *
nth(const struct ra_oracle *o, enum ra_oracle_by by, struct ra_span key,
    size_t k)
{
	uint32_t i = seek(o, by, key, RA_ORACLE_NONE);

	for (; k > 0 && i != RA_ORACLE_NONE; k--)
		i = seek(o, by, key, i);
	return i == RA_ORACLE_NONE ? NULL : &o->row[i].past;
}

const struct ra_past *
ra_oracle_cn(const struct ra_oracle *o, const char *cn, size_t k)
{
	return nth(o, RA_BY_CN, ra_span_str(cn), k);
}

void
ra_oracle_name(const struct ra_oracle *o, const char *cn, bool client,
    struct ra_named *out)
{
	struct ra_span key = ra_span_str(cn);
	uint32_t i = seek(o, RA_BY_CN, key, RA_ORACLE_NONE);
	const struct ra_past *p;

	*out = (struct ra_named){ 0 };
	for (; i != RA_ORACLE_NONE; i = seek(o, RA_BY_CN, key, i)) {
		p = &o->row[i].past;
		if (p->client != client)
			continue;
		if (out->newest == NULL)
			out->newest = p;
		if (p->serial[0] == '\0')
			continue;
		if (out->issued++ == 0)
			out->last = p;
		if (ra_past_live(p) && out->live++ == 0)
			out->last_live = p;
	}
}

const struct ra_past *
ra_oracle_dn(const struct ra_oracle *o, const char *dn, size_t k)
{
	const struct ra_past *p;
	struct ra_buf text, cn;

	ra_buf_init(&text, RA_RECORD_ROW_MAX);
	ra_buf_init(&cn, RA_RECORD_ROW_MAX);
	ra_oracle_dn_text(ra_span_str(dn), &text, &cn);
	p = nth(o, RA_BY_DN, ra_buf_span(&text), k);
	ra_buf_clear(&text);
	ra_buf_clear(&cn);
	return p;
}

const struct ra_past *
ra_oracle_serial(const struct ra_oracle *o, const char *decimal)
{
	return nth(o, RA_BY_SERIAL, ra_span_str(decimal), 0);
}

static int
nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
ra_oracle_key_bytes(const char *hex, unsigned char out[RA_ORACLE_KEY])
{
	size_t i;
	int hi, lo;

	if (strlen(hex) != RA_DIGEST_TEXT - 1)
		return false;
	for (i = 0; i < RA_ORACLE_KEY; i++) {
		hi = nibble(hex[2 * i]);
		lo = nibble(hex[2 * i + 1]);
		if (hi == -1 || lo == -1)
			return false;
		out[i] = (unsigned char)(hi << 4 | lo);
	}
	return true;
}

const struct ra_past *
ra_oracle_key(const struct ra_oracle *o, const char *spki)
{
	unsigned char key[RA_ORACLE_KEY];
	struct ra_span s = { (const char *)key, sizeof(key) };

	return ra_oracle_key_bytes(spki, key) ? nth(o, RA_BY_KEY, s, 0) : NULL;
}

const struct ra_past *
ra_oracle_row(const struct ra_oracle *o, size_t k)
{
	return k < o->n ? &o->row[k].past : NULL;
}

size_t
ra_oracle_count(const struct ra_oracle *o, bool client)
{
	return client ? o->clients : o->n - o->clients;
}

size_t
ra_oracle_ragged(const struct ra_oracle *o)
{
	return o->ragged;
}

/* 3 and later, but for revocation under way (2), done (7) or to be told (10) */
bool
ra_past_live(const struct ra_past *p)
{
	return p->serial[0] != '\0' && p->state >= 3 && p->state <= 9 &&
	    p->state != ST_REVOKED;
}

struct ra_oracle *
ra_oracle_new(void)
{
	struct ra_oracle *o = ra_calloc(1, sizeof(*o));

	/* Rows have a column of access PINs. */
	ra_buf_init(&o->text, RA_RECORD_ROW_MAX * 3);
	return o;
}

void
ra_oracle_free(struct ra_oracle *o)
{
	size_t i;

	if (o == NULL)
		return;
	for (i = 0; i < RA_BY_COUNT; i++)
		free(o->head[i]);
	for (i = 0; i < o->blocks; i++)
		free(o->block[i]);
	free(o->block);
	free(o->row);
	ra_rows_clear(&o->list);
	ra_buf_clear(&o->text);
	free(o);
}
