# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
# Made by upkira completion; do not edit.
# shellcheck shell=bash

_upkira() {
	local cur prev verb opts fill i
	cur=${COMP_WORDS[COMP_CWORD]}
	prev=${COMP_WORDS[COMP_CWORD - 1]}
	verb=
	opts=
	fill=-
	COMPREPLY=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		case "${COMP_WORDS[i]}" in
		login | \
		logout | \
		issue | \
		renew | \
		revoke | \
		acme | \
		check | \
		bulk-download | \
		snapshot | \
		inventory | \
		stats | \
		allowlist | \
		timestamp-url | \
		manager | \
		monitor | \
		journal | \
		reconcile | \
		csr | \
		serial | \
		expiring | \
		diff | \
		plan | \
		incident | \
		probe | \
		report | \
		completion | \
		help)
			verb=${COMP_WORDS[i]}
			break
			;;
		esac
	done
	case "$verb" in
	login)
		case "$prev" in
		esac
		opts=" --offline --keep"
		fill=-
		;;
	logout)
		case "$prev" in
		esac
		opts=""
		fill=-
		;;
	issue)
		case "$prev" in
	--type | -t)
		mapfile -t COMPREPLY < <(compgen -W "auto server client" -- "$cur")
		return
		;;
	--on-error)
		mapfile -t COMPREPLY < <(compgen -W "abort skip" -- "$cur")
		return
		;;
	--resubmit)
		:
		return
		;;
	--resume)
		:
		return
		;;
	--output | -o)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--inventory)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--from-cert)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--from-host)
		:
		return
		;;
	--people)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--cert-profile)
		:
		return
		;;
		esac
		opts=" --type --on-error --dry-run --resubmit --resume --output --inventory --from-cert --from-host --yes --people --cert-profile"
		fill=f
		;;
	renew)
		case "$prev" in
	--type | -t)
		mapfile -t COMPREPLY < <(compgen -W "auto server client" -- "$cur")
		return
		;;
	--on-error)
		mapfile -t COMPREPLY < <(compgen -W "abort skip" -- "$cur")
		return
		;;
	--resubmit)
		:
		return
		;;
	--resume)
		:
		return
		;;
	--output | -o)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--inventory)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--from-cert)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--from-host)
		:
		return
		;;
	--people)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--cert-profile)
		:
		return
		;;
		esac
		opts=" --type --on-error --dry-run --resubmit --resume --output --inventory --from-cert --from-host --yes --people --cert-profile"
		fill=f
		;;
	revoke)
		case "$prev" in
	--type | -t)
		mapfile -t COMPREPLY < <(compgen -W "auto server client" -- "$cur")
		return
		;;
	--on-error)
		mapfile -t COMPREPLY < <(compgen -W "abort skip" -- "$cur")
		return
		;;
	--resubmit)
		:
		return
		;;
	--resume)
		:
		return
		;;
	--output | -o)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--inventory)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--from-cert)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--from-host)
		:
		return
		;;
	--expect)
		:
		return
		;;
	--leavers)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--reason)
		:
		return
		;;
	--comment)
		:
		return
		;;
		esac
		opts=" --type --on-error --dry-run --resubmit --resume --output --inventory --from-cert --from-host --yes --expect --leavers --reason --comment --yes-key-compromised"
		fill=f
		;;
	acme)
		case "$prev" in
	--on-error)
		mapfile -t COMPREPLY < <(compgen -W "abort skip" -- "$cur")
		return
		;;
	--resubmit)
		:
		return
		;;
	--resume)
		:
		return
		;;
	--output | -o)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--expect)
		:
		return
		;;
	--san)
		:
		return
		;;
	--cert-profile)
		:
		return
		;;
	--client)
		mapfile -t COMPREPLY < <(compgen -W "certbot lego uacme acme.sh" -- "$cur")
		return
		;;
	--directory)
		:
		return
		;;
		esac
		opts="create renew suspend revoke recipe --on-error --dry-run --resubmit --resume --output --yes --expect --yes-key-compromised --san --cert-profile --show-eab --client --directory --expose-eab"
		fill=f
		;;
	check)
		case "$prev" in
	--kind | -k)
		mapfile -t COMPREPLY < <(compgen -W "auto server-issue server-renew server-revoke client-issue client-renew client-revoke acme-create acme-renew acme-suspend acme-revoke" -- "$cur")
		return
		;;
	--type | -t)
		mapfile -t COMPREPLY < <(compgen -W "auto server client acme" -- "$cur")
		return
		;;
	--inventory)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--allowlist)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--output | -o)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
		esac
		opts=" --kind --type --inventory --allowlist --fix --strict --yes-key-compromised --output"
		fill=f
		;;
	bulk-download)
		case "$prev" in
	--type | -t)
		mapfile -t COMPREPLY < <(compgen -W "server client all" -- "$cur")
		return
		;;
	--output | -o)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
		esac
		opts=" --type --output --show-pins"
		fill=-
		;;
	snapshot)
		case "$prev" in
	--type | -t)
		mapfile -t COMPREPLY < <(compgen -W "auto server client" -- "$cur")
		return
		;;
	--keep)
		:
		return
		;;
		esac
		opts="list prune --import --type --accept --keep"
		fill=f
		;;
	inventory)
		case "$prev" in
	--cn)
		:
		return
		;;
	--dn)
		:
		return
		;;
	--domain)
		:
		return
		;;
	--manager)
		:
		return
		;;
	--state)
		:
		return
		;;
	--profile)
		:
		return
		;;
	--kind)
		:
		return
		;;
	--applied)
		:
		return
		;;
	--issued)
		:
		return
		;;
	--expires)
		:
		return
		;;
	--serial)
		:
		return
		;;
	--old-serial)
		:
		return
		;;
	--type | -t)
		mapfile -t COMPREPLY < <(compgen -W "all server client" -- "$cur")
		return
		;;
	--at)
		:
		return
		;;
	--sort)
		mapfile -t COMPREPLY < <(compgen -W "place end name" -- "$cur")
		return
		;;
	--columns)
		:
		return
		;;
	--output | -o)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--chain)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
		esac
		opts="list show export ragged --cn --dn --domain --manager --state --profile --kind --applied --issued --expires --serial --old-serial --type --at --sort --columns --headers --output --pem --chain"
		fill=f
		;;
	stats)
		case "$prev" in
	--by)
		:
		return
		;;
	--left)
		:
		return
		;;
		esac
		opts=" --local --by --compare --forecast --left"
		fill=-
		;;
	allowlist)
		case "$prev" in
	--output | -o)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
		esac
		opts=" --output"
		fill=-
		;;
	timestamp-url)
		case "$prev" in
		esac
		opts=""
		fill=-
		;;
	manager)
		case "$prev" in
	--on-error)
		mapfile -t COMPREPLY < <(compgen -W "abort skip" -- "$cur")
		return
		;;
	--resubmit)
		:
		return
		;;
	--resume)
		:
		return
		;;
		esac
		opts="update --on-error --dry-run --yes --resubmit --resume"
		fill=f
		;;
	monitor)
		case "$prev" in
	--prometheus)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--warning)
		:
		return
		;;
	--critical)
		:
		return
		;;
	--stale)
		:
		return
		;;
		esac
		opts=" --nagios --prometheus --warning --critical --stale"
		fill=-
		;;
	journal)
		case "$prev" in
	--head)
		:
		return
		;;
	--before)
		:
		return
		;;
	--output | -o)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
		esac
		opts="list show export verify archive --head --before --output"
		fill=-
		;;
	reconcile)
		case "$prev" in
	--inventory)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--settle)
		:
		return
		;;
	--wait)
		:
		return
		;;
	--slack)
		:
		return
		;;
		esac
		opts=" --inventory --settle --wait --slack --dry-run"
		fill=-
		;;
	csr)
		case "$prev" in
	--san)
		:
		return
		;;
	--profile)
		mapfile -t COMPREPLY < <(compgen -W "3 11" -- "$cur")
		return
		;;
	--passphrase)
		:
		return
		;;
	--dir | -d)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
		esac
		opts=" --san --profile --plaintext-key --passphrase --dir"
		fill=-
		;;
	serial)
		case "$prev" in
		esac
		opts=""
		fill=f
		;;
	expiring)
		case "$prev" in
	--within)
		:
		return
		;;
	--left)
		:
		return
		;;
	--type | -t)
		mapfile -t COMPREPLY < <(compgen -W "all server client" -- "$cur")
		return
		;;
	--domain)
		:
		return
		;;
	--manager)
		:
		return
		;;
		esac
		opts=" --within --left --type --domain --manager --followed --exit-code"
		fill=-
		;;
	diff)
		case "$prev" in
		esac
		opts=" --unexpected --exit-code"
		fill=-
		;;
	plan)
		case "$prev" in
	--output | -o)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	--within)
		:
		return
		;;
	--left)
		:
		return
		;;
	--type | -t)
		mapfile -t COMPREPLY < <(compgen -W "all server client" -- "$cur")
		return
		;;
	--domain)
		:
		return
		;;
	--manager)
		:
		return
		;;
	--csr)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	--port)
		:
		return
		;;
	--not-in)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--expect)
		:
		return
		;;
	--lang)
		mapfile -t COMPREPLY < <(compgen -W "ja en" -- "$cur")
		return
		;;
	--text)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--from)
		:
		return
		;;
		esac
		opts="renew revoke --output --within --left --type --domain --manager --csr --replaced --without-probe --port --not-in --expect --lang --text --from --no-mail --print-text"
		fill=-
		;;
	incident)
		case "$prev" in
	--where)
		:
		return
		;;
	--port)
		:
		return
		;;
		esac
		opts="open list show export --where --probe --no-probe --port"
		fill=-
		;;
	probe)
		case "$prev" in
	--names)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--serial)
		:
		return
		;;
	--where)
		:
		return
		;;
	--jobs | -j)
		:
		return
		;;
	--timeout)
		:
		return
		;;
		esac
		opts=" --names --serial --where --jobs --timeout --exit-code"
		fill=-
		;;
	report)
		case "$prev" in
	--output | -o)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	--lang)
		mapfile -t COMPREPLY < <(compgen -W "ja en" -- "$cur")
		return
		;;
	--title)
		:
		return
		;;
		esac
		opts=" --output --lang --title --readable"
		fill=-
		;;
	completion)
		case "$prev" in
		esac
		opts="bash zsh fish"
		fill=-
		;;
	help)
		case "$prev" in
		esac
		opts="login logout issue renew revoke acme check bulk-download snapshot inventory stats allowlist timestamp-url manager monitor journal reconcile csr serial expiring diff plan incident probe report completion help"
		fill=-
		;;
	*)
		opts="login logout issue renew revoke acme check bulk-download snapshot inventory stats allowlist timestamp-url manager monitor journal reconcile csr serial expiring diff plan incident probe report completion help"
		;;
	esac
	case "$prev" in
	--config)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--profile)
		:
		return
		;;
	--site)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--format)
		mapfile -t COMPREPLY < <(compgen -W "table tsv csv json" -- "$cur")
		return
		;;
	--color)
		mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$cur")
		return
		;;
	--trace)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	esac
	opts+=" --config --profile --site --format --color --no-input --quiet --verbose --trace --help --version"
	mapfile -t COMPREPLY < <(compgen -W "$opts" -- "$cur")
	if [[ $cur != -* && $fill != - ]]; then
		mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -"$fill" -- "$cur")
	fi
}

complete -o filenames -F _upkira upkira
