/*
 * struct render_about: what a report is about. Fills the words and the
 * placeholders of remedies; borrowed for the call, any part may be NULL.
 */
#pragma once

#include "model/endpoint.h"
#include "model/finding.h"
#include "model/place.h"
#include "model/remedy.h"
#include "model/report.h"

struct render_about {
	const struct endpoint *endpoint;
	const struct place *place; /* the one that was looked at */
	const struct endpoint_via
	    *vias; /* how one comes to where it is shown */
	size_t via_count;
	const char *file; /* of lint; safe to print and to paste (quoted) */
};

#define RENDER_OPTIONS_MAX 512

/* The values of a remedy's placeholders, with the texts they point to. */
struct render_values {
	struct remedy_values values;
	char port[8];
	char address[IP_ADDRESS_TEXT_MAX];
	char options[RENDER_OPTIONS_MAX];
};

/* report and about may be NULL. What is filled in is lent by them. */
void render_values_set(struct render_values *values,
    const struct finding *finding, const struct report *report,
    const struct render_about *about);

#define RENDER_PROVIDERS_MAX 4
/* Whose products it is shown at, each once: they say where a certificate is put
 * in, where the remedy ends in that. *ret_is_all: nobody else shows it. */
size_t render_providers(const struct render_about *about, enum remedy_kind kind,
    enum provider_id ret_ids[RENDER_PROVIDERS_MAX], bool *ret_is_all);
