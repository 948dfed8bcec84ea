/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Standard output as a sink of bytes. */
#include "stream.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

#include "say.h"

static int
add(void *arg, struct ra_span s, struct ra_err *e)
{
	(void)arg;
	say_progress_end();
	if (s.n == 0 || fwrite(s.p, 1, s.n, stdout) == s.n)
		return 0;
	if (errno == EPIPE)
		return ra_fail(
		    e, (enum ra_code)(RA_ESIGNAL + SIGPIPE), "%s", "");
	return ra_fail(e, RA_ELOCAL, _("standard output: %s"), strerror(errno));
}

const struct ra_sink *
stream_stdout(void)
{
	static const struct ra_sink sink = { add, NULL };

	return &sink;
}
