#!/bin/bash
# The HTTP API of a daemon that runs, with an endpoint that is broken and others
# that are not: its answers are what the commands say, and what
# etc/openapi.json describes.
#   tests/system/api.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
system_begin "$@" nginx jq curl python3
python3 -c 'import jsonschema' 2>/dev/null || skip "no python3-jsonschema"

site=http://127.46.60.1:9746
openapi=$system_here/../../etc/openapi.json
check=$system_here/check_openapi

claim "the description is one of OpenAPI 3.1" "$check" "$openapi"

ca_leaf shop issuing shop.test -1 80
ca_leaf mail issuing mail.test -1 80
ca_leaf old issuing old.test -90 -1
ca_chain "$NGINX_DIR/shop.test.chain" shop
ca_chain "$NGINX_DIR/mail.test.chain" mail issuing
ca_chain "$NGINX_DIR/old.test.chain" old issuing
address=2
for host in shop mail old; do
	cp "$CA_DIR/$host.key" "$NGINX_DIR/$host.test.key"
	nginx_site $host.test 127.46.60.$address
	address=$((address + 1))
done
nginx_start || fail "nginx does not start"
cat >"$work/chainwatchd.yaml" <<-END
	state_directory: $work/state
	defaults: {interval: 10s, timeout: 2s, trust: [corp]}
	trust_stores: {corp: {files: [$CA_DIR/root.pem]}}
	web: {listen: 127.46.60.1:9746}
	notify: {journal: false, stderr: true}
	endpoints:
	  - host: shop.test
	    addresses: ["127.46.60.2:$NGINX_PORT"]
	    labels: {team: web}
	  - {host: mail.test, addresses: ["127.46.60.3:$NGINX_PORT"]}
	  - {host: old.test, addresses: ["127.46.60.4:$NGINX_PORT"]}
	  - {host: nobody.test, addresses: ["127.46.60.5:1"]}
END

# get PATH [OPTION...]: the answer in $work/body, its headers beside it
get()
{
	local path=$1
	shift
	curl -sS -m 20 -D "$work/headers" -o "$work/body" "$@" "$site$path"
}

# is STATUS PATH [OPTION...]
is()
{
	local status=$1
	shift
	get "$@" && grep -q "^HTTP/1.1 $status " "$work/headers"
}

# has FILTER: of jq, true of the answer
has()
{
	jq -e "$1" "$work/body" >/dev/null
}

is_ready()
{
	is 200 /readyz 2>/dev/null
}

asks()
{
	"$build/chainwatch" "$@" >"$work/out" || [ $? -le 2 ]
}

# same FILTER COMMAND-FILTER: the answer and what the command said
same()
{
	[ "$(jq -S "$1" "$work/body")" = "$(jq -S "$2" "$work/out")" ] || {
		diff <(jq -S "$1" "$work/body") <(jq -S "$2" "$work/out")
		return 1
	}
}

daemon_start
lives()
{
	is 200 /healthz 2>/dev/null
}
claim "it lives" wait_for 20 lives
claim "and is ready when somebody was looked at" wait_for 30 is_ready
seen_all()
{
	get "/api/v1/status?state=critical" && has '.items | length == 3'
}
claim "what is broken stands in the status" wait_for 40 seen_all
config=$work/chainwatchd.yaml
"$build/chainwatch" silence -c "$config" --for 1h --reason "a test" old.test \
	>/dev/null
changed()
{
	get "/api/v1/history?pattern=mail.test" &&
		has '.items | map(select(.change == "renewed")) | length == 1'
}
ca_leaf mail2 issuing mail.test -1 60
ca_chain "$NGINX_DIR/mail.test.chain" mail2
cp "$CA_DIR/mail2.key" "$NGINX_DIR/mail.test.key"
nginx_reload
claim "a renewal stands in the history" wait_for 30 changed

# Times move on between two questions, and with them when a judgement was made.
still='walk(if type == "object" then del(.last_look_at, .next_look_at,
	.judged_at, .age_s, .text, .holds_until, .version, .type) else . end)'
claim "the command is asked" asks status -c "$config" --json
get /api/v1/status
claim "status is what the command says" same ".items | $still" \
	"sort_by(.id) | $still"
claim "the same of one endpoint" asks show -c "$config" --json shop.test:443
get /api/v1/endpoints/shop.test:443
claim "is what show says" same "$still" "$still"
# same_lines PATH FILTER COMMAND...: of a command whose JSON comes in lines
same_lines()
{
	local path=$1 filter=$2
	shift 2
	"$build/chainwatch" "$@" -c "$config" --json | jq -s . >"$work/out"
	get "$path"
	same ".items | $filter" "$filter"
}
claim "events are what events says" same_lines /api/v1/events 'map(.id)' events
claim "the history is what history says" \
	same_lines /api/v1/history "$still" history
# What it asks DNS itself is the command's.
claim "certificates are what the inventory says" same_lines \
	/api/v1/certificates "map(del(.unresolved, .elsewhere)) | $still" \
	inventory
get /api/v1/silences
claim "the silence is told" has '.items | map(.reason) == ["a test"]'

# --- what is described is what is answered --------------------------------------
get /api/v1/incidents
incident=$(jq -r '.items[0].id' "$work/body")
get /api/v1/certificates
certificate=$(jq -r '.items | map(select(.use == "own"))[0].fingerprint_sha256' \
	"$work/body")
intermediate=$(ca_fingerprint issuing)
nothing=$(printf '%064d' 0)
cat >"$work/asked" <<-END
	/api/v1/status /api/v1/status
	/api/v1/status /api/v1/status?state=critical&limit=1
	/api/v1/status /api/v1/status?pattern=*.test&after=mail.test:443
	/api/v1/status /api/v1/status?format=ndjson
	/api/v1/status /api/v1/status?state=awful
	/api/v1/status /api/v1/status?limit=0
	/api/v1/endpoints/{id} /api/v1/endpoints/shop.test:443
	/api/v1/endpoints/{id} /api/v1/endpoints/mail.test%3A443?recent=50
	/api/v1/endpoints/{id} /api/v1/endpoints/old.test:443
	/api/v1/endpoints/{id} /api/v1/endpoints/nobody.test:443
	/api/v1/endpoints/{id} /api/v1/endpoints/none.test:443
	/api/v1/endpoints/{id} /api/v1/endpoints/shop.test:443?format=ndjson
	/api/v1/events /api/v1/events
	/api/v1/events /api/v1/events?pattern=mail.test&since=2020-01-01&limit=2
	/api/v1/events /api/v1/events?after=1&format=ndjson
	/api/v1/events /api/v1/events?after=x
	/api/v1/history /api/v1/history
	/api/v1/history /api/v1/history?since=2020-01-01T00:00:00Z&limit=2
	/api/v1/history /api/v1/history?last=many
	/api/v1/incidents /api/v1/incidents
	/api/v1/incidents /api/v1/incidents?limit=1
	/api/v1/incidents/{id} /api/v1/incidents/$incident
	/api/v1/incidents/{id} /api/v1/incidents/none
	/api/v1/certificates /api/v1/certificates
	/api/v1/certificates /api/v1/certificates?used=true&issuer=issuing&limit=1
	/api/v1/certificates /api/v1/certificates?ends_to=2020-01-01
	/api/v1/certificates/{sha256} /api/v1/certificates/$certificate
	/api/v1/certificates/{sha256} /api/v1/certificates/$intermediate
	/api/v1/certificates/{sha256} /api/v1/certificates/$nothing
	/api/v1/certificates/{sha256} /api/v1/certificates/x
	/api/v1/silences /api/v1/silences
	/api/v1/openapi.json /api/v1/openapi.json
	/metrics /metrics
	/probe /probe?target=shop.test:443
	/probe /probe?target=none.test:443
	/healthz /healthz
	/readyz /readyz
END
as_described()
{
	"$check" "$openapi" "$site" <"$work/asked" >"$work/checked" ||
		{ cat "$work/checked"; return 1; }
}
claim "every answer is as it is described" as_described
get /api/v1/openapi.json
claim "the description is given out as it is" \
	cmp "$work/body" "$openapi"

# --- portions --------------------------------------------------------------------
portions()
{
	local after='' count=0
	while :; do
		get "/api/v1/certificates?limit=2${after:+&after=$after}"
		count=$((count + $(jq '.items | length' "$work/body")))
		after=$(jq -r '.next // empty' "$work/body")
		[ -n "$after" ] || break
	done
	get /api/v1/certificates
	has ".items | length == $count"
}
claim "portions join to the whole" portions
claim "who takes neither form is told so" \
	is 406 /api/v1/status -H 'Accept: text/html'
refused()
{
	is "$@" && has ".status == $1 and (.title | length > 0)" &&
		grep -qi '^content-type: application/problem+json' \
			"$work/headers"
}
claim "who would act is told so as a problem" \
	refused 405 /api/v1/status -X DELETE
claim "and what may be done" grep -q '^Allow: GET, HEAD' "$work/headers"
claim "so is who encodes wrongly" refused 400 /api/v1/status?pattern=%zz
claim "lines are to be had" is 200 /api/v1/status \
	-H 'Accept: application/x-ndjson'
claim "the last line ends them" test \
	"$(tail -n 1 "$work/body" | jq -r .type)" = end
claim "a HEAD has no body" is 200 /api/v1/status --head
kill "$daemon"
claim "the daemon ends while nobody asks" daemon_ends 20
