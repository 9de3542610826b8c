/* What a chain was trusted by, as rows; see path_rows.h. */
#include "store/path_rows.h"

#include <string.h>

#include "store/cert_rows.h"

static const char link_sql[] =
    "INSERT OR IGNORE INTO chain_certificate (certificate, chain) "
    "VALUES (?, ?)";

void
path_rows_link(struct rows *to, const uint8_t sha256[CERT_SHA256_LEN],
    const uint8_t chain_id[CERT_SHA256_LEN])
{
	rows_begin(to, link_sql, RANK_STATE);
	rows_bytes(to, sha256, CERT_SHA256_LEN);
	rows_bytes(to, chain_id, CERT_SHA256_LEN);
	rows_key(to);
	rows_end(to);
}

static bool
is_about(const struct report *report, const struct verdict *verdict)
{
	const struct chain *presented = report->presented;

	if (presented == NULL || presented->len != verdict->cert_count)
		return false;
	for (size_t i = 0; i < presented->len; i++) {
		if (memcmp(presented->certs[i]->sha256,
			verdict->certs[i]->sha256, CERT_SHA256_LEN) != 0)
			return false;
	}
	return true;
}

void
path_rows_add(struct rows *to, const struct verdict *verdict,
    const struct report *report, struct known_certs *known, int64_t now)
{
	const struct report_path *best;

	if (report == NULL || report->paths.len == 0 ||
	    !is_about(report, verdict))
		return;
	best = &report->paths.items[0];
	for (size_t i = 0;
	     best->is_complete && i < best->chain->len && i < best->origins.len;
	     i++) {
		const struct cert *cert = best->chain->certs[i];

		if (best->origins.items[i] == REPORT_PRESENTED)
			continue;
		if (!known_certs_note(known, cert->sha256))
			cert_rows_add_cert(to, cert, now);
		path_rows_link(to, cert->sha256, verdict->chain_id);
	}
}
