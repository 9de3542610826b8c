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

# has_lines COUNT TEXT FILE
has_lines()
{
	[ "$(grep -cF -- "$2" "$3")" = "$1" ]
}

refused_login()
{
	grep -q 535 "$work/said" && ! grep -q wrong "$work/said"
}

has_finding='[.findings[].code] | index'

# server_leaf NAME ISSUER ADDRESS: for its name, and for who has none to ask for
server_leaf()
{
	ca_sign "$1" "$2" "/CN=$1.test" -10 80 basicConstraints=critical,CA:false \
		keyUsage=critical,digitalSignature extendedKeyUsage=serverAuth \
		subjectAltName="DNS:$1.test,IP:$3" authorityKeyIdentifier=keyid
}

server_leaf well issuing $well
# One that no server has lying about: ejabberd completes chains by itself.
ca_intermediate hidden root "Test Hidden CA"
server_leaf ill hidden $ill
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

# Our own mails, by a server that is not of our making.
if [[ " ${servers[*]} " == *" postfix "* ]]; then
	cat >"$work/chainwatchd.yaml" <<-END
		state_directory: $work/state
		notify:
		  mail:
		    - {name: well, url: "smtp://$well:$(port_of postfix smtp)",
		       ca_file: $CA_DIR/root.pem, from: chainwatch@well.test,
		       to: [oncall@elsewhere.test, boss@elsewhere.test]}
		    - {name: ill, url: "smtp://$ill:$(port_of postfix smtp)",
		       ca_file: $CA_DIR/root.pem, from: chainwatch@well.test,
		       to: [oncall@elsewhere.test]}
		    - {name: login, url: "smtp://$well:2587",
		       username: chainwatch, password_file: $work/password,
		       ca_file: $CA_DIR/root.pem, from: chainwatch@well.test,
		       to: [login@elsewhere.test]}
		    - {name: open, url: "smtp://$well:$(port_of postfix smtp)",
		       starttls: none, from: chainwatch@well.test,
		       to: [open@elsewhere.test]}
		endpoints: [{host: well.test}]
	END
	notify_test=("$build/chainwatch" notify-test -c "$work/chainwatchd.yaml")
	claim "mail, postfix: it takes ours" "${notify_test[@]}" well
	claim "which came by TLS, once for both" wait_for 60 \
		has_lines 1 "starttls=1 mail=1 rcpt=2 data=1" \
		"$work/postfix/mail.log"
	claim "and goes on to all" wait_for 60 \
		has_lines 2 "status=sent (elsewhere.test)" "$work/postfix/mail.log"
	claim "mail, postfix: one whose chain is broken gets none" \
		not "${notify_test[@]}" ill
	claim "nor who it is from" \
		has_lines 1 "mail=1" "$work/postfix/mail.log"
	claim "mail, postfix: one in the clear, where that is asked for" \
		"${notify_test[@]}" open
	claim "arrives, too" wait_for 60 has_lines 1 \
		"to=<open@elsewhere.test>" "$work/postfix/mail.log"
	(umask 077 && echo wrong >"$work/password")
	claim "mail, postfix: a wrong password sends nothing" \
		not "${notify_test[@]}" login
	"${notify_test[@]}" login >"$work/said" 2>&1 || true
	claim "and is told as what it is, itself unsaid" \
		refused_login
	echo topsecret42 >"$work/password"
	claim "mail, postfix: the right one does" "${notify_test[@]}" login
	claim "who is logged in then" wait_for 60 \
		has_lines 1 "sasl_method=PLAIN, sasl_username=chainwatch" "$work/postfix/mail.log"
fi

# What knows TLS, but not how to turn to it.
if [[ " ${servers[*]} " == *" ngircd "* ]]; then
	"$build/chainwatch" check --json --timeout 20s --starttls irc \
		--trust "$CA_DIR/root.pem" --address $well well.test \
		>"$work/look" || true
	claim "irc, ngircd: it does not offer TLS" seen \
		'.addresses[0].failure.kind == "starttls-not-offered"'
fi
