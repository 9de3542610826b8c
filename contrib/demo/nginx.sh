# One nginx on loopback that serves many names, each with a chain file of its
# own. To be sourced; set NGINX_DIR first.
# shellcheck shell=bash disable=SC2034,SC2153
#
#   nginx_site NAME ADDRESS...   serve NGINX_DIR/NAME.chain with NAME.key there
#   nginx_start                  picks a free port: NGINX_PORT, NGINX_PID
#   nginx_reload, nginx_stop
#   nginx_accepted               how many connections were made so far

nginx_sites=()
# Plain HTTP for nginx's own counters, on the port of the sites.
nginx_status_address=127.44.255.1

nginx_site()
{
	nginx_sites+=("$*")
}

nginx_write_config()
{
	local site name addresses address
	[ "$(id -u)" != 0 ] || echo "user root;"
	cat <<-END
		daemon off;
		worker_processes 1;
		pid $NGINX_DIR/nginx.pid;
		error_log $NGINX_DIR/error.log;
		events { worker_connections 512; }
		http {
		access_log off;
		server_names_hash_bucket_size 128;
		ssl_session_cache off;
		ssl_session_tickets off;
		client_body_temp_path $NGINX_DIR/body;
		proxy_temp_path $NGINX_DIR/proxy;
		fastcgi_temp_path $NGINX_DIR/fastcgi;
		uwsgi_temp_path $NGINX_DIR/uwsgi;
		scgi_temp_path $NGINX_DIR/scgi;
	END
	for site in "${nginx_sites[@]}"; do
		read -r name addresses <<<"$site"
		echo "server {"
		for address in $addresses; do
			echo "listen $address:$NGINX_PORT ssl;"
		done
		# "three@2": a second site of the same server name.
		echo "server_name ${name%@*};"
		echo "ssl_certificate $NGINX_DIR/$name.chain;"
		echo "ssl_certificate_key $NGINX_DIR/$name.key;"
		echo "return 204; }"
	done
	echo "server { listen $nginx_status_address:$NGINX_PORT; stub_status; }"
	echo "}"
}

# This question and those before it are counted too.
nginx_accepted()
{
	local line
	exec 3<>"/dev/tcp/$nginx_status_address/$NGINX_PORT"
	printf 'GET / HTTP/1.0\r\n\r\n' >&3
	while read -r line <&3; do
		case $line in
		[0-9]*\ [0-9]*\ [0-9]*) echo "${line%% *}" ;;
		esac
	done
	exec 3>&-
}

nginx_is_up()
{
	local address=${nginx_sites[0]#* }
	(exec 3<>"/dev/tcp/${address%% *}/$NGINX_PORT") 2>/dev/null
}

# Tries ports below the range that the kernel hands out, until one is free.
nginx_start()
{
	local _
	# Debian keeps nginx where a user's PATH does not look.
	local PATH=$PATH:/usr/sbin
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		NGINX_PORT=$((20000 + RANDOM % 12000))
		nginx_is_up && continue
		nginx_write_config >"$NGINX_DIR/nginx.conf"
		nginx -p "$NGINX_DIR" -e "$NGINX_DIR/error.log" \
			-c "$NGINX_DIR/nginx.conf" </dev/null \
			>"$NGINX_DIR/nginx.out" 2>&1 &
		NGINX_PID=$!
		# It is up, or has ended, in far less.
		for _ in {1..600}; do
			nginx_is_up && return 0
			kill -0 "$NGINX_PID" 2>/dev/null || break
			sleep 0.05
		done
		kill "$NGINX_PID" 2>/dev/null || true
		wait "$NGINX_PID" || true
	done
	NGINX_PID=
	cat "$NGINX_DIR/nginx.out" "$NGINX_DIR/error.log" >&2
	return 1
}

# Whether these workers are gone, or only end what they began.
nginx_have_left()
{
	local worker words
	for worker in "$@"; do
		words=
		{ read -r words <"/proc/$worker/cmdline"; } 2>/dev/null || true
		case $words in
		'' | *'shutting down'*) ;;
		*) return 1 ;;
		esac
	done
}

# Comes back when the new configuration is what is served.
nginx_reload()
{
	local _ workers
	read -r -a workers <"/proc/$NGINX_PID/task/$NGINX_PID/children" || true
	kill -HUP "$NGINX_PID"
	for _ in {1..1200}; do
		! nginx_have_left "${workers[@]}" || return 0
		sleep 0.05
	done
	echo "nginx does not reload: see $NGINX_DIR/error.log" >&2
	return 1
}

nginx_stop()
{
	[ -n "${NGINX_PID:-}" ] || return 0
	kill "$NGINX_PID" 2>/dev/null || true
	wait "$NGINX_PID" 2>/dev/null || true
	NGINX_PID=
}
