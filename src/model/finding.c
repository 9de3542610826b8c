/* The catalogue of findings, expanded from findings.def. */
#include "model/finding.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
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
	free(finding->rule);
	free(finding->source);
	finding->detail = finding->missing = NULL;
	finding->rule = finding->source = NULL;
}

static void
append(char **list, const char *separator, const char *text)
{
	char *longer;

	if (*list != NULL && strstr(*list, text) != NULL)
		return;
	longer = *list == NULL ? mem_strdup(text)
			       : mem_printf("%s%s%s", *list, separator, text);
	free(*list);
	*list = longer;
}

void
finding_add_rule(struct finding *finding, const char *name, const char *source)
{
	append(&finding->rule, ", ", name);
	append(&finding->source, "; ", source);
}
