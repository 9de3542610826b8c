#!/bin/bash
# What contrib has for others, read by those others: Nagios takes its commands and
# runs them against a fleet that breaks, Icinga takes its own, rsyslog takes events
# and keeps their fields apart.
#   tests/system/wiring.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# Each of the three would be another user if it were started as root by others.
need_root
system_begin "$@" nginx jq nagios4 icinga2 rsyslogd python3

server=127.46.65.5
contrib=$(cd "$system_here/../../contrib" && pwd)
log_port=$(unused_port 1)

# ends CODE COMMAND...
ends()
{
	local wanted=$1 code=0
	shift
	"$@" >"$work/out" 2>&1 || code=$?
	[ $code = "$wanted" ] || { echo "ended with $code"; cat "$work/out"; return 1; }
}

said()
{
	grep -qE "$1" "$work/out" || { cat "$work/out"; return 1; }
}

# --- Nagios -----------------------------------------------------------------

# The file as it is shipped, but with this build and this daemon.
nagios_commands()
{
	sed "s|/usr/bin/chainwatch|$build/chainwatch|
		s|status --nagios|& -c $work/chainwatchd.yaml|
		s|check_interval.*5\$|check_interval 1|" \
		"$contrib/nagios/nagios4.cfg"
}

nagios_config()
{
	local name
	mkdir "$work/nagios" "$work/nagios/results"
	nagios_commands >"$work/nagios/chainwatch.cfg"
	cat >"$work/nagios/site.cfg" <<-END
		define timeperiod {
			timeperiod_name 24x7
			alias always
			monday 00:00-24:00
			tuesday 00:00-24:00
			wednesday 00:00-24:00
			thursday 00:00-24:00
			friday 00:00-24:00
			saturday 00:00-24:00
			sunday 00:00-24:00
		}
		define command {
			command_name nothing
			command_line /bin/true
		}
		define contact {
			contact_name nagiosadmin
			host_notifications_enabled 0
			service_notifications_enabled 0
			host_notification_period 24x7
			service_notification_period 24x7
			host_notification_commands nothing
			service_notification_commands nothing
		}
		define host {
			host_name localhost
			address $server
			max_check_attempts 1
			check_command nothing
			contacts nagiosadmin
			notification_period 24x7
		}
	END
	while read -r name; do
		cat <<-END
			define service {
				host_name localhost
				service_description ${name%%!*}
				check_command $name
				max_check_attempts 1
				check_period 24x7
				check_interval 1
				notification_period 24x7
				contacts nagiosadmin
			}
		END
	done >>"$work/nagios/site.cfg" <<-END
		chainwatch-endpoint!good.*
		chainwatch-check!good.test:$NGINX_PORT
		chainwatch-check-address!bad.test:$NGINX_PORT
		chainwatch-check-starttls!smtp!$server:1
		chainwatch-lint!$CA_DIR/bad.pem
	END
	cat >"$work/nagios/nagios.cfg" <<-END
		cfg_file=$work/nagios/chainwatch.cfg
		cfg_file=$work/nagios/site.cfg
		log_file=$work/nagios/nagios.log
		object_cache_file=$work/nagios/objects.cache
		status_file=$work/nagios/status.dat
		state_retention_file=$work/nagios/retention.dat
		temp_file=$work/nagios/temp
		temp_path=$work/nagios
		check_result_path=$work/nagios/results
		query_socket=$work/nagios/query
		lock_file=$work/nagios/pid
		check_external_commands=0
		check_for_updates=0
		nagios_user=root
		nagios_group=root
		status_update_interval=1
		service_inter_check_delay_method=n
		max_service_check_spread=1
		interval_length=5
		use_syslog=0
		log_initial_states=0
		illegal_macro_output_chars=\`~$&|'"<>
	END
}

# service NAME FIELD
service()
{
	awk -v name="$1" -v field="$2" '
		/^servicestatus/ { found = 0 }
		$0 == "\tservice_description=" name { found = 1 }
		found && index($0, "\t" field "=") == 1 {
			print substr($0, length(field) + 3) }' \
		"$work/nagios/status.dat" 2>/dev/null
}

# nagios_has NAME STATE WORDS
nagios_has()
{
	[ "$(service "$1" current_state)" = "$2" ] &&
		[[ $(service "$1" plugin_output) == *"$3"* ]]
}

ca_leaf good issuing good.test
ca_leaf bad issuing bad.test
ca_chain "$NGINX_DIR/good.test.chain" good issuing
ca_chain "$NGINX_DIR/bad.test.chain" bad
for name in good bad; do
	cp "$CA_DIR/$name.key" "$NGINX_DIR/$name.test.key"
	nginx_site $name.test $server
done
nginx_start || fail "nginx does not start"
cat >"$work/chainwatchd.yaml" <<-END
	state_directory: $work/state
	defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
	trust_stores:
	  test: {files: [$CA_DIR/root.pem]}
	notify:
	  journal: false
	  stderr: true
	  syslog: {transport: tcp, address: 127.0.0.1, port: $log_port}
	endpoints:
	  - {host: good.test, addresses: ["$server:$NGINX_PORT"]}
	  - {host: bad.test, addresses: ["$server:$NGINX_PORT"]}
END
nagios_config
claim "Nagios takes the commands" ends 0 nagios4 -v "$work/nagios/nagios.cfg"
claim "... without a warning" said "^Total Warnings: 0"
claim "... or an error" said "^Total Errors: +0"
status=("$build/chainwatch" status --nagios -c "$work/chainwatchd.yaml")
claim "without a daemon it is not known how the fleet stands" ends 3 "${status[@]}"
claim "... and said" said "^CHAINWATCH UNKNOWN - chainwatchd: no daemon runs"

# --- rsyslog ----------------------------------------------------------------

sed "s|/var/log/|$work/|; s|port=\"10514\"|port=\"$log_port\"|" \
	"$contrib/rsyslog/rsyslog.conf" >"$work/rsyslog.conf"
claim "rsyslog takes its sample" ends 0 rsyslogd -N1 -f \
	"$contrib/rsyslog/rsyslog.conf"
claim "... without a warning" not said "warning|error"
rsyslogd -n -f "$work/rsyslog.conf" -i "$work/rsyslog.pid" \
	>"$work/rsyslog.log" 2>&1 &
extra_pids+=("$!")
wait_for 20 test -s "$work/rsyslog.pid" || fail "$(cat "$work/rsyslog.log")"

daemon_start
nagios4 "$work/nagios/nagios.cfg" >"$work/nagios.log" 2>&1 </dev/null &
extra_pids+=("$!")

# field EVENT FIELD: of the first such
field()
{
	jq -rs "map(select(.fields.event == \"$1\")) | first | .fields.\"$2\"" \
		"$work/chainwatch.json" 2>/dev/null
}

got()
{
	[ "$(field "$1" event)" = "$1" ]
}

claim "rsyslog hears of it" wait_for 60 got first-pass
# The first pass tells at once what is broken; a change tells more.
ca_chain "$NGINX_DIR/good.test.chain" good
nginx_reload
claim "... and of what breaks" wait_for 60 got chain-regressed
claim "... with the endpoint as a field" test \
	"$(field chain-regressed endpoint)" = good.test:443
claim "... and the finding" test "$(field chain-regressed finding)" = leaf-only
claim "... and its severity" test "$(jq -rs 'map(select(.fields.event ==
	"chain-regressed")) | first | .severity' "$work/chainwatch.json")" = crit
claim "... and as text what would wake somebody" grep -q leaf-only \
	"$work/chainwatch.alarms"

# --- what Nagios made of it

claim "Nagios sees the fleet as critical" wait_for 60 \
	nagios_has "TLS chains" 2 "2 critical"
claim "... with performance data" test -n \
	"$(service "TLS chains" performance_data | grep 'critical=2;;;0;')"
claim "... one endpoint" wait_for 60 nagios_has chainwatch-endpoint 2 leaf-only
claim "... a name that DNS does not know as unknown" wait_for 60 \
	nagios_has chainwatch-check 3 ""
claim "... a host's address" wait_for 60 nagios_has chainwatch-check-address 2 \
	leaf-only
claim "... who cannot be reached by STARTTLS" wait_for 60 \
	nagios_has chainwatch-check-starttls 3 connect-refused
claim "... and a file" wait_for 60 nagios_has chainwatch-lint 2 leaf-only
for name in good bad; do
	claim "somebody sees to it: $name" ends 0 "$build/chainwatch" ack \
		-c "$work/chainwatchd.yaml" --reason "a test" $name.test
done
claim "what is acknowledged alarms nobody there" wait_for 60 \
	nagios_has "TLS chains" 0 "2 quiet"

# --- Icinga -----------------------------------------------------------------

mkdir "$work/icinga"
cat >"$work/icinga/icinga2.conf" <<-END
	include <itl>
	include "$contrib/nagios/icinga2.conf"
	object Host "here" {
		check_command = "dummy"
	}
	object Service "fleet" {
		host_name = "here"
		check_command = "chainwatch-fleet"
		vars.chainwatch_pattern = "*.test"
	}
	object Service "look" {
		host_name = "here"
		check_command = "chainwatch"
		vars.chainwatch_host = "good.test"
		vars.chainwatch_address = [ "192.0.2.1", "192.0.2.2:8443" ]
		vars.chainwatch_starttls = "smtp"
	}
	object Service "file" {
		host_name = "here"
		check_command = "chainwatch-lint"
		vars.chainwatch_file = "/etc/ssl/fullchain.pem"
	}
END
claim "Icinga takes its commands" ends 0 env ICINGA2_USER=root \
	ICINGA2_GROUP=root icinga2 daemon -C -c "$work/icinga/icinga2.conf" \
	-D "DataDir=$work/icinga" -D "LogDir=$work/icinga" \
	-D "CacheDir=$work/icinga" -D "InitRunDir=$work/icinga"
claim "... without a warning" not said "warning|critical"
claim "... all three" said "Instantiated 3 Services"
