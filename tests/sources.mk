# One program a test file: tests/<folder>/test_<file>.c is linked with what its
# layer may use and nothing more, so a call upward does not link.

TEST_CFLAGS = $(AM_CFLAGS) -Wno-unused-parameter
TEST_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests \
	-DTEST_SRCDIR=\"$(abs_srcdir)/tests\" $(CMOCKA_CFLAGS)

# base
check_PROGRAMS += tests/base/test_duration
tests_base_test_duration_CFLAGS = $(TEST_CFLAGS)
tests_base_test_duration_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_duration_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

# support: what tests share (minting, scripted peers, fakes)

# pki

# net
check_PROGRAMS += tests/net/test_loop
tests_net_test_loop_CFLAGS = $(TEST_CFLAGS)
tests_net_test_loop_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_loop_LDADD = $(LINK_NET) $(CMOCKA_LIBS)

# model
check_PROGRAMS += tests/model/test_finding
tests_model_test_finding_CFLAGS = $(TEST_CFLAGS)
tests_model_test_finding_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_finding_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_remedy
tests_model_test_remedy_CFLAGS = $(TEST_CFLAGS)
tests_model_test_remedy_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_remedy_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_report
tests_model_test_report_CFLAGS = $(TEST_CFLAGS)
tests_model_test_report_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_report_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_verdict
tests_model_test_verdict_CFLAGS = $(TEST_CFLAGS)
tests_model_test_verdict_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_verdict_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)

# judge

# incident

# schedule
check_PROGRAMS += tests/schedule/test_schedule
tests_schedule_test_schedule_CFLAGS = $(TEST_CFLAGS)
tests_schedule_test_schedule_CPPFLAGS = $(TEST_CPPFLAGS)
tests_schedule_test_schedule_LDADD = $(LINK_SCHEDULE) $(CMOCKA_LIBS)

# render

# probe

# files

# inspect

# notify

# monitor

# config

# daemon, cli

# lint: scripts that read the sources
LINTS = \
	tests/lint/layers.sh tests/lint/banned.sh tests/lint/headers.sh \
	tests/lint/mirror.sh tests/lint/sizes.sh tests/lint/selftest.sh
TEST_EXTENSIONS = .sh
SH_LOG_COMPILER = bash
AM_TESTS_ENVIRONMENT = \
	CC='$(CC)'; export CC; \
	LINT_CPPFLAGS='$(OPENSSL_CFLAGS) $(LIBEVENT_CFLAGS) \
		$(UNBOUND_CFLAGS) $(YAML_CFLAGS) $(SYSTEMD_CFLAGS) \
		$(JANSSON_CFLAGS) $(IDN2_CFLAGS) $(PSL_CFLAGS)'; \
	export LINT_CPPFLAGS;
TESTS += $(LINTS)
EXTRA_DIST += $(LINTS) tests/lint/layers.table tests/lint/banned.table \
	tests/lint/mirror.allow tests/lint/strip.awk

# fuzz

TESTS += $(check_PROGRAMS)
