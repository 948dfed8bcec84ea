/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A registration desk on this machine, for demonstrations and tests. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"

#include "options.h"
#include "server.h"
#include "service.h"
#include "web.h"
#include "world.h"

/* Statuses are those of upkira where both have them. */
static int
complain(const struct ra_err *e)
{
	fprintf(stderr, "lra-sandbox: %s\n", e->msg);
	if (e->next[0] != '\0')
		fprintf(stderr, "%s\n", e->next);
	return e->code == RA_EUSAGE ? RA_EUSAGE : RA_ELOCAL;
}

static int
open_log(struct sb_web *w, struct ra_err *e)
{
	char *path = ra_fs_join(w->world->dir, "requests.jsonl");
	int rc = 0;

	w->log_fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (w->log_fd == -1)
		rc = ra_fail(e, RA_ELOCAL, "%s: %s", path, strerror(errno));
	free(path);
	return rc;
}

/* Waits are measured by a clock that nobody sets. */
static void
init_locks(struct sb_web *w)
{
	pthread_condattr_t attr;

	pthread_mutex_init(&w->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&w->wake, &attr);
	pthread_condattr_destroy(&attr);
}

static int
open_desk(struct sb_web *w, const struct sb_world *world,
    const struct sb_options *o, struct ra_err *e)
{
	w->world = world;
	w->variant = o->variant;
	w->asked = o->faults;
	memcpy(w->rights, o->rights, sizeof(w->rights));
	w->fault_path = ra_fs_join(world->dir, "fault");
	if (open_log(w, e) == -1 ||
	    (w->service = sb_service_open(world, e)) == NULL)
		return -1;
	return o->certs > 0 ? sb_service_seed(w->service, (size_t)o->certs, e)
			    : 0;
}

static void
close_desk(struct sb_web *w)
{
	sb_sessions_clear(&w->sessions);
	sb_service_close(w->service);
	if (w->log_fd != -1)
		close(w->log_fd);
	free(w->fault_path);
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->lock);
}

/* All that depends on the port, before anybody is told of it. */
static int
announce(struct sb_web *w, const struct sb_options *o, struct ra_err *e)
{
	char text[16];

	snprintf(w->base, sizeof(w->base), "https://localhost:%u", w->port);
	sb_service_set_base(w->service, w->base);
	if (sb_world_config(w->world, w->port, e) == -1)
		return -1;
	snprintf(text, sizeof(text), "%u\n", w->port);
	if (o->port_file != NULL &&
	    ra_fs_write(o->port_file, 0644, ra_span_str(text), e) == -1)
		return -1;
	printf("lra-sandbox: %s" SB_LRA "SSLLogin.do\n", w->base);
	fflush(stdout);
	return 0;
}

static int
serve(struct sb_web *w, struct sb_options *o, const sigset_t *ends,
    struct ra_err *e)
{
	struct sb_server *server;
	int signal_number, rc = -1;

	/* Nobody is answered until the port is known everywhere. */
	pthread_mutex_lock(&w->lock);
	server = sb_server_start(w, &o->at, e);
	if (server != NULL) {
		w->port = ntohs(o->at.sin_port);
		rc = announce(w, o, e);
	}
	pthread_mutex_unlock(&w->lock);
	if (rc == 0)
		sigwait(ends, &signal_number);
	sb_server_stop(server);
	return rc;
}

int
main(int argc, char **argv)
{
	struct sb_web w = { .log_fd = -1 };
	struct sb_world world = { .lock = -1 };
	struct sb_options o;
	struct ra_err e = { 0 };
	sigset_t ends;
	int rc = -1;

	if (sb_options_parse(&o, argc, argv, &e) == -1)
		return complain(&e);
	if (o.help)
		sb_options_help(stdout);
	else if (o.version)
		printf("lra-sandbox " RA_VERSION "\n");
	if (o.help || o.version)
		return 0;
	/* Blocked before any thread begins, so that sigwait gets them. */
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);
	signal(SIGPIPE, SIG_IGN);
	umask(077);
	init_locks(&w);
	if (sb_world_open(&world, o.dir, &e) == 0 &&
	    open_desk(&w, &world, &o, &e) == 0)
		rc = serve(&w, &o, &ends, &e);
	close_desk(&w);
	sb_world_clear(&world);
	return rc == 0 ? 0 : complain(&e);
}
