# A real systemd as PID 1 of a throw-away container, for service tests. Its root
# is this machine's own (read only, below) with what `make install` puts there
# and whatever the test writes (in a tmpfs, above). To be sourced after lib.sh.
#
#   need_box "$@"      first: again in a mount namespace of its own, as root
#   box_up             after system_begin: installed and booted
#                      (box_is_bare=yes: with nothing installed)
#   box COMMAND...     runs in it
#   box_write FILE     writes standard input to a file in it
#
# Limits of memory and tasks are not seen here where the machine has the
# controllers bound elsewhere; all else of a unit is real.
# shellcheck shell=bash disable=SC2154 # work, build: lib.sh

box_leader='' box_nspawn='' box_cgroup='' box_is_bare=no

need_box()
{
	[ -z "${CHAINWATCH_BOX:-}" ] || return 0
	[ "$(id -u)" = 0 ] || skip "a container needs root"
	command -v systemd-nspawn >/dev/null || skip "no systemd-nspawn"
	unshare --mount true 2>/dev/null || skip "no mount namespaces here"
	export CHAINWATCH_BOX=1
	exec unshare --mount --propagation private "$BASH" "$0" "$@"
}

# nspawn wants one tree of cgroups, of version 2, and a group of its own there;
# and a /run/systemd that is a tmpfs. Where systemd runs the machine it has
# both.
box_prepare_host()
{
	[ ! -d /run/systemd/system ] || return 0
	mkdir -p /run/systemd
	mount -t tmpfs -o mode=755 tmpfs /run/systemd
	umount -R /sys/fs/cgroup 2>/dev/null || true
	mount -t cgroup2 cgroup2 /sys/fs/cgroup
	box_cgroup=/sys/fs/cgroup/chainwatch-box-$$
	mkdir "$box_cgroup"
	box_options+=(--keep-unit)
}

# What is installed or enabled on this machine must not start in there.
box_prepare_root()
{
	local root=$1 etc=$1/etc/systemd
	rm -rf "$etc"/system/*.wants "$root/var/log/journal"
	mkdir -p "$root/var/log/journal" "$etc/journald.conf.d" "$etc/system"
	cat >"$etc/journald.conf.d/box.conf" <<-END
		[Journal]
		Storage=persistent
		SystemMaxUse=64M
		ForwardToSyslog=no
	END
	cat >"$etc/system/box.target" <<-END
		[Unit]
		Description=What the test needs
		Requires=basic.target
		After=basic.target
		AllowIsolate=yes
	END
}

box_is_up()
{
	box_leader=$(pgrep -o -P "$box_nspawn") || return 1
	case $(box systemctl is-system-running 2>/dev/null) in
	running | degraded) ;;
	*) return 1 ;;
	esac
}

box_up()
{
	local top=$work/box
	box_options=(--quiet --register=no --link-journal=no --console=pipe
		--private-network --resolv-conf=off --timezone=off)
	mkdir "$top"
	mount -t tmpfs -o mode=755 tmpfs "$top"
	mkdir "$top/installed" "$top/upper" "$top/work" "$top/root"
	[ "$box_is_bare" = yes ] ||
		make -s -C "$build" install DESTDIR="$top/installed" \
			>"$work/install.log" 2>&1 ||
		fail "$(cat "$work/install.log")"
	mount -t overlay overlay -o "lowerdir=$top/installed:/" \
		-o "upperdir=$top/upper,workdir=$top/work" "$top/root"
	box_prepare_root "$top/root"
	box_prepare_host
	trap box_end EXIT
	(
		[ -z "$box_cgroup" ] || echo 0 >"$box_cgroup/cgroup.procs"
		exec systemd-nspawn "${box_options[@]}" --machine="box$$" \
			--directory="$top/root" --boot systemd.unit=box.target
	) >"$work/console.log" 2>&1 </dev/null &
	box_nspawn=$!
	wait_for 30 box_is_up ||
		fail "the container does not boot: $(cat "$work/console.log")"
}

box()
{
	nsenter -t "$box_leader" -m -u -i -n -p -C -r -w -- env -i \
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		HOME=/root LANG=C.UTF-8 TERM=dumb SYSTEMD_PAGER=cat "$@"
}

box_write()
{
	# shellcheck disable=SC2016 # "$1" is the inner shell's
	box sh -c 'mkdir -p "$(dirname "$1")" && cat >"$1"' sh "$1"
}

box_is_gone()
{
	! kill -0 "$box_nspawn" 2>/dev/null
}

box_end()
{
	local code=$?
	set +e
	if [ $code != 0 ] && [ -n "$box_leader" ]; then
		echo "--- the journal of the container ends in:"
		box journalctl -q --no-pager -n 40
	fi
	if [ -n "$box_nspawn" ]; then
		# systemd's way of asking PID 1 for an immediate end
		[ -z "$box_leader" ] ||
			kill -s RTMIN+14 "$box_leader" 2>/dev/null || true
		wait_for 5 box_is_gone || kill -KILL "$box_leader" "$box_nspawn" \
			2>/dev/null || true
		wait "$box_nspawn" 2>/dev/null || true
	fi
	[ -z "$box_cgroup" ] || find "$box_cgroup" -depth -type d \
		-exec rmdir {} + 2>/dev/null || true
	umount "$work/box/root" "$work/box" 2>/dev/null || true
	(exit "$code")
	system_end
}
