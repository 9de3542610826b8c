/* What all transfers have in common; see transfer.h. */
#include "net/transfer.h"

#include "base/strbuf.h"

static const char *
system_ca_file(void)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);

	return info->cainfo != NULL ? info->cainfo
				    : "/etc/ssl/certs/ca-certificates.crt";
}

void
transfer_set_limits(CURL *easy, const char *ca_file)
{
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(
	    easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(
	    easy, CURLOPT_CAINFO, ca_file != NULL ? ca_file : system_ca_file());
}

/* "host:port:192.0.2.1,[2001:db8::1]" */
struct curl_slist *
transfer_pin(
    const char *host, uint16_t port, const struct resolve_result *result)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(4096);
	char address[IP_ADDRESS_TEXT_MAX];
	size_t count = 0;

	strbuf_addf(&text, "%s:%u:", host, port);
	ARRAY_EACH (item, &result->addresses) {
		if (count == TRANSFER_MAX_ADDRESSES)
			break;
		strbuf_addf(&text, item->family == 6 ? "%s[%s]" : "%s%s",
		    count++ == 0 ? "" : ",", ip_address_format(item, address));
	}
	return curl_slist_append(NULL, strbuf_text(&text));
}
