#!/bin/bash
# Addresses that differ: a renewal that forgets one of three, IPv6 with another
# bundle than IPv4, and a pool behind one address that alternates. Each is told
# once, by what it is.   tests/system/rollout.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
need_private_journal "$@"
system_begin "$@" nginx haproxy jq journalctl

# serve SITE LEAF CERTIFICATE...
serve()
{
	local site=$1 key=$2
	shift 2
	ca_chain "$NGINX_DIR/$site.chain" "$@"
	cp "$CA_DIR/$key.key" "$NGINX_DIR/$site.key"
}

# pool_start ADDRESS SERVER...: connections by turns
pool_start()
{
	local address=$1 server number=0
	shift
	{
		cat <<-END
			defaults
			    mode tcp
			    timeout client 5s
			    timeout server 5s
			    timeout connect 5s
			listen pool
			    bind $address:$NGINX_PORT
			    balance roundrobin
		END
		for server in "$@"; do
			number=$((number + 1))
			echo "    server s$number $server:$NGINX_PORT"
		done
	} >"$work/pool.cfg"
	haproxy -db -f "$work/pool.cfg" </dev/null >"$work/pool.log" 2>&1 &
	extra_pids+=("$!")
	wait_for 5 pool_is_up "$address" || fail "$(cat "$work/pool.log")"
}

pool_is_up()
{
	(exec 3<>"/dev/tcp/$1/$NGINX_PORT") 2>/dev/null
}

# has COUNT EVENT HOST
has()
{
	journal_has "$1" "$(event_is "$2") and .CHAINWATCH_HOST == \"$3\""
}

# ended FINDING HOST
ended()
{
	journal_has 1 "$(event_is incident-resolved) and
		.CHAINWATCH_FINDING == \"$1\" and .CHAINWATCH_HOST == \"$2\""
}

# says HOST EVENT WORDS: the last such event
says()
{
	journal_entries | jq -rs "map(select($(event_is "$2") and
		.CHAINWATCH_HOST == \"$1\")) | last | .MESSAGE" |
		grep -qF -- "$3"
}

# at HOST EVENT ADDRESS: that one and no other
at()
{
	journal_entries | jq -es "map(select($(event_is "$2") and
		.CHAINWATCH_HOST == \"$1\")) | last |
		.CHAINWATCH_ADDRESS == \"$3\"" >/dev/null
}

ca_leaf old issuing three.test -40 50
ca_leaf new issuing three.test 0 90
ca_leaf six issuing six.test -10 80
ca_leaf one issuing pool.test -10 80
ca_leaf two issuing pool.test -9 81
for number in 1 2 3; do
	serve three.test@$number old old issuing
	nginx_site three.test@$number 127.45.53.$number
done
serve six.test@4 six six issuing
nginx_site six.test@4 127.45.53.4
serve six.test@6 six six issuing
nginx_site six.test@6 "[::1]"
serve pool.test@1 one one issuing
nginx_site pool.test@1 127.45.53.6
serve pool.test@2 two two issuing
nginx_site pool.test@2 127.45.53.7
nginx_start || fail "nginx does not start"
pool_start 127.45.53.5 127.45.53.6 127.45.53.7
journal_start
cat >"$work/chainwatchd.yaml" <<END
state_directory: $work/state
defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
trust_stores:
  test: {files: [$CA_DIR/root.pem]}
notify: {journal: true}
endpoints:
  - host: three.test
    rollout: {grace: 0s, deadline: 10s}
    addresses: ["127.45.53.1:$NGINX_PORT", "127.45.53.2:$NGINX_PORT",
      "127.45.53.3:$NGINX_PORT"]
  - host: six.test
    addresses: ["127.45.53.4:$NGINX_PORT", "[::1]:$NGINX_PORT"]
  - host: pool.test     # a look at another variant would take a turn as well
    variants: []
    addresses: ["127.45.53.5:$NGINX_PORT"]
END
daemon_start
claim "a first pass ends" wait_for $((interval + slack)) \
	journal_has 1 "$(event_is first-pass)"

# The renewal reaches two of three, and IPv6 gets the root in its file.
serve three.test@1 new new issuing
serve three.test@2 new new issuing
serve six.test@6 six six issuing root
nginx_reload
claim "the renewal is one notice" wait_for $((interval + slack)) \
	has 1 chain-changed three.test
claim "which says until when, and by whom" says three.test chain-changed \
	"same issuer (Test Issuing CA)"
claim "the rollout is told of" wait_for $((2 * interval + slack)) \
	has 1 rollout-started three.test
claim "with how far it is" says three.test rollout-started "2 of 3 addresses"
claim "IPv6 differs" wait_for $((2 * interval + slack)) \
	has 1 incident-opened six.test
claim "and is named by its family" says six.test incident-opened \
	"IPv6 ([::1]"
claim "the rollout stalls" wait_for $((2 * interval + slack)) \
	has 1 rollout-stalled three.test
claim "and the late address is named" at three.test rollout-stalled \
	"127.45.53.3:$NGINX_PORT"

serve three.test@3 new new issuing
serve six.test@6 six six issuing
nginx_reload
claim "the late one is there" wait_for $((4 * interval + slack)) \
	ended rollout-stalled three.test
claim "IPv6 is as IPv4" wait_for $((2 * interval + slack)) \
	ended divergent-chain six.test
claim "a pool is one mixed-chain" wait_for $((4 * interval + slack)) \
	has 1 incident-opened pool.test
claim "and its turns were told once" has 2 chain-changed pool.test
claim "nothing else was told of the renewal" has 1 chain-changed three.test
