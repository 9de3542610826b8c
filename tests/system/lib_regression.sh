# The main story, told of whatever server: a renewal forgets the chain file,
# the journal holds one alert with all that is needed to act, the repair is
# noticed. To be sourced after lib.sh.
# shellcheck shell=bash disable=SC2154

# regression_story HOST ADDRESS BREAK REPAIR
#   HOST      the endpoint, watched already and good
#   ADDRESS   address:port that the alert must name, and no other
#   BREAK     a function: the new leaf without its intermediate, and a reload
#   REPAIR    a function: the intermediate is back
# The CA holds the old leaf as "old", the new one as "new".
regression_story()
{
	local host=$1 address=$2 ends
	claim "a first pass ends" wait_for $((interval + slack)) \
		journal_has 1 "$(event_is first-pass)"
	claim "nothing is wrong at first" journal_has 0 "$is_alarm"

	$3
	claim "chain-regressed comes within one interval" \
		wait_for $((interval + slack)) \
		journal_has 1 "$(event_is chain-regressed)"
	journal_show
	expect_field CHAINWATCH_ENDPOINT "$host:443"
	expect_field CHAINWATCH_ADDRESS "$address"
	expect_field CHAINWATCH_BEFORE "$(ca_fingerprint old)"
	expect_field CHAINWATCH_AFTER "$(ca_fingerprint new)"
	expect_field CHAINWATCH_SEVERITY critical
	claim "the finding is leaf-only" names_finding leaf-only
	claim "the remedy says what to paste for nginx" \
		remedy_has "ssl_certificate"
	claim "the remedy says what to paste for HAProxy" remedy_has \
		"/etc/haproxy/certs"
	claim "the remedy names the certificate that is missing" \
		remedy_has "Test Issuing CA"
	claim "a person reads endpoint and fault in one line" \
		message_has "$host"

	sleep $((2 * interval + slack))
	claim "one cause, one alert" journal_has 1 "$is_alarm"
	claim "it is not resolved" journal_has 0 "$(event_is incident-resolved)"

	$4
	ends=$((2 * interval + 2 * slack))
	claim "incident-resolved follows the repair" wait_for $ends \
		journal_has 1 "$(event_is incident-resolved)"
	claim "of the same incident" same_incident
	sleep $((interval + slack))
	claim "and then it is quiet" \
		journal_has 1 "$(event_is incident-resolved)"
	claim "without another alarm" journal_has 1 "$is_alarm"
}

expect_field()
{
	local value
	value=$(journal_get chain-regressed "$1")
	claim "$1 is $2" test "$value" = "$2"
}

names_finding()
{
	{
		journal_get chain-regressed CHAINWATCH_FINDING
		journal_get chain-regressed CHAINWATCH_FINDINGS
	} | tr ' ' '\n' | grep -qx "$1"
}

remedy_has()
{
	journal_get chain-regressed CHAINWATCH_REMEDY | grep -qF -- "$1"
}

message_has()
{
	journal_get chain-regressed MESSAGE | grep -qF -- "$1"
}

same_incident()
{
	local opened resolved
	opened=$(journal_get chain-regressed CHAINWATCH_INCIDENT)
	resolved=$(journal_get incident-resolved CHAINWATCH_INCIDENT)
	[ "${#opened}" = 32 ] && [ "$opened" = "$resolved" ]
}
