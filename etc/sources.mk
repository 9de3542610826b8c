# The configuration as it is installed. What an operator has there already is
# never overwritten; what they have changed is not removed.
ETC_DIR = $(sysconfdir)/chainwatch
ETC_FILES = chainwatchd.yaml endpoints.d/example.yaml

EXTRA_DIST += etc/chainwatchd.yaml etc/endpoints.d/example.yaml

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
			$(INSTALL_DATA) '$(srcdir)'/etc/$$file "$$to" || \
				exit 1; \
		fi; \
	done

uninstall-etc:
	@for file in $(ETC_FILES); do \
		to='$(DESTDIR)$(ETC_DIR)'/$$file; \
		if cmp -s '$(srcdir)'/etc/$$file "$$to"; then \
			rm -f "$$to"; \
		elif test -e "$$to"; then \
			echo "keeping $$to: it was changed"; \
		fi; \
	done
