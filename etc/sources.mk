# The configuration as it is installed. What an operator has there already is
# never overwritten; what they have changed is not removed.
ETC_DIR = $(sysconfdir)/chainwatch
ETC_FILES = chainwatchd.yaml endpoints.d/example.yaml
# Editors find the schema where it is installed.
ETC_FILE = sed 's|/usr/share/chainwatch/|$(pkgdatadir)/|' '$(srcdir)'/etc/$$file

EXTRA_DIST += etc/chainwatchd.yaml etc/endpoints.d/example.yaml

# What the HTTP API is, for programs; the daemon gives it out, too.
apidocdir = $(pkgdatadir)/doc
dist_apidoc_DATA = etc/openapi.json

install-data-local: install-etc
uninstall-local: uninstall-etc

.PHONY: install-etc uninstall-etc
install-etc:
	$(MKDIR_P) '$(DESTDIR)$(ETC_DIR)/endpoints.d'
	@for file in $(ETC_FILES); do \
		to='$(DESTDIR)$(ETC_DIR)'/$$file; \
		if test -e "$$to"; then \
			echo "keeping $$to"; \
		else \
			echo "installing $$to"; \
			$(ETC_FILE) >"$$to" && chmod 644 "$$to" || exit 1; \
		fi; \
	done

uninstall-etc:
	@for file in $(ETC_FILES); do \
		to='$(DESTDIR)$(ETC_DIR)'/$$file; \
		if $(ETC_FILE) | cmp -s - "$$to"; then \
			rm -f "$$to"; \
		elif test -e "$$to"; then \
			echo "keeping $$to: it was changed"; \
		fi; \
	done

# The configuration as a JSON Schema, printed by a program of this tree: see
# man/sources.mk.
noinst_PROGRAMS += etc/make_schema
etc_make_schema_SOURCES = etc/make_schema.c
etc_make_schema_LDADD = $(LINK_MANUAL)
SCHEMA = etc/chainwatchd.schema.json
pkgdata_DATA = $(SCHEMA)
CLEANFILES += $(SCHEMA)
$(SCHEMA): etc/make_schema$(EXEEXT)
	$(AM_V_GEN)etc/make_schema$(EXEEXT) >$@.tmp && mv $@.tmp $@
