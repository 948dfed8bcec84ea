/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The site profile: every label, name, path and marker that the walk goes
 * by, in one table that a YAML file can override entry by entry.
 */
#ifndef RA_SITE_H
#define RA_SITE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/span.h"
#include "upki/form.h"
#include "upki/iface.h"

#define RA_SITE_FILE_MAX (1u << 20) /* bytes of a site file */
#define RA_SITE_VALUES_MAX 32	    /* values of one entry */
#define RA_SITE_VALUE_MAX 1024	    /* bytes of one value */

enum ra_site_key {
	RA_S_CHARSET,	  /* of pages that declare none */
	RA_S_MENU_FRAME,  /* name of the frame with the menu */
	RA_S_MENU_FORM,	  /* name of the form in it */
	RA_S_MENU_FIELD,  /* control of that form which takes the ID */
	RA_S_KIND_SERVER, /* words of a page about server certificates */
	RA_S_KIND_CLIENT,
	RA_S_KIND_ACME,
	RA_S_OP_FIELD,	  /* control that takes the operation */
	RA_S_ERROR_FIELD, /* radio group of the error mode */
	RA_S_ERROR_ABORT, /* label: stop the whole file */
	RA_S_ERROR_SKIP,  /* label: skip bad records */
	RA_S_DONE,	  /* sentence of an upload that was processed */
	RA_S_FAILED,	  /* sentence of an upload that was refused */
	RA_S_COLUMN_SEQ,
	RA_S_COLUMN_VERDICT,
	RA_S_COLUMN_ERROR,
	RA_S_COLUMN_ORG,
	RA_S_COLUMN_UNIT,
	RA_S_COLUMN_NAME,
	RA_S_COLUMN_MAIL,
	RA_S_COLUMN_ACCOUNT,
	RA_S_COLUMN_KID,
	RA_S_COLUMN_HMAC,
	RA_S_VERDICT_OK,
	RA_S_VERDICT_NG,
	RA_S_SECRET_COLUMN,  /* headers over what is masked */
	RA_S_CONFIRM_TEXT,   /* words of a page that asks for confirmation */
	RA_S_CONFIRM_BUTTON, /* its button */
	RA_S_DOWNLOAD_BUTTON,
	RA_S_SHOW_BUTTON, /* shows statistics */
	RA_S_NOT_OFFICER, /* words of a refusal page */
	RA_S_EXPIRED,	  /* words of a page after the session's end */
	RA_S_MAINTENANCE,
	RA_S_LOGGED_OUT,
	RA_S_OP_LABEL,			   /* four entries, by enum ra_op */
	RA_S_OP_VALUE = RA_S_OP_LABEL + 4, /* the same */
	RA_S_HEADING = RA_S_OP_VALUE + 4,  /* RA_IF_COUNT entries, by iface */
	RA_S_LABEL = RA_S_HEADING + RA_IF_COUNT, /* the same */
	RA_S_MENU_ID = RA_S_LABEL + RA_IF_COUNT, /* the same */
	RA_S_PATH = RA_S_MENU_ID + RA_IF_COUNT,	 /* the same */
	RA_S_COUNT = RA_S_PATH + RA_IF_COUNT,
};

/* One entry, as it stands now. */
struct ra_site_entry {
	const char *key;	  /* "menu.id.client-apply" */
	const char *const *value; /* NULL-ended; may be empty */
	enum ra_mark mark;	  /* of the default */
	bool overridden;	  /* a site file says so: the officer's word */
	const char *what;	  /* English, for gettext */
};

struct ra_site;

/* The defaults. */
struct ra_site *ra_site_new(void);
/*
 * Lay a YAML file over it: dotted keys or nested maps, a value or a list.
 * RA_EUSAGE with file:line:column; an unknown key names the nearest one.
 */
int ra_site_read(struct ra_site *s, const char *path, struct ra_err *e);
int ra_site_parse(
    struct ra_site *s, const char *name, struct ra_span in, struct ra_err *e);
/* Takes NULL. */
void ra_site_free(struct ra_site *s);

/* The k-th of RA_S_COUNT entries. */
struct ra_site_entry ra_site_get(const struct ra_site *s, size_t k);
/* Its values, NULL-ended. */
const char *const *ra_site_values(const struct ra_site *s, size_t k);
/* Its first value, or NULL. */
const char *ra_site_first(const struct ra_site *s, size_t k);
/* The entry is confirmed or the officer's word. */
bool ra_site_sure(const struct ra_site *s, size_t k);

/* Two labels are the same but for white space and width of letters. */
bool ra_site_same(const char *a, const char *b);
/* text is one of the entry's values, compared as labels. */
bool ra_site_is(const struct ra_site *s, size_t k, const char *text);
/* text contains one of the entry's values, compared as labels. */
bool ra_site_in(const struct ra_site *s, size_t k, const char *text);

#endif
