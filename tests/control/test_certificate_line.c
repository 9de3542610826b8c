/* One certificate, as JSON. */
#include "control/certificate_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/mint.h"

static void
put(struct cert_beside_list *list, const struct mint *mint)
{
	struct cert_beside *beside = ARRAY_ADD(&list->items);

	memcpy(beside->sha256, mint->cert->sha256, CERT_SHA256_LEN);
	beside->der = mem_dup(mint->cert->der, mint->cert->der_len);
	beside->der_len = mint->cert->der_len;
	beside->label = mem_strdup(mint->cert->label);
	beside->issuer_label = mem_strdup(mint->cert->issuer_label);
	beside->not_after = mint->cert->not_after;
}

static struct cert_record
record_of(const struct mint *mint)
{
	struct cert_record record = {.is_known = true, .seen_count = 1};
	struct inventory_cert *cert = &record.cert;

	memcpy(cert->sha256, mint->cert->sha256, CERT_SHA256_LEN);
	cert->der = mem_dup(mint->cert->der, mint->cert->der_len);
	cert->der_len = mint->cert->der_len;
	cert->label = mem_strdup(mint->cert->label);
	cert->issuer_label = mem_strdup(mint->cert->issuer_label);
	cert->not_after = mint->cert->not_after;
	return record;
}

static json_t *
line_of(const struct cert_record *record)
{
	struct name_set watched = {0};
	json_t *line = certificate_line(record, &watched);

	name_set_clear(&watched);
	return line;
}

static void
who_signed_it_is_told_by_keys_and_not_by_names(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	const struct mint *twin =
	    MINT(.subject = made.intermediate->cert->subject, .is_ca = true,
		.key = "another key");
	struct cert_record record = record_of(made.leaf);
	json_t *line, *issuers;

	put(&record.issuers, twin);
	put(&record.issuers, made.intermediate);
	line = line_of(&record);
	issuers = json_object_get(line, "issuers");
	assert_int_equal(json_array_size(issuers), 1);
	assert_true(json_is_true(
	    json_object_get(json_array_get(issuers, 0), "verified")));
	assert_string_equal(json_string_value(json_object_get(
				json_array_get(issuers, 0), "label")),
	    made.intermediate->cert->label);
	json_decref(line);
	cert_record_clear(&record);
}

static void
what_it_signed_is_told_and_itself_is_where_it_did(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	struct cert_record record = record_of(made.root);
	json_t *line;

	put(&record.issued, made.intermediate);
	put(&record.issued, made.root);
	line = line_of(&record);
	assert_int_equal(json_array_size(json_object_get(line, "issued")), 2);
	json_decref(line);
	cert_record_clear(&record);
}

static void
its_bytes_come_as_pem(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	struct cert_record record = record_of(made.leaf);
	char *wanted = mint_pem(made.leaf);
	json_t *line = line_of(&record);

	assert_string_equal(
	    json_string_value(json_object_get(line, "pem")), wanted);
	free(wanted);
	json_decref(line);
	cert_record_clear(&record);
}

static void
without_bytes_what_is_known_remains(void **state)
{
	struct mint_chain made = mint_chain_for("www.example.test");
	struct cert_record record = record_of(made.leaf);
	json_t *line, *issuer;

	free(record.cert.der);
	record.cert.der = NULL;
	put(&record.issuers, made.intermediate);
	ARRAY_ADD(&record.seen)->endpoint = mem_strdup("a.test:443");
	line = line_of(&record);
	assert_true(json_is_null(json_object_get(line, "pem")));
	assert_true(json_is_null(json_object_get(line, "locations")));
	issuer = json_array_get(json_object_get(line, "issuers"), 0);
	assert_true(json_is_null(json_object_get(issuer, "verified")));
	issuer = json_array_get(json_object_get(line, "seen"), 0);
	assert_true(json_is_null(json_object_get(issuer, "to")));
	assert_true(json_is_null(json_object_get(issuer, "position")));
	json_decref(line);
	cert_record_clear(&record);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(who_signed_it_is_told_by_keys_and_not_by_names),
	    cmocka_unit_test(what_it_signed_is_told_and_itself_is_where_it_did),
	    cmocka_unit_test(its_bytes_come_as_pem),
	    cmocka_unit_test(without_bytes_what_is_known_remains),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
