/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Words to the person, on standard error: errors, warnings, steps, progress
 * and questions. Colour and progress only on a terminal.
 */
#ifndef CMD_SAY_H
#define CMD_SAY_H

#include <stdbool.h>

#include "base/err.h"
#include "lra/http.h"

#include "app.h"

/* Choose language, colour and level; before and after the options. */
void say_locale(void);
void say_init(const struct app *app);
/* "upkira: message", then what to do next. Nothing for an empty message. */
void say_error(const struct ra_err *e);
/* A warning; not with -q. */
void say_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* What was done; only on a terminal or with -v, not with -q. */
void say_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Transfers that take longer than two seconds show where they are. */
void say_progress(void *arg, const struct ra_progress *p);
void say_progress_end(void);
/* Questions can be asked: a terminal, and not --no-input. */
bool say_can_ask(const struct app *app);
/*
 * Ask on the terminal; the answer's line without its newline in line. False
 * when there was none.
 */
bool say_ask(const char *question, char *line, int size);

#endif
