/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Filling an upload form by what a person reads on it. */
#ifndef RA_PICK_H
#define RA_PICK_H

#include <stdbool.h>

#include "base/err.h"
#include "lra/page.h"
#include "lra/submit.h"
#include "lra/upload.h"

/* For a struct ra_want: the page has a form with a file control. */
bool ra_pick_has_file(const struct ra_page *p, const void *arg);
/*
 * Choose the form, the operation, the error mode, the file and the button.
 * RA_EPAGE naming the site key that would settle what the page leaves open.
 */
int ra_pick_form(const struct ra_site *site, const struct ra_page *p,
    const struct ra_upload_job *job, struct ra_submit *s, struct ra_err *e);
/*
 * The page asks to confirm what was sent: its form and button are put into s.
 * false when that is not unmistakable.
 */
bool ra_pick_confirm(
    const struct ra_pages *from, const struct ra_page *p, struct ra_submit *s);

#endif
