/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* What ends when, drawn: a bar a week. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "work/report_in.h"

#define WEEK (INT64_C(7) * 86400)
#define WIDE 960
#define LEFT 44
#define TOP 12
#define HIGH 190 /* of the bars */
#define STEP ((WIDE - LEFT) / RA_REPORT_WEEKS)
#define LINES 4

/* Of a bar, from below. */
enum part { SOON, UNFOLLOWED, FOLLOWED, PARTS };

struct weeks {
	size_t n[RA_REPORT_WEEKS][PARTS];
	size_t later, most;
};

static enum part
part_of(const struct ra_expiring_row *x)
{
	if (x->by != RA_SUCC_NONE)
		return FOLLOWED;
	return x->days <= RA_REPORT_SOON ? SOON : UNFOLLOWED;
}

static void
count(struct weeks *w, const struct ra_report *r)
{
	size_t i, sum;

	memset(w, 0, sizeof(*w));
	for (i = 0; i < r->ends.n; i++) {
		const struct ra_expiring_row *x = &r->ends.row[i];
		int64_t at = (x->held.row.ends - r->now) / WEEK;

		if (at >= RA_REPORT_WEEKS) {
			w->later++;
			continue;
		}
		w->n[at][part_of(x)]++;
		sum =
		    w->n[at][SOON] + w->n[at][UNFOLLOWED] + w->n[at][FOLLOWED];
		w->most = sum > w->most ? sum : w->most;
	}
}

/* The least 1, 2 or 5 times a power of ten with which LINES reach the top. */
static size_t
scale(size_t most)
{
	size_t ten = 1;

	for (;; ten *= 10) {
		if (ten * LINES >= most)
			return ten;
		if (2 * ten * LINES >= most)
			return 2 * ten;
		if (5 * ten * LINES >= most)
			return 5 * ten;
	}
}

static void
grid(struct ra_buf *b, size_t unit)
{
	int i, y;

	for (i = 0; i <= LINES; i++) {
		y = TOP + HIGH - HIGH * i / LINES;
		ra_buf_addf(b,
		    "<path class=\"grid\" d=\"M%d %d.5H%d\"/>"
		    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%zu</text>\n",
		    LEFT, y, WIDE, LEFT - 8, y + 4, unit * (size_t)i);
	}
}

static void
bar(struct ra_buf *b, const struct weeks *w, size_t at, size_t unit)
{
	double y = TOP + HIGH, high;
	size_t k;

	for (k = 0; k < PARTS; k++) {
		if (w->n[at][k] == 0)
			continue;
		high = (double)w->n[at][k] * HIGH / (double)(unit * LINES);
		y -= high;
		ra_buf_addf(b,
		    "<rect class=\"bar%zu\" x=\"%zu\" y=\"%.1f\" width=\"%d\" "
		    "height=\"%.1f\"/>\n",
		    k, LEFT + 4 + at * STEP, y, STEP - 8, high);
	}
}

/* The month below the week in which it begins, and below the first. */
static void
month(struct ra_buf *b, const struct ra_report *r, size_t at)
{
	char day[RA_CLOCK_TEXT], before[RA_CLOCK_TEXT];

	ra_clock_date((time_t)(r->now + (int64_t)at * WEEK), day);
	ra_clock_date((time_t)(r->now + ((int64_t)at - 1) * WEEK), before);
	if (at > 0 && strncmp(day, before, 7) == 0)
		return;
	/* Two months do not stand in one place. */
	if (at == 0 && strtol(day + 8, NULL, 10) > 21)
		return;
	ra_buf_addf(b, "<text x=\"%zu\" y=\"%d\">%.7s</text>\n",
	    LEFT + 4 + at * STEP, TOP + HIGH + 20, day);
}

static void
draw(struct ra_buf *b, const struct ra_report *r, const struct weeks *w)
{
	size_t i, unit = scale(w->most);

	ra_buf_adds(b,
	    "<figure>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" "
	    "aria-labelledby=\"t-when\">\n");
	ra_buf_addf(b,
	    "<svg viewBox=\"0 0 %d %d\" role=\"img\" "
	    "aria-labelledby=\"t-when t-text\">\n"
	    "<title lang=\"ja\">期限の見通し</title>\n"
	    "<title lang=\"en\">What ends when</title>\n"
	    "<desc>%d weeks, at most %zu a week</desc>\n",
	    WIDE, TOP + HIGH + 30, RA_REPORT_WEEKS, w->most);
	grid(b, unit);
	for (i = 0; i < RA_REPORT_WEEKS; i++) {
		bar(b, w, i, unit);
		month(b, r, i);
	}
	ra_buf_adds(b, "</svg>\n</div>\n");
}

static void
key(struct ra_buf *b, enum part k, enum ra_report_word word)
{
	ra_buf_addf(b,
	    "<li><svg viewBox=\"0 0 8 8\" aria-hidden=\"true\">"
	    "<rect class=\"bar%d\" width=\"8\" height=\"8\"/></svg>",
	    k);
	ra_report_say(b, word);
	ra_buf_adds(b, "</li>\n");
}

static void
told(struct ra_buf *b, size_t n, enum ra_report_word word)
{
	ra_buf_addf(b, "<li>%zu ", n);
	ra_report_say(b, word);
	ra_buf_adds(b, "</li>\n");
}

static void
table(struct ra_buf *b, const struct ra_report *r, const struct weeks *w)
{
	static const enum ra_report_word heads[] = { RA_RW_FROM,
		RA_RW_UNFOLLOWED, RA_RW_FOLLOWED };
	char day[RA_CLOCK_TEXT];
	size_t i;

	ra_buf_adds(b, "<details><summary>");
	ra_report_say(b, RA_RW_AS_TABLE);
	ra_buf_adds(b, "</summary>\n<table id=\"weeks\"><thead><tr>");
	for (i = 0; i < 3; i++) {
		ra_buf_addf(
		    b, "<th scope=\"col\"%s>", i > 0 ? " class=\"n\"" : "");
		ra_report_say(b, heads[i]);
		ra_buf_adds(b, "</th>");
	}
	ra_buf_adds(b, "</tr></thead><tbody>\n");
	for (i = 0; i < RA_REPORT_WEEKS; i++)
		ra_buf_addf(b,
		    "<tr><th scope=\"row\" class=\"d\">%s</th>"
		    "<td class=\"n\">%zu</td><td class=\"n\">%zu</td></tr>\n",
		    ra_clock_date((time_t)(r->now + (int64_t)i * WEEK), day),
		    w->n[i][SOON] + w->n[i][UNFOLLOWED], w->n[i][FOLLOWED]);
	ra_buf_adds(b, "</tbody></table></details>\n");
}

void
ra_report_timeline(struct ra_buf *b, const struct ra_report *r)
{
	struct weeks w;

	count(&w, r);
	ra_buf_adds(
	    b, "<section aria-labelledby=\"t-when\"><h2 id=\"t-when\">");
	ra_report_say(b, RA_RW_WHEN);
	ra_buf_adds(b, "</h2>\n<p id=\"t-text\" class=\"dim\">");
	ra_report_say(b, RA_RW_WHEN_TEXT);
	ra_buf_adds(b, "</p>\n");
	draw(b, r, &w);
	ra_buf_adds(b, "<ul class=\"key\">\n");
	key(b, SOON, RA_RW_SOON);
	key(b, UNFOLLOWED, RA_RW_UNFOLLOWED);
	key(b, FOLLOWED, RA_RW_FOLLOWED);
	if (w.later > 0)
		told(b, w.later, RA_RW_LATER);
	if (r->ends.undated > 0)
		told(b, r->ends.undated, RA_RW_UNDATED);
	if (ra_snapshot_ragged(&r->snapshot) > 0)
		told(b, ra_snapshot_ragged(&r->snapshot), RA_RW_RAGGED);
	ra_buf_adds(b, "</ul>\n</figure>\n");
	table(b, r, &w);
	ra_buf_adds(b, "</section>\n");
}
