#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# Both READMEs open with the two commands, know the exit status that the code
# knows, name only what is there, and have the same parts.
# shellcheck disable=SC2016 # the backquotes are those of Markdown
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

codes() {
	sed -n '/^enum ra_code/,/^}/s/.*= \([0-9]*\),.*/\1/p' \
	    libra/base/err.h | tr '\n' ' '
}

statuses() {
	sed -n 's/^| \([0-9][0-9]*\)[+n]* |.*/\1/p' "$1" | tr '\n' ' '
}

# The commands of the first displayed block.
opening() {
	awk '/^```/ { if (on++) exit; next } on { print $1, $2 }' "$1" |
	    tr '\n' ' '
}

named() {
	grep -o '](\([^)#:]*\))' "$1" | sed 's/^](//; s/)$//'
	grep -o '`\(man \)\{0,1\}upkira-[a-z-]*`' "$1" |
	    sed 's/^`\(man \)\{0,1\}\(.*\)`$/\2/' |
	    sed 's,^upkira-site$,man/&.5,; s,^upkira-security$,man/&.7,
	    s,^upkira-.*,man/&.1,'
}

# What is the same in every language: displays, tables, headings, by kind.
parts() {
	awk '/^```/ { print "display"; next } /^#+ / { print $1; next }
	/^\| *[-0-9]/ { print "row" }' "$1"
}

check() {
	rc=0
	for file in README.md README.ja.md; do
		[ "$(opening $file)" = "make demo make check " ] || {
			echo "$file: opens with" "$(opening $file)"
			rc=1
		}
		[ "$(statuses $file)" = "$(codes)" ] || {
			echo "$file: has statuses" "$(statuses $file)"
			rc=1
		}
		for name in $(named $file); do
			[ ! -e "$name" ] || continue
			echo "$file: names $name, which is not there"
			rc=1
		done
	done
	parts README.md >"$tmp/en"
	parts README.ja.md | diff "$tmp/en" - >"$tmp/diff" || {
		echo "README.ja.md: other parts than README.md"
		rc=1
	}
	return $rc
}

tree='mkdir -p libra/base man
printf "enum ra_code {\n\tRA_OK = 0,\n\tRA_E = 128,\n};\n" >libra/base/err.h
: >man/upkira-login.1
cat >README.md <<E
# x
\`\`\`sh
make demo  # see
make check # all
\`\`\`
| 0 | good |
| 128+n | signal |
See \`man upkira-login\`, [ja](README.ja.md).
E
cp README.md README.ja.md'
sound "two in step" <<EOT
$tree
EOT
broken "another opening" 'README.md: opens with make check' <<EOT
$tree
sed -i '/make demo/d' README.md
EOT
broken "a status that is not told" 'README.ja.md: has statuses 0' <<EOT
$tree
sed -i '/^| 128/d' README.ja.md
EOT
broken "a page that is not there" 'names man/upkira-login.1' <<EOT
$tree
rm man/upkira-login.1
EOT
broken "a part in one language alone" 'other parts than' <<EOT
$tree
echo '## More' >>README.md
EOT
verdict
