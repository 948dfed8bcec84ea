/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Of whom a row of a list speaks: the CN of its DN, and the domain. */
#ifndef RA_NAMING_H
#define RA_NAMING_H

#include "base/buf.h"
#include "base/span.h"

/* Bytes of a domain; a longer one is none. */
#define RA_NAMING_DOMAIN_MAX 256

/* The CN of a DN in UTF-8 replaces what out holds; "" without one. */
void ra_naming_cn(struct ra_span dn, struct ra_buf *out);
/*
 * The domain of a CN that is a host name or a mail address, else of mail, in
 * small letters: what an institution is given, three labels below a two-letter
 * domain with a short second one (example.ac.jp), else two. It replaces what
 * out holds. Ours; the lists have a number that nobody explains.
 */
void ra_naming_domain(
    struct ra_span cn, struct ra_span mail, struct ra_buf *out);

#endif
