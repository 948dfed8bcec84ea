/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * The world under DIR: a CA family, the TLS certificate of localhost, the
 * officers' credentials and a ready configuration for upkira. Made on the
 * first start, read again on the next.
 */
#ifndef SB_WORLD_H
#define SB_WORLD_H

#include "base/err.h"
#include "pki/cert.h"
#include "pki/key.h"

enum sb_ca {
	SB_CA_ROOT,	  /* signs the others but the foreign one */
	SB_CA_SERVER_RSA, /* like NII Open Domain CA - G8 RSA */
	SB_CA_SERVER_ECC,
	SB_CA_MEMBER, /* client and officers: like Member RSA CA16 */
	SB_CA_SMIME,
	SB_CA_MAIL,    /* signs the certificate that signs mails */
	SB_CA_FOREIGN, /* an unrelated root */
	SB_CA_COUNT,
};

struct sb_pair {
	struct ra_cert *cert;
	struct ra_key *key;
};

/* The institution whose desk the sandbox plays. */
#define SB_ORG_JA "国立例示大学"
#define SB_O "Example University"
#define SB_L "Chiyoda-ku"
#define SB_ST "Tokyo"
#define SB_DOMAIN "example.ac.jp"
#define SB_DOMAIN2 "example.jp"

struct sb_world {
	char *dir;
	int lock; /* DIR/lock, held while this runs */
	struct sb_pair ca[SB_CA_COUNT];
	struct sb_pair tls;    /* localhost, 127.0.0.1 */
	struct sb_pair mailer; /* CN=CA Support Center */
};

/* Open or make the world under dir (0700); RA_ELOCKED while another has it. */
int sb_world_open(struct sb_world *w, const char *dir, struct ra_err *e);
/* Write DIR/upkira.yaml for this port; one profile a credential. */
int sb_world_config(const struct sb_world *w, unsigned port, struct ra_err *e);
void sb_world_clear(struct sb_world *w);

#endif
