/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Where a secret comes from: file, environment, descriptor, program. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/prompt.h"
#include "base/secret.h"

#define SOURCE_MAX 4096 /* bytes read from a file or a program */
#define ARGS_MAX 64	/* words of a command */

extern char **environ;

/*
 * The first line of what was read, as the secret. Editors end a file with a
 * line end, those of Windows with two bytes; neither is part of a pass phrase.
 */
static int
keep_line(struct ra_secret *s, const char *where, struct ra_span all,
    struct ra_err *e)
{
	struct ra_span line;

	line = ra_span_cut(&all, '\n');
	if (ra_span_ends(line, RA_SPAN("\r")))
		line.n--;
	if (line.n > RA_SECRET_MAX)
		return ra_fail(e, RA_ECRED,
		    _("%s: %zu bytes, a secret has at most %d"), where, line.n,
		    RA_SECRET_MAX);
	if (line.n > 0 && memchr(line.p, '\0', line.n) != NULL)
		return ra_fail(e, RA_ECRED,
		    _("%s: a NUL byte, a line of text was wanted"), where);
	ra_secret_set(s, line);
	return 0;
}

static int
keep_file(struct ra_secret *s, const char *path, bool private, struct ra_err *e)
{
	struct ra_err why = { 0 };
	struct ra_buf b;
	int rc;

	ra_buf_init_secret(&b, SOURCE_MAX);
	rc = private ? ra_fs_read_private(path, &b, &why)
		     : ra_fs_read(path, &b, &why);
	if (rc == 0) {
		rc = keep_line(s, path, ra_buf_span(&b), e);
	} else {
		ra_fail(e, RA_ECRED, "%s", why.msg);
		if (why.next[0] != '\0')
			ra_next(e, "%s", why.next);
	}
	ra_buf_clear(&b);
	return rc;
}

/* What others can read is no secret any more, so it is refused. */
static int
from_file(struct ra_secret *s, const char *path, struct ra_err *e)
{
	if (*path == '\0')
		return ra_fail(
		    e, RA_EUSAGE, _("file: no path, file:PATH was wanted"));
	return keep_file(s, path, true, e);
}

static int
from_env(struct ra_secret *s, const char *name, struct ra_err *e)
{
	char *v;
	int rc;

	if (*name == '\0' || strchr(name, '=') != NULL)
		return ra_fail(e, RA_EUSAGE,
		    _("env: no name of a variable, env:NAME was wanted"));
	v = getenv(name);
	if (v == NULL)
		return ra_fail(e, RA_ECRED, _("env:%s: not set"), name);
	rc = keep_line(s, name, ra_span_str(v), e);
	/* Also out of what the system shows of our environment. */
	ra_wipe(v, strlen(v));
	unsetenv(name);
	return rc;
}

static int
from_fd(struct ra_secret *s, const char *number, struct ra_err *e)
{
	char text[RA_ERRNO_TEXT], c = 0;
	struct ra_buf b;
	ssize_t got = 0;
	long fd;
	int rc = -1;

	if (ra_span_number(ra_span_str(number), 0, 65535, &fd) == -1)
		return ra_fail(e, RA_EUSAGE,
		    _("fd:%s: no number of a descriptor, fd:N was wanted"),
		    number);
	ra_buf_init_secret(&b, SOURCE_MAX);
	/* One by one: what follows the line belongs to somebody else. */
	while (!b.over && (got = read((int)fd, &c, 1)) == 1 && c != '\n')
		ra_buf_addc(&b, c);
	if (got == -1)
		ra_fail(
		    e, RA_ECRED, "fd:%ld: %s", fd, ra_err_errno(errno, text));
	else if (ra_buf_done(&b, number, NULL) == -1)
		ra_fail(e, RA_ECRED,
		    _("fd:%ld: more than %d bytes, a line was wanted"), fd,
		    SOURCE_MAX);
	else
		rc = keep_line(s, number, ra_buf_span(&b), e);
	ra_wipe(&c, 1);
	ra_buf_clear(&b);
	return rc;
}

/* One name, never a path: what systemd put there is all that is meant. */
static int
from_cred(struct ra_secret *s, const char *name, struct ra_err *e)
{
	const char *dir;
	char *path;
	int rc;

	if (*name == '\0' || strchr(name, '/') != NULL ||
	    strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return ra_fail(e, RA_EUSAGE,
		    _("cred:%s: no name of a credential, cred:NAME was "
		      "wanted"),
		    name);
	dir = getenv("CREDENTIALS_DIRECTORY");
	if (dir == NULL || *dir == '\0')
		return ra_fail(e, RA_ECRED,
		    _("cred:%s: CREDENTIALS_DIRECTORY is not set; systemd "
		      "sets it for a service"),
		    name);
	path = ra_fs_join(dir, name);
	/* systemd guards the folder; an access list shows as group rights. */
	rc = keep_file(s, path, false, e);
	free(path);
	return rc;
}

static pid_t
spawn(char **argv, int out, int *err)
{
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t at;
	sigset_t dfl;
	pid_t pid = -1;

	/* What we ignore would stay ignored over there. */
	sigemptyset(&dfl);
	sigaddset(&dfl, SIGPIPE);
	posix_spawn_file_actions_init(&fa);
	posix_spawnattr_init(&at);
	posix_spawnattr_setsigdefault(&at, &dfl);
	posix_spawnattr_setflags(&at, POSIX_SPAWN_SETSIGDEF);
	/* Standard input may be the batch; it is not the program's to eat. */
	posix_spawn_file_actions_addopen(
	    &fa, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&fa, out, STDOUT_FILENO);
	*err = posix_spawnp(&pid, argv[0], &fa, &at, argv, environ);
	posix_spawnattr_destroy(&at);
	posix_spawn_file_actions_destroy(&fa);
	return *err == 0 ? pid : -1;
}

/* What the program writes; -1 when it is endless or a signal came. */
static int
drain(int fd, struct ra_buf *b)
{
	char chunk[256];
	ssize_t got;

	while ((got = read(fd, chunk, sizeof(chunk))) > 0 && !b->over)
		ra_buf_add(b, (struct ra_span){ chunk, (size_t)got });
	ra_wipe(chunk, sizeof(chunk));
	return got == -1 || b->over ? -1 : 0;
}

/* Always, also for one that was stopped: no zombie stays behind. */
static int
wait_for(pid_t pid)
{
	int status = -1;

	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	return status;
}

static int
run(struct ra_secret *s, char **argv, struct ra_err *e)
{
	int fd[2], err, status, rc = -1;
	char text[RA_ERRNO_TEXT];
	struct ra_buf b;
	pid_t pid;

	if (pipe(fd) == -1)
		return ra_fail(e, RA_ECRED, "cmd:%s: %s", argv[0],
		    ra_err_errno(errno, text));
	fcntl(fd[0], F_SETFD, FD_CLOEXEC);
	fcntl(fd[1], F_SETFD, FD_CLOEXEC);
	ra_buf_init_secret(&b, SOURCE_MAX);
	pid = spawn(argv, fd[1], &err);
	close(fd[1]);
	if (pid == -1) {
		ra_fail(e, RA_ECRED, "cmd:%s: %s", argv[0],
		    ra_err_errno(err, text));
		goto out;
	}
	/* A program that does not stop by itself is stopped. */
	if (drain(fd[0], &b) == -1)
		kill(pid, SIGTERM);
	status = wait_for(pid);
	if (b.over)
		ra_fail(e, RA_ECRED,
		    _("cmd:%s: wrote more than %d bytes, a line was wanted"),
		    argv[0], SOURCE_MAX);
	else if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		rc = keep_line(s, argv[0], ra_buf_span(&b), e);
	else if (WIFEXITED(status))
		ra_fail(e, RA_ECRED, _("cmd:%s: failed with status %d"),
		    argv[0], WEXITSTATUS(status));
	else
		ra_fail(e, RA_ECRED, _("cmd:%s: ended by a signal"), argv[0]);
out:
	close(fd[0]);
	ra_buf_clear(&b);
	return rc;
}

/*
 * Words are parted at blanks and no shell is asked, so that no character of
 * a configuration can start something else.
 */
static int
from_cmd(struct ra_secret *s, const char *line, struct ra_err *e)
{
	char *argv[ARGS_MAX + 1] = { NULL }, *copy, *p;
	size_t n = 0;
	int rc = -1;

	copy = p = ra_strdup(line);
	while (n < ARGS_MAX && *(p += strspn(p, " \t")) != '\0') {
		argv[n++] = p;
		p += strcspn(p, " \t");
		if (*p != '\0')
			*p++ = '\0';
	}
	if (n == 0)
		ra_fail(e, RA_EUSAGE,
		    _("cmd: no program, cmd:PROGRAM ARGS was wanted"));
	else if (*p != '\0')
		ra_fail(e, RA_EUSAGE, _("cmd:%s: more than %d words"), argv[0],
		    ARGS_MAX);
	else
		rc = run(s, argv, e);
	ra_wipe(copy, strlen(line));
	free(copy);
	return rc;
}

/*
 * A bare word is refused rather than taken for a path: it might be the
 * secret itself.
 */
static const struct source {
	const char *prefix;
	int (*read)(struct ra_secret *, const char *, struct ra_err *);
} sources[] = {
	{ "file:", from_file },
	{ "env:", from_env },
	{ "fd:", from_fd },
	{ "cmd:", from_cmd },
	{ "cred:", from_cred },
};

static int
ask_for(struct ra_secret *s, const char *prompt, bool ask, struct ra_err *e)
{
	int rc = -1;

	if (ask)
		rc = ra_prompt(s, prompt, e);
	else
		ra_fail(e, RA_ECRED,
		    _("no source for a secret, and asking is not allowed"));
	if (rc == -1)
		ra_next(e,
		    _("name a source: file:PATH, env:NAME, fd:N, "
		      "cmd:PROGRAM ARGS or cred:NAME"));
	return rc;
}

int
ra_secret_read(struct ra_secret *s, const char *spec, const char *prompt,
    bool ask, struct ra_err *e)
{
	size_t i, n;

	if (spec == NULL || *spec == '\0')
		return ask_for(s, prompt, ask, e);
	for (i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		n = strlen(sources[i].prefix);
		if (strncmp(spec, sources[i].prefix, n) == 0)
			return sources[i].read(s, spec + n, e);
	}
	/* Not shown: it may be the secret itself. */
	return ra_fail(e, RA_EUSAGE,
	    _("unknown source of a secret, one of file: env: fd: cmd: cred: "
	      "was wanted"));
}
