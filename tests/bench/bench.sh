#!/bin/bash
# What a probe costs: chainwatchd beside the yardstick, in one run.
#
#   tests/bench/bench.sh DAEMON TOP SHARED
#
# DAEMON: the built chainwatchd. TOP: this tree. SHARED: a folder, seen from
# TOP, whose bench/ holds the yardstick (rawloop.c, runstat.c) and the fleet
# (setup_fleet.sh): they are run from there, compiled into a temporary folder,
# never copied. Settings by environment:
#
#   TARGETS   how many are watched                      2000
#   INTERVAL  seconds, in the steady state              10
#   WINDOW    intervals measured                        3
#   ROUNDS    interleaved; medians are printed          3
#   CORE      of daemon and yardstick; nginx has the other one
#
# Rows: `raw-work` is the yardstick (a handshake, the chain verified, its facts
# read, every time); `once` is a first pass with --once, start-up taken out;
# `steady` is the daemon after its first pass. CPU is user and system. `conn`
# is how many connections the fleet saw for each probe that was to be made:
# 1.00 says that each target was probed exactly once a pass. The machine is
# shared with the fleet: read the ratios of one run, not the milliseconds.
set -eu
daemon=$(readlink -f "$1")
top=$2 shared=$3
targets=${TARGETS:-2000} interval=${INTERVAL:-10} window=${WINDOW:-3}
rounds=${ROUNDS:-3} core=${CORE:-0}
names=200

die()
{
	echo "bench: $*" >&2
	exit 1
}

case $shared in /*) ;; *) shared=$top/$shared ;; esac
yard=$shared/bench
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

# configuration N INTERVAL: N targets, NAMES endpoints that share them
configuration()
{
	awk -v n="$1" -v every="$2" -v port="$BENCH_PORT" -v names=$names \
		-v ca="$BENCH_DIR/pki/ca.pem" -v state="$work/state" '
	function ip(i) { i++; return sprintf("127.1.%d.%d", i / 256, i % 256) }
	BEGIN {
		print "state_directory: " state
		print "defaults: {interval: " every "s, timeout: 10s, trust: [fleet]}"
		print "trust_stores: {fleet: {files: [" ca "]}}"
		print "notify: {journal: false, stderr: true}"
		print "endpoints:"
		for (h = 0; h < names && h < n; h++) {
			printf "  - {host: h%d.fleet.test, port: %d, addresses: [", h + 1, port
			for (i = h; i < n; i += names)
				printf "%s%s", i == h ? "" : ", ", ip(i)
			print "]}"
		}
	}'
}

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

yardstick()
{
	measure "$work/rawloop" --probes "$targets" --port "$BENCH_PORT" \
		--verify full --ca "$BENCH_DIR/pki/ca.pem" --facts --sni $names
	grep -q '"failed":0,.*"verify_bad":0' "$work/out" || die "the yardstick failed"
	raw=$(sed -n 's/.*"cpu_ms":\([0-9.]*\).*/\1/p' "$work/out" | tail -n 1)
	echo "$raw" >>"$work/raw"
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
	awk -v a="$small" -v b="$cpu" -v n="$targets" -v k="$few" -v raw="$raw" \
		-v got=$((seen - before)) -v peak="$peak" 'BEGIN {
		ms = (b - a) * 1000 / (n - k)
		print ms, ms / raw, got / n, peak / 1024,
			(a - ms * k / 1000) * 1000 }' >>"$work/once"
}

# nanoseconds on a processor, all threads
spent()
{
	awk '{ sum += $1 } END { printf "%.0f", sum }' "/proc/$pid/task"/*/schedstat
}

kilobytes()
{
	awk -v key="$1:" '$1 == key { print $2 }' "/proc/$pid/status"
}

steady()
{
	local before from to passes=$window
	configuration "$targets" "$interval" >"$work/steady.yaml"
	taskset -c "$core" "$daemon" -c "$work/steady.yaml" >"$work/log" 2>&1 &
	pid=$!
	# The first pass is spread over an interval; then one to settle.
	sleep $((2 * interval + 1))
	kill -0 "$pid" 2>/dev/null || { tail -n 5 "$work/log" >&2; die "it ended"; }
	accepted
	before=$seen from=$(spent)
	sleep $((passes * interval))
	accepted
	to=$(spent)
	awk -v t=$((to - from)) -v got=$((seen - before)) \
		-v want=$((passes * targets)) -v raw="$raw" \
		-v peak="$(kilobytes VmHWM)" -v anon="$(kilobytes RssAnon)" 'BEGIN {
		ms = t / 1e6 / got
		print ms, ms / raw, got / want, peak / 1024, anon / 1024 }' \
		>>"$work/steady"
	kill "$pid"
	wait "$pid" || die "the daemon did not end well"
	pid=''
	if grep -Ev 'watching|first pass|stopped' "$work/log" >"$work/odd"; then
		echo "the daemon said:" >&2
		head -n 5 "$work/odd" >&2
	fi
}

# median FILE COLUMN
median()
{
	sort -n -k "$2,$2" "$1" | awk -v c="$2" '{ v[NR] = $c }
		END { print v[int((NR + 1) / 2)] }'
}

asked=0
prepare
echo "$targets targets, $names names, interval $interval s, $rounds rounds;" \
	"daemon on core $core, fleet on core $SERVER_CORE" >&2
for ((round = 1; round <= rounds; round++)); do
	yardstick
	once
	steady
	echo "round $round of $rounds done" >&2
done
printf '%-10s %10s %12s %6s %9s %9s\n' row 'cpu ms' 'x raw-work' conn 'peak MB' ''
printf '%-10s %10.3f %12.2f %6s %9s\n' raw-work "$(median "$work/raw" 1)" 1 - -
printf '%-10s %10.3f %12.2f %6.3f %9.1f  start-up %.0f ms\n' once \
	"$(median "$work/once" 1)" "$(median "$work/once" 2)" \
	"$(median "$work/once" 3)" "$(median "$work/once" 4)" \
	"$(median "$work/once" 5)"
printf '%-10s %10.3f %12.2f %6.3f %9.1f  anonymous %.1f MB\n' steady \
	"$(median "$work/steady" 1)" "$(median "$work/steady" 2)" \
	"$(median "$work/steady" 3)" "$(median "$work/steady" 4)" \
	"$(median "$work/steady" 5)"
