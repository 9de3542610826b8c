/*
 * What is wrong with a chain, why, and what to paste where: the findings of a
 * report, each with its explanation, its evidence and its remedy. The same of
 * looks that failed.
 */
#pragma once

#include <jansson.h>

#include "web/html.h"

void part_findings(struct html *html, const json_t *report);
/* What to do where the last look failed, of the lines of an endpoint
 * (control/failure_line.h); nothing where none did. */
void part_failures(struct html *html, const json_t *lines);
/* A remedy (render/json_finding.h) alone. */
void part_remedy(struct html *html, const json_t *remedy);
/* What the catalogue says of that finding; nothing where it has none such. */
void part_explanation(struct html *html, const char *code);
