/* Reports made by hand; see scene.h. */
#include "render/scene.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

const struct render_style scene_style = {.width = 80, .has_remedies = true};

struct report *
scene_report(struct chain *take_presented)
{
	struct report *report = report_new();

	report->presented = take_presented;
	report->judged_at = MINT_NOW;
	report->holds_until = MINT_NOW + MINT_DAY;
	return report;
}

struct report_path *
scene_path(
    struct report *report, const char *stores, const struct scene_link *links)
{
	struct report_path *path = ARRAY_ADD(&report->paths);
	struct cert *certs[16];
	size_t len = 0;

	for (; links[len].mint != NULL; len++) {
		certs[len] = links[len].mint->cert;
		*ARRAY_ADD(&path->origins) = links[len].origin;
	}
	path->chain = chain_new(certs, len);
	path->is_complete = stores != NULL;
	path->anchor_stores = mem_strdup(stores);
	path->not_after = certs[0]->not_after;
	return path;
}

struct report *
scene_good(void)
{
	struct mint_chain chain = mint_chain_for(SCENE_HOST);
	struct report *report =
	    scene_report(mint_presented(chain.leaf, chain.intermediate, NULL));
	struct report_path *path =
	    SCENE_PATH(report, "system", {chain.leaf, REPORT_PRESENTED},
		{chain.intermediate, REPORT_PRESENTED},
		{chain.root, REPORT_ANCHOR});

	path->is_valid = path->is_presented = true;
	report->is_valid = true;
	report->breaks_at = chain.leaf->cert->not_after + 1;
	return report;
}

struct report *
scene_leaf_only(void)
{
	struct mint_chain chain = mint_chain_for(SCENE_HOST);
	struct report *report = scene_report(mint_presented(chain.leaf, NULL));
	struct cert *certs[] = {chain.leaf->cert, chain.intermediate->cert};
	struct finding *finding;

	SCENE_PATH(report, "system", {chain.leaf, REPORT_PRESENTED},
	    {chain.intermediate, REPORT_FLEET}, {chain.root, REPORT_ANCHOR});
	finding = report_add(report, FINDING_LEAF_ONLY, NULL,
	    "Only the server's own certificate is sent; %s, which issued it, "
	    "is missing.",
	    chain.intermediate->cert->label);
	finding->missing = mem_strdup(chain.intermediate->cert->label);
	report->suggested = chain_new(certs, 2);
	report->is_suggested_complete = true;
	return report;
}

struct report *
scene_unknown(void)
{
	struct mint_chain chain = mint_chain_for(SCENE_HOST);
	struct report *report = scene_report(mint_presented(chain.leaf, NULL));

	SCENE_PATH(report, NULL, {chain.leaf, REPORT_PRESENTED});
	report_add(report, FINDING_LEAF_ONLY, NULL, "Nobody knows its issuer.");
	return report;
}

struct endpoint *
scene_endpoint(void)
{
	struct endpoint *endpoint = endpoint_new();
	struct endpoint_label *label;

	if (!hostname_parse(SCENE_HOST, &endpoint->host, NULL))
		abort();
	endpoint_finish(endpoint);
	label = ARRAY_ADD(&endpoint->settings->labels);
	label->key = mem_strdup("team");
	label->value = mem_strdup("web");
	return endpoint;
}

void
scene_target(struct target *target, struct endpoint *endpoint)
{
	struct ip_address address;

	if (!ip_address_parse("192.0.2.10", &address))
		abort();
	address.port = 443;
	memset(target, 0, sizeof *target);
	target_set(target, endpoint, &(struct place){.address = address}, NULL);
}

struct observation *
scene_observation(enum failure failure, const char *detail)
{
	struct observation *observation = observation_new();

	observation->started_at = MINT_NOW;
	observation->failure = failure;
	snprintf(observation->detail, sizeof observation->detail, "%s", detail);
	if (failure != FAILURE_NONE)
		return observation;
	observation->tls_version = 0x0304;
	snprintf(observation->cipher, sizeof observation->cipher,
	    "TLS_AES_256_GCM_SHA384");
	observation->dial_ms = 3;
	observation->handshake_ms = 20;
	observation->total_ms = 23;
	return observation;
}

struct event *
scene_event(void)
{
	struct event *event = event_new(EVENT_INCIDENT_OPENED, MINT_NOW);
	struct target target;

	event->sequence = 7;
	snprintf(event->id, sizeof event->id, "%s",
	    "00112233445566778899aabbccddeeff");
	event->severity = SEVERITY_CRITICAL;
	event->finding = FINDING_LEAF_ONLY;
	event->text = mem_strdup(
	    SCENE_HOST ":443 at 192.0.2.10: leaf-only (only the server's own "
		       "certificate is sent)");
	event->endpoint = scene_endpoint();
	scene_target(&target, event->endpoint);
	*ARRAY_ADD(&event->places) = target.place;
	target_clear(&target);
	event->report = scene_leaf_only();
	event->incident.is_set = true;
	snprintf(event->incident.id, sizeof event->incident.id, "%s",
	    "ffeeddccbbaa99887766554433221100");
	event->incident.finding = FINDING_LEAF_ONLY;
	event->incident.severity = SEVERITY_CRITICAL;
	event->incident.opened_at = MINT_NOW - 60;
	event->incident.endpoint_count = 1;
	*ARRAY_ADD(&event->incident.endpoints) = mem_strdup(SCENE_HOST ":443");
	return event;
}
