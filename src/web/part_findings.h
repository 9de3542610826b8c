/*
 * What is wrong with a chain, why, and what to paste where: the findings of a
 * report, each with its explanation, its evidence and its remedy.
 */
#pragma once

#include <jansson.h>

#include "web/html.h"

void part_findings(struct html *html, const json_t *report);
/* A remedy (render/json_finding.h) alone. */
void part_remedy(struct html *html, const json_t *remedy);
/* What the catalogue says of that finding; nothing where it has none such. */
void part_explanation(struct html *html, const char *code);
