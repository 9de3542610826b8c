/*
 * Depth-first search from the server's certificate over every issuer: anchors
 * first, so that short paths come first, then what was sent in the order it was
 * sent, then known issuers. A path never has two certificates of one subject
 * and key, which is what keeps circles of cross-certificates finite. Dead ends
 * have a budget of their own: however many are met first, they take no place
 * from the path that works.
 */
#include "judge/path.h"

#include <openssl/x509.h>
#include <stdarg.h>

#include "base/mem.h"

struct search {
	const struct evidence *evidence;
	bool has_known;
	const struct path_limits *limits;
	struct signature_cache *signatures;
	struct path_set *set;
	struct path_cert stack[PATH_MAX_CERTS];
	size_t depth;
	size_t anchored, dead_ends, steps; /* so far */
};

/* Certificates looked at for each path that may be kept. */
#define STEPS_PER_PATH 20

/* What was found while the issuers of one certificate were walked. */
struct step {
	ARRAY(const struct cert *) tried; /* each certificate once */
	size_t extended;
	bool has_loop, has_unsigned;
};

bool
path_same_ca(const struct cert *a, const struct cert *b)
{
	return memcmp(a->key.sha256, b->key.sha256, sizeof a->key.sha256) ==
	    0 &&
	    X509_NAME_cmp(X509_get_subject_name(a->x509),
		X509_get_subject_name(b->x509)) == 0;
}

bool
path_is_anchor(const struct evidence *evidence, const struct cert *cert)
{
	for (size_t i = 0; i < evidence->store_count; i++) {
		if (trust_store_has(evidence->stores[i], cert->sha256))
			return true;
	}
	return false;
}

static bool
is_spent(const struct search *search)
{
	return search->anchored >= search->limits->max_paths ||
	    search->steps >= (size_t)search->limits->max_paths * STEPS_PER_PATH;
}

static void
emit(struct search *search, enum path_end end)
{
	size_t *count =
	    end == PATH_ANCHORED ? &search->anchored : &search->dead_ends;
	struct path *path;

	if (*count >= search->limits->max_paths) {
		search->set->has_more = true;
		return;
	}
	(*count)++;
	path = ARRAY_ADD(&search->set->paths);
	path->len = search->depth;
	path->certs =
	    mem_dup(search->stack, path->len * sizeof(struct path_cert));
	path->end = end;
	path->not_before = INT64_MIN;
	path->not_after = INT64_MAX;
	path->issuers_not_after = INT64_MAX;
	if (end == PATH_ANCHORED)
		path->certs[path->len - 1].origin = REPORT_ANCHOR;
	for (size_t i = 0; i < path->len; i++) {
		const struct path_cert *at = &path->certs[i];

		path->presented_count += at->origin == REPORT_PRESENTED;
		path->known_count += report_origin_is_known(at->origin);
		if (path->not_before < at->cert->not_before)
			path->not_before = at->cert->not_before;
		if (path->not_after > at->cert->not_after)
			path->not_after = at->cert->not_after;
		if (i > 0 && path->issuers_not_after > at->cert->not_after)
			path->issuers_not_after = at->cert->not_after;
	}
}

static bool
is_in_stack(const struct search *search, const struct cert *cert)
{
	for (size_t i = 0; i < search->depth; i++) {
		if (path_same_ca(search->stack[i].cert, cert))
			return true;
	}
	return false;
}

static bool
was_tried(struct step *step, const struct cert *cert)
{
	ARRAY_EACH (tried, &step->tried) {
		if (cert_equal(*tried, cert))
			return true;
	}
	*ARRAY_ADD(&step->tried) = cert;
	return false;
}

static void extend(struct search *search);

/* One candidate whose subject is the issuer's name of the top. */
static void
try_issuer(struct search *search, struct step *step, const struct cert *issuer,
    enum report_origin origin)
{
	const struct cert *top = search->stack[search->depth - 1].cert;

	if (was_tried(step, issuer))
		return;
	if (is_in_stack(search, issuer)) {
		/* itself again is no circle but a self-issued end */
		if (!path_same_ca(top, issuer))
			step->has_loop = true;
		return;
	}
	switch (signature_check(search->signatures, top, issuer)) {
	case SIGNATURE_GOOD: break;
	case SIGNATURE_TOO_COSTLY: search->set->has_more = true; return;
	case SIGNATURE_BAD:
	case SIGNATURE_UNSUPPORTED: step->has_unsigned = true; return;
	}
	step->extended++;
	search->stack[search->depth++] = (struct path_cert){
	    .cert = issuer,
	    .origin = origin,
	    .index = chain_find(search->evidence->presented, issuer->sha256),
	};
	extend(search);
	search->depth--;
}

static void
try_anchors(struct search *search, struct step *step, const struct cert *top)
{
	const struct evidence *evidence = search->evidence;

	for (size_t i = 0; i < evidence->store_count; i++) {
		const struct cert_set *anchors = evidence->stores[i]->anchors;
		const struct cert *issuer;
		size_t cursor = 0;

		while ((issuer = cert_set_next_issuer(anchors, top, &cursor)) !=
		    NULL)
			try_issuer(search, step, issuer, REPORT_ANCHOR);
	}
}

static void
try_presented(struct search *search, struct step *step, const struct cert *top)
{
	const struct chain *presented = search->evidence->presented;

	for (size_t i = 0; i < presented->len; i++) {
		const struct cert *issuer = presented->certs[i];

		if (issuer->malformed == NULL && cert_names_issuer(top, issuer))
			try_issuer(search, step, issuer, REPORT_PRESENTED);
	}
}

static void
try_known(struct search *search, struct step *step, const struct cert *top)
{
	static const enum report_origin origins[KNOWN_COUNT] = {
	    [KNOWN_FLEET] = REPORT_FLEET,
	    [KNOWN_GIVEN] = REPORT_GIVEN,
	    [KNOWN_FETCHED] = REPORT_FETCHED,
	};

	for (int from = 0; search->has_known && from < KNOWN_COUNT; from++) {
		const struct cert_set *set = search->evidence->known[from];
		const struct cert *issuer;
		size_t cursor = 0;

		while (set != NULL &&
		    (issuer = cert_set_next_issuer(set, top, &cursor)) != NULL)
			try_issuer(search, step, issuer, origins[from]);
	}
}

static enum path_end
dead_end(struct search *search, const struct step *step, const struct cert *top)
{
	if (signature_is_self_signed(search->signatures, top))
		return PATH_SELF_SIGNED;
	if (step->has_loop)
		return PATH_LOOP;
	return step->has_unsigned ? PATH_NOT_SIGNED : PATH_NO_ISSUER;
}

/* There must be room for the issuer, too. */
static bool
is_too_deep(const struct search *search)
{
	size_t intermediates = 0;

	if (search->depth == PATH_MAX_CERTS)
		return true;
	for (size_t i = 1; i < search->depth; i++)
		intermediates += !search->stack[i].cert->is_self_issued;
	return intermediates > search->limits->max_depth;
}

/* An anchor that was sent and is no root: other clients do not hold it and
 * follow what was sent above it. */
static bool
goes_on(const struct search *search)
{
	const struct path_cert *top = &search->stack[search->depth - 1];

	return top->index >= 0 && !top->cert->is_self_issued;
}

static void
extend(struct search *search)
{
	const struct cert *top = search->stack[search->depth - 1].cert;
	struct step step = {.extended = 0};
	bool is_anchor;

	if (is_spent(search)) {
		search->set->has_more = true;
		return;
	}
	search->steps++;
	is_anchor = path_is_anchor(search->evidence, top);
	if (is_anchor)
		emit(search, PATH_ANCHORED);
	if (is_anchor && !goes_on(search))
		return;
	if (is_too_deep(search)) {
		if (!is_anchor)
			emit(search, PATH_TOO_DEEP);
		return;
	}
	try_anchors(search, &step, top);
	try_presented(search, &step, top);
	if (!is_anchor)
		try_known(search, &step, top);
	if (step.extended == 0 && !is_anchor)
		emit(search, dead_end(search, &step, top));
	ARRAY_CLEAR(&step.tried);
}

void
path_search(const struct evidence *evidence, int leaf, bool has_known,
    const struct path_limits *limits, struct signature_cache *signatures,
    struct path_set *ret_set)
{
	struct search search = {
	    .evidence = evidence,
	    .has_known = has_known,
	    .limits = limits,
	    .signatures = signatures,
	    .set = ret_set,
	    .depth = 1,
	};

	*ret_set = (struct path_set){.has_more = false};
	search.stack[0] = (struct path_cert){
	    .cert = evidence->presented->certs[leaf],
	    .origin = REPORT_PRESENTED,
	    .index = leaf,
	};
	extend(&search);
}

void
path_set_cut(struct path_set *set, size_t count)
{
	for (size_t i = count; i < set->paths.len; i++) {
		struct path *path = &set->paths.items[i];

		ARRAY_EACH (fault, &path->faults)
			free(fault->detail);
		ARRAY_CLEAR(&path->faults);
		free(path->certs);
		set->has_more = true;
	}
	if (set->paths.len > count)
		set->paths.len = count;
}

void
path_set_clear(struct path_set *set)
{
	path_set_cut(set, 0);
	ARRAY_CLEAR(&set->paths);
}

bool
path_is_presented(const struct path *path)
{
	return path->end == PATH_ANCHORED && path->known_count == 0;
}

bool
path_is_valid(const struct path *path)
{
	return path_is_presented(path) && path->faults.len == 0;
}

bool
path_has_below_anchor(const struct path *path, const struct cert *cert)
{
	for (size_t i = 0; i < path->len; i++) {
		if (path->certs[i].origin != REPORT_ANCHOR &&
		    cert_equal(path->certs[i].cert, cert))
			return true;
	}
	return false;
}

bool
path_is_root(const struct path *path, size_t i)
{
	return i + 1 == path->len &&
	    (path->end == PATH_ANCHORED || path->end == PATH_SELF_SIGNED);
}

const struct fault *
path_find_fault(
    const struct path *path, enum finding_code code, const struct cert *cert)
{
	ARRAY_EACH (fault, &path->faults) {
		if (fault->code == code && fault->cert == cert)
			return fault;
	}
	return NULL;
}

void
path_add_fault(struct path *path, enum finding_code code,
    const struct cert *cert, const char *detail, ...)
{
	struct fault *fault;
	va_list ap;

	if (path_find_fault(path, code, cert) != NULL)
		return;
	fault = ARRAY_ADD(&path->faults);
	fault->code = code;
	fault->cert = cert;
	va_start(ap, detail);
	fault->detail = mem_vprintf(detail, ap);
	va_end(ap);
}
