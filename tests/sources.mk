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

# model

# judge

# incident

# schedule

# render

# probe

# files

# inspect

# notify

# monitor

# config

# daemon, cli

# lint: scripts that read the sources

# fuzz

TESTS += $(check_PROGRAMS)
