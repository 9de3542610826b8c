#!/bin/bash
# haproxy: the same story as regression.sh.
#   tests/system/regression_haproxy.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_regression.sh
. "$(dirname "$0")/lib_regression.sh"
# shellcheck source=lib_haproxy.sh
. "$(dirname "$0")/lib_haproxy.sh"
need_private_journal "$@"
system_begin "$@" haproxy jq journalctl

serve()
{
	local key=$1
	shift
	ca_chain "$NGINX_DIR/shop.test.chain" "$@"
	cp "$CA_DIR/$key.key" "$NGINX_DIR/shop.test.key"
	haproxy_site shop.test
}

break_it()
{
	serve new new
	haproxy_reload
}

repair_it()
{
	serve new new issuing
	haproxy_reload
}

ca_leaf old issuing shop.test -40 50
ca_leaf new issuing shop.test 0 90
serve old old issuing
haproxy_start 127.45.2.1 || fail "haproxy does not start"
journal_start
cat >"$work/chainwatchd.yaml" <<END
state_directory: $work/state
defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
trust_stores:
  test: {files: [$CA_DIR/root.pem]}
notify: {journal: true}
endpoints:
  - host: shop.test
    addresses: ["127.45.2.1:$HAPROXY_PORT"]
END
daemon_start
regression_story shop.test "127.45.2.1:$HAPROXY_PORT" break_it repair_it
