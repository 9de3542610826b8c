#!/bin/bash
# Two key types at one address, by a real nginx: what modern clients get is
# whole, the RSA chain lacks its intermediate; it is told with its variant, and
# so is its repair. A server that has one key type only refuses the other one,
# and that is no fault.   tests/system/variants.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
need_private_journal "$@"
system_begin "$@" nginx jq journalctl openssl

address=127.45.51.1
ca_leaf ecdsa issuing two.test
openssl genrsa -out "$CA_DIR/rsa.key" 2048 2>/dev/null
ca_leaf rsa issuing two.test
ca_leaf one issuing one.test
ca_chain "$NGINX_DIR/two.test.chain" ecdsa issuing
cp "$CA_DIR/ecdsa.key" "$NGINX_DIR/two.test.key"
ca_chain "$NGINX_DIR/rsa.chain" rsa
cp "$CA_DIR/rsa.key" "$NGINX_DIR/rsa.key"
nginx_site two.test $address

# The second pair of the site.
eval "one_pair_$(declare -f nginx_write_config)"
nginx_write_config()
{
	one_pair_nginx_write_config | sed "s#^ssl_certificate_key .*#&\n\
ssl_certificate $NGINX_DIR/rsa.chain;\n\
ssl_certificate_key $NGINX_DIR/rsa.key;#"
}
nginx_start || fail "nginx does not start"

ca_chain "$work/one.chain" one issuing
openssl s_server -accept 127.45.51.2:$((NGINX_PORT + 1)) -quiet \
	-cert "$CA_DIR/one.pem" -cert_chain "$work/one.chain" \
	-key "$CA_DIR/one.key" >"$work/s_server.log" 2>&1 </dev/zero &
extra_pids+=("$!")
wait_for 20 is_listening $((NGINX_PORT + 1)) ||
	fail "s_server does not start: $(cat "$work/s_server.log")"

cat >"$work/chainwatchd.yaml" <<-END
	state_directory: $work/state
	defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
	trust_stores:
	  test: {files: [$CA_DIR/root.pem]}
	notify: {journal: true}
	endpoints:
	  - {host: two.test, addresses: ["$address:$NGINX_PORT"]}
	  - host: one.test
	    addresses: ["127.45.51.2:$((NGINX_PORT + 1))"]
END

"$build/chainwatch" check --trust "$CA_DIR/root.pem" --no-remedies \
	--address "$address:$NGINX_PORT" two.test >"$work/check.out" 2>&1 || true
claim "a check shows the whole chain" \
	grep -qF "the chain is complete" "$work/check.out"
claim "and the other key type's beside it" \
	grep -qF "$address:$NGINX_PORT (RSA)" "$work/check.out"

journal_start
daemon_start
claim "a first pass ends" wait_for 30 journal_has 1 "$(event_is first-pass)"
claim "the broken key type is in its summary" grep -qF "leaf-only" \
	<<<"$(journal_get first-pass MESSAGE)"
claim "a server with one key type is fine" grep -qF "1 fine" \
	<<<"$(journal_get first-pass MESSAGE)"

ca_chain "$NGINX_DIR/rsa.chain" rsa issuing
nginx_reload
claim "the repair is told" wait_for 50 \
	journal_has 1 "$(event_is incident-resolved)"
claim "of that variant" test \
	"$(journal_get incident-resolved CHAINWATCH_VARIANT)" = rsa
claim "in words too" grep -qF "(RSA)" \
	<<<"$(journal_get incident-resolved MESSAGE)"
claim "nobody was woken" journal_has 0 "$is_alarm"
claim "a stop follows" kill -TERM "$daemon"
claim "within seconds" daemon_ends 10
