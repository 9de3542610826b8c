#!/bin/bash
# A trust store that changes beneath the running daemon: who came and went is
# told, verdicts are renewed at each target's own time, a broken file leaves the
# old store, and a restart says none of it again.  tests/system/trust.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
need_private_journal "$@"
system_begin "$@" nginx jq journalctl

hosts=12

# write_store NAME...: the store holds these CAs, from one moment to the next
write_store()
{
	ca_chain "$work/store.pem" "$@"
}

changed_is()
{
	[ "$(journal_get trust-store-changed MESSAGE)" = "$1" ]
}

stale_is()
{
	journal_get monitor-fault MESSAGE | grep -qF -- "$1"
}

# How many looks nginx has seen, its own counter's questions left out.
questions=0
looks()
{
	questions=$((questions + 1))
	accepted=$(($(nginx_accepted) - questions))
}

untrusted()
{
	echo "(.CHAINWATCH_EVENT == \"$1\" and
		.CHAINWATCH_FINDING == \"untrusted-root\")"
}

ca_root other "Other Root"
ca_leaf shop issuing '*.shop.test'
ca_chain "$work/shop.chain" shop issuing
for i in $(seq $hosts); do
	cp "$work/shop.chain" "$NGINX_DIR/h$i.shop.test.chain"
	cp "$CA_DIR/shop.key" "$NGINX_DIR/h$i.shop.test.key"
	nginx_site "h$i.shop.test" 127.45.50.1
done
nginx_start || fail "nginx does not start"
journal_start
write_store root
{
	cat <<-END
		state_directory: $work/state
		defaults: {interval: ${interval}s, timeout: 5s, trust: [corp], variants: []}
		trust_stores:
		  corp: {files: [$work/store.pem]}
		notify: {journal: true}
		endpoints:
	END
	for i in $(seq $hosts); do
		printf '  - {host: h%s.shop.test, addresses: ["%s"]}\n' "$i" \
			"127.45.50.1:$NGINX_PORT"
	done
} >"$work/chainwatchd.yaml"
daemon_start
claim "a first pass ends" wait_for 40 journal_has 1 "$(event_is first-pass)"
claim "and found nothing" journal_has 0 "$is_alarm"

looks
first=$accepted
began=$SECONDS
write_store other
claim "a change is noticed by itself" wait_for 20 \
	journal_has 1 "$(event_is trust-store-changed)"
claim "it names who came and who went" changed_is "trust store corp changed: \
1 anchor new, 1 gone, 1 now; new: \"Other Root\"; gone: \"Test Root\""
sleep 2
looks
# Their turns go on in that time; all of them at once would be as many again.
turns=$((hosts * (SECONDS - began) / interval))
claim "nobody is looked at out of turn" \
	test $((accepted - first)) -lt $((turns + hosts / 2))
claim "within an interval all are judged by it" wait_for $((interval + slack)) \
	journal_has $hosts "$(untrusted incident-opened)"

echo "not a certificate" >"$work/store.new"
mv "$work/store.new" "$work/store.pem"
claim "a broken file is told" wait_for 20 stale_is "$work/store.pem"
claim "with the store it is" stale_is "trust store corp has changed"
claim "what was counts on" journal_has 0 "$(untrusted incident-resolved)"
claim "a stop follows" kill -TERM "$daemon"
claim "within seconds" daemon_ends 10
claim "with exit code 0" test "$daemon_code" = 0
claim "a start with a broken file is refused" not \
	"$build/chainwatchd" -c "$work/chainwatchd.yaml" --check-config

write_store other
daemon_start
claim "the next start says that it was repaired" wait_for 20 \
	stale_is "trust store corp: its files can be used again"
claim "and nothing twice" journal_has 0 "$(untrusted incident-opened)"
write_store root other
claim "a CA that comes back is named" wait_for 20 changed_is "trust store corp \
changed: 1 anchor new, 0 gone, 2 now; new: \"Test Root\""
claim "and ends incidents" wait_for $((2 * interval + slack)) \
	not journal_has 0 "$(untrusted incident-resolved)"
journal_show
claim "the end follows" kill -TERM "$daemon"
claim "in seconds" daemon_ends 10
