/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Requests and answers, the faults in force, and the log of requests. */
#include "web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "codec/json.h"

#include "tls.h"
#include "view.h"

#define LOG_LINE_MAX (1u << 20) /* bytes of a line: all below, escaped */
#define LOG_VALUE_MAX 512	/* bytes of a logged value */
#define PATHS_MAX 65536		/* bytes that path= is compared with */
#define MASK "********"

const char *
sb_fields_get(const struct sb_fields *f, const char *name)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (strcmp(f->v[i].name, name) == 0)
			return f->v[i].value;
	return NULL;
}

bool
sb_fields_add(
    struct sb_fields *f, const char *name, const char *value, size_t n)
{
	struct sb_field *one;

	if (f->n == SB_FIELDS_MAX || strlen(name) > SB_NAME_MAX ||
	    f->bytes + n > SB_FIELD_MAX)
		return false;
	one = &f->v[f->n++];
	f->bytes += n;
	one->name = ra_strdup(name);
	one->value = ra_strndup(value != NULL ? value : "", n);
	return true;
}

static void
fields_clear(struct sb_fields *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		free(f->v[i].name);
		free(f->v[i].value);
	}
	f->n = 0;
}

void
sb_req_clear(struct sb_req *q)
{
	free(q->method);
	free(q->path);
	free(q->cookie);
	fields_clear(&q->query);
	fields_clear(&q->form);
	free(q->file.field);
	free(q->file.name);
	ra_buf_clear(&q->file.bytes);
	memset(q, 0, sizeof(*q));
}

void
sb_reply_clear(struct sb_reply *r)
{
	ra_buf_clear(&r->body);
	sb_list_close(r->list);
	memset(r, 0, sizeof(*r));
}

/* The file may be written at any time; a changed one starts its counts anew. */
static void
reread_faults(struct sb_web *w)
{
	struct ra_err e = { 0 };
	struct ra_buf text;
	struct stat st;

	memset(&st, 0, sizeof(st));
	if (stat(w->fault_path, &st) == -1)
		memset(&st, 0, sizeof(st));
	if (st.st_ino == w->fault_stat.st_ino &&
	    st.st_size == w->fault_stat.st_size &&
	    st.st_mtim.tv_sec == w->fault_stat.st_mtim.tv_sec &&
	    st.st_mtim.tv_nsec == w->fault_stat.st_mtim.tv_nsec)
		return;
	/* Size and nanoseconds, for two writes may fall into one second. */
	w->fault_stat = st;
	w->running.n = 0;
	if (st.st_ino == 0)
		return;
	ra_buf_init(&text, SB_FAULT_TEXT_MAX);
	if (ra_fs_read(w->fault_path, &text, &e) == -1 ||
	    sb_faults_parse(
		&w->running, w->fault_path, ra_buf_span(&text), &e) == -1)
		fprintf(stderr, "lra-sandbox: %s\n%s%s", e.msg, e.next,
		    e.next[0] != '\0' ? "\n" : "");
	ra_buf_clear(&text);
}

/*
 * What path= is compared with: the path and, where the menu's answer is what
 * an interface's own path gives, that path too.
 */
static void
paths_of(const struct sb_web *w, const struct sb_req *q, struct ra_buf *out)
{
	const struct sb_names *n;

	ra_buf_adds(out, q->path);
	if (q->iface == NULL)
		return;
	n = &w->variant->names[q->iface->id];
	if (n->file == NULL)
		ra_buf_addf(out, " " SB_LRA "%s", n->path);
}

const struct sb_fault *
sb_web_fault(struct sb_web *w, enum sb_stage stage, const struct sb_req *q,
    struct sb_reply *r)
{
	const struct ra_iface *iface = q != NULL ? q->iface : NULL;
	const struct sb_fault *f;
	struct ra_buf path;

	reread_faults(w);
	ra_buf_init(&path, PATHS_MAX);
	if (q != NULL)
		paths_of(w, q, &path);
	f = sb_faults_take(&w->asked, stage, ra_buf_str(&path), iface);
	if (f == NULL)
		f = sb_faults_take(
		    &w->running, stage, ra_buf_str(&path), iface);
	ra_buf_clear(&path);
	if (f != NULL && r != NULL)
		r->fault = f->kind->name;
	return f;
}

bool
sb_web_wait(struct sb_web *w, long ms)
{
	struct timespec until;
	bool stopping;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += ms / 1000;
	until.tv_nsec += ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	pthread_mutex_lock(&w->lock);
	while (!w->stopping &&
	    pthread_cond_timedwait(&w->wake, &w->lock, &until) == 0)
		;
	stopping = w->stopping;
	pthread_mutex_unlock(&w->lock);
	return stopping;
}

/* Fields whose value opens something. */
static bool
is_secret(const char *name)
{
	static const char *const secret[] = { SB_TOKEN, "p1", "shinsei",
		"pin" };
	size_t i;

	for (i = 0; i < sizeof(secret) / sizeof(*secret); i++)
		if (strcmp(name, secret[i]) == 0)
			return true;
	return false;
}

static void
log_fields(struct ra_json *j, const struct sb_req *q)
{
	struct ra_span value;
	size_t i;

	ra_json_array(j, "query");
	for (i = 0; i < q->query.n; i++)
		ra_json_str(j, NULL, q->query.v[i].name);
	ra_json_end_array(j);
	ra_json_array(j, "fields");
	for (i = 0; i < q->form.n; i++) {
		value = ra_span_str(q->form.v[i].value);
		if (is_secret(q->form.v[i].name))
			value = RA_SPAN(MASK);
		if (value.n > LOG_VALUE_MAX)
			value.n = LOG_VALUE_MAX;
		ra_json_object(j, NULL);
		ra_json_str(j, "name", q->form.v[i].name);
		ra_json_span(j, "value", value);
		ra_json_end_object(j);
	}
	ra_json_end_array(j);
}

/* The digest stands for the bytes, which hold names and addresses. */
static void
log_file(struct ra_json *j, const struct sb_file *f)
{
	char digest[65];

	if (f->field == NULL) {
		ra_json_null(j, "file");
		return;
	}
	sb_sha256(ra_buf_span(&f->bytes), digest);
	ra_json_object(j, "file");
	ra_json_str(j, "field", f->field);
	ra_json_str(j, "name", f->name);
	ra_json_int(j, "bytes", (long long)f->bytes.n);
	ra_json_str(j, "sha256", digest);
	ra_json_end_object(j);
}

static void
log_answer(struct ra_json *j, const struct sb_req *q, const struct sb_reply *r)
{
	const struct sb_session *s = q->session;

	ra_json_str(j, "session", s != NULL ? s->tag : NULL);
	ra_json_str(j, "certificate", sb_peer_word(q->peer.kind));
	ra_json_str(j, "officer", q->peer.cn[0] != '\0' ? q->peer.cn : NULL);
	ra_json_str(j, "interface", q->iface != NULL ? q->iface->name : NULL);
	if (r->type != NULL)
		ra_json_int(j, "status", (long long)r->status);
	else
		ra_json_null(j, "status");
	ra_json_str(j, "answer", r->said[0] != '\0' ? r->said : NULL);
	if (r->ok >= 0) {
		ra_json_int(j, "ok", r->ok);
		ra_json_int(j, "ng", r->ng);
	}
	ra_json_str(j, "fault", r->fault);
}

void
sb_web_log(struct sb_web *w, const struct sb_req *q, const struct sb_reply *r)
{
	char now[RA_CLOCK_TEXT];
	struct ra_span path;
	struct ra_buf line;
	struct ra_json j;
	ssize_t n;

	ra_buf_init(&line, LOG_LINE_MAX);
	ra_json_init(&j, &line);
	ra_json_object(&j, NULL);
	ra_json_str(&j, "time", ra_clock_iso(ra_clock_now(), now));
	ra_json_str(&j, "method", q->method);
	path = ra_span_str(q->path);
	if (path.n > LOG_VALUE_MAX)
		path.n = LOG_VALUE_MAX;
	ra_json_span(&j, "path", path);
	log_fields(&j, q);
	log_file(&j, &q->file);
	log_answer(&j, q, r);
	ra_json_end_object(&j);
	if (line.n > 0 && line.p[line.n - 1] != '\n')
		ra_buf_addc(&line, '\n');
	/* One write a line, so that lines of several starts never mix. */
	n = write(w->log_fd, line.p, line.n);
	if (n != (ssize_t)line.n)
		fprintf(stderr, "lra-sandbox: requests.jsonl: cut line\n");
	ra_buf_clear(&line);
}
