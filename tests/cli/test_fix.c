/* `chainwatch fix`: the chain to serve on standard output, or nothing. */
#include "cli/command.h"

#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "cli/command_run.h"
#include "support/http_receiver.h"
#include "support/tls_server.h"

#define HOST "www.example.test"
#define AT "2026-06-01T00:00:00Z" /* MINT_NOW */
#define FIX "fix", "--at", AT, "--trust", "root.pem"

static struct mint_chain chain;
static const struct mint *other;

static int
enter(void **state)
{
	if (command_folder_enter(state) != 0)
		return -1;
	chain = mint_chain_for(HOST);
	other =
	    MINT(.subject = "CN=Other", .issuer = chain.root, .is_ca = true);
	command_write_certs("root.pem", chain.root, NULL);
	command_write_certs("issuers.pem", chain.intermediate, NULL);
	return 0;
}

/* PEM of these, up to NULL. */
static char *
pem_of(const struct mint *first, ...)
{
	struct strbuf text = STRBUF_INIT(1 << 20);
	va_list ap;

	va_start(ap, first);
	for (const struct mint *mint = first; mint != NULL;
	     mint = va_arg(ap, const struct mint *)) {
		CLEANUP(free) char *pem = mint_pem(mint);

		strbuf_add(&text, pem);
	}
	va_end(ap);
	return strbuf_take(&text);
}

/* Prints exactly these bytes, and ends with that code. */
static void
assert_prints(struct command_run run, const char *pem, int code)
{
	assert_string_equal(run.output, pem);
	assert_int_equal(run.code, code);
	command_run_clear(&run);
}

/* Prints nothing, ends with that code, and says so. */
static void
assert_refuses(struct command_run run, int code, const char *words)
{
	assert_string_equal(run.output, "");
	assert_int_equal(run.code, code);
	if (strstr(run.errors, words) == NULL)
		fail_msg("no \"%s\" in: %s", words, run.errors);
	command_run_clear(&run);
}

static void
a_heap_comes_out_in_order_without_root_and_strangers(void **state)
{
	CLEANUP(free)
	char *good = pem_of(chain.leaf, chain.intermediate, NULL);

	command_write_certs("heap.pem", chain.root, chain.intermediate, other,
	    chain.leaf, chain.intermediate, NULL);
	assert_prints(command_run(FIX, "heap.pem", NULL), good, 0);
	command_write("good.pem", good);
	assert_prints(command_run(FIX, "good.pem", NULL), good, 0);
}

static void
what_is_missing_comes_from_the_issuers_and_is_named(void **state)
{
	CLEANUP(free)
	char *good = pem_of(chain.leaf, chain.intermediate, NULL);
	struct command_run run;

	command_write_certs("leaf.pem", chain.leaf, NULL);
	run = command_run(FIX, "--issuers", "issuers.pem", "leaf.pem", NULL);
	assert_non_null(strstr(
	    run.errors, "2. Test Intermediate: added, out of --issuers"));
	assert_prints(run, good, 0);
	assert_refuses(command_run(FIX, "leaf.pem", NULL), 2,
	    "leaf.pem: refused (leaf-only): ");
}

static void
issuers_come_from_every_file_that_is_given(void **state)
{
	const struct mint *upper =
	    MINT(.subject = "CN=Upper", .issuer = chain.root, .is_ca = true);
	const struct mint *lower =
	    MINT(.subject = "CN=Lower", .issuer = upper, .is_ca = true);
	const struct mint *leaf =
	    MINT(.subject = "CN=" HOST, .issuer = lower, .names = "DNS:" HOST);
	CLEANUP(free) char *good = pem_of(leaf, lower, upper, NULL);

	command_write_certs("leaf.pem", leaf, NULL);
	command_write_certs("lower.pem", lower, NULL);
	command_write_certs("upper.pem", upper, NULL);
	assert_prints(command_run(FIX, "--issuers", "lower.pem", "--issuers",
			  "upper.pem", "leaf.pem", NULL),
	    good, 0);
	command_write("nothing.pem", "no certificate\n");
	assert_refuses(command_run(FIX, "--issuers", "lower.pem", "--issuers",
			   "nothing.pem", "leaf.pem", NULL),
	    3, "--issuers: nothing.pem: no certificate");
}

static void
leaf_and_chain_come_apart(void **state)
{
	CLEANUP(free) char *leaf = pem_of(chain.leaf, NULL);
	CLEANUP(free) char *rest = pem_of(chain.intermediate, NULL);

	command_write_certs("heap.pem", chain.intermediate, chain.leaf, NULL);
	assert_prints(command_run(FIX, "--leaf", "heap.pem", NULL), leaf, 0);
	assert_prints(command_run(FIX, "--chain", "heap.pem", NULL), rest, 0);
	assert_refuses(command_run(FIX, "--chain", "--leaf", "heap.pem", NULL),
	    3, "--leaf and --chain");
}

/* Timestamps are no part of what is put together here. */
static void
a_list_of_logs_is_refused(void **state)
{
	command_write_certs("heap.pem", chain.intermediate, chain.leaf, NULL);
	assert_refuses(
	    command_run(FIX, "--log-list", "logs.json", "heap.pem", NULL), 3,
	    "--log-list: there is no such option");
}

static void
the_key_says_which_certificate_is_the_servers(void **state)
{
	const struct mint *second = MINT(.subject = "CN=second.example.test",
	    .issuer = chain.intermediate, .names = "DNS:second.example.test");
	CLEANUP(free)
	char *good = pem_of(second, chain.intermediate, NULL);
	CLEANUP(free) char *key = mint_key_pem(second->key);
	CLEANUP(free) char *stranger = mint_key_pem(chain.root->key);

	command_write("second.key", key);
	command_write("root.key", stranger);
	command_write_certs(
	    "two.pem", chain.leaf, chain.intermediate, second, NULL);
	assert_prints(
	    command_run(FIX, "--key", "second.key", "two.pem", NULL), good, 0);
	assert_refuses(command_run(FIX, "--key", "root.key", "two.pem", NULL),
	    2, "refused (key-mismatch)");
	assert_refuses(command_run(FIX, "--key", "root.pem", "two.pem", NULL),
	    3, "--key: no private key");
}

static void
a_private_key_is_never_printed_nor_lost(void **state)
{
	CLEANUP(free)
	char *good = pem_of(chain.leaf, chain.intermediate, NULL);
	CLEANUP(free) char *key = mint_key_pem(chain.leaf->key);
	CLEANUP(free) char *both = mem_printf("%s%s", key, good);
	struct command_run run;

	command_write("combined.pem", both);
	run = command_run(FIX, "combined.pem", NULL);
	assert_null(strstr(run.errors, "PRIVATE KEY"));
	assert_prints(run, good, 0);
	assert_refuses(
	    command_run(FIX, "-o", "combined.pem", "combined.pem", NULL), 3,
	    "would be lost");
	run = command_run("lint", "--at", AT, "--trust", "root.pem", "--key",
	    "combined.pem", "combined.pem", NULL);
	assert_int_not_equal(run.code, 3); /* it is still there */
	command_run_clear(&run);
}

static void
spoiled_files_come_out_clean(void **state)
{
	CLEANUP(free)
	char *good = pem_of(chain.leaf, chain.intermediate, NULL);
	CLEANUP(free) char *leaf = mint_pem(chain.leaf);
	CLEANUP(free) char *intermediate = mint_pem(chain.intermediate);
	CLEANUP(free) char *joined = NULL;
	CLEANUP(free) char *marked = mem_printf("\xef\xbb\xbf%s", good);

	leaf[strlen(leaf) - 1] = '\0';
	joined = mem_printf("%s%s", leaf, intermediate);
	command_write("joined.pem", joined);
	command_write("marked.pem", marked);
	assert_prints(command_run(FIX, "joined.pem", NULL), good, 0);
	assert_prints(command_run(FIX, "marked.pem", NULL), good, 0);
}

/* As CAs hand it out: a .p7b, in base64 or not. */
static void
write_bundle(const char *name, bool is_pem)
{
	STACK_OF(X509) *certs = sk_X509_new_null();
	PKCS7 *p7 = NULL;
	BIO *bio = BIO_new_file(name, "wb");

	sk_X509_push(certs, chain.intermediate->cert->x509);
	sk_X509_push(certs, chain.leaf->cert->x509);
	p7 = PKCS7_new();
	assert_int_equal(PKCS7_set_type(p7, NID_pkcs7_signed), 1);
	assert_int_equal(PKCS7_content_new(p7, NID_pkcs7_data), 1);
	for (int i = 0; i < sk_X509_num(certs); i++)
		PKCS7_add_certificate(p7, sk_X509_value(certs, i));
	assert_int_equal(
	    is_pem ? PEM_write_bio_PKCS7(bio, p7) : i2d_PKCS7_bio(bio, p7), 1);
	PKCS7_free(p7);
	sk_X509_free(certs);
	BIO_free(bio);
}

static void
bundles_are_unpacked(void **state)
{
	CLEANUP(free)
	char *good = pem_of(chain.leaf, chain.intermediate, NULL);
	struct command_run run;

	write_bundle("bundle.p7b", true);
	assert_prints(command_run(FIX, "bundle.p7b", NULL), good, 0);
	write_bundle("bundle.p7b", false);
	assert_prints(command_run(FIX, "bundle.p7b", NULL), good, 0);
	command_write_certs("alone.pem", chain.leaf, NULL);
	assert_prints(
	    command_run(FIX, "--issuers", "bundle.p7b", "alone.pem", NULL),
	    good, 0);
	/* a server does not load it */
	run = command_run(
	    "lint", "--at", AT, "--trust", "root.pem", "bundle.p7b", NULL);
	assert_int_equal(run.code, 2);
	assert_non_null(strstr(run.output, "PKCS#7"));
	command_run_clear(&run);
}

static void
the_output_file_is_replaced_only_when_there_is_a_chain(void **state)
{
	CLEANUP(free)
	char *good = pem_of(chain.leaf, chain.intermediate, NULL);
	struct command_run run;

	command_write_certs("leaf.pem", chain.leaf, NULL);
	command_write_certs("in.pem", chain.intermediate, chain.leaf, NULL);
	run = command_run(FIX, "-o", "in.pem", "in.pem", NULL);
	assert_string_equal(run.output, "");
	assert_int_equal(run.code, 0);
	command_run_clear(&run);
	assert_refuses(
	    command_run(FIX, "-o", "in.pem", "leaf.pem", NULL), 2, "refused");
	assert_prints(command_run(FIX, "in.pem", NULL), good, 0);
	run = command_run(
	    "lint", "--at", AT, "--trust", "root.pem", "in.pem", NULL);
	assert_int_equal(run.code, 0);
	command_run_clear(&run);
}

static void
what_no_order_cures_is_printed_and_counts(void **state)
{
	CLEANUP(free)
	char *good = pem_of(chain.leaf, chain.intermediate, NULL);
	struct command_run run;

	command_write("good.pem", good);
	run =
	    command_run(FIX, "--name", "other.example.test", "good.pem", NULL);
	assert_non_null(strstr(run.errors, "critical: name-mismatch: "));
	assert_prints(run, good, 2);
	run = command_run("fix", "--at", "2026-12-01", "--trust", "root.pem",
	    "good.pem", NULL);
	assert_non_null(strstr(run.errors, "critical: leaf-expired: "));
	assert_prints(run, good, 2);
}

static void
a_chain_that_cannot_work_is_refused(void **state)
{
	const struct mint *old =
	    MINT(.subject = "CN=Old Intermediate", .issuer = chain.root,
		.is_ca = true, .not_after = MINT_NOW - MINT_DAY);
	const struct mint *leaf =
	    MINT(.subject = "CN=" HOST, .issuer = old, .names = "DNS:" HOST);

	command_write_certs("old.pem", leaf, old, NULL);
	assert_refuses(command_run(FIX, "old.pem", NULL), 2,
	    "refused (intermediate-expired)");
	command_write_certs("authorities.pem", chain.intermediate, NULL);
	assert_refuses(command_run(FIX, "authorities.pem", NULL), 2,
	    "refused (leaf-not-first)");
	command_write("nothing.pem", "<!DOCTYPE html>\n");
	assert_refuses(command_run(FIX, "nothing.pem", NULL), 2,
	    "refused (no-certificate)");
	assert_refuses(command_run(FIX, "absent.pem", NULL), 3, "No such file");
	assert_refuses(command_run(FIX, NULL), 3, "which file or host?");
}

/* A server that shows what it is told; its port. */
static struct tls_server *
serve(const struct mint *first, const struct mint *second, char at[32])
{
	const struct tls_script script = {.chain = {first, second}};
	struct tls_server *server = tls_server_start(&script);

	snprintf(
	    at, 32, "127.0.0.1:%u", (unsigned)tls_server_address(server).port);
	return server;
}

static void
of_a_host_one_address_completes_another(void **state)
{
	CLEANUP(free)
	char *good = pem_of(chain.leaf, chain.intermediate, NULL);
	char at_bad[32], at_good[32];
	struct tls_server *bad = serve(chain.leaf, NULL, at_bad);
	struct tls_server *whole =
	    serve(chain.leaf, chain.intermediate, at_good);
	struct command_run run;

	assert_refuses(command_run(FIX, "--address", at_bad, HOST, NULL), 2,
	    HOST ":443: refused (leaf-only)");
	run = command_run(
	    FIX, "--address", at_bad, "--address", at_good, HOST, NULL);
	assert_non_null(strstr(run.errors, "which another address shows"));
	assert_prints(run, good, 0);
	tls_server_stop(bad);
	tls_server_stop(whole);
}

static void
addresses_with_two_certificates_want_a_choice(void **state)
{
	const struct mint *second =
	    MINT(.subject = "CN=" HOST, .issuer = chain.intermediate,
		.names = "DNS:" HOST, .key = "second");
	char at_a[32], at_b[32];
	struct tls_server *a = serve(chain.leaf, chain.intermediate, at_a);
	struct tls_server *b = serve(second, chain.intermediate, at_b);

	assert_refuses(
	    command_run(FIX, "--address", at_a, "--address", at_b, HOST, NULL),
	    3, "show different certificates; choose one by --address");
	tls_server_stop(a);
	tls_server_stop(b);
	assert_refuses(
	    command_run(FIX, "--address", at_a, HOST, NULL), 3, HOST ":443: ");
}

/* A certificate whose issuer a web server on loopback gives away. */
static const struct mint *
write_leaf_with_url(struct http_receiver *receiver, const char *key)
{
	CLEANUP(free)
	char *url = http_receiver_url(receiver, NULL, "/issuer.cer");
	const struct mint *leaf =
	    MINT(.subject = "CN=" HOST, .issuer = chain.intermediate,
		.names = "DNS:" HOST, .aia = url, .key = key);

	command_write_certs("lonely.pem", leaf, NULL);
	return leaf;
}

static void
what_is_missing_is_fetched_on_demand_only(void **state)
{
	struct http_receiver *receiver = http_receiver_start(NULL);
	const struct cert *issuer = chain.intermediate->cert;
	const struct receiver_answer answer = {.status = 200,
	    .body = (const char *)issuer->der,
	    .body_len = issuer->der_len};
	const struct mint *leaf = write_leaf_with_url(receiver, "fetching");
	CLEANUP(free) char *good = pem_of(leaf, chain.intermediate, NULL);
	struct command_run run;

	http_receiver_plan(receiver, &answer, 1);
	assert_refuses(
	    command_run(FIX, "lonely.pem", NULL), 2, "--aia fetches it");
	assert_int_equal(http_receiver_count(receiver), 0);
	run = command_run(
	    FIX, "--aia", "--aia-allow", "127.0.0.1/32", "lonely.pem", NULL);
	assert_non_null(strstr(run.errors, "fetched from its issuer (AIA)"));
	assert_prints(run, good, 0);
	assert_int_equal(http_receiver_count(receiver), 1);
	http_receiver_stop(receiver);
}

static void
what_fetching_came_to_is_told(void **state)
{
	struct http_receiver *receiver = http_receiver_start(NULL);
	const struct receiver_answer answer = {.status = 404};

	write_leaf_with_url(receiver, "not fetching");
	http_receiver_plan(receiver, &answer, 1);
	/* an own network is not asked unless it is allowed */
	assert_refuses(command_run(FIX, "--aia", "lonely.pem", NULL), 2,
	    "not asked: 127.0.0.1 is a loopback address");
	assert_int_equal(http_receiver_count(receiver), 0);
	assert_refuses(command_run(FIX, "--aia", "--aia-allow", "127.0.0.1",
			   "lonely.pem", NULL),
	    2, "aia-unreachable: ");
	assert_int_equal(http_receiver_count(receiver), 1);
	assert_refuses(command_run(FIX, "--aia", "--aia-allow", "127.0.0.1/8",
			   "lonely.pem", NULL),
	    3, "--aia-allow 127.0.0.1/8: ");
	assert_refuses(
	    command_run(FIX, "--aia-allow", "10.0.0.0/8", "lonely.pem", NULL),
	    3, "--aia-allow wants --aia");
	http_receiver_stop(receiver);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_heap_comes_out_in_order_without_root_and_strangers),
	    cmocka_unit_test(
		what_is_missing_comes_from_the_issuers_and_is_named),
	    cmocka_unit_test(issuers_come_from_every_file_that_is_given),
	    cmocka_unit_test(leaf_and_chain_come_apart),
	    cmocka_unit_test(a_list_of_logs_is_refused),
	    cmocka_unit_test(the_key_says_which_certificate_is_the_servers),
	    cmocka_unit_test(a_private_key_is_never_printed_nor_lost),
	    cmocka_unit_test(spoiled_files_come_out_clean),
	    cmocka_unit_test(bundles_are_unpacked),
	    cmocka_unit_test(
		the_output_file_is_replaced_only_when_there_is_a_chain),
	    cmocka_unit_test(what_no_order_cures_is_printed_and_counts),
	    cmocka_unit_test(a_chain_that_cannot_work_is_refused),
	    cmocka_unit_test(what_is_missing_is_fetched_on_demand_only),
	    cmocka_unit_test(what_fetching_came_to_is_told),
	    cmocka_unit_test(of_a_host_one_address_completes_another),
	    cmocka_unit_test(addresses_with_two_certificates_want_a_choice),
	};

	return cmocka_run_group_tests(tests, enter, command_folder_leave);
}
