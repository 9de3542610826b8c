/* What is wrong with a file as a file; see file_findings.h. */
#include "cli/file_findings.h"

#include "base/strbuf.h"

#define FAULTS_SHOWN_MAX 5
#define DETAIL_MAX_BYTES 2000

/* Faults that become one finding. */
struct group {
	struct strbuf detail;
	size_t count;
	bool is_fatal;
};

static void
group_add(struct group *group, const struct pem_fault *fault)
{
	group->is_fatal |= fault->is_fatal;
	if (group->count++ >= FAULTS_SHOWN_MAX)
		return;
	strbuf_add(&group->detail, group->count == 1 ? "" : "; ");
	if (fault->line > 0)
		strbuf_addf(&group->detail, "line %zu: ", fault->line);
	strbuf_add(&group->detail, fault->text);
}

static void
group_finish(struct group *group, struct report *report, enum finding_code code)
{
	struct finding *finding;

	if (group->count == 0)
		return;
	if (group->count > FAULTS_SHOWN_MAX)
		strbuf_addf(&group->detail, "; and %zu more",
		    group->count - FAULTS_SHOWN_MAX);
	finding =
	    report_add(report, code, NULL, "%s", strbuf_text(&group->detail));
	if (group->is_fatal)
		finding->severity = SEVERITY_CRITICAL;
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
	case PEM_FAULT_BYTE_ORDER_MARK:
	case PEM_FAULT_WRONG_LABEL:
	case PEM_FAULT_DER:
	case PEM_FAULT_TOO_MANY: return code == FINDING_FILE_FORMAT;
	case PEM_FAULT_PRIVATE_KEY: return code == FINDING_PRIVATE_KEY_IN_FILE;
	case PEM_FAULT_TEXT_BETWEEN: break; /* servers skip it */
	}
	return false;
}

static void
add_group(
    struct report *report, const struct pem_file *file, enum finding_code code)
{
	struct group group = {.detail = STRBUF_INIT(DETAIL_MAX_BYTES)};

	ARRAY_EACH (fault, &file->faults) {
		if (is_fault_of(fault, code))
			group_add(&group, fault);
	}
	group_finish(&group, report, code);
}

void
file_findings_add(struct report *report, const struct pem_file *file)
{
	struct group all = {.detail = STRBUF_INIT(DETAIL_MAX_BYTES)};

	if (file->certs.len > 0) {
		add_group(report, file, FINDING_FILE_FORMAT);
		add_group(report, file, FINDING_PRIVATE_KEY_IN_FILE);
		return;
	}
	ARRAY_EACH (fault, &file->faults)
		group_add(&all, fault);
	all.is_fatal = true;
	group_finish(&all, report, FINDING_NO_CERTIFICATE);
}
