/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * upkira tables, for those who build it: upkira-tsv(5) in mdoc, made from the
 * tables that parser and check go by. The page is in English.
 */
#include <stdio.h>

#include "upki/form.h"
#include "upki/profile.h"
#include "upki/refusal.h"

#include "app.h"

static const char head[] =
    ".\\\" SPDX-License-Identifier: BSD-2-Clause\n"
    ".\\\" Copyright (c) 2026 The upkira developers\n"
    ".\\\" Printed by make tables from the tables of the code; do not edit.\n"
    ".Dd November 22, 2026\n"
    ".Dt UPKIRA-TSV 5\n"
    ".Os\n"
    ".Sh NAME\n"
    ".Nm upkira-tsv\n"
    ".Nd application files of the certificate service\n"
    ".Sh DESCRIPTION\n"
    "An application file is what a registration officer uploads: text, one\n"
    "record a line, its columns parted by tabs.\n"
    "There is no header line, and no value stands in quotes or holds a tab.\n"
    "Lines end in CRLF or LF.\n"
    "The service reads Shift_JIS;\n"
    ".Xr upkira 1\n"
    "reads CP932 and UTF-8, and writes CP932 and CRLF, with all columns of\n"
    "the kind, the empty ones too.\n"
    "The name of the file ends in\n"
    ".Pa .tsv\n"
    "or\n"
    ".Pa .txt .\n";

static const char kinds[] =
    ".Sh KINDS\n"
    "The kind follows from the number of columns and from which of them are\n"
    "filled; the option\n"
    ".Fl k\n"
    "names it where that is not enough.\n"
    "S/MIME certificates are applied for with the client kinds.\n"
    ".Pp\n"
    "Of each column stand here its number, the key that upkira uses in JSON\n"
    "and YAML, the service's own name of the item, whether it is filled, and\n"
    "the most characters that it takes.\n"
    ".Cm required\n"
    "and\n"
    ".Cm optional\n"
    "speak for themselves;\n"
    ".Cm blank\n"
    "columns must be empty;\n"
    ".Cm usual\n"
    "ones are filled by programs that worked, which does not make them\n"
    "required.\n"
    "What no source confirms is marked\n"
    ".Cm inferred .\n";

static const char tail[] =
    ".Sh EXAMPLES\n"
    "A server certificate is revoked because a newer one replaced it; tabs\n"
    "are shown as arrows:\n"
    ".Bd -literal -offset indent\n"
    "CN=www.example.ac.jp,O=Example University,L=Chiyoda-ku,ST=Tokyo,C=JP\n"
    "    -> -> -> 0x1f -> 4 -> -> -> -> -> -> -> ->\n"
    ".Ed\n"
    ".Sh SEE ALSO\n"
    ".Xr upkira-check 1 ,\n"
    ".Xr upkira-issue 1 ,\n"
    ".Xr upkira-renew 1 ,\n"
    ".Xr upkira-revoke 1 ,\n"
    ".Xr upkira-batch 5 ,\n"
    ".Xr upkira-people 5\n"
    ".Sh CAVEATS\n"
    "What stands here was gathered from public sources; nothing was tried on\n"
    "the service itself.\n";

/* A word for a macro line: never a macro, never an escape of roff. */
static void
word(const char *s)
{
	fputs("\\&", stdout);
	for (; *s != '\0'; s++) {
		if (*s == '\\')
			fputs("\\e", stdout);
		else if (*s == '"')
			fputs("\\(dq", stdout);
		else
			putchar(*s);
	}
}

static void
sentence(const char *s)
{
	word(s);
	puts(".");
}

static const char *
need(enum ra_need n)
{
	switch (n) {
	case RA_NEED_MUST:
		return "required";
	case RA_NEED_MAY:
		return "optional";
	case RA_NEED_USUAL:
		return "usual";
	case RA_NEED_NO:
		break;
	}
	return "blank";
}

static const char *
doubt(enum ra_mark m)
{
	return m == RA_CONFIRMED ? "" : ", inferred";
}

static void
column(size_t nr, const struct ra_column *c)
{
	printf(".It %zu Ta ", nr);
	word(c->key);
	fputs(" Ta ", stdout);
	word(c->item);
	printf(" Ta %s%s Ta ", need(c->need), doubt(c->mark));
	if (c->need == RA_NEED_NO)
		puts("\\&");
	else if (c->max == 0)
		puts("not known");
	else
		printf("%zu%s\n", c->max, doubt(c->max_mark));
}

static void
form(const struct ra_form *f)
{
	size_t i;

	printf(".Ss ");
	word(f->name);
	printf("\nManual %s.\n%zu columns, at most %d records a file%s.\n",
	    f->section, f->ncols, RA_FORM_RECORDS_MAX,
	    f->limit_mark == RA_CONFIRMED ? "" : " (inferred)");
	puts(".Bl -column \"15\" \"download_method\" "
	     "\"MMMMMMMMMMMMMMMMMMMM\" \"required, inferred\" "
	     "\"250, inferred\"");
	puts(".It Sy \\&No Ta Sy key Ta Sy item Ta Sy filled Ta Sy "
	     "characters");
	for (i = 0; i < f->ncols; i++)
		column(i + 1, &f->col[i]);
	puts(".El");
}

static void
validity(const struct ra_profile *p)
{
	if (p->days > 0)
		printf("Validity last told: %d days.\n", p->days);
	else if (p->months > 0)
		printf("Validity last told: %d months.\n", p->months);
}

static void
profiles(void)
{
	const struct ra_profile *p;

	puts(".Sh PROFILES\n"
	     "The values of the column\n.Cm profile_id .\n"
	     "A number that is missing here is one of which nothing is "
	     "known.\n"
	     ".Bl -tag -width 15");
	for (p = ra_profile_table(); p->id != 0; p++) {
		printf(".It %d\n", p->id);
		sentence(p->what);
		if (p->sigalg[0] != '\0')
			printf("Signed with %s.\n", p->sigalg);
		validity(p);
		if (!p->current)
			puts("No longer offered.");
		if (p->mark != RA_CONFIRMED)
			puts("Inferred.");
	}
	puts(".El");
}

static void
digits(const struct ra_word *w)
{
	puts(".Bl -tag -width 15");
	for (; w->name != NULL; w++)
		printf(".It %d\n%s, %s\n", w->code, w->name, w->ja);
	puts(".El");
}

static void
refusals(void)
{
	const struct ra_refusal *r;

	puts(".Sh REFUSALS\n"
	     "The codes with which the service refuses a record or a file, as "
	     "far as they\nare known; {} stands for a name or number.\n"
	     ".Bl -tag -width 371");
	for (r = ra_refusal_table(); r->code != 0; r++) {
		printf(".It %d\n", r->code);
		if (r->message[0] != '\0') {
			word(r->message);
			puts("\n.br");
		}
		printf("Cause: ");
		sentence(r->cause);
		printf("What to do: ");
		sentence(r->action);
	}
	puts(".El");
}

static int
run(struct app *app, const void *values, struct ra_err *e)
{
	size_t i;

	(void)app;
	(void)values;
	(void)e;
	fputs(head, stdout);
	fputs(kinds, stdout);
	for (i = 0; i < RA_FORM_COUNT; i++)
		form(&ra_form_table()[i]);
	profiles();
	puts(".Sh DOWNLOAD METHODS\n"
	     "The values of the column\n.Cm download_method ,\n"
	     "which says how the PKCS#12 of a client certificate is fetched.");
	digits(ra_method_table());
	puts(".Sh REASONS\nThe values of the column\n.Cm reason ,\n"
	     "after RFC 5280 section 5.3.1; other numbers are not taken.");
	digits(ra_reason_table());
	refusals();
	fputs(tail, stdout);
	return 0;
}

const struct cmd cmd_tables = { "tables", "", NEED_NOTHING, NULL, 0, run, NULL,
	OPT_FILL_NONE, "upkira-tsv(5), printed from the tables", true };
