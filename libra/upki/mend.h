/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Mending an application file: only what has exactly one answer. Whether it
 * may be sent then is for the check to say.
 */
#ifndef RA_MEND_H
#define RA_MEND_H

#include "base/err.h"
#include "base/span.h"
#include "upki/finding.h"
#include "upki/oracle.h"
#include "upki/request.h"

/* What to mend by. */
struct ra_mend {
	const char *name;		/* of the file, for messages */
	unsigned kinds;			/* as for ra_request_parse() */
	const struct ra_oracle *oracle; /* or NULL */
};

/*
 * Read a file as ra_request_parse() does, and mend: PEM lines, line breaks
 * and blanks in a CSR; quotation marks around a value; missing tabs at the
 * end of a line, where kinds is one kind; capitals in host names; blanks
 * between the attributes of a DN; commas too many in dNSName; server-issue
 * to server-renew, where each record has just one certificate to renew. Each
 * mending is a note in found, also those that encoding brings. The request
 * is yours; its lines have the numbers of the file.
 */
struct ra_request *ra_mend(const struct ra_mend *how, struct ra_span in,
    struct ra_findings *found, struct ra_err *e);

#endif
