/* The chain to serve instead; see repair.h. */
#include "judge/repair.h"

#include <string.h>

#include "base/mem.h"

struct list {
	ARRAY(struct cert *) certs;
};

/* Faults that another chain would not have: those of the leaf stay. */
static size_t
faults_above_leaf(const struct path *path)
{
	size_t count = 0;

	ARRAY_EACH (fault, &path->faults)
		count += fault->cert != path->certs[0].cert;
	return count;
}

/* Is a the better one to serve than b. */
static bool
serves_better(const struct path *a, const struct path *b)
{
	bool ends_a = a->end == PATH_ANCHORED, ends_b = b->end == PATH_ANCHORED;
	size_t faults_a = faults_above_leaf(a);
	size_t faults_b = faults_above_leaf(b);

	if (ends_a != ends_b)
		return ends_a;
	if (!ends_a)
		return false; /* they are sorted already */
	if (faults_a != faults_b)
		return faults_a < faults_b;
	if (a->known_count != b->known_count)
		return a->known_count < b->known_count;
	/* what is presented stays, cross-signs too; what is not is not
	 * drawn out longer than it has to be */
	if (a->presented_count != b->presented_count)
		return a->presented_count > b->presented_count;
	return a->len < b->len;
}

/* What the server does not send yet would not help: it has a fault itself. */
static bool
has_known_at_fault(const struct path *path)
{
	for (size_t i = 1; i < path->len; i++) {
		if (!report_origin_is_known(path->certs[i].origin))
			continue;
		ARRAY_EACH (fault, &path->faults) {
			if (fault->cert == path->certs[i].cert)
				return true;
		}
	}
	return false;
}

static const struct path *
best_to_serve(const struct judgement *judgement)
{
	const struct path *best = NULL;

	if (judgement->successor != NULL)
		return judgement->successor;
	ARRAY_EACH (path, &judgement->paths.paths) {
		if (best == NULL || serves_better(path, best))
			best = path;
	}
	return best;
}

static void
add(struct list *list, const struct cert *cert)
{
	ARRAY_EACH (there, &list->certs) {
		if (cert_equal(*there, cert))
			return;
	}
	*ARRAY_ADD(&list->certs) = (struct cert *)cert;
}

/* Before the first that is its issuer by name, so that the order stays one in
 * which each is certified by one behind it; never before the leaf. */
static void
add_in_order(struct list *list, const struct cert *cert)
{
	size_t at = list->certs.len, i = 1;

	add(list, cert);
	if (list->certs.len == at)
		return; /* it was there */
	while (i < at && !cert_names_issuer(cert, list->certs.items[i]))
		i++;
	if (i >= at)
		return;
	memmove(&list->certs.items[i + 1], &list->certs.items[i],
	    (at - i) * sizeof *list->certs.items);
	list->certs.items[i] = (struct cert *)cert;
}

/* A root, trusted or not, need not be sent. An intermediate that a store has
 * need not either, but who sends it does well: other clients do not have it. */
static bool
is_to_be_sent(const struct path *path, size_t i)
{
	const struct path_cert *at = &path->certs[i];

	return i == 0 || !path_is_root(path, i) ||
	    (at->index >= 0 && !at->cert->is_self_issued);
}

static void
collect(const struct judgement *judgement, const struct path *path,
    struct list *list)
{
	const struct chain *presented = judgement->evidence->presented;

	for (size_t i = 0; i < path->len; i++) {
		if (is_to_be_sent(path, i))
			add(list, path->certs[i].cert);
	}
	if (faults_above_leaf(path) > 0 || path->known_count > 0 ||
	    judgement->paths.has_more)
		return;
	/* other ways that clients with other stores may take */
	for (size_t i = 0; i < presented->len; i++) {
		if (judgement->served.is_needed[i] &&
		    presented->certs[i]->malformed == NULL &&
		    !cert_equal(
			presented->certs[i], path->certs[path->len - 1].cert))
			add_in_order(list, presented->certs[i]);
	}
}

static bool
is_as_presented(const struct list *list, const struct chain *presented)
{
	if (list->certs.len != presented->len)
		return false;
	for (size_t i = 0; i < presented->len; i++) {
		if (!cert_equal(list->certs.items[i], presented->certs[i]))
			return false;
	}
	return true;
}

void
repair_suggest(struct judgement *judgement)
{
	const struct path *path = best_to_serve(judgement);
	struct report *report = judgement->report;
	struct list list = {.certs = {.len = 0}};

	/* where a signature is bad, other certificates are no cure */
	if (path == NULL || judgement->gap.kind == GAP_BAD_SIGNATURE ||
	    has_known_at_fault(path))
		return;
	/* nor is more of the wrong certificate, where the right one is sent */
	if (judgement->served.fitting >= 0)
		return;
	collect(judgement, path, &list);
	/* without its untrusted root, nobody could tell what is missing */
	if (path->end == PATH_SELF_SIGNED && path->len > 1 &&
	    list.certs.len == 1) {
		ARRAY_CLEAR(&list.certs);
		return;
	}
	if (path->end == PATH_ANCHORED || path->end == PATH_SELF_SIGNED) {
		report->is_suggested_complete = true;
		if (is_as_presented(&list, judgement->evidence->presented))
			report->is_suggested_complete = false;
		else
			report->suggested =
			    chain_new(list.certs.items, list.certs.len);
	} else if (!is_as_presented(&list, judgement->evidence->presented)) {
		report->suggested = chain_new(list.certs.items, list.certs.len);
	}
	ARRAY_CLEAR(&list.certs);
}
