#!/bin/bash
# The Debian packages, by dpkg under a real systemd: what they are made of,
# install, first steps, upgrade over a previous version, downgrade, remove, purge.
# Built from this tree on top of BUILD_DIR's objects, which takes seconds if that
# is an ordinary build; not one with sanitizers.
#   tests/system/package.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=lib_box.sh
. "$(dirname "$0")/lib_box.sh"
need_box "$@"
system_begin "$@" jq systemctl pgrep nsenter ss curl \
	dpkg-buildpackage dh lintian sqlite3

# Under ASan no package is made: what is packaged is what was built here.
! grep -q '^#define WITH_SANITIZERS ' "$build/config.h" ||
	skip "the packages want a build without --enable-sanitizers"

top=$(cd "$system_here/../.." && pwd)
unit=chainwatchd.service
config=/etc/chainwatch/chainwatchd.yaml
version=$(dpkg-parsechangelog -l "$top/contrib/debian/changelog" -S Version)
before=0.0.9-1
tree=$work/chainwatch-${version%-*}

# --- making them --------------------------------------------------------------

# The tree with debian/ beside it, as `make deb` has it of the tarball; what was
# built lies in the folder that debian/rules builds in. What knows paths is
# compiled again, and all of it linked.
prepare_tree()
{
	local paths headers
	mkdir -p "$tree/_build"
	tar -C "$top" --exclude=./.git --exclude='./build' \
		--exclude='./build-[!a]*' -cf - . | tar -C "$tree" -xf -
	cp -r "$tree/contrib/debian" "$tree/debian"
	tar -C "$build" --exclude=./tests --exclude=./deb \
		--exclude='./chainwatch-*' -cf - . |
		tar -C "$tree/_build" -xf -
	cd "$tree"
	paths='SYSCONFDIR|LOCALSTATEDIR|CONFIG_STATE_DIRECTORY'
	grep -rlE "$paths" --include='*.c' src | xargs touch
	# Who includes a header with one in it, by what make noted; config.h is
	# in too many, and its one path is among those above.
	headers=$(grep -rlE "$paths" --include='*.h' src |
		grep -v '^src/config/config\.h$' | paste -sd'|')
	(cd _build && grep -lE "$headers" src/*/.deps/*.Po |
		sed 's|/\.deps/|/|; s|Po$|o|' | xargs rm)
	cd "$OLDPWD"
}

build_packages()
{
	local options="noopt nocheck noautodbgsym"

	options="$options parallel=$(nproc)"
	(cd "$tree" && DEB_BUILD_OPTIONS=$options \
		nice -n 5 dpkg-buildpackage -us -uc -b -nc -d) >"$work/deb.log" 2>&1
}

# file_of NAME VERSION
file_of()
{
	echo "$work/$1_$2_$(dpkg --print-architecture).deb"
}

# A version before this one: with its number, and a configuration that read
# otherwise.
make_previous()
{
	local name root
	for name in chainwatch chainwatchd; do
		root=$work/previous-$name
		dpkg-deb -R "$(file_of $name "$version")" "$root"
		sed -i "s/^Version: .*/Version: $before/
			s/(= $version)/(= $before)/" "$root/DEBIAN/control"
		[ $name != chainwatchd ] || sed -i '1i # As it was once.' \
			"$root$config" "$root/etc/chainwatch/endpoints.d/example.yaml"
		(cd "$root" && find . -type f ! -path './DEBIAN/*' \
			-printf '%P\0' | xargs -0 md5sum >DEBIAN/md5sums)
		dpkg-deb -Zgzip -z1 -b "$root" "$(file_of $name $before)" \
			>/dev/null
	done
}

# --- inside -----------------------------------------------------------------

show()
{
	box systemctl show -P "$1" $unit
}

shows()
{
	# shellcheck disable=SC2053 # a pattern is meant
	[[ $(show "$1") == $2 ]]
}

journal()
{
	box journalctl --sync
	box journalctl -q --no-pager --all -o json -u $unit "$@"
}

# told COUNT EVENT
told()
{
	[ "$(journal "CHAINWATCH_EVENT=$2" | wc -l)" = "$1" ]
}

says()
{
	journal | jq -r .MESSAGE | grep -q "$1"
}

# dpkg OPTION...: as apt calls it when nobody is asked
package()
{
	box env DEBIAN_FRONTEND=noninteractive dpkg --force-confdef \
		--force-confold "$@" >"$work/dpkg.log" 2>&1 ||
		{ cat "$work/dpkg.log"; return 1; }
}

install_version()
{
	package -i "/debs/chainwatch_$1.deb" "/debs/chainwatchd_$1.deb"
}

incident()
{
	box chainwatch status --json | jq -r '.[0].incidents[0] |
		"\(.id) \(.finding) \(.opened_at)"'
}

incident_is()
{
	[ "$(incident)" = "$1" ]
}

has_incident()
{
	[[ $(incident) == *' leaf-only '* ]]
}

# What there is of the package beside what dpkg remembers of it; builds that go
# on beside this one lie next to it.
traces()
{
	box find / -xdev \( -path /proc -o -path /sys -o -path /run/systemd \
		-o -path /debs -o -path "${top%/*}" -o -path "${build%/*}" \
		-o -path /tmp \
		-o -path /var/log/journal -o -path /root \) -prune -o \
		-name '*chainwatch*' -newer /debs/began -print
}

is_silent()
{
	"$@" >"$work/out" 2>&1 && [ ! -s "$work/out" ] && return
	cat "$work/out"
	return 1
}

# clean: lintian has nothing to say, but of what an ordinary build of the
# objects lacks beside that of `make deb`
lintian_is_silent()
{
	lintian --allow-root -EvIL +pedantic --fail-on none \
		--suppress-tags hardening-no-fortify-functions \
		"$work"/chainwatch_"$version"_*.changes >"$work/lintian" 2>&1
	! grep '^[EWIPXC]: ' "$work/lintian"
}

make_packages()
{
	prepare_tree && build_packages && make_previous && return
	tail -n 40 "$work/deb.log"
	return 1
}

claim "the packages are built" make_packages
claim "... with the paths of packages" not grep -qE "/usr/local/(etc|var)" \
	"$tree/debian/chainwatchd/usr/sbin/chainwatchd" \
	"$tree/debian/chainwatch/usr/bin/chainwatch"
claim "lintian has nothing to say" lintian_is_silent

ca_leaf broken issuing broken.test
box_is_bare=yes
box_up
box rm -f /usr/sbin/policy-rc.d # a machine where services start
box rm -f /var/lib/man-db/auto-update
box mkdir /debs
for name in chainwatch chainwatchd; do
	for number in $before "$version"; do
		box_write /debs/${name}_"$number".deb \
			<"$(file_of $name "$number")"
	done
done
box touch /debs/began

# --- a first install: it runs, and waits for endpoints
claim "the previous version is installed" install_version $before
claim "it runs" shows ActiveState active
claim "and is enabled" test "$(show UnitFileState)" = enabled
claim "so is its socket" box systemctl -q is-enabled chainwatchd-control.socket
claim "with its socket, for its group" test \
	"$(box stat -c %a:%G /run/chainwatchd/control.sock)" = 660:chainwatch
claim "it says what to do" wait_for 20 says \
	"watching 0 endpoints (list some in the configuration"
claim "and complains of nothing" test -z "$(journal -p warning)"
claim "nor does systemd" test -z "$(box systemctl --failed --no-legend)"
claim "nor does its own check" box chainwatchd --check-config
box journalctl -q --no-pager -x -u $unit CHAINWATCH_EVENT=monitor-started \
	>"$work/explained"
claim "journalctl -x explains it" grep -q "^░░ " "$work/explained"

# --- the admin's own words
for name in root broken; do
	box_write /etc/test-pki/$name.pem <"$CA_DIR/$name.pem"
done
box_write /etc/test-pki/broken.key <"$CA_DIR/broken.key"
box openssl s_server -quiet -accept 127.0.0.1:8443 \
	-cert /etc/test-pki/broken.pem \
	-key /etc/test-pki/broken.key </dev/zero >/dev/null 2>&1 &
extra_pids+=("$!")
wait_for 20 box sh -c "ss -ltnH 'sport = 8443' | grep -q LISTEN" ||
	fail "no server in the container"
box_write $config <<'CONFIG'
# by hand
defaults: {interval: 10s, timeout: 5s, trust: [test]}
trust_stores:
  test: {files: [/etc/test-pki/root.pem]}
endpoints:
  - {host: broken.test, addresses: ["127.0.0.1:8443"],
     labels: {team: web}}
include: [endpoints.d/*.yaml]
CONFIG
claim "a first configuration is taken" box systemctl reload $unit
claim "what is broken is found" wait_for 40 has_incident
found=$(incident)

# --- the queries of contrib/journalctl.md, each of them
box systemctl restart $unit
claim "it forgets nothing" wait_for 20 incident_is "$found"
found_any()
{
	[ -s "$1" ] && ! grep -q 'No entries' "$1"
}
queries=0
while read -r query; do
	box sh -c "${query/=INCIDENT/=${found%% *}}" >"$work/out" 2>&1 ||
		fail "$query: $(cat "$work/out")"
	case $query in
	# Nothing of that has happened here.
	*incident-resolved* | *chain-changed* | *monitor-fault* | \
		*dead-letter* | *HUSHED*) ;;
	*) found_any "$work/out" || fail "nothing is found by: $query" ;;
	esac
	queries=$((queries + 1))
done < <(sed -n 's/^    \(journalctl .*\)/\1/p' "$top/contrib/journalctl.md")
claim "the queries of contrib/journalctl.md work" test $queries -ge 15

# --- the page's socket, for who wants it
claim "the page's socket is not enabled" not box systemctl -q is-enabled \
	chainwatchd-web.socket
claim "nor is there anybody" test -z "$(box ss -ltnH 'sport = 9746')"
box systemctl -q enable chainwatchd-web.socket
box systemctl restart $unit
claim "enabled, it comes with the service" box systemctl -q is-active \
	chainwatchd-web.socket
claim "and the daemon answers there" wait_for 20 box curl -sf -o /dev/null \
	http://127.0.0.1:9746/healthz
box systemctl stop $unit
claim "it goes with it" not box systemctl -q is-active chainwatchd-web.socket
box systemctl start $unit
claim "and comes back" wait_for 20 box curl -sf -o /dev/null \
	http://127.0.0.1:9746/healthz
box systemctl restart $unit
claim "a restart keeps it" box curl -sf -o /dev/null \
	http://127.0.0.1:9746/healthz

# --- upgrade
pid=$(show MainPID)
claim "the upgrade" install_version "$version"
claim "runs the new one" not shows MainPID "$pid"
claim "at once" shows ActiveState active
claim "after a clean stop" wait_for 20 told 5 monitor-stopped
claim "its number is the new one" test "$(box dpkg-query -W chainwatchd |
	cut -f2)" = "$version"
claim "the incident is still the same" wait_for 20 incident_is "$found"
claim "and was not told again" told 1 incident-opened
claim "systemd had nothing to refuse" test -z "$(box journalctl -q --no-pager |
	grep -E 'refusing|Failed to')"
claim "the admin's file is as it was" box grep -q '^# by hand' $config
claim "the new one lies beside it" not box grep -q 'As it was once' \
	$config.dpkg-dist
claim "what nobody touched is the new one" not box grep -q 'As it was once' \
	/etc/chainwatch/endpoints.d/example.yaml
claim "who may ask still may" box test -S /run/chainwatchd/control.sock
claim "and systemd has nothing to say" test \
	-z "$(box systemctl --failed --no-legend)"

# --- what was switched off stays off
box systemctl disable --now $unit 2>/dev/null
claim "installed once more" install_version "$version"
claim "a service that was stopped stays so" shows ActiveState inactive
claim "and disabled" test "$(show UnitFileState)" = disabled
box systemctl enable --now $unit 2>/dev/null
claim "until it is wanted" shows ActiveState active

# --- downgrade over a state that the older one does not know
box systemctl stop $unit
state=$work/box/root/var/lib/private/chainwatchd/state.db
schema=$(sqlite3 "$state" "PRAGMA user_version")
sqlite3 "$state" "PRAGMA user_version = 1000" >/dev/null
box systemctl start --no-block $unit
claim "a downgrade is installed" install_version $before
claim "a state of a newer version is refused" wait_for 20 says \
	"was written by a newer chainwatchd"
claim "with what to do" says "install the newer one again"
claim "and not tried again and again" wait_for 20 shows SubState failed
claim "and left alone" test "$(sqlite3 "$state" "PRAGMA user_version")" = 1000
sqlite3 "$state" "PRAGMA user_version = $schema" >/dev/null
claim "the newer one again" install_version "$version"
box systemctl restart $unit
claim "reads it" wait_for 20 incident_is "$found"

# --- remove, and come back
box systemctl stop $unit
box systemctl start chainwatchd-control.socket
claim "removed" package -r chainwatchd
claim "it runs no more" test -z "$(box pgrep -x chainwatchd)"
claim "nor is there who would start it" not box test -e \
	/run/chainwatchd/control.sock
claim "the command is still there" box chainwatch --version
claim "so is the state" test -s "$state"
claim "and the configuration" box grep -q '^# by hand' $config
claim "installed again" install_version "$version"
claim "it goes on where it was" wait_for 20 incident_is "$found"

# --- purge
claim "purged" package -P chainwatchd chainwatch
claim "it runs no more" test -z "$(box pgrep -x chainwatchd)"
claim "nothing is left" is_silent traces
claim "but the group, whose number files may still have" \
	box getent group chainwatch
