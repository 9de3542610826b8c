/*
 * struct watched: one endpoint as the fleet holds it: its targets, and in
 * which open incidents it is a member. There is one for each of up to 100,000
 * endpoints: small, and nothing allocated for what is well.
 */
#pragma once

#include "incident/table.h"
#include "model/endpoint.h"
#include "model/target_state.h"

struct open_incident;
struct renewals;

/* Where this endpoint stands in an incident. */
struct membership {
	struct open_incident *open;
	size_t index; /* in the incident's members */
};

/* Addresses that DNS named and does not name now: not looked at, but remembered
 * (addresses.h). */
struct absences {
	struct target_state *items;
	uint32_t len;
	int64_t returned_at; /* when one of them last came back; 0: never */
	int64_t longest_s;   /* absence of those that came back */
};

struct watched {
	struct table_item item; /* hash of the endpoint's id */
	struct endpoint *endpoint;
	struct target_state *targets;  /* in the usual variant */
	struct target_state *variants; /* in others; NULL: none is there */
	struct membership *memberships;
	uint32_t target_count, variant_count, membership_count;
	struct absences *absences; /* NULL: none went so far */
	struct renewals *renewals; /* renewal.h; NULL: none was seen */

	uint64_t resolve_history; /* as target_state.reach_history */
	uint8_t resolve_count;
	bool is_resolve_told;  /* the summary of the first pass named it */
	bool is_announced;     /* announced is set */
	bool is_known;	       /* its first pass is over */
	uint32_t announced;    /* start of the id of the chain last told of */
	int64_t rollout_since; /* old and new leaf side by side; 0: no */
	bool is_rollout_told;
	uint32_t rollout_to; /* start of the new leaf's digest, when told */
};

/* Of the front that the target came from. */
enum endpoint_role watched_role(const struct target_state *state);
struct watched *watched_new(struct endpoint *endpoint);
void watched_free(struct watched *watched);
uint64_t watched_hash(const struct endpoint *endpoint);
bool watched_is(const struct table_item *item, const void *endpoint);

/* The state of that place, in its variant, or NULL. */
struct target_state *watched_target(
    const struct watched *watched, const struct place *place);
/* The same among those that are absent. */
struct target_state *watched_absent(
    const struct watched *watched, const struct place *place);
/* The membership in that incident at that place, or NULL. */
struct membership *watched_member(const struct watched *watched,
    const struct open_incident *open, const struct place *place);
/* At any address. */
struct membership *watched_member_anywhere(
    const struct watched *watched, const struct open_incident *open);
/* How many addresses that this endpoint has now are members, in whatever
 * variants. */
size_t watched_member_count(
    const struct watched *watched, const struct open_incident *open);
/* An endpoint may be a member of an incident at several of its addresses: is
 * that the first of these memberships? */
bool watched_is_first(const struct watched *watched, uint32_t at);

/* For the book only. */
void watched_join(
    struct watched *watched, struct open_incident *open, size_t index);
void watched_quit(struct watched *watched, struct membership *membership);
