# A small CA for the demo and the system tests: keys, roots, intermediates and
# leaves of any dates, by openssl alone. To be sourced; set CA_DIR first.
# shellcheck shell=bash
#
# Each NAME becomes CA_DIR/NAME.key and CA_DIR/NAME.pem. FROM and TO are days
# from now, -3 being three days ago.

ca_init()
{
	mkdir -p "$CA_DIR"
	: >"$CA_DIR/index"
	cat >"$CA_DIR/openssl.cnf" <<-END
		[ca]
		default_ca = demo
		[demo]
		database = $CA_DIR/index
		new_certs_dir = $CA_DIR
		default_md = sha256
		policy = anything
		unique_subject = no
		rand_serial = yes
		email_in_dn = no
		[anything]
		commonName = optional
		organizationName = optional
		[req]
		distinguished_name = empty
		[empty]
	END
}

ca_date()
{
	date -u -d "$1 days" +%Y%m%d%H%M%SZ
}

# ca_sign NAME ISSUER SUBJECT FROM TO EXTENSION...: ISSUER "self" for a root.
ca_sign()
{
	local name=$1 issuer=$2 subject=$3 from=$4 to=$5
	local signer=(-cert "$CA_DIR/$issuer.pem" -keyfile "$CA_DIR/$issuer.key")
	shift 5
	[ "$issuer" != self ] || signer=(-selfsign -keyfile "$CA_DIR/$name.key")
	printf '%s\n' "$@" >"$CA_DIR/$name.ext"
	[ -e "$CA_DIR/$name.key" ] || openssl ecparam -name prime256v1 -genkey \
		-noout -out "$CA_DIR/$name.key"
	openssl req -new -config "$CA_DIR/openssl.cnf" -key "$CA_DIR/$name.key" \
		-subj "$subject" -out "$CA_DIR/$name.csr"
	if ! openssl ca -config "$CA_DIR/openssl.cnf" -batch -notext \
		"${signer[@]}" -in "$CA_DIR/$name.csr" -out "$CA_DIR/$name.pem" \
		-extfile "$CA_DIR/$name.ext" -startdate "$(ca_date "$from")" \
		-enddate "$(ca_date "$to")" >"$CA_DIR/$name.log" 2>&1; then
		cat "$CA_DIR/$name.log" >&2
		return 1
	fi
}

# ca_root NAME COMMON-NAME [FROM TO]
ca_root()
{
	ca_sign "$1" self "/O=Demo Trust/CN=$2" "${3:--1000}" "${4:-3000}" \
		basicConstraints=critical,CA:true \
		keyUsage=critical,keyCertSign,cRLSign subjectKeyIdentifier=hash
}

# ca_intermediate NAME ISSUER COMMON-NAME [FROM TO]
ca_intermediate()
{
	ca_sign "$1" "$2" "/O=Demo Trust/CN=$3" "${4:--500}" "${5:-1500}" \
		basicConstraints=critical,CA:true \
		keyUsage=critical,keyCertSign,cRLSign subjectKeyIdentifier=hash \
		authorityKeyIdentifier=keyid
}

# ca_leaf NAME ISSUER HOST [FROM TO]
ca_leaf()
{
	local key_id=authorityKeyIdentifier=keyid
	[ "$2" != self ] || key_id=subjectKeyIdentifier=hash
	ca_sign "$1" "$2" "/CN=$3" "${4:--10}" "${5:-80}" \
		basicConstraints=critical,CA:false \
		keyUsage=critical,digitalSignature extendedKeyUsage=serverAuth \
		subjectAltName="DNS:$3" "$key_id"
}

# ca_chain FILE NAME...: the certificates of these names, in this order.
ca_chain()
{
	local file=$1 name
	shift
	for name in "$@"; do
		cat "$CA_DIR/$name.pem"
	done >"$file.new"
	mv "$file.new" "$file"
}

# SHA-256 of a certificate as lower-case hex.
ca_fingerprint()
{
	openssl x509 -in "$CA_DIR/$1.pem" -noout -fingerprint -sha256 |
		sed 's/.*=//; s/://g' | tr A-F a-f
}
