/*
 * Path-validation suites of others, read in place: `chainwatch lint` on each
 * case, and its "valid" beside what the suite expects. Figures and every miss
 * are printed; a miss wants a cause in foreign_cases.reasons.
 *
 * The cases lie at CHAINWATCH_FOREIGN_CASES, else in ../shared/cases beside the
 * project. Where they are not, that is said, and nothing is tried.
 */
#include "cli/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <glob.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"
#include "base/mem.h"
#include "cli/command_run.h"
#include "pki/hostname.h"
#include "pki/pem.h"

#define REASONS TEST_SRCDIR "/cli/foreign_cases.reasons"
#define BESIDE_PROJECT TEST_SRCDIR "/../../shared/cases"
#define REASONS_MAX 65536
#define LINT_FEATURE "profile-lint"

enum verdict {
	ACCEPTED,
	REJECTED,
	REFUSED, /* an error of usage: not judged */
};

static const char *const verdict_words[] = {
    [ACCEPTED] = "accepted",
    [REJECTED] = "rejected",
    [REFUSED] = "refused",
};

struct foreign_case {
	char *folder;
	json_t *about;
	struct pem_file presented, trust;
	enum verdict verdict;
	json_t *report; /* NULL: refused */
	const struct reason *reason;
};

struct reason {
	const char *name, *why;
	ARRAY(const char *) when; /* lines */
};

static char *reasons_text;
static ARRAY(struct reason) reasons;
static ARRAY(struct foreign_case) cases;

/* --- the cases --------------------------------------------------------- */

static const char *
text_of(const struct foreign_case *at, const char *key)
{
	return json_string_value(json_object_get(at->about, key));
}

static bool
expects_success(const struct foreign_case *at)
{
	return strcmp(text_of(at, "expected"), "SUCCESS") == 0;
}

static bool
has_feature(const struct foreign_case *at, const char *prefix)
{
	json_t *feature;
	size_t i;

	json_array_foreach(json_object_get(at->about, "features"), i, feature)
	{
		if (strncmp(json_string_value(feature), prefix,
			strlen(prefix)) == 0)
			return true;
	}
	return false;
}

/* Has it that finding; "*": any but those that look ahead, which a case that
 * was minted long ago has by its dates. */
static bool
has_finding(const struct foreign_case *at, const char *code)
{
	json_t *finding;
	size_t i;

	json_array_foreach(json_object_get(at->report, "findings"), i, finding)
	{
		const char *is =
		    json_string_value(json_object_get(finding, "code"));

		if (strcmp(is, code) == 0 ||
		    (strcmp(code, "*") == 0 &&
			strcmp(is, "leaf-expiring") != 0 &&
			strcmp(is, "breaks-before-leaf") != 0))
			return true;
	}
	return false;
}

static void
read_certs(const char *folder, const char *name, struct pem_file *ret_file)
{
	CLEANUP(free) char *path = mem_printf("%s/%s", folder, name);
	CLEANUP(free) uint8_t *bytes = NULL;
	size_t len = 0;

	*ret_file = (struct pem_file){0};
	if (file_read(path, PEM_MAX_BYTES, &bytes, &len, NULL))
		pem_file_parse(bytes, len, ret_file);
}

static bool
is_readable(const char *path)
{
	return access(path, R_OK) == 0;
}

/* As somebody would run it: an option only where the case has it. */
static void
judge_case(struct foreign_case *at)
{
	CLEANUP(free)
	char *presented = mem_printf("%s/presented.pem", at->folder);
	CLEANUP(free) char *trust = mem_printf("%s/trust.pem", at->folder);
	CLEANUP(free) char *crl = mem_printf("%s/crl.pem", at->folder);
	CLEANUP(free) char *depth = NULL;
	const json_t *limit = json_object_get(at->about, "max_chain_depth");
	const char *arguments[16] = {
	    "lint", "--json", "--trust", trust, "--at", text_of(at, "time")};
	size_t n = 6;
	struct command_run run;

	if (text_of(at, "name") != NULL) {
		arguments[n++] = "--name";
		arguments[n++] = text_of(at, "name");
	}
	if (is_readable(crl)) {
		arguments[n++] = "--crl";
		arguments[n++] = crl;
	}
	if (json_is_integer(limit)) {
		depth = mem_printf("%d", (int)json_integer_value(limit));
		arguments[n++] = "--max-depth";
		arguments[n++] = depth;
	}
	arguments[n++] = presented;
	run = command_run(arguments[0], arguments[1], arguments[2],
	    arguments[3], arguments[4], arguments[5], arguments[6],
	    arguments[7], arguments[8], arguments[9], arguments[10],
	    arguments[11], arguments[12], arguments[13], NULL);
	at->verdict = REFUSED;
	if (run.output[0] == '{') {
		at->report = command_run_json(&run);
		at->verdict = json_is_true(json_object_get(at->report, "valid"))
		    ? ACCEPTED
		    : REJECTED;
	}
	command_run_clear(&run);
}

static void
read_case(const char *path)
{
	struct foreign_case *at = ARRAY_ADD(&cases);
	json_error_t err;

	at->folder = mem_strndup(path, (size_t)(strrchr(path, '/') - path));
	at->about = json_load_file(path, 0, &err);
	if (at->about == NULL)
		fail_msg("%s: %s", path, err.text);
	read_certs(at->folder, "presented.pem", &at->presented);
	read_certs(at->folder, "trust.pem", &at->trust);
	judge_case(at);
}

/* --- facts ------------------------------------------------------------- */

static bool
anchor_is_no_ca(const struct foreign_case *at)
{
	ARRAY_EACH (cert, &at->trust.certs) {
		if (!(*cert)->is_ca)
			return true;
	}
	return false;
}

static bool
anchor_is_not_for_servers(const struct foreign_case *at)
{
	ARRAY_EACH (cert, &at->trust.certs) {
		if ((*cert)->has_extended_key_usage &&
		    !((*cert)->extended_key_usage & CERT_EKU_SERVER_AUTH))
			return true;
	}
	return false;
}

static bool
has_no_anchor(const struct foreign_case *at)
{
	return at->trust.certs.len == 0;
}

static bool
name_is_no_host(const struct foreign_case *at)
{
	struct hostname name;

	return text_of(at, "name") != NULL &&
	    !hostname_parse(text_of(at, "name"), &name, NULL);
}

static bool
leaf_key_cannot_sign(const struct foreign_case *at)
{
	return at->presented.certs.len > 0 &&
	    at->presented.certs.items[0]->key.kind == CERT_KEY_UNKNOWN;
}

static bool
is_listed(const struct cert *leaf, const char *name)
{
	for (size_t i = 0; i < leaf->name_count; i++) {
		if (strcasecmp(leaf->names[i].text, name) == 0)
			return true;
	}
	return false;
}

static bool
is_constrained(const struct pem_file *file)
{
	ARRAY_EACH (cert, &file->certs) {
		if ((*cert)->has_name_constraints)
			return true;
	}
	return false;
}

static bool
common_name_is_under_constraints(const struct foreign_case *at)
{
	const struct cert *leaf =
	    at->presented.certs.len == 0 ? NULL : at->presented.certs.items[0];

	return leaf != NULL && leaf->common_name != NULL &&
	    strchr(leaf->common_name, '.') != NULL &&
	    !is_listed(leaf, leaf->common_name) &&
	    (is_constrained(&at->presented) || is_constrained(&at->trust));
}

static bool
begins_with_period(const STACK_OF(GENERAL_SUBTREE) * subtrees)
{
	for (int i = 0; i < sk_GENERAL_SUBTREE_num(subtrees); i++) {
		const GENERAL_NAME *base =
		    sk_GENERAL_SUBTREE_value(subtrees, i)->base;

		if (base->type == GEN_DNS &&
		    ASN1_STRING_length(base->d.dNSName) > 0 &&
		    ASN1_STRING_get0_data(base->d.dNSName)[0] == '.')
			return true;
	}
	return false;
}

static bool
constraint_begins_with_period(const struct foreign_case *at)
{
	bool found = false;

	ARRAY_EACH (cert, &at->trust.certs) {
		NAME_CONSTRAINTS *constraints = X509_get_ext_d2i(
		    (*cert)->x509, NID_name_constraints, NULL, NULL);

		if (constraints == NULL)
			continue;
		found = found ||
		    begins_with_period(constraints->permittedSubtrees) ||
		    begins_with_period(constraints->excludedSubtrees);
		NAME_CONSTRAINTS_free(constraints);
	}
	return found;
}

static const struct {
	const char *name;
	bool (*holds)(const struct foreign_case *at);
} facts[] = {
    {"anchor-is-no-ca", anchor_is_no_ca},
    {"anchor-is-not-for-servers", anchor_is_not_for_servers},
    {"no-anchor", has_no_anchor},
    {"name-is-no-host", name_is_no_host},
    {"leaf-key-cannot-sign", leaf_key_cannot_sign},
    {"constraint-begins-with-period", constraint_begins_with_period},
    {"common-name-under-constraints", common_name_is_under_constraints},
};

static bool
has_fact(const struct foreign_case *at, const char *name)
{
	for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
		if (strcmp(facts[i].name, name) == 0)
			return facts[i].holds(at);
	}
	fail_msg("%s: no fact \"%s\"", REASONS, name);
	return false;
}

/* --- reasons ----------------------------------------------------------- */

static void
read_reasons(void)
{
	struct error err = ERROR_INIT;
	uint8_t *bytes = NULL;
	size_t len = 0;
	char *rest, *line;

	if (!file_read(REASONS, REASONS_MAX, &bytes, &len, &err))
		fail_msg("%s", err.message);
	reasons_text = rest = (char *)bytes;
	while ((line = strsep(&rest, "\n")) != NULL) {
		char *word = strsep(&line, " ");

		if (word[0] == '\0' || word[0] == '#')
			continue;
		if (strcmp(word, "cause") == 0) {
			ARRAY_ADD(&reasons)->name = line;
			continue;
		}
		assert_true(reasons.len > 0 && line != NULL);
		if (strcmp(word, "when") == 0)
			*ARRAY_ADD(&reasons.items[reasons.len - 1].when) = line;
		else if (strcmp(word, "why") == 0)
			reasons.items[reasons.len - 1].why = line;
		else
			fail_msg("%s: no line \"%s\"", REASONS, word);
	}
}

static bool
word_holds(const struct foreign_case *at, const char *word)
{
	if (strncmp(word, "feature=", 8) == 0)
		return has_feature(at, word + 8);
	if (strncmp(word, "finding=", 8) == 0)
		return has_finding(at, word + 8);
	if (strncmp(word, "fact=", 5) == 0)
		return has_fact(at, word + 5);
	return strcmp(word, verdict_words[at->verdict]) == 0;
}

static bool
line_holds(const struct foreign_case *at, const char *line)
{
	CLEANUP(free) char *copy = mem_strdup(line);
	char *rest = copy, *word;

	while ((word = strsep(&rest, " ")) != NULL) {
		if (word[0] != '\0' && !word_holds(at, word))
			return false;
	}
	return true;
}

static const struct reason *
find_reason(const struct foreign_case *at)
{
	ARRAY_EACH (reason, &reasons) {
		ARRAY_EACH (line, &reason->when) {
			if (line_holds(at, *line))
				return reason;
		}
	}
	return NULL;
}

/* --- what is printed and asked for ------------------------------------- */

static bool
is_right(const struct foreign_case *at)
{
	return at->verdict == (expects_success(at) ? ACCEPTED : REJECTED);
}

static bool
is_of(const struct foreign_case *at, const char *suite)
{
	return strcmp(text_of(at, "suite"), suite) == 0;
}

struct figures {
	size_t total, right, false_accepts, unexplained;
};

static struct figures
count(const char *suite, bool is_lint)
{
	struct figures figures = {0};

	ARRAY_EACH (at, &cases) {
		if (!is_of(at, suite) ||
		    has_feature(at, LINT_FEATURE) != is_lint)
			continue;
		figures.total++;
		figures.right += is_right(at);
		figures.false_accepts +=
		    !expects_success(at) && at->verdict == ACCEPTED;
		figures.unexplained += !is_right(at) && at->reason == NULL;
	}
	return figures;
}

static void
print_figures(const char *suite, bool is_lint)
{
	struct figures figures = count(suite, is_lint);

	if (figures.total > 0)
		print_message("%-8s %-13s %3zu of %3zu as expected, %zu "
			      "accepted that should not be, %zu without a "
			      "cause\n",
		    suite, is_lint ? LINT_FEATURE : "", figures.right,
		    figures.total, figures.false_accepts, figures.unexplained);
}

static void
print_misses(void)
{
	ARRAY_EACH (reason, &reasons) {
		size_t found = 0;

		ARRAY_EACH (at, &cases)
			found += at->reason == reason;
		if (found > 0)
			print_message("%s: %s\n", reason->name, reason->why);
		ARRAY_EACH (at, &cases) {
			if (at->reason == reason)
				print_message("    %s %s, %s\n",
				    text_of(at, "suite"), text_of(at, "id"),
				    verdict_words[at->verdict]);
		}
	}
	ARRAY_EACH (at, &cases) {
		if (!is_right(at) && at->reason == NULL)
			print_message("NO CAUSE: %s %s, %s\n",
			    text_of(at, "suite"), text_of(at, "id"),
			    verdict_words[at->verdict]);
	}
}

static void
every_miss_has_a_cause(void **state)
{
	static const char *const suites[] = {"limbo", "pkits", "openssl"};
	size_t unexplained = 0;

	print_misses();
	for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
		for (int is_lint = 0; is_lint < 2; is_lint++) {
			print_figures(suites[i], is_lint);
			unexplained += count(suites[i], is_lint).unexplained;
		}
	}
	assert_int_equal(unexplained, 0);
}

#define LIMBO_MISSES_MAX 3

static void
limbo_is_judged_right(void **state)
{
	struct figures figures = count("limbo", false);

	assert_true(figures.right + LIMBO_MISSES_MAX >= figures.total);
	assert_int_equal(figures.false_accepts, 0);
}

static void
what_is_written_badly_is_a_finding(void **state)
{
	size_t silent = 0;

	ARRAY_EACH (at, &cases) {
		if (!has_feature(at, LINT_FEATURE) || has_finding(at, "*"))
			continue;
		print_message("no finding: %s %s\n", text_of(at, "suite"),
		    text_of(at, "id"));
		silent++;
	}
	assert_int_equal(silent, 0);
}

static void
no_cause_is_left_over(void **state)
{
	ARRAY_EACH (reason, &reasons) {
		bool is_used = false;

		assert_non_null(reason->why);
		ARRAY_EACH (at, &cases)
			is_used = is_used || at->reason == reason;
		if (!is_used && cases.len > 0)
			fail_msg("%s explains nothing any more", reason->name);
	}
}

static int
set_up(void **state)
{
	const char *folder = getenv("CHAINWATCH_FOREIGN_CASES");
	CLEANUP(free) char *pattern = NULL;
	glob_t found;

	if (folder == NULL)
		folder = BESIDE_PROJECT;
	pattern = mem_printf("%s/*/*/case.json", folder);
	if (glob(pattern, 0, NULL, &found) != 0) {
		print_message("no foreign cases at %s: none is tried "
			      "(CHAINWATCH_FOREIGN_CASES says where)\n",
		    folder);
		return 0;
	}
	read_reasons();
	for (size_t i = 0; i < found.gl_pathc; i++)
		read_case(found.gl_pathv[i]);
	globfree(&found);
	ARRAY_EACH (at, &cases) {
		if (!is_right(at))
			at->reason = find_reason(at);
	}
	return 0;
}

static int
tear_down(void **state)
{
	ARRAY_EACH (at, &cases) {
		json_decref(at->about);
		json_decref(at->report);
		pem_file_clear(&at->presented);
		pem_file_clear(&at->trust);
		free(at->folder);
	}
	ARRAY_CLEAR(&cases);
	ARRAY_EACH (reason, &reasons)
		ARRAY_CLEAR(&reason->when);
	ARRAY_CLEAR(&reasons);
	free(reasons_text);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_miss_has_a_cause),
	    cmocka_unit_test(limbo_is_judged_right),
	    cmocka_unit_test(what_is_written_badly_is_a_finding),
	    cmocka_unit_test(no_cause_is_left_over),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
