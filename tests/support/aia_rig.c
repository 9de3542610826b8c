/* Fetching over scripted servers; see aia_rig.h. */
#include "support/aia_rig.h"

#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

#define WAIT_MS 20000 /* the fetch ends long before */

static int64_t
wall_ms(void *arg)
{
	return ((const struct aia_rig *)arg)->now * 1000;
}

static int64_t
steady_ms(void *arg)
{
	return clock_steady_ms(&clock_system);
}

void
aia_rig_restart(struct aia_rig *rig)
{
	aia_free(rig->aia);
	rig->aia = aia_new(
	    rig->loop, &rig->clock, rig->resolver, &rig->options, &rig->keeper);
}

int
aia_rig_set_up(void **state)
{
	struct aia_rig *rig = MEM_NEW(struct aia_rig);
	struct resolver_options options = {.hosts = ""};
	struct error err = ERROR_INIT;

	signal(SIGPIPE, SIG_IGN);
	rig->now = MINT_NOW;
	rig->clock = (struct clock){
	    .wall_ms = wall_ms, .steady_ms = steady_ms, .arg = rig};
	rig->loop = loop_new();
	rig->dns_rows[0] = (struct dns_row){
	    .name = AIA_RIG_HOST, .type = 1, .answers = {"A 127.0.0.1"}};
	rig->dns_rows[1] = (struct dns_row){.name = AIA_RIG_HOST, .type = 28};
	rig->dns = dns_server_new(rig->loop, rig->dns_rows);
	options.server = dns_server_address(rig->dns);
	rig->resolver = resolver_new(rig->loop, &options, &err);
	assert_non_null(rig->resolver);
	rig->receiver = http_receiver_start(NULL);
	rig->options = aia_options_default;
	rig->options.guard.allowed_count = 1;
	assert_true(guard_range_parse(
	    "127.0.0.0/8", &rig->options.guard.allowed[0], &err));
	aia_rig_restart(rig);
	*state = rig;
	return 0;
}

int
aia_rig_tear_down(void **state)
{
	struct aia_rig *rig = *state;

	aia_free(rig->aia);
	resolver_free(rig->resolver);
	dns_server_free(rig->dns);
	loop_free(rig->loop);
	http_receiver_stop(rig->receiver);
	texts_clear(&rig->urls);
	ARRAY_EACH (memory, &rig->kept)
		free(*memory);
	ARRAY_CLEAR(&rig->kept);
	free(rig);
	return 0;
}

void
aia_rig_plan(struct aia_rig *rig, struct receiver_answer answer)
{
	http_receiver_plan(rig->receiver, &answer, 1);
}

struct receiver_answer
aia_rig_der(const struct mint *mint)
{
	return (struct receiver_answer){
	    .status = 200,
	    .body = (const char *)mint->cert->der,
	    .body_len = mint->cert->der_len,
	};
}

char *
aia_rig_url(struct aia_rig *rig, const char *host, const char *path)
{
	return http_receiver_url(rig->receiver, host, path);
}

static void
on_done(void *arg)
{
	struct aia_rig *rig = arg;

	rig->done_count++;
	loop_stop(rig->loop);
}

const struct issuer_answer *
aia_rig_ask(struct aia_rig *rig, const char *url)
{
	bool is_stale;
	int64_t next_at;

	texts_clear(&rig->urls);
	texts_add(&rig->urls, url);
	rig->done_count = 0;
	aia_ask(rig->aia, &rig->urls, WAIT_MS, on_done, rig);
	assert_int_equal(rig->done_count, 0);
	loop_run(rig->loop);
	assert_int_equal(rig->done_count, 1);
	return aia_find(rig->aia, url, &is_stale, &next_at);
}

size_t
aia_rig_requests(struct aia_rig *rig)
{
	return http_receiver_count(rig->receiver);
}

void *
aia_rig_keep(struct aia_rig *rig, void *take_memory)
{
	*ARRAY_ADD(&rig->kept) = take_memory;
	return take_memory;
}
