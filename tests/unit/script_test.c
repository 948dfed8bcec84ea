/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The upkira developers */

/* Handlers of a menu: what they set and send; nothing is made up. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "lra/script.h"

#define GO                                                                     \
	"function go(id) {\n// a remark: go('no')\n"                           \
	"  document.M.forwardName.value = id; document.M.submit(); }"

static const struct {
	const char *what, *handler, *functions, *self, *out;
} cases[] = {
	{ "set and submit", "document.M.f.value='A';document.M.submit()", "",
	    NULL, "f=A submit M" },
	{ "a function of the page", "go('SP1011'); return false;", GO, NULL,
	    "forwardName=SP1011 submit M" },
	{ "javascript: in front", "javascript:go(\"X\")", GO, NULL,
	    "forwardName=X submit M" },
	{ "by index and quotes",
	    "document.forms['M'].elements[\"f\"].value='B'", "", NULL, "f=B" },
	{ "by id", "document.getElementById('f').value='C'", "", NULL, "f=C" },
	{ "this.value of a select", "go(this.value)", GO, "S1",
	    "forwardName=S1 submit M" },
	{ "the chosen option", "go(this.options[this.selectedIndex].value)", GO,
	    "S2", "forwardName=S2 submit M" },
	{ "joined texts", "document.M.f.value='A'+'1'", "", NULL, "f=A1" },
	{ "a place to go", "location.href='a.do?x=1'", "", NULL,
	    "url a.do?x=1" },
	{ "a window", "window.open('b.do','w')", "", NULL, "url b.do" },
	{ "an action", "this.form.action='c.do';this.form.submit()", "", NULL,
	    "action c.do submit" },
	{ "a function of elsewhere", "menu('Z9')", "", NULL, "literal Z9" },
	{ "a question", "return confirm('go?')", "", NULL, "" },
	{ "a comparison is no assignment", "if (f.value == 'x') return", "",
	    NULL, "" },
	{ "a value that is not known", "document.M.f.value=g()", "", NULL, "" },
	{ "this.value where there is none", "document.M.f.value=this.value", "",
	    NULL, "" },
	{ "an argument that is missing", "go()", GO, NULL, "submit M" },
	{ "a text without end", "document.M.f.value='A", "", NULL, "f=A" },
	{ "brackets without end", "go((((", GO, NULL, "submit M" },
	{ "a function that calls itself", "f('a')", "function f(x){f(x);f(x)}",
	    NULL, "" },
	{ "nothing", "", "", NULL, "" },
};

static void
spell(const struct ra_script *s, struct ra_buf *out)
{
	size_t i;

	for (i = 0; i < s->nsets; i++)
		ra_buf_addf(out, " %s=%s", s->set[i].control, s->set[i].value);
	if (*s->url != '\0')
		ra_buf_addf(out, " url %s", s->url);
	if (*s->action != '\0')
		ra_buf_addf(out, " action %s", s->action);
	if (s->submit)
		ra_buf_addf(
		    out, " submit%s%s", *s->form == '\0' ? "" : " ", s->form);
	for (i = 0; i < s->nliterals; i++)
		ra_buf_addf(out, " literal %s", s->literal[i]);
}

static void
handlers_are_read(void **state)
{
	struct ra_script *s = ra_calloc(1, sizeof(*s));
	struct ra_buf b;
	const char *got;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ra_buf_init(&b, 65536);
		ra_script_read(
		    cases[i].handler, cases[i].functions, cases[i].self, s);
		spell(s, &b);
		got = b.n > 0 ? ra_buf_str(&b) + 1 : "";
		if (strcmp(got, cases[i].out) != 0)
			fail_msg("%s: %s", cases[i].what, got);
		ra_buf_clear(&b);
	}
	free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(handlers_are_read),
	};

	return cmocka_run_group_tests_name("script", tests, NULL, NULL);
}
