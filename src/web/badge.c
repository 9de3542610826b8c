/* How bad something is, shown; see badge.h. */
#include "web/badge.h"

static const char *const signs[SURVEY_STATE_COUNT] = {
    [SURVEY_CRITICAL] = "\xe2\x96\xb2", /* a triangle */
    [SURVEY_WARNING] = "\xe2\x97\x86",	/* a diamond */
    [SURVEY_NOTICE] = "\xe2\x96\xa0",	/* a square */
    [SURVEY_UNKNOWN] = "\xe2\x97\x8b",	/* a ring */
    [SURVEY_OK] = "\xe2\x97\x8f",	/* a disc */
};

static const char *const classes[SURVEY_STATE_COUNT] = {
    [SURVEY_CRITICAL] = "badge critical",
    [SURVEY_WARNING] = "badge warning",
    [SURVEY_NOTICE] = "badge notice",
    [SURVEY_UNKNOWN] = "badge unknown",
    [SURVEY_OK] = "badge ok",
};

const char *
badge_class(enum survey_state state)
{
	return names_text(&survey_state_names, (int)state);
}

const char *
badge_sign(enum survey_state state)
{
	return signs[state];
}

enum survey_state
badge_state_of(enum severity severity)
{
	switch (severity) {
	case SEVERITY_CRITICAL: return SURVEY_CRITICAL;
	case SEVERITY_WARNING: return SURVEY_WARNING;
	case SEVERITY_NOTICE: return SURVEY_NOTICE;
	case SEVERITY_OK: break;
	}
	return SURVEY_OK;
}

void
badge_state(struct html *html, enum survey_state state)
{
	html_open(html, "span", "class", classes[state], NULL);
	html_element(html, "span", signs[state], "aria-hidden", "true", NULL);
	html_textf(html, " %s", badge_class(state));
	html_close(html, "span");
}

void
badge_severity(struct html *html, enum severity severity)
{
	badge_state(html, badge_state_of(severity));
}

void
badge_named(struct html *html, const char *severity)
{
	int state = SURVEY_UNKNOWN;

	if (severity == NULL ||
	    !names_find(&survey_state_names, severity, &state))
		state = SURVEY_UNKNOWN;
	badge_state(html, (enum survey_state)state);
}
