#!/bin/bash
# The receiver of the webhook tests itself: it takes what is signed rightly and
# nothing else. Messages are signed by openssl here, and sent by bash.
#   tests/system/receiver.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_webhook.sh
. "$(dirname "$0")/lib_webhook.sh"
system_begin "$@" python3 jq base64

# sign SECRET ID TIMESTAMP BODY
sign()
{
	local key
	key=$(printf %s "${1#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \n')
	printf 'v1,%s' "$(printf '%s.%s.%s' "$2" "$3" "$4" |
		openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary |
		base64)"
}

# send ID TIMESTAMP SIGNATURE BODY: the status of the answer, or nothing
send()
{
	local _ code='' crlf=$'\r\n'
	exec 3<>"/dev/tcp/$hook_address/$hook_port"
	printf '%s' "POST / HTTP/1.1${crlf}Host: hook$crlf" \
		"Content-Type: application/json$crlf" \
		"Connection: close$crlf" "Content-Length: ${#4}$crlf" \
		"webhook-id: $1$crlf" "webhook-timestamp: $2$crlf" \
		"webhook-signature: $3$crlf$crlf" "$4" >&3
	read -r -t "$(patient 10)" _ code _ <&3 2>/dev/null || true
	exec 3>&-
	echo "$code"
}

# answers CODE ID TIMESTAMP SIGNATURE BODY
answers()
{
	local wanted=$1
	shift
	[ "$(send "$@")" = "$wanted" ]
}

hook_begin 127.45.20.1
hook_start
now=$(date +%s)
body='{"id":"e1","sequence":1,"event":"chain-regressed","incident":{"id":"i1"}}'
secret=$(cat "$hook/secrets")
other=$(hook_secret)
right=$(sign "$secret" e1 "$now" "$body")

claim "what is signed rightly is taken" answers 204 e1 "$now" "$right" "$body"
claim "two signatures, one of them right" \
	answers 204 e1 "$now" "$(sign "$other" e1 "$now" "$body") $right" "$body"
claim "both stand in the ledger" hook_has 2 '.incident == "i1"'
claim "and there is no fault" hook_is_faultless
claim "another secret is refused" \
	answers 401 e1 "$now" "$(sign "$other" e1 "$now" "$body")" "$body"
claim "another id is refused" answers 401 e2 "$now" "$right" "$body"
claim "another body is refused" answers 401 e1 "$now" "$right" "${body/1/2}"
claim "another time is refused" \
	answers 401 e1 $((now + 1)) "$right" "$body"
claim "an old message is refused" answers 401 e1 $((now - 400)) \
	"$(sign "$secret" e1 $((now - 400)) "$body")" "$body"
claim "another version of signature is refused" \
	answers 401 e1 "$now" "v2${right#v1}" "$body"
claim "an id that is not the event's is refused" \
	answers 401 x1 "$now" "$(sign "$secret" x1 "$now" "$body")" "$body"
claim "none of them is in the ledger" hook_has 2 true
claim "they are faults" test "$(wc -l <"$hook/faults")" = 7
claim "the test of the order sees what came twice" not hook_is_once_in_order

hook_mode status 500
claim "it answers 500 when told" answers 500 e1 "$now" "$right" "$body"
hook_mode reset
claim "it resets when told" answers '' e1 "$now" "$right" "$body"
hook_mode ok
hook_stop
hook_start
claim "it comes back on the same port" \
	answers 204 e1 "$now" "$right" "$body"
claim "with its ledger" hook_has 3 true
