#!/bin/bash
# Servers forget the intermediate: it is named by what others send, by what the
# operator gives, and by what a real web server has where the certificate says;
# and whatever a web server does, nobody is harmed.
#   tests/system/aia.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
system_begin "$@" nginx jq python3

web=127.45.30.1 evil=127.45.30.2 fleet=127.45.30.3
web_port='' evil_port=''

# --- a web server that gives issuers, and one that means harm ----------------

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
		location /moved.der { return 301 http://$web:$web_port/issuing.der; }
		location /slow.der { limit_rate 10; }
		}
		}
	END
}

web_start()
{
	mkdir -p "$work/web/files"
	for _ in 1 2 3 4 5; do
		web_port=$((20000 + RANDOM % 12000))
		web_is_up && continue
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

evil_start()
{
	mkdir "$work/evil"
	: >"$work/evil/requests"
	"$system_here/evil_web" $evil "$work/evil" &
	extra_pids+=($!)
	wait_for 5 test -e "$work/evil/port" || return 1
	evil_port=$(cat "$work/evil/port")
	echo "http://$web:$web_port/issuing.der" >"$work/evil/target"
}

# asked NUMBER PATH: so many requests for it since asked_reset
asked()
{
	local count
	count=$(grep -c "^GET $2 " "$work/web/access.log") || true
	[ "$count" = "$1" ] || {
		echo "$2 was asked $count times" >&2
		return 1
	}
}

asked_reset()
{
	: >"$work/web/access.log"
}

# --- servers that forget the intermediate ------------------------------------

# leaf NAME URL...: NAME.test, whose certificate says where its issuer is
leaf()
{
	local name=$1 url aia=''
	shift
	for url in "$@"; do
		aia+="${aia:+,}caIssuers;URI:$url"
	done
	ca_sign "$name" issuing "/CN=$name.test" -10 80 \
		basicConstraints=critical,CA:false \
		keyUsage=critical,digitalSignature extendedKeyUsage=serverAuth \
		subjectAltName="DNS:$name.test" authorityKeyIdentifier=keyid \
		"authorityInfoAccess=$aia"
	cp "$CA_DIR/$name.key" "$NGINX_DIR/$name.test.key"
	ca_chain "$NGINX_DIR/$name.test.chain" "$name"
	nginx_site "$name.test" $fleet
}

# check NAME OPTION...: what the command says of it, as JSON; the exit code is
# of the chain, which is broken
check()
{
	local name=$1 code=0
	shift
	"$build/chainwatch" check --trust "$CA_DIR/root.pem" --json \
		--address "$fleet:$NGINX_PORT" "$@" "$name.test:$NGINX_PORT" \
		>"$work/out" 2>"$work/err" </dev/null || code=$?
	[ $code = 2 ] || { cat "$work/out" "$work/err"; return 1; }
}

# json FILTER: true of the output
json()
{
	jq -e "$1" "$work/out" >/dev/null || { cat "$work/out"; return 1; }
}

# Only the leaf is sent, and the intermediate is known by name.
names_it()
{
	json '.valid == false and any(.findings[]; .code == "leaf-only") and
		(.suggested_chain | length) == 2 and
		any(.suggested_chain[]; tostring | contains("Test Issuing CA"))'
}

# comes_from SOURCE
comes_from()
{
	json "any(.paths[].certificates[]; .origin == \"$1\")"
}

# finds CODE SEVERITY WORDS
finds()
{
	json "any(.findings[]; .code == \"$1\" and .severity == \"$2\" and
		(.detail | contains(\"$3\")))"
}

# evil NAME CODE WORDS: what that path of the evil server comes to, in time
evil()
{
	local began=$SECONDS
	check "evil-$1" --aia-allow 127.45.30.0/24 || return 1
	# Ten seconds are its deadline; all else is the machine's.
	[ $((SECONDS - began)) -le "$(patient 12)" ] ||
		{ echo "takes too long"; return 1; }
	json 'any(.findings[]; .code == "leaf-only")' &&
		finds "$2" warning "$3"
}

web_start || fail "the web server does not start"
evil_start || fail "the evil server does not start"
base=http://$web:$web_port
openssl x509 -in "$CA_DIR/issuing.pem" -outform DER \
	-out "$work/web/files/issuing.der"
cp "$CA_DIR/issuing.pem" "$work/web/files/issuing.pem"
cp "$CA_DIR/root.pem" "$work/web/files/root.pem"
for form in DER PEM; do
	openssl crl2pkcs7 -nocrl -certfile "$CA_DIR/root.pem" \
		-certfile "$CA_DIR/issuing.pem" -outform $form \
		-out "$work/web/files/$form.p7c"
done
echo '<!DOCTYPE html><title>Gone</title>' >"$work/web/files/page.html"
head -c 300000 /dev/zero >"$work/web/files/large.der"
cp "$work/web/files/issuing.der" "$work/web/files/slow.der"

leaf der "$base/issuing.der"
leaf pem "$base/issuing.pem"
leaf p7 "$base/DER.p7c"
leaf p7pem "$base/PEM.p7c"
leaf second "$base/none.der" "ldap://$web/cn=ca" "$base/issuing.der"
leaf none "$base/none.der"
leaf page "$base/page.html"
leaf other "$base/root.pem"
leaf large "$base/large.der"
leaf moved "$base/moved.der"
leaf slow "$base/slow.der"
leaf decimal "http://2133663233:$web_port/issuing.der"
leaf mapped "http://[::ffff:$web]:$web_port/issuing.der"
leaf octal "http://0177.055.036.01:$web_port/issuing.der"
leaf name "http://localhost:$web_port/issuing.der"
for act in hang drip endless declared bomb zipped headers reset redirect; do
	leaf "evil-$act" "http://$evil:$evil_port/$act"
done
for i in $(seq 40); do
	leaf "many$i" "$base/issuing.der"
done
nginx_start || fail "nginx does not start"
allow="--aia-allow 127.45.30.0/24"

# --- the command --------------------------------------------------------------

for form in der pem p7 p7pem; do
	# shellcheck disable=SC2086
	claim "an issuer is fetched as $form" check $form $allow
	claim "... and named" names_it
	claim "... with where it came from" comes_from aia
done
claim "all addresses are tried" check second --aia-allow 127.45.30.0/24
claim "... until one is good" names_it
claim "... and the dead one is only worth knowing" \
	finds aia-unreachable notice "status 404"

claim "one that is not there" check none --aia-allow 127.45.30.0/24
claim "... is told" finds aia-unreachable warning "status 404"
claim "a web page" check page --aia-allow 127.45.30.0/24
claim "... is none" finds aia-wrong warning "a web page (HTML)"
claim "another certificate" check other --aia-allow 127.45.30.0/24
claim "... is the wrong one" finds aia-wrong warning "Test Root"
claim "300 kB" check large --aia-allow 127.45.30.0/24
claim "... are too much" finds aia-wrong warning "larger than 131072 bytes"
asked_reset
claim "a redirect" check moved --aia-allow 127.45.30.0/24
claim "... is told" finds aia-unreachable warning "a redirect"
claim "... and not followed" asked 0 /issuing.der
claim "ten bytes a second" check slow --aia-allow 127.45.30.0/24
claim "... end at the deadline" finds aia-unreachable warning "took too long"

asked_reset
for name in der decimal mapped octal name; do
	claim "an address of one's own ($name)" check $name
	claim "... is not connected to" \
		json 'any(.findings[]; .code == "leaf-only" and
			(.detail | contains("was not asked")))'
done
claim "--no-aia asks nobody" check der --no-aia --aia-allow 127.45.30.0/24
claim "... and says where it could be had" \
	json 'any(.findings[]; .detail | contains("can be had at"))'
claim "nobody was asked for any of these" asked 0 /issuing.der
claim "the issuers given come first" check der --aia-allow 127.45.30.0/24 \
	--issuers "$CA_DIR/issuing.pem"
claim "... and name it" names_it
claim "... and nobody is asked" asked 0 /issuing.der

# --- who means harm -------------------------------------------------------------

claim "one that says nothing" evil hang aia-unreachable "in time"
claim "one that drips" evil drip aia-unreachable "took too long"
claim "a body without end" evil endless aia-wrong "larger than"
claim "a terabyte announced" evil declared aia-wrong "larger than"
claim "a bomb nobody asked for" evil bomb aia-wrong "larger than"
claim "a zipped answer" evil zipped aia-wrong ""
claim "headers without end" evil headers aia-wrong "larger than"
claim "a reset" evil reset aia-unreachable ""
asked_reset
claim "a redirect by the evil one" evil redirect aia-unreachable "a redirect"
claim "... goes nowhere" asked 0 /issuing.der

# --- the daemon -----------------------------------------------------------------

config()
{
	local i
	cat <<-END
		state_directory: $work/state
		defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
		trust_stores:
		  test: {files: [$CA_DIR/root.pem]}
		notify: {journal: false, stderr: true}
		aia: {$1}
		endpoints:
	END
	shift
	for i in "$@"; do
		echo "  - {host: $i.test, addresses: [\"$fleet:$NGINX_PORT\"]}"
	done
}

many=$(seq -f 'many%g' 40)

db_has()
{
	python3 - "$work/state/state.db" "$1" "$2" <<-'END'
		import sqlite3, sys
		db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
		sys.exit(db.execute(sys.argv[3]).fetchone()[0] != int(sys.argv[2]))
	END
}

# told HOST ORIGIN: an incident whose report knows the issuer from there
told()
{
	db_has 1 "SELECT count(*) > 0 FROM event WHERE kind = 'incident-opened'
		AND endpoint = '$1.test:443'
		AND payload LIKE '%Test Issuing CA%'
		AND payload LIKE '%\"origin\":%\"$2\"%'"
}

# The summary of the first pass names one at a time: --once tells them all.
asked_reset
# shellcheck disable=SC2086
config 'allow: [127.45.30.0/24]' $many >"$work/chainwatchd.yaml"
"$build/chainwatchd" --once --json -c "$work/chainwatchd.yaml" \
	>"$work/once" 2>"$work/daemon.log" </dev/null || true
once_names_all()
{
	[ "$(jq -s 'map(select(.suggested_chain | length == 2)) | length' \
		"$work/once")" = 40 ]
}
claim "forty servers forget it, and each is told which it is" once_names_all
claim "... for one fetch" asked 1 /issuing.der

asked_reset
daemon_start
claim "the daemon fetches it" wait_for 20 asked 1 /issuing.der 2>/dev/null
claim "... and keeps it" wait_for 20 db_has 1 \
	"SELECT count(*) FROM issuer_answer WHERE kind = 'got'"
kill "$daemon"
claim "it stops" daemon_ends 20

rm "$work/web/files/issuing.der"
asked_reset
daemon_start
sleep $((interval + slack))
claim "a restart asks nobody again" asked 0 /issuing.der
kill "$daemon"
claim "it stops again" daemon_ends 20

# A server that sends all of it teaches the others, over a restart too.
ca_chain "$NGINX_DIR/many1.test.chain" many1 issuing
nginx_reload
rm -rf "$work/state"
config 'enabled: false' many1 >"$work/chainwatchd.yaml"
daemon_start
claim "what servers send is learnt" wait_for 20 db_has 1 \
	"SELECT count(*) FROM issuer"
kill "$daemon"
claim "it stops once more" daemon_ends 20
config 'enabled: false' >"$work/chainwatchd.yaml"
daemon_start
claim "it starts with nothing to watch" wait_for 20 \
	grep -q first-pass "$work/daemon.log"
config 'enabled: false' many2 >"$work/chainwatchd.yaml"
kill -HUP "$daemon"
claim "... and known to the next run" wait_for 20 told many2 fleet
kill "$daemon"
claim "the daemon ends" daemon_ends 20

# --- reload -----------------------------------------------------------------------

cp "$CA_DIR/issuing.pem" "$work/given.pem"
rm -rf "$work/state"
config 'enabled: false' many3 >"$work/chainwatchd.yaml"
daemon_start
claim "without any source the gap is told all the same" wait_for 20 \
	grep -q 'leaf-only: many3.test' "$work/daemon.log"
config 'enabled: false' many3 many4 >"$work/chainwatchd.yaml"
echo "issuers: [given.pem]" >>"$work/chainwatchd.yaml"
kill -HUP "$daemon"
claim "issuers that are given later name it" wait_for 20 told many4 given
cp "$work/web/files/issuing.pem" "$work/web/files/issuing.der"
config 'allow: [127.45.30.0/24]' many3 many4 many5 >"$work/chainwatchd.yaml"
asked_reset
kill -HUP "$daemon"
claim "fetching that is allowed later does, too" wait_for 20 told many5 aia
claim "... once" asked 1 /issuing.der
kill "$daemon"
claim "the daemon ends at last" daemon_ends 20
