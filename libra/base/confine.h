/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * What a process gives up before it listens to strangers: new privileges, and
 * where the kernel has Landlock, every file and port it does not need.
 */
#ifndef RA_CONFINE_H
#define RA_CONFINE_H

#define RA_CONFINE_PATHS_MAX 64 /* of one kind */

struct ra_confine {
	/* Files and folders with all below; NULL-ended. What is not there is
	 * passed over. */
	const char *const *read;
	const char *const *write; /* folders that may be written below, too */
	const char *const *drop;  /* folders that new files may be put into */
	/* TCP ports that may be connected to, ended by 0; NULL: any. */
	const unsigned *port;
};

/* How much of it is in force. */
enum ra_confined {
	RA_CONFINED_NOT, /* nothing: no such kernel, or it was refused */
	RA_CONFINED_FILES,
	RA_CONFINED_PORTS, /* files and ports */
};

/*
 * Best effort, for the rest of the process's life and all its children's. It
 * can be narrowed again by a second call, never widened.
 */
enum ra_confined ra_confine_self(const struct ra_confine *c);

#endif
