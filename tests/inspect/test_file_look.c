/* What a file shows in place of a server. */
#include "inspect/file_look.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "model/endpoint_file.h"
#include "support/mint.h"

#define HOST "www.example.test"

static struct mint_chain chain;

static int
enter(void **state)
{
	chain = mint_chain_for(HOST);
	return 0;
}

static void
put(struct served_file *file, const struct mint *mint)
{
	*ARRAY_ADD(&file->file.certs) = cert_ref(mint->cert);
	*ARRAY_ADD(&file->file.lines) = 1;
}

static void
certificates_are_shown_in_their_order(void **state)
{
	struct file_read_result result = {.is_read = true};
	struct observation *observation;

	put(&result.file, chain.leaf);
	put(&result.file, chain.intermediate);
	observation = file_look_observation(&result, MINT_NOW);
	assert_int_equal(observation->failure, FAILURE_NONE);
	assert_int_equal(observation->certs.len, 2);
	assert_memory_equal(observation->certs.items[0].sha256,
	    chain.leaf->cert->sha256, CERT_SHA256_LEN);
	assert_memory_equal(observation->certs.items[1].der,
	    chain.intermediate->cert->der, chain.intermediate->cert->der_len);
	observation_free(observation);
	served_file_clear(&result.file);
}

static void
more_than_a_server_could_send_is_left_out(void **state)
{
	struct file_read_result result = {.is_read = true};
	struct observation *observation;

	for (int i = 0; i < OBSERVATION_MAX_CERTS + 5; i++)
		put(&result.file, chain.leaf);
	observation = file_look_observation(&result, MINT_NOW);
	assert_int_equal(observation->certs.len, OBSERVATION_MAX_CERTS);
	observation_free(observation);
	served_file_clear(&result.file);
}

static void
how_it_fails_is_data(void **state)
{
	struct file_read_result result = {.err = ERROR_INIT};
	struct observation *observation;

	error_set(&result.err, ERROR_SYSTEM, "/a: no such\tfile");
	observation = file_look_observation(&result, MINT_NOW);
	assert_int_equal(observation->failure, FAILURE_FILE_UNREADABLE);
	assert_null(strchr(observation->detail, '\t'));
	observation_free(observation);

	result.is_read = true;
	observation = file_look_observation(&result, MINT_NOW);
	assert_int_equal(observation->failure, FAILURE_FILE_NO_CERTIFICATE);
	assert_string_equal(observation->detail, "it holds no certificate");
	observation_free(observation);

	put(&result.file, chain.leaf);
	result.file.key_fault = mem_strdup("key: Permission denied");
	observation = file_look_observation(&result, MINT_NOW);
	assert_int_equal(observation->failure, FAILURE_FILE_UNREADABLE);
	assert_int_equal(observation->certs.len, 1);
	observation_free(observation);
	served_file_clear(&result.file);
}

static void
further_names_must_be_covered_too(void **state)
{
	struct served_file file = {.is_pkcs12 = true};
	struct endpoint *endpoint = endpoint_new();
	struct report *report = report_new();

	put(&file, chain.leaf);
	endpoint->file = endpoint_file_new();
	texts_add(&endpoint->file->names, HOST);
	texts_add(&endpoint->file->names, "other.example.test");
	report->presented = chain_new(file.file.certs.items, 1);
	file_look_add(report, &file, endpoint);
	assert_int_equal(report->findings.len, 1);
	assert_int_equal(report->findings.items[0].code, FINDING_NAME_MISMATCH);
	assert_non_null(
	    strstr(report->findings.items[0].detail, "other.example.test"));
	report_unref(report);
	endpoint_unref(endpoint);
	served_file_clear(&file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(certificates_are_shown_in_their_order),
	    cmocka_unit_test(more_than_a_server_could_send_is_left_out),
	    cmocka_unit_test(how_it_fails_is_data),
	    cmocka_unit_test(further_names_must_be_covered_too),
	};

	return cmocka_run_group_tests(tests, enter, NULL);
}
