#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The upkira developers
#
# report: the page for managers, counted a second way, and used in a browser.

load lib
load stock

setup() {
	private
	stocked
}

teardown() {
	[ -z "${SESSION-}" ] || curl -s -X DELETE "$DRIVER/session/$SESSION" \
	    >/dev/null || :
	[ -z "${DRIVER_PID-}" ] || kill "$DRIVER_PID" || :
	tidy
}

# Servers of every state on two domains, people, and values that are markup.
# Ends are half a day off, so that no second changes how many days are left.
stocked_with_all() {
	local n=0 state
	for state in 0 1 2 3 4 5 6 7 8 9 10 -1 -2 -3 42; do
		for host in www.example.ac.jp www$state.other.ac.jp; do
			n=$((n + 1))
			echo "$n $host $state 3 $((n + 1000)) -" \
			    "$((n * 9)) $((n * 9 - 150)).5" \
			    "$((n * 9 + 1)) m@example.ac.jp"
		done
	done >rows
	echo '100 <script>document.title="x"</script> 5 3 77 - 9 -3.5 9' \
	    "\"'<b>@example.ac.jp" >>rows
	list serverAll.tsv <rows
	for n in 1 2 3; do
		echo "20$n u$n@example.ac.jp 5 1$((n + 2)) 90$n - 10 -$((n *
		    100)).5 11 u$n@example.ac.jp"
	done | list clientAll.tsv
	night serverAll.tsv clientAll.tsv
}

reported() {
	run_upkira report -o page "$@"
	expect_status 0
	expect_no_out
}

# cells ID: the rows of a table's body, cells parted by tabs, in English.
cells() {
	sed -n "/<table id=\"$1\"/,/<\/table>/p" page/index.html |
	    grep '^<tr>' | sed 's/<span lang="ja">[^<]*<\/span>//g
	    s/<\/t[hd]>/\t/g; s/<[^>]*>//g; s/\t$//
	    s/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g'
}

lists() {
	local name
	for name in server client; do
		iconv -f CP932 -t UTF-8 "${name}All.tsv" | tr -d '\r' |
		    sed "1d; s/^/$name	/"
	done
}

@test "an awk script over the raw lists counts the same by state and month" {
	stocked_with_all
	reported
	lists | awk -F '\t' '{ n[$13]++ } END { for (s in n)
	    print s "\t" n[s] }' | sort >wanted
	[ "$(wc -l <wanted)" -eq 15 ]
	cells states | awk -F '\t' '{ print ($2 == "" ? $1 : $2) "\t" $3 }' |
	    sort | same_as wanted
	lists | awk -F '\t' -v now="$(ago 0)" '{ m = substr($7, 1, 7); n[m]++
	    if ($13 ~ /^[345689]$/) { if ($28 >= now) live[m]++
		else ended[m]++ }
	    if ($13 ~ /^(2|7|10)$/) revoked[m]++ }
	    END { for (m in n) print m "\t" n[m] "\t" live[m] + 0 "\t" \
		ended[m] + 0 "\t" revoked[m] + 0 }' | sort >wanted
	[ "$(wc -l <wanted)" -ge 5 ]
	cells months | cut -f 1,2,4-6 | sort | same_as wanted
}

@test "the page, stats and expiring say the same" {
	stocked_with_all
	reported
	run_upkira --format json stats --local --by domain
	jq -r '[.domain, .live, .ended, .revoked] | @tsv' out | sort >wanted
	cells domains | cut -f 1,2,5,6 | sed 's/^not told/	/; s/^		/	/' |
	    sort | same_as wanted
	run_upkira --format json stats --forecast
	jq -r '[.domain // "all", .names] | @tsv' out | sort >wanted
	cells forecast | cut -f 1,2 | sort | same_as wanted
	run_upkira --format json expiring --within 30d
	[ "$(jq -s length out)" -gt 0 ]
	grep -o "30 days, nothing follows</span></dt><dd>$(jq -s length out)<" \
	    page/index.html
	# By day, what ends: all live certificates with an end.
	run_upkira --format json expiring --within 3660d --followed
	jq -r '[.not_after[:10], .days_left] | @tsv' out | sort >wanted
	cells ends | cut -f 1,2 | sort | same_as wanted
}

@test "the page is private unless it is to be read, and replaced as a whole" {
	stocked_with_all
	reported
	[ "$(stat -c %a page page/index.html | tr '\n' ' ')" = '700 600 ' ]
	echo old >page/index.html
	reported --readable
	[ "$(stat -c %a page page/index.html | tr '\n' ' ')" = '755 644 ' ]
	[ "$(ls -A page)" = index.html ]
	tail -n 1 page/index.html | grep -qx '</html>'
}

@test "what cannot be done is told, and the old page stays" {
	run_upkira report
	expect_status 2
	expect_err "report wants -o and a folder"
	run_upkira report -o page
	expect_status 3
	[ ! -e page ]
	stocked_with_all
	mkdir -p page/index.html
	run_upkira report -o page
	expect_status 1
	: >file
	run_upkira report -o file
	expect_status 1
	run_upkira report -o page --lang fr
	expect_status 2
}

@test "the hashes of the policy are those of style and script" {
	local tag
	stocked_with_all
	reported
	for tag in style script; do
		perl -0ne "print \$1 if m{<$tag>(.*?)</$tag>}s" \
		    page/index.html |
		    openssl dgst -sha256 -binary | base64 >digest
		grep -qF "$tag-src 'sha256-$(cat digest)'" page/index.html
	done
	[ "$(grep -c '<script' page/index.html)" -eq 1 ]
	run ! grep -E '(src|href)="?[^d"]' page/index.html
	run ! grep -E 'style=|onclick=|url\(|@import|https?:' page/index.html
}

@test "2,500 certificates: 2,000 are in the table, and the page says so" {
	awk 'BEGIN { for (i = 1; i <= 2500; i++) print i, "h" i \
	    ".example.ac.jp", 5, 3, i, "-", 10, -(i % 180 + 1), 11,
	    "m" i % 700 "@example.ac.jp" }' | list serverAll.tsv
	night serverAll.tsv
	reported --lang en
	[ "$(cells ends | wc -l)" -eq 2000 ]
	[ "$(cells owners | wc -l)" -eq 500 ]
	grep -q '2000 .*are shown here, of</span> 2500<' page/index.html
	grep -q '500 .*are shown here, of</span> 700<' page/index.html
}

# --- in a browser ---

# browser_start: SESSION of DRIVER, with the page open.
browser_start() {
	command -v chromedriver >/dev/null || skip "no chromedriver"
	local port=$((20000 + RANDOM % 20000))
	DRIVER=http://127.0.0.1:$port
	HOME=$T/tmp chromedriver --port=$port >driver.log 2>&1 3>&- &
	DRIVER_PID=$!
	until_true curl -sf "$DRIVER/status" -o /dev/null
	jq -n --arg dir "$T/tmp/browser" '{ capabilities: { alwaysMatch: {
	    "goog:loggingPrefs": { browser: "ALL", performance: "ALL" },
	    "goog:chromeOptions": { args: ["headless", "no-sandbox",
		"disable-gpu", "disable-dev-shm-usage",
		"window-size=1200,1000", "user-data-dir=" + $dir] } } } }' \
	    >ask
	curl -s --max-time 120 "$DRIVER/session" -d @ask >answer
	SESSION=$(jq -r .value.sessionId answer)
	[ "$SESSION" != null ] || { cat answer; return 1; }
	asks url "{\"url\": \"file://$PWD/page/index.html\"}"
}

# asks COMMAND JSON: the value of the driver's answer.
asks() {
	curl -s --max-time 120 "$DRIVER/session/$SESSION/$1" -d "$2" >answer
	jq -e '.value | (type != "object") or (has("error") | not)' answer \
	    >/dev/null || {
		cat answer
		return 1
	}
	jq -c .value answer
}

# js CODE: what it returns, as JSON.
js() {
	asks execute/sync "$(jq -n --arg s "$1" '{ script: $s, args: [] }')"
}

is() {
	local got
	got=$(js "$1")
	[ "$got" = "$2" ] || { echo "$1: $got, wanted $2"; return 1; }
}

# Text against what is behind it: 4.5 to 1, of every element that shows.
legible() {
	is 'const lum = c => { const v = c.match(/[\d.]+/g).slice(0, 3).map(x =>
		(x /= 255) <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
	    return .2126 * v[0] + .7152 * v[1] + .0722 * v[2] };
	    const back = e => { for (; e; e = e.parentElement) { const c =
		getComputedStyle(e).backgroundColor;
		if (!c.endsWith(", 0)")) return c } return "rgb(255,255,255)" };
	    let least = 99;
	    for (const e of document.querySelectorAll("body *")) {
		if (!e.innerText || !e.offsetParent || e.closest("svg")) continue;
		const a = lum(getComputedStyle(e).color), b = lum(back(e));
		least = Math.min(least,
		    (Math.max(a, b) + .05) / (Math.min(a, b) + .05)) }
	    return least >= 4.5 && least < 21' true
}

# devtools METHOD JSON: a command of the browser's own protocol.
devtools() {
	asks goog/cdp/execute "$(jq -n --arg m "$1" --argjson p "$2" \
	    '{ cmd: $m, params: $p }')"
}

# keys KEY...: pressed one by one; the codes are those of WebDriver.
keys() {
	asks actions "$(printf '%s\n' "$@" | jq -R . | jq -s '{ actions: [ {
	    type: "key", id: "k", actions: [ .[] | { type: "keyDown", value: . },
	    { type: "keyUp", value: . } ] } ] }')" >/dev/null
}

@test "in a browser: sorted, searched, in both languages, and nothing leaves" {
	stocked_with_all
	reported
	browser_start
	# What was markup is text, and did nothing.
	is 'return document.querySelectorAll("b, script").length' 1
	is 'return document.title.includes("x\"") ||
	    document.title === "x"' false
	is 'return [...document.querySelectorAll("#ends bdi")].some(b =>
	    b.textContent === "<script>document.title=\"x\"</script>")' true
	# Sorted by number, both ways, and told to those who hear it.
	is 'const b = document.querySelectorAll("#ends thead button")[1];
	    b.click(); b.click();
	    const d = [...document.querySelectorAll("#ends tbody tr")].map(r =>
		parseFloat(r.cells[1].textContent));
	    return d.length > 5 && d.every((x, i) => !i || d[i - 1] >= x) &&
		b.parentNode.getAttribute("aria-sort") === "descending" &&
		document.querySelectorAll("#ends [aria-sort]").length === 1' \
	    true
	# Searched: several words, full-width letters too.
	is 'const q = document.getElementById("q"); q.value = "Ｕ2 クライアント";
	    q.dispatchEvent(new Event("input"));
	    return [...document.querySelectorAll("#ends tbody tr")].filter(r =>
		!r.hidden).length + document.getElementById("told").textContent[0]' \
	    '"11"'
	# The switch: one language is seen at a time, the page says which.
	is 'return document.querySelector("h1").innerText.includes("状況") &&
	    !document.querySelector("h1").innerText.includes("Certificates") &&
	    document.documentElement.lang' '"ja"'
	is 'document.getElementById("l-en").click();
	    return !document.body.innerText.includes("期限の見通し") &&
	    document.body.innerText.includes("What ends when") &&
	    document.documentElement.lang' '"en"'
	# No error was told; nothing but the page was asked for (the browser's
	# own first tab, chrome:, is not ours).
	asks se/log '{"type": "browser"}' | tee said | jq -e length==0
	asks se/log '{"type": "performance"}' | jq -r '.[].message | fromjson |
	    .message | select(.method == "Network.requestWillBeSent") | .params |
	    select(.documentURL | startswith("chrome:") | not) |
	    .request.url' | sort -u | grep -v '^data:' |
	    same_as <(echo "file://$PWD/page/index.html")
}

@test "in a browser: who sees little or hears the page finds his way" {
	stocked_with_all
	reported --lang en
	browser_start
	# Each table has a name and heads; each part a heading; one main.
	is 'const all = s => [...document.querySelectorAll(s)];
	    const named = x => (x.getAttribute("aria-labelledby") || "").split(
		" ").every(i => document.getElementById(i) !== null);
	    return all("table.sort, section, svg[role=img]").every(named) &&
	    all("th").every(t => t.scope === "col" || t.scope === "row") &&
	    all("main").length === 1 && all("h1").length === 1 &&
	    all("svg[role=img] > title").length === 2 &&
	    all("svg[role=img] > desc").length === 1 &&
	    all("input").every(i => i.labels.length > 0)' true
	# Text against what is behind it, of every element.
	legible
	# Nothing is wider than the window but what scrolls by itself.
	asks window/rect '{"width": 500, "height": 800}' >/dev/null
	is 'return [...document.querySelectorAll("body *")].filter(e =>
	    !e.closest(".wide") && e.getBoundingClientRect().right >
	    document.documentElement.clientWidth + 1).map(e => e.outerHTML.slice(0, 60))' '[]'
}

@test "in a browser: dark, and on paper" {
	local sheet='{"media": "print", "features": [
	    {"name": "prefers-color-scheme", "value": "dark"}]}'
	stocked_with_all
	reported --lang en
	browser_start
	devtools Emulation.setEmulatedMedia "${sheet/print/screen}" >/dev/null
	is 'return getComputedStyle(document.body).backgroundColor' \
	    '"rgb(18, 22, 27)"'
	legible
	# Paper is white even for who likes it dark; no scroll box cuts a row off,
	# nothing to press is there, and what was folded is seen.
	devtools Emulation.setEmulatedMedia "$sheet" >/dev/null
	is 'return getComputedStyle(document.body).backgroundColor' \
	    '"rgb(255, 255, 255)"'
	legible
	is 'return [...document.querySelectorAll(".wide")].every(w =>
	    w.scrollHeight <= w.clientHeight + 1)' true
	is 'return [...document.querySelectorAll("input, .pick, summary")].some(
	    e => e.checkVisibility() && !e.classList.contains("lang"))' false
	is 'dispatchEvent(new Event("beforeprint"));
	    return [...document.querySelectorAll("td")].every(e =>
		e.closest("[hidden]") || e.checkVisibility())' true
	is 'dispatchEvent(new Event("afterprint"));
	    return document.querySelectorAll("details[open]").length' 0
}

@test "in a browser: with the keyboard alone" {
	local tab=$'\uE004' enter=$'\uE007' right=$'\uE014' i
	stocked_with_all
	reported
	browser_start
	# The first stop is the choice of language.
	keys "$tab"
	is 'return document.activeElement.id' '"l-ja"'
	keys "$right"
	is 'return document.documentElement.lang + document.activeElement.id' \
	    '"enl-en"'
	# All that can be pressed is reached by one key, in the order it is in.
	js 'window.stops = []; addEventListener("focusin", e =>
	    stops.push(e.target))' >/dev/null
	for ((i = 0; i < 60; i++)); do
		keys "$tab"
		[ "$(js 'return document.activeElement === document.body')" = \
		    false ] || break
	done
	is 'const want = [...document.querySelectorAll(
		"button, summary, input[type=search], .wide")].filter(e =>
		e.checkVisibility() && (e.tagName !== "DIV" || e.tabIndex === 0));
	    const got = stops.filter(e => want.includes(e));
	    return want.length > 10 && want.every(e => got.includes(e)) &&
		got.every((e, i) => !i || got[i - 1] === e ||
		    (got[i - 1].compareDocumentPosition(e) & 4) !== 0)' true
	is 'document.querySelectorAll("#ends thead button")[1].focus()' null
	keys "$enter"
	is 'return document.querySelectorAll("#ends th")[1].getAttribute(
	    "aria-sort")' '"ascending"'
}

@test "in a browser: without scripts all of it is there to read" {
	stocked_with_all
	reported --lang en
	browser_start
	devtools Emulation.setScriptExecutionDisabled '{"value": true}' \
	    >/dev/null
	asks refresh '{}' >/dev/null
	is 'return document.querySelectorAll("thead button").length' 0
	is 'return document.getElementById("find").checkVisibility()' false
	is 'return [...document.querySelectorAll("#ends tbody tr")].length > 10 &&
	    [...document.querySelectorAll("tbody tr")].every(r =>
		r.closest("details") || r.checkVisibility())' true
	# The languages part without a script too.
	is 'return document.body.innerText.includes("What ends when") &&
	    !document.body.innerText.includes("期限の見通し")' true
}
