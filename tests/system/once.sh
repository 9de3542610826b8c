#!/bin/bash
# --check-config, --once, and the command beside the daemon, on real servers.
#   tests/system/once.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
system_begin "$@" nginx jq

# runs CODE COMMAND...: its output is left in $work/out, its errors in err
runs()
{
	local wanted=$1 code=0
	shift
	"$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
	[ $code = "$wanted" ] && return
	echo "exit code $code, not $wanted"
	cat "$work/out" "$work/err"
	return 1
}

says()
{
	grep -qF -- "$1" "$work/out" "$work/err"
}

# json FILTER: true of the whole output
json()
{
	jq -es "$1" "$work/out" >/dev/null
}

write_config()
{
	cat <<-END
		state_directory: $work/state
		defaults: {interval: 1h, timeout: 5s, trust: [test]}
		trust_stores:
		  test: {files: [$CA_DIR/root.pem]}
		endpoints:
		  - {host: good.test, addresses: ["127.45.6.1:$NGINX_PORT"]}
		  - {host: broken.test, addresses: ["127.45.6.1:$NGINX_PORT"]}
		  - host: good.test
		    port: 444
		    addresses: ["127.45.6.1:$NGINX_PORT"]
		    expect: {issuer: [Nobody, "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="]}
		  - host: good.test
		    port: 445
		    addresses: ["127.45.6.1:$NGINX_PORT"]
		    expect: {issuer: test issuing ca}
		  - {host: nobody.test, addresses: ["127.45.6.2:$NGINX_PORT"]}
	END
}

for name in good broken; do
	ca_leaf $name issuing $name.test
	ca_chain "$NGINX_DIR/$name.test.chain" $name issuing
	cp "$CA_DIR/$name.key" "$NGINX_DIR/$name.test.key"
	nginx_site $name.test 127.45.6.1
done
ca_chain "$NGINX_DIR/broken.test.chain" broken
nginx_start || fail "nginx does not start"
config=$work/chainwatchd.yaml
write_config >"$config"

claim "a good configuration is accepted" \
	runs 0 "$build/chainwatchd" --check-config -c "$config"
claim "the keys it may have can be read" \
	runs 0 "$build/chainwatchd" --config-keys
claim "with range and default" says \
	"interval: duration from 10s to 30d; default: 1h"
{
	write_config
	echo '  - {host: "bad host", prot: 443}'
} >"$work/bad.yaml"
claim "a bad one is not" \
	runs 3 "$build/chainwatchd" --check-config -c "$work/bad.yaml"
claim "the first fault has its place" says "bad.yaml:17:12"
claim "and the second" says "bad.yaml:17:24"
claim "with a caret under it" says "^"
claim "a missing file is refused" \
	runs 3 "$build/chainwatchd" --check-config -c "$work/none.yaml"
claim "by name" says "none.yaml"

printf 'endpoints: []\n' >"$work/empty.yaml"
claim "one without endpoints is accepted" \
	runs 0 "$build/chainwatchd" --check-config -c "$work/empty.yaml"
claim "and called idle" says "nothing would be watched"
printf 'endpoints: [{mx: example.org}, {srv: _own._tcp.example.org}]\n' \
	>"$work/names.yaml"
claim "one that only has names in DNS is accepted" \
	runs 0 "$build/chainwatchd" --check-config -c "$work/names.yaml"
claim "and not called idle" says "and those that DNS names for 2"
claim "what is assumed of an unknown service is said" \
	says "_own._tcp.example.org is no service that is known here"
printf 'notify: {webhooks: [{name: chat, format: slack, url_file: u}]}\n' \
	>"$work/hook.yaml"
claim "a missing file with a webhook's URL is refused" \
	runs 3 "$build/chainwatchd" --check-config -c "$work/hook.yaml"
claim "by its place" says "hook.yaml:1:59: no such file"
printf 'http://me:pa55phrase@127.0.0.1/in\n' >"$work/u"
claim "so is one with what 'url' would not take" \
	runs 3 "$build/chainwatchd" --check-config -c "$work/hook.yaml"
claim "by its name" says \
	"webhook chat: $work/u: the URL in it holds a user name"
claim "without a word of it" not says pa55phrase
printf 'https://127.0.0.1/in\n' >"$work/u"
claim "a good one is accepted" \
	runs 0 "$build/chainwatchd" --check-config -c "$work/hook.yaml"
printf 'no certificate\n' >"$work/text.pem"
printf 'trust_stores: {corp: {files: [%s]}}\n' text.pem >"$work/text.yaml"
claim "a trust store of plain text is refused" \
	runs 3 "$build/chainwatchd" --check-config -c "$work/text.yaml"
claim "without a level for the journal, but with its place" \
	says "chainwatchd: $work/text.yaml:1:31: trust store corp"

# What is indented behind the name of the file, to the next paragraph.
awk '/^[^ ]/ { on = /^\/etc\/chainwatch\/chainwatchd.yaml/ }
	on && sub(/^    /, "")' \
	"$system_here/../../README" >"$work/readme.yaml"
claim "the example of the README is one" grep -q shop.example.com \
	"$work/readme.yaml"
claim "and is accepted" \
	runs 0 "$build/chainwatchd" --check-config -c "$work/readme.yaml"
claim "so is the configuration that is installed" runs 0 \
	"$build/chainwatchd" --check-config \
	-c "$system_here/../../etc/chainwatchd.yaml"

claim "--once ends well whatever it saw" \
	runs 0 "$build/chainwatchd" --once -c "$config"
for word in good.test broken.test leaf-only nobody.test connect-refused \
	unexpected-issuer; do
	claim "--once says $word" says "$word"
done
claim "and counts as the lines say" says \
	"5 targets probed: 2 ok, 0 notice, 0 warning, 3 critical; without a chain among them: 1"
{
	write_config | sed '/^endpoints:/q'
	echo "  - {host: nobody.test, addresses: [\"127.45.6.2:$NGINX_PORT\"]}"
} >"$work/one.yaml"
claim "of one target it says so" \
	runs 0 "$build/chainwatchd" --once -c "$work/one.yaml"
claim "as people would" says \
	"1 target probed: 0 ok, 0 notice, 0 warning, 1 critical"
claim "--once --json does too" \
	runs 0 "$build/chainwatchd" --once --json -c "$config"
claim "each target once" json '
	map(select(.endpoint)) | length == 5'
claim "the good one is valid" json '
	any(.[]; (.endpoint | tostring | test("good.test")) and
	    ((.report // .).valid == true))'
claim "the broken one is leaf-only" json '
	any(.[]; any((.report // .).findings[]?; .code == "leaf-only"))'

check=("$build/chainwatch" check --trust "$CA_DIR/root.pem"
	--address "127.45.6.1:$NGINX_PORT")
claim "check finds the good one good" runs 0 "${check[@]}" good.test
claim "check finds the broken one broken" runs 2 "${check[@]}" broken.test
claim "and draws what is missing" says "Test Issuing CA"
claim "check --json" runs 2 "${check[@]}" --json broken.test
claim "is the judge's JSON" json '
	(.[0] | if type == "array" then .[0] else . end | .report // .) |
	.valid == false and .severity == "critical" and
	.findings[0].code == "leaf-only" and
	(.findings[0].remedy | length > 0)'
claim "check under another name tells of the name" \
	runs 2 "${check[@]}" --sni good.test other.test
claim "by its code" says name-mismatch

lint=("$build/chainwatch" lint --trust "$CA_DIR/root.pem" --name good.test)
claim "lint accepts the file that works" \
	runs 0 "${lint[@]}" "$NGINX_DIR/good.test.chain"
claim "lint refuses the leaf alone" runs 2 "${lint[@]}" "$CA_DIR/good.pem"
claim "lint sees other days" runs 2 "${lint[@]}" --at 2099-01-01T00:00:00Z \
	"$NGINX_DIR/good.test.chain"
claim "as expired" says expired
claim "explain lists the codes" runs 0 "$build/chainwatch" explain
claim "among them leaf-only" says leaf-only
claim "explain explains one" runs 0 "$build/chainwatch" explain leaf-only
claim "with what to paste" says ssl_certificate
claim "a code that is none is refused" \
	runs 3 "$build/chainwatch" explain no-such-code
