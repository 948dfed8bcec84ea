/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Landlock (landlock(7)) by its system calls: its library is in no Debian
 * release that we support, and its header there is older than the kernels.
 */
#ifdef __linux__
#define _GNU_SOURCE /* syscall(2), O_PATH */
#endif
#include "base/confine.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

/* A leak checker has to look at the process from outside. */
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)
#include <sys/prctl.h>
#include <sys/syscall.h>

/* The same number on every architecture: asm-generic/unistd.h. */
#define CREATE_RULESET 444
#define ADD_RULE 445
#define RESTRICT_SELF 446
#define CREATE_RULESET_VERSION 1u
#define RULE_PATH_BENEATH 1
#define RULE_NET_PORT 2

#define FS_WRITE_FILE (1u << 1)
#define FS_READ_FILE (1u << 2)
#define FS_READ_DIR (1u << 3)
#define FS_REMOVE_FILE (1u << 5)
#define FS_MAKE_DIR (1u << 7)
#define FS_MAKE_REG (1u << 8)
#define FS_REFER (1u << 13)    /* from version 2 */
#define FS_TRUNCATE (1u << 14) /* from version 3 */
#define NET_BIND_TCP (1u << 0) /* from version 4 */
#define NET_CONNECT_TCP (1u << 1)

#define FS_READ (FS_READ_FILE | FS_READ_DIR)
/* The folder itself is opened to be synced. */
#define FS_DROP (FS_READ_DIR | FS_WRITE_FILE | FS_MAKE_REG | FS_TRUNCATE)
#define FS_WRITE (FS_READ | FS_DROP | FS_REMOVE_FILE | FS_MAKE_DIR | FS_REFER)
#define FS_OF_FILES (FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE)

/* landlock(7): the kernel reads as many bytes as it is told. */
struct ruleset {
	uint64_t handled_fs, handled_net;
};
struct path_rule {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));
struct port_rule {
	uint64_t allowed, port;
};

/* All rights of files that this version of Landlock knows. */
static uint64_t
handled(long version)
{
	uint64_t all = (1u << 13) - 1;

	if (version >= 2)
		all |= FS_REFER;
	if (version >= 3)
		all |= FS_TRUNCATE;
	return all;
}

/* What is not there needs no rule. */
static void
allow_path(int set, const char *path, uint64_t rights)
{
	struct path_rule rule = { .allowed = rights };
	struct stat st;
	int fd = open(path, O_PATH | O_CLOEXEC);

	if (fd == -1)
		return;
	if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rule.allowed &= FS_OF_FILES;
	rule.parent = fd;
	(void)syscall(ADD_RULE, set, RULE_PATH_BENEATH, &rule, 0u);
	close(fd);
}

static void
allow_paths(int set, const char *const *path, uint64_t rights)
{
	size_t i;

	for (i = 0; path != NULL && path[i] != NULL && i < RA_CONFINE_PATHS_MAX;
	     i++)
		allow_path(set, path[i], rights);
}

static void
allow_ports(int set, const unsigned *port)
{
	struct port_rule rule = { .allowed = NET_CONNECT_TCP };

	for (; *port != 0; port++) {
		rule.port = *port;
		(void)syscall(ADD_RULE, set, RULE_NET_PORT, &rule, 0u);
	}
}

enum ra_confined
ra_confine_self(const struct ra_confine *c)
{
	struct ruleset rules = { 0, 0 };
	enum ra_confined done = RA_CONFINED_NOT;
	long version;
	bool ports;
	int set;

	/* Without it an unprivileged process may not restrict itself. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return RA_CONFINED_NOT;
	version =
	    syscall(CREATE_RULESET, NULL, (size_t)0, CREATE_RULESET_VERSION);
	if (version < 1)
		return RA_CONFINED_NOT;
	rules.handled_fs = handled(version);
	ports = version >= 4 && c->port != NULL;
	if (ports)
		rules.handled_net = NET_BIND_TCP | NET_CONNECT_TCP;
	/* Older kernels know the first member alone. */
	set = (int)syscall(CREATE_RULESET, &rules,
	    version >= 4 ? sizeof(rules) : sizeof(rules.handled_fs), 0u);
	if (set == -1)
		return RA_CONFINED_NOT;
	allow_paths(set, c->read, FS_READ & rules.handled_fs);
	allow_paths(set, c->drop, FS_DROP & rules.handled_fs);
	allow_paths(set, c->write, FS_WRITE & rules.handled_fs);
	if (ports)
		allow_ports(set, c->port);
	if (syscall(RESTRICT_SELF, set, 0u) == 0)
		done = ports ? RA_CONFINED_PORTS : RA_CONFINED_FILES;
	close(set);
	return done;
}
#else
enum ra_confined
ra_confine_self(const struct ra_confine *c)
{
	(void)c;
	return RA_CONFINED_NOT;
}
#endif
