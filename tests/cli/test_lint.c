/* `chainwatch lint` on files minted here. */
#include "cli/command.h"

#include "base/mem.h"
#include "base/strbuf.h"
#include "cli/command_run.h"
#include "support/mint_log.h"
#include "support/mint_crl.h"
#include "support/mint_ocsp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define HOST "www.example.test"
#define AT "2026-06-01T00:00:00Z" /* MINT_NOW */

static bool
has_code(const json_t *report, const char *code)
{
	size_t i;
	const json_t *finding;

	json_array_foreach(json_object_get(report, "findings"), i, finding)
	{
		if (strcmp(json_string_value(json_object_get(finding, "code")),
			code) == 0)
			return true;
	}
	return false;
}

static void
a_good_file_is_ok_and_ends_with_0(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct command_run run;

	command_write_certs("root.pem", chain.root, NULL);
	command_write_certs("full.pem", chain.leaf, chain.intermediate, NULL);
	run = command_run("lint", "--at", AT, "--name", HOST, "--trust",
	    "root.pem", "full.pem", NULL);
	assert_int_equal(run.code, 0);
	assert_string_equal(run.errors, "");
	assert_int_equal(strncmp(run.output, "full.pem\nok: ", 13), 0);
	assert_non_null(strstr(run.output, "`- Test Root"));
	assert_non_null(strstr(run.output, "trusted by root.pem"));
	command_run_clear(&run);
}

static void
a_leaf_alone_is_critical_and_ends_with_2(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct command_run run;

	command_write_certs("root.pem", chain.root, NULL);
	command_write_certs("leaf.pem", chain.leaf, NULL);
	command_write_certs("issuers.pem", chain.intermediate, NULL);
	run = command_run("lint", "--at", AT, "--trust", "root.pem",
	    "--issuers", "issuers.pem", "leaf.pem", NULL);
	assert_int_equal(run.code, 2);
	assert_non_null(strstr(run.output, "`. Test Intermediate"));
	assert_non_null(strstr(run.output, "missing: the server does not"));
	assert_non_null(strstr(run.output, "What to do"));
	assert_non_null(strstr(run.output, "(not sent now)"));
	command_run_clear(&run);
}

static void
json_is_the_judges_and_stands_alone(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct command_run run;
	json_t *report;

	command_write_certs("root.pem", chain.root, NULL);
	command_write_certs("leaf.pem", chain.leaf, NULL);
	run = command_run("lint", "--json", "--at", AT, "--trust", "root.pem",
	    "leaf.pem", NULL);
	report = command_run_json(&run);
	assert_int_equal(run.code, 2);
	assert_true(json_is_false(json_object_get(report, "valid")));
	assert_true(has_code(report, "leaf-only"));
	assert_string_equal(
	    json_string_value(json_object_get(report, "file")), "leaf.pem");
	json_decref(report);
	command_run_clear(&run);
}

static void
only_the_anchors_given_count(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	const struct mint *other = MINT(.subject = "CN=Other", .is_ca = true);
	struct command_run run;
	json_t *report;

	command_write_certs("other.pem", other, NULL);
	command_write_certs("full.pem", chain.leaf, chain.intermediate, NULL);
	run = command_run("lint", "--json", "--at", AT, "--trust", "other.pem",
	    "full.pem", NULL);
	report = command_run_json(&run);
	assert_true(has_code(report, "untrusted-root"));
	json_decref(report);
	command_run_clear(&run);
}

/* What is looked for there hangs on no clock: the minted root is in no
 * system's store. */
static void
what_the_options_change_is_told(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct command_run run;
	json_t *report, *differs, *valid;

	command_write_certs("root.pem", chain.root, NULL);
	command_write_certs("full.pem", chain.leaf, chain.intermediate, NULL);
	run = command_run("lint", "--json", "--at", AT, "--trust", "root.pem",
	    "full.pem", NULL);
	report = command_run_json(&run);
	differs = json_object_get(report, "differs");
	assert_true(json_is_object(differs));
	valid = json_object_get(differs, "valid");
	assert_true(json_is_false(json_object_get(valid, "before")));
	assert_true(json_is_true(json_object_get(valid, "after")));
	assert_string_equal(json_string_value(json_object_get(
				json_object_get(differs, "from"), "trust")),
	    "system");
	json_decref(report);
	command_run_clear(&run);
	run = command_run(
	    "lint", "--at", AT, "--trust", "root.pem", "full.pem", NULL);
	assert_non_null(strstr(run.output, "What differs from now ("));
	assert_int_equal(run.code, 0);
	command_run_clear(&run);
}

static void
each_store_given_has_its_verdict(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	const struct mint *other = MINT(.subject = "CN=Other", .is_ca = true);
	struct command_run run;
	json_t *report, *stores;

	command_write_certs("root.pem", chain.root, NULL);
	command_write_certs("other.pem", other, NULL);
	command_write_certs("full.pem", chain.leaf, chain.intermediate, NULL);
	run = command_run("lint", "--json", "--at", AT, "--trust", "root.pem",
	    "--trust", "other.pem", "full.pem", NULL);
	report = command_run_json(&run);
	stores = json_object_get(report, "stores");
	assert_true(json_is_true(
	    json_object_get(json_object_get(stores, "root.pem"), "valid")));
	assert_true(json_is_false(
	    json_object_get(json_object_get(stores, "other.pem"), "valid")));
	json_decref(report);
	command_run_clear(&run);
}

static void
dated_rules_of_a_file_are_told_with_their_source(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct command_run run;

	command_write_certs("root.pem", chain.root, NULL);
	command_write_certs("full.pem", chain.leaf, chain.intermediate, NULL);
	command_write("rules",
	    "version 1\nbase shipped\n"
	    "lifetime name=ours from=2020-01-01 days=9 scope=all "
	    "source=\"our handbook\"\n");
	run = command_run("lint", "--at", AT, "--trust", "root.pem", "--policy",
	    "rules", "full.pem", NULL);
	assert_int_equal(run.code, 1);
	assert_non_null(strstr(run.output, "lifetime-too-long"));
	assert_non_null(strstr(run.output, "By ours: our handbook."));
	command_run_clear(&run);
	command_write("rules", "version 1\nlifetime days=x\n");
	run = command_run("lint", "--at", AT, "--trust", "root.pem", "--policy",
	    "rules", "full.pem", NULL);
	assert_int_equal(run.code, 3);
	assert_non_null(strstr(run.errors, "rules:2: 'days' must be a number"));
	command_run_clear(&run);
}

static void
a_name_that_is_not_covered_is_critical(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct command_run run;

	command_write_certs("root.pem", chain.root, NULL);
	command_write_certs("full.pem", chain.leaf, chain.intermediate, NULL);
	run = command_run("lint", "--at", AT, "--name", "other.example.test",
	    "--trust", "root.pem", "full.pem", NULL);
	assert_int_equal(run.code, 2);
	assert_non_null(strstr(run.output, "name-mismatch"));
	command_run_clear(&run);
}

static void
faults_of_the_file_are_told_with_their_line(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	char *leaf = mint_pem(chain.leaf);
	char *intermediate = mint_pem(chain.intermediate);
	char *text;
	struct command_run run;
	json_t *report;

	leaf[strlen(leaf) - 1] = '\0'; /* the newline between them */
	text = mem_printf("%s%s", leaf, intermediate);
	command_write("joined.pem", text);
	command_write_certs("root.pem", chain.root, NULL);
	run = command_run("lint", "--json", "--at", AT, "--trust", "root.pem",
	    "joined.pem", NULL);
	report = command_run_json(&run);
	assert_int_equal(run.code, 2);
	assert_true(has_code(report, "file-format"));
	assert_non_null(strstr(run.output, "line "));
	json_decref(report);
	command_run_clear(&run);
	free(text);
	free(leaf);
	free(intermediate);
}

static void
a_key_in_the_file_is_a_warning(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	char *leaf = mint_pem(chain.leaf);
	char *intermediate = mint_pem(chain.intermediate);
	char *key = mint_key_pem(chain.leaf->key);
	char *text = mem_printf("%s%s%s", leaf, intermediate, key);
	struct command_run run;

	command_write("combined.pem", text);
	command_write_certs("root.pem", chain.root, NULL);
	run = command_run(
	    "lint", "--at", AT, "--trust", "root.pem", "combined.pem", NULL);
	assert_int_equal(run.code, 1);
	assert_non_null(strstr(run.output, "private-key-in-file"));
	assert_non_null(strstr(run.output, "it belongs to the first"));
	command_run_clear(&run);
	/* --key says that it is to be there, as HAProxy wants it */
	run = command_run("lint", "--at", AT, "--trust", "root.pem", "--key",
	    "./combined.pem", "combined.pem", NULL);
	assert_int_equal(run.code, 0);
	command_run_clear(&run);
	free(text);
	free(leaf);
	free(intermediate);
	free(key);
}

static void
a_key_that_fits_is_fine_and_another_is_critical(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	char *right = mint_key_pem(chain.leaf->key);
	char *wrong = mint_key_pem(chain.root->key);
	struct command_run run;

	command_write("right.key", right);
	command_write("wrong.key", wrong);
	command_write("no.key", "nothing\n");
	command_write_certs("root.pem", chain.root, NULL);
	command_write_certs("full.pem", chain.leaf, chain.intermediate, NULL);
	run = command_run("lint", "--at", AT, "--trust", "root.pem", "--key",
	    "right.key", "full.pem", NULL);
	assert_int_equal(run.code, 0);
	command_run_clear(&run);
	run = command_run("lint", "--at", AT, "--trust", "root.pem", "--key",
	    "wrong.key", "full.pem", NULL);
	assert_int_equal(run.code, 2);
	assert_non_null(strstr(run.output, "(key-mismatch)"));
	command_run_clear(&run);
	run = command_run("lint", "--at", AT, "--trust", "root.pem", "--key",
	    "no.key", "full.pem", NULL);
	assert_int_equal(run.code, 3);
	assert_non_null(strstr(run.errors, "--key: no private key"));
	command_run_clear(&run);
	free(right);
	free(wrong);
}

static void
what_cannot_be_read_is_unknown_and_still_json(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct command_run run;
	json_t *report;

	command_write_certs("root.pem", chain.root, NULL);
	run = command_run("lint", "--json", "--trust", "root.pem",
	    "does-not-exist.pem", NULL);
	report = command_run_json(&run);
	assert_int_equal(run.code, 3);
	assert_true(has_code(report, "file-unreadable"));
	json_decref(report);
	command_run_clear(&run);
}

static void
a_file_without_a_certificate_says_what_it_is(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct command_run run;

	command_write_certs("root.pem", chain.root, NULL);
	command_write("page.pem", "<!DOCTYPE html><html>no</html>\n");
	run = command_run("lint", "--trust", "root.pem", "page.pem", NULL);
	assert_int_equal(run.code, 2);
	assert_non_null(strstr(run.output, "(no-certificate)"));
	assert_non_null(strstr(run.output, "HTML"));
	command_run_clear(&run);
}

static void
hostile_bytes_in_names_show_escaped(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *leaf = MINT(.subject = "CN=evil\x1b[2J\x07\xc2\x9b"
						  "31m",
	    .issuer = root, .names = "DNS:" HOST);
	static const char *const ways[] = {"--verbose", "--json"};
	struct command_run run;

	command_write_certs("root.pem", root, NULL);
	command_write_certs("evil\x1b[31m.pem", leaf, NULL);
	for (size_t i = 0; i < 2; i++) {
		run = command_run("lint", "--at", AT, "--trust", "root.pem",
		    ways[i], "evil\x1b[31m.pem", NULL);
		for (const char *p = run.output; *p != '\0'; p++)
			assert_true(*p == '\n' ||
			    ((unsigned char)*p >= ' ' && *p != 0x7f &&
				(unsigned char)*p != 0x9b));
		assert_non_null(strstr(run.output, "x1b"));
		command_run_clear(&run);
	}
}

static void
a_path_to_paste_is_quoted(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct command_run run;

	command_write_certs("root.pem", chain.root, NULL);
	command_write_certs("it's $(here).pem", chain.leaf, NULL);
	run = command_run("lint", "--at", AT, "--trust", "root.pem",
	    "it's $(here).pem", NULL);
	assert_non_null(strstr(run.output, "-certfile 'it'\\''s $(here).pem'"));
	command_run_clear(&run);
}

/* A monitoring system shows what stands on standard output, and only that. */
static void
a_plugin_that_cannot_look_says_why_on_its_line(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct command_run run;

	command_write_certs("full.pem", chain.leaf, chain.intermediate, NULL);
	run = command_run(
	    "lint", "--nagios", "--trust", "absent.pem", "full.pem", NULL);
	assert_int_equal(run.code, 3);
	assert_string_equal(run.errors, "");
	assert_int_equal(strncmp(run.output,
			     "CHAINWATCH UNKNOWN - full.pem: trust store", 42),
	    0);
	command_run_clear(&run);
	run = command_run("lint", "--trust", "absent.pem", "full.pem", NULL);
	assert_int_equal(run.code, 3);
	assert_string_equal(run.output, "");
	assert_null(strstr(run.errors, "usage:")); /* it was right */
	command_run_clear(&run);
}

/* As a file that other lists may be joined to. */
static void
write_list(const char *path, struct crl *take_crl)
{
	CLEANUP(free) char *pem = mint_crl_pem(take_crl);

	command_write(path, pem);
	crl_free(take_crl);
}

static void
revocation_lists_are_heeded(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct command_run run;

	command_write_certs("root.pem", chain.root, NULL);
	command_write_certs("full.pem", chain.leaf, chain.intermediate, NULL);
	write_list("root.crl", MINT_CRL(.issuer = chain.root));
	write_list("good.crl", MINT_CRL(.issuer = chain.intermediate));
	write_list("bad.crl",
	    MINT_CRL(.issuer = chain.intermediate,
		.revoked = {{chain.leaf->cert, 0, "keyCompromise"}}));

	run = command_run("lint", "--at", AT, "--trust", "root.pem", "--crl",
	    "root.crl", "--crl", "good.crl", "full.pem", NULL);
	assert_int_equal(run.code, 0);
	command_run_clear(&run);

	run = command_run("lint", "--at", AT, "--trust", "root.pem", "--crl",
	    "root.crl", "--crl=bad.crl", "full.pem", NULL);
	assert_int_equal(run.code, 2);
	assert_non_null(strstr(run.output, "leaf-revoked"));
	assert_non_null(strstr(run.output, "key compromise"));
	command_run_clear(&run);
}

static void
a_file_without_a_list_is_refused(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct command_run run;

	command_write_certs("full.pem", chain.leaf, chain.intermediate, NULL);
	run = command_run("lint", "--crl", "full.pem", "full.pem", NULL);
	assert_int_equal(run.code, 3);
	assert_non_null(
	    strstr(run.errors, "--crl: full.pem: no revocation list in it"));
	command_run_clear(&run);
	run = command_run("lint", "--crl", "nowhere.crl", "full.pem", NULL);
	assert_int_equal(run.code, 3);
	assert_non_null(strstr(run.errors, "--crl: nowhere.crl: "));
	command_run_clear(&run);
}

/* In DER, as `openssl ocsp -respout` writes them. */
static void
write_response(const char *path, const struct mint_ocsp_recipe *recipe)
{
	size_t len = 0;
	CLEANUP(free) uint8_t *der = mint_ocsp_der(recipe, &len);
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(der, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static void
write_responses(void)
{
	struct mint_chain chain = mint_chain_for(HOST);

	command_write_certs("root.pem", chain.root, NULL);
	command_write_certs("full.pem", chain.leaf, chain.intermediate, NULL);
	write_response("inter.ocsp",
	    &(const struct mint_ocsp_recipe){.issuer = chain.root,
		.singles = {{.cert = chain.intermediate->cert}}});
	write_response("good.ocsp",
	    &(const struct mint_ocsp_recipe){.issuer = chain.intermediate,
		.singles = {{.cert = chain.leaf->cert}}});
	write_response("bad.ocsp",
	    &(const struct mint_ocsp_recipe){.issuer = chain.intermediate,
		.singles = {{.cert = chain.leaf->cert,
		    .status = "revoked",
		    .reason = "keyCompromise"}}});
	write_response("later.ocsp",
	    &(const struct mint_ocsp_recipe){
		.status = OCSP_RESPONSE_STATUS_TRYLATER});
}

static void
responses_are_heeded(void **state)
{
	static const struct {
		const char *file;
		int code;
		const char *words[3];
	} rows[] = {
	    {"good.ocsp", 0, {"Revocation", "Not revoked", "good"}},
	    {"bad.ocsp", 2, {"leaf-revoked", "key compromise", "Revoked on"}},
	    {"later.ocsp", 0,
		{"revocation-unknown", "try later", "unavailable"}},
	};

	write_responses();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct command_run run = command_run("lint", "--at", AT,
		    "--trust", "root.pem", "--ocsp", "inter.ocsp", "--ocsp",
		    rows[i].file, "full.pem", NULL);

		assert_int_equal(run.code, rows[i].code);
		for (size_t k = 0; k < 3; k++) {
			if (strstr(run.output, rows[i].words[k]) == NULL)
				fail_msg("%s: %s\n%s", rows[i].file,
				    rows[i].words[k], run.output);
		}
		command_run_clear(&run);
	}
}

static void
each_certificate_has_its_status_in_json(void **state)
{
	struct command_run run;
	json_t *report, *list;

	write_responses();
	run = command_run("lint", "--json", "--at", AT, "--trust", "root.pem",
	    "--ocsp", "inter.ocsp", "--ocsp", "bad.ocsp", "full.pem", NULL);
	report = json_loads(run.output, 0, NULL);
	list = json_object_get(report, "revocation");
	assert_int_equal(json_array_size(list), 2);
	assert_string_equal(json_string_value(json_object_get(
				json_array_get(list, 0), "status")),
	    "revoked");
	assert_string_equal(json_string_value(json_object_get(
				json_array_get(list, 0), "source")),
	    "given-ocsp");
	assert_string_equal(json_string_value(json_object_get(
				json_array_get(list, 1), "status")),
	    "good");
	json_decref(report);
	command_run_clear(&run);
}

static void
a_file_without_a_response_is_refused(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct command_run run;

	command_write_certs("full.pem", chain.leaf, chain.intermediate, NULL);
	run = command_run("lint", "--ocsp", "full.pem", "full.pem", NULL);
	assert_int_equal(run.code, 3);
	assert_non_null(
	    strstr(run.errors, "--ocsp: full.pem: no OCSP response in it"));
	command_run_clear(&run);
	run = command_run("lint", "--ocsp", "nowhere.der", "full.pem", NULL);
	assert_int_equal(run.code, 3);
	assert_non_null(strstr(run.errors, "--ocsp: nowhere.der: "));
	command_run_clear(&run);
}

static void
depth_can_be_limited(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Root", .is_ca = true);
	const struct mint *upper =
	    MINT(.subject = "CN=Upper", .issuer = root, .is_ca = true);
	const struct mint *lower =
	    MINT(.subject = "CN=Lower", .issuer = upper, .is_ca = true);
	const struct mint *leaf =
	    MINT(.subject = "CN=Leaf", .issuer = lower, .names = "DNS:" HOST);
	static const struct {
		const char *depth;
		int code;
	} cases[] = {{"2", 0}, {"1", 2}, {"0", 2}, {"x", 3}, {"-1", 3}};

	command_write_certs("root.pem", root, NULL);
	command_write_certs("full.pem", leaf, lower, upper, NULL);
	for (size_t i = 0; i < 5; i++) {
		struct command_run run = command_run("lint", "--at", AT,
		    "--max-depth", cases[i].depth, "--trust", "root.pem",
		    "full.pem", NULL);

		assert_int_equal(run.code, cases[i].code);
		command_run_clear(&run);
	}
}

static void
wrong_trust_and_issuer_files_are_refused(void **state)
{
	struct mint_chain chain = mint_chain_for(HOST);
	struct command_run run;

	command_write("empty.pem", "");
	command_write_certs("leaf.pem", chain.leaf, NULL);
	run = command_run("lint", "--trust", "empty.pem", "leaf.pem", NULL);
	assert_int_equal(run.code, 3);
	assert_non_null(strstr(run.errors, "trust store empty.pem"));
	command_run_clear(&run);
	command_write_certs("root.pem", chain.root, NULL);
	run = command_run("lint", "--trust", "root.pem", "--issuers",
	    "empty.pem", "leaf.pem", NULL);
	assert_int_equal(run.code, 3);
	assert_non_null(strstr(run.errors, "--issuers"));
	command_run_clear(&run);
}

/* A leaf that two logs have seen, and the list that names one of them. */
static void
write_logged(void)
{
	static const struct mint_log_sct scts[] = {
	    {.log = "a", .timestamp_ms = (MINT_NOW - 60) * 1000},
	    {.log = "b", .timestamp_ms = (MINT_NOW - 60) * 1000},
	};
	static const struct mint_log_listed listed[] = {
	    {.log = "a",
		.operator= "Alpha",
		.state = "usable",
		.since = "2025-01-01T00:00:00Z"},
	};
	const struct mint_chain chain = mint_chain_for(HOST);
	const struct mint *leaf = mint_log_embedded(
	    &(const struct mint_recipe){
		.subject = "CN=" HOST,
		.names = "DNS:" HOST,
		.issuer = chain.intermediate,
		.serial = "0badcafe",
	    },
	    scts, 2);
	CLEANUP(free)
	char *text = mint_log_json(listed, 1, "2026-05-20T00:00:00Z");

	command_write_certs("root.pem", chain.root, NULL);
	command_write_certs("logged.pem", leaf, chain.intermediate, NULL);
	command_write("logs.json", text);
}

static void
timestamps_are_verified_by_a_list_of_logs(void **state)
{
	struct command_run run;
	json_t *json, *transparency;

	write_logged();
	run = command_run("lint", "--json", "--at", AT, "--trust", "root.pem",
	    "--log-list", "logs.json", "logged.pem", NULL);
	assert_int_equal(run.code, 0);
	json = command_run_json(&run);
	transparency = json_object_get(json, "transparency");
	assert_int_equal(
	    json_integer_value(json_object_get(transparency, "embedded")), 2);
	assert_int_equal(
	    json_integer_value(json_object_get(transparency, "valid")), 1);
	json_decref(json);
	command_run_clear(&run);
	run = command_run("lint", "--at", AT, "--trust", "root.pem",
	    "--log-list", "logs.json", "logged.pem", NULL);
	assert_non_null(strstr(run.output, "valid: embedded"));
	assert_non_null(strstr(run.output, "a log (Alpha, usable)"));
	assert_non_null(strstr(run.output, "of an unknown log: embedded"));
	command_run_clear(&run);
}

static void
a_list_of_logs_that_is_none_is_said(void **state)
{
	struct command_run run;

	write_logged();
	run = command_run("lint", "--trust", "root.pem", "--log-list",
	    "root.pem", "logged.pem", NULL);
	assert_int_equal(run.code, 3);
	assert_non_null(strstr(run.errors, "log list: root.pem:1:"));
	command_run_clear(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_good_file_is_ok_and_ends_with_0),
	    cmocka_unit_test(a_leaf_alone_is_critical_and_ends_with_2),
	    cmocka_unit_test(json_is_the_judges_and_stands_alone),
	    cmocka_unit_test(what_the_options_change_is_told),
	    cmocka_unit_test(each_store_given_has_its_verdict),
	    cmocka_unit_test(only_the_anchors_given_count),
	    cmocka_unit_test(dated_rules_of_a_file_are_told_with_their_source),
	    cmocka_unit_test(a_name_that_is_not_covered_is_critical),
	    cmocka_unit_test(faults_of_the_file_are_told_with_their_line),
	    cmocka_unit_test(a_key_in_the_file_is_a_warning),
	    cmocka_unit_test(a_key_that_fits_is_fine_and_another_is_critical),
	    cmocka_unit_test(what_cannot_be_read_is_unknown_and_still_json),
	    cmocka_unit_test(a_file_without_a_certificate_says_what_it_is),
	    cmocka_unit_test(hostile_bytes_in_names_show_escaped),
	    cmocka_unit_test(a_path_to_paste_is_quoted),
	    cmocka_unit_test(a_plugin_that_cannot_look_says_why_on_its_line),
	    cmocka_unit_test(responses_are_heeded),
	    cmocka_unit_test(each_certificate_has_its_status_in_json),
	    cmocka_unit_test(a_file_without_a_response_is_refused),
	    cmocka_unit_test(revocation_lists_are_heeded),
	    cmocka_unit_test(a_file_without_a_list_is_refused),
	    cmocka_unit_test(depth_can_be_limited),
	    cmocka_unit_test(wrong_trust_and_issuer_files_are_refused),
	    cmocka_unit_test(timestamps_are_verified_by_a_list_of_logs),
	    cmocka_unit_test(a_list_of_logs_that_is_none_is_said),
	};

	return cmocka_run_group_tests(
	    tests, command_folder_enter, command_folder_leave);
}
