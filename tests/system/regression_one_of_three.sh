#!/bin/bash
# An endpoint behind three addresses: one server's renewal forgets the chain
# file. The alert names that address and no other.
#   tests/system/regression_one_of_three.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_regression.sh
. "$(dirname "$0")/lib_regression.sh"
need_private_journal "$@"
system_begin "$@" nginx jq journalctl

# serve NUMBER LEAF CERTIFICATE...
serve()
{
	local name=shop.test@$1 key=$2
	shift 2
	ca_chain "$NGINX_DIR/$name.chain" "$@"
	cp "$CA_DIR/$key.key" "$NGINX_DIR/$name.key"
}

# All three are renewed, as they should be; the third is not as it should be.
break_it()
{
	serve 1 new new issuing
	serve 2 new new issuing
	serve 3 new new
	nginx_reload
}

repair_it()
{
	serve 3 new new issuing
	nginx_reload
}

ca_leaf old issuing shop.test -40 50
ca_leaf new issuing shop.test 0 90
for number in 1 2 3; do
	serve $number old old issuing
	nginx_site shop.test@$number 127.45.3.$number
done
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
    addresses: ["127.45.3.1:$NGINX_PORT", "127.45.3.2:$NGINX_PORT",
      "127.45.3.3:$NGINX_PORT"]
END
daemon_start
regression_story shop.test "127.45.3.3:$NGINX_PORT" break_it repair_it
