# A CA by ACME on loopback, pebble, and dehydrated as its client. To be sourced
# after lib.sh, which has made a CA of its own by then.
#
#   pebble_start       at $acme; its management, and a responder that a test may
#                      start there, have the other two of ${ports[@]}
#   pebble_get PATH    from its management
#   acme OPTION...     dehydrated
#   obtain ALIAS NAME...
#
# shellcheck shell=bash disable=SC2154 # acme: the test's address; work: lib.sh

ports=() # ACME, management, OCSP

# A responder of OpenSSL listens at all addresses.
pick_ports()
{
	local first
	first=$(unused_port 3)
	ports=("$first" $((first + 1)) $((first + 2)))
}

# pebble PATH: of its management
pebble_get()
{
	curl -sf --cacert "$CA_DIR/web.pem" "https://$acme:${ports[1]}/$1"
}

pebble_is_up()
{
	pebble_get roots/0 >"$CA_DIR/pebble-root.pem" 2>/dev/null
}

# Its own certificate is of the test's root. Names need not resolve: it takes
# every challenge as met.
pebble_start()
{
	ca_sign web root /CN=pebble -1 80 "subjectAltName=IP:$acme"
	cp "$CA_DIR/root.pem" "$work/root.pem"
	for _ in 1 2 3; do
		pick_ports
		cat >"$work/pebble.json" <<-END
			{"pebble": {
			 "listenAddress": "$acme:${ports[0]}",
			 "managementListenAddress": "$acme:${ports[1]}",
			 "certificate": "$CA_DIR/web.pem",
			 "privateKey": "$CA_DIR/web.key",
			 "httpPort": 5002, "tlsPort": 5001,
			 "ocspResponderURL": "http://$acme:${ports[2]}",
			 "certificateValidityPeriod": 7776000}}
		END
		PEBBLE_VA_NOSLEEP=1 PEBBLE_VA_ALWAYS_VALID=1 \
			PEBBLE_WFE_NONCEREJECT=0 \
			pebble -config "$work/pebble.json" \
			>"$work/pebble.log" 2>&1 </dev/null &
		extra_pids+=($!)
		wait_for 30 pebble_is_up && return
	done
	cat "$work/pebble.log"
	return 1
}

# acme_configure: for dehydrated, with an account
acme_configure()
{
	cat >"$work/acme.config" <<-END
		CA=https://$acme:${ports[0]}/dir
		BASEDIR=$work
		CERTDIR=$work/certs
		WELLKNOWN=$work/challenges
		CURL_OPTS="--cacert $work/root.pem"
		KEY_ALGO=prime256v1
		ACCOUNT_KEYSIZE=2048
	END
	mkdir "$work/challenges"
	acme --register --accept-terms
}

# acme OPTION...: the client
acme()
{
	local log=$work/acme.$BASHPID
	dehydrated -f "$work/acme.config" --no-lock "$@" \
		>"$log" 2>&1 </dev/null ||
		fail "dehydrated $*: $(cat "$log")"
}

# obtain ALIAS NAME...: a certificate of those names, a new one each time
obtain()
{
	local alias=$1
	shift
	acme --cron --force --alias "$alias" --domain "$*"
}
