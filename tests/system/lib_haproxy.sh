# One haproxy on loopback; the counterpart of contrib/demo/nginx.sh for one
# site. To be sourced; HAPROXY_DIR is set by haproxy_start.
# shellcheck shell=bash disable=SC2154,SC2034

# haproxy wants chain and key in one file.
haproxy_site()
{
	cat "$NGINX_DIR/$1.chain" "$NGINX_DIR/$1.key" >"$work/haproxy.pem"
}

haproxy_is_up()
{
	(exec 3<>"/dev/tcp/$1/$HAPROXY_PORT") 2>/dev/null
}

# haproxy_start ADDRESS
haproxy_start()
{
	local pid
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		HAPROXY_PORT=$((20000 + RANDOM % 12000))
		haproxy_is_up "$1" && continue
		cat >"$work/haproxy.cfg" <<-END
			global
			    maxconn 100
			defaults
			    mode http
			    timeout client 5s
			    timeout server 5s
			    timeout connect 5s
			frontend tls
			    bind $1:$HAPROXY_PORT ssl crt $work/haproxy.pem
			    http-request return status 204
		END
		haproxy -W -db -f "$work/haproxy.cfg" </dev/null \
			>"$work/haproxy.log" 2>&1 &
		pid=$!
		if wait_for 5 haproxy_is_up "$1"; then
			HAPROXY_PID=$pid
			extra_pids+=("$pid")
			return 0
		fi
		kill $pid 2>/dev/null || true
		wait $pid || true
	done
	cat "$work/haproxy.log"
	return 1
}

# The master reads its configuration and certificates again.
haproxy_reload()
{
	kill -USR2 "$HAPROXY_PID"
}
