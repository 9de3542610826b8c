#!/bin/bash
# journalctl -x says of an incident what it is and what to do, with the names of
# the endpoint at hand: the message catalogue, read by the real journalctl.
#   tests/system/catalogue.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
need_private_journal "$@"
system_begin "$@" nginx jq journalctl

# journalctl knows one catalogue, the system's: that of a root of our own is
# laid over it, in this mount namespace only.
install_catalogue()
{
	local place=lib/systemd/catalog
	mkdir -p "$work/root/usr/$place" "$work/root/var/$place" "/var/$place"
	cp "$build/systemd/chainwatch.catalog" "$work/root/usr/$place/"
	journalctl --update-catalog --root="$work/root" 2>&1 || return 1
	mount --bind "$work/root/var/$place" "/var/$place"
}

# What -x shows below the last event of a kind, on one line: it is wrapped.
explained()
{
	journalctl --sync
	journalctl -q -x --no-pager -n 1 _PID="$daemon" CHAINWATCH_EVENT="$1" |
		sed -n 's/^[^ ]* //p' | tee "$work/lines" |
		tr '\n' ' ' >"$work/explained"
}

says()
{
	grep -qF -- "$1" "$work/explained" || {
		cat "$work/lines"
		return 1
	}
}

ca_leaf broken issuing broken.test
ca_chain "$NGINX_DIR/broken.test.chain" broken
cp "$CA_DIR/broken.key" "$NGINX_DIR/broken.test.key"
nginx_site broken.test 127.45.9.1
nginx_start || fail "nginx does not start"
journal_start
claim "the catalogue is taken without a complaint" \
	test -z "$(install_catalogue)"
claim "it has the entry of every finding" test "$(
	journalctl --list-catalog | grep -c .)" -ge 60
cat >"$work/chainwatchd.yaml" <<END
state_directory: $work/state
defaults: {interval: 10s, timeout: 5s, trust: [test]}
trust_stores:
  test: {files: [$CA_DIR/root.pem]}
notify: {journal: true}
endpoints:
  - {host: broken.test, addresses: ["127.45.9.1:$NGINX_PORT"]}
END
daemon_start
claim "the first pass ends" wait_for 40 journal_has 1 "$(event_is first-pass)"
explained first-pass
claim "the summary is explained" says "from now on is told one by one"

# An incident that begins now is told by itself.
sleep 1
ca_leaf other issuing other.test
ca_chain "$NGINX_DIR/broken.test.chain" other issuing
cp "$CA_DIR/other.key" "$NGINX_DIR/broken.test.key"
nginx_reload
claim "another fault is told" wait_for $((interval + slack + 15)) \
	journal_has 1 "(.CHAINWATCH_FINDING == \"name-mismatch\" and
		$is_alarm)"
kind=$(journal_entries | jq -rs "map(select($is_alarm)) | last |
	.CHAINWATCH_EVENT")
explained "$kind"
cat "$work/lines"
claim "the entry has the endpoint in it" says "broken.test:443"
claim "the explanation" says "$("$build/chainwatch" explain name-mismatch |
	sed -n '4{s/^ *//;p;}')"
claim "and the remedy" says "What to do about name-mismatch at broken.test"
claim "with the host filled in" says "-servername broken.test"
claim "and no field left open" not grep -E \
	'@CHAINWATCH|CHAINWATCH_[A-Z]' "$work/explained"
claim "a stop follows" kill -TERM "$daemon"
claim "within seconds" daemon_ends 10
explained monitor-stopped
claim "it is explained as well" says "Until it is started again nobody watches"
