#!/bin/bash
# Files on disk beside what is served: a certificate that was renewed and not
# loaded is told and ends with the reload, a bundle that would break is told
# before it; a command waits until a renewal is served; endpoints come and go
# with the lists of others.   tests/system/deployed.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
need_private_journal "$@"
system_begin "$@" nginx jq journalctl

entry()
{
	echo "(.CHAINWATCH_EVENT == \"$1\" and .CHAINWATCH_FINDING == \"$2\")"
}

ca_leaf shop issuing shop.test -60 30
ca_leaf shop-new issuing shop.test -1 89
ca_chain "$NGINX_DIR/shop.test.chain" shop issuing
cp "$CA_DIR/shop.key" "$NGINX_DIR/shop.test.key"
nginx_site shop.test 127.45.54.1
nginx_start || fail "nginx does not start"
file=$NGINX_DIR/shop.test.chain
key=$NGINX_DIR/shop.test.key
mkdir "$work/targets"
echo '[]' >"$work/targets/a.json"
cat >"$work/chainwatchd.yaml" <<-END
	state_directory: $work/state
	defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
	trust_stores:
	  test: {files: [$CA_DIR/root.pem]}
	notify: {journal: true}
	files:
	  - {path: $NGINX_DIR/shop.*.chain, key: shop.test.key}
	endpoints:
	  - host: shop.test
	    addresses: ["127.45.54.1:$NGINX_PORT"]
	    serves: $file
	    deploy_grace: 4s
	endpoints_from:
	  - file_sd: targets/*.json
	    defaults: {labels: {from: list}}
END
journal_start
daemon_start
claim "a first pass ends" wait_for 60 journal_has 1 "$(event_is first-pass)"

# Written as certbot does: new files, put in place one after the other.
replace()
{
	cp "$1" "$2.new"
	mv "$2.new" "$2"
}
ca_chain "$work/renewed" shop-new issuing
replace "$work/renewed" "$file"
replace "$CA_DIR/shop-new.key" "$key"
claim "a renewal that is not loaded is told" wait_for 40 \
	journal_has 1 "$(entry incident-opened not-deployed)"
claim "the file is named" grep -qF "$file was renewed on disk" \
	<<<"$(journal_get incident-opened MESSAGE)"
claim "and the address" grep -qF 127.45.54.1 \
	<<<"$(journal_get incident-opened CHAINWATCH_ADDRESSES)$(journal_get \
		incident-opened MESSAGE)"
claim "and nothing is said of the key" journal_has 0 \
	'.CHAINWATCH_FINDING == "key-mismatch"'

# The command sees it too, and sees the reload.
probe()
{
	probe_code=0
	"$build/chainwatch" probe -c "$work/chainwatchd.yaml" --no-remedies \
		--expect "$file" "$@" shop.test >"$work/probe.out" 2>&1 ||
		probe_code=$?
}
probe --wait=1s
claim "a probe says that the old one is served" test "$probe_code" = 1
claim "and where" grep -qF "127.45.54.1:$NGINX_PORT still shows" \
	"$work/probe.out"
mkdir "$work/lineage"
cp "$file" "$work/lineage/fullchain.pem"
claim "the hook reloads, and waits until the new one is served" \
	env "PATH=$build:$PATH" "RENEWED_LINEAGE=$work/lineage" \
	RENEWED_DOMAINS="*.shop.test shop.test" WAIT="$(patient 20)s" \
	"TRUST=$CA_DIR/root.pem" \
	"RELOAD=kill -HUP $NGINX_PID" "CONFIG=$work/chainwatchd.yaml" \
	"$system_here/../../contrib/deploy-hook"
claim "the end is told" wait_for 40 \
	journal_has 1 "$(entry incident-resolved not-deployed)"

# A bundle that would break: told of the file, while all is well outside.
cp "$CA_DIR/shop-new.pem" "$file.new"
mv "$file.new" "$file"
claim "a file that lost its intermediate is told before it is loaded" \
	wait_for 20 journal_has 1 '(.CHAINWATCH_SEVERITY == "critical" and
		.CHAINWATCH_ENDPOINT == "'"$file"'")'
claim "with who will break" journal_has 1 \
	'(.MESSAGE // "" | contains("breaks with a reload: shop.test:443"))'
replace "$work/renewed" "$file"

# Lists of others.
cat >"$work/targets/a.json" <<-END
	[{"targets": ["127.45.54.1:$NGINX_PORT"], "labels": {"team": "web"}}]
END
claim "an endpoint comes with a list" wait_for 30 journal_has 1 \
	"$(event_is config-reloaded)"
claim "and is looked at" wait_for 30 journal_has 1 \
	'(.CHAINWATCH_EVENT == "incident-opened" and
		.CHAINWATCH_ENDPOINT == "127.45.54.1:'"$NGINX_PORT"'")'
echo '[{"targets": 5}]' >"$work/targets/a.json"
claim "a list at fault is told" wait_for 30 journal_has 1 \
	"$(event_is config-rejected)"
claim "with file and line" grep -qF "targets/a.json:1:" \
	<<<"$(journal_get config-rejected MESSAGE)"
kill -TERM "$daemon"
claim "a stop meanwhile" daemon_ends 10
daemon_start
claim "a start tells it again" wait_for 30 journal_has 1 \
	"$(event_is config-rejected)"
claim "and watches what was listed before" journal_has 0 \
	'(.CHAINWATCH_EVENT == "incident-resolved" and
		.CHAINWATCH_ENDPOINT == "127.45.54.1:'"$NGINX_PORT"'")'
echo '[]' >"$work/targets/a.json"
claim "an endpoint goes with it" wait_for 30 journal_has 1 \
	"$(event_is config-reloaded)"
claim "and its incident ends" wait_for 5 journal_has 1 \
	'(.CHAINWATCH_EVENT == "incident-resolved" and
		.CHAINWATCH_ENDPOINT == "127.45.54.1:'"$NGINX_PORT"'")'
claim "a stop follows" kill -TERM "$daemon"
claim "within seconds" daemon_ends 10
claim "with exit code 0" test "$daemon_code" = 0
