# Dated rules, built into the programs: the rules that lie here, and the
# fingerprints of Mozilla's roots out of the ca-certificates package.

dist_pkgdata_DATA = policy/chainwatch.policy
EXTRA_DIST += policy/mozilla_roots.sh policy/embed.sh
CLEANFILES += policy/mozilla-roots.policy policy/shipped.c

POLICY_TEXTS = $(srcdir)/policy/chainwatch.policy policy/mozilla-roots.policy

policy/mozilla-roots.policy: $(srcdir)/policy/mozilla_roots.sh Makefile
	$(AM_V_GEN)$(MKDIR_P) policy && \
	$(SHELL) $(srcdir)/policy/mozilla_roots.sh '$(MOZILLA_ROOTS)' \
		>$@.$$$$.tmp && mv $@.$$$$.tmp $@

policy/shipped.c: $(srcdir)/policy/embed.sh $(srcdir)/policy/chainwatch.policy \
		policy/mozilla-roots.policy
	$(AM_V_GEN)$(SHELL) $(srcdir)/policy/embed.sh $(POLICY_TEXTS) \
		>$@.$$$$.tmp && mv $@.$$$$.tmp $@

nodist_src_libfiles_a_SOURCES = policy/shipped.c
