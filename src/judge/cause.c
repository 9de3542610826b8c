/* Which finding explains which; see cause.h. */
#include "judge/cause.h"

#include "base/mem.h"

enum scope {
	SAME_CERTIFICATE, /* both are about one certificate */
	ANYWHERE,
};

struct explanation {
	enum finding_code cause, consequence;
	enum scope scope;
};

static const struct explanation explanations[] = {
    /* it was never written as a proper CA certificate */
    {FINDING_NOT_A_CA, FINDING_CA_KEY_USAGE, SAME_CERTIFICATE},
    {FINDING_NOT_A_CA, FINDING_CA_EXTENDED_KEY_USAGE, SAME_CERTIFICATE},
    /* it made the path longer than its issuer had reckoned with */
    {FINDING_NOT_A_CA, FINDING_PATH_LENGTH_EXCEEDED, ANYWHERE},
    {FINDING_BASIC_CONSTRAINTS_MISSING, FINDING_NOT_A_CA, SAME_CERTIFICATE},
    /* an extension that stands twice is not read at all */
    {FINDING_DUPLICATE_EXTENSION, FINDING_MALFORMED_CERTIFICATE,
	SAME_CERTIFICATE},
    {FINDING_DUPLICATE_EXTENSION, FINDING_NOT_A_CA, SAME_CERTIFICATE},
    {FINDING_DUPLICATE_EXTENSION, FINDING_BASIC_CONSTRAINTS_MISSING,
	SAME_CERTIFICATE},
    {FINDING_DUPLICATE_EXTENSION, FINDING_CA_KEY_USAGE, SAME_CERTIFICATE},
    {FINDING_DUPLICATE_EXTENSION, FINDING_LEAF_KEY_USAGE, SAME_CERTIFICATE},
    {FINDING_DUPLICATE_EXTENSION, FINDING_BASIC_CONSTRAINTS_MALFORMED,
	SAME_CERTIFICATE},
    {FINDING_DUPLICATE_EXTENSION, FINDING_AUTHORITY_KEY_MALFORMED,
	SAME_CERTIFICATE},
    {FINDING_DUPLICATE_EXTENSION, FINDING_SUBJECT_KEY_MALFORMED,
	SAME_CERTIFICATE},
    {FINDING_DUPLICATE_EXTENSION, FINDING_NAME_CONSTRAINT_VIOLATED,
	SAME_CERTIFICATE},
    {FINDING_DUPLICATE_EXTENSION, FINDING_NAME_CONSTRAINT_MALFORMED,
	SAME_CERTIFICATE},
    {FINDING_DUPLICATE_EXTENSION, FINDING_UNKNOWN_CRITICAL_EXTENSION,
	SAME_CERTIFICATE},
    {FINDING_DUPLICATE_EXTENSION, FINDING_POLICY_VIOLATED, SAME_CERTIFICATE},
    /* the same extension, which some clients do not know as critical */
    {FINDING_UNKNOWN_CRITICAL_EXTENSION, FINDING_AUTHORITY_KEY_MALFORMED,
	SAME_CERTIFICATE},
    {FINDING_UNKNOWN_CRITICAL_EXTENSION, FINDING_SUBJECT_KEY_MALFORMED,
	SAME_CERTIFICATE},
    /* what does not fit by either algorithm was altered */
    {FINDING_BAD_SIGNATURE, FINDING_SIGNATURE_ALGORITHM_MISMATCH,
	SAME_CERTIFICATE},
    /* an old version has no place for it */
    {FINDING_CERTIFICATE_VERSION, FINDING_NO_SUBJECT_ALT_NAME,
	SAME_CERTIFICATE},
    /* what makes certificates for itself makes them so */
    {FINDING_SELF_SIGNED, FINDING_LEAF_IS_CA, SAME_CERTIFICATE},
    /* it is not meant as the server's own, but stands in its place */
    {FINDING_LEAF_NOT_FIRST, FINDING_LEAF_IS_CA, ANYWHERE},
    {FINDING_LEAF_NOT_FIRST, FINDING_SELF_SIGNED, SAME_CERTIFICATE},
    /* a message that does not parse was not searched to its end */
    {FINDING_MALFORMED_CERTIFICATE, FINDING_LEAF_ONLY, ANYWHERE},
    {FINDING_MALFORMED_CERTIFICATE, FINDING_MISSING_INTERMEDIATE, ANYWHERE},
};

static bool
explains(const struct explanation *row, const struct finding *cause,
    const struct finding *consequence)
{
	if (cause->code != row->cause || consequence->code != row->consequence)
		return false;
	return row->scope == ANYWHERE ||
	    (cause->has_fingerprint && consequence->has_fingerprint &&
		memcmp(cause->sha256, consequence->sha256, CERT_SHA256_LEN) ==
		    0);
}

static bool
is_explained(const struct report *report, const struct finding *consequence)
{
	for (size_t i = 0; i < sizeof explanations / sizeof explanations[0];
	     i++) {
		ARRAY_EACH (cause, &report->findings) {
			if (cause != consequence &&
			    explains(&explanations[i], cause, consequence))
				return true;
		}
	}
	return false;
}

void
cause_suppress(struct report *report)
{
	for (size_t i = report->findings.len; i-- > 0;) {
		struct finding *finding = &report->findings.items[i];

		if (!is_explained(report, finding))
			continue;
		finding_clear(finding);
		ARRAY_REMOVE(&report->findings, i);
	}
	report_sort(report);
}
