#!/bin/bash
# Lists from a real web server and answers of a real OCSP responder: what is
# revoked is told, whatever else comes is not, and each thing is fetched once.
#   tests/system/revocation.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
system_begin "$@" nginx jq python3

web=127.45.66.1 fleet=127.45.66.3 web_port='' ocsp_port='' wrong_port=''
allow='--aia-allow 127.45.66.0/24'

# --- a web server with lists ---------------------------------------------------

web_is_up()
{
	(exec 3<>"/dev/tcp/$web/$web_port") 2>/dev/null
}

web_config()
{
	[ "$(id -u)" != 0 ] || echo "user root;"
	cat <<-END
		daemon off;
		worker_processes 1;
		pid $work/web/nginx.pid;
		error_log $work/web/error.log;
		events { worker_connections 512; }
		http {
		log_format line '\$request';
		access_log $work/web/access.log line;
		client_body_temp_path $work/web/body;
		proxy_temp_path $work/web/proxy;
		fastcgi_temp_path $work/web/fastcgi;
		uwsgi_temp_path $work/web/uwsgi;
		scgi_temp_path $work/web/scgi;
		server {
		listen $web:$web_port;
		root $work/web/files;
		location /later/ { try_files /later.der =404; }
		}
		}
	END
}

web_start()
{
	mkdir -p "$work/web/files"
	for _ in 1 2 3 4 5; do
		web_port=$(unused_port 1)
		web_config >"$work/web/nginx.conf"
		nginx -p "$work/web" -e "$work/web/error.log" \
			-c "$work/web/nginx.conf" </dev/null \
			>"$work/web/nginx.out" 2>&1 &
		extra_pids+=($!)
		wait_for 5 web_is_up && return
	done
	cat "$work/web/nginx.out"
	return 1
}

# asked NUMBER PATH: so many requests for it
asked()
{
	local count
	count=$(grep -c "^GET $2 " "$work/web/access.log") || true
	[ "$count" = "$1" ] || {
		echo "$2 was asked $count times" >&2
		return 1
	}
}

# --- what a CA publishes -------------------------------------------------------

serial_of()
{
	openssl x509 -in "$CA_DIR/$1.pem" -noout -serial | sed 's/.*=//'
}

# index FILE [STATE:NAME]...: V or R, and the certificate it is about
index()
{
	local file=$1 item
	shift
	: >"$file"
	echo 'unique_subject = no' >"$file.attr"
	for item in "$@"; do
		case $item in
		R:*) printf 'R\t491231235959Z\t250101000000Z,keyCompromise' ;;
		*) printf 'V\t491231235959Z\t' ;;
		esac >>"$file"
		printf '\t%s\tunknown\t/CN=x\n' "$(serial_of "${item#*:}")" \
			>>"$file"
	done
}

# list PATH ISSUER SECONDS EXTENSION [R:NAME]...: a list that ends in that time
list()
{
	local path=$1 issuer=$2 seconds=$3 extension=$4
	shift 4
	index "$work/list.index" "$@"
	cat >"$work/list.cnf" <<-END
		[ca]
		default_ca = list
		[list]
		database = $work/list.index
		default_md = sha256
		crl_extensions = extensions
		crlnumber = $work/list.number
		[extensions]
		authorityKeyIdentifier = keyid
		${extension:-# no scope}
		[scope]
		onlyCA = TRUE
	END
	[ -e "$work/list.number" ] || echo 1000 >"$work/list.number"
	openssl ca -config "$work/list.cnf" -gencrl -crlsec "$seconds" \
		-cert "$CA_DIR/$issuer.pem" -keyfile "$CA_DIR/$issuer.key" \
		-out "$work/list.pem" 2>"$work/list.log" &&
		openssl crl -in "$work/list.pem" -outform DER \
			-out "$work/web/files/$path.new" &&
		mv "$work/web/files/$path.new" "$work/web/files/$path"
}

# enlarge FROM TO BYTES ISSUER: the same list with as many other entries, signed
enlarge()
{
	python3 - "$work/web/files/$1" "$work/$2.tbs" "$3" <<-'END'
		import sys
		der = open(sys.argv[1], "rb").read()
		def take(b, at):
		    n, h = b[at + 1], 2
		    if n >= 0x80:
		        h += n - 0x80
		        n = int.from_bytes(b[at + 2:at + h], "big")
		    return at + h, at + h + n
		def element(tag, content):
		    return bytes([tag, 0x84]) + len(content).to_bytes(4, "big") + content
		at, end = take(der, take(der, 0)[0])
		parts, sequences = [], 0
		while at < end:
		    begin, after = take(der, at)
		    sequences += der[at] == 0x30
		    part = der[at:after]
		    if der[at] == 0x30 and sequences == 3:
		        count = int(sys.argv[3]) // 38
		        date = bytes([0x17, 13]) + b"250101000000Z"
		        fill = b"".join(bytes([0x30, 36, 2, 19, 0x5a]) +
		            (i * 0x9e3779b97f4a7c15 % 2**144).to_bytes(18, "big") +
		            date for i in range(1, count))
		        part = element(0x30, fill + der[begin:after])
		    parts.append(part)
		    at = after
		open(sys.argv[2], "wb").write(element(0x30, b"".join(parts)))
	END
	openssl dgst -sha256 -sign "$CA_DIR/$4.key" -out "$work/$2.sig" \
		"$work/$2.tbs"
	python3 - "$work/$2" "$work/web/files/$2" <<-'END'
		import sys
		tbs = open(sys.argv[1] + ".tbs", "rb").read()
		sig = open(sys.argv[1] + ".sig", "rb").read()
		alg = bytes.fromhex("300a06082a8648ce3d040302")
		body = tbs + alg + bytes([3, len(sig) + 1, 0]) + sig
		open(sys.argv[2], "wb").write(
		    bytes([0x30, 0x84]) + len(body).to_bytes(4, "big") + body)
	END
}

# responder PORT SIGNER INDEX
responder()
{
	openssl ocsp -index "$3" -port "$1" -rsigner "$CA_DIR/$2.pem" \
		-rkey "$CA_DIR/$2.key" -CA "$CA_DIR/issuing.pem" -nmin 60 \
		>"$work/responder.$1" 2>&1 </dev/null &
	extra_pids+=($!)
	wait_for 10 grep -q 'waiting for' "$work/responder.$1"
}

# --- servers ---------------------------------------------------------------------

# leaf NAME ISSUER EXTENSION...: NAME.test
leaf()
{
	local name=$1 issuer=$2
	shift 2
	ca_sign "$name" "$issuer" "/CN=$name.test" -10 80 \
		basicConstraints=critical,CA:false \
		keyUsage=critical,digitalSignature extendedKeyUsage=serverAuth \
		subjectAltName="DNS:$name.test" authorityKeyIdentifier=keyid "$@"
	cp "$CA_DIR/$name.key" "$NGINX_DIR/$name.test.key"
	ca_chain "$NGINX_DIR/$name.test.chain" "$name" "$issuer"
	nginx_site "$name.test" $fleet
}

by_list()
{
	echo "crlDistributionPoints=URI:http://$web:$web_port/$1"
}

by_responder()
{
	echo "authorityInfoAccess=OCSP;URI:http://$web:$1"
}

# check CODE NAME OPTION...: what the command says of it, as JSON
check()
{
	local want=$1 name=$2 code=0
	shift 2
	# shellcheck disable=SC2086
	"$build/chainwatch" check --trust "$CA_DIR/root.pem" --json \
		--revocation $allow --address "$fleet:$NGINX_PORT" "$@" \
		"$name.test:$NGINX_PORT" \
		>"$work/out" 2>"$work/err" </dev/null || code=$?
	[ $code = "$want" ] || {
		echo "it ended with $code"
		cat "$work/out" "$work/err"
		return 1
	}
}

# json FILTER: true of the output
json()
{
	jq -e "$1" "$work/out" >/dev/null || { cat "$work/out"; return 1; }
}

# leaf_is STATUS SOURCE
leaf_is()
{
	json ".revocation[0] | .status == \"$1\" and .source == \"$2\""
}

# finds CODE SEVERITY [WORDS]
finds()
{
	json "any(.findings[]; .code == \"$1\" and .severity == \"$2\" and
		(.detail | contains(\"${3:-}\")))"
}

web_start || fail "the web server does not start"
ocsp_port=$(unused_port 2)
wrong_port=$((ocsp_port + 1))
ca_sign inter root "/O=Demo Trust/CN=Test Revoked CA" -500 1500 \
	basicConstraints=critical,CA:true keyUsage=critical,keyCertSign,cRLSign \
	subjectKeyIdentifier=hash authorityKeyIdentifier=keyid \
	"$(by_list root.crl)"
ca_sign clerk issuing "/CN=Clerk" -10 80 keyUsage=critical,digitalSignature \
	extendedKeyUsage=OCSPSigning authorityKeyIdentifier=keyid
ca_root stranger "Stranger"
ca_root fake "Test Issuing CA"
leaf good issuing "$(by_list issuing.crl)"
leaf revoked issuing "$(by_list issuing.crl)"
leaf under inter
leaf stale issuing "$(by_list stale.crl)"
leaf scope issuing "$(by_list scope.crl)"
leaf forged issuing "$(by_list forged.crl)"
leaf foreign issuing "$(by_list foreign.crl)"
leaf cut issuing "$(by_list cut.crl)"
leaf page issuing "$(by_list page.crl)"
leaf none issuing "$(by_list none.crl)"
leaf large issuing "$(by_list large.crl)"
leaf largegood issuing "$(by_list large.crl)"
leaf answered issuing "$(by_responder "$ocsp_port")"
leaf denied issuing "$(by_responder "$ocsp_port")"
leaf strange issuing "$(by_responder "$ocsp_port")"
leaf wrong issuing "$(by_responder "$wrong_port")"
leaf down issuing "$(by_responder 1)"
leaf later issuing "$(by_responder "$web_port/later")"
leaf both issuing "$(by_list none.crl)" "$(by_responder "$ocsp_port")"
leaf watched issuing "$(by_list watched.crl)"
leaf swapped issuing "$(by_list swapped.crl)"
for i in $(seq 20); do
	leaf "many$i" issuing "$(by_list issuing.crl)"
done

list issuing.crl issuing 86400 '' R:revoked
list root.crl root 86400 '' R:inter
list stale.crl issuing 1 '' R:good
list scope.crl issuing 86400 'issuingDistributionPoint = critical,@scope'
list forged.crl fake 86400 '' R:forged
list foreign.crl stranger 86400 '' R:foreign
python3 - "$work/web/files" <<-'END'
	import sys
	der = open(sys.argv[1] + "/issuing.crl", "rb").read()
	open(sys.argv[1] + "/cut.crl", "wb").write(der[:-20])
	open(sys.argv[1] + "/later.der", "wb").write(bytes([48, 3, 10, 1, 3]))
END
echo '<!DOCTYPE html><title>Gone</title>' >"$work/web/files/page.crl"
list large.crl issuing 86400 '' R:large
enlarge large.crl large.crl $((20 << 20)) issuing
index "$work/ocsp.index" V:answered R:denied V:both
responder "$ocsp_port" clerk "$work/ocsp.index" || fail "no responder"
responder "$wrong_port" stranger "$work/ocsp.index" || fail "no responder"
nginx_start || fail "nginx does not start"

# --- the command -------------------------------------------------------------------

claim "who is not on the list" check 0 good
claim "... is good by it" leaf_is good crl
claim "who is" check 2 revoked
claim "... is revoked" finds leaf-revoked critical "key compromise"
claim "... by the list" leaf_is revoked crl
claim "a revoked intermediate" check 2 under
claim "... is told" finds intermediate-revoked critical "Test Revoked CA"
sleep 1
claim "a list that has ended" check 1 stale
claim "... is told" finds crl-stale warning
claim "a list of other certificates" check 1 scope
claim "... says nothing" leaf_is unavailable none
claim "a list that somebody else signed" check 1 forged
claim "... revokes nobody" finds crl-unusable warning
claim "a list of somebody else" check 0 foreign
claim "... does neither" leaf_is unavailable none
claim "half a list" check 0 cut
claim "... is none" finds revocation-unknown notice "cut off"
claim "a web page" check 0 page
claim "... is none" finds revocation-unknown notice "not a revocation list"
claim "a list that is not there" check 0 none
claim "... is told" finds revocation-unknown notice "status 404"
claim "20 MB" check 2 large
claim "... are read" finds leaf-revoked critical
claim "... for others, too" check 0 largegood
claim "... who are good" leaf_is good crl

claim "a responder that knows it" check 0 answered
claim "... clears it" leaf_is good ocsp
claim "... or not" check 2 denied
claim "... which is told" finds leaf-revoked critical "key compromise"
claim "one that does not know it" check 0 strange
claim "... says so" finds revocation-unknown notice "does not know"
claim "one that nobody vouches for" check 0 wrong
claim "... says nothing" leaf_is unavailable none
claim "nobody there" check 0 down
claim "... is told" finds revocation-unknown notice
claim "one that has no time" check 0 later
claim "... is told" finds revocation-unknown notice
claim "where the list is missing" check 0 both
claim "... the responder is asked" leaf_is good ocsp
allow='' # for the next one only
claim "one's own network" check 0 revoked
claim "... is not asked" finds revocation-unknown notice "loopback"

# --- the daemon ----------------------------------------------------------------------

config()
{
	local i
	cat <<-END
		state_directory: $work/state
		defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
		trust_stores:
		  test: {files: [$CA_DIR/root.pem]}
		notify: {journal: false, stderr: true}
		revocation: {allow: [127.45.66.0/24]}
		endpoints:
	END
	for i in "$@"; do
		echo "  - {host: $i.test, addresses: [\"$fleet:$NGINX_PORT\"]}"
	done
}

told()
{
	grep -q "$2.test.*$1" "$work/daemon.log"
}

# stands WORDS NAME: the list of before is kept, and WORDS say of the one that
# came why it is not
stands()
{
	python3 - "$work/state/state.db" "$1" "$2" <<-'END'
		import sqlite3, sys
		db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
		rows = db.execute("SELECT 1 FROM revocation_answer WHERE "
		    "url LIKE '%/' || ? AND outcome = 'got' AND file NOT NULL "
		    "AND failures > 0 AND instr(detail, ?)",
		    (sys.argv[3], sys.argv[2])).fetchall()
		sys.exit(not rows)
	END
}

: >"$work/web/access.log"
# shellcheck disable=SC2046
config good watched swapped largegood answered $(seq -f 'many%g' 20) \
	>"$work/chainwatchd.yaml"
list watched.crl issuing 15 ''
list swapped.crl issuing 15 ''
daemon_start
claim "the daemon looks at them" wait_for 60 \
	grep -q first-pass "$work/daemon.log"
claim "... and asks for a list once" asked 1 /issuing.crl
claim "... of 20 MB, too" asked 1 /large.crl
claim "... and finds nothing" not grep -q revoked "$work/daemon.log"
rss=$(awk '/^RssAnon/ {print $2}' "/proc/$daemon/status")
echo "the daemon takes $rss kB"
list swapped.crl fake 86400 '' R:swapped
list watched.crl issuing 86400 '' R:watched
claim "what is revoked between two looks is told" \
	wait_for 180 told leaf-revoked watched
claim "a forged list takes nobody's place" \
	wait_for 180 stands "cannot be believed: its signature" swapped.crl
claim "... and revokes nobody" not told leaf-revoked swapped
kill "$daemon"
claim "it stops" daemon_ends 20

: >"$work/web/access.log"
daemon_start
sleep $((interval + slack))
claim "a restart asks for nothing again" asked 0 /issuing.crl
claim "... however large" asked 0 /large.crl
claim "... and tells nothing twice" not told leaf-revoked watched
kill "$daemon"
claim "it stops again" daemon_ends 20
