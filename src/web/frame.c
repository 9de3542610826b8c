/* The frame of every page; see frame.h. */
#include "web/frame.h"

#include <string.h>

#include "config.h"
#include "store/store.h"
#include "web/moment.h"
#include "web/plain.h"

#define BODY_DEPTH 2 /* html and body are open */

struct tab {
	const char *path, *words;
};

static const struct tab tabs[] = {
    {"/", "Overview"},
    {"/incidents", "Incidents"},
    {"/certificates", "Certificates"},
    {"/silences", "Silences"},
};

/* A page below belongs to the tab above it; endpoints to the overview. */
static bool
is_below(const char *path, const struct tab *tab)
{
	size_t len = strlen(tab->path);

	if (len == 1)
		return strcmp(path, "/") == 0 ||
		    strncmp(path, "/endpoints", strlen("/endpoints")) == 0;
	return strncmp(path, tab->path, len) == 0 &&
	    (path[len] == '\0' || path[len] == '/');
}

static const char *
mark(const char *path, const struct tab *tab)
{
	if (strcmp(path, tab->path) == 0)
		return "page";
	return is_below(path, tab) ? "true" : NULL;
}

static void
add_head(struct html *html, const char *title)
{
	html_open(html, "head", NULL);
	html_open(html, "meta", "charset", "utf-8", NULL);
	html_open(html, "meta", "name", "viewport", "content",
	    "width=device-width, initial-scale=1", NULL);
	html_open(html, "title", NULL);
	plain_textf(html, "%s - chainwatch", title);
	html_close(html, "title");
	html_open(
	    html, "link", "rel", "stylesheet", "href", "/style.css", NULL);
	/* Browsers ask for one, else, that is not there. */
	html_open(html, "link", "rel", "icon", "href", "data:,", NULL);
	html_close(html, "head");
}

static void
add_tabs(struct html *html, const char *path)
{
	html_open(html, "nav", "aria-label", "Pages", NULL);
	html_open(html, "ul", NULL);
	for (size_t i = 0; i < sizeof tabs / sizeof tabs[0]; i++) {
		html_open(html, "li", NULL);
		html_element(html, "a", tabs[i].words, "href", tabs[i].path,
		    "aria-current", mark(path, &tabs[i]), NULL);
		html_close(html, "li");
	}
	html_close(html, "ul");
	html_close(html, "nav");
}

/* The overview has a form of its own. */
static void
add_search(struct html *html)
{
	html_open(html, "form", "role", "search", "aria-label", "Any endpoint",
	    "action", "/", "method", "get", NULL);
	html_element(html, "label", "Find an endpoint", "for", "find", "class",
	    "unseen", NULL);
	html_open(html, "input", "id", "find", "type", "search", "name",
	    "pattern", "placeholder", "Find an endpoint", "maxlength", "255",
	    NULL);
	html_element(html, "button", "Find", "type", "submit", NULL);
	html_close(html, "form");
}

/* The overview has it among the monitor's own faults, and reads no store. */
static void
add_stale(struct html *html, const struct control_parts *parts)
{
	int64_t now = clock_wall_s(parts->clock);
	int64_t stale_s =
	    parts->store == NULL ? 0 : store_stale_s(parts->store);

	if (stale_s == 0)
		return;
	html_open(html, "p", "class", "panel edge warning", NULL);
	html_text(html,
	    store_is_failing(parts->store) ? "The store cannot be written"
					   : "The store is slow to be written");
	html_text(html,
	    ": what is read from it, like history, lacks what happened in the "
	    "last ");
	moment_span(html, now - stale_s, now);
	html_text(html, ".");
	html_close(html, "p");
}

void
web_frame_begin(
    struct html *html, const struct web_request *request, const char *title)
{
	const char *path = web_request_path(request);

	html_doctype(html);
	html_open(html, "html", "lang", "en", NULL);
	add_head(html, title);
	html_open(html, "body", NULL);
	html_element(html, "a", "Skip to the content", "class", "skip", "href",
	    "#main", NULL);
	html_open(html, "header", "class", "top", NULL);
	html_element(
	    html, "a", "chainwatch", "class", "name", "href", "/", NULL);
	add_tabs(html, path);
	if (strcmp(path, "/") != 0)
		add_search(html);
	html_close(html, "header");
	html_open(html, "main", "id", "main", "tabindex", "-1", NULL);
	plain_element(html, "h1", NULL, title);
	if (strcmp(path, "/") != 0)
		add_stale(html, web_control(request));
}

void
web_frame_end(struct html *html, const struct web_request *request)
{
	while (html->depth > BODY_DEPTH)
		html_close(html, html->open[html->depth - 1]);
	html_open(html, "footer", NULL);
	html_text(html, PACKAGE_NAME " " PACKAGE_VERSION ", as of ");
	moment_exact(html, clock_wall_s(web_control(request)->clock));
	html_close(html, "footer");
	html_close(html, "body");
	html_close(html, "html");
}
