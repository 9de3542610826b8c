/* Names and order of severities. */
#include "model/severity.h"

static const char *const table[] = {
    [SEVERITY_OK] = "ok",
    [SEVERITY_NOTICE] = "notice",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_CRITICAL] = "critical",
};

const struct names severity_names = NAMES_INIT(table);

const char *
severity_text(enum severity severity)
{
	return names_text(&severity_names, severity);
}

enum severity
severity_worse(enum severity a, enum severity b)
{
	return a > b ? a : b;
}
