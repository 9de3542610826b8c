/* What is wrong with a file as a file; see file_findings.h. */
#include "files/file_findings.h"

#include "base/strbuf.h"

#define FAULTS_SHOWN_MAX 5
#define DETAIL_MAX_BYTES 2000

#define OPENSSL "Servers that use OpenSSL (nginx, Apache, HAProxy ...)"
#define GNUTLS "those that use GnuTLS (Exim, OpenLDAP ...)"

/* Faults that become one finding. */
struct group {
	struct strbuf detail;
	size_t count;
};

static void
group_add(struct group *group, const struct pem_fault *fault)
{
	if (group->count++ >= FAULTS_SHOWN_MAX)
		return;
	strbuf_add(&group->detail, group->count == 1 ? "" : "; ");
	if (fault->line > 0)
		strbuf_addf(&group->detail, "line %zu", fault->line);
	if (fault->column > 0)
		strbuf_addf(&group->detail, ", column %zu", fault->column);
	if (fault->line > 0)
		strbuf_add(&group->detail, ": ");
	strbuf_add(&group->detail, fault->text);
}

static void
group_count_rest(struct group *group)
{
	if (group->count > FAULTS_SHOWN_MAX)
		strbuf_addf(&group->detail, "; and %zu more",
		    group->count - FAULTS_SHOWN_MAX);
}

static void
group_finish(struct group *group, struct report *report, enum finding_code code,
    enum severity severity)
{
	report_add(report, code, NULL, "%s", strbuf_text(&group->detail))
	    ->severity = severity;
	report_sort(report);
	strbuf_clear(&group->detail);
}

static bool
is_fault_of(const struct pem_fault *fault, enum finding_code code)
{
	switch (fault->kind) {
	case PEM_FAULT_NOT_PEM:
	case PEM_FAULT_BAD_BASE64:
	case PEM_FAULT_TRUNCATED:
	case PEM_FAULT_JOINED_LINES:
	case PEM_FAULT_LINE_ENDS:
	case PEM_FAULT_BYTE_ORDER_MARK:
	case PEM_FAULT_WRONG_LABEL:
	case PEM_FAULT_TAIL:
	case PEM_FAULT_PKCS7:
	case PEM_FAULT_REQUEST:
	case PEM_FAULT_DER:
	case PEM_FAULT_TOO_MANY: return code == FINDING_FILE_FORMAT;
	case PEM_FAULT_PRIVATE_KEY: return code == FINDING_PRIVATE_KEY_IN_FILE;
	case PEM_FAULT_TEXT_BETWEEN:
	case PEM_FAULT_CR_LF: break; /* group_harmless */
	}
	return false;
}

static void
group_faults(
    struct group *group, const struct pem_file *file, enum finding_code code)
{
	ARRAY_EACH (fault, &file->faults) {
		if (is_fault_of(fault, code))
			group_add(group, fault);
	}
	group_count_rest(group);
}

/* Is another certificate the first that OpenSSL reads? Then the key does not
 * fit it, and no server starts. */
static bool
is_leaf_lost(const struct pem_file *file, const struct pem_load *load)
{
	return load->count == 0 ||
	    memcmp(load->first, file->certs.items[0]->sha256,
		CERT_SHA256_LEN) != 0;
}

/* Certificates that somebody meant to stand in the file. */
static size_t
meant_count(const struct pem_file *file)
{
	return file->certs.len + file->lost_count;
}

static bool
is_whole_for_openssl(const struct pem_file *file, const struct pem_load *load)
{
	return !load->is_refused && !is_leaf_lost(file, load) &&
	    load->count >= meant_count(file);
}

static void
say_openssl(struct strbuf *buf, const struct pem_file *file,
    const struct pem_load *load)
{
	bool haproxy_refuses =
	    load->is_refused_by_haproxy || is_leaf_lost(file, load);

	if (is_whole_for_openssl(file, load))
		strbuf_add(buf, OPENSSL " read it all the same");
	else if (haproxy_refuses)
		strbuf_add(buf, OPENSSL " do not start with it");
	else if (load->is_refused)
		strbuf_addf(buf,
		    "nginx, Apache and most others that use OpenSSL do not "
		    "start with it; HAProxy serves %zu of the %zu certificates "
		    "and says nothing",
		    load->count, meant_count(file));
	else
		strbuf_addf(buf,
		    OPENSSL " serve %zu of the %zu certificates and say "
			    "nothing",
		    load->count, meant_count(file));
}

static bool
is_about_leaf(const struct pem_file *file, const struct pem_fault *fault)
{
	return fault->line <= file->lines.items[0] ||
	    (file->lines.len > 1 && fault->line < file->lines.items[1]);
}

static void
say_gnutls(struct strbuf *buf, const struct pem_file *file)
{
	enum pem_effect worst = PEM_EFFECT_READ;
	size_t lost = 0;

	ARRAY_EACH (fault, &file->faults) {
		if (fault->gnutls > worst)
			worst = fault->gnutls;
		if (fault->gnutls != PEM_EFFECT_SKIPPED)
			continue;
		lost++;
		if (is_about_leaf(file, fault))
			worst = PEM_EFFECT_REFUSED;
	}
	switch (worst) {
	case PEM_EFFECT_READ: strbuf_add(buf, GNUTLS " read it"); return;
	case PEM_EFFECT_REFUSED:
		strbuf_add(buf, GNUTLS " do not start with it");
		return;
	case PEM_EFFECT_SKIPPED: break;
	}
	strbuf_addf(buf, GNUTLS " serve %zu of them",
	    lost < meant_count(file) ? meant_count(file) - lost : 0);
}

/* What no server minds is worth a note, where that is all there is. */
static void
group_harmless(struct group *group, const struct pem_file *file)
{
	ARRAY_EACH (fault, &file->faults) {
		if (pem_fault_is_harmless(fault))
			group_add(group, fault);
	}
}

static void
add_format(struct report *report, const struct pem_file *file,
    const struct pem_load *load)
{
	struct group group = {.detail = STRBUF_INIT(DETAIL_MAX_BYTES)};
	bool is_harmless;

	group_faults(&group, file, FINDING_FILE_FORMAT);
	is_harmless = group.count == 0;
	if (is_harmless)
		group_harmless(&group, file);
	if (group.count == 0)
		return;
	strbuf_add(&group.detail, ". ");
	say_openssl(&group.detail, file, load);
	strbuf_add(&group.detail, "; ");
	say_gnutls(&group.detail, file);
	strbuf_add_char(&group.detail, '.');
	group_finish(&group, report, FINDING_FILE_FORMAT,
	    !is_whole_for_openssl(file, load) ? SEVERITY_CRITICAL
		: is_harmless		      ? SEVERITY_NOTICE
					      : SEVERITY_WARNING);
}

static void
add_key(struct report *report, const struct pem_file *file, enum file_key key)
{
	struct group group = {.detail = STRBUF_INIT(DETAIL_MAX_BYTES)};

	if (!file_has_key(file) || key == FILE_KEY_WANTED)
		return;
	group_faults(&group, file, FINDING_PRIVATE_KEY_IN_FILE);
	if (key == FILE_KEY_FITS)
		strbuf_add(
		    &group.detail, "; it belongs to the first certificate");
	else if (key == FILE_KEY_FOREIGN)
		strbuf_add(&group.detail,
		    "; it does not belong to the first certificate");
	strbuf_add(&group.detail,
	    ". HAProxy, lighttpd, Hitch, stunnel, MongoDB and Postfix's "
	    "smtpd_tls_chain_files want it there; then say so by --key with "
	    "this same file. For any other server it does not belong here.");
	group_finish(
	    &group, report, FINDING_PRIVATE_KEY_IN_FILE, SEVERITY_WARNING);
}

bool
file_has_key(const struct pem_file *file)
{
	ARRAY_EACH (fault, &file->faults) {
		if (fault->kind == PEM_FAULT_PRIVATE_KEY)
			return true;
	}
	return false;
}

void
file_findings_add(struct report *report, const struct pem_file *file,
    const struct pem_load *load, enum file_key key)
{
	struct group all = {.detail = STRBUF_INIT(DETAIL_MAX_BYTES)};

	if (file->certs.len > 0) {
		add_format(report, file, load);
		add_key(report, file, key);
		return;
	}
	ARRAY_EACH (fault, &file->faults) {
		if (!pem_fault_is_harmless(fault))
			group_add(&all, fault);
	}
	group_count_rest(&all);
	group_finish(&all, report, FINDING_NO_CERTIFICATE, SEVERITY_CRITICAL);
}
