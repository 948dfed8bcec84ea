/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The HTTPS server. */
#ifndef SB_SERVER_H
#define SB_SERVER_H

#include <netinet/in.h>

#include "base/err.h"

#include "web.h"

struct sb_server;

/* Listen and answer from now on; at, a loopback address, gets the port. */
struct sb_server *sb_server_start(
    struct sb_web *w, struct sockaddr_in *at, struct ra_err *e);
/* End all connections and wait for their threads. Takes NULL. */
void sb_server_stop(struct sb_server *s);

#endif
