#!/bin/bash
# The daemon is killed (SIGKILL) at random instants, again and again, while
# servers change what they serve and the receiver of its webhooks fails in every
# way. Then all goes well for a while, and what the receiver took, and what a
# private real journal has, is held against what the store says happened.
#   tests/system/crash.sh BUILD_DIR [KILLS] [SEED]
# KILLS by default 50; the seed is printed, and gives the same instants again.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_webhook.sh
. "$(dirname "$0")/lib_webhook.sh"
need_private_journal "$@"
kills=${2:-50}
seed=${3:-$((RANDOM * 32768 + RANDOM))}
system_begin "$1" python3 jq sqlite3 journalctl
echo "$kills kills, seed $seed"
RANDOM=$((seed % 32768))

# Endpoints of one address and of three, 96 addresses in all, in groups that
# share their certificates.
groups=6
addresses=96
triples=12

# All that one group may show; good is what it begins with, renewed what it ends
# with: to go back to what ends sooner is a regression, and stays one.
make_group()
{
	local group=$1
	ca_leaf "old$group" issuing "*.g$group.test" -40 50
	ca_leaf "new$group" issuing "*.g$group.test" 0 90
	ca_leaf "expired$group" issuing "*.g$group.test" -90 -1
	ca_leaf "lapsed$group" lapsed "*.g$group.test" -40 50
	make_bundle "$group" good "old$group" issuing
	make_bundle "$group" renewed "new$group" issuing
	make_bundle "$group" leaf-only "old$group"
	make_bundle "$group" renewed-leaf-only "new$group"
	make_bundle "$group" expired "expired$group" issuing
	make_bundle "$group" lapsed "lapsed$group" lapsed
}

# make_bundle GROUP NAME LEAF [ISSUER]
make_bundle()
{
	local folder=$work/groups/$1 name=$2
	mkdir -p "$folder"
	shift 2
	ca_chain "$folder/$name.pem" "$@"
	cat "$CA_DIR/$1.key" >>"$folder/$name.pem"
}

start_servers()
{
	local number
	ca_intermediate lapsed root "Lapsed Issuing CA" -500 -1
	for ((number = 1; number <= groups; number++)); do
		make_group $number
	done
	mkdir "$work/servers"
	for ((number = 1; number <= addresses; number++)); do
		ln -s "../groups/$(group_of "$number")" "$work/servers/$number"
	done
	"$system_here/switching_server" --folder "$work/servers" \
		--addresses 127.45.21.1 $addresses --port-file "$work/port" \
		--seed "$seed" --pace 0.15 >"$work/servers.log" 2>&1 &
	extra_pids+=("$!")
	wait_for 20 test -s "$work/port" ||
		fail "the servers do not start: $(cat "$work/servers.log")"
	port=$(cat "$work/port")
}

# Three addresses of one endpoint are of one group.
group_of()
{
	if [ "$1" -le $((3 * triples)) ]; then
		echo $((($1 - 1) / 3 % groups + 1))
	else
		echo $(($1 % groups + 1))
	fi
}

# write_config ALL: or without the last four, as if somebody had taken them out
write_config()
{
	local number last=$addresses
	[ "$1" = all ] || last=$((addresses - 4))
	cat <<-END
		state_directory: $work/state
		flapping: {openings: 0}      # it does, on purpose
		defaults: {interval: ${interval}s, timeout: 3s, trust: [test]}
		trust_stores:
		  test: {files: [$CA_DIR/root.pem]}
		notify:
		  journal: true
		  webhooks:
		    - name: hook
		      url: "http://$hook_address:$hook_port/"
		      secret_file: $hook/secrets
		endpoints:
	END
	for ((number = 1; number <= 3 * triples; number += 3)); do
		echo "  - host: n$number.g$(group_of $number).test"
		echo "    addresses: [\"127.45.21.$number:$port\"," \
			"\"127.45.21.$((number + 1)):$port\"," \
			"\"127.45.21.$((number + 2)):$port\"]"
	done
	for ((; number <= last; number++)); do
		echo "  - host: n$number.g$(group_of $number).test"
		echo "    addresses: [\"127.45.21.$number:$port\"]"
	done
}

# Up to four seconds, short ones often: the start is where much is written.
random_life()
{
	local ms=$((RANDOM % 4000))
	[ $((RANDOM % 3)) != 0 ] || ms=$((RANDOM % 400))
	printf '%d.%03d' $((ms / 1000)) $((ms % 1000))
}

# one_life: started, killed; it must not have ended by itself
one_life()
{
	local which=all
	[ $((RANDOM % 5)) != 0 ] || which=fewer
	write_config $which >"$work/chainwatchd.yaml"
	"$build/chainwatchd" -c "$work/chainwatchd.yaml" \
		>"$work/daemon.log" 2>&1 </dev/null &
	daemon=$!
	sleep "$(random_life)"
	daemon_is_gone && fail "the daemon ended by itself"
	kill -KILL "$daemon"
	wait "$daemon" 2>/dev/null || true
}

asks()
{
	sqlite3 "file:$work/state/state.db?mode=ro" "$1"
}

# But for those of addresses that have come to "alternate between chains": that
# takes an hour to calm, and what they showed lasts as long.
open_incidents()
{
	asks "SELECT count(*) FROM incident i WHERE resolved_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM incident_member m
			JOIN incident_member x ON x.endpoint = m.endpoint
			JOIN incident mixed ON mixed.id = x.incident
			WHERE m.incident = i.id AND
				mixed.finding = 'mixed-chain')"
}

all_resolved()
{
	[ "$(open_incidents)" = 0 ]
}

# Every event of the store is in the ledger.
all_delivered()
{
	[ "$(asks 'SELECT count(*) FROM event')" = \
		"$(jq -s 'map(.id) | unique | length' "$hook/ledger")" ]
}

journal_fields=CHAINWATCH_EVENT,CHAINWATCH_EVENT_ID,CHAINWATCH_SEQUENCE
journal_fields+=,CHAINWATCH_INCIDENT,CHAINWATCH_UNSTORED

# All that any of the daemons told.
read_journal()
{
	journalctl --sync 2>/dev/null || true
	journalctl -q --no-pager -o json --output-fields="$journal_fields" |
		jq -c 'select(.CHAINWATCH_EVENT_ID)' >"$work/journal"
}

journal_start
hook_begin 127.45.20.2
hook_start
start_servers
write_config all >"$work/chainwatchd.yaml"
daemon_start
claim "a first pass ends, all is well" wait_for $((2 * interval + slack)) \
	hook_has 1 "$(hook_event first-pass)"
kill -KILL "$daemon"
wait "$daemon" 2>/dev/null || true
touch "$work/servers/begin"
hook_mode random "$seed"
for ((kill = 1; kill <= kills; kill++)); do
	one_life
	[ $((kill % 10)) != 0 ] || echo "$kill kills," \
		"$(asks 'SELECT count(*) FROM event') events so far"
done
claim "it was killed $kills times" test "$kills" -ge 1

touch "$work/servers/calm"
hook_mode ok
write_config all >"$work/chainwatchd.yaml"
daemon_start
claim "when all is well, every incident ends" \
	wait_for $((8 * interval)) all_resolved
claim "and every event is delivered" wait_for 240 all_delivered
claim "the daemon is alive" not daemon_is_gone
kill -TERM "$daemon"
claim "and stops when told" daemon_ends 20
claim "with all delivered, what it said last too" all_delivered
claim "no message was signed wrongly" hook_is_faultless
claim "the ledger equals the truth" "$system_here/compare_ledger" \
	"$work/state/state.db" "$hook/ledger"
read_journal
claim "and so does the journal" "$system_here/compare_ledger" --journal \
	"$work/state/state.db" "$work/journal"
