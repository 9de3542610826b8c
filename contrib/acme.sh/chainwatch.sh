#!/usr/bin/env sh
# chainwatch as a deploy hook of acme.sh; to be laid into ~/.acme.sh/deploy:
#
#   acme.sh --deploy -d www.example.com --deploy-hook chainwatch
#
# Settings stand in /etc/chainwatch/deploy-hook.conf: see the hook itself.

# chainwatch_deploy DOMAIN KEY CERT CA FULLCHAIN
chainwatch_deploy()
{
	# In the package, and after make install.
	if [ -z "${CHAINWATCH_HOOK:-}" ]; then
		CHAINWATCH_HOOK=/usr/share/chainwatch/deploy-hook
		[ -x "$CHAINWATCH_HOOK" ] ||
			CHAINWATCH_HOOK=/usr/local/share/chainwatch/deploy-hook
	fi
	CERT_FULLCHAIN_PATH=$5 CERT_KEY_PATH=$2 Le_Domain=$1 "$CHAINWATCH_HOOK"
}
