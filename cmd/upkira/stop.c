/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Signals. */
#include "stop.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/err.h"

static volatile sig_atomic_t caught;

static void
handler(int sig)
{
	if (caught != 0) {
		ra_fs_abort_all();
		_exit(RA_ESIGNAL + sig);
	}
	caught = sig;
}

void
stop_init(void)
{
	static const int ends[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction sa, old;
	size_t i;

	memset(&sa, 0, sizeof(sa));
	sigemptyset(&sa.sa_mask);
	sa.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &sa, NULL);
	/* A file above the limit is then an error like any other. */
	sigaction(SIGXFSZ, &sa, NULL);
	sa.sa_handler = handler; /* no SA_RESTART: a prompt must wake up */
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		/* What nohup or a shell in the background set stays. */
		if (sigaction(ends[i], NULL, &old) == 0 &&
		    old.sa_handler == SIG_IGN)
			continue;
		sigaction(ends[i], &sa, NULL);
	}
}

bool
stop_asked(void)
{
	return caught != 0;
}

int
stop_signal(void)
{
	return caught;
}
