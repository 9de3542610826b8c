# What lies in contrib beside the completion: some of it is installed, and all of
# it is in the tarball.

DEBIAN_FILES = contrib/debian/changelog contrib/debian/chainwatch.install \
	contrib/debian/chainwatch.lintian-overrides \
	contrib/debian/chainwatchd.install \
	contrib/debian/chainwatchd.lintian-overrides \
	contrib/debian/chainwatchd.postrm \
	contrib/debian/control contrib/debian/copyright contrib/debian/rules \
	contrib/debian/source/format \
	contrib/debian/source/lintian-overrides
# Called by ACME clients when they have renewed.
dist_pkgdata_SCRIPTS = contrib/deploy-hook
acmedir = $(pkgdatadir)/acme.sh
dist_acme_SCRIPTS = contrib/acme.sh/chainwatch.sh

# For others to be wired to it.
examplesdir = $(docdir)/examples
dist_examples_DATA = contrib/journalctl.md contrib/nagios/nagios4.cfg \
	contrib/nagios/icinga2.conf contrib/rsyslog/rsyslog.conf \
	contrib/prometheus/METRICS contrib/prometheus/prometheus.yml \
	contrib/prometheus/chainwatch.rules.yml
grafanadir = $(examplesdir)/grafana
dist_grafana_DATA = contrib/grafana/chainwatch.json

EXTRA_DIST += contrib/make-deb $(DEBIAN_FILES)
EXTRA_DIST += contrib/prometheus/chainwatch.rules.test.yml

# `make deb`: Debian packages, in the folder deb. They are built as everywhere,
# from the tarball with debian/ beside; DEB_BUILD_OPTIONS counts (nocheck, noopt,
# parallel=N).
deb: dist
	$(srcdir)/contrib/make-deb $(distdir).tar.xz $(srcdir)/contrib/debian deb
.PHONY: deb
clean-local: clean-deb
clean-deb:
	rm -rf deb
.PHONY: clean-deb
