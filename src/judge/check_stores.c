/*
 * What each trust store alone makes of the chain, and where those differ that
 * are compared: whom the others have and this one has not, and what, sent
 * along, would satisfy it.
 */
#include "judge/judgement.h"

#include "base/strbuf.h"

#define TEXT_MAX 2000
#define ROOTS_NAMED_MAX 3

/* One store, judged by alone. */
struct opinion {
	const struct trust_store *store;
	bool is_compared;
	struct report *report; /* a reference */
};

struct opinions {
	ARRAY(struct opinion) items;
};

static bool
has_opinion(const struct opinions *opinions, const struct trust_store *store)
{
	ARRAY_EACH (opinion, &opinions->items) {
		if (opinion->store == store)
			return true;
	}
	return false;
}

static void
add_opinions(struct opinions *opinions, const struct evidence *evidence,
    const struct trust_store *const *stores, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct opinion *opinion;

		if (has_opinion(opinions, stores[i]))
			continue;
		opinion = ARRAY_ADD(&opinions->items);
		opinion->store = stores[i];
		for (size_t k = 0; k < evidence->compared_count; k++)
			opinion->is_compared |=
			    evidence->compared[k] == stores[i];
	}
}

/* The one store that all is judged by is not asked again. */
static void
ask(struct judgement *judgement, struct opinions *opinions)
{
	const struct evidence *evidence = judgement->evidence;

	add_opinions(
	    opinions, evidence, evidence->stores, evidence->store_count);
	add_opinions(
	    opinions, evidence, evidence->compared, evidence->compared_count);
	if (opinions->items.len == 1 && evidence->store_count == 1) {
		opinions->items.items[0].report = report_ref(judgement->report);
		return;
	}
	ARRAY_EACH (opinion, &opinions->items) {
		struct evidence part = *evidence;
		int64_t until;

		part.stores = &opinion->store;
		part.store_count = 1;
		part.compared_count = 0;
		opinion->report = judgement_part(judgement, &part);
		until = opinion->report->holds_until;
		if (judgement->parts_hold_until == 0 ||
		    until < judgement->parts_hold_until)
			judgement->parts_hold_until = until;
	}
}

static const struct cert *
anchor_of(const struct report_path *path)
{
	return path->chain->certs[path->chain->len - 1];
}

/* The roots by which other stores accept it. */
static size_t
name_roots(const struct opinions *opinions, const struct opinion *without,
    struct strbuf *buf)
{
	const struct cert *named[ROOTS_NAMED_MAX];
	size_t count = 0;

	ARRAY_EACH (opinion, &opinions->items) {
		ARRAY_EACH (path, &opinion->report->paths) {
			bool is_named = !path->is_valid || opinion == without;

			for (size_t i = 0; i < count; i++)
				is_named |=
				    cert_equal(named[i], anchor_of(path));
			if (is_named || count == ROOTS_NAMED_MAX)
				continue;
			strbuf_addf(buf, "%s\"%s\"", count > 0 ? " nor " : "",
			    anchor_of(path)->label);
			named[count++] = anchor_of(path);
		}
	}
	return count;
}

/* Why the judge refused, as far as it hangs on validity. */
static const char *
first_reason(const struct report *report)
{
	ARRAY_EACH (finding, &report->findings) {
		if (finding->severity == SEVERITY_CRITICAL &&
		    finding->code != FINDING_DISTRUSTED_AUTHORITY)
			return finding->detail;
	}
	return report->paths.len > 0 ? report->paths.items[0].error : NULL;
}

static char *
reason_of(const struct opinions *opinions, const struct opinion *opinion)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(TEXT_MAX);
	const struct report *report = opinion->report;
	const char *reason;

	if (report->is_valid)
		return NULL;
	/* a way to its own root, but not a good one */
	ARRAY_EACH (path, &report->paths) {
		if (path->is_complete && path->is_presented &&
		    path->error != NULL)
			return mem_strdup(path->error);
	}
	strbuf_add(&buf, "It does not have ");
	if (name_roots(opinions, opinion, &buf) > 0) {
		strbuf_add(&buf, ", where the chain ends.");
		return mem_strdup(strbuf_text(&buf));
	}
	reason = first_reason(report);
	return mem_strdup(
	    reason != NULL ? reason : "No way leads to one of its roots.");
}

static void
fill_report(struct judgement *judgement, const struct opinions *opinions)
{
	ARRAY_EACH (opinion, &opinions->items) {
		struct report_store *store =
		    ARRAY_ADD(&judgement->report->stores);

		store->name = mem_strdup(opinion->store->name);
		store->is_valid = opinion->report->is_valid;
		store->is_compared = opinion->is_compared;
		store->reason = reason_of(opinions, opinion);
		store->breaks_at = opinion->report->breaks_at;
	}
}

/* A good way to one of its roots that wants no more than what is known. */
static const struct report_path *
find_bridge(const struct report *report)
{
	ARRAY_EACH (path, &report->paths) {
		if (path->is_complete && !path->is_presented &&
		    path->error == NULL)
			return path;
	}
	return NULL;
}

static void
say_bridge(struct strbuf *buf, const struct opinion *opinion)
{
	const struct report_path *path = find_bridge(opinion->report);
	char fingerprint[CERT_FINGERPRINT_TEXT_MAX];
	const char *joint = " Sending ";

	if (path == NULL)
		return;
	for (size_t i = 0; i < path->chain->len; i++) {
		const struct cert *cert = path->chain->certs[i];

		if (!report_origin_is_known(path->origins.items[i]))
			continue;
		strbuf_addf(buf, "%s\"%s\" issued by \"%s\" (SHA-256 %s)",
		    joint, cert->label, cert->issuer_label,
		    cert_fingerprint(cert->sha256, fingerprint));
		joint = " and ";
	}
	strbuf_addf(buf, " as well would satisfy %s.", opinion->store->name);
}

static void
list_names(struct strbuf *buf, const struct opinions *opinions, bool is_valid)
{
	const char *joint = "";

	ARRAY_EACH (opinion, &opinions->items) {
		if (!opinion->is_compared ||
		    opinion->report->is_valid != is_valid)
			continue;
		strbuf_addf(buf, "%s%s", joint, opinion->store->name);
		joint = ", ";
	}
}

static void
report_difference(struct judgement *judgement, const struct opinions *opinions)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(TEXT_MAX);

	strbuf_add(&buf, "Accepted by ");
	list_names(&buf, opinions, true);
	strbuf_add(&buf, "; refused by ");
	list_names(&buf, opinions, false);
	strbuf_add(&buf, ".");
	ARRAY_EACH (opinion, &opinions->items) {
		CLEANUP(free) char *reason = NULL;

		if (!opinion->is_compared || opinion->report->is_valid)
			continue;
		reason = reason_of(opinions, opinion);
		strbuf_addf(&buf, " %s: %s", opinion->store->name, reason);
		say_bridge(&buf, opinion);
	}
	report_add(judgement->report, FINDING_STORE_DISAGREEMENT, NULL, "%s",
	    strbuf_text(&buf));
}

/* Where the stores that count refuse, that has been said, and why. */
static bool
is_disagreement(
    const struct judgement *judgement, const struct opinions *opinions)
{
	bool is_accepted = false, is_refused = false;

	ARRAY_EACH (opinion, &opinions->items) {
		if (!opinion->is_compared)
			continue;
		is_accepted |= opinion->report->is_valid;
		is_refused |= !opinion->report->is_valid;
	}
	return is_accepted && is_refused && judgement->report->is_valid;
}

static void
look_at_stores(struct judgement *judgement)
{
	struct opinions opinions = {0};

	if (judgement->evidence->presented->len == 0)
		return;
	ask(judgement, &opinions);
	fill_report(judgement, &opinions);
	if (is_disagreement(judgement, &opinions))
		report_difference(judgement, &opinions);
	ARRAY_EACH (opinion, &opinions.items)
		report_unref(opinion->report);
	ARRAY_CLEAR(&opinions.items);
}

const struct check check_stores = {
    .name = "stores",
    .report = look_at_stores,
    .is_for_whole = true,
};
