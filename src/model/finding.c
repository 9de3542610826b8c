/* The catalogue of findings, expanded from findings.def. */
#include "model/finding.h"

#include <stdlib.h>
#include <string.h>

#include "model/remedy.h"

static const struct finding_info infos[FINDING_COUNT] = {
#define FINDING(id_, code_, by_, severity_, subject_, remedy_, message_id_, \
    title_, explanation_, cure_) \
	[FINDING_##id_] = { \
	    .code = code_, \
	    .by = FINDING_BY_##by_, \
	    .severity = SEVERITY_##severity_, \
	    .subject = FINDING_ABOUT_##subject_, \
	    .remedy = REMEDY_##remedy_, \
	    .message_id = message_id_, \
	    .title = title_, \
	    .explanation = explanation_, \
	    .cure = cure_, \
	},
#include "model/findings.def"
#undef FINDING
};

const struct finding_info *
finding_info(enum finding_code code)
{
	return &infos[code];
}

const char *
finding_code_text(enum finding_code code)
{
	return code < FINDING_COUNT ? infos[code].code : "?";
}

bool
finding_find(const char *code, enum finding_code *ret_code)
{
	for (int i = 0; i < FINDING_COUNT; i++) {
		if (strcmp(infos[i].code, code) != 0)
			continue;
		*ret_code = (enum finding_code)i;
		return true;
	}
	return false;
}

void
finding_clear(struct finding *finding)
{
	free(finding->detail);
	free(finding->missing);
	finding->detail = finding->missing = NULL;
}
