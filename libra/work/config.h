/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The configuration: YAML files laid over each other, then the environment,
 * then what the command line says. Every key is a row of one table.
 */
#ifndef RA_CONFIG_H
#define RA_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/span.h"

#define RA_CONFIG_MAX (1u << 20)   /* bytes of a file */
#define RA_CONFIG_PROFILES_MAX 100 /* profiles in all files */
#define RA_CONFIG_DOMAINS_MAX 200  /* domains of a profile */

/* What a key may hold. */
enum ra_config_kind {
	RA_CONFIG_TEXT,
	RA_CONFIG_URL,	   /* https:// only */
	RA_CONFIG_PATH,	   /* relative ones stand beside the file */
	RA_CONFIG_SOURCE,  /* of a secret: file: env: fd: cmd: cred: */
	RA_CONFIG_SECONDS, /* 1 to 86400 */
	RA_CONFIG_TRIES,   /* 1 to 10 */
	RA_CONFIG_LIST,	   /* of texts */
};

struct ra_config_key {
	const char *name; /* dotted: "subject.O" */
	enum ra_config_kind kind;
	const char *env;      /* variable that beats the file, or NULL */
	size_t offset;	      /* in struct ra_config_profile */
	const char *fallback; /* value when nobody says, or NULL */
	const char *what;     /* English, for gettext */
};

/* Ended by a row whose name is NULL. */
const struct ra_config_key *ra_config_keys(void);

/* One institution's desk. All strings are owned by the configuration. */
struct ra_config_profile {
	char *name;
	char *endpoint, *credential, *passphrase, *cafile, *state, *site;
	char *chain;
	char *o, *l, *st;
	char **domains; /* NULL-ended, or NULL */
	char *manager_name, *manager_unit, *manager_mail, *manager_software;
	/* Limits in seconds; how often what is safe to repeat is tried. */
	long connect, stall, page, download, upload, logout, tries;
};

struct ra_config {
	char *fallback; /* the profile named by "default", or NULL */
	struct ra_config_profile *profile;
	size_t n;
};

/*
 * Lay the file over what is there. A file that does not exist is no failure
 * unless must. RA_EUSAGE with file:line:column for everything wrong, an
 * unknown key with the nearest name.
 */
int ra_config_read(
    struct ra_config *c, const char *path, bool must, struct ra_err *e);
/* Parse bytes as such a file. */
int ra_config_parse(
    struct ra_config *c, const char *name, struct ra_span in, struct ra_err *e);
/*
 * The profile of that name or, for NULL, the default or only one; then the
 * environment is laid over it and what nobody said gets its fallback.
 * Borrowed. NULL and RA_EUSAGE.
 */
struct ra_config_profile *ra_config_choose(
    struct ra_config *c, const char *name, struct ra_err *e);
/* Takes a zeroed one. */
void ra_config_clear(struct ra_config *c);

#endif
