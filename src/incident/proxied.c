/* What fails behind a proxy, and whose fault it is; see proxied.h. */
#include "incident/proxied.h"

#include <string.h>

#include "model/approach.h"

static const struct approach *
approach_of(const struct watched *watched)
{
	return watched->endpoint->settings->approach;
}

/* A Unix socket is dialled by itself. */
bool
proxied_is(const struct watched *watched, const struct place *place)
{
	const char *path = place_path(place);

	return watched->endpoint->file == NULL &&
	    approach_has_proxy(approach_of(watched)) &&
	    (path == NULL || path[0] != '/');
}

static bool
is_same_proxy(const struct watched *a, const struct watched *b)
{
	const struct approach *of_a = approach_of(a), *of_b = approach_of(b);

	return of_a == of_b ||
	    (approach_has_proxy(of_b) &&
		approach_proxy_equal(&of_a->proxy, &of_b->proxy));
}

/* What it answered, and did not do for this server. */
static bool
is_turned_down(enum failure failure)
{
	return failure == FAILURE_PROXY_REFUSED ||
	    failure_is_reachability(failure);
}

/* Nothing is known of who is behind it then. */
static bool
is_of_proxy(enum failure failure)
{
	return failure == FAILURE_PROXY_CREDENTIALS ||
	    failure_finding(failure) == FINDING_PROXY_FAILED;
}

enum passes { PASSES_UNKNOWN, PASSES, PASSES_NOT };

/* Was the endpoint reached, when it was looked at lately? */
static enum passes
passes(const struct watched *watched, int64_t since)
{
	enum passes passes = PASSES_UNKNOWN;

	for (uint32_t i = 0; i < watched->target_count; i++) {
		const struct target_state *state = &watched->targets[i];

		enum failure failure = (enum failure)state->last_failure;

		if (state->last_look_at < since || is_of_proxy(failure))
			continue;
		if (!is_turned_down(failure))
			return PASSES;
		passes = PASSES_NOT;
	}
	return passes;
}

/* Nobody gets through. */
static bool
is_closed(const struct step *step, const struct watched *watched)
{
	int64_t lately_s = watched->endpoint->settings->interval_s;
	struct table_item *item;
	size_t at = 0, count = 0;

	if (lately_s < PROXIED_LATELY_S)
		lately_s = PROXIED_LATELY_S;
	while ((item = table_next(step->endpoints, &at)) != NULL) {
		const struct watched *other = (const struct watched *)item;

		if (!is_same_proxy(watched, other))
			continue;
		switch (passes(other, step->now - lately_s)) {
		case PASSES_UNKNOWN: break;
		case PASSES: return false;
		case PASSES_NOT: count++; break;
		}
		if (count == PROXIED_ENOUGH)
			return true;
	}
	return count >= PROXIED_LEAST;
}

bool
proxied_blames(const struct step *step, const struct watched *watched,
    const struct place *place, enum failure failure,
    enum finding_code *ret_code, uint8_t *ret_digest)
{
	bool is_dead = failure_finding(failure) == FINDING_PROXY_FAILED;

	if (place == NULL || !proxied_is(watched, place))
		return false;
	if (!is_of_proxy(failure) &&
	    (!is_turned_down(failure) || !is_closed(step, watched)))
		return false;
	*ret_code = is_dead ? FINDING_PROXY_FAILED : FINDING_PROXY_REFUSED;
	approach_proxy_digest(approach_of(watched),
	    failure == FAILURE_PROXY_CREDENTIALS, ret_digest);
	return true;
}

bool
proxied_is_about(const struct incident *incident)
{
	return incident->has_digest &&
	    finding_info(incident->code)->subject == FINDING_ABOUT_PROXY;
}

void
proxied_add_name(struct strbuf *buf, const struct watched *watched)
{
	const struct approach *approach = approach_of(watched);

	if (approach_has_proxy(approach))
		strbuf_addf(buf, "%s proxy %s port %u",
		    approach->proxy.kind == PROXY_HTTP ? "HTTP" : "SOCKS5",
		    approach->proxy.host.text, approach->proxy.port);
}

void
proxied_add_reach(
    const struct step *step, struct strbuf *buf, const struct watched *watched)
{
	struct table_item *item;
	size_t at = 0, count = 0;

	while ((item = table_next(step->endpoints, &at)) != NULL)
		count += is_same_proxy(watched, (const struct watched *)item);
	strbuf_addf(buf, "; %zu endpoint%s reached through it", count,
	    count == 1 ? " is" : "s are");
}
