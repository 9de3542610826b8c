#!/bin/bash
# Events to a real rsyslog: by its local socket, by TCP and by TLS; each field as
# rsyslog understood it is compared with what the journal has of the same event.
# A receiver that is away gets all of it later, over a restart of the daemon.
#   tests/system/syslog.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
need_private_journal "$@"
system_begin "$@" rsyslogd nginx jq journalctl

rsyslog=''

# Writes each message as an object of JSON, a line each, to a file by input.
rsyslog_config()
{
	local name
	cat <<-END
		global(workDirectory="$work" maxMessageSize="16k"
		  defaultNetstreamDriverCAFile="$CA_DIR/root.pem"
		  defaultNetstreamDriverCertFile="$work/log.chain"
		  defaultNetstreamDriverKeyFile="$CA_DIR/log.key")
		module(load="imuxsock" SysSock.Use="off")
		module(load="imtcp")
		template(name="json" type="list" option.jsonf="on") {
	END
	for name in pri app-name procid msgid structured-data msg hostname \
		protocol-version; do
		echo "property(outname=\"$name\" name=\"$name\" format=\"jsonf\")"
	done
	cat <<-END
		property(outname="time" name="timereported"
		  dateFormat="rfc3339" format="jsonf")
		}
	END
	for name in local old tcp tls known; do
		echo "ruleset(name=\"$name\") { action(type=\"omfile\"
			file=\"$work/got.$name\" template=\"json\") }"
	done
	cat <<-END
		input(type="imuxsock" Socket="$work/local" ruleset="local"
		  UseSpecialParser="off")
		input(type="imuxsock" Socket="$work/old" ruleset="old")
		input(type="imtcp" address="127.0.0.1" port="$tcp_port"
		  ruleset="tcp")
		input(type="imtcp" address="127.0.0.1" port="$tls_port"
		  ruleset="tls" StreamDriver.Name="ossl"
		  StreamDriver.Mode="1" StreamDriver.AuthMode="anon")
		input(type="imtcp" address="127.0.0.1" port="$known_port"
		  ruleset="known" StreamDriver.Name="ossl"
		  StreamDriver.Mode="1" StreamDriver.AuthMode="x509/certvalid")
	END
}

rsyslog_start()
{
	rm -f "$work/rsyslog.pid"
	rsyslogd -n -f "$work/rsyslog.conf" -i "$work/rsyslog.pid" \
		>>"$work/rsyslog.log" 2>&1 &
	rsyslog=$!
	extra_pids+=("$rsyslog")
	wait_for 10 rsyslog_is_up ||
		fail "rsyslog does not start: $(cat "$work/rsyslog.log")"
}

# What writes its number begins to listen afterwards.
rsyslog_is_up()
{
	[ -s "$work/rsyslog.pid" ] && [ -S "$work/local" ] &&
		[ -S "$work/old" ] && is_listening "$tcp_port" &&
		is_listening "$tls_port" && is_listening "$known_port"
}

rsyslog_stop()
{
	kill "$rsyslog"
	wait "$rsyslog" 2>/dev/null || true
}

# write_config SYSLOG [ENDPOINT...]
write_config()
{
	cat >"$work/chainwatchd.yaml" <<-END
		state_directory: $work/state
		defaults: {interval: 10s, timeout: 5s, trust: [test]}
		trust_stores:
		  test: {files: [$CA_DIR/root.pem]}
		notify:
		  journal: true
		  syslog: $1
		endpoints:
		  - {host: nobody.test, addresses: ["127.45.8.1:1"]}
	END
	shift
	[ $# = 0 ] || printf '  - %s\n' "$@" >>"$work/chainwatchd.yaml"
}

# got NAME KIND: as it was received last
got()
{
	jq -c "select(.msgid == \"$2\")" "$work/got.$1" 2>/dev/null | tail -n 1
}

has_got()
{
	[ -n "$(got "$1" "$2")" ]
}

# The parameter of the structured data, its escapes undone.
param()
{
	jq -r '."structured-data"' "$work/message" |
		grep -oP " $1=\"\\K([^\"\\\\]|\\\\.)*" | sed -E 's/\\(.)/\1/g'
}

# is FIELD VALUE
is()
{
	[ "$(jq -r ".\"$1\"" "$work/message")" = "$2" ] || {
		cat "$work/message"
		return 1
	}
}

is_param()
{
	[ "$(param "$1")" = "$2" ] || {
		echo "$1 is '$(param "$1")', not '$2'"
		return 1
	}
}

# compare NAME KIND FACILITY: with the journal's, field by field
compare()
{
	local name=$1 kind=$2 facility=$3 field
	got "$name" "$kind" >"$work/message"
	journal_entries | jq -s "map(select($(event_is "$kind"))) | last" \
		>"$work/entry"
	entry()
	{
		jq -r ".$1 // \"\"" "$work/entry"
	}
	claim "$name: $kind: PRI" is pri \
		$((facility * 8 + $(entry PRIORITY)))
	claim "$name: $kind: version" is protocol-version 1
	claim "$name: $kind: APP-NAME" is app-name chainwatchd
	claim "$name: $kind: PROCID" is procid "$daemon"
	claim "$name: $kind: HOSTNAME" is hostname "$(uname -n)"
	claim "$name: $kind: MSG" is msg "$(entry MESSAGE)"
	for field in EVENT EVENT_ID SEQUENCE SEVERITY FINDING FINDING_ID \
		ENDPOINT HOST PORT INCIDENT LABEL_TEAM; do
		claim "$name: $kind: $field" is_param "${field,,}" \
			"$(entry CHAINWATCH_$field)"
	done
}

# run_over NAME SYSLOG FACILITY: one life of the daemon
run_over()
{
	local name=$1
	write_config "$2"
	daemon_start
	claim "$name: the start arrives" \
		wait_for 15 has_got "$name" monitor-started
	compare "$name" monitor-started "$3"
}

daemon_stop()
{
	kill -TERM "$daemon"
	daemon_ends 10 || fail "the daemon does not end"
}

ca_leaf broken issuing broken.test
ca_chain "$NGINX_DIR/broken.test.chain" broken
cp "$CA_DIR/broken.key" "$NGINX_DIR/broken.test.key"
nginx_site broken.test 127.45.8.2
nginx_start || fail "nginx does not start"
ca_leaf log issuing log.test
ca_chain "$work/log.chain" log issuing
tcp_port=$(unused_port 3)
tls_port=$((tcp_port + 1))
known_port=$((tcp_port + 2))
rsyslog_config >"$work/rsyslog.conf"
claim "rsyslog takes its configuration" \
	rsyslogd -N1 -f "$work/rsyslog.conf"
rsyslog_start
journal_start

# --- the local socket
run_over local "{socket: $work/local, facility: local3}" 19
claim "local: the first pass is told" wait_for 60 has_got local first-pass
compare local first-pass 19
# A label with all that the structured data has to escape.
write_config "{socket: $work/local, facility: local3}" \
	"{host: broken.test, labels: {team: 'a\"b]c\\d'},
    addresses: ['127.45.8.2:$NGINX_PORT']}"
kill -HUP "$daemon"
claim "local: an incident is told" wait_for 40 has_got local incident-opened
compare local incident-opened 19
claim "local: it is the endpoint's" is_param endpoint broken.test:443
claim "local: with the address" is_param address "127.45.8.2:$NGINX_PORT"
claim "local: with its label as it was written" is_param label_team \
	'a"b]c\d'
claim "local: with a remedy" test -n "$(param remedy)"
daemon_stop

# --- the older form, as rsyslog's default for sockets reads it
write_config "{socket: $work/old, format: rfc3164}"
daemon_start
claim "old: the start arrives" wait_for 10 grep -q \
	'"app-name":"chainwatchd".*event=.*monitor-started' "$work/got.old"
daemon_stop

# --- TCP, octet-counted
tcp="{transport: tcp, address: 127.0.0.1, port: $tcp_port}"
run_over tcp "$tcp" 3
claim "the stop of the life before came before its end" wait_for 10 grep -q \
	'event=.*monitor-stopped' "$work/got.old"
claim "and comes once only" not has_got tcp monitor-stopped

# --- a receiver that is away: a reload, then a restart, then it comes back
rsyslog_stop
kill -HUP "$daemon"
claim "a reload is told to the journal" wait_for 10 \
	journal_has 1 "$(event_is config-reloaded)"
sleep 1
claim "and not to a receiver that is away" not has_got tcp config-reloaded
daemon_stop
daemon_start
sleep 2
rsyslog_start
claim "it comes when the receiver is back, over a restart" \
	wait_for 70 has_got tcp config-reloaded
has_lines()
{
	[ "$(jq -r '."structured-data"' "$work/got.tcp" | wc -l)" -ge "$1" ]
}
claim "and all after it" wait_for 20 has_lines 4
sequences=$(jq -r '."structured-data"' "$work/got.tcp" |
	grep -oP ' sequence="\K[0-9]+' | awk '!seen[$0]++')
claim "in order, whatever came twice" test "$sequences" = "$(sort -n <<<"$sequences")"
daemon_stop

# --- TLS
run_over tls "{transport: tls, address: 127.0.0.1, port: $tls_port,
      server_name: log.test, ca_file: $CA_DIR/root.pem}" 3
daemon_stop
claim "tls: its stop arrives" wait_for 10 has_got tls monitor-stopped
lines=$(wc -l <"$work/got.tls")
write_config "{transport: tls, address: 127.0.0.1, port: $tls_port,
      server_name: other.test, ca_file: $CA_DIR/root.pem}"
daemon_start
claim "a receiver of another name is refused" wait_for 10 journal_has 1 \
	'(.MESSAGE | test("certificate.*ostname mismatch"))'
claim "and told nothing" test "$(wc -l <"$work/got.tls")" = "$lines"
daemon_stop

# --- TLS, where the receiver wants to know who it is
write_config "{transport: tls, address: 127.0.0.1, port: $known_port,
      server_name: log.test, ca_file: $CA_DIR/root.pem}"
daemon_start
sleep 3
claim "known: without a certificate it is told nothing" \
	not has_got known monitor-started
daemon_stop
ca_sign monitor issuing /CN=monitor -10 80 "subjectAltName=DNS:monitor.test" \
	basicConstraints=critical,CA:false extendedKeyUsage=clientAuth
ca_chain "$work/monitor.chain" monitor issuing
write_config "{transport: tls, address: 127.0.0.1, port: $known_port,
      server_name: log.test, ca_file: $CA_DIR/root.pem,
      cert_file: $work/monitor.chain, key_file: $CA_DIR/monitor.key,
      enterprise_number: 64512}"
daemon_start
claim "known: with one it is" wait_for 60 has_got known monitor-started
claim "known: and the structured data has the number that was given" grep -qF \
	'[chainwatch@64512 ' "$work/got.known"
daemon_stop
