/* Any bytes as a DNS answer: no crash, and what comes out keeps its limits. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "net/dns_answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool claim)
{
	if (!claim)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = ERROR_INIT;
	struct dns_answer answer;

	if (!dns_answer_parse(data, size, &answer, &err)) {
		must(err.message[0] != '\0');
		return 0;
	}
	must(answer.addresses.len <= DNS_ANSWER_MAX_RECORDS);
	must(answer.ttl_s <= INT32_MAX);
	ARRAY_EACH (address, &answer.addresses)
		must(ip_address_len(address) > 0 && address->port == 0);
	must(answer.aliases.len <= DNS_MESSAGE_MAX_CNAMES);
	ARRAY_EACH (alias, &answer.aliases) {
		for (const char *c = *alias; *c != '\0'; c++)
			must(*c > ' ' && *c < 127);
	}
	dns_answer_clear(&answer);
	return 0;
}
