/* What `chainwatch check` writes for people; see check_text.h. */
#include "cli/check_text.h"

#include "base/mem.h"
#include "render/text_layout.h"

#define LINE_MAX_BYTES 8192

static struct render_about
about_of(const struct checked *checked)
{
	return (struct render_about){
	    .endpoint = checked->target.endpoint,
	    .place = &checked->target.place,
	    .vias = &checked->target.via,
	    .via_count = 1,
	};
}

/* One look in full: how it failed, then what its chain is worth. */
static void
add_look(struct strbuf *buf, const struct checked *checked,
    const struct render_style *style)
{
	const struct observation *observation = checked->observation;
	enum finding_code said = observation_finding(observation);
	struct render_about about = about_of(checked);

	render_text_failure(buf, said, observation->detail, &about, style);
	if (checked->report == NULL)
		return;
	if (said != FINDING_COUNT)
		strbuf_add(buf, "\nThe chain was seen all the same:\n");
	render_text_report(buf, checked->report, &about, style);
	if (checked->before != NULL) {
		const struct difference difference = what_if_difference(
		    checked->what_if, checked->before, checked->report);

		render_text_difference(buf, &difference, style);
	}
}

/* Index of the first look that shows the same chain, or its own. */
static size_t
first_like(const struct looks *looks, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (checked_same_chain(
			&looks->items.items[k], &looks->items.items[i]))
			return k;
	}
	return i;
}

static size_t
count_like(const struct looks *looks, size_t first)
{
	size_t count = 0;

	for (size_t i = first; i < looks->items.len; i++)
		count += looks->items.items[i].report != NULL &&
		    first_like(looks, i) == first;
	return count;
}

static void
add_place(struct strbuf *buf, const struct target *target)
{
	char text[PLACE_TEXT_MAX];

	endpoint_via_add(buf, &target->via, place_format(&target->place, text));
}

static void
add_address(struct strbuf *buf, const struct looks *looks, size_t i)
{
	add_place(buf, &looks->items.items[i].target);
}

/* "192.0.2.1:443, 192.0.2.2:443": all that show the chain of `first`. */
static void
add_addresses_like(struct strbuf *buf, const struct looks *looks, size_t first)
{
	bool is_first = true;

	for (size_t i = first; i < looks->items.len; i++) {
		if (first_like(looks, i) != first)
			continue;
		strbuf_add(buf, is_first ? "" : ", ");
		add_address(buf, looks, i);
		is_first = false;
	}
}

/* The chain that most addresses show; the first of equals. */
static size_t
majority_of(const struct looks *looks)
{
	size_t best = 0, best_count = 0;

	for (size_t i = 0; i < looks->items.len; i++) {
		size_t count =
		    first_like(looks, i) == i ? count_like(looks, i) : 0;

		if (count > best_count) {
			best = i;
			best_count = count;
		}
	}
	return best;
}

/* One line that names the minority, when not all show the same chain. */
static void
add_difference(struct strbuf *buf, const struct looks *looks,
    const struct render_style *style)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(LINE_MAX_BYTES);
	size_t majority = majority_of(looks);
	size_t usual = count_like(looks, majority), others = 0;

	for (size_t i = 0; i < looks->items.len; i++) {
		if (looks->items.items[i].report == NULL ||
		    first_like(looks, i) == majority)
			continue;
		strbuf_add(&text, others++ == 0 ? "" : ", ");
		add_address(&text, looks, i);
	}
	if (others == 0)
		return;
	if (usual == 1 && others > 1) {
		strbuf_clear(&text);
		strbuf_add(&text, "No two addresses show the same chain.");
	} else if (usual == 1) {
		strbuf_add(&text, " shows another chain than ");
		add_address(&text, looks, majority);
		strbuf_add_char(&text, '.');
	} else {
		strbuf_addf(&text,
		    " %s another chain than the other %zu address%s.",
		    others == 1 ? "shows" : "show", usual,
		    usual == 1 ? "" : "es");
	}
	strbuf_add_char(buf, '\n');
	text_wrap(buf, style, 0, 0, TEXT_YELLOW, strbuf_text(&text));
}

static void
add_several(struct strbuf *buf, const struct endpoint *endpoint,
    const struct looks *looks, const struct render_style *style)
{
	render_text_title(buf, endpoint->id, style);
	ARRAY_EACH (checked, &looks->items) {
		CLEANUP(strbuf_clear)
		struct strbuf name = STRBUF_INIT(LINE_MAX_BYTES);

		add_place(&name, &checked->target);
		strbuf_add(buf, "  ");
		render_text_look_at(buf, strbuf_text(&name),
		    checked->observation, checked->report, style);
	}
	add_difference(buf, looks, style);
	for (size_t i = 0; i < looks->items.len; i++) {
		CLEANUP(strbuf_clear)
		struct strbuf title = STRBUF_INIT(LINE_MAX_BYTES);

		if (first_like(looks, i) != i)
			continue;
		strbuf_add(&title, "At ");
		add_addresses_like(&title, looks, i);
		strbuf_add_char(buf, '\n');
		text_wrap(buf, style, 0, 3, TEXT_BOLD, strbuf_text(&title));
		add_look(buf, &looks->items.items[i], style);
	}
}

static void
add_resolve_failure(struct strbuf *buf, const struct endpoint *endpoint,
    const struct looks *looks, const struct render_style *style)
{
	struct render_about about = {.endpoint = endpoint};

	if (looks->items.len == 0)
		render_text_title(buf, endpoint->id, style);
	else
		strbuf_add_char(buf, '\n');
	render_text_failure(buf, failure_finding(looks->resolve_failure),
	    looks->resolve_detail, &about, style);
}

/* All are looked at here and now; the daemon takes its time. */
static void
add_turns(struct strbuf *buf, const struct endpoint *endpoint,
    const struct looks *looks)
{
	size_t named = 0;

	ARRAY_EACH (checked, &looks->items)
		named += checked->target.place.variant == 0 &&
		    endpoint_via_is_named(endpoint, &checked->target.via);
	if (named > ENDPOINT_SAMPLE_DEFAULT)
		strbuf_addf(buf,
		    "\nchainwatchd looks at %d of %zu addresses each "
		    "interval, by turns; here all were looked at.\n",
		    ENDPOINT_SAMPLE_DEFAULT, named);
}

static bool
is_told_before(const struct looks *looks, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (checked_same_chain(
			&looks->variants.items[k], &looks->variants.items[i]))
			return true;
	}
	return false;
}

/* Each chain once, where it was first seen. */
static void
add_variants(struct strbuf *buf, const struct looks *looks,
    const struct render_style *style)
{
	for (size_t i = 0; i < looks->variants.len; i++) {
		const struct checked *checked = &looks->variants.items[i];

		if (is_told_before(looks, i))
			continue;
		strbuf_add_char(buf, '\n');
		render_text_heading(
		    buf, &checked->target, checked->observation, style);
		add_look(buf, checked, style);
	}
}

void
check_text(struct strbuf *buf, const struct endpoint *endpoint,
    const struct looks *looks, const struct render_style *style)
{
	const struct checked *only = looks->items.items;

	if (looks->items.len == 1) {
		render_text_heading(
		    buf, &only->target, only->observation, style);
		add_look(buf, only, style);
	} else if (looks->items.len > 1) {
		add_several(buf, endpoint, looks, style);
	}
	add_variants(buf, looks, style);
	if (looks->resolve_failure != FAILURE_NONE)
		add_resolve_failure(buf, endpoint, looks, style);
	add_turns(buf, endpoint, looks);
	if (looks->is_cut)
		strbuf_addf(buf,
		    "\nThere are more addresses; only %d were looked at.\n",
		    EXPAND_MAX_TARGETS);
}
