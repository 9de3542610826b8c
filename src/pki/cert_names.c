/* Distinguished and alternative names made printable; see cert_names.h. */
#include "pki/cert_names.h"

#include <openssl/objects.h>
#include <string.h>

#include "base/hash.h"
#include "base/hex.h"
#include "base/ip_address.h"
#include "base/mem.h"
#include "base/safe_print.h"
#include "base/strbuf.h"
#include "pki/crypto_error.h"
#include "pki/dns_name.h"

#define OID_TEXT_MAX 128
#define ALT_NAME_MAX 512 /* characters shown of one alternative name */
#define HEX_VALUE_MAX 64 /* octets shown of a value that is no text */
/* The longest an attribute can get: type, "=", and each character escaped. */
#define ATTRIBUTE_TEXT_MAX (OID_TEXT_MAX + 1 + CERT_ATTRIBUTE_MAX * 10)

/* An attribute value as printable text without RFC 4514 escapes. */
static void
print_value(struct strbuf *buf, const ASN1_STRING *value, size_t max_chars)
{
	unsigned char *utf8 = NULL;
	int len = ASN1_STRING_to_UTF8(&utf8, value);

	if (len >= 0) {
		safe_print(buf, utf8, (size_t)len, max_chars);
		OPENSSL_free(utf8);
		return;
	}
	crypto_error_drop();
	len = ASN1_STRING_length(value);
	strbuf_add_char(buf, '#');
	for (int i = 0; i < len && i < HEX_VALUE_MAX; i++)
		strbuf_addf(buf, "%02x", ASN1_STRING_get0_data(value)[i]);
	if (len > HEX_VALUE_MAX)
		strbuf_add(buf, "...");
}

/* RFC 4514 2.4. A backslash is left: safe_print has doubled it already, and
 * its own escapes keep their single one. */
static void
add_escaped(struct strbuf *buf, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		bool at_edge = i == 0 || i == len - 1;

		if (strchr(",+\"<>;", text[i]) != NULL ||
		    (text[i] == ' ' && at_edge) || (text[i] == '#' && i == 0))
			strbuf_add_char(buf, '\\');
		strbuf_add_char(buf, text[i]);
	}
}

static void
add_attribute(struct strbuf *buf, const X509_NAME_ENTRY *entry)
{
	const ASN1_OBJECT *object = X509_NAME_ENTRY_get_object(entry);
	const ASN1_STRING *value = X509_NAME_ENTRY_get_data(entry);
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(ATTRIBUTE_TEXT_MAX);
	int nid = OBJ_obj2nid(object);
	char oid[OID_TEXT_MAX];

	if (nid != NID_undef) {
		strbuf_add(buf, OBJ_nid2sn(nid));
	} else {
		OBJ_obj2txt(oid, sizeof oid, object, 1);
		strbuf_add(buf, oid);
	}
	strbuf_add_char(buf, '=');
	print_value(&text, value, CERT_ATTRIBUTE_MAX);
	add_escaped(buf, strbuf_text(&text), text.len);
}

char *
cert_name_format(const X509_NAME *name)
{
	CLEANUP(strbuf_clear)
	struct strbuf buf = STRBUF_INIT(CERT_NAME_TEXT_MAX);
	int last_set = -1;

	for (int i = X509_NAME_entry_count(name) - 1; i >= 0; i--) {
		const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
		int set = X509_NAME_ENTRY_set(entry);

		if (buf.len > 0)
			strbuf_add_char(&buf, set == last_set ? '+' : ',');
		last_set = set;
		/* Whole attributes only: a cut could split a character. */
		if (buf.len > CERT_NAME_TEXT_MAX - ATTRIBUTE_TEXT_MAX - 8) {
			strbuf_add(&buf, "...");
			break;
		}
		add_attribute(&buf, entry);
	}
	return mem_strdup(strbuf_text(&buf));
}

char *
cert_name_attribute(const X509_NAME *name, int nid)
{
	CLEANUP(strbuf_clear)
	struct strbuf buf = STRBUF_INIT(ATTRIBUTE_TEXT_MAX);
	int at = -1;

	for (;;) {
		int next = X509_NAME_get_index_by_NID(name, nid, at);

		if (next < 0)
			break;
		at = next;
	}
	if (at < 0)
		return NULL;
	print_value(&buf,
	    X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)),
	    CERT_ATTRIBUTE_MAX);
	return buf.len > 0 ? strbuf_take(&buf) : NULL;
}

char *
cert_name_label(const X509_NAME *name)
{
	static const int nids[] = {
	    NID_commonName, NID_organizationName, NID_organizationalUnitName};

	for (size_t i = 0; i < sizeof nids / sizeof nids[0]; i++) {
		char *text = cert_name_attribute(name, nids[i]);

		if (text != NULL)
			return text;
	}
	return NULL;
}

uint64_t
cert_name_hash(const X509_NAME *name)
{
	int ok = 0;
	unsigned long hash = X509_NAME_hash_ex(name, NULL, NULL, &ok);

	/* Without SHA-1 all names share one bucket: slow, still right. */
	if (ok != 1) {
		crypto_error_drop();
		return 0;
	}
	return hash_bytes(HASH_START, &hash, sizeof hash);
}

static char *
describe_address(const uint8_t *bytes, size_t len)
{
	struct ip_address address = {.family = len == 4 ? 4 : 6};
	char text[IP_ADDRESS_TEXT_MAX];
	char *hex;

	if (len == 4 || len == 16) {
		memcpy(address.bytes, bytes, len);
		return mem_strdup(ip_address_format(&address, text));
	}
	if (len > HEX_VALUE_MAX)
		len = HEX_VALUE_MAX;
	hex = mem_new(2 * len + 1, 1);
	hex_encode(bytes, len, hex);
	char *words = mem_printf("malformed address (%s)", hex);
	free(hex);
	return words;
}

static char *
describe_object(const char *what, const ASN1_OBJECT *object)
{
	char oid[OID_TEXT_MAX];

	OBJ_obj2txt(oid, sizeof oid, object, 0);
	return mem_printf("%s (%s)", what, oid);
}

static void
read_string(
    struct cert_name *name, enum cert_name_kind kind, const ASN1_STRING *string)
{
	size_t len = (size_t)ASN1_STRING_length(string);

	name->kind = kind;
	name->raw = mem_dup(ASN1_STRING_get0_data(string), len);
	name->raw_len = len;
	name->text = kind == CERT_NAME_IP
	    ? describe_address(name->raw, len)
	    : safe_print_dup(name->raw, len, ALT_NAME_MAX);
	if (kind != CERT_NAME_DNS)
		return;
	name->fault = dns_name_find_fault(name->raw, len);
	if (name->fault == DNS_NAME_GOOD || name->fault == DNS_NAME_UNDERSCORE)
		name->reach = dns_name_find_reach(name->raw, len);
}

static void
read_general_name(struct cert_name *name, const GENERAL_NAME *general)
{
	name->kind = CERT_NAME_OTHER;
	switch (general->type) {
	case GEN_DNS:
		read_string(name, CERT_NAME_DNS, general->d.dNSName);
		return;
	case GEN_IPADD:
		read_string(name, CERT_NAME_IP, general->d.iPAddress);
		return;
	case GEN_EMAIL:
		read_string(name, CERT_NAME_EMAIL, general->d.rfc822Name);
		return;
	case GEN_URI:
		read_string(
		    name, CERT_NAME_URI, general->d.uniformResourceIdentifier);
		return;
	case GEN_DIRNAME:
		name->kind = CERT_NAME_DIRECTORY;
		name->text = cert_name_format(general->d.directoryName);
		return;
	case GEN_RID:
		name->text =
		    describe_object("registered ID", general->d.registeredID);
		return;
	case GEN_OTHERNAME:
		name->text = describe_object(
		    "other name", general->d.otherName->type_id);
		return;
	default: /* libcrypto's constants, not an enum of ours */
		name->text = mem_strdup("other name");
		return;
	}
}

void
cert_names_add(struct cert *cert, const GENERAL_NAMES *names)
{
	int count = sk_GENERAL_NAME_num(names);

	if (count > CERT_MAX_NAMES)
		count = CERT_MAX_NAMES;
	if (count <= 0)
		return;
	cert->names = mem_new((size_t)count, sizeof *cert->names);
	cert->name_count = (size_t)count;
	for (int i = 0; i < count; i++)
		read_general_name(
		    &cert->names[i], sk_GENERAL_NAME_value(names, i));
}

void
cert_names_clear(struct cert *cert)
{
	for (size_t i = 0; i < cert->name_count; i++) {
		free((void *)cert->names[i].text);
		free((void *)cert->names[i].raw);
	}
	free(cert->names);
	cert->names = NULL;
	cert->name_count = 0;
}
