#!/bin/bash
# A revoked intermediate beside one of the same key that is not, and a
# responder whose answer has ended.   tests/system/revocation_twin.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
system_begin "$@" nginx jq python3

web=127.45.73.5 fleet=127.45.73.6 web_port=''

# Whatever is asked under /NAME/ is the file NAME.
web_start()
{
	mkdir "$work/files"
	python3 - $web "$work" <<-'END' >"$work/web.log" 2>&1 &
		import http.server, os, sys
		class Files(http.server.BaseHTTPRequestHandler):
		    def do_GET(self):
		        with open("files/" + self.path.split("/")[1], "rb") as f:
		            body = f.read()
		        self.send_response(200)
		        self.send_header("Content-Length", str(len(body)))
		        self.end_headers()
		        self.wfile.write(body)
		os.chdir(sys.argv[2])
		server = http.server.ThreadingHTTPServer((sys.argv[1], 0), Files)
		with open("port.new", "w") as f:
		    print(server.server_address[1], file=f)
		os.rename("port.new", "port")
		server.serve_forever()
	END
	extra_pids+=($!)
	wait_for 20 test -s "$work/port" || return 1
	web_port=$(cat "$work/port")
}

# inter NAME FROM: of one subject and one key
inter()
{
	[ ! -e "$CA_DIR/inter.key" ] || [ "$1" = inter ] ||
		cp "$CA_DIR/inter.key" "$CA_DIR/$1.key"
	ca_sign "$1" root "/O=Demo Trust/CN=Test Twin CA" "$2" 1500 \
		basicConstraints=critical,CA:true \
		keyUsage=critical,keyCertSign,cRLSign \
		subjectKeyIdentifier=hash authorityKeyIdentifier=keyid \
		"crlDistributionPoints=URI:http://$web:$web_port/root.crl"
}

# leaf NAME ISSUER POINTER CERTIFICATE...: NAME.test, which sends these
leaf()
{
	local name=$1 issuer=$2 pointer=$3
	shift 3
	ca_sign "$name" "$issuer" "/CN=$name.test" -10 80 \
		basicConstraints=critical,CA:false \
		keyUsage=critical,digitalSignature extendedKeyUsage=serverAuth \
		"subjectAltName=DNS:$name.test" authorityKeyIdentifier=keyid \
		"$pointer"
	cp "$CA_DIR/$name.key" "$NGINX_DIR/$name.test.key"
	ca_chain "$NGINX_DIR/$name.test.chain" "$name" "$@"
	nginx_site "$name.test" $fleet
}

# list ISSUER FILE [CERT]: a list, with that one on it
list()
{
	local by=(-config "$work/list.cnf" -cert "$CA_DIR/$1.pem"
		-keyfile "$CA_DIR/$1.key") file=$2
	shift 2
	{
		[ $# = 0 ] || openssl ca "${by[@]}" -revoke "$CA_DIR/$1.pem"
		openssl ca "${by[@]}" -gencrl -crldays 7 -out "$work/list.pem"
		openssl crl -in "$work/list.pem" -outform DER \
			-out "$work/files/$file"
	} 2>"$work/list.log" || fail "no list: $(cat "$work/list.log")"
}

list_config()
{
	local rows="crlnumber = $work/list.number\ncrl_extensions = of_lists"
	echo 1000 >"$work/list.number"
	sed "s#^\[demo\]#&\n$rows#" "$CA_DIR/openssl.cnf"
	printf '[of_lists]\nauthorityKeyIdentifier = keyid\n'
}

# respond FILE CERT: an answer by the clerk that is good
respond()
{
	openssl ocsp -issuer "$CA_DIR/issuing.pem" -cert "$CA_DIR/$2.pem" \
		-no_nonce -reqout "$work/request" >"$work/respond.log" 2>&1 &&
		openssl ocsp -index "$CA_DIR/index" -CA "$CA_DIR/issuing.pem" \
			-rsigner "$CA_DIR/clerk.pem" -rkey "$CA_DIR/clerk.key" \
			-reqin "$work/request" -respout "$1" -noverify \
			-ndays 7 >"$work/respond.log" 2>&1
}

# antedate FROM TO: the same answer of a month ago, signed again; by an RSA key,
# so that every length stays
antedate()
{
	python3 - "$1" "$2" "$CA_DIR/clerk.key" <<-'END'
		import datetime, re, subprocess, sys
		der = open(sys.argv[1], "rb").read()
		def take(at):
		    n, h = der[at + 1], 2
		    if n >= 0x80:
		        h += n - 0x80
		        n = int.from_bytes(der[at + 2:at + h], "big")
		    return at + h, at + h + n
		def month_ago(match):
		    t = datetime.datetime.strptime(match[1].decode(), "%Y%m%d%H%M%SZ")
		    t -= datetime.timedelta(days=30)
		    return b"\x18\x0f" + t.strftime("%Y%m%d%H%M%SZ").encode()
		oid = der.index(bytes.fromhex("2b0601050507300101"))
		tbs = take(take(oid + 9)[0])[0]
		end = take(tbs)[1]
		old = der[tbs:end]
		new = re.sub(rb"\x18\x0f(\d{14}Z)", month_ago, old)
		sign = lambda b: subprocess.run(["openssl", "dgst", "-sha256", "-sign",
		    sys.argv[3]], input=b, stdout=subprocess.PIPE, check=True).stdout
		assert sign(old) in der
		open(sys.argv[2], "wb").write(der.replace(sign(old), sign(new))
		    .replace(old, new))
	END
}

# check CODE NAME OPTION...: what the command says of it, as JSON
check()
{
	local want=$1 name=$2 code=0
	shift 2
	"$build/chainwatch" check --trust "$CA_DIR/root.pem" --json \
		--revocation --aia-allow 127.45.73.0/24 "$@" \
		--address "$fleet:$NGINX_PORT" "$name.test:$NGINX_PORT" \
		>"$work/out" 2>"$work/err" </dev/null || code=$?
	[ $code = "$want" ] || {
		echo "it ended with $code"
		jq .findings "$work/out"
		cat "$work/err"
		return 1
	}
}

# json FILTER: true of the output
json()
{
	jq -e "$1" "$work/out" >/dev/null || {
		jq ".findings, .revocation, .suggested_chain" "$work/out"
		return 1
	}
}

# finds CODE SEVERITY [WORDS]
finds()
{
	json "any(.findings[]; .code == \"$1\" and .severity == \"$2\" and
		(.detail | contains(\"${3:-}\")))"
}

web_start || fail "the web server does not start: $(cat "$work/web.log")"
inter inter -500
inter twin -400
openssl genrsa -out "$CA_DIR/clerk.key" 2048 2>/dev/null
ca_sign clerk issuing "/CN=Clerk" -100 80 keyUsage=critical,digitalSignature \
	extendedKeyUsage=OCSPSigning authorityKeyIdentifier=keyid
of_twins=crlDistributionPoints=URI:http://$web:$web_port/twin.crl
leaf one inter "$of_twins" inter
leaf both inter "$of_twins" inter twin
leaf other inter "$of_twins" twin
leaf current issuing "authorityInfoAccess=OCSP;URI:http://$web:$web_port/now" \
	issuing
leaf ended issuing "authorityInfoAccess=OCSP;URI:http://$web:$web_port/old" \
	issuing
list_config >"$work/list.cnf"
list twin twin.crl
list root root.crl inter
respond "$work/files/now" current || fail "$(cat "$work/respond.log")"
respond "$work/fresh" ended || fail "$(cat "$work/respond.log")"
antedate "$work/fresh" "$work/files/old"
nginx_start || fail "nginx does not start"

claim "who sends the revoked one alone" check 2 one
claim "... is told" finds intermediate-revoked critical "Test Twin CA"
claim "who sends its twin, too" check 1 both
claim "... gets round it" finds intermediate-revoked warning \
	"Another path gets round it"
claim "who sends the twin alone" check 0 other
claim "... is fine" json \
	'any(.findings[]; .code == "intermediate-revoked") | not'
claim "where the twin is known" check 2 one --issuers "$CA_DIR/twin.pem"
claim "... it is what to serve" json \
	".suggested_chain | tostring | contains(\"$(ca_fingerprint twin)\")"
claim "an answer that counts" check 0 current
claim "... clears it" json '.revocation[0].status == "good"'
claim "one that has ended" check 0 ended
claim "... clears nobody" json '.revocation[0].status == "unavailable"'
claim "... and is told" finds revocation-unknown notice "ended"
