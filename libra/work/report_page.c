/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* The report as a page: HTML that needs nothing but a browser. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "codec/mime.h"
#include "pki/digest.h"
#include "upki/record.h"
#include "work/forecast.h"
#include "work/report_in.h"

struct col {
	enum ra_report_word word;
	const char *class; /* n: number, d: date, v: value */
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* 'sha256-...' of a style or script as it stands between its tags. */
static void
put_hash(struct ra_buf *b, const char *text)
{
	char hex[RA_DIGEST_TEXT], byte[3] = "", raw[32];
	struct ra_buf base64;
	size_t i;

	ra_digest_sha256(ra_span_str(text), hex);
	for (i = 0; i < sizeof(raw); i++) {
		memcpy(byte, &hex[2 * i], 2);
		raw[i] = (char)strtoul(byte, NULL, 16);
	}
	ra_buf_init(&base64, 100);
	ra_mime_base64((struct ra_span){ raw, sizeof(raw) }, &base64);
	ra_buf_adds(b, "'sha256-");
	ra_buf_add(b, ra_span_trim(ra_buf_span(&base64)));
	ra_buf_addc(b, '\'');
	ra_buf_clear(&base64);
}

static void
put_head(struct ra_buf *b, const struct ra_report_look *look)
{
	ra_buf_addf(b,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; base-uri 'none'; "
	    "form-action 'none'; img-src data:; style-src ",
	    look->ja ? "ja" : "en");
	put_hash(b, ra_report_style);
	ra_buf_adds(b, "; script-src ");
	put_hash(b, ra_report_script);
	ra_buf_adds(b,
	    "\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n"
	    "<meta name=\"robots\" content=\"noindex\">\n"
	    "<link rel=\"icon\" href=\"data:,\">\n<title>");
	ra_buf_adds(b, look->ja ? "電子証明書の状況" : "Certificates");
	if (look->name != NULL) {
		ra_buf_adds(b, " - ");
		ra_report_text(b, look->name);
	}
	ra_buf_adds(b, "</title>\n<style>");
	ra_buf_adds(b, ra_report_style);
	ra_buf_adds(b, "</style>\n</head>\n<body>\n");
}

/* The switch of languages works without a script: two radio buttons. */
static void
put_switch(struct ra_buf *b, bool ja)
{
	ra_buf_addf(b,
	    "<input class=\"lang\" type=\"radio\" name=\"lang\" id=\"l-ja\" "
	    "aria-label=\"日本語\"%s>\n"
	    "<input class=\"lang\" type=\"radio\" name=\"lang\" id=\"l-en\" "
	    "aria-label=\"English\"%s>\n"
	    "<div class=\"pick\"><label for=\"l-ja\">日本語</label>"
	    "<label for=\"l-en\">English</label></div>\n",
	    ja ? " checked" : "", ja ? "" : " checked");
}

static void
put_time(struct ra_buf *b, enum ra_report_word word, int64_t t)
{
	char text[RA_CLOCK_TEXT];

	ra_report_say(b, word);
	ra_clock_iso((time_t)t, text);
	ra_buf_addf(b, " <time datetime=\"%s\">%.10s %.5s</time>", text, text,
	    text + 11);
}

static void
put_sum(struct ra_buf *b, enum ra_report_word word, size_t n, bool hot)
{
	ra_buf_addf(b, "<div%s><dt>", hot && n > 0 ? " class=\"hot\"" : "");
	ra_report_say(b, word);
	ra_buf_addf(b, "</dt><dd>%zu</dd></div>\n", n);
}

static void
put_top(struct ra_buf *b, const struct ra_report *r,
    const struct ra_report_look *look)
{
	ra_buf_adds(b, "<header>\n<h1>");
	if (look->name != NULL) {
		ra_report_value(b, look->name);
		ra_buf_adds(b, "<br>");
	}
	ra_report_say(b, RA_RW_TITLE);
	ra_buf_adds(b, "</h1>\n<p class=\"dim\">");
	put_time(b, RA_RW_AS_OF, r->snapshot.taken);
	ra_buf_adds(b, " &#183; ");
	put_time(b, RA_RW_MADE, r->now);
	ra_buf_adds(b, "</p>\n<dl class=\"sum\">\n");
	put_sum(b, RA_RW_LIVE, r->live, false);
	put_sum(b, RA_RW_WEEK, r->week, true);
	put_sum(b, RA_RW_SOON, r->soon, true);
	put_sum(b, RA_RW_APPLICATIONS, r->applications, false);
	ra_buf_adds(b, "</dl>\n</header>\n<main>\n");
}

/* The opening of a table, to its body. */
static void
put_table(struct ra_buf *b, const char *id, const struct col *col, size_t n)
{
	size_t i;

	ra_buf_addf(b,
	    "<div class=\"wide\" tabindex=\"0\" role=\"group\" "
	    "aria-labelledby=\"t-%s\">"
	    "<table id=\"%s\" class=\"sort\" aria-labelledby=\"t-%s\">"
	    "<thead><tr>",
	    id, id, id);
	for (i = 0; i < n; i++) {
		ra_buf_addf(b, "<th scope=\"col\" class=\"%s\">", col[i].class);
		ra_report_say(b, col[i].word);
		ra_buf_adds(b, "</th>");
	}
	ra_buf_adds(b, "</tr></thead><tbody>\n");
}

static void
end_table(struct ra_buf *b)
{
	ra_buf_adds(b, "</tbody></table></div>\n");
}

static void
put_section(struct ra_buf *b, const char *id, enum ra_report_word word)
{
	ra_buf_addf(
	    b, "<section aria-labelledby=\"t-%s\"><h2 id=\"t-%s\">", id, id);
	ra_report_say(b, word);
	ra_buf_adds(b, "</h2>\n");
}

static void
put_number(struct ra_buf *b, size_t n)
{
	ra_buf_addf(b, "<td class=\"n\">%zu</td>", n);
}

static void
put_key(struct ra_buf *b, const char *class, const char *key)
{
	ra_buf_addf(b, "<th scope=\"row\" class=\"%s\">", class);
	if (*key == '\0')
		ra_report_say(b, RA_RW_NONE);
	else
		ra_report_value(b, key);
	ra_buf_adds(b, "</th>");
}

static void
put_day(struct ra_buf *b, int64_t t)
{
	char day[RA_CLOCK_TEXT];

	ra_buf_adds(b, "<td class=\"d\">");
	if (t != RA_INV_NO_TIME)
		ra_buf_adds(b, ra_clock_date((time_t)t, day));
	ra_buf_adds(b, "</td>");
}

/* "500 of 1234", only where not all are shown. */
static void
put_ceiling(struct ra_buf *b, size_t shown, size_t of)
{
	if (shown == of)
		return;
	ra_buf_addf(b, "<p class=\"dim\">%zu ", shown);
	ra_report_say(b, RA_RW_SHOWN);
	ra_buf_addf(b, " %zu</p>\n", of);
}

/* A row of a group, as it is sorted. */
struct need {
	const struct ra_figure *figure;
	const struct ra_report_due *due;
};

/* What is most urgent first, then what is most. */
static int
by_need(const void *a, const void *b)
{
	const struct need *x = a, *y = b;

	if (x->due->soon != y->due->soon)
		return x->due->soon < y->due->soon ? 1 : -1;
	if (x->figure->live != y->figure->live)
		return x->figure->live < y->figure->live ? 1 : -1;
	return (x->figure > y->figure) - (x->figure < y->figure);
}

static struct need *
rank(const struct ra_report_group *g)
{
	struct need *at = ra_calloc(g->figures.n + 1, sizeof(*at));
	size_t i;

	for (i = 0; i < g->figures.n; i++)
		at[i] = (struct need){ &g->figures.row[i], &g->due[i] };
	qsort(at, g->figures.n, sizeof(*at), by_need);
	return at;
}

static void
put_group(struct ra_buf *b, const char *id, const struct ra_report_group *g,
    enum ra_figure_by by)
{
	const struct col col[] = {
		{ by == RA_FIG_DOMAIN ? RA_RW_DOMAIN : RA_RW_OWNER, "v" },
		{ RA_RW_LIVE, "n" },
		{ RA_RW_URGENT, "n" },
		{ RA_RW_NEXT, "d" },
		{ RA_RW_ENDED, "n" },
		{ RA_RW_REVOKED, "n" },
	};
	struct need *at = rank(g);
	size_t i, n = g->figures.n;

	put_section(b, id, by == RA_FIG_DOMAIN ? RA_RW_DOMAINS : RA_RW_OWNERS);
	ra_buf_adds(b, "<p class=\"dim\">");
	ra_report_say(b, RA_RW_GROUPS_TEXT);
	ra_buf_adds(b, "</p>\n");
	put_ceiling(b, n < RA_REPORT_GROUPS_MAX ? n : RA_REPORT_GROUPS_MAX, n);
	put_table(b, id, col, COUNT(col));
	for (i = 0; i < n && i < RA_REPORT_GROUPS_MAX; i++) {
		const struct ra_figure *f = at[i].figure;
		const struct ra_report_due *d = at[i].due;

		ra_buf_adds(b, "<tr>");
		put_key(b, "v", f->key[by]);
		put_number(b, f->live);
		ra_buf_addf(b, "<td class=\"n%s\">%zu</td>",
		    d->soon > 0 ? " hot" : "", d->soon);
		put_day(b, d->next);
		put_number(b, f->ended);
		put_number(b, f->revoked);
		ra_buf_adds(b, "</tr>\n");
	}
	end_table(b);
	ra_buf_adds(b, "</section>\n");
	free(at);
}

/* A known state and how many have it: what the figures count by its word. */
static size_t
state_count(const struct ra_figures *f, const char *name)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (strcmp(f->row[i].key[RA_FIG_STATE], name) == 0)
			return f->row[i].n;
	return 0;
}

static bool
state_known(const char *name)
{
	const struct ra_state *s;

	for (s = ra_state_table(); s->name != NULL; s++)
		if (strcmp(s->name, name) == 0)
			return true;
	return false;
}

/* Known states in the order of the table, then what nobody explained. */
static void
put_state_rows(struct ra_buf *b, const struct ra_figures *f)
{
	const struct ra_state *s;
	size_t i, n;

	for (s = ra_state_table(); s->name != NULL; s++) {
		if ((n = state_count(f, s->name)) == 0)
			continue;
		ra_buf_adds(b, "<tr><th scope=\"row\">");
		ra_report_both(b, s->name, s->ja);
		ra_buf_addf(b, "</th><td class=\"n\">%d</td>", s->code);
		put_number(b, n);
		ra_buf_adds(b, "</tr>\n");
	}
	for (i = 0; i < f->n; i++) {
		if (state_known(f->row[i].key[RA_FIG_STATE]))
			continue;
		ra_buf_adds(b, "<tr>");
		put_key(b, "v", f->row[i].key[RA_FIG_STATE]);
		ra_buf_adds(b, "<td class=\"n\"></td>");
		put_number(b, f->row[i].n);
		ra_buf_adds(b, "</tr>\n");
	}
}

static void
put_states(struct ra_buf *b, const struct ra_report *r)
{
	static const struct col col[] = { { RA_RW_STATE, "v" },
		{ RA_RW_CODE, "n" }, { RA_RW_NUMBER, "n" } };

	put_section(b, "states", RA_RW_STATES);
	ra_buf_adds(b, "<p class=\"dim\">");
	ra_report_say(b, RA_RW_STATES_TEXT);
	ra_buf_adds(b, "</p>\n");
	put_table(b, "states", col, COUNT(col));
	put_state_rows(b, &r->state);
	end_table(b);
	ra_buf_adds(b, "</section>\n");
}

static void
put_months(struct ra_buf *b, const struct ra_report *r)
{
	static const struct col col[] = { { RA_RW_MONTH, "d" },
		{ RA_RW_NUMBER, "n" }, { RA_RW_PENDING, "n" },
		{ RA_RW_LIVE, "n" }, { RA_RW_ENDED, "n" },
		{ RA_RW_REVOKED, "n" }, { RA_RW_FAILED, "n" },
		{ RA_RW_OTHER, "n" } };
	size_t i, k, n = r->month.n;

	put_section(b, "months", RA_RW_MONTHS);
	put_ceiling(b, n < RA_REPORT_MONTHS_MAX ? n : RA_REPORT_MONTHS_MAX, n);
	put_table(b, "months", col, COUNT(col));
	for (i = n; i > 0 && n - i < RA_REPORT_MONTHS_MAX; i--) {
		const struct ra_figure *f = &r->month.row[i - 1];
		const size_t counts[] = { f->n, f->pending, f->live, f->ended,
			f->revoked, f->failed, f->other };

		ra_buf_adds(b, "<tr>");
		put_key(b, "d", f->key[RA_FIG_MONTH]);
		for (k = 0; k < COUNT(counts); k++)
			put_number(b, counts[k]);
		ra_buf_adds(b, "</tr>\n");
	}
	end_table(b);
	ra_buf_adds(b, "</section>\n");
}

static void
put_served(struct ra_buf *b, const char *domain, size_t names)
{
	const struct ra_forecast_step *s = ra_forecast_steps();
	size_t i;

	ra_buf_adds(b, "<tr>");
	if (domain != NULL) {
		put_key(b, "v", domain);
	} else {
		ra_buf_adds(b, "<th scope=\"row\">");
		ra_report_say(b, RA_RW_ALL);
		ra_buf_adds(b, "</th>");
	}
	put_number(b, names);
	for (i = 0; i < RA_FORECAST_STEPS; i++)
		ra_buf_addf(b, "<td class=\"n\">%.1f</td>",
		    ra_forecast_month(names, s[i].days, RA_FORECAST_LEFT));
	ra_buf_adds(b, "</tr>\n");
}

static void
put_forecast(struct ra_buf *b, const struct ra_report *r)
{
	const struct ra_forecast_step *s = ra_forecast_steps();
	size_t i, n = r->served.n;

	put_section(b, "forecast", RA_RW_FORECAST);
	ra_buf_adds(b, "<p class=\"dim\">");
	ra_report_say(b, RA_RW_FORECAST_TEXT);
	ra_buf_adds(b, "</p>\n");
	put_ceiling(b, n < RA_REPORT_GROUPS_MAX ? n : RA_REPORT_GROUPS_MAX, n);
	ra_buf_adds(b,
	    "<div class=\"wide\" tabindex=\"0\" role=\"group\" "
	    "aria-labelledby=\"t-forecast\"><table id=\"forecast\" "
	    "class=\"sort\" aria-labelledby=\"t-forecast\"><thead><tr>"
	    "<th scope=\"col\" class=\"v\">");
	ra_report_say(b, RA_RW_DOMAIN);
	ra_buf_adds(b, "</th><th scope=\"col\" class=\"n\">");
	ra_report_say(b, RA_RW_NAMES);
	for (i = 0; i < RA_FORECAST_STEPS; i++) {
		ra_buf_addf(
		    b, "</th><th scope=\"col\" class=\"n\">%d ", s[i].days);
		ra_report_say(b, RA_RW_DAYS_OF);
	}
	ra_buf_adds(b, "</th></tr></thead><tbody>\n");
	for (i = 0; i < n && i < RA_REPORT_GROUPS_MAX; i++)
		put_served(b, r->served.row[i].domain, r->served.row[i].names);
	ra_buf_adds(b, "</tbody><tfoot>\n");
	put_served(b, NULL, r->served.names);
	ra_buf_adds(b, "</tfoot></table></div>\n</section>\n");
}

static void
put_successor(struct ra_buf *b, const struct ra_expiring_row *x)
{
	ra_buf_adds(b, "<td>");
	if (x->by != RA_SUCC_NONE)
		ra_report_say(b, RA_RW_FOLLOWED);
	else if (x->applied)
		ra_report_say(b, RA_RW_APPLIED);
	else
		ra_report_say(b, RA_RW_UNFOLLOWED);
	ra_buf_adds(b, "</td>");
}

static void
put_cert(struct ra_buf *b, const struct ra_expiring_row *x)
{
	const struct ra_inv_row *row = &x->held.row;
	const char *kind = ra_inv_kind(row);
	bool hot = x->by == RA_SUCC_NONE && x->days <= RA_REPORT_SOON;

	ra_buf_adds(b, "<tr>");
	put_day(b, row->ends);
	ra_buf_addf(
	    b, "<td class=\"n%s\">%ld</td>", hot ? " hot" : "", x->days);
	put_key(b, "v", row->cn);
	ra_buf_adds(b, "<td>");
	ra_report_say(b,
	    strcmp(kind, "server") == 0	      ? RA_RW_SERVER
		: strcmp(kind, "client") == 0 ? RA_RW_CLIENT
					      : RA_RW_SMIME);
	ra_buf_adds(b, "</td><td class=\"v\">");
	ra_report_value(b, row->manager);
	ra_buf_adds(b, "<br><span class=\"dim\">");
	ra_report_value(b, row->mail);
	ra_buf_adds(b, "</span></td>");
	put_successor(b, x);
	ra_buf_adds(b, "</tr>\n");
}

static void
put_certs(struct ra_buf *b, const struct ra_report *r)
{
	static const struct col col[] = { { RA_RW_ENDS, "d" },
		{ RA_RW_DAYS, "n" }, { RA_RW_NAME, "v" }, { RA_RW_KIND, "" },
		{ RA_RW_OWNER, "v" }, { RA_RW_SUCCESSOR, "" } };
	size_t i,
	    n = r->ends.n < RA_REPORT_ROWS_MAX ? r->ends.n : RA_REPORT_ROWS_MAX;

	put_section(b, "ends", RA_RW_CERTS);
	put_ceiling(b, n, r->ends.n);
	ra_buf_adds(
	    b, "<div class=\"find\" id=\"find\" hidden><label for=\"q\">");
	ra_report_say(b, RA_RW_SEARCH);
	ra_buf_adds(b,
	    "</label><input type=\"search\" id=\"q\" autocomplete=\"off\">"
	    "<span id=\"told\" class=\"dim\" role=\"status\"></span></div>\n");
	put_table(b, "ends", col, COUNT(col));
	for (i = 0; i < n; i++)
		put_cert(b, r->by_end[i]);
	end_table(b);
	ra_buf_adds(b, "</section>\n");
}

int
ra_report_page(const struct ra_report *r, const struct ra_report_look *look,
    struct ra_buf *out, struct ra_err *e)
{
	ra_buf_reset(out);
	put_head(out, look);
	put_switch(out, look->ja);
	put_top(out, r, look);
	ra_report_timeline(out, r);
	put_group(out, "domains", &r->domain, RA_FIG_DOMAIN);
	put_group(out, "owners", &r->owner, RA_FIG_MANAGER);
	put_forecast(out, r);
	ra_buf_adds(out, "<div class=\"two\">\n");
	put_states(out, r);
	put_months(out, r);
	ra_buf_adds(out, "</div>\n");
	put_certs(out, r);
	ra_buf_adds(out, "</main>\n<script>");
	ra_buf_adds(out, ra_report_script);
	ra_buf_adds(out, "</script>\n</body>\n</html>\n");
	return ra_buf_done(out, "report", e);
}
