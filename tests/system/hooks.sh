#!/bin/bash
# contrib/deploy-hook, called by real ACME clients with a real CA (pebble): certbot
# from its folder of hooks and dehydrated as its HOOK renew under a real nginx, and
# so does what acme.sh says that it calls. What is good is reloaded and waited for;
# what is broken is refused with the reason, and nginx goes on with what it has.
#   tests/system/hooks.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=lib_pebble.sh
. "$(dirname "$0")/lib_pebble.sh"
system_begin "$@" nginx jq pebble dehydrated certbot curl python3

acme=127.46.65.1 fleet=127.46.65.2
contrib=$(cd "$system_here/../../contrib" && pwd)
lineage=$work/certbot/live/shop.test
export PATH=$build:$PATH SETTINGS=$work/hook.conf

# certbot ARGUMENT...: its exit code is left in code, what it said in out
certbot_does()
{
	code=0
	REQUESTS_CA_BUNDLE=$work/root.pem certbot "$@" --non-interactive \
		--server "https://$acme:${ports[0]}/dir" \
		--config-dir "$work/certbot" --work-dir "$work/certbot-work" \
		--logs-dir "$work/certbot-logs" >"$work/out" 2>&1 </dev/null ||
		code=$?
}

renew()
{
	certbot_does renew --force-renewal --no-random-sleep-on-renew
}

# The hook, as somebody calls it
hook()
{
	code=0
	"$contrib/deploy-hook" >"$work/out" 2>&1 || code=$?
}

# set_to SETTING VALUE
set_to()
{
	sed -i "s|^$1=.*|$1=\"$2\"|" "$SETTINGS"
}

ended()
{
	[ "$code" = "$1" ] && return
	echo "it ended with $code:"
	cat "$work/out"
	return 1
}

said()
{
	grep -qF "$1" "$work/out" && return
	cat "$work/out"
	return 1
}

# serial FILE
serial()
{
	openssl x509 -in "$1" -noout -serial
}

served()
{
	openssl s_client -connect "$fleet:$NGINX_PORT" -servername "$1" \
		</dev/null 2>/dev/null | openssl x509 -noout -serial
}

# serves NAME FILE; after a reload an old worker may yet take one that knocks
serves()
{
	wait_for 5 serves_now "$@"
}

serves_now()
{
	[ "$(served "$1")" = "$(serial "$2")" ]
}

pebble_start || fail "pebble does not start"
certbot_does certonly --manual --manual-auth-hook /bin/true \
	--preferred-challenges dns --agree-tos -m nobody@example.org \
	--no-eff-email -d shop.test -d '*.shop.test' -d www.shop.test
claim "certbot obtains a certificate" ended 0
acme_configure
obtain mail mail.test
for name in shop www.shop; do
	ln -s "$lineage/fullchain.pem" "$NGINX_DIR/$name.test.chain"
	ln -s "$lineage/privkey.pem" "$NGINX_DIR/$name.test.key"
	nginx_site $name.test $fleet
done
ln -s "$work/certs/mail/fullchain.pem" "$NGINX_DIR/mail.test.chain"
ln -s "$work/certs/mail/privkey.pem" "$NGINX_DIR/mail.test.key"
nginx_site mail.test $fleet
nginx_start || fail "nginx does not start"
{
	echo "defaults: {trust: [pebble]}"
	echo "trust_stores: {pebble: {files: [$CA_DIR/pebble-root.pem]}}"
	echo "endpoints:"
	for name in shop www.shop mail; do
		echo "  - {host: $name.test, addresses: [\"$fleet:$NGINX_PORT\"]}"
	done
} >"$work/chainwatchd.yaml"
cat >"$SETTINGS" <<END
RELOAD="kill -HUP $NGINX_PID"
WAIT=$(patient 30)s
TRUST=$CA_DIR/pebble-root.pem
CONFIG=$work/chainwatchd.yaml
RELOAD="kill -HUP $NGINX_PID"
WAIT=$(patient 30)s
TRUST=$CA_DIR/pebble-root.pem
CONFIG=$work/chainwatchd.yaml
END

# --- certbot ------------------------------------------------------------------

hooks=$work/certbot/renewal-hooks/deploy
mkdir -p "$hooks"
ln -s "$contrib/deploy-hook" "$hooks/chainwatch"
cp "$lineage/cert.pem" "$work/before.pem"
renew
claim "certbot renews, and its hook is content" ended 0
claim "... with another certificate" not cmp -s "$work/before.pem" \
	"$lineage/cert.pem"
claim "... which nginx serves by then" serves shop.test "$lineage/cert.pem"

# Somebody's own hook, which runs before and forgets the intermediate.
cp "$lineage/cert.pem" "$work/before.pem"
cat >"$hooks/a-bundle" <<'END'
#!/bin/sh
cp "$RENEWED_LINEAGE/cert.pem" "$RENEWED_LINEAGE/fullchain.pem"
END
chmod +x "$hooks/a-bundle"
renew
claim "certbot says that the hook failed" said "error code 2"
claim "... and the hook, what is wrong" said leaf-only
claim "... that nothing was reloaded" said "nothing was reloaded"
claim "... and how to complete it" said "chainwatch fix --aia --trust $CA_DIR"
claim "nginx goes on with what it had" serves shop.test "$work/before.pem"
rm "$hooks/a-bundle"

# --- as certbot calls it --------------------------------------------------------

export RENEWED_LINEAGE=$lineage RENEWED_DOMAINS="*.shop.test shop.test"
hook
claim "what is broken ends with 2" ended 2
cat "$lineage/cert.pem" "$lineage/chain.pem" >"$lineage/fullchain.pem"
cp "$lineage/privkey.pem" "$work/right.key"
cp "$NGINX_DIR/mail.test.key" "$lineage/privkey.pem"
hook
claim "so does a key of another certificate" ended 2
claim "... by its name" said key-mismatch
cp "$work/right.key" "$lineage/privkey.pem"
set_to RELOAD false
hook
claim "a reload that fails ends with 1" ended 1
claim "... and is said" said "could not be reloaded"
set_to RELOAD true
set_to WAIT 1s
hook
claim "so does what is not served after all" ended 1
claim "... and where" said "$fleet:$NGINX_PORT still shows"
set_to RELOAD "kill -HUP $NGINX_PID"
set_to WAIT "$(patient 30)s"
hook
claim "what is good ends with 0" ended 0
RENEWED_DOMAINS="*.shop.test" hook
claim "where no name can be asked, with 3" ended 3
claim "... and says what to do" said NAMES
set_to TRUST "$CA_DIR/root.pem"
hook
claim "a CA that is not trusted is refused" ended 2
set_to TRUST "$CA_DIR/pebble-root.pem"
unset RENEWED_LINEAGE RENEWED_DOMAINS
hook
claim "who calls it without a word is told" ended 3
FULLCHAIN=$work/nowhere.pem hook
claim "a file that is not there is not judged" ended 3
claim "... nor called unfit" said "could not be judged"

# --- dehydrated -----------------------------------------------------------------

echo "HOOK=$contrib/deploy-hook" >>"$work/acme.config"
cp "$work/certs/mail/cert.pem" "$work/before.pem"
obtain mail mail.test
claim "dehydrated renews, and its hook is content" not cmp -s \
	"$work/before.pem" "$work/certs/mail/cert.pem"
claim "... and nginx serves it" serves mail.test "$work/certs/mail/cert.pem"

cat >"$work/forgetful" <<END
#!/bin/sh
[ "\$1" != deploy_cert ] || cp "\$4" "\$5"
exec "$contrib/deploy-hook" "\$@"
END
chmod +x "$work/forgetful"
sed -i "s|^HOOK=.*|HOOK=$work/forgetful|" "$work/acme.config"
cp "$work/certs/mail/cert.pem" "$work/before.pem"
code=0
(obtain mail mail.test) >"$work/out" 2>&1 || code=$?
claim "a chain that was spoiled fails dehydrated" test $code = 1
claim "... with what is wrong" said leaf-only
claim "... and nginx goes on with what it had" serves mail.test \
	"$work/before.pem"

# --- acme.sh: not in Debian; what its --install-cert and --deploy do -------------

cat "$work/certs/mail/cert.pem" "$work/certs/mail/chain.pem" \
	>"$work/fullchain.cer"
cp "$work/fullchain.cer" "$work/certs/mail/fullchain.pem"
(
	export CERT_PATH=$work/certs/mail/cert.pem Le_Domain=mail.test
	export CERT_KEY_PATH=$work/certs/mail/privkey.pem
	export CA_CERT_PATH=$work/certs/mail/chain.pem
	export CERT_FULLCHAIN_PATH=$work/fullchain.cer
	cd "$work" && eval "$contrib/deploy-hook"
) >"$work/out" 2>&1 && code=0 || code=$?
claim "as a reload command of acme.sh" ended 0
claim "... nginx serves it" serves mail.test "$work/certs/mail/cert.pem"
(
	export CHAINWATCH_HOOK=$contrib/deploy-hook
	# shellcheck source-path=SCRIPTDIR source=../../contrib/acme.sh/chainwatch.sh
	. "$contrib/acme.sh/chainwatch.sh"
	chainwatch_deploy mail.test "$work/certs/mail/privkey.pem" \
		"$work/certs/mail/cert.pem" "$work/certs/mail/chain.pem" \
		"$work/certs/mail/cert.pem"
) >"$work/out" 2>&1 && code=0 || code=$?
claim "as its deploy hook it refuses what is broken" ended 2
claim "... with what is wrong" said leaf-only
