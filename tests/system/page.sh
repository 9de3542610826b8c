#!/bin/bash
# The page in a real headless Chromium: what is on it, and that it loads nothing
# from elsewhere, is never scrolled sideways, is reached by the keyboard, and has
# nothing that axe-core objects to (which npm fetches).
#   tests/system/page.sh BUILD_DIR
# PAGE_SHOTS=FOLDER keeps pictures of all views.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=lib_page.sh
. "$(dirname "$0")/lib_page.sh"
system_begin "$@" nginx jq curl python3 chromium
/usr/bin/python3 -c 'import websocket' 2>/dev/null || skip "no python3-websocket here"

page_fleet
page_mail
page_pick_port
page_config /dev/null
daemon_start
claim "the page is there" wait_for 20 page_answers /
claim "all have been looked at" wait_for 30 page_shows / "leaf-only"
claim "what is over is worst" wait_for 30 page_shows / "expired"
claim "who is not reached is known in time" page_shows / nobody.test
incident=$("$build/chainwatch" status -c "$work/chainwatchd.yaml" --json |
	jq -r '.[0].incidents[0].id')
broken_first()
{
	"$build/chainwatch" status -c "$work/chainwatchd.yaml" --json |
		jq -e '[.[].host] | index("over.test") < index("soon.test")' >/dev/null
}
claim "what is broken stands above what will be" \
	wait_for 30 broken_first
certificate=$(ca_fingerprint evil)
evil=/endpoints/evil.test%3A$NGINX_PORT
mail=/endpoints/mail.test%3A$page_mail_port
claim "a label is text" page_shows / '&lt;script&gt;alert(1)&lt;'
claim "a certificate's name is text" wait_for 30 page_shows /certificates \
	'&lt;i&gt;e\x1b[31mv\x0ail\u{202e}'
claim "so it is on its own page" page_shows "/certificates/$certificate" \
	'&lt;img src=x onerror=alert(1)'
claim "escaped there once, not twice" page_shows "/certificates/$certificate" \
	'<h1>&lt;i&gt;e\x1b[31mv\x0ail'
claim "and on its endpoint's" page_shows "$evil" '&lt;i&gt;e\x1b[31mv\x0ail'
claim "who refuses with hostile words is told of" wait_for 30 \
	page_shows "$mail" starttls-refused

# Is there a byte of theirs that is not text?
is_clean()
{
	page_answers "$1" &&
		! grep -qE '<(script|i|b|img)[ >]' "$work/answer" &&
		! LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f]|\xe2\x80\xae' "$work/answer"
}

for path in / /incidents /certificates "/certificates/$certificate" "$evil" \
	"$mail"; do
	claim "no markup and no control character of theirs is on $path" \
		is_clean "$path"
done

alone=/endpoints/alone.test%3A$NGINX_PORT
claim "a broken chain is drawn with what is missing" page_shows "$alone" \
	'class="cert missing"'
claim "the chain to serve is what fix prints, byte for byte" \
	page_gives_what_fix_prints "$alone" "$CA_DIR/alone.pem"

options=()
[ -z "${PAGE_SHOTS:-}" ] || options+=(--shots "$PAGE_SHOTS")
if page_fetch_axe; then
	options+=(--axe "$page_axe")
else
	echo "NOT LOOKED AT WITH AXE-CORE: npm cannot fetch it here"
fi
claim "pages are fit for the browser" page_browse "${options[@]}" \
	/ "/?state=critical" "$alone" "$evil" "$mail" \
	"/endpoints/nobody.test%3A443" /incidents \
	"/incidents/$incident" /certificates "/certificates/$certificate" \
	/silences 404:/nothing

# Many: nothing answers there, and none of them is due today but once.
daemon_stop()
{
	kill "$daemon"
	claim "the daemon ends" daemon_ends 30
}

page_many()
{
	seq 100000 | awk '{
		printf "  - {host: h%06d.shop%d.test, addresses: [\"127.46.61.%d:%d\"], ", \
			$1, $1 % 977, 20 + $1 % 200, 1 + $1 % 5
		printf "interval: 24h, labels: {team: t%d, rack: r%d}}\n", \
			$1 % 40, $1 % 500
	}'
}

daemon_stop
page_many >"$work/many"
page_config "$work/many"
daemon_start
claim "100,000 endpoints are shown" wait_for 60 page_shows / \
	"of 100007 endpoints, worst first"
curl -sS -o /dev/null -w 'first byte after %{time_starttransfer} s, %{size_download} bytes\n' \
	"$page_url/"
claim "by pages" test "$(grep -o '<tr>' "$work/answer" | wc -l)" -lt 200
claim "down to the last of them" page_shows "/?page=1001" "Page 1001 of 1001"
claim "one of them is found" page_shows "/?pattern=h099999" \
	"1 of 100007 endpoints"
claim "that the monitor reaches nobody stands on top" wait_for 60 \
	page_shows / network-offline
claim "these pages are fit for the browser, too" page_browse "${options[@]}" \
	--views wide,narrow / "/?pattern=shop9&label.team=t7"
