#!/bin/bash
# Endpoints that DNS names: the hosts of an MX with STARTTLS, those of an SRV
# each at its port, a domain that takes no mail, and a host that DNS no longer
# names.   tests/system/names.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_knot.sh
. "$(dirname "$0")/lib_knot.sh"
need_private_journal "$@"
system_begin "$@" nginx jq journalctl knotd kdig python3

imap=127.45.58.1 dns=127.45.58.2 mail=127.45.58.3

# Mail as far as STARTTLS, at the one port that an MX has.
mail_server()
{
	python3 - "$mail" "$CA_DIR/mail.chain" "$CA_DIR/mail.key" \
		>"$work/mail" 2>&1 <<-'END' &
		import socket, ssl, sys, threading
		context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
		context.load_cert_chain(sys.argv[2], sys.argv[3])
		listener = socket.create_server((sys.argv[1], 25))
		print("ready", flush=True)
		def serve(peer):
		    peer.settimeout(10)
		    with peer:
		        peer.sendall(b"220 mx.names.test ESMTP\r\n")
		        lines = peer.makefile("rb")
		        for line in lines:
		            if line.upper().startswith(b"STARTTLS"):
		                peer.sendall(b"220 go ahead\r\n")
		                break
		            peer.sendall(b"250-mx.names.test\r\n250 STARTTLS\r\n")
		        try:
		            context.wrap_socket(peer, server_side=True).recv(100)
		        except (OSError, ssl.SSLError):
		            pass
		while True:
		    threading.Thread(target=serve, args=(listener.accept()[0],),
		        daemon=True).start()
	END
	extra_pids+=("$!")
	wait_for 10 grep -q ready "$work/mail"
}

for name in imap-1 imap-2; do
	ca_leaf $name issuing $name.names.test -1 80
	cp "$CA_DIR/$name.key" "$NGINX_DIR/$name.names.test.key"
	nginx_site $name.names.test $imap
done
# One sends its chain, the other forgot it.
ca_chain "$NGINX_DIR/imap-1.names.test.chain" imap-1 issuing
ca_chain "$NGINX_DIR/imap-2.names.test.chain" imap-2
ca_leaf mail issuing mx.names.test -1 80
ca_chain "$CA_DIR/mail.chain" mail issuing
nginx_start || fail "nginx does not start"
mail_server || fail "no mail server: $(cat "$work/mail")"

# zone HOST...: those of the SRV
zone()
{
	local host
	echo "@ MX 10 mx"
	echo "mx A $mail"
	for host in imap-1 imap-2; do
		echo "$host A $imap"
	done
	for host in "$@"; do
		echo "_imaps._tcp SRV 0 0 $NGINX_PORT $host"
	done
	echo "quiet MX 0 ."
}
knot_zone names.test < <(zone imap-1 imap-2)
knot_start $dns
journal_start
cat >"$work/chainwatchd.yaml" <<END
state_directory: $work/state
defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
trust_stores:
  test: {files: [$CA_DIR/root.pem]}
notify: {journal: true}
dns: {servers: ["$dns:$knot_port"], dnssec: off}
endpoints:
  - mx: names.test
  - srv: _imaps._tcp.names.test
  - mx: quiet.names.test
END
claim "it is a configuration" "$build/chainwatchd" \
	-c "$work/chainwatchd.yaml" --check-config
daemon_start
claim "a first pass ends" wait_for $((2 * interval + slack)) \
	journal_has 1 "$(event_is first-pass)"

# stands ID STATE FINDING
stands()
{
	"$build/chainwatch" status -c "$work/chainwatchd.yaml" --json \
		>"$work/status.json" 2>"$work/status.log" || true
	[ "$(jq -r --arg id "$1" '.[] | select(.id == $id) |
		"\(.state) \(.finding)"' "$work/status.json")" = "$2 $3" ]
}

claim "the mail host of the MX is watched, by STARTTLS" \
	wait_for $((interval + slack)) stands mx.names.test:25 ok null
claim "the hosts of the SRV are, each at its port" \
	wait_for $((interval + slack)) \
	stands "imap-1.names.test:$NGINX_PORT" ok null
claim "under its own name" wait_for $((interval + slack)) \
	stands "imap-2.names.test:$NGINX_PORT" critical leaf-only
claim "and nothing else is" test "$(jq length "$work/status.json")" = 3
is_said()
{
	[ "$(journal_count ".MESSAGE | tostring | test(\"$1\")")" -gt 0 ]
}
claim "that a domain takes no mail is said" wait_for 5 is_said quiet.names.test

# --- DNS names one less ---------------------------------------------------------
{
	printf "\$ORIGIN names.test.\n\$TTL 300\n"
	echo "@ SOA ns h 2 3600 600 86400 60"
	echo "@ NS ns"
	echo "ns A 127.0.0.1"
	zone imap-1
} >"$KNOT_DIR/names.test.zone"
kill -HUP "${extra_pids[-1]}"
is_one_left()
{
	[ "$(knot_ask _imaps._tcp.names.test SRV | wc -l)" = 1 ]
}
claim "the zone names one less" wait_for 15 is_one_left
kill -HUP "$daemon"
is_forgotten()
{
	! stands "imap-2.names.test:$NGINX_PORT" critical leaf-only &&
		[ "$(jq length "$work/status.json")" = 2 ]
}
claim "what DNS no longer names is not watched any more" \
	wait_for $((2 * interval + slack)) is_forgotten
claim "and what was wrong with it ends" wait_for 10 journal_has 1 \
	"$(event_is incident-resolved) and
		.CHAINWATCH_FINDING == \"leaf-only\""
kill -TERM "$daemon"
claim "the daemon stops when told" daemon_ends 10
