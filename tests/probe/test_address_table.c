/* Connections counted by IP address, and the lines of those who wait. */
#include "probe/address_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct ip_address
address(unsigned number, uint16_t port)
{
	return (struct ip_address){.family = 4,
	    .bytes = {10, 0, (uint8_t)(number >> 8), (uint8_t)number},
	    .port = port};
}

static void
ports_do_not_tell_addresses_apart(void **state)
{
	struct address_table *table = address_table_new();
	struct ip_address a = address(1, 443), b = address(1, 8443);
	struct ip_address c = address(2, 443);
	struct ip_address d = {.family = 6, .bytes = {10, 0, 0, 1}};
	struct address_slot *slot = address_table_get(table, &a);

	slot->active = 1;
	assert_ptr_equal(address_table_get(table, &b), slot);
	assert_ptr_not_equal(address_table_get(table, &c), slot);
	assert_ptr_not_equal(address_table_get(table, &d), slot);
	assert_int_equal(address_table_len(table), 3);
	slot->active = 0;
	address_table_settle(table, slot);
	address_table_settle(table, address_table_get(table, &c));
	address_table_settle(table, address_table_get(table, &d));
	assert_int_equal(address_table_len(table), 0);
	address_table_free(table);
}

static void
a_slot_in_use_or_waited_for_stays(void **state)
{
	struct address_table *table = address_table_new();
	struct ip_address a = address(1, 443);
	struct address_slot *slot = address_table_get(table, &a);
	struct line_member member = {0};

	slot->active = 1;
	address_table_settle(table, slot);
	assert_int_equal(address_table_len(table), 1);
	line_join(&slot->waiting, &member);
	slot->active = 0;
	address_table_settle(table, slot);
	assert_int_equal(address_table_len(table), 1);
	line_leave(&member);
	address_table_settle(table, slot);
	assert_int_equal(address_table_len(table), 0);
	address_table_free(table);
}

static void
thousands_are_found_again(void **state)
{
	struct address_table *table = address_table_new();

	for (unsigned i = 0; i < 5000; i++) {
		struct ip_address a = address(i, 1);

		address_table_get(table, &a)->active = i + 1;
	}
	assert_int_equal(address_table_len(table), 5000);
	for (unsigned i = 0; i < 5000; i++) {
		struct ip_address a = address(i, 2);
		struct address_slot *slot = address_table_get(table, &a);

		assert_int_equal(slot->active, i + 1);
		slot->active = 0;
		address_table_settle(table, slot);
	}
	assert_int_equal(address_table_len(table), 0);
	address_table_free(table);
}

static void
a_line_keeps_its_order_whoever_leaves(void **state)
{
	struct line line = {0};
	struct line_member members[4] = {0};

	for (int i = 0; i < 4; i++)
		line_join(&line, &members[i]);
	line_leave(&members[1]);
	line_leave(&members[3]);
	line_leave(&members[3]); /* nothing */
	assert_ptr_equal(line.first, &members[0]);
	assert_ptr_equal(members[0].next, &members[2]);
	assert_ptr_equal(line.last, &members[2]);
	line_join(&line, &members[1]);
	line_leave(&members[0]);
	assert_ptr_equal(line.first, &members[2]);
	line_leave(&members[2]);
	line_leave(&members[1]);
	assert_null(line.first);
	assert_null(line.last);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ports_do_not_tell_addresses_apart),
	    cmocka_unit_test(a_slot_in_use_or_waited_for_stays),
	    cmocka_unit_test(thousands_are_found_again),
	    cmocka_unit_test(a_line_keeps_its_order_whoever_leaves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
