/* Fetching over a scripted server; see revocation_rig.h. */
#include "support/revocation_rig.h"

#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

#define WAIT_MS 60000 /* it ends long before */

static int64_t
wall_ms(void *arg)
{
	return ((const struct revocation_rig *)arg)->now * 1000;
}

static int64_t
steady_ms(void *arg)
{
	(void)arg;
	return clock_steady_ms(&clock_system);
}

void
revocation_rig_restart(struct revocation_rig *rig)
{
	revocations_free(rig->revocations);
	rig->revocations = revocations_new(rig->loop, &rig->clock,
	    rig->resolver, &rig->options, rig->folder, &rig->keeper);
}

int
revocation_rig_set_up(void **state)
{
	struct revocation_rig *rig = MEM_NEW(struct revocation_rig);
	struct resolver_options options = {.hosts = ""};
	struct error err = ERROR_INIT;

	signal(SIGPIPE, SIG_IGN);
	rig->now = MINT_NOW;
	rig->clock = (struct clock){
	    .wall_ms = wall_ms, .steady_ms = steady_ms, .arg = rig};
	rig->loop = loop_new();
	rig->resolver = resolver_new(rig->loop, &options, &err);
	assert_non_null(rig->resolver);
	rig->receiver = http_receiver_start(NULL);
	temp_folder_make(&rig->temp);
	rig->folder = mem_strdup(temp_folder_path(&rig->temp, "revocation"));
	rig->options = revocations_options_default;
	rig->options.guard.allowed_count = 1;
	assert_true(guard_range_parse(
	    "127.0.0.0/8", &rig->options.guard.allowed[0], &err));
	rig->root = MINT(.subject = "CN=Root,O=Test", .is_ca = true);
	revocation_rig_restart(rig);
	*state = rig;
	return 0;
}

int
revocation_rig_tear_down(void **state)
{
	struct revocation_rig *rig = *state;

	revocations_free(rig->revocations);
	resolver_free(rig->resolver);
	loop_free(rig->loop);
	http_receiver_stop(rig->receiver);
	temp_folder_remove(&rig->temp);
	ARRAY_EACH (memory, &rig->kept)
		free(*memory);
	ARRAY_CLEAR(&rig->kept);
	free(rig->folder);
	free(rig);
	return 0;
}

static void *
keep(struct revocation_rig *rig, void *take_memory)
{
	*ARRAY_ADD(&rig->kept) = take_memory;
	return take_memory;
}

struct want
revocation_rig_leaf(struct revocation_rig *rig, const char *serial,
    const char *crl_path, const char *ocsp_path)
{
	struct mint_recipe recipe = {
	    .subject = "CN=leaf",
	    .issuer = rig->root,
	    .serial = serial,
	    .names = "DNS:x.test",
	};
	size_t count = 0;

	if (crl_path != NULL) {
		char *url =
		    keep(rig, http_receiver_url(rig->receiver, NULL, crl_path));

		recipe.extensions[count++] =
		    keep(rig, mem_printf("crlDistributionPoints=URI:%s", url));
	}
	if (ocsp_path != NULL) {
		char *url = keep(
		    rig, http_receiver_url(rig->receiver, NULL, ocsp_path));

		recipe.extensions[count++] = keep(
		    rig, mem_printf("authorityInfoAccess=OCSP;URI:%s", url));
	}
	return (struct want){
	    .kind = crl_path != NULL ? WANT_CRL : WANT_OCSP,
	    .cert = mint_cert(&recipe)->cert,
	    .issuer = rig->root->cert,
	    .is_trusted = true,
	};
}

struct want
revocation_rig_delta(
    struct revocation_rig *rig, const struct want *list, const char *path)
{
	struct want want = *list;

	want.kind = WANT_DELTA;
	want.urls = (struct texts){
	    .items = keep(rig, mem_new(1, sizeof *want.urls.items)),
	    .len = 1,
	    .cap = 1,
	};
	want.urls.items[0] =
	    keep(rig, http_receiver_url(rig->receiver, NULL, path));
	return want;
}

struct receiver_answer
revocation_rig_bytes(
    struct revocation_rig *rig, uint8_t *take_bytes, size_t len)
{
	return (struct receiver_answer){
	    .status = 200,
	    .body = keep(rig, take_bytes),
	    .body_len = len,
	};
}

struct receiver_answer
revocation_rig_list(struct revocation_rig *rig, struct crl *take_crl)
{
	struct receiver_answer answer = revocation_rig_bytes(
	    rig, mem_dup(take_crl->der, take_crl->der_len), take_crl->der_len);

	crl_free(take_crl);
	return answer;
}

void
revocation_rig_plan(struct revocation_rig *rig, struct receiver_answer answer)
{
	http_receiver_plan(rig->receiver, &answer, 1);
}

static void
on_done(void *arg)
{
	struct revocation_rig *rig = arg;

	rig->done_count++;
	loop_stop(rig->loop);
}

struct revocations_known
revocation_rig_ask(struct revocation_rig *rig, const struct want *want)
{
	struct revocations_known known;

	rig->done_count = 0;
	revocations_ask(rig->revocations, &want, 1, WAIT_MS, on_done, rig);
	assert_int_equal(rig->done_count, 0);
	loop_run(rig->loop);
	assert_int_equal(rig->done_count, 1);
	revocations_find(rig->revocations, want, &known);
	return known;
}

static void
on_look(void *arg)
{
	struct revocation_rig *rig = arg;

	loop_stop(rig->loop);
}

void
revocation_rig_turn(struct revocation_rig *rig)
{
	struct loop_timer *timer = loop_timer_new(rig->loop, on_look, rig);

	loop_timer_set(timer, 5);
	loop_run(rig->loop);
	loop_timer_free(timer);
}

void
revocation_rig_settle(struct revocation_rig *rig)
{
	do {
		revocation_rig_turn(rig);
	} while (revocations_is_busy(rig->revocations));
}

size_t
revocation_rig_requests(struct revocation_rig *rig)
{
	return http_receiver_count(rig->receiver);
}
