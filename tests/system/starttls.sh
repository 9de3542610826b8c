#!/bin/bash
# STARTTLS against the real servers of Debian, each with a good chain and with
# one that lacks its intermediate: what `check` sees behind the words of each.
#   tests/system/starttls.sh BUILD_DIR [SERVER...]
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

need_root
system_begin "$1" jq setpriv postfix dovecot proftpd slapd prosody erl \
	ejabberdctl mariadbd inspircd ngircd /usr/lib/news/bin/nnrpd
shift
# shellcheck source-path=SCRIPTDIR source=lib_starttls.sh
. "$system_here/lib_starttls.sh"

servers=(ejabberd mariadb postgresql postfix dovecot proftpd slapd nnrpd
	prosody inspircd ngircd)
[ $# = 0 ] || servers=("$@")

# look SERVER PROTOCOL NAME ADDRESS: the report of that chain
look()
{
	"$build/chainwatch" check --json --no-aia --timeout 20s \
		--trust "$CA_DIR/root.pem" --starttls "$2" \
		--address "$4:$(port_of "$1" "$2")" "$3" >"$work/look" || true
}

# seen JQ-FILTER
seen()
{
	jq -e "$1" "$work/look" >"$work/jq.log" 2>&1 && return
	jq -c "{valid, severity, failure: [..|.failure?|select(. != null)], codes: [.findings[].code]}" "$work/look"
	return 1
}

has_finding='[.findings[].code] | index'

ca_leaf well issuing well.test
# One that no server has lying about: ejabberd completes chains by itself.
ca_intermediate hidden root "Test Hidden CA"
ca_leaf ill hidden ill.test
ca_chain "$CA_DIR/well.chain" well issuing
ca_chain "$CA_DIR/ill.chain" ill
starttls_serve "${servers[@]}"
starttls_await "${servers[@]}"

while read -r server protocol _; do
	[[ " ${servers[*]} " == *" $server "* ]] || continue
	look "$server" "$protocol" well.test $well
	claim "$protocol, $server: a good chain is good" seen '.valid'
	look "$server" "$protocol" ill.test $ill
	claim "$protocol, $server: what is missing is seen" \
		seen "$has_finding(\"leaf-only\")"
done < <(grep . <<<"$server_ports")

# What knows TLS, but not how to turn to it.
if [[ " ${servers[*]} " == *" ngircd "* ]]; then
	"$build/chainwatch" check --json --timeout 20s --starttls irc \
		--trust "$CA_DIR/root.pem" --address $well well.test \
		>"$work/look" || true
	claim "irc, ngircd: it does not offer TLS" seen \
		'.addresses[0].failure.kind == "starttls-not-offered"'
fi
