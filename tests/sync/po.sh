#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# The catalogue holds the messages of the sources, and each language has all
# of them, none doubtful, with the same format directives.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

check() {
	rc=0
	po/extract >"$tmp/now.pot"
	if ! diff -u po/upkira.pot "$tmp/now.pot" >"$tmp/diff"; then
		grep '^[-+]' "$tmp/diff" | head -n 20
		echo "po/upkira.pot: not that of the sources; make pot"
		rc=1
	fi
	for po in po/*.po; do
		msgfmt -c -o /dev/null "$po" || rc=1
		if ! msgcmp "$po" "$tmp/now.pot" 2>"$tmp/said.po"; then
			tail -n 20 "$tmp/said.po"
			rc=1
		fi
		if grep -n '^#~' "$po"; then
			echo "$po: obsolete messages"
			rc=1
		fi
	done
	return $rc
}

# A small tree whose catalogues are in step, as a script to begin with.
tree=$(
	cat <<E
mkdir -p libra/base cmd/upkira po
cp "$PWD/po/extract" po/
echo 'f(_("one %s")); f(ngettext("%zu row", "%zu rows", n));' >libra/base/a.c
po/extract >po/upkira.pot
cat >po/ja.po <<'PO'
msgid ""
msgstr ""
"Project-Id-Version: upkira\n"
"PO-Revision-Date: 2026-01-01 00:00+0900\n"
"Last-Translator: n\n"
"Language-Team: Japanese\n"
"Language: ja\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"

#, c-format
msgid "one %s"
msgstr "%s 一つ"

#, c-format
msgid "%zu row"
msgid_plural "%zu rows"
msgstr[0] "%zu 行"
PO
E
)
sound "all in step" <<E
$tree
E
broken "a message without a translation" 'untranslated' <<E
$tree
echo 'f(_("two"));' >>libra/base/a.c
po/extract >po/upkira.pot
printf '\nmsgid "two"\nmsgstr ""\n' >>po/ja.po
E
broken "a message that no language knows" 'used but not defined' <<E
$tree
echo 'f(_("two"));' >>libra/base/a.c
po/extract >po/upkira.pot
E
broken "a catalogue older than the sources" 'make pot' <<E
$tree
echo 'f(_("two"));' >>libra/base/a.c
E
broken "a doubtful translation" 'reviewed by' <<E
$tree
sed -i '0,/^#, c-format/s//#, fuzzy, c-format/' po/ja.po
E
broken "a directive that the translation lost" 'format specifications' <<E
$tree
sed -i 's/%s 一つ/一つ/' po/ja.po
E
broken "a message that nobody says any more" 'obsolete' <<E
$tree
printf '\n#~ msgid "old"\n#~ msgstr "旧"\n' >>po/ja.po
E
verdict
