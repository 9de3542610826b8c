/* What proxies have in common; see proxy.h. */
#include "probe/proxy.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const struct dialogue_kind *const kinds[PROXY_KIND_COUNT] = {
    [PROXY_NONE] = NULL,
    [PROXY_HTTP] = &proxy_http,
    [PROXY_SOCKS5] = &proxy_socks5,
};

struct dialogue *
proxy_dialogue(enum proxy_kind kind, const char *host, uint16_t port,
    const struct credentials *credentials)
{
	struct credentials *own = credentials == NULL
	    ? NULL
	    : mem_dup(credentials, sizeof *credentials);

	return dialogue_new(kinds[kind], host, port, NULL, own);
}

const struct credentials *
proxy_credentials(const struct dialogue *dialogue)
{
	return dialogue->options;
}

void
proxy_clear(struct dialogue *dialogue)
{
	struct credentials *credentials = dialogue->options;

	if (credentials != NULL)
		credentials_clear(credentials);
	free(credentials);
	/* What was said may still hold them. */
	if (dialogue->output.text != NULL)
		explicit_bzero(dialogue->output.text, dialogue->output.cap);
}
