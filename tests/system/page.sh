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
page_pick_port
page_config /dev/null
daemon_start
claim "the page is there" wait_for 20 page_answers /
claim "all have been looked at" wait_for 30 page_shows / "leaf-only"
claim "what is over is worst" wait_for 30 page_shows / "expired"
claim "who is not reached is known in time" page_shows / nobody.test
claim "hostile labels are text" page_shows / '&lt;script&gt;alert(1)&lt;'
claim "no markup of theirs is on any page" \
	not page_shows / '<script'

options=()
[ -z "${PAGE_SHOTS:-}" ] || options+=(--shots "$PAGE_SHOTS")
if page_fetch_axe; then
	options+=(--axe "$page_axe")
elif [ "${CI:-}" = true ]; then
	fail "axe-core cannot be fetched by npm"
else
	echo "not looked at with axe-core: npm cannot fetch it here"
fi
claim "pages are fit for the browser" page_browse "${options[@]}" \
	/ "/?state=critical" /incidents /certificates /silences 404:/nothing
