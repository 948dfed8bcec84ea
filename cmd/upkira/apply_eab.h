/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The EABs of an answer: stored before a word is printed. */
#ifndef CMD_APPLY_EAB_H
#define CMD_APPLY_EAB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "work/eab.h"
#include "work/submit.h"

#include "app.h"

#define EABS_ELSEWHERE 3 /* two folders and NULL */
/*
 * Where EABs go when the state folder cannot be written: what is private
 * otherwise. Borrowed.
 */
void eabs_elsewhere(const char *dir[EABS_ELSEWHERE]);

/* Start zeroed, but for the folder. */
struct eabs {
	char *dir; /* where they belong; owned */
	struct kept_eab *k;
	size_t n;
	size_t accepted; /* records of ACME */
	bool wanted;	 /* a file that EABs are shown for was sent */
};

/* Store what an answer shows; for the answered of a shipment. */
void eabs_take(void *arg, const struct ra_parcel *p);
/*
 * Say where they are; shown: print them. RA_EUNKNOWN when one could be stored
 * nowhere: then it stands on standard error.
 */
int eabs_tell(
    const struct eabs *l, const struct app *app, bool shown, struct ra_err *e);
/* Takes a zeroed one; wiped. */
void eabs_clear(struct eabs *l);

#endif
