/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Signals. */
#include "stop.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/err.h"

#define ECHO_MS 200 /* what comes so soon after the first is the same one */

static volatile sig_atomic_t caught, at_once;
static int64_t when; /* it came; touched in the handler only */

/* clock_gettime is safe in a signal handler (POSIX 2.4.3). */
static int64_t
now(void)
{
	struct timespec t = { 0, 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/*
 * Nobody means "now" by a second signal of these: timeout(1) tells the program
 * and then its whole group; of a terminal that closes, the shell tells first
 * and the system once more when the shell has ended.
 */
static bool
is_echo(int sig)
{
	return sig == SIGHUP || now() - when < ECHO_MS;
}

static void
handler(int sig)
{
	if (caught == 0 && !at_once) {
		when = now();
		caught = sig;
	} else if (at_once || !is_echo(sig)) {
		ra_fs_abort_all();
		_exit(RA_ESIGNAL + sig);
	}
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
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		sigaddset(&sa.sa_mask, ends[i]); /* one at a time */
	sa.sa_handler = handler; /* no SA_RESTART: a prompt must wake up */
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		/* What nohup or a shell in the background set stays. */
		if (sigaction(ends[i], NULL, &old) == 0 &&
		    old.sa_handler == SIG_IGN)
			continue;
		sigaction(ends[i], &sa, NULL);
	}
}

void
stop_at_once(void)
{
	at_once = 1;
	if (caught != 0)
		_exit(RA_ESIGNAL + caught);
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
