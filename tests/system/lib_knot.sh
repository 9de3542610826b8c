# Real signed zones: knot, on a loopback address of the test, with their trust
# anchors. To be sourced after lib.sh.
#
#	knot_zone ZONE		its records on standard input; SOA and NS are made
#	knot_start ADDRESS	serves them all, each signed
#	knot_anchor ZONE	its key, as a line of a zone
#
# shellcheck shell=bash disable=SC2154

knot_port=20853
knot_zones=()

knot_zone()
{
	KNOT_DIR=$work/knot
	mkdir -p "$KNOT_DIR/run" "$KNOT_DIR/db"
	{
		printf "\$ORIGIN %s.\n\$TTL 300\n" "$1"
		echo "@ SOA ns h 1 3600 600 86400 60"
		echo "@ NS ns"
		echo "ns A 127.0.0.1"
		cat
	} >"$KNOT_DIR/$1.zone"
	knot_zones+=("$1")
}

knot_config()
{
	local zone
	cat <<-END
		server:
		    listen: $knot_address@$knot_port
		    rundir: $KNOT_DIR/run
		log:
		  - target: stderr
		    any: warning
		database:
		    storage: $KNOT_DIR/db
		policy:
		  - id: p
		    algorithm: ecdsap256sha256
		    single-type-signing: on
		zone:
	END
	for zone in "${knot_zones[@]}"; do
		cat <<-END
			  - domain: $zone
			    storage: $KNOT_DIR
			    file: $zone.zone
			    zonefile-sync: -1
			    journal-content: all
			    zonefile-load: difference-no-serial
			    dnssec-signing: on
			    dnssec-policy: p
		END
	done
}

knot_start()
{
	local zone
	knot_address=$1
	knot_config >"$KNOT_DIR/knot.conf"
	knotd -c "$KNOT_DIR/knot.conf" >"$KNOT_DIR/log" 2>&1 </dev/null &
	extra_pids+=($!)
	for zone in "${knot_zones[@]}"; do
		wait_for 15 knot_is_signed "$zone" ||
			fail "knot: $(cat "$KNOT_DIR/log")"
	done
}

knot_ask()
{
	kdig +short "@$knot_address" -p $knot_port "$@" 2>/dev/null
}

knot_is_signed()
{
	[ -n "$(knot_ask "$1" DNSKEY)" ]
}

knot_anchor()
{
	echo "$1. IN DNSKEY $(knot_ask "$1" DNSKEY | head -1)"
}

# tlsa_of CERT: "3 1 1 ..." for the key in that file
tlsa_of()
{
	echo "3 1 1 $(openssl x509 -in "$1" -noout -pubkey |
		openssl pkey -pubin -outform DER | openssl sha256 -r |
		cut -d' ' -f1)"
}
