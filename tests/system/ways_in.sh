#!/bin/bash
# Ways in: real proxies, receivers of the PROXY protocol, client certificates,
# Unix sockets and source addresses.  tests/system/ways_in.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
system_begin "$@" nginx haproxy tinyproxy microsocks jq

password=hunter2-of-the-proxy
# One port of all servers here, each at an address of its own.
port=$(unused_port 1)
plain=127.45.56.1 header_nginx=127.45.56.2 header_haproxy=127.45.56.3
client_nginx=127.45.56.4 client_haproxy=127.45.56.5 from_haproxy=127.45.56.6
tinyproxy=127.45.56.7 tinyproxy_auth=127.45.56.8 microsocks=127.45.56.9
microsocks_auth=127.45.56.10 silent=127.45.56.11
allowed=127.45.56.200
socket=$work/app.sock

# --- servers ----------------------------------------------------------------

is_up()
{
	(exec 3<>"/dev/tcp/$1/$port") 2>/dev/null
}

# start ADDRESS PROGRAM...: in the background, until it listens
start()
{
	local address=$1
	shift
	"$@" </dev/null >"$work/${1##*/}.$address.log" 2>&1 &
	extra_pids+=("$!")
	wait_for 10 is_up "$address" || {
		cat "$work/${1##*/}.$address.log"
		fail "$1 does not start at $address"
	}
}

start_nginx()
{
	[ "$(id -u)" != 0 ] || echo "user root;" >"$work/nginx.conf"
	cat >>"$work/nginx.conf" <<-END
		daemon off;
		worker_processes 1;
		pid $work/nginx.pid;
		error_log $work/nginx-error.log;
		events { worker_connections 128; }
		http {
		access_log off;
		client_body_temp_path $work/body;
		proxy_temp_path $work/proxy;
		fastcgi_temp_path $work/fastcgi;
		uwsgi_temp_path $work/uwsgi;
		scgi_temp_path $work/scgi;
		ssl_certificate $work/site.chain;
		ssl_certificate_key $CA_DIR/site.key;
		server { listen $plain:$port ssl; listen unix:$socket ssl;
		    listen 127.0.0.1:$port ssl; return 204; }
		server { listen $header_nginx:$port ssl proxy_protocol;
		    return 204; }
		server { listen $client_nginx:$port ssl; ssl_verify_client on;
		    ssl_client_certificate $CA_DIR/root.pem; return 204;
		    ssl_verify_depth 3; }
		}
	END
	start "$plain" nginx -p "$work" -e "$work/nginx-error.log" \
		-c "$work/nginx.conf"
}

start_haproxy()
{
	cat "$work/site.chain" "$CA_DIR/site.key" >"$work/haproxy.pem"
	cat >"$work/haproxy.cfg" <<-END
		global
		    maxconn 100
		defaults
		    mode http
		    timeout client 5s
		    timeout server 5s
		    timeout connect 5s
		frontend header
		    bind $header_haproxy:$port ssl crt $work/haproxy.pem accept-proxy
		    http-request return status 204
		frontend client
		    bind $client_haproxy:$port ssl crt $work/haproxy.pem ca-file $CA_DIR/root.pem verify required
		    http-request return status 204
		frontend from
		    bind $from_haproxy:$port ssl crt $work/haproxy.pem
		    tcp-request connection reject if !{ src $allowed }
		    http-request return status 204
	END
	start "$from_haproxy" haproxy -db -f "$work/haproxy.cfg"
}

# start_tinyproxy ADDRESS LINE...
start_tinyproxy()
{
	local address=$1
	shift
	{
		printf 'Port %s\nListen %s\nTimeout 10\nMaxClients 20\n' \
			"$port" "$address"
		printf 'Allow 127.0.0.0/8\nConnectPort %s\n' "$port"
		printf '%s\n' "$@"
	} >"$work/tinyproxy.$address"
	start "$address" tinyproxy -d -c "$work/tinyproxy.$address"
}

ca_client()
{
	ca_sign "$1" "$2" "/CN=$1" "$3" "$4" basicConstraints=CA:false \
		keyUsage=critical,digitalSignature extendedKeyUsage=clientAuth \
		authorityKeyIdentifier=keyid
	ca_chain "$work/$1.pem" "$1" "$2"
}

ca_sign site issuing /CN=site.test -10 80 basicConstraints=critical,CA:false \
	keyUsage=critical,digitalSignature extendedKeyUsage=serverAuth \
	subjectAltName=DNS:site.test,DNS:localhost authorityKeyIdentifier=keyid
ca_chain "$work/site.chain" site issuing
ca_client monitor issuing -10 80
ca_root other "Other Root"
ca_client stranger other -10 80
printf 'monitor:%s\n' "$password" >"$work/credentials"
printf 'monitor:%s-not\n' "$password" >"$work/wrong"
printf '%s\n' "$password" >"$work/password"
start_nginx
start_haproxy
start_tinyproxy "$tinyproxy"
start_tinyproxy "$tinyproxy_auth" "BasicAuth monitor $password"
start "$microsocks" microsocks -i "$microsocks" -p "$port"
start "$microsocks_auth" microsocks -i "$microsocks_auth" -p "$port" \
	-u monitor -P "$password"

# --- claims -----------------------------------------------------------------

# check ADDRESS JQ-FILTER OPTION...: of the judge's JSON
check()
{
	local address=$1 filter=$2
	shift 2
	"$build/chainwatch" check --json --trust "$CA_DIR/root.pem" \
		--timeout 5s --address "$address" "$@" "site.test:$port" \
		>"$work/check.json" 2>"$work/check.err" || true
	cat "$work/check.json" "$work/check.err" >>"$work/all-said"
	jq -e "$filter" "$work/check.json" >/dev/null || {
		cat "$work/check.json" "$work/check.err"
		return 1
	}
}

valid='.valid == true and .presented[0] != null'
# fails KIND WORDS
fails()
{
	echo ".failure.kind == \"$1\" and (.failure.detail | contains(\"$2\"))"
}

claim "tinyproxy opens the way" check $plain "$valid" \
	--proxy "http://$tinyproxy:$port"
claim "it refuses a port with words of its own" \
	check $plain:1 "$(fails proxy-refused "403 ")" \
	--proxy "http://$tinyproxy:$port"
claim "it says when the server cannot be reached" \
	check 127.45.56.99 "$(fails unreachable "does not get through")" \
	--proxy "http://$tinyproxy:$port"
claim "it wants credentials" \
	check $plain "$(fails proxy-credentials "407")" \
	--proxy "http://$tinyproxy_auth:$port"
claim "it takes the right ones" check $plain "$valid" \
	--proxy "http://$tinyproxy_auth:$port" \
	--proxy-credentials "$work/credentials"
claim "... the user from the URL, the password from the file" \
	check $plain "$valid" --proxy "http://monitor@$tinyproxy_auth:$port" \
	--proxy-credentials "$work/password"
claim "it does not take wrong ones" \
	check $plain "$(fails proxy-credentials "does not take")" \
	--proxy "http://$tinyproxy_auth:$port" --proxy-credentials "$work/wrong"

claim "microsocks opens the way" check $plain "$valid" \
	--proxy "socks5://$microsocks:$port"
claim "it says that the server refuses" \
	check $plain:1 "$(fails connect-refused "does not get through")" \
	--proxy "socks5://$microsocks:$port"
claim "it wants credentials" check $plain "$(fails proxy-credentials "")" \
	--proxy "socks5://$microsocks_auth:$port"
claim "it takes the right ones" check $plain "$valid" \
	--proxy "socks5://$microsocks_auth:$port" \
	--proxy-credentials "$work/credentials"
claim "it does not take wrong ones" \
	check $plain "$(fails proxy-credentials "does not take")" \
	--proxy "socks5://$microsocks_auth:$port" \
	--proxy-credentials "$work/wrong"
claim "a SOCKS proxy is no HTTP proxy, and is told so" \
	check $plain ".failure.kind | IN(\"proxy-garbage\", \"proxy-closed\")" \
	--proxy "http://$microsocks:$port"
claim "a proxy that is down is told of as such" \
	check $plain "$(fails proxy-unreachable "Connection refused")" \
	--proxy "http://$silent:$port"

for version in v1 v2; do
	claim "nginx takes a header $version" check $header_nginx "$valid" \
		--proxy-protocol $version
	claim "haproxy takes a header $version" check $header_haproxy \
		"$valid" --proxy-protocol $version
	claim "it goes through a proxy, too ($version)" \
		check $header_haproxy "$valid" --proxy-protocol $version \
		--proxy "socks5://$microsocks:$port"
done
claim "without a header haproxy hangs up" \
	check $header_haproxy '.failure != null and (.presented | length) == 0'

claim "haproxy demands a client certificate" check $client_haproxy \
	"$valid and .client_certificate == \"required\""
claim "it takes ours" check $client_haproxy \
	"$valid and .client_certificate == \"shown\"" \
	--client-cert "$work/monitor.pem" --client-key "$CA_DIR/monitor.key"
claim "it refuses a stranger's, and that is told" check $client_haproxy \
	"$valid and .client_certificate == \"refused\"" \
	--client-cert "$work/stranger.pem" --client-key "$CA_DIR/stranger.key"
claim "nginx is shown ours" check $client_nginx \
	"$valid and .client_certificate == \"shown\"" \
	--client-cert "$work/monitor.pem" --client-key "$CA_DIR/monitor.key"

claim "a source address lets us in" check $from_haproxy "$valid" \
	--source "$allowed"
claim "another one does not" check $from_haproxy ".failure != null" \
	--source 127.45.56.201
claim "a Unix socket is looked at" check "unix:$socket" "$valid"
claim "... and told of where it is none" \
	check "unix:$work/none.sock" "$(fails connect-refused "No such file")"

cat >"$work/chainwatchd.yaml" <<END
state_directory: $work/state
defaults:
  interval: 60s
  timeout: 5s
  trust: [test]
  proxy: http://$tinyproxy_auth:$port
  proxy_credentials: credentials
trust_stores:
  test: {files: [$CA_DIR/root.pem]}
endpoints:
  - {host: site.test, port: $port, addresses: ["$plain"]}
  - host: localhost
    port: $port
    proxy: socks5://$microsocks:$port
    proxy_resolve: proxy
  - host: one.test
    proxy: none
    proxy_protocol: v2
    addresses: ["$header_nginx:$port"]
  - host: two.test
    proxy: none
    client_certificate: {certificate: monitor.pem, key: ca/monitor.key}
    addresses: ["$client_haproxy:$port"]
  - host: three.test
    proxy: none
    addresses: ["unix:$socket"]
  - host: four.test
    proxy: none
    source: $allowed
    addresses: ["$from_haproxy:$port"]
END
claim "the daemon comes in by all of them" sh -c "
	'$build/chainwatchd' --once --json --debug -c '$work/chainwatchd.yaml' \
		>'$work/once.json' 2>'$work/once.err' || true
	[ \$(jq -s 'map(select((.presented | length) == 2)) | length' \
		'$work/once.json') = 6 ]" || { cat "$work/once.err"; exit 1; }
claim "what a proxy resolves is one target, under its name" \
	jq -se "map(select(.address == \"localhost:$port\")) | length == 1" \
	"$work/once.json"
cat "$work/once.json" "$work/once.err" >>"$work/all-said"
printf 'nobody\n' >"$work/credentials"
claim "unusable credentials are a fault of the configuration" sh -c "
	! '$build/chainwatchd' --check-config -c '$work/chainwatchd.yaml' \
		2>'$work/refused'"
claim "... that names the file" grep -q "credentials: the first line has no" \
	"$work/refused"
cat "$work/refused" >>"$work/all-said"
claim "no password was said by anyone" not grep -qF "$password" \
	"$work/all-said"
claim "... nor as it goes over the wire" not grep -qF \
	"$(printf 'monitor:%s' "$password" | base64 | cut -c1-24)" \
	"$work/all-said"
