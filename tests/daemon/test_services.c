/* Endpoints that DNS names come and go with it. */
#include "daemon/services.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "config/config_services.h"
#include "support/config_text.h"
#include "support/fake_loop.h"
#include "support/fake_resolve.h"

#define SRV "_imaps._tcp.example.org"

struct rig {
	struct loop *loop;
	struct resolver *resolver;
	struct config *config;
	struct services *services;
	unsigned ready, changes, failures, recoveries;
	char words[512];
};

static void
on_ready(void *arg)
{
	((struct rig *)arg)->ready++;
}

static void
on_changed(void *arg, const char *words)
{
	struct rig *rig = arg;

	rig->changes++;
	snprintf(rig->words, sizeof rig->words, "%s", words);
}

static void
on_failing(void *arg, const char *service, bool is_failing, const char *words)
{
	struct rig *rig = arg;

	assert_true(service[0] != '\0');
	if (is_failing)
		assert_non_null(words);
	rig->failures += is_failing;
	rig->recoveries += !is_failing;
}

static void
start(struct rig *rig, const char *yaml)
{
	const struct services_hooks hooks = {
	    on_ready, on_changed, on_failing, rig};
	struct resolver_options options = {0};
	struct error err = ERROR_INIT;

	*rig = (struct rig){.loop = loop_new()};
	rig->resolver = resolver_new(rig->loop, &options, &err);
	rig->config = config_text_load(yaml);
	rig->services =
	    services_new(rig->loop, rig->resolver, rig->config, &hooks);
	assert_int_equal(rig->ready, 0);
}

static void
finish(struct rig *rig)
{
	services_free(rig->services);
	config_free(rig->config);
	resolver_free(rig->resolver);
	loop_free(rig->loop);
}

static const char *
id_at(const struct rig *rig, size_t i)
{
	return rig->config->endpoints.items[i]->id;
}

static void
set_mx(struct rig *rig, const char *records)
{
	fake_lookup_set(rig->resolver, "example.org", DNS_TYPE_MX, records, 300,
	    LOOKUP_INSECURE);
}

static void
servers_stand_behind_the_listed_endpoints(void **state)
{
	struct rig rig;

	(void)state;
	start(&rig,
	    "endpoints: [www.example.org, {mx: example.org}, {srv: " SRV "}]");
	set_mx(&rig, "20 b.example.org, 10 a.example.org");
	fake_lookup_set(rig.resolver, SRV, DNS_TYPE_SRV,
	    "0 1 993 imap.example.org", 300, LOOKUP_INSECURE);
	fake_loop_run_for(rig.loop, 100);
	assert_int_equal(rig.ready, 1);
	assert_int_equal(rig.changes, 2);
	assert_int_equal(rig.config->endpoints.len, 4);
	assert_string_equal(id_at(&rig, 0), "www.example.org:443");
	assert_string_equal(id_at(&rig, 1), "a.example.org:25");
	assert_string_equal(id_at(&rig, 2), "b.example.org:25");
	assert_string_equal(id_at(&rig, 3), "imap.example.org:993");
	assert_int_equal(
	    rig.config->endpoints.items[1]->starttls, STARTTLS_SMTP);
	assert_int_equal(rig.config->endpoints.items[1]->dane, DANE_VERIFY);
	assert_int_equal(rig.config->endpoints.items[3]->dane, DANE_OFF);
	finish(&rig);
}

static void
they_come_and_go_when_the_answer_has_ended(void **state)
{
	struct rig rig;

	(void)state;
	start(&rig, "endpoints: [{mx: example.org}]");
	set_mx(&rig, "10 a.example.org");
	fake_loop_run_for(rig.loop, 100);
	set_mx(&rig, "10 b.example.org");
	fake_loop_run_for(rig.loop, 290 * 1000);
	assert_string_equal(id_at(&rig, 0), "a.example.org:25");
	fake_loop_run_for(rig.loop, 20 * 1000);
	assert_int_equal(rig.config->endpoints.len, 1);
	assert_string_equal(id_at(&rig, 0), "b.example.org:25");
	assert_int_equal(rig.changes, 2);
	assert_non_null(strstr(rig.words, "b.example.org:25"));
	assert_int_equal(rig.ready, 1);
	/* The same answer again changes nothing. */
	fake_loop_run_for(rig.loop, 700 * 1000);
	assert_int_equal(rig.changes, 2);
	finish(&rig);
}

static void
no_answer_leaves_what_was_named_last(void **state)
{
	struct rig rig;

	(void)state;
	start(&rig, "endpoints: [{mx: example.org}]");
	set_mx(&rig, "10 a.example.org");
	fake_loop_run_for(rig.loop, 100);
	fake_lookup_fail(rig.resolver, "example.org", DNS_TYPE_MX,
	    RESOLVE_TIMEOUT, LOOKUP_INSECURE);
	fake_loop_run_for(rig.loop, 310 * 1000);
	assert_int_equal(rig.config->endpoints.len, 1);
	assert_int_equal(rig.failures, 0);
	fake_loop_run_for(rig.loop, 10 * SERVICES_RETRY_S * INT64_C(1000));
	assert_int_equal(rig.failures, 1);
	assert_int_equal(rig.config->endpoints.len, 1);
	set_mx(&rig, "10 a.example.org");
	fake_loop_run_for(rig.loop, 2 * SERVICES_RETRY_S * INT64_C(1000));
	assert_int_equal(rig.recoveries, 1);
	assert_int_equal(rig.changes, 1);
	finish(&rig);
}

static void
nothing_at_all_is_ready_too(void **state)
{
	struct rig rig;

	(void)state;
	start(&rig, "endpoints: [{mx: example.org}, {srv: " SRV "}]");
	fake_lookup_fail(rig.resolver, "example.org", DNS_TYPE_MX,
	    RESOLVE_REFUSED, LOOKUP_INSECURE);
	fake_loop_run_for(rig.loop, 100);
	assert_int_equal(rig.ready, 1);
	assert_int_equal(rig.config->endpoints.len, 0);
	finish(&rig);
}

static void
a_null_mx_means_nothing_and_no_mx_the_domain(void **state)
{
	struct rig rig;

	(void)state;
	start(&rig, "endpoints: [{mx: example.org}]");
	set_mx(&rig, "0 .");
	fake_loop_run_for(rig.loop, 100);
	assert_int_equal(rig.ready, 1);
	assert_int_equal(rig.config->endpoints.len, 0);
	assert_int_equal(rig.failures, 0);
	set_mx(&rig, "");
	fake_loop_run_for(rig.loop, 400 * 1000);
	assert_int_equal(rig.config->endpoints.len, 1);
	assert_string_equal(id_at(&rig, 0), "example.org:25");
	finish(&rig);
}

static void
a_reload_keeps_what_is_known(void **state)
{
	struct rig rig;
	struct config *fresh;

	(void)state;
	start(&rig, "endpoints: [{mx: example.org}]");
	set_mx(&rig, "10 a.example.org");
	fake_loop_run_for(rig.loop, 100);
	fresh = config_text_load(
	    "endpoints: [{mx: example.org, interval: 30s}, {srv: " SRV "}]");
	config_services_adopt(fresh, rig.config);
	services_reset(rig.services, rig.resolver, fresh);
	config_free(rig.config);
	rig.config = fresh;
	assert_int_equal(rig.config->endpoints.len, 1);
	assert_string_equal(id_at(&rig, 0), "a.example.org:25");
	assert_int_equal(
	    rig.config->endpoints.items[0]->settings->interval_s, 30);
	fake_loop_run_for(rig.loop, 100);
	assert_int_equal(rig.ready, 1);
	assert_int_equal(rig.changes, 1);
	finish(&rig);
}

static void
what_is_listed_by_hand_counts_first(void **state)
{
	struct rig rig;

	(void)state;
	start(&rig,
	    "endpoints:\n"
	    "  - {host: a.example.org, port: 25, starttls: smtp, "
	    "interval: 40s}\n"
	    "  - {mx: example.org}\n");
	set_mx(&rig, "10 a.example.org, 20 b.example.org");
	fake_loop_run_for(rig.loop, 100);
	assert_int_equal(rig.config->endpoints.len, 2);
	assert_int_equal(
	    rig.config->endpoints.items[0]->settings->interval_s, 40);
	finish(&rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(servers_stand_behind_the_listed_endpoints),
	    cmocka_unit_test(they_come_and_go_when_the_answer_has_ended),
	    cmocka_unit_test(no_answer_leaves_what_was_named_last),
	    cmocka_unit_test(nothing_at_all_is_ready_too),
	    cmocka_unit_test(a_null_mx_means_nothing_and_no_mx_the_domain),
	    cmocka_unit_test(a_reload_keeps_what_is_known),
	    cmocka_unit_test(what_is_listed_by_hand_counts_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
