#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# The completions in the tree are those that upkira prints, and their shells
# can read them.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
program upkira

check() {
	rc=0
	for shell in bash zsh fish; do
		script=completions/upkira.$shell
		"$B/upkira" completion "$shell" >"$tmp/now"
		if ! diff -u "$script" "$tmp/now"; then
			echo "$script: not what upkira completion prints"
			rc=1
		elif command -v "$shell" >/dev/null; then
			"$shell" -n "$script" || rc=1
		fi
	done
	return $rc
}

tree="mkdir completions
for s in bash zsh fish; do
	'$B/upkira' completion \$s >completions/upkira.\$s
done"
sound "all three as printed" <<E
$tree
E
broken "a completion that was changed by hand" 'upkira.zsh: not what' <<E
$tree
echo '# more' >>completions/upkira.zsh
E
broken "a completion that is not there" 'upkira.fish' <<E
$tree
rm completions/upkira.fish
E
verdict
