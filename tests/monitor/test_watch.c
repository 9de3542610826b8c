/* An endpoint that is being watched, and its targets. */
#include "monitor/watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct endpoint *
endpoint_for(const char *host, const char *front)
{
	struct endpoint *endpoint = endpoint_new();
	struct error err = ERROR_INIT;

	assert_true(hostname_parse(host, &endpoint->host, &err));
	if (front != NULL)
		ARRAY_ADD(&endpoint->fronts)->name = mem_strdup(front);
	endpoint_finish(endpoint);
	return endpoint;
}

static struct place
place_of(const char *text, uint16_t port)
{
	struct ip_address address;

	assert_true(ip_address_parse(text, &address));
	address.port = port;
	return place_at(&address);
}

static struct watch *
watch_for(const char *host, const char *front)
{
	CLEANUP(endpoint_unref)
	struct endpoint *endpoint = endpoint_for(host, front);

	return watch_new(NULL, endpoint);
}

static void
targets_are_found_by_address_and_port(void **state)
{
	struct watch *watch = watch_for("www.example.test", NULL);
	struct place a = place_of("192.0.2.1", 443);
	struct place b = place_of("192.0.2.1", 8443);
	struct watch_target *first = watch_add(watch, &a, NULL);
	struct watch_target *second = watch_add(watch, &b, NULL);

	assert_ptr_equal(watch_find(watch, &a), first);
	assert_ptr_equal(watch_find(watch, &b), second);
	watch_drop(watch, first);
	assert_null(watch_find(watch, &a));
	assert_ptr_equal(watch_find(watch, &b), second);
	watch_drop(watch, second);
	watch_unref(watch);
}

static void
keys_are_the_same_in_every_run_and_differ_between_targets(void **state)
{
	struct watch *one = watch_for("www.example.test", NULL);
	struct watch *same = watch_for("www.example.test", NULL);
	struct watch *other = watch_for("api.example.test", NULL);
	struct place a = place_of("192.0.2.1", 443);
	struct place b = place_of("192.0.2.2", 443);
	struct watch_target *x = watch_add(one, &a, NULL);
	struct watch_target *y = watch_add(one, &b, NULL);
	struct watch_target *z = watch_add(same, &a, NULL);

	assert_true(watch_key(one) == watch_key(same));
	assert_true(watch_key(one) != watch_key(other));
	assert_true(watch_target_key(x) == watch_target_key(z));
	assert_true(watch_target_key(x) != watch_target_key(y));
	watch_drop(one, x);
	watch_drop(one, y);
	watch_drop(same, z);
	watch_unref(one);
	watch_unref(same);
	watch_unref(other);
}

/* The text of a front belongs to the endpoint that goes. */
static void
another_endpoint_brings_its_own_fronts(void **state)
{
	struct watch *watch = watch_for("www.example.test", "lb.example.net");
	struct endpoint *same =
	    endpoint_for("www.example.test", "lb.example.net");
	struct endpoint *without = endpoint_for("www.example.test", NULL);
	struct place a = place_of("192.0.2.1", 443);
	struct watch_target *target = watch_add(watch, &a,
	    &(struct endpoint_via){.front = &watch->endpoint->fronts.items[0]});

	watch_set_endpoint(watch, same);
	assert_ptr_equal(target->front, &same->fronts.items[0]);
	watch_set_endpoint(watch, without);
	assert_null(target->front);
	endpoint_unref(same);
	endpoint_unref(without);
	watch_drop(watch, target);
	watch_unref(watch);
}

/* As many as a list has, whether it needs room of its own or not. */
static void
all_targets_of_a_list_are_walked_in_order(void **state)
{
	struct watch *watch = watch_for("www.example.test", NULL);
	struct watch_target *targets[9];
	size_t count = 0;

	WATCH_LIST_EACH (target, &watch->targets)
		fail_msg("%p in an empty list", (void *)*target);
	for (uint16_t i = 0; i < 9; i++) {
		struct place place = place_of("192.0.2.1", (uint16_t)(1 + i));

		targets[i] = watch_add(watch, &place, NULL);
		assert_int_equal(watch->targets.len, i + 1);
		count = 0;
		WATCH_LIST_EACH (target, &watch->targets)
			assert_ptr_equal(*target, targets[count++]);
		assert_int_equal(count, i + 1);
	}
	/* From the middle, the end and the beginning. */
	watch_drop(watch, targets[4]);
	watch_drop(watch, targets[8]);
	watch_drop(watch, targets[0]);
	count = 0;
	WATCH_LIST_EACH (target, &watch->targets) {
		static const size_t left[] = {1, 2, 3, 5, 6, 7};

		assert_ptr_equal(*target, targets[left[count++]]);
	}
	assert_int_equal(count, 6);
	while (watch->targets.len > 0)
		watch_drop(watch, *watch_list_items(&watch->targets));
	watch_unref(watch);
}

/* The one target of an endpoint, as most have it. */
static void
one_target_takes_no_room_of_a_list(void **state)
{
	struct watch *watch = watch_for("www.example.test", NULL);
	struct place place = place_of("192.0.2.1", 443);
	struct watch_target *target = watch_add(watch, &place, NULL);

	assert_int_equal(watch->targets.cap, 0);
	assert_ptr_equal(*watch_list_items(&watch->targets), target);
	watch_drop(watch, target);
	assert_null(watch_find(watch, &place));
	target = watch_add(watch, &place, NULL);
	assert_ptr_equal(watch_find(watch, &place), target);
	watch_drop(watch, target);
	watch_unref(watch);
}

/* There are up to 100,000 of either. */
static void
both_are_small(void **state)
{
	assert_in_range(sizeof(struct watch_target), 1, 72);
	assert_in_range(sizeof(struct watch), 1, 104);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(targets_are_found_by_address_and_port),
	    cmocka_unit_test(
		keys_are_the_same_in_every_run_and_differ_between_targets),
	    cmocka_unit_test(another_endpoint_brings_its_own_fronts),
	    cmocka_unit_test(all_targets_of_a_list_are_walked_in_order),
	    cmocka_unit_test(one_target_takes_no_room_of_a_list),
	    cmocka_unit_test(both_are_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
