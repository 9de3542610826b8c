/* Answers by URL, bounded. */
#include "fetch/aia_cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/mint.h"

static const struct mint *
ca(void)
{
	return mint_chain_for("cache.example.test").intermediate;
}

static struct issuer_answer
got(struct cert *const *certs, size_t count)
{
	return (struct issuer_answer){
	    .kind = ISSUER_ANSWER_GOT, .certs = certs, .cert_count = count};
}

static void
an_entry_is_found_by_its_url(void **state)
{
	CLEANUP(aia_cache_free) struct aia_cache *cache = aia_cache_new(2);
	struct aia_entry *a = aia_cache_get(cache, "http://a/");

	assert_ptr_equal(aia_cache_get(cache, "http://a/"), a);
	assert_ptr_equal(aia_cache_find(cache, "http://a/"), a);
	assert_string_equal(a->answer.url, "http://a/");
	assert_null(aia_cache_find(cache, "http://a"));
	assert_int_equal(aia_cache_len(cache), 1);
}

static void
what_is_busy_stays(void **state)
{
	CLEANUP(aia_cache_free) struct aia_cache *cache = aia_cache_new(2);

	aia_cache_get(cache, "http://a/")->is_busy = true;
	aia_cache_get(cache, "http://b/");
	assert_non_null(aia_cache_get(cache, "http://c/"));
	assert_non_null(aia_cache_find(cache, "http://a/"));
	assert_null(aia_cache_find(cache, "http://b/"));
	aia_cache_get(cache, "http://c/")->is_busy = true;
	assert_null(aia_cache_get(cache, "http://d/"));
}

static void
certificates_go_with_their_entry(void **state)
{
	CLEANUP(aia_cache_free) struct aia_cache *cache = aia_cache_new(1);
	struct cert *certs[] = {ca()->cert};
	struct issuer_answer answer = got(certs, 1);

	aia_cache_set(cache, aia_cache_get(cache, "http://a/"), &answer);
	assert_int_equal(cert_set_len(aia_cache_certs(cache)), 1);
	aia_cache_get(cache, "http://b/");
	assert_int_equal(cert_set_len(aia_cache_certs(cache)), 0);
}

static void
only_news_grow_the_generation(void **state)
{
	CLEANUP(aia_cache_free) struct aia_cache *cache = aia_cache_new(1);
	struct aia_entry *entry = aia_cache_get(cache, "http://a/");
	struct cert *certs[] = {ca()->cert};
	struct issuer_answer answer = got(certs, 1);
	struct issuer_answer bad = {
	    .kind = ISSUER_ANSWER_UNREACHABLE, .detail = "no answer"};
	uint64_t start = aia_cache_generation(cache);

	assert_true(start > 0);
	aia_cache_set(cache, entry, &answer);
	assert_int_equal(aia_cache_generation(cache), start + 1);
	aia_cache_set(cache, entry, &answer);
	assert_int_equal(aia_cache_generation(cache), start + 1);
	aia_cache_set(cache, entry, &bad);
	assert_int_equal(aia_cache_generation(cache), start + 2);
	assert_string_equal(entry->answer.detail, "no answer");
	assert_int_equal(entry->answer.cert_count, 1);
}

static void
refused_ones_are_stale_when_forgotten(void **state)
{
	CLEANUP(aia_cache_free) struct aia_cache *cache = aia_cache_new(2);
	struct aia_entry *a = aia_cache_get(cache, "http://a/");
	struct aia_entry *b = aia_cache_get(cache, "http://b/");
	struct issuer_answer refused = {
	    .kind = ISSUER_ANSWER_REFUSED, .detail = "no"};
	struct issuer_answer bad = {
	    .kind = ISSUER_ANSWER_UNREACHABLE, .detail = "no"};

	a->next_at = b->next_at = 1000;
	aia_cache_set(cache, a, &refused);
	aia_cache_set(cache, b, &bad);
	aia_cache_forget_refused(cache);
	assert_int_equal(a->next_at, 0);
	assert_int_equal(b->next_at, 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_entry_is_found_by_its_url),
	    cmocka_unit_test(what_is_busy_stays),
	    cmocka_unit_test(certificates_go_with_their_entry),
	    cmocka_unit_test(only_news_grow_the_generation),
	    cmocka_unit_test(refused_ones_are_stale_when_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
