/* A certificate of the inventory as JSON. */
#include "control/inventory_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint.h"

static struct inventory_cert
row_of(const struct cert *cert)
{
	struct inventory_cert row = {
	    .der = (uint8_t *)cert->der,
	    .der_len = cert->der_len,
	    .label = (char *)cert->label,
	    .issuer_label = (char *)cert->issuer_label,
	    .not_before = cert->not_before,
	    .not_after = cert->not_after,
	    .first_seen = MINT_NOW,
	    .use = INVENTORY_OWN,
	};

	memcpy(row.sha256, cert->sha256, sizeof row.sha256);
	return row;
}

static const struct mint *
leaf(void)
{
	struct mint_chain chain = mint_chain_for("a.test");

	return MINT(.subject = "CN=a.test", .issuer = chain.intermediate,
	    .names = "DNS:a.test,DNS:www.a.test,DNS:*.b.test,IP:192.0.2.1");
}

static bool
passes(const char *issuer, const char *pattern, bool has_fitting)
{
	const struct inventory_filter filter = {issuer, pattern};
	struct inventory_cert row = row_of(leaf()->cert);
	struct name_set watched = {0};
	json_t *line;

	row.has_fitting = has_fitting;
	line = inventory_line(&row, &filter, &watched);
	json_decref(line);
	return line != NULL;
}

static void
names_that_no_endpoint_is_called_by_are_told(void **state)
{
	struct inventory_cert row = row_of(leaf()->cert);
	struct name_set watched = {0};
	json_t *line;
	char *names;

	name_set_add(&watched, "a.test");
	name_set_add(&watched, "x.b.test");
	line = inventory_line(&row, &(struct inventory_filter){0}, &watched);
	names = json_dumps(json_object_get(line, "unwatched"), JSON_COMPACT);
	assert_string_equal(names, "[\"www.a.test\",\"192.0.2.1\"]");
	free(names);
	json_decref(line);
	row.use = INVENTORY_UNUSED;
	line = inventory_line(&row, &(struct inventory_filter){0}, &watched);
	assert_int_equal(
	    json_array_size(json_object_get(line, "unwatched")), 0);
	assert_string_equal(
	    json_string_value(json_object_get(line, "use")), "unused");
	assert_true(json_is_string(json_object_get(line, "serial")));
	assert_true(json_is_string(json_object_get(line, "key")));
	json_decref(line);
	name_set_clear(&watched);
}

static void
filters_look_at_issuer_endpoints_and_names(void **state)
{
	const struct cert *cert = leaf()->cert;

	assert_true(passes(NULL, NULL, true));
	assert_true(passes(cert->issuer_label, NULL, true));
	assert_false(passes("nobody at all", NULL, true));
	assert_true(passes(NULL, "WWW.*", false));
	assert_true(passes(NULL, "x.test", true));
	assert_false(passes(NULL, "x.test", false));
	assert_false(passes("nobody at all", "www.*", true));
}

static void
what_was_not_kept_is_told_in_brief(void **state)
{
	struct inventory_cert row = row_of(leaf()->cert);
	struct name_set watched = {0};
	json_t *line;

	row.der = NULL;
	row.der_len = 0;
	row.ended = MINT_NOW;
	line = inventory_line(&row, &(struct inventory_filter){0}, &watched);
	assert_string_equal(
	    json_string_value(json_object_get(line, "label")), "a.test");
	assert_null(json_object_get(line, "serial"));
	assert_string_equal(json_string_value(json_object_get(line, "ended")),
	    "2026-06-01T00:00:00Z");
	json_decref(line);
}

static void
what_cannot_be_read_is_a_certificate_all_the_same(void **state)
{
	struct inventory_cert row = row_of(leaf()->cert);
	struct name_set watched = {0};
	uint8_t nonsense[] = {0x30, 0x03, 1, 2, 3};
	json_t *line;

	row.der = nonsense;
	row.der_len = sizeof nonsense;
	line = inventory_line(
	    &row, &(struct inventory_filter){.issuer = "x"}, &watched);
	assert_null(line);
	line = inventory_line(&row, &(struct inventory_filter){0}, &watched);
	assert_true(json_is_string(json_object_get(line, "malformed")));
	json_decref(line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_that_no_endpoint_is_called_by_are_told),
	    cmocka_unit_test(filters_look_at_issuer_endpoints_and_names),
	    cmocka_unit_test(what_was_not_kept_is_told_in_brief),
	    cmocka_unit_test(what_cannot_be_read_is_a_certificate_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
