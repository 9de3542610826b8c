#!/bin/bash
# The tests and every verdict with the newest OpenSSL that Debian has.
#
#	tests/newest/newest.sh [--suite SUITE] [--stale] [--root FOLDER] TARBALL BUILD-FOLDER
#
# Makes a root of SUITE (sid) with what the project is built of, builds the
# tarball of `make dist` in it without optimising, and runs its `make check`
# there. Then the chains of tests/clients/features, minted once by BUILD-FOLDER,
# are judged by its chainwatch and by that of the root: each report must be the
# same to the byte. Ends with 1 where anything differs or fails.
#
# The mirror is this machine's own, as apt is configured. --stale takes one that
# stands still, whose date has passed. A root that is named stays, and is taken
# again the next time. Wants root, and `contrib/install-packages newest`.
# shellcheck disable=SC2016 # what is expanded by apt and by the root's shell
set -eu
here=$(cd "$(dirname "$0")" && pwd)
suite=sid
root=
apt_options=()
while [ $# -gt 2 ]; do
	case $1 in
	--suite) suite=$2 && shift ;;
	--root) root=$2 && shift ;;
	--stale) apt_options=(--aptopt='Acquire::Check-Valid-Until "false"') ;;
	*) echo "newest.sh: what is $1?" >&2 && exit 2 ;;
	esac
	shift
done
if [ $# != 2 ] || [ "$(id -u)" != 0 ]; then
	sed -n '2,/^set -eu/{/^#/s/^# \{0,1\}//p}' "$0" >&2
	exit 2
fi
tarball=$1
build=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=${root:-$work/root}
failed=0

say() { printf '%s\n' "$*"; }

# The first of Debian itself that apt knows.
mirror_of_this_machine()
{
	apt-get indextargets --format '$(ORIGIN) $(RELEASE) $(REPO_URI)' \
		'Created-By: Packages' |
		awk '$1 == "Debian" && $2 !~ /-security/ { print $3; exit }'
}

make_root()
{
	local mirror packages
	local tests=libcmocka-dev,mandoc,python3-yaml,python3-jsonschema
	mirror=$(mirror_of_this_machine)
	[ -n "$mirror" ] || { say "apt knows no mirror of Debian"; return 1; }
	packages=$("$here/../../contrib/install-packages" --list build | paste -sd,)
	mmdebstrap --variant=minbase "${apt_options[@]}" \
		--include="$packages,$tests" "$suite" "$root" "$mirror"
}

# inside COMMAND: by the root's shell, with processes and devices of its own;
# nothing that it starts outlives it.
inside()
{
	unshare --mount --pid --fork --kill-child sh -euc '
		mount -t proc proc "$1/proc"
		mount --rbind /dev "$1/dev"
		exec chroot "$1" env -i PATH=/usr/lib/ccache:/usr/sbin:/usr/bin:/sbin:/bin \
			HOME=/root LANG=C.UTF-8 sh -euc "$2"' inside "$root" "$1"
}

check_inside()
{
	rm -rf "$root/src"
	mkdir "$root/src"
	tar -xf "$tarball" -C "$root/src" --strip-components=1
	inside 'cd /src && mkdir build && cd build &&
		../configure -q --enable-werror CFLAGS="-g1 -O0" &&
		make -j"$(nproc)" all && make -k -j"$(nproc)" check VERBOSE=1'
}

# With a folder of chains as $1: each one's report, by the chainwatch in PATH. It
# tells of another time how that differs from now, which two runs do not share.
judge_all='
	cd "$1"
	for chain in [0-9]*; do
		echo "== $chain"
		set -- --trust "$chain/anchors.pem" --json --clients
		[ ! -s "$chain/fetched.pem" ] ||
			set -- "$@" --issuers "$chain/fetched.pem"
		chainwatch lint "$@" --name "$(cat "$chain/name")" \
			--at "$(date -u -d "@$(cat "$chain/time")" +%FT%TZ)" \
			"$chain/sent.pem" || true
	done | sed "/\"from\": {/{n;s/\"at\": \"[^\"]*\"/\"at\": \"now\"/}"'

compare_verdicts()
{
	mkdir "$work/chains"
	"$build/tests/clients/corpus" "$here/../clients/features" "$work/chains"
	rm -rf "$root/chains"
	cp -r "$work/chains" "$root/chains"
	PATH=$build:$PATH sh -euc "$judge_all" judge "$work/chains" \
		>"$work/ours" 2>&1
	inside "PATH=/src/build:\$PATH; set -- /chains; $judge_all" \
		>"$work/theirs" 2>&1
	say "$(grep -c '^==' "$work/ours") chains judged by both," \
		"$(grep -c '"findings"' "$work/theirs") reports"
	diff "$work/ours" "$work/theirs" | head -n 40
	cmp "$work/ours" "$work/theirs"
}

[ -e "$root/etc/debian_version" ] || make_root
say "here $(openssl version | cut -d' ' -f2), there:"
inside 'dpkg-query -W libssl-dev gcc libcmocka-dev libc6-dev'
check_inside || failed=1
inside 'cd /src/build && tests/inspect/test_two_ways --all' || failed=1
compare_verdicts || failed=1
exit $failed
