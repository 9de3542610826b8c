/*
 * Judges every case under tests/cases and holds the report against what the
 * case expects; then counts that every finding of the judge has a case that
 * provokes it and one that just does not. The language: support/case.h.
 *
 *	test_cases [FILE...]	only these, telling what the report says
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/timestamp.h"
#include "support/case.h"

static bool is_telling;

/* Where a look went wrong; counts. */
struct outcome {
	const char *path;
	const struct case_look *look;
	size_t wrong;
};

static void PRINTF_LIKE(2, 3)
    complain(struct outcome *outcome, const char *fmt, ...)
{
	va_list ap;

	outcome->wrong++;
	fprintf(stderr, "%s:%zu: ", outcome->path, outcome->look->line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

static const char *
name_of(const struct case_file *file, const uint8_t sha256[CERT_SHA256_LEN])
{
	ARRAY_EACH (cert, &file->certs) {
		if (memcmp(cert->cert->sha256, sha256, CERT_SHA256_LEN) == 0)
			return cert->name;
	}
	return "?";
}

static void
tell(const struct case_file *file, const struct report *report)
{
	char when[TIMESTAMP_TEXT_MAX];

	fprintf(
	    stderr, "  at: %s\n", timestamp_format(report->judged_at, when));
	fprintf(stderr, "  valid: %s\n", report->is_valid ? "yes" : "no");
	ARRAY_EACH (finding, &report->findings) {
		fprintf(stderr, "  finding: %s %s %s%s%s    # %s\n",
		    severity_text(finding->severity),
		    finding_code_text(finding->code),
		    finding->has_fingerprint ? name_of(file, finding->sha256)
					     : "-",
		    finding->missing == NULL ? "" : " missing=",
		    finding->missing == NULL ? "" : finding->missing,
		    finding->detail);
	}
	fprintf(stderr, "  suggest%s:",
	    report->suggested == NULL || report->is_suggested_complete
		? ""
		: "-part");
	for (size_t i = 0;
	     report->suggested != NULL && i < report->suggested->len; i++)
		fprintf(stderr, " %s",
		    name_of(file, report->suggested->certs[i]->sha256));
	fprintf(stderr, "%s\n", report->suggested == NULL ? " none" : "");
	fprintf(stderr, "  breaks-at: %s\n",
	    timestamp_format(report->breaks_at, when));
	fprintf(stderr, "  holds-until: %s\n",
	    timestamp_format(report->holds_until, when));
	ARRAY_EACH (client, &report->clients)
		fprintf(stderr, "  client: %s %s until %s    # %s\n",
		    client->name, client->accepts ? "accepts" : "refuses",
		    timestamp_format(client->breaks_at, when),
		    client->reason != NULL		? client->reason
			: client->breaks_reason != NULL ? client->breaks_reason
							: "");
	ARRAY_EACH (store, &report->stores)
		fprintf(stderr, "  in-store: %s %s until %s    # %s\n",
		    store->name, store->is_valid ? "accepts" : "refuses",
		    timestamp_format(store->breaks_at, when),
		    store->reason != NULL ? store->reason : "");
	ARRAY_EACH (path, &report->paths) {
		fputs("  # path:", stderr);
		for (size_t i = 0; i < path->chain->len; i++)
			fprintf(stderr, " %s",
			    name_of(file, path->chain->certs[i]->sha256));
		fprintf(stderr, " (%s)\n",
		    path->error == NULL ? "valid" : path->error);
	}
}

static void
compare_finding(const struct case_file *file,
    const struct case_finding *expected, const struct finding *finding,
    struct outcome *outcome)
{
	if (finding->code != expected->code ||
	    finding->severity != expected->severity)
		complain(outcome, "%s %s where %s %s is expected",
		    severity_text(finding->severity),
		    finding_code_text(finding->code),
		    severity_text(expected->severity),
		    finding_code_text(expected->code));
	if (expected->cert != NULL &&
	    (!finding->has_fingerprint ||
		strcmp(name_of(file, finding->sha256), expected->cert) != 0))
		complain(outcome, "%s is about %s, not %s",
		    finding_code_text(finding->code),
		    finding->has_fingerprint ? name_of(file, finding->sha256)
					     : "none",
		    expected->cert);
	if (expected->missing != NULL &&
	    (finding->missing == NULL ||
		strcmp(finding->missing, expected->missing) != 0))
		complain(outcome, "%s misses \"%s\", not \"%s\"",
		    finding_code_text(finding->code),
		    finding->missing == NULL ? "" : finding->missing,
		    expected->missing);
}

static void
compare_findings(const struct case_file *file, const struct report *report,
    struct outcome *outcome)
{
	const struct case_look *look = outcome->look;

	for (size_t i = 0; i < look->findings.len || i < report->findings.len;
	     i++) {
		if (i >= report->findings.len)
			complain(outcome, "%s is not found",
			    finding_code_text(look->findings.items[i].code));
		else if (i >= look->findings.len)
			complain(outcome, "%s is not expected: %s",
			    finding_code_text(report->findings.items[i].code),
			    report->findings.items[i].detail);
		else
			compare_finding(file, &look->findings.items[i],
			    &report->findings.items[i], outcome);
	}
}

/* One fault, one finding. */
static void
look_for_doubles(const struct report *report, struct outcome *outcome)
{
	ARRAY_EACH (finding, &report->findings) {
		ARRAY_EACH (other, &report->findings) {
			if (other < finding && other->code == finding->code &&
			    other->has_fingerprint &&
			    finding->has_fingerprint &&
			    memcmp(other->sha256, finding->sha256,
				CERT_SHA256_LEN) == 0)
				complain(outcome, "%s is told twice of one",
				    finding_code_text(finding->code));
		}
	}
}

static void
compare_suggested(const struct case_file *file, const struct report *report,
    struct outcome *outcome)
{
	const struct case_look *look = outcome->look;
	const struct chain *suggested = report->suggested;
	size_t len = suggested == NULL ? 0 : suggested->len;

	if (!look->has_suggested)
		return;
	if (len != look->suggested.len) {
		complain(outcome, "%zu certificates suggested, not %zu", len,
		    look->suggested.len);
		return;
	}
	for (size_t i = 0; i < len; i++) {
		const char *name = name_of(file, suggested->certs[i]->sha256);

		if (strcmp(name, look->suggested.items[i]) != 0)
			complain(outcome, "suggested %zu is %s, not %s", i + 1,
			    name, look->suggested.items[i]);
	}
	if (suggested != NULL &&
	    report->is_suggested_complete != look->is_suggested_complete)
		complain(outcome, "the suggestion is %scomplete",
		    report->is_suggested_complete ? "" : "not ");
}

static void
compare_time(
    struct outcome *outcome, const char *what, int64_t is, int64_t expected)
{
	char a[TIMESTAMP_TEXT_MAX], b[TIMESTAMP_TEXT_MAX];

	if (is != expected)
		complain(outcome, "%s %s, not %s", what,
		    timestamp_format(is, a), timestamp_format(expected, b));
}

static void
compare_rest(const struct case_file *file, const struct report *report,
    struct outcome *outcome)
{
	const struct case_look *look = outcome->look;

	if (!look->has_valid || look->is_valid != report->is_valid)
		complain(
		    outcome, "it is %svalid", report->is_valid ? "" : "not ");
	if (look->has_breaks_at)
		compare_time(
		    outcome, "breaks at", report->breaks_at, look->breaks_at);
	if (look->has_holds_until)
		compare_time(outcome, "holds until", report->holds_until,
		    look->holds_until);
	if (look->path_count > 0 && report->paths.len != look->path_count)
		complain(outcome, "%zu paths, not %zu", report->paths.len,
		    look->path_count);
	if (look->want != NULL &&
	    (report->wants.len != 1 ||
		strcmp(name_of(file, report->wants.items[0].cert->sha256),
		    look->want) != 0))
		complain(outcome, "the issuer of %s is not wanted", look->want);
}

/* Of revocation only; those of issuers are compared by "want:". */
static void
compare_wants(const struct case_file *file, const struct report *report,
    struct outcome *outcome)
{
	size_t i = 0;

	if (!outcome->look->has_wants)
		return;
	ARRAY_EACH (want, &report->wants) {
		const struct case_want *expected = i < outcome->look->wants.len
		    ? &outcome->look->wants.items[i]
		    : NULL;

		if (want->kind == WANT_ISSUER)
			continue;
		i++;
		if (expected == NULL || expected->kind != want->kind ||
		    strcmp(expected->cert, name_of(file, want->cert->sha256)) !=
			0)
			complain(outcome, "%s of %s is wanted",
			    want->kind == WANT_OCSP	 ? "OCSP"
				: want->kind == WANT_CRL ? "a list"
							 : "a delta list",
			    name_of(file, want->cert->sha256));
	}
	if (i < outcome->look->wants.len)
		complain(outcome, "%zu are wanted, not %zu", i,
		    outcome->look->wants.len);
}

static void
compare_statuses(const struct case_file *file, const struct report *report,
    struct outcome *outcome)
{
	ARRAY_EACH (expected, &outcome->look->statuses) {
		const struct revocation *found = report_find_revocation(
		    report, case_find_cert(file, expected->cert)->cert);

		if (found == NULL) {
			complain(
			    outcome, "nothing is said of %s", expected->cert);
			continue;
		}
		if (found->status != expected->status ||
		    (expected->source >= 0 &&
			(int)found->source != expected->source))
			complain(outcome, "%s is %s by %s: %s", expected->cert,
			    names_text(&revocation_status_names, found->status),
			    names_text(&revocation_source_names, found->source),
			    found->words);
	}
}

static void
compare_clients(const struct report *report, struct outcome *outcome)
{
	ARRAY_EACH (expected, &outcome->look->clients) {
		const struct report_client *client =
		    report_find_client(report, expected->name);

		if (client == NULL || client->accepts != expected->accepts)
			complain(outcome, "%s %s", expected->name,
			    expected->accepts ? "refuses" : "accepts");
		else if (expected->has_breaks_at)
			compare_time(outcome, expected->name, client->breaks_at,
			    expected->breaks_at);
	}
}

static void
compare_stores(const struct report *report, struct outcome *outcome)
{
	ARRAY_EACH (expected, &outcome->look->stores) {
		const struct report_store *store =
		    report_find_store(report, expected->name);

		if (store == NULL || store->is_valid != expected->accepts ||
		    (store->reason == NULL) != store->is_valid)
			complain(outcome, "%s %s", expected->name,
			    expected->accepts ? "refuses" : "accepts");
		else if (expected->has_breaks_at)
			compare_time(outcome, expected->name, store->breaks_at,
			    expected->breaks_at);
	}
}

static size_t
try_look(const char *path, const struct case_file *file,
    const struct case_look *look)
{
	CLEANUP(report_unref) struct report *report = case_judge(file, look);
	struct outcome outcome = {.path = path, .look = look};

	compare_findings(file, report, &outcome);
	look_for_doubles(report, &outcome);
	compare_suggested(file, report, &outcome);
	compare_rest(file, report, &outcome);
	compare_clients(report, &outcome);
	compare_stores(report, &outcome);
	compare_wants(file, report, &outcome);
	compare_statuses(file, report, &outcome);
	if (outcome.wrong > 0 || is_telling)
		tell(file, report);
	return outcome.wrong;
}

static bool
expects(const struct case_look *look, enum finding_code code)
{
	ARRAY_EACH (finding, &look->findings) {
		if (finding->code == code)
			return true;
	}
	return false;
}

/* Does some look of the case expect the code, or some look not. */
static bool
has_look(const struct case_file *file, enum finding_code code, bool is_expected)
{
	ARRAY_EACH (look, &file->looks) {
		if (expects(look, code) == is_expected)
			return true;
	}
	return false;
}

static size_t
try_case(const char *path)
{
	struct error err = ERROR_INIT;
	struct case_file file;
	size_t wrong = 0;

	if (!case_read(path, &file, &err)) {
		fprintf(stderr, "%s\n", err.message);
		return 1;
	}
	if (is_telling)
		fprintf(stderr, "%s\n", path);
	ARRAY_EACH (look, &file.looks)
		wrong += file.lacks_something ? 0 : try_look(path, &file, look);
	ARRAY_EACH (code, &file.provokes) {
		if (has_look(&file, *code, true))
			continue;
		fprintf(stderr, "%s: does not provoke %s\n", path,
		    finding_code_text(*code));
		wrong++;
	}
	ARRAY_EACH (code, &file.just_not) {
		if (has_look(&file, *code, false))
			continue;
		fprintf(stderr, "%s: always expects %s\n", path,
		    finding_code_text(*code));
		wrong++;
	}
	case_clear(&file);
	return wrong;
}

static glob_t
all_cases(void)
{
	glob_t found;

	assert_int_equal(
	    glob(TEST_SRCDIR "/cases/*/*.case", 0, NULL, &found), 0);
	return found;
}

static void
every_case_is_judged_as_it_says(void **state)
{
	glob_t found = all_cases();
	size_t wrong = 0;

	for (size_t i = 0; i < found.gl_pathc; i++)
		wrong += try_case(found.gl_pathv[i]) > 0;
	fprintf(stderr, "%zu cases, %zu wrong\n", found.gl_pathc, wrong);
	globfree(&found);
	assert_int_equal(wrong, 0);
}

static void
every_finding_of_the_judge_is_provoked_and_just_missed(void **state)
{
	size_t provoked[FINDING_COUNT] = {0}, missed[FINDING_COUNT] = {0};
	glob_t found = all_cases();
	size_t wanting = 0;

	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct error err = ERROR_INIT;
		struct case_file file;

		assert_true(case_read(found.gl_pathv[i], &file, &err));
		ARRAY_EACH (code, &file.provokes)
			provoked[*code]++;
		ARRAY_EACH (code, &file.just_not)
			missed[*code]++;
		case_clear(&file);
	}
	globfree(&found);
	for (int i = 0; i < FINDING_COUNT; i++) {
		if (finding_info(i)->by != FINDING_BY_JUDGE ||
		    (provoked[i] > 0 && missed[i] > 0))
			continue;
		fprintf(stderr, "%s: %zu cases provoke it, %zu just not\n",
		    finding_code_text(i), provoked[i], missed[i]);
		wanting++;
	}
	assert_int_equal(wanting, 0);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_case_is_judged_as_it_says),
	    cmocka_unit_test(
		every_finding_of_the_judge_is_provoked_and_just_missed),
	};
	size_t wrong = 0;

	if (argc == 1)
		return cmocka_run_group_tests(tests, NULL, NULL);
	is_telling = true;
	for (int i = 1; i < argc; i++)
		wrong += try_case(argv[i]);
	return wrong > 0;
}
