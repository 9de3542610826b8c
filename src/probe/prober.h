/*
 * What all probes share: the lines they stand in, and the places they take.
 * Private to probe.c and prober.c; probe.h is what others see.
 */
#pragma once

#include "probe/address_table.h"
#include "probe/courtesy.h"
#include "probe/handshake.h"
#include "probe/line.h"
#include "probe/probe.h"

#define RECEIVE_MAX (32u << 10)
#define OWN_NAME_MAX 256

/* What a probe counts against, in a state. */
enum held { PLACE_NONE, PLACE_DIAL, PLACE_SHAKE, PLACE_COUNT };

struct prober {
	struct loop *loop;
	struct prober_options options;
	struct handshaker *handshaker;
	struct address_table *addresses;
	struct courtesies courtesies;
	struct line to_dial, to_shake, all;
	unsigned places[PLACE_COUNT];
	struct resolver *resolver; /* of proxies' names; NULL: none */
	struct probe_secrets secrets;
	uint64_t started, finished;
	struct loop_timer *pump;     /* lines may move */
	char own_name[OWN_NAME_MAX]; /* for those who ask who we are */
	uint8_t buffer[RECEIVE_MAX];
};

bool prober_has_place(const struct prober *prober, enum held place);
/* Lets the lines move on a later turn, when there is room for anyone. */
void prober_pump_later(struct prober *prober);
/* Gives a connection back: to the first who waits for that address. */
void prober_release_address(struct prober *prober, struct address_slot *slot);

/* probe.c's: it is this probe's turn, by the line it stood in. */
/* It has what it needs to get into the line to dial. */
void probe_line_up(struct probe *probe);
/* It has a connection to its address: now it asks for courtesy. */
void probe_ask_courtesy(struct probe *probe);
void probe_admit_to_dial(struct probe *probe);
void probe_admit_to_shake(struct probe *probe);
/* The prober has another resolver. */
void probe_resolver_changed(struct probe *probe);
