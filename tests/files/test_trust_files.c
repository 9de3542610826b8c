/* Trust stores read from bundles and folders written for each test. */
#include "files/trust_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "support/mint.h"
#include "support/mint_pkcs12.h"

#define PATHS_MAX 16

/* A scratch folder and what was written into it. */
struct scratch {
	char folder[64];
	char *paths[PATHS_MAX];
	size_t count;
};

static int
set_up(void **state)
{
	struct scratch *scratch = MEM_NEW(struct scratch);

	snprintf(
	    scratch->folder, sizeof scratch->folder, "trust-files-test-XXXXXX");
	*state = scratch;
	return mkdtemp(scratch->folder) == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	struct scratch *scratch = *state;

	for (size_t i = 0; i < scratch->count; i++) {
		unlink(scratch->paths[i]);
		free(scratch->paths[i]);
	}
	rmdir(scratch->folder);
	free(scratch);
	return 0;
}

static const char *
add_path(struct scratch *scratch, const char *name)
{
	assert_true(scratch->count < PATHS_MAX);
	scratch->paths[scratch->count] =
	    mem_printf("%s/%s", scratch->folder, name);
	return scratch->paths[scratch->count++];
}

static const char *
write_file(struct scratch *scratch, const char *name, const char *text)
{
	const char *path = add_path(scratch, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	return path;
}

/* The certificates one after the other, up to NULL. */
static const char *
write_bundle(
    struct scratch *scratch, const char *name, const struct mint *first, ...)
{
	struct strbuf buf = STRBUF_INIT(1 << 20);
	const char *path;
	va_list ap;

	va_start(ap, first);
	for (const struct mint *m = first; m != NULL;
	     m = va_arg(ap, const struct mint *)) {
		CLEANUP(free) char *pem = mint_pem(m);

		strbuf_add(&buf, pem);
	}
	va_end(ap);
	path = write_file(scratch, name, strbuf_text(&buf));
	strbuf_clear(&buf);
	return path;
}

static struct trust_store *
load(const char *path, bool is_system, size_t *ret_skipped, struct error *err)
{
	struct trust_files_options options = {
	    .name = "corp", .is_system = is_system};
	struct trust_store *store;

	*ARRAY_ADD(&options.files) = path;
	store = trust_files_load(&options, ret_skipped, err);
	ARRAY_CLEAR(&options.files);
	return store;
}

static const struct mint *
root(const char *subject)
{
	return MINT(.subject = subject, .is_ca = true);
}

static void
bundle_gives_each_anchor_once(void **state)
{
	const struct mint *a = root("CN=A"), *b = root("CN=B");
	const char *path = write_bundle(*state, "ca.pem", a, b, a, NULL);
	struct error err = ERROR_INIT;
	size_t skipped = 99;
	struct trust_store *store = load(path, false, &skipped, &err);

	assert_non_null(store);
	assert_string_equal(store->name, "corp");
	assert_int_equal(cert_set_len(store->anchors), 2);
	assert_true(trust_store_has(store, b->cert->sha256));
	assert_int_equal(skipped, 0);
	trust_store_unref(store);
}

static void
named_files_make_anchors_of_anything(void **state)
{
	struct mint_chain c = mint_chain_for("www.example.test");
	const char *path =
	    write_bundle(*state, "ca.pem", c.leaf, c.intermediate, NULL);
	struct error err = ERROR_INIT;
	size_t skipped = 99;
	struct trust_store *store = load(path, false, &skipped, &err);

	assert_non_null(store);
	assert_int_equal(cert_set_len(store->anchors), 2);
	trust_store_unref(store);
}

static void
system_store_keeps_only_self_signed(void **state)
{
	struct mint_chain c = mint_chain_for("www.example.test");
	/* The names say self-signed; the signature does not. */
	const struct mint *issuer = MINT(.subject = "CN=Same", .is_ca = true);
	const struct mint *rollover = MINT(.subject = "CN=Same",
	    .issuer = issuer, .key = "new key", .is_ca = true);
	const char *path = write_bundle(
	    *state, "ca.pem", c.root, c.intermediate, rollover, NULL);
	struct error err = ERROR_INIT;
	size_t skipped = 0;
	struct trust_store *store = load(path, true, &skipped, &err);

	assert_non_null(store);
	assert_int_equal(cert_set_len(store->anchors), 1);
	assert_true(trust_store_has(store, c.root->cert->sha256));
	assert_int_equal(skipped, 2);
	trust_store_unref(store);
}

static void
malformed_certificates_are_left_out_and_counted(void **state)
{
	const struct mint *a = root("CN=A");
	CLEANUP(free) char *pem = mint_pem(a);
	CLEANUP(free)
	char *text = mem_printf("%s-----BEGIN CERTIFICATE-----\nMAMCAQA=\n"
				"-----END CERTIFICATE-----\n",
	    pem);
	const char *path = write_file(*state, "ca.pem", text);
	struct error err = ERROR_INIT;
	size_t skipped = 0;
	struct trust_store *store = load(path, false, &skipped, &err);

	assert_non_null(store);
	assert_int_equal(cert_set_len(store->anchors), 1);
	assert_int_equal(skipped, 1);
	trust_store_unref(store);
}

static void
folder_reads_files_and_links_and_passes_over_the_rest(void **state)
{
	struct scratch *scratch = *state;
	const struct mint *a = root("CN=A"), *b = root("CN=B");
	struct error err = ERROR_INIT;
	struct trust_store *store;
	size_t skipped = 99;

	write_bundle(scratch, "a.pem", a, NULL);
	write_bundle(scratch, "b.crt", b, NULL);
	write_file(scratch, "README", "nothing to see\n");
	assert_int_equal(symlink("a.pem", add_path(scratch, "1a2b3c4d.0")), 0);
	assert_int_equal(symlink("gone", add_path(scratch, "dangling.0")), 0);
	store = load(scratch->folder, false, &skipped, &err);
	assert_non_null(store);
	assert_int_equal(cert_set_len(store->anchors), 2);
	assert_int_equal(skipped, 0);
	trust_store_unref(store);
}

static void
order_does_not_change_the_generation_and_content_does(void **state)
{
	const struct mint *a = root("CN=A"), *b = root("CN=B");
	struct error err = ERROR_INIT;
	size_t skipped;
	struct trust_store *ab =
	    load(write_bundle(*state, "ab", a, b, NULL), false, &skipped, &err);
	struct trust_store *ba =
	    load(write_bundle(*state, "ba", b, a, NULL), false, &skipped, &err);
	struct trust_store *only_a =
	    load(write_bundle(*state, "a", a, NULL), false, &skipped, &err);

	assert_true(ab->generation == ba->generation);
	assert_true(ab->generation != only_a->generation);
	trust_store_unref(ab);
	trust_store_unref(ba);
	trust_store_unref(only_a);
}

static void
useless_file_is_an_error_that_says_what_it_is(void **state)
{
	struct scratch *scratch = *state;
	struct error err = ERROR_INIT;
	size_t skipped = 99;

	assert_null(load(write_file(scratch, "page", "<html></html>\n"), false,
	    &skipped, &err));
	assert_non_null(strstr(err.message, "/page: "));
	assert_non_null(strstr(err.message, "HTML"));
	assert_null(load(add_path(scratch, "absent"), false, &skipped, &err));
	assert_non_null(strstr(err.message, "No such file"));
	assert_int_equal(skipped, 99);
}

static const char *
write_bytes(
    struct scratch *scratch, const char *name, const void *bytes, size_t len)
{
	const char *path = add_path(scratch, name);
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
	return path;
}

static const char *
write_pkcs12(struct scratch *scratch, const char *name, const struct mint *mint,
    const char *password)
{
	const struct mint_pkcs12 recipe = {
	    .certs = {mint}, .password = password};
	size_t len = 0;
	CLEANUP(free) uint8_t *bytes = mint_pkcs12(&recipe, &len);

	return write_bytes(scratch, name, bytes, len);
}

static void
der_and_pkcs12_are_told_by_what_they_hold(void **state)
{
	struct scratch *scratch = *state;
	const struct mint *a = root("CN=A"), *b = root("CN=B");
	struct error err = ERROR_INIT;
	CLEANUP(trust_store_unref) struct trust_store *store = NULL;
	size_t skipped = 99;

	write_bytes(scratch, "a.pem", a->cert->der, a->cert->der_len);
	write_pkcs12(scratch, "cacerts", b, "changeit");
	store = load(scratch->folder, false, &skipped, &err);
	assert_non_null(store);
	assert_int_equal(cert_set_len(store->anchors), 2);
	assert_true(trust_store_has(store, b->cert->sha256));
}

static void
password_is_the_first_line_of_its_file(void **state)
{
	struct scratch *scratch = *state;
	const struct mint *a = root("CN=A");
	struct trust_files_options options = {.name = "corp"};
	struct error err = ERROR_INIT;
	struct trust_store *store;
	size_t skipped;

	*ARRAY_ADD(&options.files) =
	    write_pkcs12(scratch, "a.p12", a, "secret");
	assert_null(trust_files_load(&options, &skipped, &err));
	assert_non_null(strstr(err.message, "/a.p12: a PKCS#12 file with a "));
	options.password_file =
	    write_file(scratch, "password", "secret\nsecond line\n");
	store = trust_files_load(&options, &skipped, &err);
	assert_non_null(store);
	assert_int_equal(cert_set_len(store->anchors), 1);
	trust_store_unref(store);
	options.password_file = add_path(scratch, "absent");
	assert_null(trust_files_load(&options, &skipped, &err));
	assert_non_null(strstr(err.message, "the password file: "));
	ARRAY_CLEAR(&options.files);
}

static void
java_key_store_is_refused_with_the_way_out(void **state)
{
	struct scratch *scratch = *state;
	struct error err = ERROR_INIT;
	size_t skipped;

	assert_null(
	    load(write_bytes(scratch, "cacerts", "\xfe\xed\xfe\xed\0\0\0\2", 8),
		false, &skipped, &err));
	assert_non_null(strstr(err.message, "/cacerts: a Java key store"));
	assert_non_null(strstr(err.message, "keytool -importkeystore"));
}

static void
fault_names_the_place_in_the_configuration(void **state)
{
	struct scratch *scratch = *state;
	struct trust_files_options options = {.name = "corp"};
	struct texts places = {0};
	struct error err = ERROR_INIT;
	size_t skipped;

	*ARRAY_ADD(&options.files) =
	    write_bundle(scratch, "good", root("CN=A"), NULL);
	*ARRAY_ADD(&options.files) = write_file(scratch, "bad", "{\"a\": 1}\n");
	texts_add(&places, "some.yaml:3:20");
	texts_add(&places, "some.yaml:4:9");
	options.places = &places;
	assert_null(trust_files_load(&options, &skipped, &err));
	assert_int_equal(
	    strncmp(err.message, "some.yaml:4:9: trust store corp: trust-files",
		44),
	    0);
	assert_non_null(strstr(err.message, "JSON"));
	ARRAY_CLEAR(&options.files);
	texts_clear(&places);
}

static void
folder_without_certificates_is_an_error(void **state)
{
	struct scratch *scratch = *state;
	struct error err = ERROR_INIT;
	size_t skipped;

	write_file(scratch, "README", "nothing to see\n");
	assert_null(load(scratch->folder, false, &skipped, &err));
	assert_non_null(strstr(err.message, scratch->folder));
}

static void
one_bad_file_of_two_is_an_error(void **state)
{
	struct scratch *scratch = *state;
	struct trust_files_options options = {.name = "corp"};
	struct error err = ERROR_INIT;
	size_t skipped;

	*ARRAY_ADD(&options.files) =
	    write_bundle(scratch, "good", root("CN=A"), NULL);
	*ARRAY_ADD(&options.files) = write_file(scratch, "bad", "");
	assert_null(trust_files_load(&options, &skipped, &err));
	assert_non_null(strstr(err.message, "/bad: "));
	ARRAY_CLEAR(&options.files);
}

static void
store_without_files_is_an_error_unless_it_is_the_system_one(void **state)
{
	struct trust_files_options options = {.name = "corp"};
	struct error err = ERROR_INIT;
	size_t skipped;

	assert_null(trust_files_load(&options, &skipped, &err));
	assert_int_equal(err.kind, ERROR_INVALID);
}

static void
environment_does_not_choose_the_system_bundle(void **state)
{
	const char *before = trust_files_system_path();

	/* Readable, so that asking the environment would find it. */
	setenv("SSL_CERT_FILE",
	    write_bundle(*state, "env.pem", root("CN=Env"), NULL), 1);
	if (before == NULL)
		assert_null(trust_files_system_path());
	else
		assert_string_equal(before, trust_files_system_path());
	unsetenv("SSL_CERT_FILE");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(bundle_gives_each_anchor_once),
	    TEST(named_files_make_anchors_of_anything),
	    TEST(system_store_keeps_only_self_signed),
	    TEST(malformed_certificates_are_left_out_and_counted),
	    TEST(folder_reads_files_and_links_and_passes_over_the_rest),
	    TEST(order_does_not_change_the_generation_and_content_does),
	    TEST(useless_file_is_an_error_that_says_what_it_is),
	    TEST(der_and_pkcs12_are_told_by_what_they_hold),
	    TEST(password_is_the_first_line_of_its_file),
	    TEST(java_key_store_is_refused_with_the_way_out),
	    TEST(fault_names_the_place_in_the_configuration),
	    TEST(folder_without_certificates_is_an_error),
	    TEST(one_bad_file_of_two_is_an_error),
	    TEST(store_without_files_is_an_error_unless_it_is_the_system_one),
	    TEST(environment_does_not_choose_the_system_bundle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
