/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Asking on the terminal, with the echo off and back on again. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/prompt.h"

/* What would otherwise leave the terminal without its echo. */
static const int caught[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };
#define NCAUGHT (sizeof(caught) / sizeof(caught[0]))

struct terminal {
	int fd;
	struct termios before;
	struct sigaction action[NCAUGHT];
	sigset_t mask;
};

static volatile sig_atomic_t came;

static void
note(int sig)
{
	came = sig;
}

/*
 * The signals stay blocked but inside pselect(2), so that none comes between
 * the look at the flag and the wait.
 */
static void
hold_signals(struct terminal *t)
{
	struct sigaction sa = { .sa_handler = note };
	sigset_t set;
	size_t i;

	came = 0;
	sigemptyset(&sa.sa_mask);
	sigemptyset(&set);
	for (i = 0; i < NCAUGHT; i++)
		sigaddset(&set, caught[i]);
	sigprocmask(SIG_BLOCK, &set, &t->mask);
	for (i = 0; i < NCAUGHT; i++) {
		sigaction(caught[i], &sa, &t->action[i]);
		if (t->action[i].sa_handler == SIG_IGN)
			sigaction(caught[i], &t->action[i], NULL);
	}
}

static void
release_signals(struct terminal *t)
{
	size_t i;

	for (i = 0; i < NCAUGHT; i++)
		sigaction(caught[i], &t->action[i], NULL);
	/* Delivered to whom it was meant for, when the mask is lifted. */
	if (came != 0)
		raise(came);
	sigprocmask(SIG_SETMASK, &t->mask, NULL);
}

/* One byte; 0 at the end, -1 for a failure or a signal. */
static ssize_t
next_byte(struct terminal *t, char *c)
{
	fd_set set;

	FD_ZERO(&set);
	FD_SET(t->fd, &set);
	if (pselect(t->fd + 1, &set, NULL, NULL, NULL, &t->mask) == -1)
		return -1;
	return read(t->fd, c, 1);
}

static int
say(int fd, const char *text)
{
	size_t n = strlen(text);

	return write(fd, text, n) == (ssize_t)n ? 0 : -1;
}

/* The echo is off in here, and only in here. */
static int
read_line(struct terminal *t, const char *prompt, struct ra_buf *b)
{
	struct termios quiet;
	ssize_t got = -1;
	char c = 0;

	if (tcgetattr(t->fd, &t->before) == -1)
		return -1;
	quiet = t->before;
	/* Line editing stays on: slips can be mended before the end. */
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	if (tcsetattr(t->fd, TCSAFLUSH, &quiet) == 0 &&
	    say(t->fd, prompt) == 0) {
		while ((got = next_byte(t, &c)) == 1 && c != '\n' && c != '\r')
			ra_buf_addc(b, c);
		say(t->fd, "\n");
	}
	ra_wipe(&c, 1);
	tcsetattr(t->fd, TCSAFLUSH, &t->before);
	return got == -1 || (got == 0 && b->n == 0) ? -1 : 0;
}

/* The terminal and not standard input, which may be the batch. */
static int
open_terminal(struct ra_err *e)
{
	int fd;

	fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd >= FD_SETSIZE) { /* pselect(2) could not watch it */
		close(fd);
		fd = -1;
	}
	if (fd == -1)
		ra_fail(e, RA_ECRED,
		    _("no terminal to ask for a secret, and no source named"));
	return fd;
}

int
ra_prompt(struct ra_secret *s, const char *prompt, struct ra_err *e)
{
	struct terminal t;
	struct ra_buf b;
	int rc;

	t.fd = open_terminal(e);
	if (t.fd == -1)
		return -1;
	ra_buf_init_secret(&b, RA_SECRET_MAX);
	do {
		ra_buf_reset(&b);
		hold_signals(&t);
		rc = read_line(&t, prompt, &b);
		release_signals(&t);
	} while (came == SIGTSTP); /* stopped, and now it goes on */
	if (rc == -1)
		ra_fail(e, RA_ECRED,
		    _("terminal: no secret was entered, a line was wanted"));
	else if (b.over)
		rc = ra_fail(e, RA_ECRED,
		    _("terminal: a secret has at most %d bytes"),
		    RA_SECRET_MAX);
	else
		ra_secret_set(s, ra_buf_span(&b));
	close(t.fd);
	ra_buf_clear(&b);
	return rc;
}
