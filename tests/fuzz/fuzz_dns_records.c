/* A type by the first byte, then any bytes as a DNS answer: no crash, and what
 * comes out keeps its limits. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "net/dns_records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool claim)
{
	if (!claim)
		abort();
}

static void
must_be_name(const char *name)
{
	for (const char *c = name; c != NULL && *c != '\0'; c++)
		must(*c > ' ' && *c < 127);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum dns_type types[] = {
	    DNS_TYPE_MX, DNS_TYPE_SRV, DNS_TYPE_TLSA, DNS_TYPE_DNSKEY};
	struct error err = ERROR_INIT;
	struct dns_records records;
	enum dns_type type;

	if (size == 0)
		return 0;
	type = types[data[0] % (sizeof types / sizeof types[0])];
	if (!dns_records_parse(data + 1, size - 1, type, &records, &err)) {
		must(err.message[0] != '\0');
		return 0;
	}
	must(records.list.len <= DNS_RECORDS_MAX);
	must(records.ttl_s <= INT32_MAX);
	must_be_name(records.canonical);
	ARRAY_EACH (record, &records.list) {
		bool has_host = type == DNS_TYPE_MX || type == DNS_TYPE_SRV;

		must((record->host != NULL) == has_host);
		must(record->data_len <= DNS_RECORD_MAX_DATA);
		must_be_name(record->host);
	}
	dns_records_clear(&records);
	return 0;
}
