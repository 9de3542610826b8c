/*
 * The fetching of revocation evidence over a scripted web server on loopback,
 * on a real loop; the wall clock stands still until it is moved.
 */
#pragma once

#include "fetch/revocations.h"
#include "support/http_receiver.h"
#include "support/mint_crl.h"
#include "support/temp_folder.h"

struct revocation_rig {
	struct loop *loop;
	int64_t now; /* wall, seconds; MINT_NOW */
	struct clock clock;
	struct resolver *resolver;
	struct http_receiver *receiver;
	struct temp_folder temp;
	char *folder;
	struct revocations_options options; /* loopback is allowed */
	struct revocations_keeper keeper;
	struct revocations *revocations;
	const struct mint *root;
	size_t done_count;
	ARRAY(void *) kept;
};

/* For cmocka: *state is the rig. */
int revocation_rig_set_up(void **state);
int revocation_rig_tear_down(void **state);
#define REVOCATION_TEST(name) \
	cmocka_unit_test_setup_teardown( \
	    name, revocation_rig_set_up, revocation_rig_tear_down)
/* Anew, with the options and keeper there are. */
void revocation_rig_restart(struct revocation_rig *rig);
/* A leaf of the root whose list or responder is there; path NULL: none. */
struct want revocation_rig_leaf(struct revocation_rig *rig, const char *serial,
    const char *crl_path, const char *ocsp_path);
/* The changes to that one's list, at that path; its URL is the rig's. */
struct want revocation_rig_delta(
    struct revocation_rig *rig, const struct want *list, const char *path);
/* 200 with those bytes, which become the rig's. */
struct receiver_answer revocation_rig_bytes(
    struct revocation_rig *rig, uint8_t *take_bytes, size_t len);
/* 200 with that list, which becomes the rig's. */
struct receiver_answer revocation_rig_list(
    struct revocation_rig *rig, struct crl *take_crl);
void revocation_rig_plan(
    struct revocation_rig *rig, struct receiver_answer answer);
/* Asks for it and waits; what is known then. */
struct revocations_known revocation_rig_ask(
    struct revocation_rig *rig, const struct want *want);
/* A turn of the loop, whatever is under way. */
void revocation_rig_turn(struct revocation_rig *rig);
/* Turns the loop until nothing runs. */
void revocation_rig_settle(struct revocation_rig *rig);
/* Requests the web server has seen. */
size_t revocation_rig_requests(struct revocation_rig *rig);
