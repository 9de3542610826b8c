/* One request; see revocation_fetch.h. */
#include "fetch/revocation_fetch.h"

#include <stdio.h>

#include "pki/ocsp_request.h"

#define MAX_RESPONSE (64u << 10) /* of OCSP; some carry whole chains */

struct revocation_fetch {
	struct revocation_entry *entry;
	struct guarded *request;
	struct list_write *write; /* of a list; NULL: nothing came yet */
	struct list_walk *walk;
	struct list_folder *folder;
	const struct clock *clock;
	bool is_disk_late;
	struct revocation_came came; /* while it is walked */
	revocation_fetch_fn done;
	void *arg;
};

static void
end(struct revocation_fetch *fetch, struct revocation_came *came)
{
	revocation_fetch_fn done = fetch->done;
	void *arg = fetch->arg;

	list_write_cancel(fetch->write);
	free(fetch);
	done(arg, came);
}

static void
on_walked(void *arg, struct list_walked *walked)
{
	struct revocation_fetch *fetch = arg;
	struct revocation_came came = fetch->came;
	const struct error *err = walked->err;
	CLEANUP(free) char *words = NULL;

	fetch->walk = NULL;
	came.file_len = walked->len;
	came.proof = walked->proof;
	if (err->kind != ERROR_NONE)
		came.words = words =
		    mem_printf("what comes is %s", err->message);
	if (walked->is_beside)
		came.take_beside = TAKE(walked->take_crl);
	came.take_crl = TAKE(walked->take_crl);
	came.is_unproven = came.take_crl != NULL && err->kind != ERROR_NONE;
	if (came.take_crl == NULL)
		came.outcome = REVOCATION_NOT_ONE;
	end(fetch, &came);
}

static void
take_list(struct revocation_fetch *fetch, struct revocation_came *came)
{
	struct revocation_list *list = fetch->entry->list;
	const struct list_proof proof = {
	    .askers = &fetch->entry->askers,
	    .now = clock_wall_s(fetch->clock),
	    /* what is not proven is newer than nothing, whatever it says */
	    .newest = list->is_kept && !fetch->entry->answer.is_unproven
		? list->this_update
		: INT64_MIN,
	};

	if (fetch->write == NULL)
		fetch->write = list_write_start(fetch->folder, list->file);
	fetch->came = *came;
	/* all that were asked about are in it, and all who asked */
	list->is_walk_due = list->must_prove = false;
	fetch->walk = list_write_end(TAKE(fetch->write), list->asked.items,
	    list->asked.len, &proof, on_walked, fetch);
}

static void
take_response(struct revocation_fetch *fetch, const struct http_result *http,
    struct revocation_came *came)
{
	const struct revocation_answer *kept = &fetch->entry->answer;
	CLEANUP(free) char *words = NULL;
	const char *fault;
	struct ocsp_life life;

	came->der = http->body;
	came->der_len = http->body_len;
	if (!ocsp_life_read(http->body, http->body_len, &life)) {
		came->outcome = REVOCATION_NOT_ONE;
		came->words = "what comes is no OCSP response";
		end(fetch, came);
		return;
	}
	switch (revocation_proof_place(&fetch->entry->askers,
	    clock_wall_s(fetch->clock), http->body, http->body_len, kept,
	    &fault)) {
	case REVOCATION_TAKE: break;
	case REVOCATION_TAKE_FOR_NOW: came->is_unproven = true; break;
	case REVOCATION_LEAVE: came->outcome = REVOCATION_NOT_ONE; break;
	case REVOCATION_NO_ANSWER:
		came->outcome = REVOCATION_UNREACHABLE;
		break;
	}
	if (fault != NULL)
		came->words = words =
		    mem_printf("what comes cannot be used: %s", fault);
	end(fetch, came);
}

static bool
is_host_well(const struct http_result *http)
{
	switch (http->outcome) {
	case HTTP_ANSWERED: return http->status < 500 && http->status != 429;
	case HTTP_BAD_URL:
	case HTTP_REFUSED_ADDRESS:
	case HTTP_TOO_LARGE: return true;
	case HTTP_NO_ADDRESS:
	case HTTP_NOT_CONNECTED:
	case HTTP_NOT_TRUSTED:
	case HTTP_TIMEOUT:
	case HTTP_BROKEN: return false;
	}
	return false;
}

static void
on_fetched(void *arg, const struct guarded_result *result)
{
	struct revocation_fetch *fetch = arg;
	struct revocation_came came = {
	    .outcome = REVOCATION_GOT,
	    .caching = result->http->caching,
	    .is_host_well = is_host_well(result->http),
	};

	fetch->request = NULL;
	if (!came.is_host_well)
		came.retry_after_s = result->http->retry_after_s;
	switch (result->outcome) {
	case GUARDED_GOT:
		if (fetch->entry->list != NULL)
			take_list(fetch, &came);
		else
			take_response(fetch, result->http, &came);
		return;
	case GUARDED_SAME:
		came.is_same = true;
		if (fetch->entry->list == NULL ||
		    !fetch->entry->list->is_kept ||
		    fetch->entry->answer.is_unproven) { /* not asked for */
			came.outcome = REVOCATION_UNREACHABLE;
			came.words = "it answers with status 304";
		}
		break;
	case GUARDED_UNREACHABLE:
		came.outcome = REVOCATION_UNREACHABLE;
		came.words = fetch->is_disk_late
		    ? "the state directory does not take it"
		    : result->words;
		break;
	case GUARDED_TOO_LARGE:
		came.outcome = REVOCATION_NOT_ONE;
		came.words = result->words;
		break;
	case GUARDED_REFUSED:
		came.outcome = REVOCATION_REFUSED;
		came.words = result->words;
		break;
	}
	end(fetch, &came);
}

static bool
take(void *arg, const uint8_t *bytes, size_t len)
{
	struct revocation_fetch *fetch = arg;

	if (fetch->write == NULL)
		fetch->write =
		    list_write_start(fetch->folder, fetch->entry->list->file);
	fetch->is_disk_late = !list_write_take(fetch->write, bytes, len);
	return !fetch->is_disk_late;
}

static void
add_condition(struct texts *headers, const char *name, const char *value)
{
	if (value[0] != '\0')
		texts_add_take(headers, mem_printf("%s: %s", name, value));
}

static void
start_list(struct revocation_fetch *fetch,
    const struct revocation_fetch_options *options)
{
	const struct revocation_list *list = fetch->entry->list;
	struct texts headers = {0};
	const struct guarded_options guarded = {
	    .guard = options->guard,
	    .section = "revocation",
	    .url = fetch->entry->answer.url,
	    .headers = &headers,
	    .timeout_ms = options->crl_timeout_ms,
	    .max_bytes = options->max_crl_bytes,
	    .take = take,
	};

	/* what a forged one was tagged with proves nothing */
	if (list->is_kept && !fetch->entry->answer.is_unproven) {
		add_condition(&headers, "If-None-Match", list->etag);
		add_condition(
		    &headers, "If-Modified-Since", list->last_modified);
	}
	fetch->request =
	    guarded_start(options->http, &guarded, on_fetched, fetch);
	texts_clear(&headers);
}

static void
start_response(struct revocation_fetch *fetch,
    const struct revocation_fetch_options *options)
{
	const struct revocation_entry *entry = fetch->entry;
	CLEANUP(free)
	char *url = ocsp_request_url(
	    entry->answer.url, entry->request, entry->request_len);
	struct texts headers = {0};
	struct guarded_options guarded = {
	    .guard = options->guard,
	    .section = "revocation",
	    .url = url != NULL ? url : entry->answer.url,
	    .headers = &headers,
	    .timeout_ms = options->ocsp_timeout_ms,
	    .max_bytes = MAX_RESPONSE,
	};

	texts_add(&headers, "Accept: application/ocsp-response");
	if (url == NULL) {
		texts_add(&headers, "Content-Type: application/ocsp-request");
		guarded.body = entry->request;
		guarded.body_len = entry->request_len;
	}
	fetch->request =
	    guarded_start(options->http, &guarded, on_fetched, fetch);
	texts_clear(&headers);
}

struct revocation_fetch *
revocation_fetch_start(const struct revocation_fetch_options *options,
    struct revocation_entry *entry, revocation_fetch_fn done, void *arg)
{
	struct revocation_fetch *fetch = MEM_NEW(struct revocation_fetch);

	fetch->entry = entry;
	fetch->folder = options->folder;
	fetch->clock = options->clock;
	fetch->done = done;
	fetch->arg = arg;
	if (entry->list != NULL)
		start_list(fetch, options);
	else
		start_response(fetch, options);
	return fetch;
}

void
revocation_fetch_cancel(struct revocation_fetch *fetch)
{
	if (fetch == NULL)
		return;
	guarded_cancel(fetch->request);
	list_walk_cancel(fetch->walk);
	list_write_cancel(fetch->write);
	free(fetch);
}
