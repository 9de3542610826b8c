#!/bin/bash
# nginx: a renewal forgets the chain file; the journal tells, once, and tells
# when it is repaired.   tests/system/regression.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_regression.sh
. "$(dirname "$0")/lib_regression.sh"
need_private_journal "$@"
system_begin "$@" nginx jq journalctl

serve()
{
	local key=$1
	shift
	ca_chain "$NGINX_DIR/shop.test.chain" "$@"
	cp "$CA_DIR/$key.key" "$NGINX_DIR/shop.test.key"
}

break_it()
{
	serve new new
	nginx_reload
}

repair_it()
{
	serve new new issuing
	nginx_reload
}

ca_leaf old issuing shop.test -40 50
ca_leaf new issuing shop.test 0 90
serve old old issuing
nginx_site shop.test 127.45.1.1
nginx_start || fail "nginx does not start"
journal_start
cat >"$work/chainwatchd.yaml" <<END
state_directory: $work/state
defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
trust_stores:
  test: {files: [$CA_DIR/root.pem]}
notify: {journal: true}
endpoints:
  - host: shop.test
    addresses: ["127.45.1.1:$NGINX_PORT"]
END
daemon_start
regression_story shop.test "127.45.1.1:$NGINX_PORT" break_it repair_it
