/*
 * A list of incidents as people look through them: those that are open, worst
 * first, or those that are over, the last first. By pages; for who asks, on the
 * store's thread or by a reader.
 */
#pragma once

#include "base/array.h"
#include "base/texts.h"
#include "model/severity.h"
#include "pki/cert.h"
#include "store/db.h"

#define INCIDENT_LIST_PAGE 100
#define INCIDENT_LIST_MAX_PAGES 100 /* further back, history reads on */
#define INCIDENT_LIST_ENDPOINTS 3   /* that are named of each */

struct incident_list_query {
	bool is_over;
	const char *pattern;  /* of ids that it met (pattern_with); or any */
	const char *finding;  /* a code; NULL or "": any */
	const char *severity; /* likewise */
	size_t page;	      /* from 1 */
};

/* As the store has it; texts are owned. */
struct incident_list_item {
	char *id, *finding, *severity, *detail;
	char *endpoint; /* that it is about; NULL: it is about a certificate */
	bool is_about_certificate;
	uint8_t sha256[CERT_SHA256_LEN];
	int64_t opened_at, resolved_at; /* seconds; 0: it is open */
	char *told;			/* "told", "in-summary", "untold" ... */
	char *hush;			/* why it is not told; NULL: it is */
	char *ack_author;		/* who sees to it; NULL: nobody */
	size_t endpoint_count;		/* it met, all together */
	struct texts endpoints;		/* some of them */
};

struct incident_list {
	ARRAY(struct incident_list_item) items;
	bool has_more;
	size_t open[SEVERITY_CRITICAL + 1]; /* all open ones, by severity */
};

void incident_list_clear(struct incident_list *list);
/* Clears what was in the list. */
bool incident_list_read(struct db *db, const struct incident_list_query *query,
    struct incident_list *ret_list, struct error *err) MUST_CHECK;
