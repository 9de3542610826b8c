/* Points in time; see moment.h. */
#include "web/moment.h"

#include <string.h>

#include "base/duration.h"
#include "base/timestamp.h"

static bool
is_none(struct html *html, int64_t seconds)
{
	if (seconds != 0 && seconds != TIMESTAMP_NEVER)
		return false;
	html_text(html, "-");
	return true;
}

static void
add_span(struct html *html, int64_t seconds, int64_t now)
{
	char words[DURATION_TEXT_MAX];

	if (seconds > now)
		html_textf(html, "in %s", duration_words(seconds - now, words));
	else if (seconds == now)
		html_text(html, "now");
	else
		html_textf(
		    html, "%s ago", duration_words(now - seconds, words));
}

void
moment_span(struct html *html, int64_t seconds, int64_t now)
{
	char exact[TIMESTAMP_TEXT_MAX], words[TIMESTAMP_TEXT_MAX];

	if (is_none(html, seconds))
		return;
	html_open(html, "time", "datetime", timestamp_format(seconds, exact),
	    "title", timestamp_words(seconds, words), NULL);
	add_span(html, seconds, now);
	html_close(html, "time");
}

void
moment_exact(struct html *html, int64_t seconds)
{
	char exact[TIMESTAMP_TEXT_MAX], words[TIMESTAMP_TEXT_MAX];

	if (is_none(html, seconds))
		return;
	html_element(html, "time", timestamp_words(seconds, words), "datetime",
	    timestamp_format(seconds, exact), NULL);
}

void
moment_day(struct html *html, int64_t seconds)
{
	char exact[TIMESTAMP_TEXT_MAX], words[TIMESTAMP_TEXT_MAX];

	if (is_none(html, seconds))
		return;
	timestamp_words(seconds, words);
	words[strcspn(words, " ")] = '\0';
	html_element(html, "time", words, "datetime",
	    timestamp_format(seconds, exact), NULL);
}
