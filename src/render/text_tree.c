/* The chain as a tree; see text_tree.h. */
#include "render/text_tree.h"

#include <stdio.h>
#include <string.h>

#include "render/text_layout.h"
#include "render/text_remark.h"

#define INDENT 2
#define REMARK_GAP 3
#define ROW_TEXT_MAX 8192

/* One certificate of one or more paths; its children are its issuers. */
struct node {
	struct text_remark_of what;
	int parent;
	unsigned depth;
	bool is_last; /* of its parent's children */
};

struct tree {
	ARRAY(struct node) nodes;
	size_t paths_drawn;
};

/* A line as it will stand: the tree's part, then the remark. */
struct row {
	char *left;
	size_t columns; /* of the left part; 0: it has the line to itself */
	enum text_colour colour; /* of the left part */
	char *remark;
	enum text_colour remark_colour;
};

struct rows {
	ARRAY(struct row) items;
};

static bool
is_same(const struct text_remark_of *a, const struct text_remark_of *b)
{
	if (a->origin != b->origin || (a->cert == NULL) != (b->cert == NULL))
		return false;
	return a->cert != NULL ? cert_equal(a->cert, b->cert)
			       : strcmp(a->missing, b->missing) == 0;
}

/* The child of parent that is this, made when it is not there. */
static int
find_or_add(struct tree *tree, int parent, const struct text_remark_of *what)
{
	struct node *node = NULL;

	for (size_t i = 0; i < tree->nodes.len; i++) {
		if (tree->nodes.items[i].parent == parent &&
		    is_same(&tree->nodes.items[i].what, what))
			return (int)i;
	}
	if (tree->nodes.len == TEXT_TREE_MAX_NODES)
		return -1;
	node = ARRAY_ADD(&tree->nodes);
	node->what = *what;
	node->parent = parent;
	node->depth = parent < 0 ? 0 : tree->nodes.items[parent].depth + 1;
	return (int)tree->nodes.len - 1;
}

/* Where a path stops short: the issuer that nobody has. It is missing when the
 * server should have sent it, and else a root that no store has, as is a last
 * certificate that issued itself. */
static void
add_gap(struct tree *tree, const struct report *report, int parent,
    const struct cert *last)
{
	bool is_roots = report_find(report, FINDING_UNTRUSTED_ROOT) != NULL;
	struct text_remark_of gap = {
	    .origin = is_roots ? REPORT_ANCHOR : REPORT_FLEET,
	    .is_unknown = true,
	    .index = -1,
	    .is_dead_end = is_roots,
	};

	if (last->is_self_issued || last->malformed != NULL) {
		struct text_remark_of *end = &tree->nodes.items[parent].what;

		end->is_dead_end = true;
		if (text_remark_is_missing(end))
			end->origin = REPORT_ANCHOR; /* nobody should send it */
		return;
	}
	gap.missing = last->issuer_label;
	if (gap.missing == NULL || *gap.missing == '\0')
		gap.missing = "an issuer without a name";
	find_or_add(tree, parent, &gap);
}

static void
add_path(struct tree *tree, const struct report *report,
    const struct report_path *path)
{
	int parent = -1;

	for (size_t i = 0; i < path->chain->len; i++) {
		struct text_remark_of what = {.cert = path->chain->certs[i],
		    .origin = i < path->origins.len ? path->origins.items[i]
						    : REPORT_PRESENTED};

		what.index = chain_find(report->presented, what.cert->sha256);
		parent = find_or_add(tree, parent, &what);
		if (parent < 0)
			return; /* enough is drawn */
	}
	if (parent < 0)
		return;
	if (path->is_complete)
		tree->nodes.items[parent].what.stores = path->anchor_stores;
	else
		add_gap(tree, report, parent,
		    path->chain->certs[path->chain->len - 1]);
	if (tree->nodes.items[parent].what.error == NULL)
		tree->nodes.items[parent].what.error = path->error;
	tree->paths_drawn++;
}

static void
build(struct tree *tree, const struct report *report, bool is_verbose)
{
	ARRAY_EACH (path, &report->paths) {
		if (!is_verbose && tree->paths_drawn == TEXT_TREE_MAX_PATHS)
			break;
		add_path(tree, report, path);
	}
	for (size_t i = 0; i < tree->nodes.len; i++) {
		struct node *node = &tree->nodes.items[i];

		node->is_last = true;
		for (size_t k = i + 1; k < tree->nodes.len; k++)
			node->is_last &=
			    tree->nodes.items[k].parent != node->parent;
	}
	/* With one path its error is what the findings say. */
	for (size_t i = 0; tree->paths_drawn == 1 && i < tree->nodes.len; i++)
		tree->nodes.items[i].what.error = NULL;
}

/* The branches that pass a node by, on the levels from 1 to `to`. */
static void
add_passing(struct strbuf *buf, const struct tree *tree,
    const struct node *node, unsigned to, bool has_boxes)
{
	text_pad(buf, INDENT);
	for (unsigned level = 1; level <= to; level++) {
		const struct node *at = node;

		while (at->depth > level)
			at = &tree->nodes.items[at->parent];
		strbuf_add(buf,
		    at->is_last	    ? "   "
			: has_boxes ? "│  "
				    : "|  ");
	}
}

/* The lines that lead to a node, from its ancestors' to its own. */
static void
add_branches(struct strbuf *buf, const struct tree *tree,
    const struct node *node, bool has_boxes)
{
	const char *own = NULL;

	add_passing(
	    buf, tree, node, node->depth == 0 ? 0 : node->depth - 1, has_boxes);
	if (node->depth == 0)
		return;
	if (text_remark_is_missing(&node->what))
		own = has_boxes	    ? node->is_last ? "└╌ " : "├╌ "
		    : node->is_last ? "`. "
				    : "|. ";
	else
		own = has_boxes	    ? node->is_last ? "└─ " : "├─ "
		    : node->is_last ? "`- "
				    : "|- ";
	strbuf_add(buf, own);
}

static void
add_row(struct rows *rows, struct strbuf *left, enum text_colour colour,
    struct strbuf *remark, enum text_colour remark_colour)
{
	struct row *row = ARRAY_ADD(&rows->items);

	row->columns = text_columns(strbuf_text(left));
	row->left = strbuf_take(left);
	row->colour = colour;
	row->remark = strbuf_take(remark);
	row->remark_colour = remark_colour;
}

static bool
has_children(const struct tree *tree, int i)
{
	for (size_t k = (size_t)i + 1; k < tree->nodes.len; k++) {
		if (tree->nodes.items[k].parent == i)
			return true;
	}
	return false;
}

/* A line below node i: the branches that pass it by, then the words. */
static void
add_line_below(struct rows *rows, const struct tree *tree, int i,
    const char *words, bool has_boxes)
{
	struct strbuf left = STRBUF_INIT(ROW_TEXT_MAX);
	struct strbuf none = STRBUF_INIT(1);
	/* As a child of node i would stand that is not its last. */
	struct node below = {.parent = i,
	    .depth = tree->nodes.items[i].depth + 1,
	    .is_last = !has_children(tree, i)};

	add_passing(&left, tree, &below, below.depth, has_boxes);
	strbuf_add(&left, words);
	add_row(rows, &left, TEXT_DIM, &none, TEXT_PLAIN);
	rows->items.items[rows->items.len - 1].columns = 0;
}

static void
add_identity(struct rows *rows, const struct tree *tree, int i, bool has_boxes)
{
	CLEANUP(strbuf_clear) struct strbuf words = STRBUF_INIT(ROW_TEXT_MAX);
	const struct cert *cert = tree->nodes.items[i].what.cert;
	char fingerprint[CERT_FINGERPRINT_TEXT_MAX];
	CLEANUP(free) char *line = NULL;

	if (cert == NULL || cert->malformed != NULL)
		return;
	text_remark_identity(&words, cert);
	add_line_below(rows, tree, i, strbuf_text(&words), has_boxes);
	line = mem_printf(
	    "SHA-256 %s", cert_fingerprint(cert->sha256, fingerprint));
	add_line_below(rows, tree, i, line, has_boxes);
}

static void
add_label(struct strbuf *buf, const struct text_remark_of *what,
    const struct report *report)
{
	if (what->index >= 0 && what->cert != NULL)
		strbuf_addf(buf, "%d ", what->index + 1);
	text_remark_label(buf, what, report);
}

static void
add_node(struct rows *rows, const struct tree *tree, int i,
    const struct report *report, const struct render_style *style)
{
	const struct node *node = &tree->nodes.items[i];
	struct strbuf left = STRBUF_INIT(ROW_TEXT_MAX);
	struct strbuf remark = STRBUF_INIT(ROW_TEXT_MAX);
	enum text_colour colour;

	add_branches(&left, tree, node, style->has_boxes);
	add_label(&left, &node->what, report);
	colour = text_remark(&remark, &node->what, report);
	add_row(rows, &left,
	    text_remark_is_missing(&node->what) ? TEXT_RED : TEXT_PLAIN,
	    &remark, colour);
	if (style->is_verbose)
		add_identity(rows, tree, i, style->has_boxes);
	for (size_t k = (size_t)i + 1; k < tree->nodes.len; k++) {
		if (tree->nodes.items[k].parent == i)
			add_node(rows, tree, (int)k, report, style);
	}
}

static bool
is_drawn(const struct tree *tree, const struct cert *cert)
{
	ARRAY_EACH (node, &tree->nodes) {
		if (node->what.cert != NULL &&
		    cert_equal(node->what.cert, cert))
			return true;
	}
	return false;
}

/* What was sent and stands in no drawn path, and what was sent again. */
static void
add_rest(
    struct rows *rows, const struct tree *tree, const struct report *report)
{
	const struct chain *presented = report->presented;

	for (size_t i = 0; presented != NULL && i < presented->len; i++) {
		struct text_remark_of what = {.cert = presented->certs[i],
		    .origin = REPORT_PRESENTED,
		    .index = (int)i,
		    .is_apart = true};
		struct strbuf left = STRBUF_INIT(ROW_TEXT_MAX);
		struct strbuf remark = STRBUF_INIT(ROW_TEXT_MAX);
		enum text_colour colour;

		what.first_index = chain_find(presented, what.cert->sha256);
		if (is_drawn(tree, what.cert) && what.first_index == what.index)
			continue;
		text_pad(&left, INDENT);
		add_label(&left, &what, report);
		colour = text_remark(&remark, &what, report);
		add_row(rows, &left, TEXT_DIM, &remark, colour);
	}
}

/* The column at which remarks begin: after the widest left part, but no
 * further than leaves them room. */
static size_t
remark_column(const struct rows *rows, const struct render_style *style)
{
	size_t most = style->width == 0 ? 60 : style->width * 11 / 20;
	size_t column = 0;

	if (most < 22)
		most = 22;
	ARRAY_EACH (row, &rows->items) {
		size_t end = row->columns + REMARK_GAP;

		if (row->columns > 0 && end > column)
			column = end < most ? end : most;
	}
	return column;
}

static void
write_row(struct strbuf *buf, const struct row *row, size_t column,
    const struct render_style *style)
{
	text_add(buf, style, row->colour, row->left);
	if (row->columns == 0) {
		strbuf_add_char(buf, '\n');
		return;
	}
	if (row->columns + 1 > column) {
		strbuf_add_char(buf, '\n');
		text_pad(buf, column);
	} else {
		text_pad(buf, column - row->columns);
	}
	text_wrap(buf, style, column, column, row->remark_colour, row->remark);
}

static void
write_rows(struct strbuf *buf, const struct rows *rows, size_t from, size_t to,
    size_t column, const struct render_style *style)
{
	for (size_t i = from; i < to; i++)
		write_row(buf, &rows->items.items[i], column, style);
}

static void
write_tree(struct strbuf *buf, const struct tree *tree, const struct rows *rows,
    size_t drawn, const struct report *report, const struct render_style *style)
{
	size_t column = remark_column(rows, style);
	size_t undrawn = report->paths.len - tree->paths_drawn;

	write_rows(buf, rows, 0, drawn, column, style);
	if (undrawn > 0) {
		CLEANUP(free)
		char *more = mem_printf("%zu more way%s to go (--verbose)",
		    undrawn, undrawn == 1 ? "" : "s");

		text_pad(buf, INDENT);
		text_wrap(buf, style, INDENT, INDENT, TEXT_DIM, more);
	}
	if (drawn < rows->items.len) {
		if (drawn > 0)
			strbuf_add(buf, "\n  sent besides\n");
		write_rows(buf, rows, drawn, rows->items.len, column, style);
	}
}

void
text_tree(struct strbuf *buf, const struct report *report,
    const struct render_style *style)
{
	struct tree tree = {0};
	struct rows rows = {0};
	size_t drawn;

	build(&tree, report, style->is_verbose);
	for (size_t i = 0; i < tree.nodes.len; i++) {
		if (tree.nodes.items[i].parent < 0)
			add_node(&rows, &tree, (int)i, report, style);
	}
	drawn = rows.items.len;
	add_rest(&rows, &tree, report);
	write_tree(buf, &tree, &rows, drawn, report, style);
	ARRAY_EACH (row, &rows.items) {
		free(row->left);
		free(row->remark);
	}
	ARRAY_CLEAR(&rows.items);
	ARRAY_CLEAR(&tree.nodes);
}
