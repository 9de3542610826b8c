/* The parts of a DNS message; see dns_message.h. */
#include "net/dns_message.h"

#include <string.h>

#include "base/strbuf.h"

#define HEADER_LEN 12
#define POINTERS_MAX 64 /* in one name; each must point further back */
#define CANONICAL_MAX (4 * DNS_NAME_MAX_BYTES + 1)

enum { TYPE_CNAME = 5, CLASS_IN = 1 };

unsigned
dns_read_16(const uint8_t *p)
{
	return (unsigned)(p[0] << 8 | p[1]);
}

static bool
has(const struct dns_packet *packet, size_t at, size_t len)
{
	return at <= packet->len && len <= packet->len - at;
}

static bool
add_label(struct dns_wire_name *name, const uint8_t *label, size_t len)
{
	if (name->len + 1 + len > sizeof name->bytes)
		return false;
	name->bytes[name->len++] = (uint8_t)len;
	for (size_t i = 0; i < len; i++) {
		uint8_t c = label[i];

		name->bytes[name->len++] =
		    c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
	}
	return true;
}

bool
dns_wire_name_read(const struct dns_packet *packet, size_t at,
    struct dns_wire_name *ret, size_t *ret_end)
{
	size_t start = at; /* of the run of labels we are in */
	unsigned pointers = 0;

	ret->len = 0;
	while (has(packet, at, 1)) {
		uint8_t first = packet->bytes[at];

		if (first >= 0xc0) {
			size_t to;

			if (!has(packet, at, 2) || ++pointers > POINTERS_MAX)
				return false;
			to = dns_read_16(packet->bytes + at) & 0x3fff;
			if (pointers == 1)
				*ret_end = at + 2;
			if (to >= start)
				return false;
			start = at = to;
			continue;
		}
		if (first > 63 || !has(packet, at + 1, first) ||
		    !add_label(ret, packet->bytes + at + 1, first))
			return false;
		at += 1 + (size_t)first;
		if (first == 0) {
			if (pointers == 0)
				*ret_end = at;
			return true;
		}
	}
	return false;
}

static bool
name_equal(const struct dns_wire_name *a, const struct dns_wire_name *b)
{
	return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

char *
dns_wire_name_text(const struct dns_wire_name *name)
{
	struct strbuf text = STRBUF_INIT(CANONICAL_MAX);

	for (size_t at = 0; name->bytes[at] != 0; at += 1u + name->bytes[at]) {
		if (at > 0)
			strbuf_add_char(&text, '.');
		for (size_t i = 1; i <= name->bytes[at]; i++) {
			uint8_t c = name->bytes[at + i];

			if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			    c == '-' || c == '_' || c == '*')
				strbuf_add_char(&text, (char)c);
			else
				strbuf_addf(&text, "\\%03u", c);
		}
	}
	if (text.len == 0)
		strbuf_add_char(&text, '.');
	return strbuf_take(&text);
}

static bool
read_record(
    const struct dns_packet *packet, size_t *at, struct dns_raw_record *ret)
{
	struct dns_wire_name owner;
	const uint8_t *p;
	size_t end = 0;

	ret->name_at = *at;
	if (!dns_wire_name_read(packet, *at, &owner, &end) ||
	    !has(packet, end, 10))
		return false;
	p = packet->bytes + end;
	ret->type = dns_read_16(p);
	ret->class = dns_read_16(p + 2);
	/* RFC 2181 8: with the top bit set it counts as 0. */
	ret->ttl_s = (p[4] & 0x80) != 0
	    ? 0
	    : (uint32_t)dns_read_16(p + 4) << 16 | dns_read_16(p + 6);
	ret->data_len = dns_read_16(p + 8);
	ret->data_at = end + 10;
	*at = ret->data_at + ret->data_len;
	return has(packet, ret->data_at, ret->data_len);
}

static bool
read_records(struct dns_message *message, struct error *err)
{
	const struct dns_packet *packet = &message->packet;
	size_t at = 0;
	unsigned count = dns_read_16(packet->bytes + 6);

	if (count > DNS_MESSAGE_MAX_RECORDS)
		return error_set(err, ERROR_LIMIT,
		    "DNS answer of %u records, more than %d", count,
		    DNS_MESSAGE_MAX_RECORDS);
	if (dns_read_16(packet->bytes + 4) != 1 ||
	    !dns_wire_name_read(packet, HEADER_LEN, &message->name, &at) ||
	    !has(packet, at, 4))
		return error_set(err, ERROR_INVALID,
		    "the question of the DNS answer cannot be read");
	at += 4;
	for (unsigned i = 0; i < count; i++) {
		if (!read_record(packet, &at, ARRAY_ADD(&message->records)))
			return error_set(err, ERROR_INVALID,
			    "record %u of the DNS answer cannot be read",
			    i + 1);
	}
	return true;
}

bool
dns_message_owns(
    const struct dns_message *message, const struct dns_raw_record *record)
{
	struct dns_wire_name owner;
	size_t end;

	return record->class == CLASS_IN &&
	    dns_wire_name_read(
		&message->packet, record->name_at, &owner, &end) &&
	    name_equal(&owner, &message->name);
}

void
dns_message_use(
    struct dns_message *message, const struct dns_raw_record *record)
{
	if (!message->has_ttl || record->ttl_s < message->ttl_s)
		message->ttl_s = record->ttl_s;
	message->has_ttl = true;
}

static const struct dns_raw_record *
find_alias(const struct dns_message *message)
{
	ARRAY_EACH (record, &message->records) {
		if (record->type == TYPE_CNAME &&
		    dns_message_owns(message, record))
			return record;
	}
	return NULL;
}

/* Follows the CNAMEs from the question's name. */
static bool
follow(struct dns_message *message, struct error *err)
{
	for (unsigned steps = 0;; steps++) {
		const struct dns_raw_record *found = find_alias(message);
		size_t end;

		if (found == NULL)
			return true;
		if (steps == DNS_MESSAGE_MAX_CNAMES)
			return error_set(err, ERROR_LIMIT,
			    "DNS answer with a chain of more than %d CNAMEs",
			    DNS_MESSAGE_MAX_CNAMES);
		if (!dns_wire_name_read(&message->packet, found->data_at,
			&message->name, &end) ||
		    end != found->data_at + found->data_len)
			return error_set(err, ERROR_INVALID,
			    "a CNAME of the DNS answer cannot be read");
		dns_message_use(message, found);
		texts_add_take(
		    &message->aliases, dns_wire_name_text(&message->name));
	}
}

bool
dns_message_open(struct dns_message *message, const uint8_t *bytes, size_t len,
    struct error *err)
{
	memset(message, 0, sizeof *message);
	message->packet = (struct dns_packet){bytes, len};
	if (len < HEADER_LEN)
		return error_set(
		    err, ERROR_INVALID, "DNS answer of %zu bytes", len);
	if ((bytes[2] & 0x80) == 0 || (bytes[2] & 0x02) != 0)
		return error_set(err, ERROR_INVALID,
		    (bytes[2] & 0x80) == 0 ? "DNS message that is no answer"
					   : "DNS answer that was cut off");
	message->rcode = bytes[3] & 0x0f;
	return read_records(message, err) && follow(message, err);
}

void
dns_message_clear(struct dns_message *message)
{
	ARRAY_CLEAR(&message->records);
	texts_clear(&message->aliases);
}
