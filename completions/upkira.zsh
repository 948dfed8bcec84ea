#compdef upkira
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
# Made by upkira completion; do not edit.

local -a globals verbs
local context state line
globals=( \
			'--config[read this configuration too, last]:FILE:_files' \
			'--profile[the profile of the configuration]:NAME:' \
			'--site[changes to the site profile, upkira-site(5)]:FILE:_files' \
			'--format[output\: table, tsv, csv or json (JSON Lines)]:FORMAT:(table tsv csv json)' \
			'--color[colour\: auto, always or never]:WHEN:(auto always never)' \
			'--no-input[never ask, not even on a terminal]' \
			'--quiet[errors only]' \
			'-q[errors only]' \
			'*--verbose[tell the steps; twice\: each exchange]' \
			'*-v[tell the steps; twice\: each exchange]' \
			'--trace[one file an exchange, secrets masked]:DIR:_files -/' \
			'--help[show this help]' \
			'-h[show this help]' \
			'--version[show the version]'
)
verbs=(
	'login:check the credential, show who and which interfaces'
	'logout:end the session that login --keep left'
	'issue:apply for new certificates'
	'renew:apply for certificates in place of old ones'
	'revoke:apply for the revocation of certificates'
	'acme:accounts of ACME, and recipes for its clients'
	'check:the verdict on application files, offline'
	'bulk-download:download the list of server, client or all certificates'
	'snapshot:keep tonight'\''s lists, and list or prune what is kept'
	'inventory:ask the kept lists\: search, show, export'
	'stats:show the statistics of issued certificates'
	'allowlist:download the list of allowed OUs'
	'timestamp-url:show the time stamp URL, which is for subscribers only'
	'manager:change the manager'\''s information of certificates'
	'monitor:tell Nagios, Prometheus or you how things stand, offline'
	'journal:what was sent, and what became of it'
	'reconcile:find out what became of records without a verdict'
	'csr:make keys and requests with the institution'\''s DN'
	'serial:serial numbers in decimal and hexadecimal'
	'expiring:show what ends and has no successor, by manager'
	'diff:show what changed from one snapshot to another'
	'plan:make application files and drafts of mail of the inventory'
	'incident:certificates that have to go, and how far that has come'
	'probe:ask servers which certificate they serve'
	'report:write a page for managers\: what ends when'
	'completion:print the completion script of a shell'
	'help:show the help of a verb'
)
_arguments -C $globals '1: :->verb' '*:: :->args'
case $state in
verb)
	_describe verb verbs
	;;
args)
	case $line[1] in
	login)
		_arguments \
			'--offline[judge the credential and stop before the network]' \
			'--keep[leave the session open for the following commands]' \
			$globals
		;;
	logout)
		_arguments \
			$globals
		;;
	issue)
		_arguments \
			'--type[server or client, where the columns do not tell]:TYPE:(auto server client)' \
			'-t[server or client, where the columns do not tell]:TYPE:(auto server client)' \
			'--on-error[a bad record makes the service abort the file, or skip it]:MODE:(abort skip)' \
			'--dry-run[check, show what would be sent, and stop]' \
			'-n[check, show what would be sent, and stop]' \
			'--resubmit[send again what that batch has sent already]:BATCH:' \
			'--resume[send what that batch has not sent, of the same files]:BATCH:' \
			'--output[write the application file and stop]:FILE:_files' \
			'-o[write the application file and stop]:FILE:_files' \
			'--inventory[list of the service, to look names and serials up]:FILE:_files' \
			'--from-cert[certificate that is renewed or revoked]:FILE:_files' \
			'--from-host[host whose certificate that is]:HOST[:PORT]:' \
			'--yes[send without asking, warnings or not]' \
			'-y[send without asking, warnings or not]' \
			'--people[list of people, for client and S/MIME certificates]:FILE:_files' \
			'--cert-profile[certificate profile, where nothing else tells it]:ID:' \
			'*:file:_files' \
			$globals
		;;
	renew)
		_arguments \
			'--type[server or client, where the columns do not tell]:TYPE:(auto server client)' \
			'-t[server or client, where the columns do not tell]:TYPE:(auto server client)' \
			'--on-error[a bad record makes the service abort the file, or skip it]:MODE:(abort skip)' \
			'--dry-run[check, show what would be sent, and stop]' \
			'-n[check, show what would be sent, and stop]' \
			'--resubmit[send again what that batch has sent already]:BATCH:' \
			'--resume[send what that batch has not sent, of the same files]:BATCH:' \
			'--output[write the application file and stop]:FILE:_files' \
			'-o[write the application file and stop]:FILE:_files' \
			'--inventory[list of the service, to look names and serials up]:FILE:_files' \
			'--from-cert[certificate that is renewed or revoked]:FILE:_files' \
			'--from-host[host whose certificate that is]:HOST[:PORT]:' \
			'--yes[send without asking, warnings or not]' \
			'-y[send without asking, warnings or not]' \
			'--people[list of people, for client and S/MIME certificates]:FILE:_files' \
			'--cert-profile[certificate profile, where nothing else tells it]:ID:' \
			'*:file:_files' \
			$globals
		;;
	revoke)
		_arguments \
			'--type[server or client, where the columns do not tell]:TYPE:(auto server client)' \
			'-t[server or client, where the columns do not tell]:TYPE:(auto server client)' \
			'--on-error[a bad record makes the service abort the file, or skip it]:MODE:(abort skip)' \
			'--dry-run[check, show what would be sent, and stop]' \
			'-n[check, show what would be sent, and stop]' \
			'--resubmit[send again what that batch has sent already]:BATCH:' \
			'--resume[send what that batch has not sent, of the same files]:BATCH:' \
			'--output[write the application file and stop]:FILE:_files' \
			'-o[write the application file and stop]:FILE:_files' \
			'--inventory[list of the service, to look names and serials up]:FILE:_files' \
			'--from-cert[certificate that is renewed or revoked]:FILE:_files' \
			'--from-host[host whose certificate that is]:HOST[:PORT]:' \
			'--yes[do not ask; wants --expect]' \
			'-y[do not ask; wants --expect]' \
			'--expect[with --yes\: exactly so many certificates are revoked]:N:' \
			'--leavers[list of the people who are still there\: the others'\'' certificates are revoked]:FILE:_files' \
			'--reason[reason of the revocation\: 0, 1, 3, 4, 5 or its name]:CODE:' \
			'--comment[comment on the revocation]:TEXT:' \
			'--yes-key-compromised[reason 1 is meant\: the private key is known to others]' \
			'*:file:_files' \
			$globals
		;;
	acme)
		_arguments \
			'--on-error[a bad record makes the service abort the file, or skip it]:MODE:(abort skip)' \
			'--dry-run[check, show what would be sent, and stop]' \
			'-n[check, show what would be sent, and stop]' \
			'--resubmit[send again what that batch has sent already]:BATCH:' \
			'--resume[send what that batch has not sent, of the same files]:BATCH:' \
			'--output[write the application file and stop]:FILE:_files' \
			'-o[write the application file and stop]:FILE:_files' \
			'--yes[do not ask; suspend and revoke want --expect with it]' \
			'-y[do not ask; suspend and revoke want --expect with it]' \
			'--expect[with --yes\: exactly so many are suspended or revoked]:N:' \
			'--yes-key-compromised[reason 1 is meant\: the private key is known to others]' \
			'--san[further names (dNSName) of the only NAME]:NAME,...:' \
			'--cert-profile[certificate profile\: 3 (RSA 2048) or 11 (P-384)]:ID:' \
			'--show-eab[print key ID and HMAC key of the new EAB, too]' \
			'--client[recipe for this ACME client]:CLIENT:(certbot lego uacme acme.sh)' \
			'--directory[directory of the ACME server, for the recipe]:URL:' \
			'--expose-eab[let the recipe hand the EAB over on a command line]' \
			'1:operand:(create renew suspend revoke recipe)' \
			'*:file:_files' \
			$globals
		;;
	check)
		_arguments \
			'--kind[the kind of application, where the columns do not tell]:KIND:(auto server-issue server-renew server-revoke client-issue client-renew client-revoke acme-create acme-renew acme-suspend acme-revoke)' \
			'-k[the kind of application, where the columns do not tell]:KIND:(auto server-issue server-renew server-revoke client-issue client-renew client-revoke acme-create acme-renew acme-suspend acme-revoke)' \
			'--type[server, client or acme, where the columns do not tell]:TYPE:(auto server client acme)' \
			'-t[server, client or acme, where the columns do not tell]:TYPE:(auto server client acme)' \
			'--inventory[a list of what was issued, to foretell refusals by]:FILE:_files' \
			'--allowlist[the list of OUs that are allowed]:FILE:_files' \
			'--fix[mend what has just one answer; with -o, of one file]' \
			'--strict[let warnings count as errors for the exit status]' \
			'--yes-key-compromised[reason 1 is meant\: the private keys are known to others]' \
			'--output[write what --fix has mended to FILE]:FILE:_files' \
			'-o[write what --fix has mended to FILE]:FILE:_files' \
			'*:file:_files' \
			$globals
		;;
	bulk-download)
		_arguments \
			'--type[server (default), client or all]:TYPE:(server client all)' \
			'-t[server (default), client or all]:TYPE:(server client all)' \
			'--output[write to FILE, whole or not at all]:FILE:_files' \
			'-o[write to FILE, whole or not at all]:FILE:_files' \
			'--show-pins[do not mask access PINs in a derived form]' \
			$globals
		;;
	snapshot)
		_arguments \
			'--import[take the lists from FILEs, without the service]' \
			'--type[with --import\: server, client or auto (default)]:TYPE:(auto server client)' \
			'-t[with --import\: server, client or auto (default)]:TYPE:(auto server client)' \
			'--accept[take a list that looks doubtful all the same]' \
			'--keep[with prune\: what stays, such as 30d,12m]:RULES:' \
			'1:operand:(list prune)' \
			'*:file:_files' \
			$globals
		;;
	inventory)
		_arguments \
			'--cn[common names such as *.example.ac.jp]:GLOB:' \
			'--dn[subject DNs]:GLOB:' \
			'--domain[domains, such as example.ac.jp]:GLOB:' \
			'--manager[managers by name, unit or mail address]:GLOB:' \
			'--state[states\: issued,revoked, live, 5]:STATES:' \
			'--profile[profiles, such as 3,11]:IDS:' \
			'--kind[server, client, smime]:KINDS:' \
			'--applied[applied for\: 30d, 2027-03, A..B]:TIME:' \
			'--issued[valid from\: 30d, 2027-03, A..B]:TIME:' \
			'--expires[valid to\: 30d, 2027-03, A..B]:TIME:' \
			'--serial[this serial number]:NUMBER:' \
			'--old-serial[what replaced this serial number]:NUMBER:' \
			'--type[list\: server, client or all]:TYPE:(all server client)' \
			'-t[list\: server, client or all]:TYPE:(all server client)' \
			'--at[as of that snapshot (number or date), not the newest]:SNAPSHOT:' \
			'--sort[place in the list, end or name]:ORDER:(place end name)' \
			'--columns[these columns, upkira-inventory(5)]:KEYS:' \
			'--headers[the headers of the list in place of the keys]' \
			'--output[write to FILE, whole or not at all]:FILE:_files' \
			'-o[write to FILE, whole or not at all]:FILE:_files' \
			'--pem[show\: the certificate as PEM, its issuer behind it]' \
			'--chain[show\: where intermediate certificates are]:PATH:_files' \
			'1:operand:(list show export ragged)' \
			'*:file:_files' \
			$globals
		;;
	stats)
		_arguments \
			'--local[our own counts, from the newest snapshot]' \
			'--by[group them by domain, kind, month, state, profile, end, manager]:KEYS:' \
			'--compare[our own counts beside those of the page]' \
			'--forecast[applications a month at 198, 100 and 47 days]' \
			'--left[with --forecast\: renewed with that share left]:PERCENT:' \
			$globals
		;;
	allowlist)
		_arguments \
			'--output[write the bytes as they came to FILE]:FILE:_files' \
			'-o[write the bytes as they came to FILE]:FILE:_files' \
			$globals
		;;
	timestamp-url)
		_arguments \
			$globals
		;;
	manager)
		_arguments \
			'--on-error[a bad record makes the service abort the file, or skip it]:MODE:(abort skip)' \
			'--dry-run[check, show what would be sent, and stop]' \
			'-n[check, show what would be sent, and stop]' \
			'--yes[send without asking; a script must say it]' \
			'-y[send without asking; a script must say it]' \
			'--resubmit[send again what that batch has sent already]:BATCH:' \
			'--resume[send what that batch has not sent, of the same files]:BATCH:' \
			'1:operand:(update)' \
			'*:file:_files' \
			$globals
		;;
	monitor)
		_arguments \
			'--nagios[a line for Nagios, and its exit status 0 to 3]' \
			'--prometheus[metrics into FILE, whole or not at all; - for output]:FILE:_files' \
			'--warning[warn so long before an end (30d)]:SPAN:' \
			'--critical[critical so long before an end (7d)]:SPAN:' \
			'--stale[warn of a snapshot this old (26), critical thrice]:HOURS:' \
			$globals
		;;
	journal)
		_arguments \
			'--head[with verify\: this hash, noted down earlier, must be there]:HASH:' \
			'--before[with archive\: entries older than that]:DATE:' \
			'--output[with archive\: FILE.tar.zst, which must be new]:FILE:_files' \
			'-o[with archive\: FILE.tar.zst, which must be new]:FILE:_files' \
			'1:operand:(list show export verify archive)' \
			$globals
		;;
	reconcile)
		_arguments \
			'--inventory[a list of the service, in place of downloading it]:FILE:_files' \
			'--settle[the officer'\''s word\: 12.3=accepted,12.5-12.9=absent]:WORDS:' \
			'--wait[after sending, before a record can be absent (60)]:MINUTES:' \
			'--slack[by which the service'\''s clock may differ (10)]:MINUTES:' \
			'--dry-run[show what is found, and write nothing down]' \
			'-n[show what is found, and write nothing down]' \
			$globals
		;;
	csr)
		_arguments \
			'--san[further names (dNSName) of the only NAME]:NAME,...:' \
			'--profile[certificate profile\: 3 (RSA 2048) or 11 (P-384)]:ID:(3 11)' \
			'--plaintext-key[do not encrypt the keys]' \
			'--passphrase[pass phrase of the keys\: file\: env\: fd\: cmd\: or cred\:]:SOURCE:' \
			'--dir[write the files into this folder]:DIR:_files -/' \
			'-d[write the files into this folder]:DIR:_files -/' \
			$globals
		;;
	serial)
		_arguments \
			'*:file:_files' \
			$globals
		;;
	expiring)
		_arguments \
			'--within[what ends in so many days (30d) or weeks (6w)]:SPAN:' \
			'--left[what has at most that share of its lifetime left]:PERCENT:' \
			'--type[list\: server, client or all]:TYPE:(all server client)' \
			'-t[list\: server, client or all]:TYPE:(all server client)' \
			'--domain[of this domain alone]:GLOB:' \
			'--manager[of managers with this name, unit or mail address]:GLOB:' \
			'--followed[those that have a successor, too]' \
			'--exit-code[status 1 when there is any]' \
			$globals
		;;
	diff)
		_arguments \
			'--unexpected[only what the journal of this desk does not explain]' \
			'--exit-code[status 1 when there is any]' \
			$globals
		;;
	plan)
		_arguments \
			'--output[the new folder that all of it goes into]:DIR:_files -/' \
			'-o[the new folder that all of it goes into]:DIR:_files -/' \
			'--within[renew\: what ends in so many days (30d) or weeks (6w)]:SPAN:' \
			'--left[renew\: what has at most that share of its lifetime left]:PERCENT:' \
			'--type[list\: server, client or all]:TYPE:(all server client)' \
			'-t[list\: server, client or all]:TYPE:(all server client)' \
			'--domain[of this domain alone]:GLOB:' \
			'--manager[of managers with this name, unit or mail address]:GLOB:' \
			'--csr[renew\: folder of requests, found by their CN]:DIR:_files -/' \
			'--replaced[revoke\: what has a successor and still lives]' \
			'--without-probe[revoke\: though nobody looked what is served]' \
			'--port[revoke\: where the servers are asked; 443 unless said]:PORT:' \
			'--not-in[revoke\: of people who are not in this list]:PEOPLE:_files' \
			'--expect[revoke\: so many leavers are right, even if they are most]:N:' \
			'--lang[language of the mail\: ja or en]:LANG:(ja en)' \
			'--text[text of the mail, in place of the built-in one]:FILE:_files' \
			'--from[sender of the mail; unless said, manager.mail]:ADDRESS:' \
			'--no-mail[no drafts of mail]' \
			'--print-text[print the built-in text of the mail, and stop]' \
			'1:operand:(renew revoke)' \
			$globals
		;;
	incident)
		_arguments \
			'--where[open\: KEY=VALUE & ..., keys as of inventory list, and issuer]:TERMS:' \
			'--probe[show, export\: ask the servers again]' \
			'--no-probe[open\: do not ask the servers yet]' \
			'--port[where the servers are asked; 443 unless said]:PORT:' \
			'1:operand:(open list show export)' \
			$globals
		;;
	probe)
		_arguments \
			'--names[list of names, one a line, with a serial or without]:FILE:_files' \
			'--serial[the serial that the operands ought to serve]:NUMBER:' \
			'--where[names of the inventory\: KEY=VALUE & ..., keys as of upkira inventory list]:TERMS:' \
			'--jobs[names asked at a time]:N:' \
			'-j[names asked at a time]:N:' \
			'--timeout[limit for one name]:SECONDS:' \
			'--exit-code[status 1 unless every name serves what it ought to]' \
			$globals
		;;
	report)
		_arguments \
			'--output[the folder that the page is written into]:DIR:_files -/' \
			'-o[the folder that the page is written into]:DIR:_files -/' \
			'--lang[the language that is shown first\: ja or en]:LANG:(ja en)' \
			'--title[name of the institution; unless said, subject.O]:TEXT:' \
			'--readable[let everybody on this machine read the page]' \
			$globals
		;;
	completion)
		_arguments \
			'1:operand:(bash zsh fish)' \
			$globals
		;;
	help)
		_arguments \
			$globals
		;;
	esac
	;;
esac
