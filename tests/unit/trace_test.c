/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Traces: what their files are called, and what does not stand in them. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fs.h"
#include "lra/trace.h"

static const char *const no_names[] = { NULL };
static const char *const odd =
    "https://host/lra/a.do;jsessionid=Canary1;v=2?p1=Canary2#Canary3";

static const struct {
	const char *url, *file;
} files[] = {
	{ "https://host/lra/SSLLogin.do", "001-GET-SSLLogin.do.txt" },
	{ "https://host/lra/a.do?p1=Canary", "001-GET-a.do.txt" },
	{ "https://host/lra/a.do;jsessionid=Canary", "001-GET-a.do.txt" },
	{ "https://host/lra/a.do;jsessionid=Canary/x", "001-GET-a.do.txt" },
	{ "https://host/lra/", "001-GET-page.txt" },
	{ "https://host/lra/..", "001-GET-page.txt" },
	{ "https://host/lra/..%2f..%2fa", "001-GET-page.txt" },
	{ "https://host/lra/a\x1b[2J", "001-GET-a--2J.txt" },
	{ "https://host/lra/a/..\\b", "001-GET-page.txt" },
};

/* The one file that an exchange with url leaves in a new folder; its text. */
static char *
traced(const char *url, char *name, size_t size)
{
	char dir[] = "/tmp/ra-trace-XXXXXX";
	const struct ra_http_request q = { .method = RA_GET, .url = url };
	struct ra_http_response r = { 0 };
	struct ra_trace t;
	struct ra_err e = { 0 };
	struct dirent *d;
	struct ra_buf text;
	char charset[] = "", *path;
	DIR *at;

	r.charset = charset;
	assert_non_null(mkdtemp(dir));
	assert_int_equal(ra_trace_init(&t, dir, no_names, &e), 0);
	ra_trace_begin(&t, &q);
	ra_trace_header(&t, "> ", RA_SPAN("Referer: /a;jsessionid=Canary4"));
	ra_trace_header(&t, "< ", RA_SPAN("Set-Cookie: JSESSIONID=Canary5"));
	ra_trace_end(&t, &q, &r);
	ra_trace_clear(&t);
	*name = '\0';
	at = opendir(dir);
	assert_non_null(at);
	while ((d = readdir(at)) != NULL)
		if (d->d_name[0] != '.')
			snprintf(name, size, "%s", d->d_name);
	closedir(at);
	path = ra_fs_join(dir, name);
	ra_buf_init(&text, 65536);
	assert_int_equal(ra_fs_read(path, &text, &e), 0);
	unlink(path);
	free(path);
	assert_int_equal(rmdir(dir), 0); /* there was no other */
	return ra_buf_take(&text);
}

static void
a_file_is_called_by_the_path_alone(void **state)
{
	char name[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		free(traced(files[i].url, name, sizeof(name)));
		assert_string_equal(name, files[i].file);
	}
}

static void
no_session_stands_in_it(void **state)
{
	char name[256], *text = traced(odd, name, sizeof(name));

	(void)state;
	if (strstr(text, "Canary1") != NULL ||
	    strstr(text, "Canary2") != NULL ||
	    strstr(text, "Canary4") != NULL || strstr(text, "Canary5") != NULL)
		fail_msg("%s", text);
	assert_non_null(strstr(text, "Set-Cookie: ********"));
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_called_by_the_path_alone),
		cmocka_unit_test(no_session_stands_in_it),
	};

	return cmocka_run_group_tests_name("trace", tests, NULL, NULL);
}
