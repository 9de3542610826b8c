#!/bin/bash
# SIGHUP: what stays keeps its state and its schedule, what went closes its
# incidents, what is new is looked at soon; a bad configuration changes nothing
# and is told.   tests/system/reload.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
need_private_journal "$@"
system_begin "$@" nginx jq journalctl
# None is due again while this takes place.
interval=600

# write_config NAME...: these endpoints
write_config()
{
	local name
	cat <<-END
		state_directory: $work/state
		defaults: {interval: ${interval}s, timeout: 5s, trust: [test], variants: []}
		trust_stores:
		  test: {files: [$CA_DIR/root.pem]}
		notify: {journal: true}
		endpoints:
	END
	for name in "$@"; do
		printf '  - {host: %s.test, addresses: ["127.45.4.1:%s"]}\n' \
			"$name" "$NGINX_PORT"
	done
}

# How many looks nginx has seen, its own counter's questions left out.
questions=0
looks()
{
	questions=$((questions + 1))
	accepted=$(($(nginx_accepted) - questions))
}

# Two seconds without one: what was to be looked at has been.
looks_have_ended()
{
	local before
	looks
	before=$accepted
	sleep 2
	looks
	[ "$accepted" = "$before" ]
}

has_rejected()
{
	journal_entries | jq -rs "map(select($(event_is config-rejected))) |
		last | .MESSAGE" | grep -qF -- "$1"
}

incident_of()
{
	echo "(.CHAINWATCH_EVENT == \"$1\" and
		.CHAINWATCH_ENDPOINT == \"$2.test:443\")"
}

for name in good broken late; do
	ca_leaf $name issuing $name.test
	ca_chain "$NGINX_DIR/$name.test.chain" $name issuing
	cp "$CA_DIR/$name.key" "$NGINX_DIR/$name.test.key"
	nginx_site $name.test 127.45.4.1
done
ca_chain "$NGINX_DIR/broken.test.chain" broken
ca_chain "$NGINX_DIR/late.test.chain" late
nginx_start || fail "nginx does not start"
looks
questions=$((questions + accepted)) # those of the start
journal_start
write_config good broken >"$work/chainwatchd.yaml"
daemon_start
claim "a first pass ends" wait_for 40 journal_has 1 "$(event_is first-pass)"
claim "a second look at the broken one is over" wait_for 20 looks_have_ended
first=$accepted
claim "both endpoints were looked at" test "$first" -ge 2

for try in 1 2 3; do
	kill -HUP "$daemon"
	claim "a reload without a change is told ($try)" wait_for 5 \
		journal_has $try "$(event_is config-reloaded)"
done
claim "looks come to an end" wait_for 20 looks_have_ended
claim "and nobody was looked at out of turn" \
	test $((accepted - first)) -le 1

{
	write_config good
	echo 'intervall: 5s'
} >"$work/chainwatchd.yaml"
kill -HUP "$daemon"
claim "a bad configuration is told" wait_for 5 \
	journal_has 1 "$(event_is config-rejected)"
claim "with the place" has_rejected "chainwatchd.yaml:8"
claim "and with the word" has_rejected intervall
claim "the daemon goes on" kill -0 "$daemon"
claim "with what it watched" \
	journal_has 0 "$(incident_of incident-resolved broken)"

write_config good late >"$work/chainwatchd.yaml"
kill -HUP "$daemon"
claim "a good one is taken" wait_for 5 \
	journal_has 4 "$(event_is config-reloaded)"
claim "the endpoint that went closes its incident" wait_for 5 \
	journal_has 1 "$(incident_of incident-resolved broken)"
claim "the new one is looked at soon" wait_for 40 \
	journal_has 1 "$(incident_of incident-opened late)"
journal_show
claim "a stop follows" kill -TERM "$daemon"
claim "within seconds" daemon_ends 10
claim "with exit code 0" test "$daemon_code" = 0
