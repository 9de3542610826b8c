/* Which rules an incident goes by. */
#include "incident/kind.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"

static void
kinds_follow_from_who_finds_it(void **state)
{
	static const struct {
		enum finding_code code;
		enum incident_kind kind;
	} rows[] = {
	    {FINDING_LEAF_ONLY, INCIDENT_FACT},
	    {FINDING_LEAF_EXPIRED, INCIDENT_FACT},
	    {FINDING_OLD_PROTOCOL, INCIDENT_FACT},
	    {FINDING_CLIENT_CERTIFICATE_REQUIRED, INCIDENT_FACT},
	    {FINDING_RESOLVE_FAILED, INCIDENT_WEATHER},
	    {FINDING_CONNECT_REFUSED, INCIDENT_WEATHER},
	    {FINDING_NOT_TLS, INCIDENT_WEATHER},
	    {FINDING_CLOSED_EARLY, INCIDENT_WEATHER},
	    {FINDING_DIVERGENT_CHAIN, INCIDENT_DIVERGENCE},
	    {FINDING_NOT_DEPLOYED, INCIDENT_DEPLOYMENT},
	    {FINDING_FILE_UNREADABLE, INCIDENT_WEATHER},
	    {FINDING_NO_CERTIFICATE, INCIDENT_WEATHER},
	    {FINDING_KEY_MISMATCH, INCIDENT_FACT},
	    {FINDING_MIXED_CHAIN, INCIDENT_ALTERNATION},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(incident_kind(rows[i].code), rows[i].kind);
}

static void
whatever_the_judge_finds_is_a_fact(void **state)
{
	for (int code = 0; code < FINDING_COUNT; code++) {
		const struct finding_info *info =
		    finding_info((enum finding_code)code);

		if (info->by == FINDING_BY_JUDGE)
			assert_int_equal(incident_kind((enum finding_code)code),
			    INCIDENT_FACT);
	}
}

static void
what_a_wrong_clock_makes_up_hangs_on_dates(UNUSED void **state)
{
	static const enum finding_code codes[] = {FINDING_LEAF_EXPIRED,
	    FINDING_LEAF_EXPIRING, FINDING_BREAKS_BEFORE_LEAF,
	    FINDING_RENEWAL_OVERDUE, FINDING_STAPLE_EXPIRED, FINDING_CRL_STALE,
	    FINDING_REVOCATION_UNKNOWN, FINDING_TOO_FEW_SCTS};

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		assert_true(incident_is_of_dates(codes[i]));
}

static void
what_no_clock_changes_does_not(UNUSED void **state)
{
	static const enum finding_code codes[] = {FINDING_LEAF_ONLY,
	    FINDING_LEAF_REVOKED, FINDING_INTERMEDIATE_REVOKED,
	    FINDING_STAPLE_MISSING, FINDING_NAME_MISMATCH, FINDING_WEAK_KEY,
	    FINDING_LIFETIME_TOO_LONG, FINDING_CONNECT_TIMEOUT};

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		assert_false(incident_is_of_dates(codes[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(kinds_follow_from_who_finds_it),
	    cmocka_unit_test(whatever_the_judge_finds_is_a_fact),
	    cmocka_unit_test(what_a_wrong_clock_makes_up_hangs_on_dates),
	    cmocka_unit_test(what_no_clock_changes_does_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
