#!/bin/bash
# Endpoints that DNS names, by real servers: MX and SRV records of a zone of
# knot lead to postfix, prosody and nginx, each looked at under its right name.
#   tests/system/names_served.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_knot.sh
. "$(dirname "$0")/lib_knot.sh"

need_root
system_begin "$1" nginx jq setpriv postfix prosody knotd kdig
# shellcheck source=lib_starttls.sh
. "$system_here/lib_starttls.sh"
# shellcheck disable=SC2034 # that of the servers there
well=127.45.60.1 ill=127.45.60.2
dns=127.45.60.3 web=127.45.60.4

ca_leaf well issuing well.test
ca_intermediate hidden root "Test Hidden CA"
ca_leaf ill hidden ill.test
ca_leaf imap issuing imap.test
ca_chain "$CA_DIR/well.chain" well issuing
ca_chain "$CA_DIR/ill.chain" ill
ca_chain "$NGINX_DIR/imap.test.chain" imap issuing
cp "$CA_DIR/imap.key" "$NGINX_DIR/imap.test.key"
nginx_site imap.test $web
nginx_start || fail "nginx does not start"
starttls_serve postfix prosody
mail=$(port_of postfix smtp) chat=$(port_of prosody xmpp-client)

zone()
{
	cat <<-END
		well A $well
		ill A $ill
		imap A $web
		_$mail._tcp.well TLSA $(tlsa_of "$CA_DIR/well.pem")
		_$mail._tcp.ill TLSA $(tlsa_of "$CA_DIR/well.pem")
		mail MX 10 well
		mail MX 20 ill
		plain A $well
		null MX 0 .
		_imaps._tcp.mail SRV 0 1 $NGINX_PORT imap
		_xmpp-client._tcp.well SRV 0 1 $chat chat
		_xmpp-client._tcp.ill SRV 0 1 $chat chat
		_xmpps-client._tcp.well SRV 0 0 0 .
		chat A $well
	END
}
knot_zone test < <(zone)
knot_start $dns
knot_anchor test >"$work/anchor.key"
starttls_await postfix prosody

cat >"$work/chainwatchd.yaml" <<END
state_directory: $work/state
defaults: {timeout: 20s, trust: [test]}
trust_stores:
  test: {files: [$CA_DIR/root.pem]}
aia: {enabled: false}
dns: {servers: ["$dns:$knot_port"], trust_anchor: $work/anchor.key}
endpoints:
  - {mx: mail.test, port: $mail}
  - {mx: plain.test, port: $mail, dane: off}
  - {mx: null.test, port: $mail}
  - srv: _imaps._tcp.mail.test
  - srv: _xmpp-client._tcp.well.test
  - srv: _xmpp-client._tcp.ill.test
  - srv: _xmpps-client._tcp.well.test
END
"$build/chainwatchd" -c "$work/chainwatchd.yaml" --once --json \
	>"$work/once.json" 2>"$work/once.log" || true

# of HOST PORT JQ-FILTER: each target of that endpoint passes, and there is one
of()
{
	jq -se --arg host "$1" --argjson port "$2" "map(select(
		.endpoint.host == \$host and .endpoint.port == \$port)) |
		length == 1 and all(.[]; $3)" "$work/once.json" >/dev/null ||
		{ cat "$work/once.log" "$work/once.json"; return 1; }
}

has_code='[.findings[].code] | index'
claim "the first mail exchanger is watched under its own name" \
	of well.test "$mail" .valid
claim "... and its TLSA record fits" \
	of well.test "$mail" "$has_code(\"dane-mismatch\") == null"
claim "the second one is, too" of ill.test "$mail" "$has_code(\"leaf-only\")"
claim "... and its TLSA record does not fit" \
	of ill.test "$mail" "$has_code(\"dane-mismatch\")"
claim "a domain without MX takes its mail itself" \
	of plain.test "$mail" "$has_code(\"name-mismatch\")"
claim "an IMAP server is watched under its own name, at the port of DNS" \
	of imap.test "$NGINX_PORT" .valid
claim "a chat server shows the certificate of the domain" \
	of well.test "$chat" .valid
claim "... of each that it serves" \
	of ill.test "$chat" "$has_code(\"leaf-only\")"
claim "a null MX is said" grep -q \
	"null.test: DNS says that there is no such service" "$work/once.log"
claim "... and a target of ." grep -q \
	"_xmpps-client._tcp.well.test: DNS says that there is no" \
	"$work/once.log"
claim "nothing else is watched" \
	test "$(jq -s length "$work/once.json")" = 6
