/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The options, each a row: its name, what it takes, what it sets. */
#include "options.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/near.h"
#include "base/span.h"

struct option {
	const char *name;
	const char *takes; /* NULL: nothing */
	int (*set)(struct sb_options *o, const char *value, struct ra_err *e);
	const char *what;
};

static int
set_dir(struct sb_options *o, const char *value, struct ra_err *e)
{
	if (value[0] == '\0')
		return ra_fail(e, RA_EUSAGE, "--dir: empty, wanted a folder");
	o->dir = value;
	return 0;
}

/* Its keys open nothing real, and still nobody else is to reach it. */
static int
set_listen(struct sb_options *o, const char *value, struct ra_err *e)
{
	if (strcmp(value, "localhost") == 0)
		value = "127.0.0.1";
	if (inet_pton(AF_INET, value, &o->at.sin_addr) != 1 ||
	    ntohl(o->at.sin_addr.s_addr) >> 24 != 127)
		return ra_fail(e, RA_EUSAGE,
		    "--listen: \"%.64s\" is no loopback address, wanted one "
		    "of 127.0.0.0/8",
		    value);
	return 0;
}

static int
number(
    const char *name, const char *value, long max, long *out, struct ra_err *e)
{
	if (ra_span_number(ra_span_str(value), 0, max, out) == -1)
		return ra_fail(e, RA_EUSAGE,
		    "%s: \"%.64s\", wanted a number from 0 to %ld", name, value,
		    max);
	return 0;
}

static int
set_port(struct sb_options *o, const char *value, struct ra_err *e)
{
	long port;

	if (number("--port", value, 65535, &port, e) == -1)
		return -1;
	o->at.sin_port = htons((in_port_t)port);
	return 0;
}

static int
set_port_file(struct sb_options *o, const char *value, struct ra_err *e)
{
	if (value[0] == '\0')
		return ra_fail(e, RA_EUSAGE, "--port-file: empty");
	o->port_file = value;
	return 0;
}

static int
set_certs(struct sb_options *o, const char *value, struct ra_err *e)
{
	return number("--certs", value, SB_CERTS_MAX, &o->certs, e);
}

static int
no_such_iface(struct ra_span name, struct ra_err *e)
{
	const struct ra_iface *all = ra_iface_table();
	struct ra_near near = { 0 };
	char text[RA_NEAR_MAX + 1] = "";
	size_t i;

	if (name.n <= RA_NEAR_MAX)
		memcpy(text, name.p, name.n);
	for (i = 0; i < RA_IF_COUNT; i++)
		ra_near_offer(&near, text, all[i].name);
	ra_fail(e, RA_EUSAGE, "--rights: no interface is called \"%.*s\"",
	    (int)(name.n > 64 ? 64 : name.n), name.p);
	if (near.word != NULL)
		ra_next(e, "did you mean %s?", near.word);
	return -1;
}

/* An officer can always log out. */
static int
set_rights(struct sb_options *o, const char *value, struct ra_err *e)
{
	struct ra_span rest = ra_span_str(value), name;
	const struct ra_iface *iface;

	memset(o->rights, 0, sizeof(o->rights));
	o->rights[RA_IF_LOGOUT] = true;
	while (rest.n > 0) {
		name = ra_span_cut(&rest, ',');
		if ((iface = ra_iface_find(name)) == NULL)
			return no_such_iface(name, e);
		o->rights[iface->id] = true;
	}
	return 0;
}

static int
set_variant(struct sb_options *o, const char *value, struct ra_err *e)
{
	long n, max = (long)sb_variant_count() - 1;

	if (number("--variant", value, max, &n, e) == -1)
		return -1;
	o->variant = sb_variant_get((size_t)n);
	return 0;
}

static int
set_fault(struct sb_options *o, const char *value, struct ra_err *e)
{
	return sb_faults_parse(&o->faults, "--fault", ra_span_str(value), e);
}

static int
set_help(struct sb_options *o, const char *value, struct ra_err *e)
{
	(void)value;
	(void)e;
	o->help = true;
	return 0;
}

static int
set_version(struct sb_options *o, const char *value, struct ra_err *e)
{
	(void)value;
	(void)e;
	o->version = true;
	return 0;
}

static const struct option table[] = {
	{ "--dir", "DIR", set_dir,
	    "folder of all its files; made when absent" },
	{ "--listen", "ADDRESS", set_listen, "loopback address (127.0.0.1)" },
	{ "--port", "PORT", set_port, "port; 0, the default: any free one" },
	{ "--port-file", "FILE", set_port_file,
	    "write the port there once it listens" },
	{ "--certs", "N", set_certs, "fill an empty inventory with N rows" },
	{ "--rights", "LIST", set_rights,
	    "interfaces that the officer has, by commas (all)" },
	{ "--variant", "N", set_variant, "layout of what is not known (0)" },
	{ "--fault", "SPEC", set_fault,
	    "misbehave; may be given more than once" },
	{ "--help", NULL, set_help, "show this" },
	{ "--version", NULL, set_version, "show the version" },
};

#define OPTIONS (sizeof(table) / sizeof(*table))

/* Never abbreviated, so the nearest whole name is the help. */
static int
unknown(const char *word, struct ra_err *e)
{
	struct ra_near near = { 0 };
	size_t i;

	for (i = 0; i < OPTIONS; i++)
		ra_near_offer(&near, word, table[i].name);
	ra_fail(e, RA_EUSAGE, "%.64s: no such option", word);
	if (near.word != NULL)
		ra_next(e, "did you mean %s?", near.word);
	else
		ra_next(e, "lra-sandbox --help lists the options");
	return -1;
}

/* One option at argv[*i]; *i moves on to what follows it. */
static int
parse_one(struct sb_options *o, char **argv, int *i, struct ra_err *e)
{
	const char *word = argv[(*i)++], *eq = strchr(word, '=');
	size_t k, n = eq != NULL ? (size_t)(eq - word) : strlen(word);
	const char *value = eq != NULL ? eq + 1 : NULL;

	for (k = 0; k < OPTIONS; k++)
		if (strlen(table[k].name) == n &&
		    memcmp(table[k].name, word, n) == 0)
			break;
	if (k == OPTIONS)
		return unknown(word, e);
	if (table[k].takes == NULL && value != NULL)
		return ra_fail(
		    e, RA_EUSAGE, "%s: takes no value", table[k].name);
	if (table[k].takes != NULL && value == NULL) {
		if (argv[*i] == NULL)
			return ra_fail(e, RA_EUSAGE, "%s: wanted a %s",
			    table[k].name, table[k].takes);
		value = argv[(*i)++];
	}
	return table[k].set(o, value, e);
}

int
sb_options_parse(struct sb_options *o, int argc, char **argv, struct ra_err *e)
{
	int i = 1;

	memset(o, 0, sizeof(*o));
	memset(o->rights, true, sizeof(o->rights));
	o->at.sin_family = AF_INET;
	o->at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	o->variant = sb_variant_get(0);
	while (i < argc)
		if (parse_one(o, argv, &i, e) == -1)
			return -1;
	if (o->dir == NULL && !o->help && !o->version) {
		ra_fail(
		    e, RA_EUSAGE, "no --dir, wanted a folder for its files");
		ra_next(e, "lra-sandbox --help shows how it is called");
		return -1;
	}
	return 0;
}

void
sb_options_help(FILE *to)
{
	const struct sb_fault_kind *f;
	const struct ra_iface *all = ra_iface_table();
	char left[40];
	size_t i;

	fprintf(to,
	    "usage: lra-sandbox --dir DIR [OPTIONS]\n\n"
	    "A registration desk of its own on this machine, for "
	    "demonstrations and tests.\n\noptions:\n");
	for (i = 0; i < OPTIONS; i++) {
		snprintf(left, sizeof(left), "%s %s", table[i].name,
		    table[i].takes != NULL ? table[i].takes : "");
		fprintf(to, "  %-20s %s\n", left, table[i].what);
	}
	fprintf(to, "\ninterfaces:\n ");
	for (i = 0; i < RA_IF_COUNT; i++)
		fprintf(to, " %s", all[i].name);
	fprintf(to, "\n\nvariants:\n");
	for (i = 0; i < sb_variant_count(); i++)
		fprintf(to, "  %zu  %s\n", i, sb_variant_get(i)->what);
	fprintf(to,
	    "\nfaults, at start by --fault, later by the file DIR/fault:\n"
	    "  NAME [path=TEXT] [iface=NAME] [skip=N] [count=N] [seconds=S] "
	    "[ms=N]\n");
	for (f = sb_fault_table(); f->name != NULL; f++)
		fprintf(to, "  %-18s %s\n", f->name, f->what);
}
