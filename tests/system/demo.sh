#!/bin/bash
# contrib/quickstart on a terminal: within two minutes it shows what is broken,
# a regression with its remedy, and its end; Ctrl-C leaves nothing, nor does a
# terminal that is closed.   tests/system/demo.sh BUILD_DIR
#
# quickstart makes its own build, in the tree it stands in; beside other builds
# that takes long, and is no part of the two minutes.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
system_begin "$@" nginx script pgrep curl
demo=$system_here/../../contrib/quickstart
out=$work/out

# The demo on a terminal of its own; what is written to fd 9 is typed there.
demo_begin()
{
	rm -f "$work/keys"
	mkfifo "$work/keys"
	# A script's background jobs are born ignoring Ctrl-C; no terminal's are.
	TMPDIR=$work/tmp TERM=xterm env --default-signal=INT,QUIT \
		nice -n 5 script -qefc "$demo" "$out" \
		<"$work/keys" >/dev/null 2>&1 &
	terminal=$!
	extra_pids+=("$terminal")
	exec 9>"$work/keys"
	demo_started=$SECONDS
}

says()
{
	grep -qsF -- "$1" "$out"
}

# Whose environment names our folder: all that the demo started.
left_over()
{
	local file
	for file in /proc/[0-9]*/environ; do
		case $file in /proc/$$/* | /proc/$terminal/*) continue ;; esac
		grep -qzFx "TMPDIR=$work/tmp" "$file" 2>/dev/null || continue
		echo "left running: $(tr '\0' ' ' <"${file%environ}cmdline")"
	done
}

nothing_is_left()
{
	[ -z "$(left_over)" ] && [ -z "$(ls -A "$work/tmp")" ]
}

# At the address that it said.
page_shows()
{
	local url
	url=$(grep -aoE 'http://127\.0\.0\.1:[0-9]+/' "$out" | tail -n 1)
	[ -n "$url" ] && curl -fsS "$url" | grep -qF -- "$1"
}

demo_ends()
{
	wait_for 20 not kill -0 "$terminal" 2>/dev/null || return 1
	demo_code=0
	wait "$terminal" || demo_code=$?
}

mkdir "$work/tmp"
demo_begin
claim "it builds and starts" wait_for 900 says "Ctrl-C stops everything"
demo_started=$SECONDS
for what in leaf-only:leaf-only wrong-order:wrong-order \
	root-included:root-included expired-leaf:leaf-expired \
	expired-intermediate:intermediate-expired self-signed:self-signed \
	wrong-name:name-mismatch private-ca:untrusted-root; do
	claim "it shows ${what%:*}.demo.test" wait_for 30 \
		says "${what%:*}.demo.test"
	claim "as ${what#*:}" wait_for 5 says "${what#*:}"
done
claim "and the address of three that differs" wait_for 30 says 127.44.0.13
claim "the page is there" wait_for 10 page_shows shop.demo.test
claim "a regression" wait_for 70 says chain-regressed
claim "with its remedy" says "ssl_certificate"
claim "and its end" wait_for 90 says resolved
claim "all of it within two minutes" \
	test $((SECONDS - demo_started)) -le "$(patient 120)"
printf '\003' >&9
claim "Ctrl-C ends it" demo_ends
exec 9>&-
claim "as an interrupt does" test "$demo_code" = 130
claim "it says so" says "nothing is left running"
claim "nothing is left" wait_for 5 nothing_is_left

demo_begin
claim "it starts again" wait_for 60 says "Ctrl-C stops everything"
sleep 3
kill -KILL "$terminal"
exec 9>&-
claim "a closed terminal leaves nothing either" wait_for 20 nothing_is_left
