/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Before the first byte from the service is read: what this process cannot
 * need any more is put out of its reach.
 */
#include <stdlib.h>
#include <string.h>

#include "base/confine.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "lra/http.h"
#include "work/desk_in.h"

#define DNS 53
#define DNS_TLS 853

/* Libraries that are loaded late, the resolver's and OpenSSL's files. */
static const char *const system_paths[] = {
	"/lib",
	"/lib64",
	"/usr/lib",
	"/usr/lib64",
	"/usr/local/lib",
	"/usr/share/locale",
	"/usr/share/zoneinfo",
	"/usr/share/ca-certificates",
	"/usr/local/share/ca-certificates",
	"/etc/ca-certificates",
	"/etc/crypto-policies",
	"/etc/gai.conf",
	"/etc/host.conf",
	"/etc/hosts",
	"/etc/ld.so.cache",
	"/etc/localtime",
	"/etc/nsswitch.conf",
	"/etc/pki",
	"/etc/protocols",
	"/etc/resolv.conf",
	"/etc/services",
	"/etc/ssl",
	"/run/NetworkManager",
	"/run/nscd",
	"/run/resolvconf",
	"/run/systemd/resolve",
	"/dev/null",
	"/dev/random",
	"/dev/urandom",
	"/proc/self",
	RA_LOCALEDIR,
};
#define NSYSTEM (sizeof(system_paths) / sizeof(system_paths[0]))

/* Variables by which a user points at other ones. */
static const char *const variables[] = { "SSL_CERT_FILE", "SSL_CERT_DIR",
	"OPENSSL_CONF", "OPENSSL_MODULES", "UPKIRA_LOCALEDIR", "LOCPATH",
	"GCONV_PATH", "HOSTALIASES", "RES_OPTIONS" };
#define NVARIABLES (sizeof(variables) / sizeof(variables[0]))

/* The port of a proxy would have to be let through as well. */
static bool
has_proxy(void)
{
	static const char *const names[] = { "https_proxy", "HTTPS_PROXY",
		"all_proxy", "ALL_PROXY" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (getenv(names[i]) != NULL)
			return true;
	return false;
}

static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return ra_strdup(".");
	return slash == path ? ra_strdup("/")
			     : ra_strndup(path, (size_t)(slash - path));
}

static void
tell(enum ra_confined done)
{
	switch (done) {
	case RA_CONFINED_NOT:
		ra_log(RA_LOG_INFO,
		    _("this kernel has no Landlock: all files of this user "
		      "stay within reach"));
		break;
	case RA_CONFINED_FILES:
		ra_log(RA_LOG_INFO,
		    _("confined to the state folder and what is written; any "
		      "port may be connected to"));
		break;
	case RA_CONFINED_PORTS:
		ra_log(RA_LOG_INFO,
		    _("confined to the state folder, what is written, and the "
		      "port of the service"));
		break;
	}
}

void
ra_desk_confine(const struct ra_desk *d)
{
	const struct ra_desk_config *c = d->conf;
	const char *read[RA_CONFINE_PATHS_MAX], *write[RA_CONFINE_PATHS_MAX];
	const unsigned port[] = { ra_http_port(c->profile->endpoint), DNS,
		DNS_TLS, 0 };
	char *out = c->output == NULL ? NULL : folder_of(c->output);
	size_t n = 0, m = 0, i;

	for (i = 0; i < NSYSTEM; i++)
		read[n++] = system_paths[i];
	for (i = 0; i < NVARIABLES; i++)
		if (getenv(variables[i]) != NULL)
			read[n++] = getenv(variables[i]);
	if (c->profile->cafile != NULL)
		read[n++] = c->profile->cafile;
	read[n] = NULL;
	write[m++] = d->state;
	write[m++] = "/dev/tty";
	if (out != NULL)
		write[m++] = out;
	if (c->trace != NULL)
		write[m++] = c->trace;
	write[m] = NULL;
	tell(ra_confine_self(&(const struct ra_confine){
	    read, write, c->drop, has_proxy() ? NULL : port }));
	free(out);
}
