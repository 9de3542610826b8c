/* Where a target is looked at. */
#include "model/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"

static struct place
at(const char *text, uint16_t port, enum variant variant)
{
	struct ip_address address;
	struct place place;

	assert_true(ip_address_parse(text, &address));
	address.port = port;
	place = place_at(&address);
	return place_in_variant(&place, variant);
}

static void
is_shown_as_people_write_it(void **state)
{
	const struct {
		struct place place;
		const char *text, *brief, *where;
	} rows[] = {
	    {at("192.0.2.1", 443, VARIANT_USUAL), "192.0.2.1:443", "192.0.2.1",
		"192.0.2.1:443"},
	    {at("192.0.2.1", 443, VARIANT_RSA), "192.0.2.1:443 (RSA)",
		"192.0.2.1 (RSA)", "192.0.2.1:443"},
	    {at("2001:db8::1", 444, VARIANT_NO_SNI),
		"[2001:db8::1]:444 (without SNI)",
		"[2001:db8::1]:444 (without SNI)", "[2001:db8::1]:444"},
	    {place_at_path("/run/x.sock"), "/run/x.sock", "/run/x.sock",
		"/run/x.sock"},
	    {place_at_path("/tmp/a\nb\x1b[2J"), "/tmp/a\\x0ab\\x1b[2J",
		"/tmp/a\\x0ab\\x1b[2J", "/tmp/a\\x0ab\\x1b[2J"},
	    {{.address = {.family = 0}}, "-", "-", "-"},
	};
	char text[PLACE_TEXT_MAX];

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_string_equal(
		    place_format(&rows[i].place, text), rows[i].text);
		assert_string_equal(
		    place_format_brief(&rows[i].place, 443, text),
		    rows[i].brief);
		assert_string_equal(
		    place_format_where(&rows[i].place, text), rows[i].where);
	}
}

/* Every character may need its longest escape. */
static void
a_path_beyond_all_measure_is_shown_cut(void **state)
{
	static const char character[] = {'\xf3', '\xa0', '\x80', '\x81'};
	char path[5000] = {0}, text[PLACE_TEXT_MAX];
	struct place place;

	for (size_t i = 0; i + sizeof character < sizeof path;
	     i += sizeof character)
		memcpy(path + i, character, sizeof character);
	place = place_at_path(path);
	place.variant = VARIANT_NO_SNI;
	place_format(&place, text);
	assert_true(strlen(text) < PLACE_TEXT_MAX);
	assert_non_null(strstr(text, "... (without SNI)"));
	assert_null(memchr(text, 0xf3, strlen(text)));
}

static const char *
kept(const char *path)
{
	const struct place place = place_at_path(path);

	return place_path(&place);
}

static void
a_path_is_kept_once(void **state)
{
	char path[] = "/srv/b.pem";
	struct place b = place_at_path(path);
	struct place a = place_at_path("/srv/a.pem");
	struct place c = place_at_path("/srv/c.pem");

	path[5] = 'x';
	assert_string_equal(place_path(&b), "/srv/b.pem");
	assert_ptr_equal(place_path(&b), kept("/srv/b.pem"));
	assert_ptr_equal(place_path(&a), kept("/srv/a.pem"));
	assert_ptr_equal(place_path(&c), kept("/srv/c.pem"));
}

static void
order_is_total_and_equal_means_equal_in_all(void **state)
{
	const struct place b = place_at_path("/b");
	const struct place rows[] = {
	    {.address = {.family = 0}},
	    at("192.0.2.1", 443, VARIANT_USUAL),
	    at("192.0.2.1", 443, VARIANT_RSA),
	    at("192.0.2.1", 444, VARIANT_USUAL),
	    at("192.0.2.2", 443, VARIANT_USUAL),
	    at("2001:db8::1", 443, VARIANT_USUAL),
	    place_at_path("/a"),
	    b,
	    place_in_variant(&b, VARIANT_TLS12),
	};
	const size_t count = sizeof rows / sizeof rows[0];

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < count; j++) {
			int order = place_compare(&rows[i], &rows[j]);

			assert_int_equal(
			    (order > 0) - (order < 0), (i > j) - (i < j));
		}
	}
}

static void
beside_means_the_same_but_for_the_variant(void **state)
{
	struct place usual = at("192.0.2.1", 443, VARIANT_USUAL);
	struct place rsa = at("192.0.2.1", 443, VARIANT_RSA);
	struct place other = at("192.0.2.1", 444, VARIANT_RSA);

	assert_true(place_is_beside(&usual, &rsa));
	assert_true(place_is_beside(&usual, &usual));
	assert_false(place_is_beside(&usual, &other));
}

static void
none_is_all_zero(void **state)
{
	struct place none = {0}, path = place_at_path("/x");
	struct place address = at("192.0.2.1", 443, VARIANT_USUAL);

	assert_true(place_is_none(&none));
	assert_false(place_is_none(&path));
	assert_false(place_is_none(&address));
}

/* The phase of a target follows from it: it must not move with an upgrade. */
static void
the_hash_of_a_usual_address_is_that_of_its_bytes_and_port(void **state)
{
	struct place usual = at("192.0.2.1", 443, VARIANT_USUAL);
	struct place rsa = at("192.0.2.1", 443, VARIANT_RSA);
	struct place path = place_at_path("/x");
	uint64_t want = hash_bytes(HASH_START, usual.address.bytes, 16);

	want = hash_bytes(want, &usual.address.port, 2);
	assert_true(place_hash(HASH_START, &usual) == want);
	assert_false(place_hash(HASH_START, &rsa) == want);
	assert_false(place_hash(HASH_START, &path) == want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(is_shown_as_people_write_it),
	    cmocka_unit_test(a_path_beyond_all_measure_is_shown_cut),
	    cmocka_unit_test(a_path_is_kept_once),
	    cmocka_unit_test(order_is_total_and_equal_means_equal_in_all),
	    cmocka_unit_test(beside_means_the_same_but_for_the_variant),
	    cmocka_unit_test(none_is_all_zero),
	    cmocka_unit_test(
		the_hash_of_a_usual_address_is_that_of_its_bytes_and_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
