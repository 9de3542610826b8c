#!/bin/bash
# Fronts: an origin (nginx) and a load balancer (haproxy) found by a CNAME in a
# zone of knot, with a name of AWS at its end. What goes wrong at one of them is
# told with its role, name and product, and mended in the fields of that.
#   tests/system/fronts.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_haproxy.sh
. "$(dirname "$0")/lib_haproxy.sh"
# shellcheck source=lib_knot.sh
. "$(dirname "$0")/lib_knot.sh"
need_private_journal "$@"
system_begin "$@" nginx haproxy jq journalctl knotd kdig

dns=127.45.52.53 origin=127.45.52.1 balancer=127.45.52.2

serve()
{
	ca_chain "$NGINX_DIR/$1.chain" "${@:2}"
	cp "$CA_DIR/leaf.key" "$NGINX_DIR/$1.key"
}

field_has()
{
	journal_get chain-regressed "$1" | grep -qF -- "$2"
}

ca_leaf leaf issuing www.shop.test -1 89
serve www.shop.test leaf issuing
serve lb leaf issuing
nginx_site www.shop.test $origin
nginx_start || fail "nginx does not start"
haproxy_site lb
haproxy_start $balancer || fail "haproxy does not start"
knot_zone shop.test <<END
lb CNAME my-lb-1.eu-west-1.elb.amazonaws.com.
END
knot_zone amazonaws.com <<END
my-lb-1.eu-west-1.elb A $balancer
END
knot_start $dns
journal_start
cat >"$work/chainwatchd.yaml" <<END
state_directory: $work/state
defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
trust_stores:
  test: {files: [$CA_DIR/root.pem]}
notify: {journal: true}
dns: {servers: ["$dns:$knot_port"]}
endpoints:
  - host: www.shop.test
    port: $HAPROXY_PORT
    fronts:
      - {role: origin, address: "$origin:$NGINX_PORT"}
      - {role: load-balancer, name: eu-1, address: lb.shop.test}
END
daemon_start
claim "a first pass ends" wait_for $((interval + slack)) \
	journal_has 1 "$(event_is first-pass)"
claim "nothing is wrong at first" journal_has 0 "$is_alarm"

serve lb leaf
haproxy_site lb
haproxy_reload
claim "what the balancer lost is told within an interval" \
	wait_for $((interval + slack)) \
	journal_has 1 "$(event_is chain-regressed)"
claim "... at which front, and in whose product" field_has MESSAGE \
	"www.shop.test:$HAPROXY_PORT at the load balancer eu-1 (AWS Elastic Load \
Balancing, $balancer)"
claim "... in a field of its own" field_has CHAINWATCH_FRONT \
	"load-balancer eu-1"
claim "... and the product in another" field_has CHAINWATCH_PROVIDER aws-elb
claim "the origin is not named" not field_has CHAINWATCH_ADDRESS "$origin"
claim "the remedy names the fields of that product" field_has \
	CHAINWATCH_REMEDY "Certificate chain        chain.pem"
claim "... and its command" field_has CHAINWATCH_REMEDY \
	"aws acm import-certificate --certificate-arn"
claim "... and no server that nobody has there" not field_has \
	CHAINWATCH_REMEDY "/etc/nginx/fullchain.pem"

serve lb leaf issuing
haproxy_site lb
haproxy_reload
claim "the repair is seen" wait_for $((2 * interval + 2 * slack)) \
	journal_has 1 "$(event_is incident-resolved)"
