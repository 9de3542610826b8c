/* What is wrong with the monitor itself; see own_faults.h. */
#include "web/own_faults.h"

#include "web/badge.h"
#include "web/moment.h"
#include "web/plain.h"

static void
add_fault(struct html *html, const struct monitor_fault *fault, int64_t now)
{
	html_open(html, "li", NULL);
	badge_severity(html, fault->severity);
	html_text(html, " ");
	html_open(html, "strong", NULL);
	html_text(html, finding_code_text(fault->finding));
	if (*fault->subject != '\0')
		html_textf(html, " %s", fault->subject);
	html_close(html, "strong");
	html_text(html, " since ");
	moment_exact(html, fault->since);
	html_text(html, " (");
	moment_span(html, fault->since, now);
	html_text(html, ")");
	plain_element(
	    html, "div", NULL, fault->text != NULL ? fault->text : "");
	html_close(html, "li");
}

void
own_faults_add(
    struct html *html, const struct monitor_fault_list *faults, int64_t now)
{
	enum severity worst = SEVERITY_OK;

	ARRAY_EACH (fault, faults)
		worst = severity_worse(worst, fault->severity);
	if (faults->len == 0)
		return;
	html_open(html, "section", "class",
	    worst == SEVERITY_CRITICAL ? "panel edge critical"
				       : "panel edge warning",
	    "aria-labelledby", "own", NULL);
	html_element(html, "h2", "The monitor itself", "id", "own", NULL);
	html_open(html, "ul", "class", "plain", NULL);
	ARRAY_EACH (fault, faults)
		add_fault(html, fault, now);
	html_close(html, "ul");
	html_close(html, "section");
}
