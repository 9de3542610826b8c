#!/bin/bash
# Debian's Alertmanager, fed by a webhook of the format alertmanager: an alert
# appears, stays over a restart of the daemon, and ends when the incident does.
# What Alertmanager tells its own receiver shows it.
#   tests/system/alertmanager.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_webhook.sh
. "$(dirname "$0")/lib_webhook.sh"
system_begin "$@" nginx python3 jq sqlite3 prometheus-alertmanager amtool

ca_leaf old issuing shop.test -40 50
for name in new newer newest; do
	ca_leaf $name issuing shop.test 0 90
done
within=$((interval + slack))

serve()
{
	local key=$1
	shift
	ca_chain "$NGINX_DIR/shop.test.chain" "$@"
	cp "$CA_DIR/$key.key" "$NGINX_DIR/shop.test.key"
}

# Its port is free when it starts, or it ends and the next one is tried.
alertmanager_start()
{
	local _
	for _ in 1 2 3 4 5; do
		[ -n "${am_port:-}" ] || am_port=$((20000 + RANDOM % 12000))
		am=http://127.45.20.4:$am_port
		prometheus-alertmanager --config.file="$work/am.yaml" \
			--storage.path="$work/am" --cluster.listen-address= \
			--web.listen-address="127.45.20.4:$am_port" \
			>>"$work/am.log" 2>&1 </dev/null &
		am_pid=$!
		wait_for 10 am_answers_or_ended && am_answers && break
		am_port=
	done
	extra_pids+=("$am_pid")
	am_answers || fail "Alertmanager does not start: $(cat "$work/am.log")"
}

alertmanager_stop()
{
	kill -TERM "$am_pid"
	wait "$am_pid" 2>/dev/null || true
	rm -rf "$work/am"
}

am_answers()
{
	amtool --alertmanager.url="$am" alert query >/dev/null 2>&1
}

am_answers_or_ended()
{
	am_answers || ! kill -0 "$am_pid" 2>/dev/null
}

# am_has COUNT JQ-FILTER: alerts that it holds as firing
am_has()
{
	[ "$(amtool --alertmanager.url="$am" alert query -o json |
		jq "map(select($2)) | length")" = "$1" ]
}

# told STATUS: has it told its receiver of our alert as firing or resolved?
told()
{
	hook_has_some "(.body | fromjson | .alerts | any(
		.labels.endpoint == \"shop.test:443\" and
		.status == \"$1\"))"
}

hook_begin 127.45.20.5 --unsigned
hook_start
cat >"$work/am.yaml" <<END
route:
  receiver: hook
  group_by: ['...']
  group_wait: 1s
  group_interval: 1s
  repeat_interval: 1h
receivers:
  - name: hook
    webhook_configs:
      - {url: "http://$hook_address:$hook_port/", send_resolved: true}
END
alertmanager_start

serve old old issuing
nginx_site shop.test 127.45.20.101
nginx_start || fail "nginx does not start"
cat >"$work/chainwatchd.yaml" <<END
state_directory: $work/state
defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
trust_stores:
  test: {files: [$CA_DIR/root.pem]}
notify:
  journal: false
  webhooks:
    - name: alerts
      url: "$am/api/v2/alerts"
      format: alertmanager
endpoints:
  - host: shop.test
    addresses: ["127.45.20.101:$NGINX_PORT"]
END
daemon_start
claim "a first pass ends" wait_for 40 happened 1 first-pass
sleep $within
claim "nothing is wrong at first" am_has 0 true

serve new new
nginx_reload
claim "an alert appears" wait_for $((within + 10)) am_has 1 true
amtool --alertmanager.url="$am" alert query -o json | jq '.[0]'
claim "it names the endpoint" am_has 1 '.labels.endpoint == "shop.test:443"'
claim "and the finding" am_has 1 '.labels.finding == "leaf-only"'
claim "and its severity" am_has 1 '.labels.severity == "critical"'
claim "it begins when the incident did, not later than now" am_has 1 \
	'now - (.startsAt | sub("\\.[0-9]+"; "") | fromdate) |
	. >= 0 and . < '"$(patient 60)"
claim "it has words for people" am_has 1 '.annotations.summary | length > 20'
claim "Alertmanager tells its receiver" wait_for 20 told firing
fingerprint=$(amtool --alertmanager.url="$am" alert query -o json |
	jq -r '.[0].fingerprint')

kill -KILL "$daemon"
wait "$daemon" 2>/dev/null || true
daemon_start
sleep $within
claim "a restart makes no other alert of it" am_has 1 \
	".fingerprint == \"$fingerprint\""
claim "and no second one" am_has 1 true

# It keeps no alerts over a restart: who sends them sends them again.
alertmanager_stop
alertmanager_start
claim "an Alertmanager that is started again knows of nothing" am_has 0 true
claim "until it is told again what is open" wait_for 75 am_has 1 \
	".fingerprint == \"$fingerprint\""

serve new new issuing
nginx_reload
claim "the repair ends it" wait_for $((2 * within + slack)) am_has 0 true
claim "Alertmanager tells that, too" wait_for 30 told resolved
claim "the end was given, not only waited for" hook_has_some \
	'.body | fromjson | .alerts | any(.status == "resolved" and
	((.endsAt | sub("\\.[0-9]+"; "") | fromdate) <= now + 1) and
	((.endsAt | sub("\\.[0-9]+"; "") | fromdate) >=
		now - '"$(patient 120)))"

# --- what begins and ends while it is away: it is told the state, not the past
alertmanager_stop
serve newer newer
nginx_reload
claim "a regression while it is away" wait_for $((within + 10)) \
	happened 2 chain-regressed
serve newer newer issuing
nginx_reload
claim "and its end" wait_for $((2 * within + slack)) happened 2 incident-resolved
alertmanager_start
sleep 70
claim "make no alert when it is back" am_has 0 true
serve newest newest
nginx_reload
claim "but what is open then does" wait_for $((within + 70)) am_has 1 true
kill -TERM "$daemon"
claim "the daemon stops when told" daemon_ends 20
