/* The sentences, word by word. */
#include "incident/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/steps.h"

struct stage {
	struct steps steps;
	struct watched *a;
	struct open_incident *open;
	struct place one, two;
	struct scene scene;
};

static void
set_up(struct stage *stage, unsigned addresses)
{
	memset(stage, 0, sizeof *stage);
	steps_init(&stage->steps);
	stage->a = steps_watch(&stage->steps, "a", addresses);
	stage->one = steps_place(1);
	stage->two = steps_place(2);
	stage->open = book_open(&stage->steps.book, FINDING_LEAF_ONLY, NULL,
	    stage->a->endpoint, stage->steps.step.now);
	book_join(stage->open, stage->a, &stage->one, SEVERITY_CRITICAL,
	    stage->steps.step.now);
	stage->scene = (struct scene){
	    .watched = stage->a, .place = &stage->one, .open = stage->open};
}

static void
assert_words(char *take_words, const char *expected)
{
	assert_string_equal(take_words, expected);
	free(take_words);
}

#define LEAF_ONLY "leaf-only (only the server's own certificate is sent)"

static void
a_regression_reads_as_one_sentence(void **state)
{
	struct stage stage;

	set_up(&stage, 3);
	assert_words(words_regressed(&stage.scene),
	    "a.example:443 at 192.0.2.1: chain got worse after a "
	    "change: " LEAF_ONLY "; 1 of 3 addresses");
	steps_clear(&stage.steps);
}

static void
an_opening_names_what_goes_along(void **state)
{
	static const enum finding_code also[] = {
	    FINDING_NAME_MISMATCH, FINDING_OLD_PROTOCOL};
	struct stage stage;

	set_up(&stage, 1);
	stage.scene.also = also;
	stage.scene.also_count = 2;
	assert_words(words_opened(&stage.scene),
	    "a.example:443 at 192.0.2.1: " LEAF_ONLY
	    "; also name-mismatch, old-protocol");
	steps_clear(&stage.steps);
}

static void
many_findings_are_counted(void **state)
{
	enum finding_code also[9];
	struct stage stage;
	char *words;

	set_up(&stage, 1);
	for (size_t i = 0; i < 9; i++)
		also[i] = FINDING_OLD_PROTOCOL;
	stage.scene.also = also;
	stage.scene.also_count = 9;
	words = words_opened(&stage.scene);
	assert_non_null(strstr(words, "old-protocol and 3 more"));
	free(words);
	steps_clear(&stage.steps);
}

static void
a_port_is_named_where_it_is_another(void **state)
{
	struct stage stage;

	set_up(&stage, 1);
	stage.one.address.port = 9443;
	assert_words(words_opened(&stage.scene),
	    "a.example:443 at 192.0.2.1:9443: " LEAF_ONLY);
	/* and no place is named twice */
	stage.scene.place = NULL;
	assert_words(words_opened(&stage.scene), "a.example:443: " LEAF_ONLY);
	steps_clear(&stage.steps);
}

static void
the_certificate_at_fault_is_named_where_it_was_sent(void **state)
{
	struct stage stage;
	struct open_incident *open;
	uint8_t sha256[CERT_SHA256_LEN];

	set_up(&stage, 1);
	verdict_made_sha256("I1", sha256);
	open = book_open(&stage.steps.book, FINDING_INTERMEDIATE_EXPIRED,
	    sha256, stage.a->endpoint, 1);
	book_join(open, stage.a, &stage.one, SEVERITY_CRITICAL, 1);
	stage.scene.open = open;
	stage.scene.after =
	    steps_chain(&stage.steps, "L1", "I1", FINDING_COUNT);
	assert_words(words_opened(&stage.scene),
	    "a.example:443 at 192.0.2.1: intermediate-expired (an "
	    "intermediate certificate on the only path has expired: I1)");
	steps_clear(&stage.steps);
}

static void
clients_that_refuse_are_named(void **state)
{
	struct stage stage;
	struct open_incident *open;
	struct verdict *verdict;

	set_up(&stage, 1);
	open = book_open(&stage.steps.book, FINDING_CLIENT_REFUSES, NULL,
	    stage.a->endpoint, 1);
	book_join(open, stage.a, &stage.one, SEVERITY_WARNING, 1);
	stage.scene.open = open;
	verdict = verdict_copy(
	    steps_chain(&stage.steps, "L1", "I1", FINDING_CLIENT_REFUSES));
	verdict->refused_by = mem_strdup("Java and Go");
	stage.scene.after = verdict;
	assert_words(words_opened(&stage.scene),
	    "a.example:443 at 192.0.2.1: client-refuses (a client that matters "
	    "refuses what others accept: Java and Go)");
	verdict_unref(verdict);
	steps_clear(&stage.steps);
}

static void
a_renewal_says_from_when_to_when(void **state)
{
	struct stage stage;
	char *words;

	set_up(&stage, 2);
	stage.scene.open = NULL;
	stage.scene.before =
	    steps_chain(&stage.steps, "old.example", "I1", FINDING_COUNT);
	stage.scene.after =
	    steps_chain(&stage.steps, "new.example", "I1", FINDING_COUNT);
	stage.a->targets[0].is_seen = true;
	stage.a->targets[0].current =
	    verdict_ref((struct verdict *)stage.scene.after);
	words = words_chain_changed(&stage.scene);
	assert_non_null(strstr(
	    words, "a.example:443 at 192.0.2.1: renewed: valid until 20"));
	assert_non_null(strstr(words, ", same issuer (Test CA); 1 of 2 addre"));
	free(words);
	/* and back */
	stage.scene.before = stage.scene.after;
	stage.scene.after =
	    steps_chain(&stage.steps, "old.example", "I1", FINDING_COUNT);
	stage.scene.is_rollback = true;
	words = words_chain_changed(&stage.scene);
	assert_non_null(
	    strstr(words, "rolled back: old.example, valid until 20"));
	free(words);
	steps_clear(&stage.steps);
}

static void
a_change_says_what_is_gone_left_or_new(void **state)
{
	static const struct {
		enum finding_code before, after;
		const char *words;
	} rows[] = {
	    {FINDING_LEAF_ONLY, FINDING_COUNT, "; leaf-only is gone"},
	    {FINDING_LEAF_ONLY, FINDING_LEAF_ONLY, "; still leaf-only"},
	    {FINDING_COUNT, FINDING_WRONG_ORDER, "; shows wrong-order"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct stage stage;
		char *words;

		set_up(&stage, 1);
		stage.scene.open = NULL;
		stage.scene.before =
		    steps_chain(&stage.steps, "L1", NULL, rows[i].before);
		stage.scene.after =
		    steps_chain(&stage.steps, "L1", "I1", rows[i].after);
		words = words_chain_changed(&stage.scene);
		assert_non_null(strstr(words, rows[i].words));
		assert_non_null(strstr(words,
		    "other certificates are sent along with the same one (I1 "
		    "instead of none)"));
		free(words);
		steps_clear(&stage.steps);
	}
}

static void
an_end_says_how_long_and_what_is_left(void **state)
{
	struct stage stage;
	struct open_incident *other;
	int64_t later;

	set_up(&stage, 1);
	later = stage.steps.step.now + 7300;
	assert_words(words_resolved(&stage.scene, WORDS_FIXED, later),
	    "a.example:443 at 192.0.2.1: leaf-only is resolved after 2 hours");
	assert_words(words_resolved(&stage.scene, WORDS_UNWATCHED, later),
	    "a.example:443 at 192.0.2.1: leaf-only ends after 2 hours: no "
	    "longer watched");
	assert_words(words_resolved(&stage.scene, WORDS_ADDRESS_GONE, later),
	    "a.example:443 at 192.0.2.1: leaf-only ends after 2 hours: the "
	    "address is no longer in DNS");
	other = book_open(&stage.steps.book, FINDING_NAME_MISMATCH, NULL,
	    stage.a->endpoint, 1);
	book_join(other, stage.a, &stage.one, SEVERITY_CRITICAL, 1);
	assert_words(words_resolved(&stage.scene, WORDS_FIXED, later),
	    "a.example:443 at 192.0.2.1: leaf-only is resolved after 2 hours; "
	    "still open: name-mismatch");
	/* what looked clean a moment ago is not held against it */
	book_member(watched_member_anywhere(stage.a, other))->clean_count = 1;
	assert_words(words_resolved(&stage.scene, WORDS_FIXED, later),
	    "a.example:443 at 192.0.2.1: leaf-only is resolved after 2 hours");
	steps_clear(&stage.steps);
}

static void
growth_severity_and_reminders_have_their_words(void **state)
{
	struct stage stage;

	set_up(&stage, 1);
	assert_words(words_severity_changed(&stage.scene, SEVERITY_WARNING),
	    "a.example:443 at 192.0.2.1: " LEAF_ONLY
	    " is critical now, was warning");
	assert_words(words_reminder(&stage.scene, stage.steps.step.now + 86400),
	    "a.example:443 at 192.0.2.1: " LEAF_ONLY
	    " still holds after 1 day, since "
	    "2027-01-15 08:00 UTC; reminder 0");
	stage.open->incident->endpoint_count = 40;
	stage.open->incident->told_count = 1;
	assert_words(words_grown(&stage.scene),
	    LEAF_ONLY " is seen at 40 endpoints now, was 1");
	assert_words(words_remains(&stage.scene),
	    "a.example:443 at 192.0.2.1: what remains is " LEAF_ONLY
	    "; 40 endpoints");
	assert_words(words_down(&stage.scene, 3, 5),
	    "a.example:443 at 192.0.2.1: " LEAF_ONLY
	    "; 3 of the last 5 looks failed; 40 endpoints");
	steps_clear(&stage.steps);
}

/* Address n shows the chain. */
static void
show(struct stage *stage, unsigned n, struct verdict *verdict)
{
	struct target_state *target = &stage->a->targets[n - 1];

	verdict_unref(target->current);
	target->current = verdict_ref(verdict);
	target->is_seen = target->is_reached = true;
}

static void
a_divergence_names_who_differs(void **state)
{
	struct stage stage;
	struct verdict *usual, *other;

	set_up(&stage, 8);
	usual = steps_chain(&stage.steps, "L1", "I1", FINDING_COUNT);
	other = steps_chain(&stage.steps, "L1", NULL, FINDING_COUNT);
	stage.scene.majority = usual;
	for (unsigned n = 1; n <= 8; n++)
		show(&stage, n, n == 1 ? other : usual);
	assert_words(words_divergent(&stage.scene),
	    "a.example:443: not every address shows the same chain: "
	    "192.0.2.1 shows L1 alone, the others show L1 with I1; 1 of 8 "
	    "addresses");
	for (unsigned n = 2; n <= 6; n++) {
		struct place address = steps_place(n);

		book_join(stage.open, stage.a, &address, SEVERITY_CRITICAL, 1);
	}
	assert_words(words_divergent(&stage.scene),
	    "a.example:443: not every address shows the same chain: "
	    "192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4 and 2 more show L1 "
	    "alone, the others show L1 with I1; 6 of 8 addresses");
	steps_clear(&stage.steps);
}

static void
a_rollout_says_how_far_it_is(void **state)
{
	struct stage stage;
	char *words;

	set_up(&stage, 3);
	stage.scene.before =
	    steps_chain(&stage.steps, "L1", "I1", FINDING_COUNT);
	stage.scene.after =
	    steps_chain(&stage.steps, "L2", "I1", FINDING_COUNT);
	stage.scene.rollout = (struct event_rollout){
	    .done = 2, .total = 3, .since = stage.steps.step.now};
	words = words_rollout_started(&stage.scene);
	assert_non_null(strstr(words, "2 of 3 addresses show L2, valid until"));
	assert_non_null(strstr(words, "the others still show L1, valid until"));
	free(words);
	words = words_rollout_stalled(
	    &stage.scene, stage.steps.step.now + 2 * 86400);
	assert_non_null(strstr(words, "after 2 days 2 of 3 addresses show L2"));
	assert_non_null(strstr(words, "still on L1, valid until"));
	assert_non_null(strstr(words, ": 192.0.2.1"));
	free(words);
	words =
	    words_rollout_finished(&stage.scene, stage.steps.step.now + 7200);
	assert_non_null(strstr(words, "has arrived after 2 hours: all 3"));
	free(words);
	stage.scene.is_rollback = true;
	words =
	    words_rollout_finished(&stage.scene, stage.steps.step.now + 7200);
	assert_non_null(strstr(words, "was taken back after 2 hours: all 3"));
	free(words);
	steps_clear(&stage.steps);
}

static void
front_and_provider_are_named_with_the_address(void **state)
{
	char title[] = "eu-1";
	struct endpoint_front front = {
	    .role = ENDPOINT_ROLE_LOAD_BALANCER, .title = title};
	struct stage stage;

	set_up(&stage, 1);
	stage.a->targets[0].front = &front;
	assert_words(words_opened(&stage.scene),
	    "a.example:443 at the load balancer eu-1 (192.0.2.1): " LEAF_ONLY);
	stage.a->targets[0].provider = PROVIDER_AWS_ELB;
	assert_words(words_opened(&stage.scene),
	    "a.example:443 at the load balancer eu-1 (AWS Elastic Load "
	    "Balancing, 192.0.2.1): " LEAF_ONLY);
	stage.a->targets[0].front = NULL;
	assert_words(words_opened(&stage.scene),
	    "a.example:443 at 192.0.2.1 (AWS Elastic Load "
	    "Balancing): " LEAF_ONLY);
	steps_clear(&stage.steps);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_regression_reads_as_one_sentence),
	    cmocka_unit_test(an_opening_names_what_goes_along),
	    cmocka_unit_test(many_findings_are_counted),
	    cmocka_unit_test(a_port_is_named_where_it_is_another),
	    cmocka_unit_test(
		the_certificate_at_fault_is_named_where_it_was_sent),
	    cmocka_unit_test(clients_that_refuse_are_named),
	    cmocka_unit_test(a_renewal_says_from_when_to_when),
	    cmocka_unit_test(a_change_says_what_is_gone_left_or_new),
	    cmocka_unit_test(an_end_says_how_long_and_what_is_left),
	    cmocka_unit_test(growth_severity_and_reminders_have_their_words),
	    cmocka_unit_test(a_divergence_names_who_differs),
	    cmocka_unit_test(a_rollout_says_how_far_it_is),
	    cmocka_unit_test(front_and_provider_are_named_with_the_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
