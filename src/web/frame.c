/* The frame of every page; see frame.h. */
#include "web/frame.h"

void
web_frame_begin(struct html *html, UNUSED const struct web_request *request,
    const char *title)
{
	html_doctype(html);
	html_open(html, "html", "lang", "en", NULL);
	html_open(html, "head", NULL);
	html_open(html, "meta", "charset", "utf-8", NULL);
	html_open(html, "meta", "name", "viewport", "content",
	    "width=device-width, initial-scale=1", NULL);
	html_open(html, "title", NULL);
	html_textf(html, "%s - chainwatch", title);
	html_close(html, "title");
	html_open(
	    html, "link", "rel", "stylesheet", "href", "/style.css", NULL);
	html_close(html, "head");
	html_open(html, "body", NULL);
	html_open(html, "main", "id", "main", NULL);
	html_element(html, "h1", title, NULL);
}
