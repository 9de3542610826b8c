#!/bin/bash
# Dated rules of a file: SIGHUP reads them again, a faulty file changes nothing,
# and the command tells the rule and its source.  tests/system/policy.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
need_private_journal "$@"
system_begin "$@" nginx jq journalctl

# write_policy ROW...: the shipped rules and these
write_policy()
{
	printf 'version 1\nbase shipped\n' >"$work/own.policy"
	[ $# = 0 ] || printf '%s\n' "$@" >>"$work/own.policy"
}

finding_is()
{
	echo "(.CHAINWATCH_EVENT == \"$1\" and .CHAINWATCH_FINDING == \"$2\")"
}

has_rejected()
{
	journal_entries | jq -rs "map(select($(event_is config-rejected))) |
		last | .MESSAGE" | grep -qF -- "$1"
}

root_digest()
{
	openssl x509 -in "$CA_DIR/root.pem" -noout -sha256 -fingerprint |
		sed 's/.*=//; s/://g'
}

# check JQ-FILTER: of what the command says by the same rules
check()
{
	"$build/chainwatch" check --json --policy "$work/own.policy" \
		--trust "$CA_DIR/root.pem" \
		--address "127.45.9.1:$NGINX_PORT" shop.test >"$work/check.json" ||
		true
	jq -e "$1" "$work/check.json" >/dev/null
}

ca_leaf shop issuing shop.test -10 80
ca_chain "$NGINX_DIR/shop.test.chain" shop issuing
cp "$CA_DIR/shop.key" "$NGINX_DIR/shop.test.key"
nginx_site shop.test 127.45.9.1
nginx_start || fail "nginx does not start"
journal_start
write_policy
cat >"$work/chainwatchd.yaml" <<END
state_directory: $work/state
policy: own.policy
defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
trust_stores:
  test: {files: [$CA_DIR/root.pem]}
notify: {journal: true}
endpoints:
  - {host: shop.test, addresses: ["127.45.9.1:$NGINX_PORT"]}
END
claim "--check-config names the rules" sh -c \
	"'$build/chainwatchd' -c '$work/chainwatchd.yaml' --check-config |
		grep -F 'dated rules: $work/own.policy'"
daemon_start
claim "a first pass ends" wait_for 40 journal_has 1 "$(event_is first-pass)"
claim "and found nothing" journal_has 0 "$is_alarm"

write_policy 'lifetime name=ours from=2020-01-01 dayz=60 scope=all source=s'
kill -HUP "$daemon"
claim "a faulty file is told" wait_for 5 \
	journal_has 1 "$(event_is config-rejected)"
claim "with file and line" has_rejected "own.policy:3: 'dayz' is no key"
claim "the daemon goes on" kill -0 "$daemon"

write_policy 'lifetime name=ours from=2020-01-01 days=60 scope=all' \
	'	source="our handbook"'
kill -HUP "$daemon"
claim "a good one is taken" wait_for 5 \
	journal_has 1 "$(event_is config-reloaded)"
claim "what was good is judged by it" wait_for $((interval + slack)) \
	journal_has 1 "$(finding_is incident-opened lifetime-too-long)"
claim "the command tells the rule" check \
	'.findings[0] | .code == "lifetime-too-long" and .rule == "ours" and
	.source == "our handbook"'

write_policy 'roots name=old' "root sha256=$(root_digest)" \
	'remove name=old-removed programmes=java roots=old from=2020-01-01' \
	'	clients="our own services" source="change 4711"'
kill -HUP "$daemon"
claim "a CA can be refused" wait_for $((interval + slack)) \
	journal_has 1 "$(finding_is incident-opened distrusted-authority)"
claim "which leaves it valid" check \
	'.valid and .severity == "critical" and .findings[0].rule == "old-removed"'
claim "and the rule that went ends its incident" wait_for 80 \
	journal_has 1 "$(finding_is incident-resolved lifetime-too-long)"
journal_show
claim "a stop follows" kill -TERM "$daemon"
claim "within seconds" daemon_ends 10
claim "with exit code 0" test "$daemon_code" = 0
