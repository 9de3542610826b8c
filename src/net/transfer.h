/*
 * What every transfer by libcurl is given here, whatever its protocol: no
 * signals, no proxy, no environment, peers verified, names pinned to what our
 * own resolver found. Private to this folder.
 */
#pragma once

#include <curl/curl.h>

#include "net/resolve.h"

#define TRANSFER_MAX_ADDRESSES 8 /* of a name; the rest is not tried */

/* ca_file NULL: the system's bundle. */
void transfer_set_limits(CURL *easy, const char *ca_file);
/* For CURLOPT_RESOLVE; free it by curl_slist_free_all. */
struct curl_slist *transfer_pin(
    const char *host, uint16_t port, const struct resolve_result *result);
