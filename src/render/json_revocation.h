/* What is known of the revocation of each certificate of the path, as JSON. */
#pragma once

#include <jansson.h>

#include "model/report.h"

/* [{certificate, label, fingerprint_sha256, status, source, ...}]; empty where
 * no server's certificate is there. */
json_t *json_revocation(const struct report *report);
