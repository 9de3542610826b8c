/* What a picture of a chain consists of; see sketch.h. */
#include "web/sketch.h"

#include <string.h>

#include "web/member.h"

/* What is sent is no better for it. */
static const char *const unneeded_codes[] = {
    "unneeded-certificate", "duplicate-certificate", "root-included"};

void
sketch_clear(struct sketch *sketch)
{
	ARRAY_CLEAR(&sketch->nodes);
	ARRAY_CLEAR(&sketch->edges);
}

static void
set_facts(struct sketch_node *node, const json_t *cert)
{
	node->label = member_text(cert, "label");
	node->fingerprint = member_text(cert, "fingerprint_sha256");
	node->origin = member_text(cert, "origin");
	node->not_before = member_text(cert, "not_before");
	node->not_after = member_text(cert, "not_after");
}

/* Behind that node; edges are added when all nodes are there. NULL: enough. */
static struct sketch_node *
insert(struct sketch *sketch, size_t at, enum sketch_kind kind)
{
	struct sketch_node *nodes;

	if (sketch->nodes.len == SKETCH_MAX_NODES) {
		sketch->has_more = true;
		return NULL;
	}
	(void)ARRAY_ADD(&sketch->nodes);
	nodes = sketch->nodes.items;
	memmove(&nodes[at + 1], &nodes[at],
	    (sketch->nodes.len - 1 - at) * sizeof *nodes);
	nodes[at] = (struct sketch_node){.kind = kind,
	    .index = -1,
	    .again = -1,
	    .label = "",
	    .fingerprint = "",
	    .origin = "",
	    .not_before = "",
	    .not_after = ""};
	return &nodes[at];
}

/* Its first node; -1: it has none. */
static int
find(const struct sketch *sketch, const char *fingerprint)
{
	for (size_t i = 0; *fingerprint != '\0' && i < sketch->nodes.len; i++) {
		if (strcmp(sketch->nodes.items[i].fingerprint, fingerprint) ==
		    0)
			return (int)i;
	}
	return -1;
}

static void
add_sent(struct sketch *sketch, const json_t *presented)
{
	const json_t *cert;
	size_t i;

	json_array_foreach(presented, i, cert)
	{
		const char *digits = member_text(cert, "fingerprint_sha256");
		int before = find(sketch, digits);
		struct sketch_node *node =
		    insert(sketch, sketch->nodes.len, SKETCH_SENT);

		if (node == NULL)
			return;
		set_facts(node, cert);
		node->index = (int)i;
		node->again = before;
		node->is_unneeded = before >= 0;
	}
}

/* Behind the one that it signs, in front of anchors; an anchor at the end. */
static void
add_link(struct sketch *sketch, const json_t *link, const json_t *subject)
{
	bool is_anchor = strcmp(member_text(link, "origin"), "anchor") == 0;
	int below = find(sketch, member_text(subject, "fingerprint_sha256"));
	size_t at = sketch->nodes.len;
	struct sketch_node *node;

	if (find(sketch, member_text(link, "fingerprint_sha256")) >= 0)
		return;
	if (!is_anchor && below >= 0)
		at = (size_t)below + 1;
	node = insert(sketch, at, is_anchor ? SKETCH_ANCHOR : SKETCH_MISSING);
	if (node != NULL)
		set_facts(node, link);
}

static void
add_links(struct sketch *sketch, const json_t *paths)
{
	const json_t *path, *link;
	size_t i, k;

	json_array_foreach(paths, i, path)
	{
		const json_t *below = NULL;

		json_array_foreach(
		    json_object_get(path, "certificates"), k, link)
		{
			add_link(sketch, link, below);
			below = link;
		}
	}
}

/* The label of what the findings miss; NULL: nothing is. */
static const char *
find_missing(const json_t *report)
{
	const json_t *finding;
	size_t i;

	json_array_foreach(json_object_get(report, "findings"), i, finding)
	{
		if (*member_text(finding, "missing") != '\0')
			return member_text(finding, "missing");
	}
	return NULL;
}

static bool
has_label(const struct sketch *sketch, const char *label)
{
	ARRAY_EACH (node, &sketch->nodes) {
		if (node->kind != SKETCH_SENT &&
		    strcmp(node->label, label) == 0)
			return true;
	}
	return false;
}

static const json_t *
last_of(const json_t *path)
{
	const json_t *links = json_object_get(path, "certificates");
	size_t count = json_array_size(links);

	return count > 0 ? json_array_get(links, count - 1) : NULL;
}

/* Where the best path stops short of an anchor: who should come next. */
static void
add_gap(struct sketch *sketch, const json_t *report)
{
	const json_t *best =
	    json_array_get(json_object_get(report, "paths"), 0);
	const char *missing = find_missing(report);
	int last =
	    find(sketch, member_text(last_of(best), "fingerprint_sha256"));
	struct sketch_node *gap;

	if (best == NULL || member_is_true(best, "complete") || last < 0 ||
	    missing == NULL || has_label(sketch, missing))
		return;
	gap = insert(sketch, (size_t)last + 1, SKETCH_UNKNOWN);
	if (gap != NULL)
		gap->label = missing;
}

static void
add_edge(struct sketch *sketch, int subject, int issuer, bool is_valid)
{
	struct sketch_edge *added;

	if (subject < 0 || issuer < 0 || subject == issuer)
		return;
	ARRAY_EACH (edge, &sketch->edges) {
		if (edge->subject != (size_t)subject ||
		    edge->issuer != (size_t)issuer)
			continue;
		edge->is_valid |= is_valid;
		return;
	}
	if (sketch->edges.len == SKETCH_MAX_EDGES) {
		sketch->has_more = true;
		return;
	}
	added = ARRAY_ADD(&sketch->edges);
	added->subject = (size_t)subject;
	added->issuer = (size_t)issuer;
	added->is_valid = is_valid;
}

static void
add_path(struct sketch *sketch, const json_t *path)
{
	bool is_valid = member_is_true(path, "valid");
	const json_t *link;
	int below = -1;
	size_t i;

	json_array_foreach(json_object_get(path, "certificates"), i, link)
	{
		int at = find(sketch, member_text(link, "fingerprint_sha256"));

		if (i > 0)
			add_edge(sketch, below, at, is_valid);
		below = at;
	}
	if (below >= 0 && member_is_true(path, "complete"))
		sketch->nodes.items[below].stores =
		    json_object_get(path, "anchor_stores");
	/* the one that nobody has signed what stands before it */
	if (below >= 0 && !member_is_true(path, "complete") &&
	    (size_t)below + 1 < sketch->nodes.len &&
	    sketch->nodes.items[below + 1].kind == SKETCH_UNKNOWN)
		add_edge(sketch, below, below + 1, false);
}

static bool
is_about(const struct sketch_node *node, const json_t *finding)
{
	const json_t *index = json_object_get(finding, "certificate");
	const char *digits = member_text(finding, "fingerprint_sha256");

	if (json_is_integer(index))
		return node->kind == SKETCH_SENT &&
		    node->index == json_integer_value(index);
	return *digits != '\0' && strcmp(digits, node->fingerprint) == 0;
}

static void
add_finding(struct sketch_node *node, const json_t *finding)
{
	const char *code = member_text(finding, "code");
	int severity = SEVERITY_OK;

	for (size_t i = 0; i < node->code_count; i++) {
		if (strcmp(node->codes[i], code) == 0)
			return;
	}
	if (node->code_count < SKETCH_MAX_CODES)
		node->codes[node->code_count++] = code;
	if (names_find(
		&severity_names, member_text(finding, "severity"), &severity))
		node->severity =
		    severity_worse(node->severity, (enum severity)severity);
	for (size_t i = 0; i < sizeof unneeded_codes / sizeof unneeded_codes[0];
	     i++)
		node->is_unneeded |= strcmp(unneeded_codes[i], code) == 0;
}

/* What was sent and stands on no path is of no use to anybody, unless there is
 * no path at all beyond the first. */
static void
mark_idle(struct sketch *sketch)
{
	for (size_t i = 0; i < sketch->nodes.len; i++) {
		bool is_used = sketch->nodes.items[i].index <= 0;

		ARRAY_EACH (edge, &sketch->edges)
			is_used |= edge->subject == i || edge->issuer == i;
		sketch->nodes.items[i].is_unneeded |= !is_used;
	}
}

static void
mark_shared(struct sketch *sketch)
{
	ARRAY_EACH (a, &sketch->nodes) {
		ARRAY_EACH (b, &sketch->nodes)
			a->is_label_shared |= strcmp(a->label, b->label) == 0 &&
			    strcmp(a->fingerprint, b->fingerprint) != 0;
	}
}

void
sketch_make(const json_t *report, struct sketch *ret_sketch)
{
	const json_t *paths = json_object_get(report, "paths"), *path, *finding;
	struct sketch sketch = {
	    .has_more = member_is_true(report, "has_more_paths")};
	size_t i;

	add_sent(&sketch, json_object_get(report, "presented"));
	add_links(&sketch, paths);
	add_gap(&sketch, report);
	json_array_foreach(paths, i, path) add_path(&sketch, path);
	mark_idle(&sketch);
	mark_shared(&sketch);
	json_array_foreach(json_object_get(report, "findings"), i, finding){
	    ARRAY_EACH (node, &sketch.nodes){
		if (is_about(node, finding)) add_finding(node, finding);
}
}
*ret_sketch = sketch;
}
