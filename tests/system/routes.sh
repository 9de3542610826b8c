#!/bin/bash
# Who hears of what: two webhooks, a pager and a mail, each with what is routed
# to it; who heard an incident begin hears it end.
#   tests/system/routes.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_webhook.sh
. "$(dirname "$0")/lib_webhook.sh"
system_begin "$@" nginx python3 jq
mail=$work/mail

for name in shop db; do
	ca_leaf $name issuing $name.test -40 50
	ca_leaf "new-$name" issuing $name.test 0 90
	nginx_site $name.test 127.45.62.100
done
ca_root mail-root "Mail Root"
ca_leaf mail mail-root mail.test
ca_sign other-mail mail-root /CN=mail -10 80 "subjectAltName=IP:127.45.62.4" \
	basicConstraints=critical,CA:false extendedKeyUsage=serverAuth

# serve NAME KEY CERTIFICATE...
serve()
{
	local name=$1 key=$2
	shift 2
	ca_chain "$NGINX_DIR/$name.test.chain" "$@"
	cp "$CA_DIR/$key.key" "$NGINX_DIR/$name.test.key"
}

# told PATH EVENT COUNT: what a webhook was told of
told()
{
	hook_has "$3" ".path == \"$1\" and .event == \"$2\""
}

# paged ACTION COUNT [JQ-FILTER]
paged()
{
	hook_has "$2" ".path == \"/v2/enqueue\" and (.body | fromjson |
		.event_action == \"$1\" and ${3:-true})"
}

page_key()
{
	hook_get ".path == \"/v2/enqueue\" and (.body | fromjson |
		.event_action == \"$1\")" '.body | fromjson | .dedup_key'
}

# mailed COUNT JQ-FILTER
mailed()
{
	[ -e "$mail/ledger" ] || return 1
	[ "$(jq -s "map(select($2)) | length" "$mail/ledger")" = "$1" ]
}

serve shop shop shop issuing
serve db db db issuing
nginx_start || fail "nginx does not start"
hook_begin 127.45.62.3 --unsigned
hook_start
mkdir "$mail"
echo "chainwatch topsecret42" >"$mail/login"
echo topsecret42 >"$work/password"
echo 0123456789abcdef0123456789abcdef >"$work/routing-key"
"$system_here/mail_receiver" --folder "$mail" --address 127.45.62.4 \
	--tls "$CA_DIR/other-mail.pem" "$CA_DIR/other-mail.key" \
	>"$mail/log" 2>&1 </dev/null &
extra_pids+=("$!")
wait_for 20 test -s "$mail/port" || fail "no mail server: $(cat "$mail/log")"

hooks=http://127.45.62.3:$hook_port
cat >"$work/chainwatchd.yaml" <<-END
	state_directory: $work/state
	defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
	trust_stores:
	  test: {files: [$CA_DIR/root.pem]}
	notify:
	  stderr: true
	  webhooks:
	    - {name: web, url: "$hooks/web"}
	    - {name: ops, url: "$hooks/ops"}
	    - {name: pager, url: "$hooks/v2/enqueue", format: pagerduty,
	       min_severity: critical, secret_file: $work/routing-key}
	  mail:
	    - name: oncall
	      url: "smtp://127.45.62.4:$(cat "$mail/port")"
	      ca_file: $CA_DIR/mail-root.pem
	      username: chainwatch
	      password_file: $work/password
	      from: chainwatch@example.test
	      to: [oncall@example.test]
	      digest: 1s
	  default: [ops]
	  routes:
	    - {min_severity: critical, sinks: [pager], continue: true}
	    - {labels: {team: "w*"}, sinks: [web, oncall]}
	    - {labels: {team: db}, endpoints: ["db.*"], sinks: [ops]}
	endpoints:
	  - {host: shop.test, labels: {team: web},
	     addresses: ["127.45.62.100:$NGINX_PORT"]}
	  - {host: db.test, labels: {team: db},
	     addresses: ["127.45.62.100:$NGINX_PORT"]}
END
claim "a mail can be tried before" \
	"$build/chainwatch" notify-test -c "$work/chainwatchd.yaml" oncall
claim "it came by TLS, from who logged in" \
	mailed 1 '.user == "chainwatch" and (.to | length) == 1'
daemon_start
claim "the first pass is told by default" \
	wait_for 60 told /ops first-pass 1

serve shop new-shop new-shop
nginx_reload
claim "a regression goes to its team" \
	wait_for 60 told /web chain-regressed 1
claim "and pages, since it is critical" wait_for 60 paged trigger 1
claim "and is mailed" wait_for 60 mailed 1 \
	'.headers."X-Chainwatch-Event" == "chain-regressed"'
claim "the mail says what to do" mailed 1 \
	'(.text | contains("What to do:")) and
	.headers."Auto-Submitted" == "auto-generated"'
claim "others hear nothing of it" told /ops chain-regressed 0
incident=$(page_key trigger)
"$build/chainwatch" ack -c "$work/chainwatchd.yaml" --reason seen --author test \
	"$incident" >"$work/ack" 2>&1 || fail "ack: $(cat "$work/ack")"
claim "who acknowledges it is known to the pager" \
	wait_for 60 paged acknowledge 1 ".dedup_key == \"$incident\""

serve shop new-shop new-shop issuing
nginx_reload
claim "its end goes where its begin went" \
	wait_for 90 told /web incident-resolved 1
claim "the page is resolved" \
	wait_for 60 paged resolve 1 ".dedup_key == \"$incident\""
claim "the mails are one thread" wait_for 60 mailed 2 \
	".headers.References == \"<incident.$incident@example.test>\" and
	(.headers.\"X-Chainwatch-Event\" |
	IN(\"chain-regressed\", \"incident-resolved\"))"

serve db new-db new-db
nginx_reload
claim "another team's goes to another sink" \
	wait_for 60 told /ops chain-regressed 1
claim "and pages as well" wait_for 60 paged trigger 2
claim "but is not the first team's" told /web chain-regressed 1
claim "nor mailed" mailed 1 \
	'.headers."X-Chainwatch-Event" == "chain-regressed"'
claim "what is no alert is no page" hook_has 0 \
	'.path == "/v2/enqueue" and (.body | fromjson | .event_action == null)'
claim "each event says whom it went to" sh -c \
	"'$build/chainwatch' events -c '$work/chainwatchd.yaml' --json |
	jq -es 'any(.event == \"chain-regressed\" and
	.routed_to == [\"pager\", \"ops\", \"journal\"])' >'$work/routed'"
claim "no sender did what it may not" hook_is_faultless
claim "nor by mail" test ! -e "$mail/faults"
claim "no secret stands in what the daemon says" \
	not grep -qE 'topsecret42|0123456789abcdef' "$work/daemon.log"
claim "nor in its store" \
	not grep -rqaE 'topsecret42|0123456789abcdef0123' "$work/state"
kill -TERM "$daemon"
claim "it stops when told" daemon_ends 20
