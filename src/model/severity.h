/* How bad a finding or event is. */
#pragma once

#include "base/names.h"

enum severity {
	SEVERITY_OK,
	SEVERITY_NOTICE,
	SEVERITY_WARNING,
	SEVERITY_CRITICAL,
};

extern const struct names severity_names;

const char *severity_text(enum severity severity);
enum severity severity_worse(enum severity a, enum severity b);
