/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * What nobody outside knows of the pages, laid out in several ways. The
 * confirmed names (login, frame, menu form, client upload, client list) are
 * the same in every row.
 */
#ifndef SB_VARIANT_H
#define SB_VARIANT_H

#include <stdbool.h>
#include <stddef.h>

#include "upki/form.h"
#include "upki/iface.h"

#define SB_LRA "/upki-odcert/lra/"
#define SB_DOWNLOAD "/upki-odcert/download/"

enum sb_menu {
	SB_MENU_ONCLICK, /* links whose onclick sets the hidden control */
	SB_MENU_HREF,	 /* javascript: links that do so */
	SB_MENU_IMAGES,	 /* the same, the label only in an image's alt */
	SB_MENU_LINKS,	 /* plain links to the menu's action with a query */
	SB_MENU_PATHS,	 /* plain links to the entries' own paths */
	SB_MENU_BUTTONS, /* one form with a submit button an entry */
	SB_MENU_SELECT,	 /* one select with an option an entry */
};

enum sb_declare { /* where a page says that it is EUC-JP */
	SB_DECLARE_HEADER,
	SB_DECLARE_META,
	SB_DECLARE_BOTH,
	SB_DECLARE_NOWHERE,
};

enum sb_deliver {	   /* how the menu entry of a list answers */
	SB_DELIVER_DIRECT, /* with the list */
	SB_DELIVER_BUTTON, /* with a page whose form posts for it */
	SB_DELIVER_LINK,   /* with a page that links to it */
};

/*
 * wire-protocol 1.6: of the lists only encoding and columns are confirmed,
 * of the client's even of these a part.
 */
struct sb_list_style {
	bool lf;       /* lines end in LF, not CRLF */
	bool slashes;  /* 2026/01/31, not 2026-01-31 */
	bool user;     /* the client list heads 12 to 14 with the user */
	bool pem;      /* certificates between their BEGIN and END */
	bool extended; /* what CP932 has beyond Shift_JIS is kept */
};

/* What an interface is called on the wire. */
struct sb_names {
	const char *id;			    /* value of forwardName */
	const char *path;		    /* below SB_LRA */
	const char *form, *op, *err, *file; /* upload form and its controls */
	const char *const *values;	    /* of op, by enum ra_op minus one */
	const char *const *modes;	    /* of err: stop, skip */
};

struct sb_variant {
	const char *what; /* English, for --help and the manual page */
	enum sb_menu menu;
	enum sb_declare declare;
	enum sb_deliver deliver;
	const struct sb_names *names; /* RA_IF_COUNT of them, by id */
	bool radios;	/* the operation of other uploads by radio buttons */
	bool nested;	/* tables inside tables, framesets inside framesets */
	bool tokens;	/* a hidden value that must come back */
	bool strangers; /* forms and tables that have nothing to do with it */
	bool redirect;	/* an upload is answered by a redirect to its result */
	bool confirm;	/* a page between upload and result of (1) */
	bool zip;	/* (6) gives a ZIP of both lists */
	bool count;	/* SEQ counts the rows shown, not the records */
	bool partly_ng; /* a file taken in part gets the failure sentence */
	bool late;	/* heading and sentence after the table */
	bool no_zeros;	/* no row in the statistics where nothing was issued */
	bool op_hidden; /* applyType is hidden, set by a button's script */
	bool one_word;	/* every operation in the recorded words of issue */
	bool level;	/* the number in an error's cell is always 1 */
	bool file_page; /* an error of the whole file comes without a table */
	struct sb_list_style list;
	const char *list_type; /* media type of a list, NULL: octet-stream */
	bool list_unnamed;     /* without a file name to save under */
};

/* Variant n, or NULL when there is none. */
const struct sb_variant *sb_variant_get(size_t n);
size_t sb_variant_count(void);
/* The operations that the upload form of an interface offers, 0-ended. */
const enum ra_op *sb_variant_ops(enum ra_iface_id iface);

#endif
