/* A chain as a picture; see draw_chain.h. */
#include "web/draw_chain.h"

#include <stdio.h>
#include <string.h>

#include "web/plain.h"
#include "web/sketch_words.h"

#define MARGIN 2	/* for the width of lines */
#define GAP 28		/* between boxes: an arrow's length */
#define PADDING 10	/* in a box */
#define LABEL_HEIGHT 18 /* of a line */
#define WORDS_HEIGHT 16
#define LABEL_UNIT 7.6 /* width of a character, taken wide */
#define WORDS_UNIT 6.6
#define LABEL_LINES 2
#define WORDS_LINES 3
#define LANE 12 /* between arrows beside the boxes */
#define LANES_MAX 5
#define TRUNK 22     /* where arrows between neighbours stand */
#define HEAD 5	     /* of an arrow: half its width */
#define TEXT_MAX 400 /* bytes of a line */

/* Where the boxes stand. */
struct plan {
	int tops[SKETCH_MAX_NODES], heights[SKETCH_MAX_NODES];
	int lanes[SKETCH_MAX_EDGES]; /* -1: between neighbours */
	int lane_count;
	int width, height; /* of boxes; of all */
};

static int
columns_of(const struct plan *plan, double unit)
{
	return (int)((plan->width - 2 * PADDING) / unit);
}

static int
count_lines(const char *text, size_t columns, int most)
{
	int count = 0;

	while (*text != '\0' && count < most) {
		text += plain_line(text, columns);
		count++;
	}
	return count;
}

static int
height_of(const struct plan *plan, const struct sketch_node *node, int64_t now)
{
	CLEANUP(strbuf_clear) struct strbuf label = STRBUF_INIT(TEXT_MAX);
	CLEANUP(strbuf_clear)
	struct strbuf words = STRBUF_INIT(SKETCH_WORDS_MAX);

	sketch_label(&label, node);
	sketch_words(&words, node, now);
	return 2 * PADDING - 6 +
	    LABEL_HEIGHT *
	    count_lines(strbuf_text(&label),
		(size_t)columns_of(plan, LABEL_UNIT), LABEL_LINES) +
	    WORDS_HEIGHT *
	    (count_lines(strbuf_text(&words),
		 (size_t)columns_of(plan, WORDS_UNIT), WORDS_LINES) +
		(int)node->code_count);
}

static bool
overlaps(const struct sketch_edge *a, const struct sketch_edge *b)
{
	size_t a0 = a->subject < a->issuer ? a->subject : a->issuer;
	size_t a1 = a->subject + a->issuer - a0;
	size_t b0 = b->subject < b->issuer ? b->subject : b->issuer;
	size_t b1 = b->subject + b->issuer - b0;

	return a0 <= b1 && b0 <= a1;
}

/* The first lane in which it meets no other. */
static int
lane_of(const struct plan *plan, const struct sketch *sketch, size_t at)
{
	const struct sketch_edge *edges = sketch->edges.items;

	for (int lane = 0; lane < LANES_MAX; lane++) {
		bool is_free = true;

		for (size_t i = 0; i < at; i++)
			is_free &= plan->lanes[i] != lane ||
			    !overlaps(&edges[i], &edges[at]);
		if (is_free)
			return lane;
	}
	return LANES_MAX - 1;
}

static void
make_plan(struct plan *plan, const struct sketch *sketch, int64_t now)
{
	int y = MARGIN;

	for (size_t i = 0; i < sketch->edges.len; i++) {
		const struct sketch_edge *edge = &sketch->edges.items[i];

		plan->lanes[i] = edge->issuer == edge->subject + 1
		    ? -1
		    : lane_of(plan, sketch, i);
		if (plan->lanes[i] >= plan->lane_count)
			plan->lane_count = plan->lanes[i] + 1;
	}
	plan->width = DRAW_CHAIN_WIDTH - 2 * MARGIN -
	    (plan->lane_count > 0 ? LANE * (plan->lane_count + 1) : 0);
	for (size_t i = 0; i < sketch->nodes.len; i++) {
		plan->tops[i] = y;
		plan->heights[i] =
		    height_of(plan, &sketch->nodes.items[i], now);
		y += plan->heights[i] + GAP;
	}
	plan->height = y - GAP + MARGIN;
}

#define NUMBER_MAX 16

static const char *
number(int value, char text[NUMBER_MAX])
{
	snprintf(text, NUMBER_MAX, "%d", value);
	return text;
}

static void
add_line(struct html *html, const char *class_name, int x, int y,
    const char *text, size_t len, bool is_cut)
{
	char at_x[NUMBER_MAX], at_y[NUMBER_MAX];

	html_open(html, "text", "class", class_name, "x", number(x, at_x), "y",
	    number(y, at_y), NULL);
	plain_bytes(html, text, len);
	if (is_cut)
		html_text(html, "\xe2\x80\xa6");
	html_close(html, "text");
}

/* Lines of text from y on; returns the y behind them. */
static int
add_lines(struct html *html, const char *class_name, int y, int height,
    const char *text, size_t columns, int most)
{
	for (int i = 0; i < most && *text != '\0'; i++) {
		bool is_last = i + 1 == most;
		size_t len = plain_line(text, is_last ? columns - 1 : columns);

		y += height;
		add_line(html, class_name, MARGIN + PADDING, y, text, len,
		    is_last && text[len] != '\0');
		text += len;
		text += strspn(text, " ");
	}
	return y;
}

static const char *
kind_class(const struct sketch_node *node)
{
	switch (node->kind) {
	case SKETCH_SENT: break;
	case SKETCH_MISSING: return "missing";
	case SKETCH_UNKNOWN: return "missing unknown";
	case SKETCH_ANCHOR: return "anchor";
	}
	return sketch_is_pale(node) ? "sent pale" : "sent";
}

static void
add_codes(
    struct html *html, const struct sketch_node *node, int y, size_t columns)
{
	for (size_t i = 0; i < node->code_count; i++) {
		CLEANUP(strbuf_clear)
		struct strbuf line = STRBUF_INIT(TEXT_MAX);

		strbuf_addf(&line, "%s %s", sketch_sign(node), node->codes[i]);
		y = add_lines(html, "mark", y, WORDS_HEIGHT, strbuf_text(&line),
		    columns, 1);
	}
}

static void
add_box(struct html *html, const struct plan *plan,
    const struct sketch_node *node, size_t i, int64_t now)
{
	CLEANUP(strbuf_clear) struct strbuf label = STRBUF_INIT(TEXT_MAX);
	CLEANUP(strbuf_clear)
	struct strbuf words = STRBUF_INIT(SKETCH_WORDS_MAX);
	CLEANUP(strbuf_clear) struct strbuf names = STRBUF_INIT(TEXT_MAX);
	char x[NUMBER_MAX], y[NUMBER_MAX], w[NUMBER_MAX], h[NUMBER_MAX];
	int line = plan->tops[i] + PADDING - 4;

	sketch_label(&label, node);
	sketch_words(&words, node, now);
	strbuf_addf(&names, "cert %s%s%s", kind_class(node),
	    node->code_count > 0 ? " " : "",
	    node->code_count > 0 ? severity_text(node->severity) : "");
	html_open(html, "g", "class", strbuf_text(&names), NULL);
	html_open(html, "title", NULL);
	plain_text(html, node->label);
	html_close(html, "title");
	html_open(html, "rect", "x", number(MARGIN, x), "y",
	    number(plan->tops[i], y), "width", number(plan->width, w), "height",
	    number(plan->heights[i], h), "rx", "4", NULL);
	html_close(html, "rect");
	line = add_lines(html, "label", line, LABEL_HEIGHT, strbuf_text(&label),
	    (size_t)columns_of(plan, LABEL_UNIT), LABEL_LINES);
	line = add_lines(html, "words", line, WORDS_HEIGHT, strbuf_text(&words),
	    (size_t)columns_of(plan, WORDS_UNIT), WORDS_LINES);
	add_codes(html, node, line, (size_t)columns_of(plan, WORDS_UNIT));
	html_close(html, "g");
}

static void
add_path(struct html *html, const char *class_name, const struct strbuf *path)
{
	html_open(
	    html, "path", "class", class_name, "d", strbuf_text(path), NULL);
	html_close(html, "path");
}

/* From the issuer, which stands below, up to what it signed. */
static void
add_trunk(
    struct html *html, const struct plan *plan, const struct sketch_edge *edge)
{
	CLEANUP(strbuf_clear) struct strbuf path = STRBUF_INIT(TEXT_MAX);
	CLEANUP(strbuf_clear) struct strbuf head = STRBUF_INIT(TEXT_MAX);
	int to = plan->tops[edge->subject] + plan->heights[edge->subject] + 2;

	strbuf_addf(
	    &path, "M%d %dV%d", TRUNK, plan->tops[edge->issuer], to + HEAD);
	strbuf_addf(
	    &head, "M%d %dl%d %dh%dz", TRUNK, to, -HEAD, 2 * HEAD, 2 * HEAD);
	add_path(html, "line", &path);
	add_path(html, "head", &head);
}

/* Beside the boxes, in its lane. */
static void
add_detour(struct html *html, const struct plan *plan,
    const struct sketch_edge *edge, int lane)
{
	CLEANUP(strbuf_clear) struct strbuf path = STRBUF_INIT(TEXT_MAX);
	CLEANUP(strbuf_clear) struct strbuf head = STRBUF_INIT(TEXT_MAX);
	int from = plan->tops[edge->issuer] + plan->heights[edge->issuer] / 2;
	int to = plan->tops[edge->subject] + plan->heights[edge->subject] / 2;
	int right = MARGIN + plan->width, x = right + LANE * (lane + 1);

	/* what comes and what goes meet in no point of a box */
	from += from > to ? 6 : -6;
	to += 2 * lane - 4;
	strbuf_addf(
	    &path, "M%d %dH%dV%dH%d", right, from, x, to, right + 2 + HEAD);
	strbuf_addf(&head, "M%d %dl%d %dv%dz", right + 2, to, 2 * HEAD, -HEAD,
	    2 * HEAD);
	add_path(html, "line", &path);
	add_path(html, "head", &head);
}

static void
add_arrow(struct html *html, const struct plan *plan,
    const struct sketch *sketch, size_t i)
{
	const struct sketch_edge *edge = &sketch->edges.items[i];
	enum sketch_kind subject = sketch->nodes.items[edge->subject].kind;
	enum sketch_kind issuer = sketch->nodes.items[edge->issuer].kind;
	bool is_missing = subject == SKETCH_MISSING ||
	    issuer == SKETCH_MISSING || issuer == SKETCH_UNKNOWN;
	const char *class_name = is_missing ? "arrow dashed"
	    : edge->is_valid		    ? "arrow strong"
					    : "arrow";

	html_open(html, "g", "class", class_name, NULL);
	if (plan->lanes[i] < 0)
		add_trunk(html, plan, edge);
	else
		add_detour(html, plan, edge, plan->lanes[i]);
	html_close(html, "g");
}

void
draw_chain(struct html *html, const struct sketch *sketch, int64_t now)
{
	struct plan plan = {0};
	char height[NUMBER_MAX], width[NUMBER_MAX];
	CLEANUP(strbuf_clear) struct strbuf box = STRBUF_INIT(TEXT_MAX);

	if (sketch->nodes.len == 0)
		return;
	make_plan(&plan, sketch, now);
	strbuf_addf(&box, "0 0 %d %d", DRAW_CHAIN_WIDTH, plan.height);
	html_open(html, "svg", "class", "chain", "role", "img", "aria-label",
	    "The chain as a picture; the list says the same in words",
	    "viewBox", strbuf_text(&box), "width",
	    number(DRAW_CHAIN_WIDTH, width), "height",
	    number(plan.height, height), NULL);
	for (size_t i = 0; i < sketch->edges.len; i++)
		add_arrow(html, &plan, sketch, i);
	for (size_t i = 0; i < sketch->nodes.len; i++)
		add_box(html, &plan, &sketch->nodes.items[i], i, now);
	html_close(html, "svg");
}
