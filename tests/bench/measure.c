/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/*
 * measure RUNS FILE COMMAND...: run a command so many times and add a line
 * "wall-ms cpu-ms peak-KiB" for each run to FILE. A failing command ends it.
 */
#define _DEFAULT_SOURCE /* wait4 */
#include <sys/resource.h>
#include <sys/wait.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double
ms(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

static int
once(char **command, FILE *to)
{
	struct rusage use;
	double start = now();
	int status;
	pid_t pid;

	if ((pid = fork()) == -1)
		return -1;
	if (pid == 0) {
		execvp(command[0], command);
		_exit(127);
	}
	if (wait4(pid, &status, 0, &use) != pid || !WIFEXITED(status) ||
	    WEXITSTATUS(status) != 0)
		return -1;
	fprintf(to, "%.3f %.3f %ld\n", now() - start,
	    ms(use.ru_utime) + ms(use.ru_stime), use.ru_maxrss);
	return 0;
}

int
main(int argc, char **argv)
{
	long i, runs;
	FILE *to;

	if (argc < 4 || (to = fopen(argv[2], "a")) == NULL) {
		fputs("usage: measure RUNS FILE COMMAND...\n", stderr);
		return 2;
	}
	runs = strtol(argv[1], NULL, 10);
	for (i = 0; i < runs; i++) {
		if (once(argv + 3, to) == -1) {
			fprintf(stderr, "measure: %s failed\n", argv[3]);
			return 1;
		}
	}
	return fclose(to) == 0 ? 0 : 1;
}
