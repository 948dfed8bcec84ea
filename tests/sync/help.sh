#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Each verb has its page and each page its verb; an option is in the help and
# in the OPTIONS of the page, or in neither.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
program upkira
program lra-sandbox

# section TITLE: the lines under it in a help text, up to the next blank.
section() {
	sed -n "/^$1:\$/,/^\$/p"
}

long_options() {
	sed -n 's/^  \(-[^ ], \)\{0,1\}--\([a-z0-9-]*\).*/\2/p' | sort
}

page_options() {
	[ ! -e "$1" ] || sed -n '/^\.Sh OPTIONS/,/^\.Sh [^O]/p' "$1" |
	    sed -n '/^\.It /p' | grep -o 'Fl -[a-z0-9-]*' |
	    sed 's/Fl -//' | sort || true
}

# same_options PAGE: standard input has the options of the help text.
same_options() {
	cat >"$tmp/options"
	page_options "$1" >"$tmp/page"
	comm -23 "$tmp/options" "$tmp/page" |
	    sed "s,.*,$1: --& of the help is not in OPTIONS,"
	comm -13 "$tmp/options" "$tmp/page" |
	    sed "s,.*,$1: --& is not in the help,"
}

# What the program says, as files, so that a broken one can be tried.
say_all() {
	"$B/upkira" --help >help
	"$B/lra-sandbox" --help >help.lra-sandbox
	section Verbs <help | sed -n 's/^  \([a-z][a-z-]*\)\( .*\)\{0,1\}$/\1/p' \
	    >verbs
	while read -r verb; do
		"$B/upkira" "$verb" --help >"help.$verb"
	done <verbs
}

faults() {
	[ -s "$1/verbs" ] || echo "upkira --help lists no verb"
	section 'Options of every verb' <"$1/help" | long_options |
	    same_options man/upkira.1
	long_options <"$1/help.lra-sandbox" | same_options man/lra-sandbox.1
	while read -r verb; do
		page=man/upkira-$verb.1
		[ -e "$page" ] || echo "$page: missing"
		section Options <"$1/help.$verb" | long_options |
		    same_options "$page"
	done <"$1/verbs"
	for page in man/upkira-*.1; do
		verb=${page#man/upkira-}
		grep -qx "${verb%.1}" "$1/verbs" || echo "$page: no such verb"
	done
}

check() {
	said=.
	if ! [ -e help ]; then
		said=$tmp
		(cd "$tmp" && say_all)
	fi
	! faults "$said" | grep .
}

tree='mkdir man
cat >help <<H
Verbs:
  login                   say who

Options of every verb:
  -q, --quiet             errors only
H
echo login >verbs
printf "usage\n\nOptions:\n  -k, --keep  leave it\n" >help.login
printf "usage\n\nOptions:\n  --dir DIR  where\n" >help.lra-sandbox
printf ".Sh OPTIONS\n.It Fl k , Fl -keep\nand\n.Fl -quiet\n.Sh FILES\n" \
    >man/upkira-login.1
printf ".Sh OPTIONS\n.It Fl q , Fl -quiet\n" >man/upkira.1
printf ".Sh OPTIONS\n.It Fl -dir Ar dir\n" >man/lra-sandbox.1'
sound "all in step" <<E
$tree
E
broken "a verb without a page" 'man/upkira-stats.1: missing' <<E
$tree
echo stats >>verbs
echo usage >help.stats
E
broken "a page without a verb" 'upkira-old.1: no such verb' <<E
$tree
echo >man/upkira-old.1
E
broken "an option that is in the code alone" '[-][-]offline of the help' <<E
$tree
echo '  --offline  stay here' >>help.login
E
broken "an option that is in the page alone" '[-][-]old is not in' <<E
$tree
echo '.It Fl -old' >>man/upkira.1
E
broken "a program that lists no verb" 'lists no verb' <<E
$tree
: >verbs
E
verdict
