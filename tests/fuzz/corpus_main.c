/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * Runs a fuzz target as a plain program: each file that is named, and each
 * file of a folder that is named.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"

#define INPUT_MAX (64u << 20) /* bytes of one input */

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static size_t ran;

static int
run_file(const char *path)
{
	struct ra_err e = { 0 };
	struct ra_buf b;
	uint8_t *exact;
	int rc;

	ra_buf_init(&b, INPUT_MAX);
	rc = ra_fs_read(path, &b, &e);
	if (rc == -1) {
		fprintf(stderr, "%s\n", e.msg);
	} else {
		/* A block of just that size, so that ASan sees one past it. */
		exact = malloc(b.n == 0 ? 1 : b.n);
		if (exact == NULL)
			abort();
		if (b.n > 0)
			memcpy(exact, b.p, b.n);
		LLVMFuzzerTestOneInput(exact, b.n);
		free(exact);
		ran++;
	}
	ra_buf_clear(&b);
	return rc;
}

static int
run_folder(const char *path)
{
	struct dirent **entry;
	char *file;
	int n, i, rc = 0;

	n = scandir(path, &entry, NULL, alphasort);
	if (n == -1) {
		perror(path);
		return -1;
	}
	for (i = 0; i < n; i++) {
		if (entry[i]->d_name[0] != '.') {
			file = ra_fs_join(path, entry[i]->d_name);
			if (run_file(file) == -1)
				rc = -1;
			free(file);
		}
		free(entry[i]);
	}
	free(entry);
	return rc;
}

int
main(int argc, char **argv)
{
	struct stat st;
	int i, rc = 0;

	for (i = 1; i < argc; i++) {
		if (stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode))
			rc |= run_folder(argv[i]);
		else
			rc |= run_file(argv[i]);
	}
	if (ran == 0) {
		fprintf(stderr, "usage: %s FILE|FOLDER...\n", argv[0]);
		return 2;
	}
	printf("%zu inputs\n", ran);
	return rc == 0 ? 0 : 1;
}
