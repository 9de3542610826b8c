/* "dns": names and proofs; see config_dns.h. */
#include "config/config_dns.h"

#include "config/host_port.h"
#include "model/dane.h"

#define MAX_SERVERS 8
#define DNS_PORT 53

const char *const config_dane_words[] = {
    [DANE_OFF] = "off",
    [DANE_VERIFY] = "verify",
    [DANE_REQUIRE] = "require",
    NULL,
};

static const char *const dnssec_words[] = {
    [CONFIG_DNSSEC_VALIDATE] = "validate",
    [CONFIG_DNSSEC_OFF] = "off",
    NULL,
};

static void
decode_server(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->item, node);
	struct host_port parsed;
	struct error err = ERROR_INIT;
	char address[IP_ADDRESS_TEXT_MAX];

	if (text == NULL)
		return;
	if (!host_port_parse(text, &parsed, &err)) {
		field_fault(reader, node, "'%s' %s", fault_value(text).text,
		    err.message);
		return;
	}
	if (!parsed.host.is_address) {
		field_fault(reader, node,
		    "'%s' is a name; a server for names must be given by its "
		    "address, such as 192.0.2.53",
		    fault_value(text).text);
		return;
	}
	ip_address_format(&parsed.host.address, address);
	texts_add_take(slot,
	    mem_printf("%s@%u", address,
		parsed.port == 0 ? DNS_PORT : (unsigned)parsed.port));
}

static const struct field_type server_item = {
    .name = "address with or without port",
    .words = "an address such as 192.0.2.53 or \"[2001:db8::53]:5353\"",
    .decode = decode_server,
    .shapes = FIELD_AS_TEXT,
};

static const struct field rows[] = {
    {
	.key = "servers",
	.type = &field_list,
	.item = &server_item,
	.offset = offsetof(struct config_dns, servers),
	.least = 1,
	.most = MAX_SERVERS,
	.inherits = "those of resolv.conf",
	.sentence = "The servers that are asked for names.",
    },
    {
	.key = "resolv_conf",
	.type = &field_path,
	.offset = offsetof(struct config_dns, resolv_conf),
	.inherits = "/etc/resolv.conf",
	.sentence = "Another file in place of resolv.conf(5).",
    },
    {
	.key = "dnssec",
	.type = &field_choice,
	.choices = dnssec_words,
	.offset = offsetof(struct config_dns, dnssec),
	.fallback = "validate",
	.sentence = "Whether TLSA records are proven, here and by nobody "
		    "else: what is not proven does not count. With 'off' "
		    "there is no DANE. Where the servers strip signatures "
		    "there is none either, and it is told once.",
    },
    {
	.key = "trust_anchor",
	.type = &field_path,
	.offset = offsetof(struct config_dns, trust_anchor),
	.inherits = "the keys of the root, built in",
	.sentence = "File of DS or DNSKEY records, as in a zone, to prove by.",
    },
};

const struct field_table config_dns_table = FIELD_TABLE("'dns'", rows);

void
config_dns_clear(struct config_dns *dns)
{
	texts_clear(&dns->servers);
	free(dns->resolv_conf);
	free(dns->trust_anchor);
}
