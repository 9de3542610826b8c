/*
 * Chains built to explode: each is judged within a bound of CPU time, and says
 * what is known of it. Prints what each costs. Under sanitizers, which cost
 * several times as much, only that all of them end as they should is held.
 */
#include "judge/judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "support/mint_ocsp.h"

#if defined(__SANITIZE_ADDRESS__)
#define MOST_MS 2000
#else
#define MOST_MS 100
#endif

#define ROUNDS 5 /* the least of them counts: others use the machine too */
#define MOST_CERTS 100
#define TEXT_MAX (4u << 20)

/* What is sent, and what is trusted. */
struct bomb {
	struct cert *certs[MOST_CERTS];
	size_t len;
	const struct mint *anchor;
	struct staple staples[MOST_CERTS]; /* owned */
};

static void
add(struct bomb *bomb, const struct mint *mint)
{
	assert_true(bomb->len < MOST_CERTS);
	bomb->certs[bomb->len++] = mint->cert;
}

static double
cpu_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* What reading them costs, which comes before. */
static double
parse_ms(const struct bomb *bomb)
{
	double begun = cpu_ms();

	for (size_t i = 0; i < bomb->len; i++)
		cert_unref(
		    cert_new(bomb->certs[i]->der, bomb->certs[i]->der_len));
	return cpu_ms() - begun;
}

/* Judges it several times; gives the last report. */
static struct report *
judge_bomb(const char *what, const struct bomb *bomb)
{
	CLEANUP(chain_unref)
	struct chain *presented = chain_new(bomb->certs, bomb->len);
	CLEANUP(trust_store_unref)
	struct trust_store *store = mint_trust("system", bomb->anchor, NULL);
	const struct trust_store *stores[] = {store};
	struct hostname name;
	struct error err = ERROR_INIT;
	const struct evidence evidence = {
	    .presented = presented,
	    .name = &name,
	    .stores = stores,
	    .store_count = 1,
	    .staples = bomb->staples,
	    .was_staple_asked = true,
	};
	struct report *report = NULL;
	double least = 1e9;

	assert_true(hostname_parse("www.example.test", &name, &err));
	for (int i = 0; i < ROUNDS; i++) {
		double begun = cpu_ms(), took;

		report_unref(report);
		report = judge(&evidence, &judge_options_default, MINT_NOW);
		took = cpu_ms() - begun;
		if (took < least)
			least = took;
	}
	printf("%6.1f ms, parsing %5.1f ms  %-46s %3zu paths, %s%s\n", least,
	    parse_ms(bomb), what, report->paths.len,
	    report->is_valid ? "valid" : "not valid",
	    report->has_more_paths ? ", cut short" : "");
	assert_true(least <= MOST_MS);
	return report;
}

/* Every CA of every level signed by each of the level above: width to the power
 * of levels are the ways. Where twins is set, all of a level share one key. */
static void
add_mesh(struct bomb *bomb, const struct mint *root, size_t levels,
    size_t width, enum mint_key_kind kind)
{
	const struct mint *above = root;
	struct cert *made[MOST_CERTS];
	size_t count = 0;

	for (size_t i = 0; i < levels; i++) {
		CLEANUP(free)
		char *subject = mem_printf("CN=Mesh %d %zu", (int)kind, i);
		const struct mint *first = NULL;

		for (size_t k = 0; k < width; k++) {
			const struct mint *twin = MINT(.subject = subject,
			    .is_ca = true, .issuer = above, .key_kind = kind,
			    .not_after =
				MINT_NOW + (int64_t)(100 + k) * MINT_DAY);

			assert_true(count < MOST_CERTS);
			made[count++] = twin->cert;
			if (first == NULL)
				first = twin;
		}
		above = first;
	}
	bomb->certs[bomb->len++] = MINT(.subject = "CN=leaf", .issuer = above,
	    .names = "DNS:www.example.test")
				       ->cert;
	/* the lowest first, as they would be sent */
	for (size_t i = count; i-- > 0;)
		bomb->certs[bomb->len++] = made[i];
}

static void
a_hundred_cross_signs(void **state)
{
	struct bomb bomb = {.anchor = MINT(.subject = "CN=R", .is_ca = true)};
	CLEANUP(report_unref) struct report *report = NULL;

	add_mesh(&bomb, bomb.anchor, 9, 11, MINT_EC_P256);
	report = judge_bomb("100 cross-signs, 11 twins on 9 levels", &bomb);
	assert_true(report->is_valid);
	assert_true(report->has_more_paths);
	assert_non_null(report_find(report, FINDING_CHAIN_TOO_LARGE));
}

static void
a_hundred_cross_signs_without_their_root(void **state)
{
	const struct mint *root = MINT(.subject = "CN=Gone", .is_ca = true);
	struct bomb bomb = {.anchor = MINT(.subject = "CN=R", .is_ca = true)};
	CLEANUP(report_unref) struct report *report = NULL;

	add_mesh(&bomb, root, 9, 11, MINT_EC_P256);
	report = judge_bomb("the same, their root in no store", &bomb);
	assert_false(report->is_valid);
	assert_int_equal(
	    report->findings.items[0].code, FINDING_CHAIN_TOO_LARGE);
	assert_int_equal(report->severity, SEVERITY_CRITICAL);
	assert_null(report_find(report, FINDING_UNTRUSTED_ROOT));
}

static void
a_hundred_cross_signs_with_p521_keys(void **state)
{
	struct bomb bomb = {.anchor = MINT(.subject = "CN=R5", .is_ca = true,
				.key_kind = MINT_EC_P521)};
	CLEANUP(report_unref) struct report *report = NULL;

	add_mesh(&bomb, bomb.anchor, 9, 11, MINT_EC_P521);
	report = judge_bomb("the same with keys of P-521", &bomb);
	assert_non_null(report_find(report, FINDING_CHAIN_TOO_LARGE));
}

/* Keys of their own: no signature is paid for twice, each is another. */
static void
one_level_of_a_hundred_keys(void **state)
{
	struct bomb bomb = {.anchor = MINT(.subject = "CN=R5", .is_ca = true,
				.key_kind = MINT_EC_P521)};
	const struct mint *issuer = NULL;
	CLEANUP(report_unref) struct report *report = NULL;

	bomb.len = 1;
	for (int i = 0; i < MOST_CERTS - 1; i++) {
		CLEANUP(free) char *key = mem_printf("p521-%d", i);

		issuer = MINT(.subject = "CN=Namesake", .is_ca = true,
		    .issuer = bomb.anchor, .key = key, .key_kind = MINT_EC_P521,
		    .subject_key_id = "", .authority_key_id = "");
		add(&bomb, issuer);
	}
	bomb.certs[0] = MINT(.subject = "CN=leaf", .issuer = issuer,
	    .names = "DNS:www.example.test", .authority_key_id = "")
			    ->cert;
	report = judge_bomb("99 namesakes with keys of P-521", &bomb);
	assert_true(report->is_valid || report->has_more_paths);
	assert_null(report_find(report, FINDING_UNTRUSTED_ROOT));
	assert_null(report_find(report, FINDING_BAD_SIGNATURE));
}

/* "EACH0,EACH1,...,LAST", numbers in hexadecimal to be short. */
static char *
list_of(const char *prefix, const char *each, const char *after, int count,
    const char *last)
{
	struct strbuf buf = STRBUF_INIT(TEXT_MAX);

	strbuf_add(&buf, prefix);
	for (int i = 0; i < count; i++)
		strbuf_addf(&buf, "%s%x%s,", each, (unsigned)i, after);
	strbuf_add(&buf, last);
	return strbuf_take(&buf);
}

static void
add_names_and_constraints(struct bomb *bomb, int names, int constraints)
{
	CLEANUP(free)
	char *san = list_of("", "DNS:", "", names, "DNS:www.example.test");
	CLEANUP(free)
	char *excluded = list_of("critical,", "excluded;DNS:c", ".test",
	    constraints, "excluded;DNS:c.test");
	const struct mint *inter = MINT(.subject = "CN=Constrained",
	    .is_ca = true, .issuer = bomb->anchor,
	    .name_constraints = constraints > 0 ? excluded : NULL);

	add(bomb, MINT(.subject = "CN=Names", .issuer = inter, .names = san));
	add(bomb, inter);
}

static void
ten_thousand_names(void **state)
{
	struct bomb bomb = {.anchor = MINT(.subject = "CN=R", .is_ca = true)};
	CLEANUP(report_unref) struct report *report = NULL;

	add_names_and_constraints(&bomb, 10000, 0);
	report = judge_bomb("10,000 names", &bomb);
	assert_true(report->is_valid);
}

static void
a_thousand_constraints(void **state)
{
	struct bomb bomb = {.anchor = MINT(.subject = "CN=R", .is_ca = true)};
	CLEANUP(report_unref) struct report *report = NULL;

	add_names_and_constraints(&bomb, 10, 1000);
	report = judge_bomb("1,000 constraints", &bomb);
	assert_true(report->is_valid);
}

static void
ten_thousand_names_and_a_thousand_constraints(void **state)
{
	struct bomb bomb = {.anchor = MINT(.subject = "CN=R", .is_ca = true)};
	CLEANUP(report_unref) struct report *report = NULL;

	add_names_and_constraints(&bomb, 10000, 1000);
	report = judge_bomb("10,000 names and 1,000 constraints", &bomb);
	assert_true(report->findings.len > 0);
}

/* All at once: each of a hundred twins has a thousand constraints. */
static void
constraints_on_every_path(void **state)
{
	struct bomb bomb = {.anchor = MINT(.subject = "CN=R", .is_ca = true)};
	CLEANUP(free)
	char *excluded = list_of(
	    "critical,", "excluded;DNS:c", ".test", 200, "excluded;DNS:c.test");
	CLEANUP(free)
	char *san =
	    list_of("", "DNS:n", ".example.test", 1000, "DNS:www.example.test");
	const struct mint *inter = NULL;
	CLEANUP(report_unref) struct report *report = NULL;

	bomb.len = 1;
	for (int i = 0; i < MOST_CERTS - 1; i++) {
		inter = MINT(.subject = "CN=Twin", .is_ca = true,
		    .issuer = bomb.anchor, .name_constraints = excluded,
		    .not_after = MINT_NOW + (100 + i) * MINT_DAY);
		add(&bomb, inter);
	}
	bomb.certs[0] =
	    MINT(.subject = "CN=leaf", .issuer = inter, .names = san)->cert;
	report = judge_bomb("99 twins of 200 constraints, 1,000 names", &bomb);
	assert_true(report->is_valid);
	assert_non_null(report_find(report, FINDING_CHAIN_TOO_LARGE));
}

/* Each about the certificate that it comes with, as often as one response can
 * be, and by somebody else: it is looked at on every path. */
static void
staples_on_every_path(void **state)
{
	const struct mint *other = MINT(.subject = "CN=Other", .is_ca = true);
	struct bomb bomb = {.anchor = MINT(.subject = "CN=R", .is_ca = true)};
	CLEANUP(report_unref) struct report *report = NULL;
	size_t total = 0;

	add_mesh(&bomb, bomb.anchor, 9, 11, MINT_EC_P256);
	for (size_t i = 0; i < bomb.len; i++) {
		struct mint_ocsp_recipe recipe = {
		    .issuer = other, .id_digest = "SHA512"};

		for (size_t k = 0; k < OCSP_MAX_SINGLES; k++)
			recipe.singles[k].cert = bomb.certs[i];
		bomb.staples[i].der =
		    mint_ocsp_der(&recipe, &bomb.staples[i].len);
		total += bomb.staples[i].len + bomb.certs[i]->der_len;
	}
	printf("%zu KB in all\n", total >> 10);
	report = judge_bomb("the same with 100 staples about 16 each", &bomb);
	assert_true(report->is_valid);
	assert_non_null(report_find(report, FINDING_STAPLE_INVALID));
	for (size_t i = 0; i < bomb.len; i++)
		free((void *)(uintptr_t)bomb.staples[i].der);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_hundred_cross_signs),
	    cmocka_unit_test(a_hundred_cross_signs_without_their_root),
	    cmocka_unit_test(a_hundred_cross_signs_with_p521_keys),
	    cmocka_unit_test(one_level_of_a_hundred_keys),
	    cmocka_unit_test(ten_thousand_names),
	    cmocka_unit_test(a_thousand_constraints),
	    cmocka_unit_test(ten_thousand_names_and_a_thousand_constraints),
	    cmocka_unit_test(constraints_on_every_path),
	    cmocka_unit_test(staples_on_every_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
