/*
 * How bad something is, shown: a sign, a word and a colour, so that none of
 * them has to be seen by everybody.
 */
#pragma once

#include "model/severity.h"
#include "web/html.h"
#include "web/survey.h"

void badge_state(struct html *html, enum survey_state state);
void badge_severity(struct html *html, enum severity severity);
/* As the store has it: "critical"; what is none of ours shows as unknown. */
void badge_named(struct html *html, const char *severity);
/* The class in style.css of what is in that state: a constant. */
const char *badge_class(enum survey_state state);
/* Its sign: a constant. */
const char *badge_sign(enum survey_state state);
enum survey_state badge_state_of(enum severity severity);
