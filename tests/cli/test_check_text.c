/* What several addresses of one endpoint look like in words. */
#include "cli/check_text.h"

#include "render/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Addresses 192.0.2.1 and on; takes the reports, NULL: refused there. */
static const char *
text_of(struct report *const *reports, size_t count)
{
	static char shown[1 << 16];
	const struct render_style style = {.width = 0};
	struct endpoint *endpoint = scene_endpoint();
	struct strbuf buf = STRBUF_INIT(sizeof shown - 1);
	struct looks looks = {0};

	for (size_t i = 0; i < count; i++) {
		struct checked *checked = ARRAY_ADD(&looks.items);

		scene_target(&checked->target, endpoint);
		checked->target.place.address.bytes[3] = (uint8_t)(i + 1);
		checked->report = reports[i];
		checked->observation = scene_observation(
		    reports[i] == NULL ? FAILURE_CONNECT_REFUSED : FAILURE_NONE,
		    "");
	}
	check_text(&buf, endpoint, &looks, &style);
	memcpy(shown, strbuf_text(&buf), buf.len + 1);
	looks_clear(&looks);
	strbuf_clear(&buf);
	endpoint_unref(endpoint);
	return shown;
}

static void
one_address_is_a_heading_and_its_report(void **state)
{
	const char *text = text_of((struct report *[]){scene_good()}, 1);

	assert_int_equal(
	    strncmp(text, "www.example.test:443 at 192.0.2.1:443   TLS", 43),
	    0);
	assert_null(strstr(text, "another chain"));
}

static void
the_same_chain_is_shown_once_for_all_its_addresses(void **state)
{
	struct report *good = scene_good();
	const char *text = text_of(
	    (struct report *[]){good, report_ref(good), report_ref(good)}, 3);

	assert_non_null(
	    strstr(text, "\nAt 192.0.2.1:443, 192.0.2.2:443, 192.0.2.3:443\n"));
	assert_null(strstr(text, "another chain"));
	assert_null(strstr(strstr(text, "\nChain\n") + 1, "\nChain\n"));
}

static void
the_minority_is_named(void **state)
{
	struct report *good = scene_good();
	const char *text = text_of(
	    (struct report *[]){scene_leaf_only(), good, report_ref(good)}, 3);

	assert_non_null(strstr(text,
	    "\n192.0.2.1:443 shows another chain than the other 2 "
	    "addresses.\n"));
}

static void
where_all_differ_none_is_the_usual_one(void **state)
{
	const struct mint *own = MINT(.subject = "CN=own");
	struct report *third = report_new();

	third->presented = mint_presented(own, NULL);
	assert_non_null(strstr(
	    text_of(
		(struct report *[]){scene_leaf_only(), scene_good(), third}, 3),
	    "\nNo two addresses show the same chain.\n"));
}

static void
several_that_differ_are_all_named(void **state)
{
	struct report *good = scene_good();
	const char *text = text_of((struct report *[]){scene_leaf_only(), good,
				       report_ref(good), scene_good()},
	    4);

	assert_non_null(strstr(text,
	    "\n192.0.2.1:443, 192.0.2.4:443 show another chain than the other "
	    "2 addresses.\n"));
}

static void
an_address_that_cannot_be_reached_shows_no_other_chain(void **state)
{
	const char *text = text_of((struct report *[]){scene_good(), NULL}, 2);

	assert_non_null(strstr(text, "  critical  192.0.2.2:443  connect-re"));
	assert_null(strstr(text, "another chain"));
}

static void
names_without_addresses_are_said(void **state)
{
	const struct render_style style = {.width = 0, .has_remedies = true};
	struct endpoint *endpoint = scene_endpoint();
	struct strbuf buf = STRBUF_INIT(1 << 16);
	struct looks looks = {.resolve_failure = FAILURE_RESOLVE_NO_NAME,
	    .resolve_detail = "no such name"};

	check_text(&buf, endpoint, &looks, &style);
	assert_int_equal(
	    strncmp(strbuf_text(&buf), "www.example.test:443\ncritical: ", 31),
	    0);
	assert_non_null(strstr(strbuf_text(&buf), "  no such name\n"));
	assert_non_null(strstr(strbuf_text(&buf), "What to do"));
	strbuf_clear(&buf);
	endpoint_unref(endpoint);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_address_is_a_heading_and_its_report),
	    cmocka_unit_test(
		the_same_chain_is_shown_once_for_all_its_addresses),
	    cmocka_unit_test(the_minority_is_named),
	    cmocka_unit_test(where_all_differ_none_is_the_usual_one),
	    cmocka_unit_test(several_that_differ_are_all_named),
	    cmocka_unit_test(
		an_address_that_cannot_be_reached_shows_no_other_chain),
	    cmocka_unit_test(names_without_addresses_are_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
