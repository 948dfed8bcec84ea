/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* A plan as files. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "codec/text.h"
#include "codec/tsv.h"
#include "upki/roll.h"
#include "work/compose_in.h"
#include "work/plan.h"

#define SOFTWARE_AT 16 /* of a row's line: the 17th column */
#define LIST_MAX (64u << 20)
#define NAME_MAX_BYTES 200 /* of a file made of an address */

/* Where it all goes. */
struct desk {
	struct ra_plan *p;
	const struct ra_plan_ask *ask;
	const struct ra_plan_out *out;
	struct ra_plan_files *files;
	char *mail; /* the folder of drafts */
	struct ra_err *e;
};

static void
note_file(struct desk *d, const char *path)
{
	d->files->path =
	    ra_grow(d->files->path, d->files->n, sizeof(*d->files->path));
	d->files->path[d->files->n++] = ra_strdup(path);
}

static int
create(struct desk *d, const char *dir, const char *name, struct ra_span bytes)
{
	char *path = ra_fs_join(dir, name);
	int rc = ra_fs_create(path, 0600, bytes, d->e);

	if (rc == 0)
		note_file(d, path);
	free(path);
	return rc;
}

static int
make_dir(const char *path, struct ra_err *e)
{
	char why[RA_ERRNO_TEXT];

	if (mkdir(path, 0700) == 0)
		return 0;
	ra_fail(e, RA_ELOCAL, "%s: %s", path, ra_err_errno(errno, why));
	if (errno == EEXIST)
		ra_next(e,
		    _("a plan goes into a new folder, so that nothing that "
		      "was sent is sent again"));
	return -1;
}

/* --- requests --- */

/* The requests of a folder, and which CN each is for. */
struct requests {
	struct ra_csr **csr;
	size_t n;
	struct ra_map cn;
};

static void
small(const char *in, struct ra_buf *out)
{
	ra_buf_reset(out);
	for (; *in != '\0'; in++)
		ra_buf_addc(
		    out, (char)(*in >= 'A' && *in <= 'Z' ? *in + 32 : *in));
}

/* Two requests for one name: which is meant cannot be told. */
static int
add_request(struct requests *r, const char *path, struct ra_err *e)
{
	struct ra_csr *csr = ra_compose_load_csr(path, e);
	const char *cn =
	    csr != NULL ? ra_dn_get(ra_csr_subject(csr), RA_ATTR_CN, 0) : NULL;
	struct ra_buf b;
	int rc = -1;

	ra_buf_init(&b, RA_DN_MAX);
	if (csr == NULL)
		goto out;
	r->csr = ra_grow(r->csr, r->n, sizeof(*r->csr));
	r->csr[r->n] = csr;
	small(cn != NULL ? cn : "", &b);
	rc = 0;
	if (b.n > 0 && ra_map_put(&r->cn, ra_buf_str(&b), r->n) != r->n)
		rc = ra_fail(e, RA_EINPUT,
		    _("%s: a second request for %s in the folder"), path, cn);
	r->n++;
out:
	ra_buf_clear(&b);
	return rc;
}

static bool
is_request(const char *name)
{
	struct ra_span s = ra_span_str(name);

	return ra_span_ends(s, RA_SPAN(".csr")) ||
	    ra_span_ends(s, RA_SPAN(".req"));
}

static int
read_requests(struct requests *r, const char *dir, struct ra_err *e)
{
	char why[RA_ERRNO_TEXT], *path;
	struct dirent *one;
	DIR *at = opendir(dir);
	int rc = 0;

	if (at == NULL)
		return ra_fail(
		    e, RA_EINPUT, "%s: %s", dir, ra_err_errno(errno, why));
	while (rc == 0 && (one = readdir(at)) != NULL) {
		if (!is_request(one->d_name))
			continue;
		path = ra_fs_join(dir, one->d_name);
		rc = r->n < RA_PLAN_CSRS_MAX
		    ? add_request(r, path, e)
		    : ra_fail(e, RA_EINPUT, _("%s: more than %d requests"), dir,
			  RA_PLAN_CSRS_MAX);
		free(path);
	}
	closedir(at);
	return rc;
}

static const struct ra_csr *
request_of(const struct requests *r, const char *cn)
{
	struct ra_buf b;
	size_t at;

	ra_buf_init(&b, RA_DN_MAX);
	small(cn, &b);
	at = ra_map_get(&r->cn, ra_buf_str(&b));
	ra_buf_clear(&b);
	return at < r->n ? r->csr[at] : NULL;
}

static void
clear_requests(struct requests *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		ra_csr_free(r->csr[i]);
	free(r->csr);
	ra_map_clear(&r->cn);
}

/* --- application files --- */

static struct ra_span
software_of(const struct ra_inv_row *row)
{
	struct ra_span col[RA_RECORD_COLUMNS] = { { NULL, 0 } };

	if (ra_tsv_split(row->line, col, RA_RECORD_COLUMNS) <= SOFTWARE_AT)
		return (struct ra_span){ NULL, 0 };
	return col[SOFTWARE_AT];
}

static int
set(struct ra_draft *d, const char *key, struct ra_span value, struct ra_err *e)
{
	return value.n > 0 && ra_draft_takes(d, key)
	    ? ra_draft_set(d, key, value, true, e)
	    : 0;
}

/* What the list says of the old one stays; the defaults fill the rest. */
static int
draft_row(const struct desk *d, struct ra_composition *c,
    const struct ra_plan_row *r, const struct ra_csr *csr)
{
	const struct ra_inv_row *row = &r->held.row;
	bool client = row->list == RA_INV_CLIENT;
	enum ra_form_id id = r->step == RA_PLAN_RENEW ? RA_FORM_SERVER_RENEW
	    : client				      ? RA_FORM_CLIENT_REVOKE
						      : RA_FORM_SERVER_REVOKE;
	struct ra_draft *draft =
	    ra_drafts_add(&c->drafts, &ra_form_table()[id], row->cn, d->e);

	if (draft == NULL ||
	    set(draft, "subject_dn", ra_span_str(row->dn), d->e) == -1 ||
	    set(draft, "serial", ra_span_str(row->serial), d->e) == -1)
		return -1;
	if (id == RA_FORM_CLIENT_REVOKE)
		return ra_draft_reason(draft,
		    d->ask->replaced ? RA_SPAN("4") : RA_SPAN("5"), true, d->e);
	if (id == RA_FORM_SERVER_REVOKE)
		return ra_draft_reason(draft, RA_SPAN("4"), true, d->e);
	if (set(draft, "manager_name", ra_span_str(row->manager), d->e) == -1 ||
	    set(draft, "manager_unit", ra_span_str(row->unit), d->e) == -1 ||
	    set(draft, "manager_mail", ra_span_str(row->mail), d->e) == -1 ||
	    set(draft, "software", software_of(row), d->e) == -1)
		return -1;
	return ra_draft_csr(draft, csr, d->e);
}

/* One kind of file; the check has looked at each record. */
static int
write_part(struct desk *d, struct ra_composition *c, const char *name,
    enum ra_form_id id)
{
	char *path = ra_fs_join(d->out->dir, name);
	struct ra_compose_ask ask = {
		.op = ra_form_table()[id].op,
		.kinds = RA_FORM_BIT(id),
		.defaults = d->ask->defaults,
		.now = d->ask->now,
		.write = true,
		.output = path,
	};
	size_t i;
	int rc = 0;

	if (c->drafts.n > 0)
		rc = ra_compose_drafts(c, &ask, d->e);
	if (c->drafts.n > 0 && rc == 0)
		rc = ra_compose_write(c, d->e);
	for (i = 0; i < c->batch.n && rc == 0; i++)
		note_file(d, c->batch.exam[i].path);
	d->p->errors += c->batch.errors;
	ra_compose_clear(c);
	free(path);
	return rc;
}

static int
write_revocations(struct desk *d)
{
	struct ra_composition server = { .oracle = NULL },
			      client = { .oracle = NULL };
	size_t i;
	int rc = 0;

	for (i = 0; i < d->p->n && rc == 0; i++) {
		const struct ra_plan_row *r = &d->p->row[i];

		if (r->step == RA_PLAN_REVOKE)
			rc = draft_row(d,
			    r->held.row.list == RA_INV_CLIENT ? &client
							      : &server,
			    r, NULL);
	}
	if (rc == 0)
		rc = write_part(
		    d, &server, "server-revoke.tsv", RA_FORM_SERVER_REVOKE);
	if (rc == 0)
		rc = write_part(
		    d, &client, "client-revoke.tsv", RA_FORM_CLIENT_REVOKE);
	ra_compose_clear(&server);
	ra_compose_clear(&client);
	return rc;
}

static int
write_renewals(struct desk *d)
{
	struct ra_composition c = { .oracle = NULL };
	struct requests all = { .n = 0 };
	const struct ra_csr *csr;
	struct ra_buf names;
	size_t i;
	int rc =
	    d->ask->csrs != NULL ? read_requests(&all, d->ask->csrs, d->e) : 0;

	ra_buf_init(&names, LIST_MAX);
	for (i = 0; i < d->p->n && rc == 0; i++) {
		struct ra_plan_row *r = &d->p->row[i];

		if (r->step != RA_PLAN_CSR)
			continue;
		csr = request_of(&all, r->held.row.cn);
		if (csr == NULL) {
			ra_text_show(ra_span_str(r->held.row.cn), &names);
			ra_buf_addc(&names, '\n');
			continue;
		}
		r->step = RA_PLAN_RENEW;
		d->p->count[RA_PLAN_CSR]--;
		d->p->count[RA_PLAN_RENEW]++;
		rc = draft_row(d, &c, r, csr);
	}
	if (rc == 0)
		rc =
		    write_part(d, &c, "server-renew.tsv", RA_FORM_SERVER_RENEW);
	if (rc == 0 && names.n > 0)
		rc = create(d, d->out->dir, "names.txt", ra_buf_span(&names));
	ra_compose_clear(&c);
	clear_requests(&all);
	ra_buf_clear(&names);
	return rc;
}

/* --- people --- */

/* RFC 4180; no formula, no line end of a value. */
static void
put_cell(struct ra_buf *b, const char *text, char end)
{
	struct ra_buf shown;
	size_t i;

	ra_buf_init(&shown, LIST_MAX);
	ra_text_show(ra_span_str(text), &shown);
	ra_buf_addc(b, '"');
	for (i = 0; i < shown.n; i++) {
		if (shown.p[i] == '"')
			ra_buf_addc(b, '"');
		ra_buf_addc(b, shown.p[i]);
	}
	ra_buf_adds(b, end == ',' ? "\"," : "\"\r\n");
	ra_buf_clear(&shown);
}

static void
put_person(struct ra_buf *b, const struct ra_inv_row *row)
{
	struct ra_dn dn = { 0 };
	const char *ou = NULL;
	char profile[16];

	if (ra_dn_parse("DN", ra_span_str(row->dn), &dn, NULL) == 0)
		ou = ra_dn_get(&dn, RA_ATTR_OU, 0);
	snprintf(profile, sizeof(profile), "%d", row->profile);
	put_cell(b, row->manager, ',');
	put_cell(b, row->cn, ',');
	put_cell(b, row->mail, ',');
	put_cell(b, row->unit, ',');
	put_cell(b, ou != NULL ? ou : "", ',');
	put_cell(b, profile, ',');
	put_cell(b, row->serial, '\n');
	ra_dn_clear(&dn);
}

/* For renew --people; which columns of the list are the user's is inferred. */
static int
write_people(struct desk *d)
{
	static const enum ra_roll_id cols[] = { RA_ROLL_NAME, RA_ROLL_CN,
		RA_ROLL_MAIL, RA_ROLL_UNIT, RA_ROLL_OU, RA_ROLL_PROFILE,
		RA_ROLL_SERIAL };
	const size_t ncols = sizeof(cols) / sizeof(cols[0]);
	struct ra_buf b;
	size_t i;
	int rc = 0;

	if (d->p->count[RA_PLAN_PEOPLE] == 0)
		return 0;
	ra_buf_init(&b, LIST_MAX);
	ra_buf_adds(&b, "\xef\xbb\xbf");
	for (i = 0; i < ncols; i++)
		ra_buf_addf(&b, "%s%s", ra_roll_columns()[cols[i]].key,
		    i + 1 < ncols ? "," : "\r\n");
	for (i = 0; i < d->p->n; i++)
		if (d->p->row[i].step == RA_PLAN_PEOPLE)
			put_person(&b, &d->p->row[i].held.row);
	rc = ra_buf_done(&b, "people.csv", d->e);
	if (rc == 0)
		rc = create(d, d->out->dir, "people.csv", ra_buf_span(&b));
	ra_buf_clear(&b);
	return rc;
}

/* --- mail --- */

/* A name that is safe in any folder, and the first of its kind there. */
static void
put_name(const char *mail, size_t k, char out[NAME_MAX_BYTES])
{
	size_t n = 0;

	for (; *mail != '\0' && n + 40 < NAME_MAX_BYTES; mail++) {
		char c = *mail;
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("@-_+", c) != NULL ||
		    (c == '.' && n > 0);

		out[n++] = plain ? c : '_';
	}
	snprintf(out + n, NAME_MAX_BYTES - n,
	    n == 0 ? "nobody-%zu.eml" : "-%zu.eml", k);
}

static void
fill_item(struct ra_letter_item *item, char hex[RA_SERIAL_TEXT],
    const struct ra_plan_row *r)
{
	const struct ra_inv_row *row = &r->held.row;
	struct ra_serial s = { .hex = "" };

	(void)ra_serial_parse(ra_span_str(row->serial), &s, NULL);
	memcpy(hex, s.hex, RA_SERIAL_TEXT);
	*item = (struct ra_letter_item){ .cn = row->cn,
		.dn = row->dn,
		.names = row->names,
		.serial = row->serial,
		.serial_hex = hex,
		.note = r->why,
		.not_after =
		    row->ends != RA_INV_NO_TIME ? (time_t)row->ends : 0 };
}

/* The letter to the manager of rows from to to - 1, of those not held. */
static int
write_letter(struct desk *d, size_t from, size_t to, size_t k)
{
	struct ra_letter_item *item = ra_calloc(to - from, sizeof(*item));
	char(*hex)[RA_SERIAL_TEXT] = ra_calloc(to - from, sizeof(*hex));
	const struct ra_inv_row *row = &d->p->row[from].held.row;
	struct ra_letter l = { .to = row->mail,
		.to_name = row->manager,
		.to_unit = row->unit,
		.from = d->out->from,
		.from_name = d->out->from_name,
		.from_unit = d->out->from_unit,
		.institution = d->out->institution,
		.now = d->ask->now,
		.item = item };
	char name[NAME_MAX_BYTES];
	struct ra_buf b;
	size_t i;
	int rc = 0;

	for (i = from; i < to; i++) {
		if (d->p->row[i].step == RA_PLAN_HELD)
			continue;
		fill_item(&item[l.n], hex[l.n], &d->p->row[i]);
		l.n++;
	}
	ra_buf_init(&b, 2 * RA_LETTER_MAX);
	if (l.n > 0)
		rc = ra_letter_write(d->out->form, &l, &b, d->e);
	put_name(row->mail, k, name);
	if (l.n > 0 && rc == 0)
		rc = create(d, d->mail, name, ra_buf_span(&b));
	ra_buf_clear(&b);
	free(item);
	free(hex);
	return rc;
}

static int
write_mail(struct desk *d)
{
	size_t from = 0, to, k = 0;
	int rc = 0;

	if (d->out->form == NULL || d->p->n == d->p->count[RA_PLAN_HELD])
		return 0;
	if (make_dir(d->mail, d->e) == -1)
		return -1;
	for (; from < d->p->n && rc == 0; from = to) {
		for (to = from + 1; to < d->p->n &&
		     ra_expiring_same_manager(
			 &d->p->row[from].held.row, &d->p->row[to].held.row);
		     to++)
			;
		rc = write_letter(d, from, to, ++k);
	}
	return rc;
}

/* The folder was made here: what is in it is ours. */
static void
undo(const struct desk *d)
{
	size_t i;

	for (i = 0; i < d->files->n; i++)
		unlink(d->files->path[i]);
	rmdir(d->mail);
	rmdir(d->out->dir);
}

int
ra_plan_write(struct ra_plan *p, const struct ra_plan_ask *ask,
    const struct ra_plan_out *out, struct ra_plan_files *files,
    struct ra_err *e)
{
	struct desk d = { p, ask, out, files, NULL, e };
	int rc;

	if (make_dir(out->dir, e) == -1)
		return -1;
	d.mail = ra_fs_join(out->dir, "mail");
	rc = write_revocations(&d);
	if (rc == 0)
		rc = write_renewals(&d);
	if (rc == 0)
		rc = write_people(&d);
	if (rc == 0)
		rc = write_mail(&d);
	if (rc == -1)
		undo(&d);
	free(d.mail);
	return rc;
}

void
ra_plan_files_clear(struct ra_plan_files *f)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		free(f->path[i]);
	free(f->path);
	*f = (struct ra_plan_files){ 0 };
}
