/*
 * struct incident: a finding that is confirmed and lasts, from opened to
 * resolved, over one or many endpoints. Its key is (code, subject): the
 * certificate where the fault lies in one, else the endpoint.
 */
#pragma once

#include <stdint.h>

#include "base/array.h"
#include "model/event.h"
#include "model/finding.h"

/* One target that shows the finding. */
struct incident_member {
	const struct endpoint *endpoint; /* a reference is held */
	struct ip_address address;	 /* family 0: the endpoint as a whole */
	int64_t since;
	unsigned clean_count; /* clean probes in a row */
};

struct incident {
	char id[EVENT_ID_LEN + 1];
	enum finding_code code;
	enum severity severity;
	bool is_about_certificate;
	uint8_t sha256[CERT_SHA256_LEN]; /* when it is */
	struct endpoint *endpoint;	 /* when it is not; a reference */
	int64_t opened_at, changed_at;
	int64_t resolved_at; /* 0: open */
	char *detail;	     /* the words when it opened or last changed */
	ARRAY(struct incident_member) members;
};

struct incident *incident_new(enum finding_code code, int64_t opened_at);
void incident_free(struct incident *incident);
CLEANUP_DEFINE(struct incident, incident_free)
size_t incident_endpoint_count(const struct incident *incident);
