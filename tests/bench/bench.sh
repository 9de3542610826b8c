#!/bin/bash
# What a probe costs: chainwatchd beside a yardstick and others, in one run.
#
#   tests/bench/bench.sh DAEMON TOP SHARED
#
# DAEMON: the built chainwatchd. TOP: this tree. SHARED: a folder, seen from
# TOP, whose bench/ holds the yardstick (rawloop.c, runstat.c) and the fleet
# (setup_fleet.sh): they are run from there, compiled into a temporary folder,
# never copied. Settings by environment:
#
#   ROWS      which parts, in this order    probe peers idle judge scale single
#   TARGETS   how many are watched                      2000
#   INTERVAL  seconds, in the steady state              10
#   WINDOW    intervals measured                        3
#   ROUNDS    interleaved; medians are printed          3
#   SCALE     targets of the large fleets               100000
#   SPREAD    seconds, its interval                     150
#   JUDGE     bench_judge, where it was built
#   CORE      of daemon and yardstick; nginx has the other one
#
# Rows: `raw-work` is the yardstick (a handshake, the chain verified, its facts
# read, every time); `once` is a pass with --once, start-up taken out; `first`
# the daemon's first pass, with judging and storing, start-up taken out;
# `steady` what follows it. CPU is user and system of all threads. `conn` is how
# many connections the fleet saw for each probe that was to be made: 1.00 says
# that each target was probed exactly once a pass. `anon` is anonymous memory at
# its peak. The machine is shared with the fleet: read the ratios of one run,
# not the milliseconds. One part alone: ROWS=scale make bench. The large fleet of
# `scale` has EACH addresses an endpoint, that of `single` one: as many endpoints
# as targets. What a start took on the clock is said together with how long it
# waited for the processor, which others may have had.
set -eu
daemon=$(readlink -f "$1")
top=$2 shared=$3
rows=${ROWS:-probe peers idle judge scale single}
targets=${TARGETS:-2000} interval=${INTERVAL:-10} window=${WINDOW:-3}
rounds=${ROUNDS:-3} core=${CORE:-0} judge=${JUDGE:-}
scale=${SCALE:-100000} spread=${SPREAD:-150}
names=200 each=250 flight=64

die()
{
	echo "bench: $*" >&2
	exit 1
}

case $shared in /*) ;; *) shared=$top/$shared ;; esac
yard=$shared/bench
here=$(dirname "$(readlink -f "$0")")
[ -r "$yard/rawloop.c" ] || die "no yardstick: $yard/rawloop.c is not there;" \
	"say where with make bench SHARED=FOLDER"
command -v nginx >/dev/null || die "nginx is needed (Debian: nginx-light)"
[ "$(nproc)" -ge 2 ] || die "two cores are needed, one for the fleet"

work=$(mktemp -d)
export BENCH_DIR=$work/fleet BENCH_PORT=${BENCH_PORT:-28443}
export SERVER_CORE=$((1 - core))
pid=''

clean()
{
	local code=$?
	trap - EXIT
	[ -z "$pid" ] || kill "$pid" 2>/dev/null || true
	"$yard/setup_fleet.sh" stop 2>/dev/null || true
	rm -rf "$work"
	exit "$code"
}
trap clean EXIT
trap 'exit 130' INT TERM

prepare()
{
	echo "making the fleet and the yardstick (half a minute)" >&2
	cc -O2 -g -Wl,--export-dynamic-symbol=d2i_X509 -o "$work/rawloop" \
		"$yard/rawloop.c" -lssl -lcrypto
	cc -O2 -o "$work/runstat" "$yard/runstat.c"
	mkdir -p "$BENCH_DIR"
	"$yard/setup_fleet.sh" start
}

# configuration N SECONDS [EACH]: N targets; endpoints have EACH addresses at
# most, and take turns with the NAMES names
configuration()
{
	awk -v n="$1" -v every="$2" -v port="$BENCH_PORT" -v names=$names \
		-v each="${3:-$each}" -v ca="$BENCH_DIR/pki/ca.pem" -v state="$work/state" '
	function at(i) {
		i++
		return sprintf("\"127.%d.%d.%d:%d\"", 1 + i / 65536,
			i / 256 % 256, i % 256, port)
	}
	BEGIN {
		print "state_directory: " state
		print "defaults: {interval: " every "s, timeout: 10s," \
			" trust: [fleet], variants: [], revocation: off}"
		print "trust_stores: {fleet: {files: [" ca "]}}"
		print "notify: {journal: false, stderr: true}"
		print "endpoints:"
		count = names * (1 + int((n - 1) / names / each))
		for (e = 0; e < count && e < n; e++) {
			printf "  - {host: h%d.fleet.test, port: %d, addresses: [",
				e % names + 1, port + int(e / names)
			for (i = e; i < n; i += count)
				printf "%s%s", i == e ? "" : ", ", at(i)
			print "]}"
		}
	}'
}

# ---- measures ---------------------------------------------------------------

# accepted: connections that the fleet has seen, this question not counted
accepted()
{
	exec 3<>"/dev/tcp/127.0.0.1/$((BENCH_PORT + 4))"
	printf 'GET / HTTP/1.0\r\n\r\n' >&3
	asked=$((asked + 1))
	seen=$(awk 'p { print $1; exit } /server accepts/ { p = 1 }' <&3)
	exec 3>&- 3<&-
	seen=$((seen - asked))
}

# measure CMD...: sets cpu (s) and peak (kB); the output is in $work/out
measure()
{
	"$work/runstat" "$work/stat" "$core" 600 "$@" >"$work/out" 2>"$work/err"
	read -r cpu peak code _ <"$work/stat"
	[ "$code" = 0 ] || { tail -n 5 "$work/err" >&2; die "exit $code: $*"; }
}

# nanoseconds on a processor, all threads
spent()
{
	awk '{ sum += $1 } END { printf "%.0f", sum }' "/proc/$pid/task"/*/schedstat
}

# how often a thread woke up
woken()
{
	awk '/^voluntary/ { sum += $2 } END { print sum + 0 }' \
		"/proc/$pid/task"/*/status
}

kilobytes()
{
	awk -v key="$1:" '$1 == key { print $2 }' "/proc/$pid/status"
}

# start CONFIGURATION: the daemon; then wait_ready
start()
{
	rm -f "$work/ready"
	begun=$(date +%s%N)
	python3 - "$work/notify" "$work/ready" <<'PY' &
import socket, sys, os, time
try:
    os.unlink(sys.argv[1])
except FileNotFoundError:
    pass
sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
sock.bind(sys.argv[1])
sock.settimeout(120)
while b"READY=1" not in sock.recv(4096):
    pass
open(sys.argv[2], "w").write(str(time.time_ns()))
PY
	waiter=$!
	while [ ! -S "$work/notify" ] || [ -e "$work/ready" ]; do sleep 0.02; done
	begun=$(date +%s%N)
	NOTIFY_SOCKET=$work/notify taskset -c "$core" "$daemon" -c "$1" \
		>"$work/log" 2>&1 &
	pid=$!
}

# nanoseconds that its threads waited for a processor
queued()
{
	awk '{ sum += $2 } END { printf "%.0f", sum }' "/proc/$pid/task"/*/schedstat
}

# sets ready_ms (on the clock), ready_cpu and ready_queued (ns); what is told
# later goes nowhere
wait_ready()
{
	wait "$waiter" || { tail -n 5 "$work/log" >&2; die "not ready in time"; }
	ready_cpu=$(spent)
	ready_queued=$(queued)
	ready_ms=$((($(cat "$work/ready") - begun) / 1000000))
	rm -f "$work/notify"
}

# peak_anon SECONDS: so long, and what was most meanwhile (MB) in peak_mb
peak_anon()
{
	local most=0 now end=$(($(date +%s) + $1))
	while [ "$(date +%s)" -lt "$end" ]; do
		kill -0 "$pid" 2>/dev/null || { tail -n 5 "$work/log" >&2; die "it ended"; }
		now=$(kilobytes RssAnon)
		[ "$now" -le "$most" ] || most=$now
		sleep 0.5
	done
	peak_mb=$(awk -v kb="$most" 'BEGIN { printf "%.1f", kb / 1024 }')
}

stop()
{
	kill "$pid"
	wait "$pid" || die "the daemon did not end well"
	pid=''
	if grep -Ev 'watching|first pass|stopped' "$work/log" >"$work/odd"; then
		echo "the daemon said:" >&2
		head -n 3 "$work/odd" | cut -c1-200 >&2
	fi
}

# note FILE VALUE...: a row of what was measured
note()
{
	local file=$1
	shift
	echo "$*" >>"$work/$file"
}

# median FILE COLUMN
median()
{
	sort -g -k "$2,$2" "$work/$1" | awk -v c="$2" '{ v[NR] = $c }
		END { print v[int((NR + 1) / 2)] }'
}

# each_of NANOSECONDS COUNT: milliseconds, and in units of raw
each_of()
{
	awk -v t="$1" -v n="$2" -v raw="$raw" 'BEGIN {
		if (n < 1) n = 1
		printf "%.4f %.4f", t / 1e6 / n, t / 1e6 / n / raw }'
}

ratio()
{
	awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", a / b }'
}

# ---- what is measured ---------------------------------------------------------

yardstick()
{
	measure "$work/rawloop" --probes "$targets" --port "$BENCH_PORT" \
		--verify full --ca "$BENCH_DIR/pki/ca.pem" --facts --sni $names
	grep -q '"failed":0,.*"verify_bad":0' "$work/out" || die "the yardstick failed"
	raw=$(sed -n 's/.*"cpu_ms":\([0-9.]*\).*/\1/p' "$work/out" | tail -n 1)
	note raw "$raw"
}

# The slope between few and many targets is what a probe costs.
once()
{
	local few=$((targets / 20)) before small
	configuration "$few" "$interval" >"$work/few.yaml"
	configuration "$targets" "$interval" >"$work/many.yaml"
	measure "$daemon" --once -c "$work/few.yaml"
	small=$cpu
	accepted
	before=$seen
	measure "$daemon" --once -c "$work/many.yaml"
	accepted
	[ "$(grep -c ' at 127\.1\.' "$work/out")" = "$targets" ] ||
		die "--once did not print $targets lines"
	[ "$(grep -o ' at 127\.1\.[0-9.:]*' "$work/out" | sort -u | wc -l)" = "$targets" ] ||
		die "--once printed a target twice"
	note once "$(awk -v a="$small" -v b="$cpu" -v n="$targets" -v k="$few" \
		-v raw="$raw" -v got=$((seen - before)) 'BEGIN {
		ms = (b - a) * 1000 / (n - k)
		print ms, ms / raw, got / n, (a - ms * k / 1000) * 1000 }')"
}

# pass_and_after FILE N SECONDS WINDOW [EACH]: the daemon's first pass over N
# targets, then a window of its steady state
pass_and_after()
{
	local before from to n=$2 every=$3 length=$4
	configuration "$n" "$every" "${5:-$each}" >"$work/$1.yaml"
	rm -rf "$work/state"
	accepted
	before=$seen
	start "$work/$1.yaml"
	wait_ready
	from=$ready_cpu
	peak_anon "$every"
	accepted
	to=$(spent)
	note "$1-first" "$(each_of $((to - from)) $((seen - before)))" \
		"$(ratio $((seen - before)) "$n")" "$peak_mb"
	# What comes after it settles for a while.
	sleep $((every / 4))
	accepted
	before=$seen from=$(spent)
	peak_anon "$length"
	accepted
	to=$(spent)
	note "$1-steady" "$(each_of $((to - from)) $((seen - before)))" \
		"$(ratio $(((seen - before) * every)) $((n * length)))" \
		"$peak_mb" "$(kilobytes RssAnon)" "$(kilobytes VmRSS)"
}

probe()
{
	once
	pass_and_after few "$targets" "$interval" $((window * interval))
	stop
}

# Nothing is due for most of an hour. A whole minute, in which nobody should wake
# up at all: src/README says what may. Files are told of by inotify.
idle()
{
	local from
	configuration 10 3600 >"$work/idle.yaml"
	rm -rf "$work/state"
	start "$work/idle.yaml"
	wait_ready
	for _ in $(seq 90); do
		! grep -q 'first pass' "$work/log" || break
		sleep 1
	done
	grep -q 'first pass' "$work/log" || die "the first pass does not end"
	# What is looked at once more after that comes within a minute.
	sleep 65
	from=$(woken)
	sleep 60
	note idle $(($(woken) - from))
	stop
}

# peer KIND COUNT: one that runs at PORT as pid
peer()
{
	local from to bad peak
	"$here/ask_peer" "$1" "$peer_port" "$pid" 64 4 "$BENCH_PORT" >/dev/null
	from=$(spent)
	read -r bad peak < <("$here/ask_peer" "$1" "$peer_port" "$pid" "$2" \
		$flight "$BENCH_PORT")
	to=$(spent)
	[ "$bad" = 0 ] || echo "bench: $bad answers of $1 were no success" >&2
	note "$1" "$(each_of $((to - from)) "$2")" 1 "$(ratio "$peak" 1024)"
	kill "$pid"
	wait "$pid" 2>/dev/null || true
	pid=''
}

wait_port()
{
	for _ in $(seq 100); do
		(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
		sleep 0.1
	done
	die "nobody listens at port $1"
}

blackbox()
{
	peer_port=$((BENCH_PORT + 6))
	cat >"$work/blackbox.yml" <<-X
		modules: {fleet: {prober: tcp, timeout: 10s, tcp: {tls: true,
		  preferred_ip_protocol: ip4,
		  tls_config: {server_name: default.fleet.test}}}}
	X
	SSL_CERT_FILE=$BENCH_DIR/pki/ca.pem taskset -c "$core" \
		prometheus-blackbox-exporter --config.file="$work/blackbox.yml" \
		--log.level=error --history.limit=1 \
		--web.listen-address="127.0.0.1:$peer_port" >"$work/peer.log" 2>&1 &
	pid=$!
	wait_port "$peer_port"
	peer blackbox "$targets"
}

zabbix()
{
	peer_port=$((BENCH_PORT + 7))
	printf '%s\n' LogType=console Server=127.0.0.1 ListenIP=127.0.0.1 \
		"ListenPort=$peer_port" Hostname=bench Timeout=10 \
		"ControlSocket=$work/zabbix.sock" \
		"PluginSocket=$work/plugin.sock" >"$work/zabbix.conf"
	SSL_CERT_FILE=$BENCH_DIR/pki/ca.pem taskset -c "$core" \
		zabbix_agent2 -f -c "$work/zabbix.conf" >"$work/peer.log" 2>&1 &
	pid=$!
	wait_port "$peer_port"
	peer zabbix $((targets / 2))
}

peers()
{
	! command -v prometheus-blackbox-exporter >/dev/null || blackbox
	! command -v zabbix_agent2 >/dev/null || zabbix
}

# large NAME WINDOW EACH: a large fleet's passes, and a start with all of it
# known.
large()
{
	pass_and_after "$1" "$scale" "$spread" "$2" "$3"
	stop
	configuration "$scale" 3600 "$3" >"$work/$1.yaml"
	start "$work/$1.yaml"
	wait_ready
	sleep 2
	note "$1-start" "$ready_ms" $((ready_cpu / 1000000)) \
		$((ready_queued / 1000000)) "$(kilobytes RssAnon)"
	stop
}

# ---- what is printed ----------------------------------------------------------

# line ROW FILE: CPU, ratio to raw-work, connections, peak of anonymous memory
line()
{
	[ -s "$work/$2" ] || return 0
	printf '%-16s %9.3f %10.2f %7.3f %9s\n' "$1" "$(median "$2" 1)" \
		"$(median "$2" 2)" "$(median "$2" 3)" "$(median "$2" 4)"
}

# beside FILE PEER: the daemon in its units
beside()
{
	[ -s "$work/$1" ] && [ -s "$work/$2" ] || return 0
	echo "$1 / $2: CPU $(ratio "$(median "$1" 2)" "$(median "$2" 2)")," \
		"anonymous memory $(ratio "$(median "$1" 4)" "$(median "$2" 4)")"
}

# held NAME WORDS: what a large fleet takes
held()
{
	[ -s "$work/$1-steady" ] || return 0
	echo "resident with $scale $2: $(($(median "$1-steady" 6) / 1024)) MB"
	echo "ready with them from the store: $(median "$1-start" 1) ms" \
		"($(median "$1-start" 2) ms of CPU," \
		"$(median "$1-start" 3) ms of waiting for it);" \
		"then $(($(median "$1-start" 4) / 1024)) MB anonymous"
}

asked=0
prepare
echo "$targets targets, $names leaves, interval $interval s, $rounds rounds;" \
	"daemon on core $core, fleet on core $SERVER_CORE" >&2
for ((round = 1; round <= rounds; round++)); do
	yardstick
	for row in $rows; do
		case $row in
		probe | peers) "$row" ;;
		esac
	done
	echo "round $round of $rounds done" >&2
done
for row in $rows; do
	case $row in
	idle) idle ;;
	judge) [ ! -x "$judge" ] || "$judge" >"$work/judge" || true ;;
	scale)
		yardstick
		large large $((spread / 2)) "$each"
		;;
	single)
		yardstick
		large single $((spread / 3)) 1
		;;
	esac
done

printf '%-16s %9s %10s %7s %9s\n' row 'cpu ms' 'x raw-work' conn 'anon MB'
printf '%-16s %9.3f %10.2f %7s %9s\n' raw-work "$(median raw 1)" 1 - -
if [ -s "$work/once" ]; then
	printf '%-16s %9.3f %10.2f %7.3f %9s  start-up %.0f ms\n' once \
		"$(median once 1)" "$(median once 2)" "$(median once 3)" - \
		"$(median once 4)"
fi
line "first $targets" few-first
line "steady $targets" few-steady
line "first $scale" large-first
line "steady $scale" large-steady
line "first, 1 each" single-first
line "steady, 1 each" single-steady
line blackbox blackbox
line zabbix-agent2 zabbix
for row in few-first few-steady large-steady; do
	beside "$row" blackbox
	beside "$row" zabbix
done
held large targets
held single "endpoints of one address each"
if [ -s "$work/large-steady" ] && [ -s "$work/few-steady" ]; then
	echo "for each target added:" $((($(median large-steady 5) - \
		$(median few-steady 5)) * 1024 / (scale - targets))) bytes
fi
[ ! -s "$work/idle" ] || echo "wake-ups in 60 s with nothing due: $(median idle 1)"
[ ! -s "$work/judge" ] || cat "$work/judge"
