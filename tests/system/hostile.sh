#!/bin/bash
# Clients of the web server that mean no good, and a fleet that is looked at as
# if they were not there.
#   tests/system/hostile.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
system_begin "$@" nginx curl python3

site=http://127.46.60.21:9746
count=20
seconds=24
# How late a look may begin: a daemon that is held up is later than that.
late=3

ca_leaf shop issuing shop.test -1 80
ca_chain "$NGINX_DIR/shop.test.chain" shop issuing
cp "$CA_DIR/shop.key" "$NGINX_DIR/shop.test.key"
nginx_site shop.test 127.46.60.22
nginx_start || fail "nginx does not start"
{
	cat <<-END
		state_directory: $work/state
		defaults: {interval: 10s, timeout: 2s, trust: [corp]}
		trust_stores: {corp: {files: [$CA_DIR/root.pem]}}
		web: {listen: 127.46.60.21:9746}
		notify: {journal: false, stderr: true}
		endpoints:
	END
	for ((i = 0; i < count; i++)); do
		echo "  - {host: h$i.test, addresses: [\"127.46.60.22:$NGINX_PORT\"]}"
	done
} >"$work/chainwatchd.yaml"

# figure NAME: of the daemon's own, in whole numbers
figure()
{
	curl -sS -m 20 "$site/metrics" | sed -n "s/^$1 \([0-9]*\).*/\1/p"
}

lives()
{
	curl -fsS -m 5 -o "$work/body" "$site/readyz" 2>/dev/null
}

daemon_start
claim "it is ready" wait_for 40 lives
all_seen()
{
	[ "$(figure chainwatch_inspections_total)" -ge $count ]
}
claim "each is looked at" wait_for 40 all_seen
before=$(figure chainwatch_inspections_total)
"$system_here/hostile_clients" 127.46.60.21 9746 $seconds >"$work/hostile" ||
	fail "an answer was not as it should be: $(cat "$work/hostile")"
claim "what makes no sense, would act or is foreign is refused: $(
	tail -n 1 "$work/hostile")" true
claim "it answers when they have gone" wait_for 20 lives
after=$(figure chainwatch_inspections_total)
claim "everybody was looked at as often as ever: $((after - before)) times" \
	test $((after - before)) -ge $((count * (seconds / 10 - 1)))
worst=$(figure chainwatch_schedule_worst_lag_seconds)
claim "and in time: late by $worst s at worst" test "$worst" -lt $late
claim "nothing that was asked came into the log raw" \
	not grep -q "$(printf '\033')" "$work/daemon.log"
kill "$daemon"
claim "it ends as always" daemon_ends 20
claim "without a fault" test "$daemon_code" = 0
