#!/bin/bash
# What real servers staple, made by a real responder: nginx and openssl
# s_server, in TLS 1.2 and 1.3, each with a response that is good, says
# revoked, is of another signer, or is none; and a certificate that
# demands one where none is sent.   tests/system/staples.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
system_begin "$@" nginx jq

host=staple.test address=127.45.65.1

ca_leaf leaf issuing $host -1 80
ca_leaf gone issuing gone.test -1 80
ca_leaf stranger issuing stranger.test -1 80
ca_sign must issuing "/CN=$host" -1 80 basicConstraints=critical,CA:false \
	keyUsage=critical,digitalSignature extendedKeyUsage=serverAuth \
	subjectAltName=DNS:$host tlsfeature=status_request \
	authorityKeyIdentifier=keyid
ca_sign responder issuing "/CN=Test Responder" -1 80 \
	basicConstraints=critical,CA:false \
	keyUsage=critical,digitalSignature extendedKeyUsage=OCSPSigning \
	authorityKeyIdentifier=keyid
openssl ca -config "$CA_DIR/openssl.cnf" -cert "$CA_DIR/issuing.pem" \
	-keyfile "$CA_DIR/issuing.key" -revoke "$CA_DIR/gone.pem" \
	-crl_reason keyCompromise 2>"$work/revoke.log" ||
	fail "cannot revoke: $(cat "$work/revoke.log")"

# respond FILE CERT SIGNER [OPTION...]: what a responder says of it
respond()
{
	local file=$1 cert=$2 by=$3
	shift 3
	if ! openssl ocsp -issuer "$CA_DIR/issuing.pem" \
		-cert "$CA_DIR/$cert.pem" -no_nonce -reqout "$work/request" \
		>"$work/respond.log" 2>&1 ||
		! openssl ocsp -index "$CA_DIR/index" \
			-CA "$CA_DIR/issuing.pem" -rsigner "$CA_DIR/$by.pem" \
			-rkey "$CA_DIR/$by.key" -reqin "$work/request" \
			-respout "$file" -noverify "$@" \
			>"$work/respond.log" 2>&1; then
		fail "$(cat "$work/respond.log")"
	fi
}

respond "$work/good" leaf responder -ndays 7
respond "$work/revoked" gone issuing -ndays 7
respond "$work/foreign" leaf stranger -ndays 7
respond "$work/other" gone responder -ndays 7
echo "no response at all" >"$work/garbage"
printf '\x30\x03\x0a\x01\x03' >"$work/later" # tryLater

# nginx staples what a file holds, whatever that is.
ca_chain "$NGINX_DIR/$host.chain" leaf issuing
cp "$CA_DIR/leaf.key" "$NGINX_DIR/$host.key"
nginx_site $host $address
eval "plain_$(declare -f nginx_write_config)"
nginx_write_config()
{
	plain_nginx_write_config | sed "s#^ssl_certificate_key .*#&\n\
ssl_stapling on;\n\
ssl_stapling_file $work/stapled;#"
}
cp "$work/good" "$work/stapled"
nginx_start || fail "nginx does not start"
port=$((NGINX_PORT + 1))

# serve CERT RESPONSE VERSION
serve()
{
	local staple=()
	[ -z "$2" ] || staple=(-status_file "$2")
	ca_chain "$work/chain.pem" issuing
	openssl s_server -accept $address:$port -quiet -"$3" \
		-cert "$CA_DIR/$1.pem" -key "$CA_DIR/$1.key" \
		-cert_chain "$work/chain.pem" "${staple[@]}" \
		>"$work/s_server.log" 2>&1 </dev/zero &
	server=$!
	extra_pids=("$server")
	wait_for 20 bash -c "exec 3<>/dev/tcp/$address/$port" 2>/dev/null ||
		fail "s_server does not start: $(cat "$work/s_server.log")"
}

stop_serving()
{
	kill "$server"
	wait "$server" 2>/dev/null || true
	extra_pids=()
}

# look ADDRESS NAME [OPTION...]: into look.json
look()
{
	local at=$1 name=$2
	shift 2
	"$build/chainwatch" check --trust "$CA_DIR/root.pem" --json "$@" \
		--address "$at" "$name" >"$work/look.json" 2>"$work/look.log" ||
		true
}

# The first report has that status of the leaf, by that source.
has_status()
{
	jq -es --arg status "$1" --arg source "$2" \
		'[.. | objects | select(has("revocation")) | .revocation[0]]
		| .[0].status == $status and .[0].source == $source' \
		"$work/look.json" >/dev/null
}

has_finding()
{
	jq -es --arg code "$1" --arg severity "$2" \
		'[.. | objects | select(.code? == $code)] | .[0].severity
		== $severity' "$work/look.json" >/dev/null
}

has_no_finding()
{
	! grep -q "\"code\": *\"$1" "$work/look.json"
}

for version in tls1_2 tls1_3; do
	serve leaf "$work/good" $version
	look $address:$port $host
	claim "$version: a good staple is good" has_status good staple
	claim "$version: and nothing is said of it" has_no_finding staple
	look $address:$port $host --at "$(date -u -d '+8 days' +%FT%TZ)"
	claim "$version: after its end it is told" \
		has_finding staple-expired warning
	stop_serving
	serve gone "$work/revoked" $version
	look $address:$port gone.test
	claim "$version: a revoked one says so" has_status revoked staple
	claim "$version: and is critical" has_finding leaf-revoked critical
	claim "$version: with the reason" grep -q "key compromise" \
		"$work/look.json"
	stop_serving
	for kind in foreign other later; do
		serve leaf "$work/$kind" $version
		look $address:$port $host
		claim "$version: $kind is of no use, and not revoked" \
			has_finding staple-invalid warning
		claim "$version: $kind: the status is not known" \
			has_status unavailable none
		stop_serving
	done
	serve must '' $version
	look $address:$port $host
	claim "$version: who demands a staple misses it" \
		has_finding staple-missing critical
	stop_serving
done

look $address:"$NGINX_PORT" $host
claim "nginx: a good staple is good" has_status good staple
cp "$work/other" "$work/stapled"
nginx_reload
look $address:"$NGINX_PORT" $host
claim "nginx: one left from another certificate is told" \
	has_finding staple-invalid warning
