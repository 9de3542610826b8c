/* Certificate files as servers load them. */
#include "files/served_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <openssl/pem.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "support/mint.h"
#include "support/mint_pkcs12.h"
#include "support/temp_folder.h"

#define HOST "www.example.test"

static struct temp_folder folder;
static struct mint_chain chain;

static int
enter(void **state)
{
	temp_folder_make(&folder);
	chain = mint_chain_for(HOST);
	return 0;
}

static int
leave(void **state)
{
	temp_folder_remove(&folder);
	return 0;
}

static char *
key_pem(const struct mint *mint)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *bytes, *text;
	long len;

	if (PEM_write_bio_PrivateKey(
		bio, mint->key, NULL, NULL, 0, NULL, NULL) != 1)
		abort();
	len = BIO_get_mem_data(bio, &bytes);
	text = mem_strndup(bytes, (size_t)len);
	BIO_free(bio);
	return text;
}

static void
write_texts(const char *name, char *take_first, char *take_second)
{
	char *text = mem_printf(
	    "%s%s", take_first, take_second == NULL ? "" : take_second);

	temp_folder_write(&folder, name, text);
	free(text);
	free(take_first);
	free(take_second);
}

static struct report *
findings_of(const char *name, const char *key)
{
	struct served_file file = {0};
	struct report *report = report_new();
	struct error err = ERROR_INIT;
	char *path = mem_strdup(temp_folder_path(&folder, name));
	char *key_path =
	    key == NULL ? NULL : mem_strdup(temp_folder_path(&folder, key));
	const struct served_file_options options = {
	    .path = path, .key_path = key_path};

	if (!served_file_read(&options, &file, &err))
		fail_msg("%s", err.message);
	served_file_findings(&file, report);
	served_file_clear(&file);
	free(path);
	free(key_path);
	return report;
}

static void
assert_key_fault(const char *name, const char *key, const char *words)
{
	struct served_file file = {0};
	char *path = mem_strdup(temp_folder_path(&folder, name));
	char *key_path = mem_strdup(temp_folder_path(&folder, key));
	const struct served_file_options options = {
	    .path = path, .key_path = key_path};

	assert_true(served_file_read(&options, &file, NULL));
	assert_non_null(file.key_fault);
	assert_non_null(strstr(file.key_fault, words));
	served_file_clear(&file);
	free(path);
	free(key_path);
}

static void
assert_findings(const char *name, const char *key, const char *codes)
{
	struct report *report = findings_of(name, key);
	struct strbuf found = STRBUF_INIT(1000);

	ARRAY_EACH (finding, &report->findings)
		strbuf_addf(&found, "%s%s", found.len > 0 ? " " : "",
		    finding_code_text(finding->code));
	assert_string_equal(strbuf_text(&found), codes);
	strbuf_clear(&found);
	report_unref(report);
}

static void
a_clean_bundle_has_its_certificates_in_order(void **state)
{
	struct served_file file = {0};
	struct served_file_options options = {0};

	write_texts(
	    "good.pem", mint_pem(chain.leaf), mint_pem(chain.intermediate));
	options.path = temp_folder_path(&folder, "good.pem");
	assert_true(served_file_read(&options, &file, NULL));
	assert_int_equal(file.file.certs.len, 2);
	assert_memory_equal(file.file.certs.items[0]->sha256,
	    chain.leaf->cert->sha256, CERT_SHA256_LEN);
	served_file_clear(&file);
	assert_findings("good.pem", NULL, "");
}

static void
a_key_that_is_asked_for_must_fit_and_be_there(void **state)
{
	write_texts("leaf.pem", mint_pem(chain.leaf), NULL);
	write_texts("right.key", key_pem(chain.leaf), NULL);
	write_texts("wrong.key", key_pem(chain.intermediate), NULL);
	assert_findings("leaf.pem", "right.key", "");
	assert_findings("leaf.pem", "wrong.key", "key-mismatch");
	assert_findings("leaf.pem", "none.key", "");
	assert_key_fault("leaf.pem", "none.key", "No such file");
	assert_key_fault("leaf.pem", "leaf.pem", "leaf.pem: ");
}

static void
a_key_in_the_file_is_a_finding_unless_it_is_asked_for(void **state)
{
	write_texts("both.pem", mint_pem(chain.leaf), key_pem(chain.leaf));
	assert_findings("both.pem", NULL, "private-key-in-file");
	assert_findings("both.pem", "both.pem", "");
}

static void
what_holds_no_certificate_says_so(void **state)
{
	write_texts("key.pem", key_pem(chain.leaf), NULL);
	assert_findings("key.pem", NULL, "no-certificate");
	temp_folder_write(&folder, "empty.pem", "");
	assert_findings("empty.pem", NULL, "no-certificate");
}

static void
pkcs12_opens_with_its_password_only(void **state)
{
	const struct mint_pkcs12 recipe = {
	    .certs = {chain.leaf, chain.intermediate}, .password = "secret"};
	size_t len = 0;
	uint8_t *bytes = mint_pkcs12(&recipe, &len);
	struct served_file file = {0};
	struct error err = ERROR_INIT;
	char *path = mem_strdup(temp_folder_path(&folder, "bundle.p12"));
	char *password = mem_strdup(temp_folder_path(&folder, "password"));
	struct served_file_options options = {.path = path};
	FILE *out = fopen(path, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, len, out), len);
	assert_int_equal(fclose(out), 0);
	temp_folder_write(&folder, "password", "secret\n");

	assert_false(served_file_read(&options, &file, &err));
	assert_non_null(strstr(err.message, "bundle.p12"));
	options.password_path = password;
	assert_true(served_file_read(&options, &file, &err));
	assert_true(file.is_pkcs12);
	assert_int_equal(file.file.certs.len, 2);
	served_file_clear(&file);
	free(path);
	free(password);
	free(bytes);
}

static void
what_cannot_be_read_is_an_error(void **state)
{
	struct served_file file = {0};
	struct error err = ERROR_INIT;
	const struct served_file_options options = {.path = folder.path};

	assert_false(served_file_read(&options, &file, &err));
	assert_non_null(strstr(err.message, "directory"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_clean_bundle_has_its_certificates_in_order),
	    cmocka_unit_test(a_key_that_is_asked_for_must_fit_and_be_there),
	    cmocka_unit_test(
		a_key_in_the_file_is_a_finding_unless_it_is_asked_for),
	    cmocka_unit_test(what_holds_no_certificate_says_so),
	    cmocka_unit_test(pkcs12_opens_with_its_password_only),
	    cmocka_unit_test(what_cannot_be_read_is_an_error),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
