/*
 * One finding as JSON, with the remedy as texts ready to paste.
 */
#pragma once

#include <jansson.h>

#include "render/render_about.h"

/* {code, severity, certificate, fingerprint_sha256, title, detail, missing,
 * rule, source, remedy}. report and about may be NULL. */
json_t *json_finding(const struct finding *finding, const struct report *report,
    const struct render_about *about);
/* {cure, server: [{where, text}], client: [{where, text}], command}. */
json_t *json_finding_remedy(const struct finding *finding,
    const struct report *report, const struct render_about *about);
