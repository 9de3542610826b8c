# Real servers that begin in the clear, for starttls.sh: each shows the chain
# WELL at one address and ILL, which lacks its intermediate, at the other. To
# be sourced after lib.sh and system_begin.
#
#   starttls_serve SERVER...   starts them, all at once, as children; what they
#                              write lies in $work/SERVER
#   starttls_await SERVER...   until each port of theirs accepts
#
# Ports are those of server_ports, at both addresses. Chat servers choose the
# chain by the domain that is asked for: well.test, ill.test.
#
# shellcheck shell=bash disable=SC2154

well=127.45.55.1 ill=127.45.55.2

# SERVER PROTOCOL PORT
server_ports='
postfix     smtp         2525
dovecot     lmtp         2424
dovecot     imap         2143
dovecot     pop3         2110
dovecot     sieve        24190
proftpd     ftp          2121
slapd       ldap         2389
prosody     xmpp-client  25222
prosody     xmpp-server  25269
ejabberd    xmpp-client  26222
ejabberd    xmpp-server  26269
postgresql  postgres     25432
mariadb     mysql        23306
inspircd    irc          26667
nnrpd       nntp         2119
'

port_of()
{
	awk -v server="$1" -v protocol="$2" \
		'$1 == server && $2 == protocol { print $3 }' <<<"$server_ports"
}

# own USER SERVER NAME...: its folder, and keys and chains that it can read
own()
{
	local user=$1 dir=$work/$2 name
	shift 2
	for name in "$@"; do
		cp "$CA_DIR/$name.chain" "$CA_DIR/$name.key" "$dir"
		chmod 600 "$dir/$name.key"
	done
	chown -R "$user" "$dir"
}

# in_background SERVER COMMAND...
in_background()
{
	local server=$1
	shift
	"$@" >"$work/$server/log" 2>&1 </dev/null &
	extra_pids+=($!)
}

as_user()
{
	local user=$1
	shift
	exec setpriv --reuid "$user" --regid "$user" --init-groups "$@"
}

# --- mail ---------------------------------------------------------------------

serve_postfix()
{
	local dir=$work/postfix name
	mkdir "$dir/etc" "$dir/spool" "$dir/lib"
	chown postfix "$dir/lib"
	cat >"$dir/etc/main.cf" <<-END
		compatibility_level = 3.6
		queue_directory = $dir/spool
		data_directory = $dir/lib
		command_directory = /usr/sbin
		daemon_directory = /usr/lib/postfix/sbin
		mail_owner = postfix
		setgid_group = postdrop
		myhostname = well.test
		mydestination =
		inet_protocols = ipv4
		inet_interfaces = 127.0.0.1
		maillog_file = $dir/mail.log
		maillog_file_prefixes = $dir
		alias_maps =
		alias_database =
		local_recipient_maps =
		mynetworks = 127.0.0.0/8
		default_transport = discard
		smtpd_tls_security_level = may
	END
	for name in well ill; do
		cat "$CA_DIR/$name.key" "$CA_DIR/$name.chain" \
			>"$dir/$name.pem"
		echo "${!name}:2525 inet n - n - - smtpd" \
			"-o smtpd_tls_chain_files=$dir/$name.pem"
	done >"$dir/etc/master.cf"
	# What README's mail is handed in to: TLS, then a login, asked of dovecot.
	echo "$well:2587 inet n - n - - smtpd" \
		"-o smtpd_tls_chain_files=$dir/well.pem" \
		"-o smtpd_tls_security_level=encrypt" \
		"-o smtpd_tls_auth_only=yes -o smtpd_sasl_auth_enable=yes" \
		"-o smtpd_sasl_type=dovecot -o smtpd_sasl_path=inet:$well:2999" \
		"-o smtpd_recipient_restrictions=" \
		"-o smtpd_relay_restrictions=permit_sasl_authenticated,reject" \
		>>"$dir/etc/master.cf"
	cat >>"$dir/etc/master.cf" <<-END
		postlog  unix-dgram n - n - 1 postlogd
		pickup   unix n - n 60 1 pickup
		cleanup  unix n - n - 0 cleanup
		qmgr     unix n - n 300 1 qmgr
		tlsmgr   unix - - n 1000? 1 tlsmgr
		rewrite  unix - - n - - trivial-rewrite
		bounce   unix - - n - 0 bounce
		defer    unix - - n - 0 bounce
		anvil    unix - - n - 1 anvil
		proxymap unix - - n - - proxymap
		showq    unix n - n - - showq
		discard  unix - - n - - discard
	END
	touch "$dir/etc/dynamicmaps.cf"
	# Its own start leaves a process that nobody here could end.
	postfix -c "$dir/etc" check >"$dir/check" 2>&1 ||
		fail "postfix: $(cat "$dir/check")"
	in_background postfix env MAIL_CONFIG="$dir/etc" \
		/usr/lib/postfix/sbin/master -d -c "$dir/etc"
}

dovecot_config()
{
	local dir=$work/dovecot/$1
	cat <<-END
		base_dir = $dir/run
		instance_name = $1
		log_path = $dir/dovecot.log
		protocols = imap pop3 lmtp sieve
		listen = ${!1}
		ssl = yes
		ssl_cert = <$CA_DIR/$1.chain
		ssl_key = <$CA_DIR/$1.key
		mail_location = maildir:$dir/mail/%u
		passdb {
		  driver = static
		  args = password=topsecret42
		}
		userdb {
		  driver = static
		  args = uid=nobody gid=nogroup home=$dir/mail/%u
		}
		service anvil {
		  chroot =
		}
		service imap-login {
		  inet_listener imap {
		    port = 2143
		  }
		  inet_listener imaps {
		    port = 0
		  }
		}
		service pop3-login {
		  inet_listener pop3 {
		    port = 2110
		  }
		  inet_listener pop3s {
		    port = 0
		  }
		}
		service managesieve-login {
		  inet_listener sieve {
		    port = 24190
		  }
		}
		service auth {
		  inet_listener {
		    port = 2999
		  }
		}
		service lmtp {
		  inet_listener lmtp {
		    port = 2424
		  }
		}
	END
}

# One for each address: LMTP heeds no "local" of the configuration.
serve_dovecot()
{
	local name
	for name in well ill; do
		mkdir -p "$work/dovecot/$name/run"
		dovecot_config $name >"$work/dovecot/$name/conf"
		in_background dovecot dovecot -F -c "$work/dovecot/$name/conf"
	done
}

# --- files, news, directories -------------------------------------------------

proftpd_host()
{
	cat <<-END
		TLSEngine on
		TLSProtocol TLSv1.2 TLSv1.3
		TLSECCertificateFile $CA_DIR/$1.pem
		TLSECCertificateKeyFile $work/proftpd/$1.key
		${2:-}
	END
}

serve_proftpd()
{
	local dir=$work/proftpd
	cp "$CA_DIR/well.key" "$CA_DIR/ill.key" "$dir"
	chmod 600 "$dir"/*.key
	cat >"$dir/conf" <<-END
		ModulePath /usr/lib/proftpd
		LoadModule mod_tls.c
		ServerType standalone
		DefaultAddress $well
		Port 2121
		SocketBindTight on
		User nobody
		Group nogroup
		PidFile $dir/pid
		ScoreboardFile $dir/scoreboard
		WtmpLog off
		TransferLog none
		SystemLog $dir/proftpd.log
		UseIPv6 off
		$(proftpd_host well \
			"TLSCertificateChainFile $CA_DIR/issuing.pem")
		<VirtualHost $ill>
		Port 2121
		$(proftpd_host ill)
		</VirtualHost>
	END
	in_background proftpd proftpd -n -c "$dir/conf"
}

# The reader's half of INN, which is what speaks TLS; one for each address.
serve_nnrpd()
{
	local dir=$work/nnrpd name
	for name in well ill; do
		mkdir -p "$dir/$name/run" "$dir/$name/db" "$dir/$name/log"
		cp "$CA_DIR/$name.chain" "$CA_DIR/$name.key" "$dir/$name"
		cat >"$dir/$name/inn.conf" <<-END
			mta: "/usr/sbin/sendmail -oi -oem %s"
			organization: test
			domain: well.test
			pathhost: well.test
			nnrpdloadlimit: 0
			hismethod: hisv6
			ovmethod: tradindexed
			pathnews: /usr/lib/news
			pathetc: $dir/$name
			pathdb: $dir/$name/db
			pathrun: $dir/$name/run
			pathlog: $dir/$name/log
			pathspool: $dir/$name
			pathoverview: $dir/$name
			pathtmp: $dir/$name
			tlscafile: $CA_DIR/root.pem
			tlscertfile: $dir/$name/$name.chain
			tlskeyfile: $dir/$name/$name.key
		END
		cat >"$dir/$name/readers.conf" <<-END
			auth "all" { default: "<FAIL>" }
			access "all" { users: "*" newsgroups: "*" }
		END
		echo "control 0000000000 0000000001 n" >"$dir/$name/db/active"
		echo 'method trash { newsgroups: * class: 0 }' \
			>"$dir/$name/storage.conf"
	done
	chown -R news "$dir"
	chmod 600 "$dir"/*/*.key
	for name in well ill; do
		# It wants an overview, be it of nothing.
		(
			as_user news env INNCONF="$dir/$name/inn.conf" \
				/usr/lib/news/bin/tdx-util -F 2>/dev/null
		)
		in_background nnrpd env INNCONF="$dir/$name/inn.conf" \
			/usr/lib/news/bin/nnrpd -D -f -b "${!name}" -p 2119
	done
}

serve_slapd()
{
	local dir=$work/slapd name
	for name in well ill; do
		mkdir "$dir/$name"
		cat >"$dir/$name.conf" <<-END
			include /etc/ldap/schema/core.schema
			modulepath /usr/lib/ldap
			moduleload back_mdb
			pidfile $dir/$name/pid
			TLSCertificateFile $dir/$name.chain
			TLSCertificateKeyFile $dir/$name.key
			TLSCACertificateFile $CA_DIR/root.pem
			database mdb
			maxsize 1048576
			suffix "dc=test"
			directory $dir/$name
		END
	done
	own openldap slapd well ill
	for name in well ill; do
		in_background slapd slapd -d 0 -u openldap -g openldap \
			-f "$dir/$name.conf" -h "ldap://${!name}:2389/"
	done
}

# --- chat ---------------------------------------------------------------------

serve_prosody()
{
	local dir=$work/prosody
	mkdir "$dir/data"
	cat >"$dir/prosody.cfg.lua" <<-END
		pidfile = "$dir/pid"; data_path = "$dir/data"
		log = { info = "$dir/prosody.log" }
		interfaces = { "$well", "$ill" }
		c2s_ports = { 25222 }; s2s_ports = { 25269 }
		c2s_direct_tls_ports = {}; s2s_direct_tls_ports = {}
		http_ports = {}; https_ports = {}
		modules_enabled = { "saslauth", "tls", "dialback", "posix" }
		authentication = "internal_hashed"
		VirtualHost "well.test"
		ssl = { certificate = "$dir/well.chain", key = "$dir/well.key" }
		VirtualHost "ill.test"
		ssl = { certificate = "$dir/ill.chain", key = "$dir/ill.key" }
	END
	own prosody prosody well ill
	in_background prosody as_user prosody \
		prosody -F --config "$dir/prosody.cfg.lua"
}

# The machine of Erlang alone: no epmd, no name in its network.
serve_ejabberd()
{
	local dir=$work/ejabberd name port listen='' code
	mkdir "$dir/db"
	for name in well ill; do
		cat "$CA_DIR/$name.chain" "$CA_DIR/$name.key" >"$dir/$name.pem"
		listen+="
  - {port: 26222, ip: ${!name}, module: ejabberd_c2s, starttls: true}
  - {port: 26269, ip: ${!name}, module: ejabberd_s2s_in}"
	done
	cat >"$dir/ejabberd.yml" <<-END
		hosts: [well.test, ill.test]
		certfiles: [$dir/well.pem, $dir/ill.pem]
		s2s_use_starttls: optional
		acme: {auto: false}
		modules: {}
		listen:$listen
	END
	own ejabberd ejabberd
	code=$(dirname "$(dirname "$(find /usr/lib -path '*/ebin/ejabberd.app' \
		-print -quit)")")
	in_background ejabberd as_user ejabberd env HOME="$dir" \
		ERL_LIBS="$(dirname "$code")" \
		EJABBERD_CONFIG_PATH="$dir/ejabberd.yml" \
		EJABBERD_LOG_PATH="$dir/ejabberd.log" SPOOL_DIR="$dir/db" \
		erl -noinput -noshell -pa "$code/ebin" \
		-mnesia dir "\"$dir/db\"" -s ejabberd
}

serve_inspircd()
{
	local dir=$work/inspircd name
	for name in well ill; do
		cat >"$dir/$name.conf" <<-END
			<config format="xml">
			<server name="irc.test" description="test" network="test">
			<admin name="test" nick="test" email="test@well.test">
			<module name="ssl_gnutls">
			<module name="starttls">
			<sslprofile name="tls" provider="gnutls"
			    certfile="$dir/$name.chain" keyfile="$dir/$name.key">
			<bind address="${!name}" port="26667" type="clients">
			<connect name="all" allow="*">
			<dns server="127.0.0.1" timeout="1">
			<pid file="$dir/$name.pid">
			<options starttls="tls">
			<starttls provider="tls">
			<log method="file" type="*" level="default"
			    target="$dir/$name.log">
		END
	done
	own irc inspircd well ill
	for name in well ill; do
		in_background inspircd as_user irc inspircd --nofork \
			--config "$dir/$name.conf"
	done
}

# It knows TLS, but no STARTTLS.
serve_ngircd()
{
	local dir=$work/ngircd
	cat >"$dir/conf" <<-END
		[Global]
		Name = irc.test
		Listen = $well
		Ports = 6667
		ServerUID = nobody
		ServerGID = nogroup
		[Options]
		Ident = no
		PAM = no
		DNS = no
	END
	in_background ngircd ngircd -n -f "$dir/conf"
}

# --- databases ----------------------------------------------------------------

serve_postgresql()
{
	local dir=$work/postgresql name bin
	bin=$(echo /usr/lib/postgresql/*/bin)
	own postgres postgresql well ill
	for name in well ill; do
		(
			as_user postgres "$bin/initdb" -A trust --no-sync \
				--no-instructions -D "$dir/data.$name"
		) >"$dir/initdb.$name" 2>&1 || fail "initdb: $(cat "$dir/initdb.$name")"
		in_background postgresql as_user postgres "$bin/postgres" \
			-D "$dir/data.$name" -p 25432 -k "" -F \
			-c listen_addresses="${!name}" -c ssl=on \
			-c ssl_cert_file="$dir/$name.chain" \
			-c ssl_key_file="$dir/$name.key"
	done
}

serve_mariadb()
{
	local dir=$work/mariadb name
	own mysql mariadb well ill
	for name in well ill; do
		mkdir "$dir/$name"
		chown mysql "$dir/$name"
		in_background mariadb as_user mysql mariadbd --no-defaults \
			--datadir="$dir/$name" --skip-grant-tables \
			--skip-innodb --default-storage-engine=Aria \
			--bind-address="${!name}" --port=23306 \
			--skip-networking=0 \
			--socket="$dir/$name.sock" --pid-file="$dir/$name.pid" \
			--lc-messages-dir=/usr/share/mysql \
			--ssl-cert="$dir/$name.chain" --ssl-key="$dir/$name.key"
	done
}

# --- all of them --------------------------------------------------------------

starttls_serve()
{
	local server
	chmod 755 "$work" "$CA_DIR"
	for server in "$@"; do
		mkdir "$work/$server"
		"serve_$server"
	done
}

accepts()
{
	(exec 3<>"/dev/tcp/$1/$2") 2>/dev/null
}

# starttls_await SERVER...
starttls_await()
{
	local server port address
	while read -r server _ port; do
		[[ " $* " == *" $server "* ]] || continue
		for address in "$well" "$ill"; do
			wait_for 150 accepts "$address" "$port" || fail \
				"$server: $address:$port stays closed:" \
				"$(tail -n 5 "$work/$server/log")"
		done
	done < <(grep . <<<"$server_ports")
}
