/*
 * struct metric_fleet: what an exposition says of endpoints: gathered from one
 * status after the other, then written family by family, since all samples of a
 * family stand together. What is counted covers all endpoints; rows of their
 * own have the first max_rows.
 *
 * A row takes about 100 bytes, for as long as the exposition is written.
 */
#pragma once

#include "model/endpoint_status.h"
#include "model/verdict.h"
#include "render/metric_page.h"

#define METRIC_POSITIONS 10 /* of a chain; further ones are left out */
#define METRIC_OPENS 8	    /* open findings of an endpoint; the same */
#define METRIC_WITHIN 7
#define METRIC_SEVERITIES (SEVERITY_CRITICAL + 1)

struct metric_endpoint {
	struct endpoint *endpoint;		   /* a reference is held */
	int64_t earliest, breaks_at, last_look_at; /* 0: not known */
	uint32_t lasted_ms;			   /* 0: not known */
	uint32_t first_end, first_open;
	uint32_t address_count, failed_count;
	uint8_t end_count, open_count;
	uint8_t severity;
	uint8_t tls_version; /* 3: TLS 1.2, 4: 1.3; 0: not known */
	bool is_looked_at, is_valid;
};

struct metric_open {
	uint16_t finding;
	uint8_t severity;
};

struct metric_fleet {
	size_t max_rows;
	ARRAY(struct metric_endpoint) rows;
	ARRAY(int64_t) ends; /* notAfter by position, of all rows */
	ARRAY(struct metric_open) opens;

	size_t states[METRIC_SEVERITIES], unknown, left_out;
	size_t breaking[METRIC_WITHIN];
	int64_t next_break_at; /* 0: none */
	size_t findings[FINDING_COUNT][METRIC_SEVERITIES];
};

void metric_fleet_clear(struct metric_fleet *fleet);
/* Lets go of so many rows, for who clears it in slices; true: there are more.
 */
bool metric_fleet_shrink(struct metric_fleet *fleet, size_t count);
/* So many will be added: room for them is taken at once, so that no growing
 * copies what is there. */
void metric_fleet_expect(struct metric_fleet *fleet, size_t count);
/* now: seconds. */
void metric_fleet_add(struct metric_fleet *fleet,
    const struct endpoint_status *status, int64_t now);
/* Of this one nothing is known yet. */
void metric_fleet_add_unknown(
    struct metric_fleet *fleet, struct endpoint *endpoint);
/* The samples of the family that was begun, one of METRIC_OF_ENDPOINT: of rows
 * from (included) to (not). */
void metric_fleet_write(struct metric_page *page,
    const struct metric_fleet *fleet, size_t from, size_t to);
/* The families of what is counted. */
void metric_fleet_write_counts(
    struct metric_page *page, const struct metric_fleet *fleet);
/* A family with findings by code and severity, which is begun here. */
void metric_findings_write(struct metric_page *page, enum metric_id id,
    const size_t counts[FINDING_COUNT][METRIC_SEVERITIES]);
