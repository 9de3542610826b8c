# The manuals, and what makes them; a cross build wants build/man/make_manual
# made for the machine it runs on.
noinst_PROGRAMS += man/make_manual
man_make_manual_SOURCES = man/make_manual.c
man_make_manual_LDADD = $(LINK_MANUAL)

MANUALS = man/chainwatch.1 man/chainwatchd.8 man/chainwatchd.yaml.5 \
	man/chainwatch-findings.7
MANUAL_FRAMES = man/chainwatch.1.in man/chainwatchd.8.in \
	man/chainwatchd.yaml.5.in man/chainwatch-findings.7.in
man_MANS = $(MANUALS)
EXTRA_DIST += $(MANUAL_FRAMES)
CLEANFILES += $(MANUALS)
$(MANUALS): man/make_manual$(EXEEXT) $(MANUAL_FRAMES)
	$(AM_V_GEN)man/make_manual$(EXEEXT) $(srcdir)/$@.in >$@.tmp && mv $@.tmp $@
