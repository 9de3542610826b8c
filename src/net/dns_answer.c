/* Reads a DNS answer; see dns_answer.h. */
#include "net/dns_answer.h"

#include <string.h>

#include "base/strbuf.h"

#define HEADER_LEN 12
#define NAME_MAX_BYTES 255 /* RFC 1035 2.3.4, with the root's empty label */
#define POINTERS_MAX 64	   /* in one name; each must point further back */
#define CANONICAL_MAX (4 * NAME_MAX_BYTES + 1)

enum { TYPE_A = 1, TYPE_CNAME = 5, TYPE_AAAA = 28, CLASS_IN = 1 };

struct packet {
	const uint8_t *bytes;
	size_t len;
};

/* Decompressed and in lower case: labels with their lengths, the root's. */
struct name {
	uint8_t bytes[NAME_MAX_BYTES];
	size_t len;
};

struct record {
	size_t name_at, data_at, data_len;
	unsigned type, class;
	uint32_t ttl_s;
};

struct records {
	ARRAY(struct record) list;
};

static void
records_clear_cleanup(struct records *records)
{
	ARRAY_CLEAR(&records->list);
}

static unsigned
read_16(const uint8_t *p)
{
	return (unsigned)(p[0] << 8 | p[1]);
}

static bool
has(const struct packet *packet, size_t at, size_t len)
{
	return at <= packet->len && len <= packet->len - at;
}

static bool
add_label(struct name *name, const uint8_t *label, size_t len)
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

/* Reads the name at `at`; *ret_end is where the record goes on behind it. */
static bool
read_name(
    const struct packet *packet, size_t at, struct name *ret, size_t *ret_end)
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
			to = read_16(packet->bytes + at) & 0x3fff;
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
name_equal(const struct name *a, const struct name *b)
{
	return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

/* As people write it; bytes that no host name has as \DDD (RFC 4343). */
static char *
name_text(const struct name *name)
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
read_record(const struct packet *packet, size_t *at, struct record *ret)
{
	struct name owner;
	const uint8_t *p;
	size_t end = 0;

	ret->name_at = *at;
	if (!read_name(packet, *at, &owner, &end) || !has(packet, end, 10))
		return false;
	p = packet->bytes + end;
	ret->type = read_16(p);
	ret->class = read_16(p + 2);
	/* RFC 2181 8: with the top bit set it counts as 0. */
	ret->ttl_s = (p[4] & 0x80) != 0
	    ? 0
	    : (uint32_t)read_16(p + 4) << 16 | read_16(p + 6);
	ret->data_len = read_16(p + 8);
	ret->data_at = end + 10;
	*at = ret->data_at + ret->data_len;
	return has(packet, ret->data_at, ret->data_len);
}

static bool
read_records(const struct packet *packet, struct name *ret_question,
    struct records *ret_records, struct error *err)
{
	size_t at = 0;
	unsigned count = read_16(packet->bytes + 6);

	if (count > DNS_ANSWER_MAX_RECORDS)
		return error_set(err, ERROR_LIMIT,
		    "DNS answer of %u records, more than %d", count,
		    DNS_ANSWER_MAX_RECORDS);
	if (read_16(packet->bytes + 4) != 1 ||
	    !read_name(packet, HEADER_LEN, ret_question, &at) ||
	    !has(packet, at, 4))
		return error_set(err, ERROR_INVALID,
		    "the question of the DNS answer cannot be read");
	at += 4;
	for (unsigned i = 0; i < count; i++) {
		if (!read_record(packet, &at, ARRAY_ADD(&ret_records->list)))
			return error_set(err, ERROR_INVALID,
			    "record %u of the DNS answer cannot be read",
			    i + 1);
	}
	return true;
}

static bool
is_owned_by(const struct packet *packet, const struct record *record,
    const struct name *name)
{
	struct name owner;
	size_t end;

	return record->class == CLASS_IN &&
	    read_name(packet, record->name_at, &owner, &end) &&
	    name_equal(&owner, name);
}

static void
lower_ttl(struct dns_answer *answer, bool *has_ttl, uint32_t ttl_s)
{
	if (!*has_ttl || ttl_s < answer->ttl_s)
		answer->ttl_s = ttl_s;
	*has_ttl = true;
}

/* Follows the CNAMEs from *name and leaves the last name there. */
static bool
follow(const struct packet *packet, const struct records *records,
    struct name *name, struct dns_answer *answer, bool *has_ttl,
    struct error *err)
{
	for (unsigned steps = 0;; steps++) {
		const struct record *found = NULL;
		size_t end;

		ARRAY_EACH (record, &records->list) {
			if (record->type == TYPE_CNAME &&
			    is_owned_by(packet, record, name)) {
				found = record;
				break;
			}
		}
		if (found == NULL)
			return true;
		if (steps == DNS_ANSWER_MAX_CNAMES)
			return error_set(err, ERROR_LIMIT,
			    "DNS answer with a chain of more than %d CNAMEs",
			    DNS_ANSWER_MAX_CNAMES);
		if (!read_name(packet, found->data_at, name, &end) ||
		    end != found->data_at + found->data_len)
			return error_set(err, ERROR_INVALID,
			    "a CNAME of the DNS answer cannot be read");
		lower_ttl(answer, has_ttl, found->ttl_s);
		free(answer->canonical);
		answer->canonical = name_text(name);
	}
}

static void
add_address(
    struct dns_answer *answer, uint8_t family, const uint8_t *data, size_t len)
{
	struct ip_address address = {.family = family};

	memcpy(address.bytes, data, len);
	ARRAY_EACH (other, &answer->addresses) {
		if (ip_address_compare(other, &address) == 0)
			return;
	}
	*ARRAY_ADD(&answer->addresses) = address;
}

static bool
collect(const struct packet *packet, const struct records *records,
    const struct name *name, struct dns_answer *answer, bool *has_ttl,
    struct error *err)
{
	ARRAY_EACH (record, &records->list) {
		uint8_t family = record->type == TYPE_A ? 4
		    : record->type == TYPE_AAAA		? 6
							: 0;

		if (family == 0 || !is_owned_by(packet, record, name))
			continue;
		if (record->data_len != (family == 4 ? 4 : 16))
			return error_set(err, ERROR_INVALID,
			    "an address of the DNS answer has %zu bytes",
			    record->data_len);
		add_address(answer, family, packet->bytes + record->data_at,
		    record->data_len);
		lower_ttl(answer, has_ttl, record->ttl_s);
	}
	return true;
}

void
dns_answer_clear(struct dns_answer *answer)
{
	ARRAY_CLEAR(&answer->addresses);
	free(answer->canonical);
	answer->canonical = NULL;
}

bool
dns_answer_parse(const uint8_t *bytes, size_t len,
    struct dns_answer *ret_answer, struct error *err)
{
	const struct packet packet = {bytes, len};
	struct dns_answer answer = {0};
	__attribute__((
	    cleanup(records_clear_cleanup))) struct records records = {0};
	struct name name;
	bool has_ttl = false;

	if (len < HEADER_LEN)
		return error_set(
		    err, ERROR_INVALID, "DNS answer of %zu bytes", len);
	if ((bytes[2] & 0x80) == 0 || (bytes[2] & 0x02) != 0)
		return error_set(err, ERROR_INVALID,
		    (bytes[2] & 0x80) == 0 ? "DNS message that is no answer"
					   : "DNS answer that was cut off");
	answer.rcode = bytes[3] & 0x0f;
	if (!read_records(&packet, &name, &records, err))
		return false;
	if (!follow(&packet, &records, &name, &answer, &has_ttl, err) ||
	    !collect(&packet, &records, &name, &answer, &has_ttl, err)) {
		dns_answer_clear(&answer);
		return false;
	}
	*ret_answer = answer;
	return true;
}
