/* Certificates that share a fault; see picked.h. */
#include "judge/picked.h"

#define LABELS_SHOWN 5

void
picked_add(struct picked *picked, const struct cert *cert, const char *more)
{
	if (picked->count == 0)
		picked->first = cert;
	if (picked->count < LABELS_SHOWN)
		strbuf_addf(&picked->labels, "%s\"%s\"%s",
		    picked->count == 0 ? "" : ", ", cert->label, more);
	else if (picked->count == LABELS_SHOWN)
		strbuf_add(&picked->labels, " and others");
	picked->count++;
}

void
picked_report(struct judgement *judgement, struct picked *picked,
    enum finding_code code, const char *one, const char *several)
{
	if (picked->count > 0)
		report_add(judgement->report, code, picked->first, "%s: %s.",
		    picked->count == 1 ? one : several,
		    strbuf_text(&picked->labels));
	strbuf_clear(&picked->labels);
}
