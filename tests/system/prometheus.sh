#!/bin/bash
# Debian's Prometheus scrapes a daemon as contrib/prometheus says: one scrape of
# all, and /probe in place of blackbox_exporter. Both formats are read by it,
# the rules find what is broken, and promtool has nothing to say.
#   tests/system/prometheus.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
system_begin "$@" nginx curl jq prometheus promtool
contrib=$system_here/../../contrib/prometheus

ca_leaf good issuing good.test 0 60
ca_leaf bare issuing bare.test 0 60
ca_chain "$NGINX_DIR/good.test.chain" good issuing
ca_chain "$NGINX_DIR/bare.test.chain" bare
cp "$CA_DIR/good.key" "$NGINX_DIR/good.test.key"
cp "$CA_DIR/bare.key" "$NGINX_DIR/bare.test.key"
nginx_site good.test 127.46.63.11
nginx_site bare.test 127.46.63.12
nginx_start || fail "nginx does not start"

# A mark that turns the reading direction.
turned=$(printf '\342\200\256')

# On a port that was free; else the next one is tried
web_start()
{
	local _
	for _ in 1 2 3 4 5; do
		web=127.46.63.1:$((20000 + RANDOM % 12000))
		cat >"$work/chainwatchd.yaml" <<-END
			state_directory: $work/state
			defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
			trust_stores:
			  test: {files: [$CA_DIR/root.pem]}
			notify: {journal: false}
			web: {listen: "$web"}
			endpoints:
			  - host: good.test
			    addresses: ["127.46.63.11:$NGINX_PORT"]
			    labels: {team: 'a"} 9\nprobe_success 9$turned'}
			  - host: bare.test
			    addresses: ["127.46.63.12:$NGINX_PORT"]
		END
		daemon_start
		wait_for 20 curl -sf -o "$work/metrics" "http://$web/metrics" &&
			return 0
		kill "$daemon" 2>/dev/null || true
	done
	fail "no page: $(cat "$work/daemon.log")"
}

# The sample of contrib with this test's addresses, and scraped each second.
prometheus_config()
{
	sed -e "s/127\.0\.0\.1:9746/$web/" -e 's/_interval: 30s/_interval: 1s/' \
		-e 's/www\.example\.com:443/good.test/' \
		-e 's,https://shop\.example\.com/,https://stranger.test/,' \
		"$contrib/prometheus.yml"
}

prometheus_start()
{
	local _ port
	for _ in 1 2 3 4 5; do
		port=$((20000 + RANDOM % 12000))
		prometheus=http://127.46.63.2:$port
		prometheus --config.file="$work/prometheus.yml" \
			--storage.tsdb.path="$work/tsdb" \
			--web.listen-address="127.46.63.2:$port" \
			>>"$work/prometheus.log" 2>&1 </dev/null &
		prometheus_pid=$!
		wait_for 20 prometheus_answers_or_ended && prometheus_answers &&
			break
	done
	extra_pids+=("$prometheus_pid")
	prometheus_answers ||
		fail "Prometheus does not start: $(tail "$work/prometheus.log")"
}

prometheus_answers()
{
	curl -sf -o /dev/null "$prometheus/-/ready"
}

prometheus_answers_or_ended()
{
	prometheus_answers || ! kill -0 "$prometheus_pid" 2>/dev/null
}

# value EXPRESSION: of its only sample
value()
{
	curl -sf --data-urlencode "query=$1" "$prometheus/api/v1/query" |
		jq -r '.data.result | if length == 1 then .[0].value[1]
			else "\(length) samples" end'
}

# is VALUE EXPRESSION: before long; what is scraped each second may miss one
is()
{
	wait_for 30 is_now "$@"
}

is_now()
{
	[ "$(value "$2")" = "$1" ]
}

# fires ALERT: with its labels and annotations in $work/alert
fires()
{
	curl -sf "$prometheus/api/v1/alerts" | jq -e --arg name "$1" \
		'.data.alerts[] | select(.labels.alertname == $name and
			.state == "firing")' >"$work/alert"
}

# target JOB FILTER: something of what Prometheus says of a target
target()
{
	curl -sf "$prometheus/api/v1/targets" | jq -e --arg job "$1" \
		".data.activeTargets[] | select(.labels.job == \$job) | $2" \
		>/dev/null
}

checked()
{
	local words
	words=$(promtool check metrics <"$1" 2>&1) || true
	[ -z "$words" ] || echo "$words"
	[ -z "$words" ]
}

looked()
{
	curl -sf "http://$web/metrics" >"$work/metrics"
	[ "$(grep -c '^probe_success{' "$work/metrics")" = 2 ]
}

web_start
claim "the rules of contrib are well-formed" promtool check rules \
	"$contrib/chainwatch.rules.yml"
claim "and do what their tests say" promtool test rules \
	"$contrib/chainwatch.rules.test.yml"
prometheus_config >"$work/prometheus.yml"
cp "$contrib/chainwatch.rules.yml" "$work"
claim "so is the configuration of contrib" promtool check config \
	"$work/prometheus.yml"

claim "both endpoints were looked at" wait_for 40 looked
claim "promtool has nothing to say to the metrics" checked "$work/metrics"
curl -sf "http://$web/probe?target=bare.test" >"$work/probe"
claim "nor to those of /probe" checked "$work/probe"
claim "a stranger is not probed" [ "$(curl -s -o "$work/stranger" \
	-w '%{http_code}' "http://$web/probe?target=stranger.test")" = 404 ]
claim "and the words say why" grep -q 'no endpoint of this chainwatchd' \
	"$work/stranger"

prometheus_start
claim "Prometheus scrapes it" is 1 'up{job="chainwatch"}'
claim "by OpenMetrics, which it asks for" [ "$(curl -s -o /dev/null \
	-w '%{content_type}' \
	-H 'Accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5' \
	"http://$web/metrics")" = \
	"application/openmetrics-text; version=1.0.0; charset=utf-8" ]
claim "rules for blackbox_exporter find a good endpoint" is 1 \
	'probe_success{job="chainwatch",instance="good.test:443"}'
claim "and a bad one" is 0 \
	'probe_success{job="chainwatch",instance="bare.test:443"}'
claim "when the good one ends" is 1 \
	'(probe_ssl_earliest_cert_expiry{job="chainwatch",instance="good.test:443"}
	- time()) / 86400 > bool 58'
claim "and that the bad one has no valid chain" is_now "0 samples" \
	'probe_ssl_last_chain_expiry_timestamp_seconds{instance="bare.test:443"}'
claim "a hostile label is one label" is 1 \
	'chainwatch_endpoint_info{job="chainwatch",label_team=~"a\"} 9.*probe_success 9.*202e.*"}'
claim "its own series are the daemon's" is 1 \
	"count(chainwatch_build_info{instance=\"$web\"})"
claim "handshakes are counted" is 1 \
	'chainwatch_stage_duration_seconds_count{stage="handshake"} > bool 1'

claim "/probe stands in for blackbox_exporter" is 1 \
	'probe_success{job="chainwatch-probe",instance="good.test"}'
claim "a target that is not watched is down" is 0 \
	'up{job="chainwatch-probe",instance="https://stranger.test/"}'
claim "with a reason in the list of targets" wait_for 15 target chainwatch-probe \
	'select(.health == "down") | .lastError | test("404")'

claim "the rules tell what is broken, by its cause" wait_for 15 fires \
	ChainwatchChainIncomplete
jq -c '{labels, endpoints: .annotations.endpoints}' "$work/alert"
claim "and where" jq -e '.annotations.endpoints | test("bare.test:443")' \
	"$work/alert"

echo "defaults: {interval: nonsense}" >"$work/chainwatchd.yaml"
kill -HUP "$daemon"
claim "a faulty configuration shows" is 0 \
	'chainwatch_config_last_reload_successful'
claim "and fires" wait_for 15 fires ChainwatchConfigRejected
