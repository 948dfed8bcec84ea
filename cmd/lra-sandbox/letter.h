/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The mails of the service in words of our own, with the subjects, labels
 * and blocks that programs look for (wire-protocol 1.8).
 */
#ifndef SB_LETTER_H
#define SB_LETTER_H

#include <stdbool.h>

#include "app.h"
#include "mail.h"
#include "service.h"

/* A choice: the address of the officer is not known to the service's files. */
#define SB_OFFICER_MAIL "ra-officer@" SB_DOMAIN

/* Carry a one-time URL; app NULL: of a bulk download. */
void sb_letter_url(struct sb_outbox *o, const char *base, enum sb_take what,
    const char *p1, const char *to);
/* A certificate was fetched; to officer and manager. */
void sb_letter_taken(struct sb_outbox *o, const struct sb_app *a);
/* It was the renewal of another: both serials, a revocation file. */
void sb_letter_renewed(struct sb_outbox *o, const struct sb_app *a);
void sb_letter_revoked(struct sb_outbox *o, const struct sb_app *a);

#endif
