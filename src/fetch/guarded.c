/* Requests to URLs of others; see guarded.h. */
#include "fetch/guarded.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

struct guarded {
	struct http_request *request;
	const struct guard *guard;
	const char *section;
	size_t max_bytes;
	char refusal[GUARDED_WORDS_MAX]; /* the address that guard refused */
	guarded_fn done;
	void *arg;
};

static void PRINTF_LIKE(3, 4) say(struct guarded_result *result,
    enum guarded_outcome outcome, const char *fmt, ...)
{
	va_list ap;

	result->outcome = outcome;
	va_start(ap, fmt);
	vsnprintf(result->words, sizeof result->words, fmt, ap);
	va_end(ap);
}

static void
look_at_answer(const struct http_result *http, struct guarded_result *result)
{
	if (http->status == 200)
		return;
	if (http->status == 304) {
		result->outcome = GUARDED_SAME;
		return;
	}
	say(result, GUARDED_UNREACHABLE, "it answers with status %d%s",
	    http->status,
	    http->status / 100 == 3 ? ", a redirect, which is not followed"
				    : "");
}

static void
on_done(void *arg, const struct http_result *http)
{
	struct guarded *guarded = arg;
	struct guarded_result result = {.http = http};
	guarded_fn done = guarded->done;

	switch (http->outcome) {
	case HTTP_ANSWERED: look_at_answer(http, &result); break;
	case HTTP_BAD_URL:
		say(&result, GUARDED_REFUSED, "the URL %s", http->detail);
		break;
	case HTTP_REFUSED_ADDRESS:
		say(&result, GUARDED_REFUSED, "%s", guarded->refusal);
		break;
	case HTTP_TOO_LARGE:
		say(&result, GUARDED_TOO_LARGE,
		    "what comes is larger than %zu bytes", guarded->max_bytes);
		break;
	case HTTP_NO_ADDRESS:
	case HTTP_NOT_CONNECTED:
	case HTTP_NOT_TRUSTED:
	case HTTP_TIMEOUT:
	case HTTP_BROKEN:
		say(&result, GUARDED_UNREACHABLE, "%s", http->detail);
		break;
	}
	arg = guarded->arg;
	free(guarded);
	done(arg, &result);
}

static bool
is_allowed(void *arg, const struct ip_address *address)
{
	struct guarded *guarded = arg;
	const char *refusal = guard_refusal(guarded->guard, address);
	char text[IP_ADDRESS_TEXT_MAX];

	if (refusal == NULL)
		return true;
	ip_address_format(address, text);
	if (guarded->section != NULL && guard_is_private(refusal))
		snprintf(guarded->refusal, sizeof guarded->refusal,
		    "%s is %s; if that is a CA of your own, write 'allow: "
		    "[\"%s\"]', or its network, under '%s:' in the "
		    "configuration (check: --aia-allow)",
		    text, refusal, text, guarded->section);
	else
		snprintf(guarded->refusal, sizeof guarded->refusal, "%s is %s",
		    text, refusal);
	return false;
}

struct guarded *
guarded_start(struct http *http, const struct guarded_options *options,
    guarded_fn done, void *arg)
{
	struct guarded *guarded = MEM_NEW(struct guarded);
	struct texts headers = {0};
	struct http_options http_options = {
	    .url = options->url,
	    .method = options->body != NULL ? "POST" : "GET",
	    .headers = &headers,
	    .body = options->body,
	    .body_len = options->body_len,
	    .timeout_ms = options->timeout_ms,
	    .max_bytes = options->max_bytes,
	    .is_http_only = true,
	    .is_allowed = is_allowed,
	    .is_allowed_arg = guarded,
	    .take = options->take,
	    .take_arg = arg,
	};

	guarded->guard = options->guard;
	guarded->section = options->section;
	guarded->max_bytes = options->max_bytes;
	guarded->done = done;
	guarded->arg = arg;
	/* some servers turn away who says nothing of himself */
	texts_add(&headers, "User-Agent: chainwatch");
	for (size_t i = 0; options->headers && i < options->headers->len; i++)
		texts_add(&headers, options->headers->items[i]);
	guarded->request = http_start(http, &http_options, on_done, guarded);
	texts_clear(&headers);
	return guarded;
}

void
guarded_cancel(struct guarded *guarded)
{
	if (guarded == NULL)
		return;
	http_cancel(guarded->request);
	free(guarded);
}
