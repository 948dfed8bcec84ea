/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Words to the person, on standard error. */
#include "say.h"

#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/log.h"
#include "codec/text.h"

#include "stop.h"

#define SHOW_AFTER_MS 2000 /* a shorter transfer shows no progress */
#define TEXT_BYTES 4096

static struct {
	bool tty, color, quiet;
	int verbose;
	bool progress;	/* a progress line stands on the terminal */
	int64_t second; /* it last showed */
} say;

#define RED "\033[31m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

/*
 * A machine without a Japanese locale still has C.UTF-8, under which gettext
 * follows LANGUAGE: the officer's wish for Japanese is then kept.
 */
void
say_locale(void)
{
	static const char *const from[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *dir = getenv("UPKIRA_LOCALEDIR"), *wish = NULL;
	size_t i;

	for (i = 0; i < 3 && (wish == NULL || wish[0] == '\0'); i++)
		wish = getenv(from[i]);
	if (setlocale(LC_ALL, "") == NULL) {
		setlocale(LC_ALL, "C.UTF-8");
		if (wish != NULL && strncmp(wish, "ja", 2) == 0)
			setenv("LANGUAGE", "ja", 0);
	}
	/* Numbers in files and JSON have a point, whatever the locale. */
	setlocale(LC_NUMERIC, "C");
	bindtextdomain("upkira", dir != NULL ? dir : RA_LOCALEDIR);
	bind_textdomain_codeset("upkira", "UTF-8");
	textdomain("upkira");
}

static bool
want_color(const struct app *app)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (app->g.color == COLOR_ALWAYS)
		return true;
	if (app->g.color == COLOR_NEVER || (no != NULL && no[0] != '\0'))
		return false;
	return say.tty && term != NULL && strcmp(term, "dumb") != 0;
}

/* Text from a file name or a page never reaches the terminal raw. */
static void
print(const char *color, const char *word, const char *text)
{
	struct ra_buf b;

	say_progress_end();
	ra_buf_init(&b, TEXT_BYTES * 4);
	ra_text_show(ra_span_str(text), &b);
	fprintf(stderr, "upkira: %s%s%s%s\n", say.color ? color : "", word,
	    say.color && color[0] != '\0' ? PLAIN : "", ra_buf_str(&b));
	ra_buf_clear(&b);
}

static void
from_log(enum ra_log_level level, const char *msg)
{
	if (level == RA_LOG_WARN && say.quiet)
		return;
	if (level == RA_LOG_WARN)
		print(YELLOW, _("warning: "), msg);
	else
		print("", "", msg);
}

void
say_init(const struct app *app)
{
	enum ra_log_level level = RA_LOG_WARN;

	say.tty = isatty(STDERR_FILENO) == 1;
	say.color = want_color(app);
	say.quiet = app->g.quiet;
	say.verbose = app->g.verbose;
	if (app->g.verbose > 0)
		level = app->g.verbose > 1 ? RA_LOG_DEBUG : RA_LOG_INFO;
	ra_log_set(from_log, level);
}

void
say_error(const struct ra_err *e)
{
	if (e->code == RA_OK || e->msg[0] == '\0')
		return;
	print(RED, _("error: "), e->msg);
	if (e->next[0] != '\0')
		print("", "", e->next);
	else if (e->code == RA_ENET)
		print("", "", _("nothing was sent; it may be run again later"));
}

void
say_warn(const char *fmt, ...)
{
	char text[TEXT_BYTES];
	va_list ap;

	if (say.quiet)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	print(YELLOW, _("warning: "), text);
}

void
say_note(const char *fmt, ...)
{
	char text[TEXT_BYTES];
	va_list ap;

	if (say.quiet || (!say.tty && say.verbose == 0))
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	print("", "", text);
}

static const char *
phase(enum ra_phase p)
{
	switch (p) {
	case RA_SENDING:
		return _("sending");
	case RA_WAITING:
		return _("sent, waiting for the service");
	case RA_RECEIVING:
		break;
	}
	return _("receiving");
}

void
say_progress(void *arg, const struct ra_progress *p)
{
	long s = (long)(p->elapsed / 1000);

	(void)arg;
	if (!say.tty || say.quiet || p->elapsed < SHOW_AFTER_MS ||
	    (say.progress && say.second == s))
		return;
	say.second = s;
	say.progress = true;
	fprintf(
	    stderr, "\r\033[K%s %02ld:%02ld", phase(p->phase), s / 60, s % 60);
	if (p->phase != RA_WAITING && p->total > 0)
		fprintf(stderr, "  %llu / %llu KiB",
		    (unsigned long long)(p->done >> 10),
		    (unsigned long long)(p->total >> 10));
	else if (p->phase != RA_WAITING)
		fprintf(
		    stderr, "  %llu KiB", (unsigned long long)(p->done >> 10));
}

void
say_progress_end(void)
{
	if (say.progress)
		fputs("\r\033[K", stderr);
	say.progress = false;
}

bool
say_can_ask(const struct app *app)
{
	return !app->g.no_input && isatty(STDIN_FILENO) == 1 &&
	    isatty(STDERR_FILENO) == 1;
}

bool
say_ask(const char *question, char *line, int size)
{
	struct ra_buf b;
	size_t n;

	say_progress_end();
	ra_buf_init(&b, TEXT_BYTES);
	ra_text_show(ra_span_str(question), &b);
	fprintf(stderr, "%s ", ra_buf_str(&b));
	ra_buf_clear(&b);
	if (stop_asked() || fgets(line, size, stdin) == NULL)
		return false;
	n = strlen(line);
	if (n > 0 && line[n - 1] == '\n')
		line[n - 1] = '\0';
	return true;
}
