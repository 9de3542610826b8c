/* Reads addresses out of a DNS answer; see dns_answer.h. */
#include "net/dns_answer.h"

#include <string.h>

#include "net/dns_message.h"

enum { TYPE_A = 1, TYPE_AAAA = 28 };

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
collect(
    struct dns_message *message, struct dns_answer *answer, struct error *err)
{
	ARRAY_EACH (record, &message->records) {
		uint8_t family = record->type == TYPE_A ? 4
		    : record->type == TYPE_AAAA		? 6
							: 0;

		if (family == 0 || !dns_message_owns(message, record))
			continue;
		if (record->data_len != (family == 4 ? 4 : 16))
			return error_set(err, ERROR_INVALID,
			    "an address of the DNS answer has %zu bytes",
			    record->data_len);
		add_address(answer, family,
		    message->packet.bytes + record->data_at, record->data_len);
		dns_message_use(message, record);
	}
	return true;
}

void
dns_answer_clear(struct dns_answer *answer)
{
	ARRAY_CLEAR(&answer->addresses);
	texts_clear(&answer->aliases);
}

bool
dns_answer_parse(const uint8_t *bytes, size_t len,
    struct dns_answer *ret_answer, struct error *err)
{
	struct dns_message message;
	struct dns_answer answer = {0};
	bool is_read = dns_message_open(&message, bytes, len, err) &&
	    collect(&message, &answer, err);

	answer.rcode = message.rcode;
	answer.ttl_s = message.ttl_s;
	if (is_read)
		texts_add_all(&answer.aliases, &message.aliases);
	dns_message_clear(&message);
	if (is_read)
		*ret_answer = answer;
	else
		dns_answer_clear(&answer);
	return is_read;
}
