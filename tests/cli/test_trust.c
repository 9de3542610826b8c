/* Trust stores of a command. */
#include "cli/trust.h"

#include "cli/command_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint_pkcs12.h"

static void
each_file_is_a_store_named_after_it(void **state)
{
	const struct mint *a = MINT(.subject = "CN=A", .is_ca = true);
	const struct mint *b = MINT(.subject = "CN=B", .is_ca = true);
	struct trust_options given = {0};
	struct trust trust = {0};

	command_write_certs("a.pem", a, NULL);
	command_write_certs("b.pem", b, NULL);
	*ARRAY_ADD(&given.files.items) = "a.pem";
	*ARRAY_ADD(&given.files.items) = "b.pem";
	assert_true(trust_load(&given, &trust, NULL));
	assert_int_equal(trust.stores.len, 2);
	assert_string_equal(trust.stores.items[1]->name, "b.pem");
	assert_true(trust_store_has(trust.stores.items[0], a->cert->sha256));
	assert_false(trust_store_has(trust.stores.items[0], b->cert->sha256));
	assert_string_equal(trust.policy->name, "shipped");
	trust_clear(&trust);
	option_list_clear(&given.files);
}

static void
one_bad_file_is_an_error_for_all(void **state)
{
	struct trust_options given = {0};
	struct trust trust = {0};
	struct error err = ERROR_INIT;

	command_write_certs(
	    "a.pem", MINT(.subject = "CN=A", .is_ca = true), NULL);
	*ARRAY_ADD(&given.files.items) = "a.pem";
	*ARRAY_ADD(&given.files.items) = "gone.pem";
	assert_false(trust_load(&given, &trust, &err));
	assert_int_equal(trust.stores.len, 0);
	assert_non_null(strstr(err.message, "gone.pem"));
	option_list_clear(&given.files);
}

static void
rules_of_a_file_take_the_place_of_the_shipped_ones(void **state)
{
	struct trust_options given = {0};
	struct trust trust = {0};
	struct error err = ERROR_INIT;

	command_write_certs(
	    "a.pem", MINT(.subject = "CN=A", .is_ca = true), NULL);
	*ARRAY_ADD(&given.files.items) = "a.pem";
	given.policy = "rules";
	command_write("rules",
	    "version 1\nlifetime name=l from=2026-01-01 days=9 source=s\n");
	assert_true(trust_load(&given, &trust, NULL));
	assert_string_equal(trust.policy->name, "rules");
	assert_int_equal(trust.policy->rules.len, 1);
	trust_clear(&trust);
	command_write("rules", "version 1\nlifetimes\n");
	assert_false(trust_load(&given, &trust, &err));
	assert_string_equal(
	    err.message, "rules:2: 'lifetimes' is no keyword of a policy");
	option_list_clear(&given.files);
}

static void
write_bytes(const char *name, const uint8_t *bytes, size_t len)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static void
a_password_comes_from_a_file(void **state)
{
	const struct mint *a = MINT(.subject = "CN=A", .is_ca = true);
	const struct mint_pkcs12 recipe = {
	    .certs = {a}, .marked = 1, .password = "s3cret"};
	struct trust_options given = {0};
	struct trust trust = {0};
	struct error err = ERROR_INIT;
	size_t len;
	CLEANUP(free) uint8_t *bytes = mint_pkcs12(&recipe, &len);

	write_bytes("a.p12", bytes, len);
	*ARRAY_ADD(&given.files.items) = "a.p12";
	assert_false(trust_load(&given, &trust, &err));
	assert_non_null(strstr(err.message, "password file"));
	command_write("right", "s3cret\n");
	given.password_file = "right";
	assert_true(trust_load(&given, &trust, NULL));
	assert_true(trust_store_has(trust.stores.items[0], a->cert->sha256));
	trust_clear(&trust);
	command_write("wrong", "secret\n");
	given.password_file = "wrong";
	assert_false(trust_load(&given, &trust, &err));
	assert_non_null(strstr(err.message, "this password does not open"));
	given.password_file = "gone";
	assert_false(trust_load(&given, &trust, &err));
	assert_non_null(strstr(err.message, "gone"));
	option_list_clear(&given.files);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_file_is_a_store_named_after_it),
	    cmocka_unit_test(one_bad_file_is_an_error_for_all),
	    cmocka_unit_test(
		rules_of_a_file_take_the_place_of_the_shipped_ones),
	    cmocka_unit_test(a_password_comes_from_a_file),
	};

	return cmocka_run_group_tests(
	    tests, command_folder_enter, command_folder_leave);
}
