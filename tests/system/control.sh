#!/bin/bash
# The control socket: what happened is asked of the daemon that runs, or read
# from its store when none does; a reload says what came of it.
#   tests/system/control.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
system_begin "$@" nginx jq

config=$work/chainwatchd.yaml

# write_config ENDPOINT...
write_config()
{
	cat >"$config" <<-END
		state_directory: $work/state
		defaults: {interval: 1h, timeout: 2s}
		notify: {journal: false, stderr: true}
		endpoints: [$*]
	END
}

# asks CODE ARGUMENT...: the command, and its exit code
asks()
{
	local wanted=$1 code=0
	shift
	"$build/chainwatch" "$@" >"$work/out" 2>"$work/err" || code=$?
	[ "$code" = "$wanted" ] || {
		echo "exit code $code, not $wanted"
		cat "$work/out" "$work/err"
		return 1
	}
}

said()
{
	grep -qF -- "$1" "$work/out"
}

complained()
{
	grep -qF -- "$1" "$work/err"
}

is_up()
{
	[ -S "$work/state/control.sock" ]
}

first='{host: nobody.test, addresses: ["127.45.20.8:1"]}'
second='{host: other.test, addresses: ["127.45.20.9:1"]}'
write_config "$first"
ca_leaf shop issuing shop.test -1 80
ca_chain "$NGINX_DIR/shop.test.chain" shop
cp "$CA_DIR/shop.key" "$NGINX_DIR/shop.test.key"
nginx_site shop.test 127.45.20.7
nginx_start || fail "nginx does not start"
# Whoever listens there lets nobody in: 20 s, while the rest goes on.
cat >"$work/full.py" <<-'END'
	import socket, sys, time
	listener = socket.socket(socket.AF_UNIX)
	listener.bind(sys.argv[1])
	listener.listen(0)
	first = socket.socket(socket.AF_UNIX)
	first.connect(sys.argv[1])
	print("full", flush=True)
	time.sleep(600)
END
python3 "$work/full.py" "$work/full.sock" >"$work/full.out" &
extra_pids+=("$!")
wait_for 10 grep -q full "$work/full.out" || fail "nobody listens"
timeout "$(patient 60)" "$build/chainwatch" status \
	--socket "$work/full.sock" >/dev/null 2>"$work/full.err" &
waiting=$!
extra_pids+=("$waiting")

claim "without a daemon or a store there is nothing to ask" \
	asks 3 events -c "$config"
daemon_start
claim "it listens" wait_for 10 is_up
claim "its socket is for nobody else" test \
	"$(stat -c %a "$work/state/control.sock")" = 660
claim "it says what happened" asks 0 events -c "$config"
claim "that it started" said "monitor-started"
claim "the same as JSON" asks 0 events -c "$config" --json
claim "as webhooks get it" test \
	"$(jq -r .event "$work/out")" = monitor-started

timeout "$(patient 60)" "$build/chainwatch" events -c "$config" --follow --json \
	>"$work/followed" 2>&1 &
follower=$!
extra_pids+=("$follower")
write_config "$first, $second"
claim "a reload is taken" asks 0 reload -c "$config"
claim "and says what came of it" said "1 added, 0 removed, 0 changed, 1 kept"
claim "who follows hears of it" wait_for 10 \
	grep -q '"event":"config-reloaded"' "$work/followed"
write_config "{host: other.test, prot: 1}"
claim "one that is faulty is not" asks 3 reload -c "$config" \
	--socket "$work/state/control.sock" --signal "$daemon"
claim "and where it is faulty is said to who asked" \
	complained "chainwatchd.yaml:4:"
claim "to those who follow, too" wait_for 10 \
	grep -q '"event":"config-rejected"' "$work/followed"

# --- how endpoints stand ------------------------------------------------------
write_config "{host: shop.test, addresses: [\"127.45.20.7:$NGINX_PORT\"]}, $first"
claim "other endpoints are taken" asks 0 reload -c "$config"
stands()
{
	asks 2 status -c "$config" &&
		grep -Eq '^critical +shop\.test:443 +leaf-only ' "$work/out"
}
claim "what is broken is told by the status" wait_for 30 stands
claim "and comes first" test \
	"$(awk 'NR == 2 { print $2 }' "$work/out")" = shop.test:443
claim "one endpoint can be asked for" \
	asks 3 status -c "$config" --socket "$work/nowhere" shop.test
claim "and as JSON" asks 2 status -c "$config" --json shop.test
claim "with address and finding" test "$(jq -c \
	'.[] | [.id, .incidents[0].finding, (.addresses | length)]' \
	"$work/out")" = '["shop.test:443","leaf-only",1]'

{
	cat "$config"
	echo "endpoints_from: [{list: $work/nowhere.txt}]"
} >"$work/listing.yaml"
claim "a list that is at fault keeps nobody from asking" \
	asks 2 status -c "$work/listing.yaml" shop.test
claim "and is named" complained "passed over: $work/nowhere.txt: No such file"

# --- look now -------------------------------------------------------------------
ca_chain "$NGINX_DIR/shop.test.chain" shop issuing
nginx_reload
cp "$NGINX_DIR/shop.test.chain" "$work/renewed.pem"
seen_by_daemon()
{
	asks 0 probe -c "$config" --json --trust "$CA_DIR/root.pem" \
		--expect "$work/renewed.pem" --wait="$(patient 5)s" \
		shop.test:443 &&
		[ "$(jq -r '.daemon.addresses[0].finding' "$work/out")" = \
			untrusted-root ]
}
claim "a probe by hand has the daemon look, too" seen_by_daemon
claim "which knows at once that what was missing is there" \
	test "$(jq -r ".daemon.last_look_at | fromdate >
		now - $(patient 20)" \
	"$work/out")" = true

# --- who cannot be asked gets a signal ----------------------------------------
echo 'control: {enabled: false}' >"$work/off.yaml"
claim "without a socket nobody is asked" asks 3 reload -c "$work/off.yaml"
claim "which is said" complained "switches the control socket off"
reloads()
{
	grep -c '^<[0-9]>config-reloaded: ' "$work/daemon.log"
}
has_reloaded_since()
{
	[ "$(reloads)" -gt "$1" ]
}
before=$(reloads)
claim "a signal does it" asks 0 reload -c "$work/off.yaml" --signal "$daemon"
claim "that it was one is said" complained "process $daemon got a SIGHUP"
claim "and is taken" wait_for 10 has_reloaded_since "$before"
sleep 300 &
other=$!
extra_pids+=("$other")
before=$(reloads)
claim "a signal for another is not this one's" asks 0 reload \
	--socket "$work/state/control.sock" --signal "$other"
claim "which says who it is" complained "another daemon listens there, process $daemon"
claim "and goes on" test "$(reloads)" = "$before"
claim "what is no process gets none" asks 3 reload \
	--socket "$work/state/control.sock" --signal 1x
claim "and that is said" complained "--signal: not a process: 1x"

write_config "$second, {host: shop.test, addresses: [\"127.45.20.7:$NGINX_PORT\"]}"
claim "what goes is counted" asks 0 reload -c "$config" --json
claim "as JSON" test "$(jq -c '[.removed, .kept]' "$work/out")" = "[1,1]"
claim "a pattern that fits nothing gives nothing" \
	asks 0 events -c "$config" 'no.*'
claim "not a line" test ! -s "$work/out"

kill -TERM "$daemon"
claim "the daemon stops when told" daemon_ends 10
is_gone()
{
	! kill -0 "$1" 2>/dev/null
}
claim "who follows is told" wait_for 10 is_gone "$follower"
claim "its socket is gone" not is_up
claim "then the store says what happened" asks 0 events -c "$config" -n 1
claim "its end" said "monitor-stopped"
claim "and it is said that no daemon runs" complained "no daemon runs"
claim "and how endpoints stood" asks 2 status -c "$config" --json 'shop*'
claim "with what was wrong" test \
	"$(jq -r '.[0].addresses[0].finding' "$work/out")" = untrusted-root
claim "nobody is there to reload" asks 3 reload -c "$config"
claim "which is said" complained "no daemon runs"

# tells_of_starts COUNT
tells_of_starts()
{
	asks 0 events -c "$config" --json &&
		[ "$(jq -s 'map(select(.event == "monitor-started")) |
			length' "$work/out")" = "$1" ]
}
daemon_start
claim "another start is told" wait_for 10 tells_of_starts 2
kill -KILL "$daemon"
wait "$daemon" 2>/dev/null || true
daemon_start
claim "after a kill it listens again" wait_for 10 tells_of_starts 3
kill -TERM "$daemon"
claim "and stops when told" daemon_ends 10

code=0
wait "$waiting" || code=$?
claim "a daemon that lets nobody in is not waited for" test "$code" = 3
claim "and that is said" grep -qF "has let nobody in for 20 s" "$work/full.err"
