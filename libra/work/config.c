/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The configuration: one table of keys, from which reading is derived. */
#include "work/config.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/near.h"
#include "codec/yaml.h"

#define NAME_BYTES 100 /* of a profile */
#define AT(field) offsetof(struct ra_config_profile, field)

static const struct ra_config_key keys[] = {
	{ "endpoint", RA_CONFIG_URL, "UPKIRA_ENDPOINT", AT(endpoint), NULL,
	    N_("address of the login page") },
	{ "credential", RA_CONFIG_PATH, "UPKIRA_CREDENTIAL", AT(credential),
	    NULL, N_("the officer's PKCS#12 file") },
	{ "passphrase", RA_CONFIG_SOURCE, "UPKIRA_PASSPHRASE", AT(passphrase),
	    NULL,
	    N_("where its pass phrase comes from; without it upkira asks") },
	{ "cafile", RA_CONFIG_PATH, "UPKIRA_CAFILE", AT(cafile), NULL,
	    N_("trusted CA certificates in place of the system's, PEM") },
	{ "state", RA_CONFIG_PATH, "UPKIRA_STATE", AT(state), NULL,
	    N_("folder for the kept session and saved pages") },
	{ "site", RA_CONFIG_PATH, "UPKIRA_SITE", AT(site), NULL,
	    N_("changes to the site profile, upkira-site(5)") },
	{ "chain", RA_CONFIG_PATH, "UPKIRA_CHAIN", AT(chain), NULL,
	    N_("intermediate certificates: a folder or a PEM file") },
	{ "subject.O", RA_CONFIG_TEXT, NULL, AT(o), NULL,
	    N_("organisation as registered with the service") },
	{ "subject.L", RA_CONFIG_TEXT, NULL, AT(l), NULL,
	    N_("locality as registered") },
	{ "subject.ST", RA_CONFIG_TEXT, NULL, AT(st), NULL,
	    N_("state or prefecture as registered") },
	{ "domains", RA_CONFIG_LIST, NULL, AT(domains), NULL,
	    N_("registered domains") },
	{ "manager.name", RA_CONFIG_TEXT, NULL, AT(manager_name), NULL,
	    N_("default manager: name") },
	{ "manager.unit", RA_CONFIG_TEXT, NULL, AT(manager_unit), NULL,
	    N_("default manager: unit") },
	{ "manager.mail", RA_CONFIG_TEXT, NULL, AT(manager_mail), NULL,
	    N_("default manager: mail address") },
	{ "manager.software", RA_CONFIG_TEXT, NULL, AT(manager_software), NULL,
	    N_("default server software and version") },
	{ "timeouts.connect", RA_CONFIG_SECONDS, "UPKIRA_TIMEOUT_CONNECT",
	    AT(connect), "15", N_("limit for a connection, in seconds") },
	{ "timeouts.stall", RA_CONFIG_SECONDS, "UPKIRA_TIMEOUT_STALL",
	    AT(stall), "120",
	    N_("limit without a byte moving, but for an upload's answer") },
	{ "timeouts.page", RA_CONFIG_SECONDS, "UPKIRA_TIMEOUT_PAGE", AT(page),
	    "300", N_("limit for a page from first to last byte") },
	{ "timeouts.download", RA_CONFIG_SECONDS, "UPKIRA_TIMEOUT_DOWNLOAD",
	    AT(download), "14400", N_("limit for a whole list") },
	{ "timeouts.upload", RA_CONFIG_SECONDS, "UPKIRA_TIMEOUT_UPLOAD",
	    AT(upload), "3600", N_("limit for the answer to an upload") },
	{ "timeouts.logout", RA_CONFIG_SECONDS, "UPKIRA_TIMEOUT_LOGOUT",
	    AT(logout), "10", N_("limit for the logout") },
	{ "tries", RA_CONFIG_TRIES, "UPKIRA_TRIES", AT(tries), "4",
	    N_("how often a request is tried that is safe to repeat") },
	{ NULL, RA_CONFIG_TEXT, NULL, 0, NULL, NULL },
};

const struct ra_config_key *
ra_config_keys(void)
{
	return keys;
}

/* Where a value is being read from, for messages. */
struct place {
	const char *file;
	size_t line, column;
};

static void *
field(struct ra_config_profile *p, const struct ra_config_key *k)
{
	return (char *)p + k->offset;
}

static void
list_free(char **list)
{
	size_t i;

	for (i = 0; list != NULL && list[i] != NULL; i++)
		free(list[i]);
	free(list);
}

static int
wrong(const struct place *at, const struct ra_config_key *k, const char *value,
    const char *wanted, struct ra_err *e)
{
	return ra_fail(e, RA_EUSAGE,
	    _("%s:%zu:%zu: %s is \"%.60s\", wanted %s"), at->file, at->line,
	    at->column, k->name, value, wanted);
}

/* A relative path stands beside the file that names it. */
static char *
beside(const char *file, const char *path)
{
	const char *slash = strrchr(file, '/');
	char *dir, *full;

	if (path[0] == '/' || slash == NULL)
		return ra_strdup(path);
	dir = ra_strndup(file, (size_t)(slash - file));
	full = ra_fs_join(dir[0] == '\0' ? "/" : dir, path);
	free(dir);
	return full;
}

static char *
source(const char *file, const char *spec)
{
	char *path, *full;
	size_t n;

	if (strncmp(spec, "file:", 5) != 0)
		return ra_strdup(spec);
	path = beside(file, spec + 5);
	n = strlen(path) + sizeof("file:");
	full = ra_calloc(n, 1);
	memcpy(full, "file:", 5);
	memcpy(full + 5, path, n - 5);
	free(path);
	return full;
}

static bool
is_number(const struct ra_config_key *k)
{
	return k->kind == RA_CONFIG_SECONDS || k->kind == RA_CONFIG_TRIES;
}

static int
set_number(long *to, const struct ra_config_key *k, const struct place *at,
    const char *value, struct ra_err *e)
{
	const bool seconds = k->kind == RA_CONFIG_SECONDS;

	if (ra_span_number(ra_span_str(value), 1, seconds ? 86400 : 10, to) ==
	    -1)
		return wrong(at, k, value,
		    seconds ? _("1 to 86400 seconds") : _("1 to 10"), e);
	return 0;
}

static bool
is_source(const char *s)
{
	static const char *const known[] = {
		"file:", "env:", "fd:", "cmd:", "cred:"
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strncmp(s, known[i], strlen(known[i])) == 0)
			return true;
	return false;
}

static int
set_text(char **to, const struct ra_config_key *k, const struct place *at,
    const char *value, struct ra_err *e)
{
	char *v;

	if (value[0] == '\0')
		return wrong(at, k, value, _("a value"), e);
	if (k->kind == RA_CONFIG_URL && strncmp(value, "https://", 8) != 0)
		return wrong(
		    at, k, value, _("an address that begins https://"), e);
	/* The value itself may be a pass phrase written by mistake. */
	if (k->kind == RA_CONFIG_SOURCE && !is_source(value))
		return ra_fail(e, RA_EUSAGE,
		    _("%s:%zu:%zu: %s must name a source (file:PATH env:NAME "
		      "fd:N cmd:PROGRAM cred:NAME), never the secret itself"),
		    at->file, at->line, at->column, k->name);
	if (k->kind == RA_CONFIG_PATH)
		v = beside(at->file, value);
	else if (k->kind == RA_CONFIG_SOURCE)
		v = source(at->file, value);
	else
		v = ra_strdup(value);
	free(*to);
	*to = v;
	return 0;
}

static int
set(struct ra_config_profile *p, const struct ra_config_key *k,
    const struct place *at, const char *value, struct ra_err *e)
{
	if (is_number(k))
		return set_number(field(p, k), k, at, value, e);
	return set_text(field(p, k), k, at, value, e);
}

static int
set_list(struct ra_config_profile *p, const struct ra_config_key *k,
    const char *file, const struct ra_yaml *y, struct ra_err *e)
{
	const struct ra_yaml *c;
	char ***to = field(p, k), **list;
	size_t n = 0;

	list = ra_calloc(RA_CONFIG_DOMAINS_MAX + 1, sizeof(*list));
	for (c = y->child; c != NULL; c = c->next) {
		if (c->kind != RA_YAML_SCALAR || n == RA_CONFIG_DOMAINS_MAX) {
			ra_fail(e, RA_EUSAGE,
			    _("%s:%zu:%zu: %s wants a list of at most %d "
			      "texts"),
			    file, c->line, c->column, k->name,
			    RA_CONFIG_DOMAINS_MAX);
			list_free(list);
			return -1;
		}
		list[n++] = ra_strdup(c->value);
	}
	list_free(*to);
	*to = list;
	return 0;
}

static int
unknown_key(const char *file, const struct ra_yaml *y, const char *name,
    struct ra_err *e)
{
	const struct ra_config_key *k;
	struct ra_near near = { 0 };

	for (k = keys; k->name != NULL; k++)
		ra_near_offer(&near, name, k->name);
	ra_fail(e, RA_EUSAGE, _("%s:%zu:%zu: unknown key \"%.60s\""), file,
	    y->key_line, y->key_column, name);
	if (near.word != NULL)
		ra_next(e, _("did you mean \"%s\"?"), near.word);
	else
		ra_next(e, _("upkira.yaml(5) lists the keys"));
	return -1;
}

/* Some row begins with this name and a dot. */
static bool
is_prefix(const char *name)
{
	const struct ra_config_key *k;
	size_t n = strlen(name);

	for (k = keys; k->name != NULL; k++)
		if (strncmp(k->name, name, n) == 0 && k->name[n] == '.')
			return true;
	return false;
}

static const struct ra_config_key *
find(const char *name)
{
	const struct ra_config_key *k;

	for (k = keys; k->name != NULL; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

static int
shape(const char *file, const struct ra_yaml *y, const char *name,
    const char *wanted, struct ra_err *e)
{
	return ra_fail(e, RA_EUSAGE, _("%s:%zu:%zu: \"%.60s\" must be %s"),
	    file, y->line, y->column, name, wanted);
}

static int
read_value(struct ra_config_profile *p, const char *file,
    const struct ra_yaml *y, const char *name, struct ra_err *e)
{
	const struct ra_config_key *k = find(name);
	struct place at = { file, y->line, y->column };

	if (k == NULL)
		return unknown_key(file, y, name, e);
	if (k->kind == RA_CONFIG_LIST && y->kind == RA_YAML_LIST)
		return set_list(p, k, file, y, e);
	if (k->kind == RA_CONFIG_LIST)
		return shape(file, y, name, _("a list"), e);
	if (y->kind != RA_YAML_SCALAR)
		return shape(file, y, name, _("one value"), e);
	return set(p, k, &at, y->value, e);
}

static int
read_group(struct ra_config_profile *p, const char *file,
    const struct ra_yaml *y, struct ra_err *e)
{
	const struct ra_yaml *c;
	struct ra_buf name;
	int rc = 0;

	if (y->kind != RA_YAML_MAP)
		return shape(file, y, y->key, _("a map of keys"), e);
	ra_buf_init(&name, 256);
	for (c = y->child; c != NULL && rc == 0; c = c->next) {
		ra_buf_reset(&name);
		ra_buf_addf(&name, "%.100s.%.100s", y->key, c->key);
		rc = read_value(p, file, c, ra_buf_str(&name), e);
	}
	ra_buf_clear(&name);
	return rc;
}

static struct ra_config_profile *
lookup(struct ra_config *c, const char *name)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (strcmp(c->profile[i].name, name) == 0)
			return &c->profile[i];
	return NULL;
}

/* It becomes the name of a folder. */
static bool
is_name(const char *s)
{
	const char *p;

	for (p = s; *p != '\0'; p++)
		if (!isalnum((unsigned char)*p) && strchr("._-", *p) == NULL)
			return false;
	return p > s && p - s <= NAME_BYTES && *s != '.';
}

static int
read_profile(struct ra_config *c, const char *file, const struct ra_yaml *y,
    struct ra_err *e)
{
	struct ra_config_profile *p = lookup(c, y->key);
	const struct ra_yaml *v;

	if (y->kind != RA_YAML_MAP)
		return shape(file, y, y->key, _("a map of keys"), e);
	if (!is_name(y->key))
		return ra_fail(e, RA_EUSAGE,
		    _("%s:%zu:%zu: profile name: found \"%.60s\", wanted "
		      "letters, digits and . _ - without a dot at its start"),
		    file, y->key_line, y->key_column, y->key);
	if (p == NULL && c->n == RA_CONFIG_PROFILES_MAX)
		return ra_fail(e, RA_EUSAGE,
		    _("%s:%zu:%zu: more than %d profiles"), file, y->key_line,
		    y->key_column, RA_CONFIG_PROFILES_MAX);
	if (p == NULL) {
		c->profile = ra_grow(c->profile, c->n, sizeof(*p));
		p = &c->profile[c->n++];
		memset(p, 0, sizeof(*p));
		p->name = ra_strdup(y->key);
	}
	for (v = y->child; v != NULL; v = v->next) {
		if (is_prefix(v->key) ? read_group(p, file, v, e) == -1
				      : read_value(p, file, v, v->key, e) == -1)
			return -1;
	}
	return 0;
}

static int
read_default(struct ra_config *c, const char *file, const struct ra_yaml *y,
    struct ra_err *e)
{
	if (y->kind != RA_YAML_SCALAR)
		return shape(file, y, y->key, _("the name of a profile"), e);
	free(c->fallback);
	c->fallback = ra_strdup(y->value);
	return 0;
}

static int
read_top(struct ra_config *c, const char *file, const struct ra_yaml *y,
    struct ra_err *e)
{
	const struct ra_yaml *p;

	if (strcmp(y->key, "default") == 0)
		return read_default(c, file, y, e);
	if (strcmp(y->key, "profiles") != 0) {
		ra_fail(e, RA_EUSAGE, _("%s:%zu:%zu: unknown key \"%.60s\""),
		    file, y->key_line, y->key_column, y->key);
		ra_next(e,
		    _("the keys at the left margin are \"default\" and "
		      "\"profiles\"; see upkira.yaml(5)"));
		return -1;
	}
	if (y->kind != RA_YAML_MAP)
		return shape(file, y, y->key, _("a map of profiles"), e);
	for (p = y->child; p != NULL; p = p->next)
		if (read_profile(c, file, p, e) == -1)
			return -1;
	return 0;
}

int
ra_config_parse(
    struct ra_config *c, const char *name, struct ra_span in, struct ra_err *e)
{
	struct ra_yaml *top, *y;
	int rc = 0;

	if ((top = ra_yaml_parse(name, in, RA_EUSAGE, e)) == NULL)
		return -1;
	if (top->kind != RA_YAML_MAP)
		rc = ra_fail(e, RA_EUSAGE,
		    _("%s:%zu:%zu: no map of keys; see upkira.yaml(5)"), name,
		    top->line, top->column);
	for (y = top->child; y != NULL && rc == 0; y = y->next)
		rc = read_top(c, name, y, e);
	ra_yaml_free(top);
	return rc;
}

int
ra_config_read(
    struct ra_config *c, const char *path, bool must, struct ra_err *e)
{
	struct ra_buf b;
	struct ra_err why = { 0 };
	int rc = -1;

	if (!must && access(path, F_OK) == -1 && errno == ENOENT)
		return 0;
	ra_buf_init(&b, RA_CONFIG_MAX);
	if (ra_fs_read(path, &b, &why) == -1)
		ra_fail(e, RA_EUSAGE, "%s", why.msg);
	else
		rc = ra_config_parse(c, path, ra_buf_span(&b), e);
	ra_buf_clear(&b);
	return rc;
}

static int
environment(struct ra_config_profile *p, struct ra_err *e)
{
	const struct ra_config_key *k;
	struct place at = { NULL, 1, 1 };
	const char *value;

	for (k = keys; k->name != NULL; k++) {
		if (k->env == NULL || (value = getenv(k->env)) == NULL ||
		    value[0] == '\0')
			continue;
		at.file = k->env;
		if (set(p, k, &at, value, e) == -1)
			return -1;
	}
	return 0;
}

static int
fallbacks(struct ra_config_profile *p, struct ra_err *e)
{
	const struct ra_config_key *k;
	struct place at = { "built in", 1, 1 };

	for (k = keys; k->name != NULL; k++) {
		if (!is_number(k) || *(long *)field(p, k) != 0)
			continue;
		if (set(p, k, &at, k->fallback, e) == -1)
			return -1;
	}
	return 0;
}

static struct ra_config_profile *
pick(struct ra_config *c, const char *name, struct ra_err *e)
{
	struct ra_config_profile *p;
	struct ra_near near = { 0 };
	size_t i;

	if (name == NULL)
		name = c->fallback;
	if (name == NULL && c->n == 1)
		return &c->profile[0];
	if (name == NULL) {
		ra_fail(e, RA_EUSAGE,
		    c->n == 0 ? _("no profile is configured")
			      : _("several profiles and no default"));
		ra_next(e,
		    c->n == 0 ? _("write one: upkira.yaml(5)")
			      : _("say --profile NAME, or set \"default\""));
		return NULL;
	}
	if ((p = lookup(c, name)) != NULL)
		return p;
	for (i = 0; i < c->n; i++)
		ra_near_offer(&near, name, c->profile[i].name);
	ra_fail(e, RA_EUSAGE, _("no profile \"%.60s\" is configured"), name);
	if (near.word != NULL)
		ra_next(e, _("did you mean \"%s\"?"), near.word);
	return NULL;
}

struct ra_config_profile *
ra_config_choose(struct ra_config *c, const char *name, struct ra_err *e)
{
	struct ra_config_profile *p = pick(c, name, e);

	if (p == NULL || environment(p, e) == -1 || fallbacks(p, e) == -1)
		return NULL;
	return p;
}

static void
clear_profile(struct ra_config_profile *p)
{
	const struct ra_config_key *k;

	free(p->name);
	for (k = keys; k->name != NULL; k++) {
		if (k->kind == RA_CONFIG_LIST)
			list_free(*(char ***)field(p, k));
		else if (!is_number(k))
			free(*(char **)field(p, k));
	}
}

void
ra_config_clear(struct ra_config *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		clear_profile(&c->profile[i]);
	free(c->profile);
	free(c->fallback);
	memset(c, 0, sizeof(*c));
}
