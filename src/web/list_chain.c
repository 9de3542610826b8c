/* What a picture of a chain shows, in words; see list_chain.h. */
#include "web/list_chain.h"

#include <string.h>

#include "web/link.h"
#include "web/member.h"
#include "web/plain.h"
#include "web/sketch_words.h"

#define PATHS_MAX 12 /* that are told */

void
list_chain_link(struct html *html, const char *label, const char *fingerprint)
{
	CLEANUP(free) char *url = NULL;

	if (*fingerprint == '\0') {
		plain_text(html, label);
		return;
	}
	url = web_link("/certificates/", fingerprint);
	html_open(html, "a", "href", url, NULL);
	plain_text(html, *label != '\0' ? label : fingerprint);
	html_close(html, "a");
}

static void
add_codes(struct html *html, const struct sketch_node *node)
{
	for (size_t i = 0; i < node->code_count; i++) {
		html_text(html, " ");
		html_open(
		    html, "span", "class", severity_text(node->severity), NULL);
		html_textf(html, "%s %s", sketch_sign(node), node->codes[i]);
		html_close(html, "span");
	}
}

/* Which of several that are called so. */
static void
add_tag(struct html *html, const struct sketch_node *node)
{
	if (node->is_label_shared && *node->fingerprint != '\0')
		html_textf(html, " [%.8s]", node->fingerprint);
}

/* "signed by R11 and ISRG Root X1" */
static void
add_issuers(struct html *html, const struct sketch *sketch, size_t at)
{
	bool is_first = true;

	ARRAY_EACH (edge, &sketch->edges) {
		const struct sketch_node *issuer;

		if (edge->subject != at)
			continue;
		issuer = &sketch->nodes.items[edge->issuer];
		html_text(html,
		    !is_first				 ? ", also by "
			: issuer->kind == SKETCH_UNKNOWN ? "; to be signed by "
							 : "; signed by ");
		plain_text(html, issuer->label);
		add_tag(html, issuer);
		is_first = false;
	}
}

static void
add_item(struct html *html, const struct sketch *sketch, size_t at, int64_t now)
{
	const struct sketch_node *node = &sketch->nodes.items[at];
	CLEANUP(strbuf_clear)
	struct strbuf words = STRBUF_INIT(SKETCH_WORDS_MAX);

	sketch_words(&words, node, now);
	html_open(html, "li", "class",
	    node->kind == SKETCH_SENT	      ? NULL
		: node->kind == SKETCH_ANCHOR ? "anchor"
					      : "missing",
	    NULL);
	if (node->index >= 0)
		html_textf(html, "%d. ", node->index + 1);
	list_chain_link(html, node->label, node->fingerprint);
	add_tag(html, node);
	html_text(html, ": ");
	plain_text(html, strbuf_text(&words));
	add_issuers(html, sketch, at);
	add_codes(html, node);
	html_close(html, "li");
}

static void
add_path_labels(struct html *html, const json_t *path)
{
	const json_t *link;
	size_t i;

	json_array_foreach(json_object_get(path, "certificates"), i, link)
	{
		if (i > 0)
			html_text(html, " \xe2\x86\x90 ");
		plain_text(html, member_text(link, "label"));
	}
}

static void
add_path_end(struct html *html, const json_t *path)
{
	const json_t *stores = json_object_get(path, "anchor_stores"), *store;
	size_t i;

	if (!member_is_true(path, "complete")) {
		html_text(html, ": leads to no trust store");
	} else {
		html_text(html, ": leads to ");
		json_array_foreach(stores, i, store)
		{
			html_text(html, i == 0 ? "" : ", ");
			if (json_is_string(store))
				plain_text(html, json_string_value(store));
		}
		if (!member_is_true(path, "presented_only"))
			html_text(html, ", with what was not sent");
	}
	if (*member_text(path, "error") != '\0') {
		html_text(html, ". ");
		plain_text(html, member_text(path, "error"));
	} else if (member_is_true(path, "valid")) {
		html_text(html, "; it holds");
	}
}

static void
add_paths(struct html *html, const json_t *report)
{
	const json_t *paths = json_object_get(report, "paths"), *path;
	size_t count = json_array_size(paths), i;

	if (count == 0)
		return;
	html_open(html, "details", "class", "paths", NULL);
	html_open(html, "summary", NULL);
	html_textf(html, "%zu path%s to the trust stores", count,
	    count == 1 ? "" : "s");
	html_close(html, "summary");
	html_open(html, "ul", NULL);
	json_array_foreach(paths, i, path)
	{
		if (i == PATHS_MAX) {
			html_open(html, "li", NULL);
			html_textf(html, "and %zu more", count - i);
			html_close(html, "li");
			break;
		}
		html_open(html, "li", NULL);
		add_path_labels(html, path);
		add_path_end(html, path);
		html_close(html, "li");
	}
	html_close(html, "ul");
	html_close(html, "details");
}

void
list_chain(struct html *html, const struct sketch *sketch, const json_t *report,
    int64_t now)
{
	html_open(html, "ul", "class", "certs", NULL);
	for (size_t i = 0; i < sketch->nodes.len; i++)
		add_item(html, sketch, i, now);
	html_close(html, "ul");
	add_paths(html, report);
}
