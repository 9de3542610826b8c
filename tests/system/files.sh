#!/bin/bash
# Certificate files as people spoil them: what lint says that servers make of
# each, held against nginx, HAProxy and a server on GnuTLS that are given it; and
# what fix makes of each, which all of them must serve whole.
#   tests/system/files.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
system_begin "$@" nginx haproxy gnutls-serv jq python3

address=127.45.31.1
chainwatch=$build/chainwatch
files=$work/files
mkdir "$files" "$work/server"

port_is_free()
{
	! (exec 3<>"/dev/tcp/$address/$port") 2>/dev/null
}

write_nginx_config()
{
	[ "$(id -u)" != 0 ] || echo "user root;"
	cat <<-END
		daemon off;
		master_process off;
		pid $work/server/pid;
		error_log $work/server/error.log;
		events {}
		http {
		access_log off;
		client_body_temp_path $work/server/body;
		proxy_temp_path $work/server/proxy;
		fastcgi_temp_path $work/server/fastcgi;
		uwsgi_temp_path $work/server/uwsgi;
		scgi_temp_path $work/server/scgi;
		server {
		listen $address:$port ssl;
		ssl_certificate $1;
		ssl_certificate_key $CA_DIR/www.key;
		}
		}
	END
}

write_haproxy_config()
{
	cp "$1" "$work/server/haproxy.pem"
	cp "$CA_DIR/www.key" "$work/server/haproxy.pem.key"
	cat <<-END
		global
		    maxconn 100
		defaults
		    mode http
		    timeout client 5s
		    timeout server 5s
		    timeout connect 5s
		frontend tls
		    bind $address:$port ssl crt $work/server/haproxy.pem
	END
}

# start SERVER FILE: in the background, its process in server_pid
start()
{
	case $1 in
	nginx)
		write_nginx_config "$2" >"$work/server/config"
		nginx -c "$work/server/config" >"$work/server/log" 2>&1 &
		;;
	haproxy)
		write_haproxy_config "$2" >"$work/server/config"
		haproxy -db -f "$work/server/config" >"$work/server/log" 2>&1 &
		;;
	gnutls)
		gnutls-serv --quiet --http -p "$port" --x509certfile "$2" \
			--x509keyfile "$CA_DIR/www.key" \
			>"$work/server/log" 2>&1 </dev/null &
		;;
	esac
	server_pid=$!
}

is_up_or_gone()
{
	! port_is_free || ! kill -0 "$server_pid" 2>/dev/null
}

# How many certificates a server shows that is given this file; or refused.
serves()
{
	local count
	# GnuTLS's listens at all addresses.
	port=$(unused_port 1)
	start "$1" "$2"
	wait_for 10 is_up_or_gone || fail "$1 neither starts nor ends"
	count=$(openssl s_client -connect "$address:$port" -showcerts \
		</dev/null 2>/dev/null | grep -c 'BEGIN CERT') || true
	kill "$server_pid" 2>/dev/null || true
	wait "$server_pid" 2>/dev/null || true
	[ "$count" != 0 ] && echo "$count" || echo refused
}

all_serve()
{
	echo "$(serves nginx "$1") $(serves haproxy "$1") $(serves gnutls "$1")"
}

# As lint says it.
said()
{
	"$chainwatch" lint --json --trust "$CA_DIR/root.pem" "$1" |
		"$system_here/spoil_files" --consequence
}

is_as_said()
{
	local wanted got
	wanted=$(said "$1")
	got=$(all_serve "$1")
	[ "$wanted" = "$got" ] && return
	echo "lint says that nginx, HAProxy and GnuTLS serve: $wanted; they: $got"
	return 1
}

is_fixed()
{
	"$chainwatch" fix --trust "$CA_DIR/root.pem" --issuers \
		"$CA_DIR/issuing.pem" --key "$CA_DIR/www.key" -o "$work/fixed.pem" \
		"$1" 2>"$work/err" || { cat "$work/err"; return 1; }
	cmp "$work/fixed.pem" "$files/good.pem"
}

lint_is_silent()
{
	"$chainwatch" lint --json --trust "$CA_DIR/root.pem" --name www.test \
		"$1" | jq -e '.valid and .findings == []' >/dev/null
}

ca_leaf www issuing www.test
"$system_here/spoil_files" "$CA_DIR/www.pem" "$CA_DIR/issuing.pem" "$files"
for file in "$files"/*.pem; do
	name=${file##*/}
	claim "${name%.pem}: servers do as lint says" is_as_said "$file"
	claim "${name%.pem}: fix makes the clean file of it" is_fixed "$file"
done
claim "all serve what fix makes" [ "$(all_serve "$work/fixed.pem")" = "2 2 2" ]
claim "which lint finds nothing in" lint_is_silent "$work/fixed.pem"
