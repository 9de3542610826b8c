/* Signatures of logs: what verifies is what libcrypto's own reading of RFC 6962
 * (ct.h) verifies, and nothing that was changed does. */
#include "pki/sct_verify.h"

#include <openssl/ct.h>
#include <openssl/x509v3.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/mint_log.h"
#include "support/temp_folder.h"

#define MS(seconds) ((int64_t)(seconds)*1000)

static const struct mint_log_sct three[] = {
    {.log = "a", .timestamp_ms = MS(MINT_NOW) - 5},
    {.log = "b", .timestamp_ms = MS(MINT_NOW) - 4, .key_kind = MINT_RSA_2048},
    {.log = "c", .timestamp_ms = MS(MINT_NOW) - 3, .extensions = "\x01xyz"},
};

struct scene {
	const struct mint *root, *leaf; /* three are embedded in it */
	struct sct_list list;
	uint8_t *octets; /* of the list */
	struct sct_entry *entry;
};

static const struct mint *
leaf_of(const struct mint *root, const struct mint_log_sct *scts, size_t count)
{
	return mint_log_embedded(
	    &(const struct mint_recipe){
		.subject = "CN=www.example.test",
		.names = "DNS:www.example.test",
		.issuer = root,
		.serial = "0102030405",
		.extensions = {"1.2.3.4=DER:0500"},
	    },
	    scts, count);
}

/* The embedded ones; false: there are none. */
static bool
read_embedded(
    const struct cert *cert, struct sct_list *ret_list, uint8_t **ret_octets)
{
	int at = X509_get_ext_by_NID(cert->x509, NID_ct_precert_scts, -1);
	const ASN1_OCTET_STRING *value;

	if (at < 0)
		return false;
	value = X509_EXTENSION_get_data(X509_get_ext(cert->x509, at));
	return sct_list_read_extension(ASN1_STRING_get0_data(value),
	    (size_t)ASN1_STRING_length(value), ret_list, ret_octets, NULL);
}

static int
set_up(void **state)
{
	struct scene *scene = MEM_NEW(struct scene);

	scene->root = MINT(.subject = "CN=Root", .is_ca = true);
	scene->leaf = leaf_of(scene->root, three, 3);
	assert_true(
	    read_embedded(scene->leaf->cert, &scene->list, &scene->octets));
	assert_int_equal(scene->list.len, 3);
	scene->entry =
	    sct_entry_of_precert(scene->leaf->cert, scene->root->cert, NULL);
	assert_non_null(scene->entry);
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	sct_entry_free(scene->entry);
	free(scene->octets);
	free(scene);
	return 0;
}

static EVP_PKEY *
log_key(size_t i)
{
	return mint_log_key(three[i].log, three[i].key_kind);
}

/* libcrypto's store of logs, which it reads from files only. */
static CTLOG_STORE *
make_store(void)
{
	CTLOG_STORE *store = CTLOG_STORE_new();
	struct temp_folder folder;
	FILE *file;

	temp_folder_make(&folder);
	file = fopen(temp_folder_path(&folder, "logs"), "w");
	fprintf(file, "enabled_logs = a, b, c\n");
	for (size_t i = 0; i < 3; i++) {
		char *key =
		    mint_log_key_base64(three[i].log, three[i].key_kind);

		fprintf(file, "[%s]\ndescription = %s\nkey = %s\n",
		    three[i].log, three[i].log, key);
		free(key);
	}
	fclose(file);
	assert_int_equal(
	    CTLOG_STORE_load_file(store, temp_folder_path(&folder, "logs")), 1);
	temp_folder_remove(&folder);
	return store;
}

/* What libcrypto says of all of them. Takes the list. */
static bool
are_valid(STACK_OF(SCT) * take_list, const struct mint *leaf,
    const struct mint *issuer, sct_source_t source)
{
	CT_POLICY_EVAL_CTX *ctx = CT_POLICY_EVAL_CTX_new();
	CTLOG_STORE *store = make_store();
	bool is_valid;

	assert_non_null(take_list);
	for (int i = 0; i < sk_SCT_num(take_list); i++)
		SCT_set_source(sk_SCT_value(take_list, i), source);
	CT_POLICY_EVAL_CTX_set1_cert(ctx, leaf->cert->x509);
	CT_POLICY_EVAL_CTX_set1_issuer(ctx, issuer->cert->x509);
	CT_POLICY_EVAL_CTX_set_shared_CTLOG_STORE(ctx, store);
	CT_POLICY_EVAL_CTX_set_time(ctx, (uint64_t)MS(MINT_NOW));
	is_valid = SCT_LIST_validate(take_list, ctx) == 1;
	SCT_LIST_free(take_list);
	CTLOG_STORE_free(store);
	CT_POLICY_EVAL_CTX_free(ctx);
	return is_valid;
}

static void
embedded_ones_verify_and_libcrypto_agrees(void **state)
{
	struct scene *scene = *state;

	for (size_t i = 0; i < 3; i++)
		assert_int_equal(
		    sct_verify(&scene->list.items[i], scene->entry, log_key(i)),
		    SCT_CHECK_GOOD);
	assert_true(are_valid(X509_get_ext_d2i(scene->leaf->cert->x509,
				  NID_ct_precert_scts, NULL, NULL),
	    scene->leaf, scene->root, SCT_SOURCE_X509V3_EXTENSION));
}

static void
those_beside_the_certificate_verify_and_libcrypto_agrees(void **state)
{
	struct scene *scene = *state;
	CLEANUP(sct_entry_free)
	struct sct_entry *entry = sct_entry_of_cert(scene->leaf->cert);
	size_t len;
	CLEANUP(free)
	uint8_t *bytes = mint_log_list(three, 3, scene->leaf->cert, &len);
	const unsigned char *at = bytes;
	struct sct_list list;

	assert_true(sct_list_read(bytes, len, &list, NULL));
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(sct_verify(&list.items[i], entry, log_key(i)),
		    SCT_CHECK_GOOD);
		/* and one kind does not pass for the other */
		assert_int_equal(
		    sct_verify(&list.items[i], scene->entry, log_key(i)),
		    SCT_CHECK_BAD);
	}
	assert_true(are_valid(o2i_SCT_LIST(NULL, &at, len), scene->leaf,
	    scene->root, SCT_SOURCE_TLS_EXTENSION));
}

static void
a_list_may_be_the_only_extension(void **state)
{
	struct scene *scene = *state;
	const struct mint *leaf = mint_log_embedded(
	    &(const struct mint_recipe){
		.subject = "CN=bare",
		.issuer = scene->root,
		.serial = "07",
		.key_usage = "",
		.extended_key_usage = "",
		.subject_key_id = "",
		.authority_key_id = "",
	    },
	    three, 1);
	CLEANUP(sct_entry_free)
	struct sct_entry *entry =
	    sct_entry_of_precert(leaf->cert, scene->root->cert, NULL);
	CLEANUP(free) uint8_t *octets = NULL;
	struct sct_list list;

	assert_int_equal(X509_get_ext_count(leaf->cert->x509), 1);
	assert_non_null(entry);
	assert_true(read_embedded(leaf->cert, &list, &octets));
	assert_int_equal(
	    sct_verify(&list.items[0], entry, log_key(0)), SCT_CHECK_GOOD);
}

static void
nothing_that_was_changed_verifies(void **state)
{
	struct scene *scene = *state;
	const struct mint *other = MINT(.subject = "CN=Other", .is_ca = true);
	CLEANUP(sct_entry_free)
	struct sct_entry *of_other =
	    sct_entry_of_precert(scene->leaf->cert, other->cert, NULL);

	for (size_t i = 0; i < 3; i++) {
		struct sct sct = scene->list.items[i];

		assert_int_equal(
		    sct_verify(&sct, of_other, log_key(i)), SCT_CHECK_BAD);
		assert_int_equal(
		    sct_verify(&sct, scene->entry, log_key((i + 1) % 3)),
		    SCT_CHECK_BAD);
		sct.timestamp_ms++;
		assert_int_equal(
		    sct_verify(&sct, scene->entry, log_key(i)), SCT_CHECK_BAD);
		sct.timestamp_ms--;
		sct.extensions = (const uint8_t *)"abc";
		sct.extensions_len = 3;
		assert_int_equal(
		    sct_verify(&sct, scene->entry, log_key(i)), SCT_CHECK_BAD);
	}
}

static void
every_bit_of_a_signature_counts(void **state)
{
	struct scene *scene = *state;
	struct sct sct = scene->list.items[0];
	CLEANUP(free)
	uint8_t *bytes = mem_dup(sct.signature, sct.signature_len);

	sct.signature = bytes;
	for (size_t i = 0; i < sct.signature_len; i++) {
		bytes[i] ^= 1;
		assert_int_equal(
		    sct_verify(&sct, scene->entry, log_key(0)), SCT_CHECK_BAD);
		bytes[i] ^= 1;
	}
	sct.signature_len = 0;
	assert_int_equal(
	    sct_verify(&sct, scene->entry, log_key(0)), SCT_CHECK_BAD);
}

static void
what_rfc_6962_does_not_know_is_said_to_be_so(void **state)
{
	struct scene *scene = *state;
	struct sct sct = scene->list.items[0];

	sct.hash_algorithm = 5;
	assert_int_equal(
	    sct_verify(&sct, scene->entry, log_key(0)), SCT_CHECK_UNSUPPORTED);
	sct = scene->list.items[0];
	sct.signature_algorithm = 2;
	assert_int_equal(
	    sct_verify(&sct, scene->entry, log_key(0)), SCT_CHECK_UNSUPPORTED);
	sct = (struct sct){.version = 1};
	assert_int_equal(
	    sct_verify(&sct, scene->entry, log_key(0)), SCT_CHECK_UNSUPPORTED);
}

static void
a_certificate_without_extensions_has_no_precertificate(void **state)
{
	struct scene *scene = *state;
	const struct mint *old =
	    MINT(.subject = "CN=old", .issuer = scene->root, .version = 1);
	struct error err = ERROR_INIT;

	assert_null(sct_entry_of_precert(old->cert, scene->root->cert, &err));
	assert_int_equal(err.kind, ERROR_INVALID);
}

static EVP_PKEY *
reread(EVP_PKEY *key, size_t more, struct error *err)
{
	unsigned char *der = NULL;
	int len = i2d_PUBKEY(key, &der);
	CLEANUP(free) uint8_t *bytes = mem_new((size_t)len + more, 1);

	memcpy(bytes, der, (size_t)len);
	OPENSSL_free(der);
	return sct_log_key(bytes, (size_t)len + more, err);
}

static void
keys_of_logs_are_those_of_rfc_6962(void **state)
{
	static const enum mint_key_kind others[] = {
	    MINT_EC_P384, MINT_RSA_1024, MINT_ED25519};

	for (size_t i = 0; i < 3; i++) {
		EVP_PKEY *key = reread(log_key(i), 0, NULL);

		assert_non_null(key);
		EVP_PKEY_free(key);
		assert_null(reread(log_key(i), 1, NULL));
		assert_null(reread(mint_key("no log", others[i]), 0, NULL));
	}
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(embedded_ones_verify_and_libcrypto_agrees),
	    TEST(those_beside_the_certificate_verify_and_libcrypto_agrees),
	    TEST(a_list_may_be_the_only_extension),
	    TEST(nothing_that_was_changed_verifies),
	    TEST(every_bit_of_a_signature_counts),
	    TEST(what_rfc_6962_does_not_know_is_said_to_be_so),
	    TEST(a_certificate_without_extensions_has_no_precertificate),
	    TEST(keys_of_logs_are_those_of_rfc_6962),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
