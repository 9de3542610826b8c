# What the tests of the page share: a fleet with good, broken and hostile
# endpoints, the daemon with its page, a browser. After lib.sh.
#
# shellcheck shell=bash disable=SC2034,SC2154

page_address=127.46.61.1

# What must show as text: markup, quotes, marks that turn the reading
# direction, as YAML writes it.
page_hostile='"<script>alert(1)</script><b>\"x\u202Eevil"'

# page_site NAME ADDRESS CHAIN...: serves these certificates there
page_site()
{
	local name=$1 address=$2
	shift 2
	ca_chain "$NGINX_DIR/$name.chain" "$@"
	cp "$CA_DIR/$1.key" "$NGINX_DIR/$name.key"
	nginx_site "$name" "$address"
}

# Ends soon, ends later, was sent without its issuer, has expired, and one whose
# certificate has a name of markup, escapes, a line break and a mark that turns
# the reading direction.
page_fleet()
{
	sed -i '/^\[req\]/a utf8 = yes' "$CA_DIR/openssl.cnf"
	ca_leaf good issuing good.test -10 80
	ca_leaf soon issuing soon.test -80 5
	ca_leaf alone issuing alone.test -10 60
	ca_leaf over issuing over.test -100 -3
	ca_sign evil issuing \
		$'/O=<img src=x onerror=alert(1)>/CN=<i>e\x1b[31mv\nil\u202e' -5 40 \
		basicConstraints=critical,CA:false extendedKeyUsage=serverAuth \
		"subjectAltName=DNS:evil.test" authorityKeyIdentifier=keyid
	page_site good.test 127.46.61.11 good issuing
	page_site soon.test 127.46.61.12 soon issuing
	page_site alone.test 127.46.61.13 alone
	page_site over.test 127.46.61.14 over issuing
	page_site evil.test 127.46.61.15 evil issuing
	nginx_start || fail "nginx does not start"
}

# page_config FILE: of that fleet; what stands in FILE is added to the list
page_config()
{
	local name n=10
	cat >"$work/chainwatchd.yaml" <<-END
		state_directory: $work/state
		notify: {journal: false, stderr: true}
		trust_stores:
		  test: {files: [$CA_DIR/root.pem]}
		defaults: {interval: 10s, timeout: 2s, trust: [test]}
		web: {listen: "$page_address:$page_port", hosts: [watch.test]}
		endpoints:
	END
	for name in good soon alone over evil; do
		n=$((n + 1))
		cat >>"$work/chainwatchd.yaml" <<-END
			  - host: $name.test
			    port: $NGINX_PORT
			    addresses: [127.46.61.$n]
			    labels: {team: web, env: prod, note: $page_hostile}
		END
	done
	cat >>"$work/chainwatchd.yaml" <<-END
		  - host: nobody.test
		    addresses: ["127.46.61.16:1"]
		    labels: {team: mail}
		  - host: mail.test
		    port: $page_mail_port
		    addresses: [127.46.61.17]
		    starttls: smtp
	END
	cat "$1" >>"$work/chainwatchd.yaml"
}

# A mail server that knows no STARTTLS, and says so in markup.
page_mail()
{
	"$system_here/page_mail" 127.46.61.17 >"$work/mail.port" &
	extra_pids+=($!)
	wait_for 10 test -s "$work/mail.port" || fail "no mail server"
	page_mail_port=$(cat "$work/mail.port")
}

page_is_free()
{
	! (exec 3<>"/dev/tcp/$page_address/$1") 2>/dev/null
}

page_pick_port()
{
	page_port=$((20000 + RANDOM % 12000))
	until page_is_free $page_port; do
		page_port=$((page_port + 1))
	done
	page_url=http://$page_address:$page_port
}

page_answers()
{
	curl -fsS -o "$work/answer" "$page_url$1" 2>/dev/null
}

# page_shows PATH WORDS
page_shows()
{
	page_answers "$1" && grep -qF -- "$2" "$work/answer"
}

# page_gives_what_fix_prints PATH FILE: as the page's file, of what is served
page_gives_what_fix_prints()
{
	local chain
	page_answers "$1" || return 1
	chain=$(grep -oE 'pem=[0-9a-f]{64}' "$work/answer" | head -n 1)
	curl -fsS -D "$work/headers" -o "$work/given.pem" \
		"$page_url$1?$chain" || return 1
	"$build/chainwatch" fix --trust "$CA_DIR/root.pem" \
		--issuers "$CA_DIR/issuing.pem" "$2" >"$work/fixed.pem" \
		2>"$work/fixed.log" || return 1
	grep -qi '^content-disposition: attachment' "$work/headers" &&
		cmp "$work/given.pem" "$work/fixed.pem"
}

# axe-core, for accessibility: of the npm archive, this version and no other.
page_axe_version=4.14.1
page_axe_sha512=1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b73
page_axe_sha512+=4f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5

# Its script in page_axe; false: it cannot be had.
page_fetch_axe()
{
	local archive=$work/axe-core-$page_axe_version.tgz
	command -v npm >/dev/null || return 1
	(cd "$work" && timeout 120 npm pack --silent --prefer-offline \
		"axe-core@$page_axe_version" >"$work/npm.log" 2>&1) || return 1
	echo "$page_axe_sha512  $archive" | sha512sum --quiet -c - ||
		fail "this is not the axe-core that it was"
	tar -xzf "$archive" -C "$work" package/axe.min.js
	page_axe=$work/package/axe.min.js
}

# page_browse OPTION... PATH...: the browser's look at these pages
page_browse()
{
	"$system_here/page_browser" "$@" --base "$page_url" \
		--folder "$work/browser"
}
