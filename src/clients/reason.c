/* Reasons in words; see reason.h. */
#include "clients/reason.h"

#include <string.h>

static const char *const words[] = {
#define REASON(id, text) [CLIENT_REASON_##id] = text,
#include "clients/reason.def"
#undef REASON
};

void
client_reason_format(struct strbuf *buf, const struct client_verdict *verdict)
{
	static const char cert[] = "{cert}", limit[] = "{limit}";
	static const char rule[] = "{rule}";
	const char *at = words[verdict->reason];

	while (*at != '\0') {
		if (strncmp(at, cert, sizeof cert - 1) == 0) {
			strbuf_add(buf,
			    verdict->cert == NULL ? "a certificate"
						  : verdict->cert->label);
			at += sizeof cert - 1;
		} else if (strncmp(at, limit, sizeof limit - 1) == 0) {
			strbuf_addf(buf, "%u", verdict->limit);
			at += sizeof limit - 1;
		} else if (strncmp(at, rule, sizeof rule - 1) == 0) {
			strbuf_add(
			    buf, verdict->rule == NULL ? "" : verdict->rule);
			at += sizeof rule - 1;
		} else {
			size_t len = strcspn(at + 1, "{") + 1;

			strbuf_addf(buf, "%.*s", (int)len, at);
			at += len;
		}
	}
}
