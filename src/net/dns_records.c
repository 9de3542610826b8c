/* Reads records out of a DNS answer; see dns_records.h. */
#include "net/dns_records.h"

#include <string.h>

#include "net/dns_message.h"

/* Where a host stands in the data, and what stands before it. */
static bool
read_host(const struct dns_packet *packet, const struct dns_raw_record *raw,
    size_t before, struct dns_record *record)
{
	struct dns_wire_name name;
	size_t end;

	if (raw->data_len <= before ||
	    !dns_wire_name_read(packet, raw->data_at + before, &name, &end) ||
	    end != raw->data_at + raw->data_len)
		return false;
	record->host = dns_wire_name_text(&name);
	return true;
}

static bool
read_mx(const struct dns_packet *packet, const struct dns_raw_record *raw,
    struct dns_record *record)
{
	if (!read_host(packet, raw, 2, record))
		return false;
	record->priority = (uint16_t)dns_read_16(packet->bytes + raw->data_at);
	return true;
}

static bool
read_srv(const struct dns_packet *packet, const struct dns_raw_record *raw,
    struct dns_record *record)
{
	const uint8_t *p = packet->bytes + raw->data_at;

	if (!read_host(packet, raw, 6, record))
		return false;
	record->priority = (uint16_t)dns_read_16(p);
	record->weight = (uint16_t)dns_read_16(p + 2);
	record->port = (uint16_t)dns_read_16(p + 4);
	return true;
}

static bool
read_bytes(const uint8_t *p, size_t len, struct dns_record *record)
{
	if (len > DNS_RECORD_MAX_DATA)
		return false;
	record->data = mem_dup(p, len);
	record->data_len = len;
	return true;
}

static bool
read_tlsa(const struct dns_packet *packet, const struct dns_raw_record *raw,
    struct dns_record *record)
{
	const uint8_t *p = packet->bytes + raw->data_at;

	if (raw->data_len < 3)
		return false;
	record->usage = p[0];
	record->selector = p[1];
	record->matching = p[2];
	return read_bytes(p + 3, raw->data_len - 3, record);
}

static bool
read_data(const struct dns_packet *packet, const struct dns_raw_record *raw,
    enum dns_type type, struct dns_record *record)
{
	switch (type) {
	case DNS_TYPE_MX: return read_mx(packet, raw, record);
	case DNS_TYPE_SRV: return read_srv(packet, raw, record);
	case DNS_TYPE_TLSA: return read_tlsa(packet, raw, record);
	case DNS_TYPE_A:
	case DNS_TYPE_AAAA:
	case DNS_TYPE_DNSKEY: break;
	}
	return read_bytes(packet->bytes + raw->data_at, raw->data_len, record);
}

static bool
collect(struct dns_message *message, enum dns_type type,
    struct dns_records *records, struct error *err)
{
	ARRAY_EACH (raw, &message->records) {
		if (raw->type != (unsigned)type ||
		    !dns_message_owns(message, raw))
			continue;
		if (records->list.len == DNS_RECORDS_MAX)
			return error_set(err, ERROR_LIMIT,
			    "DNS answer of more than %d such records",
			    DNS_RECORDS_MAX);
		if (!read_data(
			&message->packet, raw, type, ARRAY_ADD(&records->list)))
			return error_set(err, ERROR_INVALID,
			    "a record of the DNS answer makes no sense");
		dns_message_use(message, raw);
	}
	return true;
}

void
dns_records_clear(struct dns_records *records)
{
	ARRAY_EACH (record, &records->list) {
		free(record->host);
		free(record->data);
	}
	ARRAY_CLEAR(&records->list);
	free(records->canonical);
	records->canonical = NULL;
}

bool
dns_records_parse(const uint8_t *bytes, size_t len, enum dns_type type,
    struct dns_records *ret_records, struct error *err)
{
	struct dns_message message;
	struct dns_records records = {0};
	bool is_read = dns_message_open(&message, bytes, len, err) &&
	    collect(&message, type, &records, err);

	records.rcode = message.rcode;
	records.ttl_s = message.ttl_s;
	if (is_read && message.aliases.len > 0)
		records.canonical = dns_wire_name_text(&message.name);
	dns_message_clear(&message);
	if (is_read)
		*ret_records = records;
	else
		dns_records_clear(&records);
	return is_read;
}
