/* Issuers out of a table; see fake_aia.h. */
#include "support/fake_aia.h"

#include <string.h>

#include "base/mem.h"
#include "base/timestamp.h"
#include "fetch/aia_wait.h"

struct row {
	struct aia *aia;
	char *url;
	struct issuer_answer answer;
	struct cert *cert;
	int64_t delay_ms, next_at;
	bool is_known, is_running;
	struct loop_timer *timer;
};

struct aia {
	struct loop *loop;
	const struct clock *clock;
	struct aia_options options;
	ARRAY(struct row *) rows;
	struct aia_waits *waits;
	struct cert_set *certs;
	uint64_t generation, fetches;
};

const struct aia_options aia_options_default = {.is_enabled = true};

static struct row *
find(struct aia *aia, const char *url)
{
	ARRAY_EACH (row, &aia->rows) {
		if (strcmp((*row)->url, url) == 0)
			return *row;
	}
	return NULL;
}

static void
on_fetched(void *arg)
{
	struct row *row = arg;
	struct aia *aia = row->aia;

	row->is_running = false;
	row->is_known = true;
	row->answer.failures = row->cert != NULL ? 0 : row->answer.failures + 1;
	aia->generation++;
	if (row->cert != NULL)
		cert_set_add(aia->certs, row->cert);
	aia_waits_answered(aia->waits, row);
}

static struct row *
add(struct aia *aia, const char *url)
{
	struct row *row = MEM_NEW(struct row);

	row->aia = aia;
	row->url = mem_strdup(url);
	row->answer = (struct issuer_answer){.url = row->url,
	    .kind = ISSUER_ANSWER_UNREACHABLE,
	    .detail = "nobody there"};
	row->next_at = TIMESTAMP_NEVER;
	row->timer = loop_timer_new(aia->loop, on_fetched, row);
	*ARRAY_ADD(&aia->rows) = row;
	return row;
}

void
fake_aia_set(struct aia *aia, const char *url, const struct mint *mint,
    const char *detail, int64_t delay_ms)
{
	struct row *row = find(aia, url);

	if (row == NULL)
		row = add(aia, url);
	cert_unref(row->cert);
	row->cert = mint == NULL ? NULL : cert_ref(mint->cert);
	row->answer.kind =
	    mint == NULL ? ISSUER_ANSWER_UNREACHABLE : ISSUER_ANSWER_GOT;
	row->answer.detail = mint == NULL ? detail : NULL;
	row->answer.certs = &row->cert;
	row->answer.cert_count = mint == NULL ? 0 : 1;
	row->delay_ms = delay_ms;
	row->is_known = false;
}

void
fake_aia_set_next_at(struct aia *aia, const char *url, int64_t next_at)
{
	find(aia, url)->next_at = next_at;
}

struct aia *
aia_new(struct loop *loop, const struct clock *clock, struct resolver *resolver,
    const struct aia_options *options, const struct aia_keeper *keeper)
{
	struct aia *aia = MEM_NEW(struct aia);

	aia->loop = loop;
	aia->clock = clock;
	aia->options = *options;
	aia->certs = cert_set_new();
	aia->waits = aia_waits_new(loop);
	aia->generation = 1;
	return aia;
}

void
aia_free(struct aia *aia)
{
	if (aia == NULL)
		return;
	aia_waits_free(aia->waits);
	ARRAY_EACH (slot, &aia->rows) {
		cert_unref((*slot)->cert);
		loop_timer_free((*slot)->timer);
		free((*slot)->url);
		free(*slot);
	}
	ARRAY_CLEAR(&aia->rows);
	cert_set_free(aia->certs);
	free(aia);
}

struct aia_wait *
aia_ask(struct aia *aia, const struct texts *urls, int64_t timeout_ms,
    loop_fn done, void *arg)
{
	const void *rows[AIA_WAIT_MAX_URLS];
	size_t count = 0;

	for (size_t i = 0; i < urls->len && count < AIA_WAIT_MAX_URLS; i++) {
		struct row *row = find(aia, urls->items[i]);

		if (row == NULL)
			row = add(aia, urls->items[i]);
		if (clock_wall_s(aia->clock) >= row->next_at)
			row->is_known = false;
		if (row->is_known)
			continue;
		rows[count++] = row;
		if (row->is_running)
			continue;
		row->is_running = true;
		aia->fetches++;
		loop_timer_set(row->timer, row->delay_ms);
	}
	return aia_waits_add(aia->waits, rows, count, timeout_ms, done, arg);
}

const struct issuer_answer *
aia_find(
    struct aia *aia, const char *url, bool *ret_is_stale, int64_t *ret_next_at)
{
	const struct row *row = find(aia, url);

	if (row == NULL || !row->is_known)
		return NULL;
	*ret_next_at = row->next_at;
	*ret_is_stale = clock_wall_s(aia->clock) >= row->next_at;
	return &row->answer;
}

const struct cert_set *
aia_certs(struct aia *aia)
{
	return aia->certs;
}

uint64_t
aia_generation(const struct aia *aia)
{
	return aia->generation;
}

bool
aia_is_enabled(const struct aia *aia)
{
	return aia->options.is_enabled;
}

struct aia_counts
aia_counts(const struct aia *aia)
{
	return (struct aia_counts){
	    .fetches = aia->fetches, .urls = aia->rows.len};
}
