/*
 * What operators say of being quiet, as transitions of the fleet: silences, and
 * acknowledgements of incidents. Rules: hush.h, silences.h.
 */
#pragma once

#include "incident/fleet.h"
#include "model/silence.h"
#include "model/window.h"

/* Takes the silence, if it is to be one (silence_check), and gives it its
 * number. Tied without a certificate: to the one that the only endpoint it fits
 * shows. Lent back, until the next transition. */
const struct silence *fleet_silence(struct fleet *fleet,
    struct silence *take_silence, int64_t now, struct batch *ret_batch,
    struct error *err);
bool fleet_unsilence(struct fleet *fleet, int64_t number, int64_t now,
    struct batch *ret_batch, struct error *err) MUST_CHECK;
/* How many endpoints it is about now: none may be a slip of the pen. */
size_t fleet_silence_fits(
    const struct fleet *fleet, const struct silence *silence);
/* All that last. Lent until the next transition. */
size_t fleet_silence_count(const struct fleet *fleet);
const struct silence *fleet_silence_at(const struct fleet *fleet, size_t i);
/* As it was before a restart: takes it. last_number: of all there ever were. */
void fleet_restore_silence(struct fleet *fleet, struct silence *take_silence);
void fleet_restore_silence_number(struct fleet *fleet, int64_t last_number);
/* What came and went before a restart (flaps.h): takes it. endpoint: that it is
 * about; NULL: it is about a certificate. */
void fleet_restore_flap(
    struct fleet *fleet, struct flap *take_flap, struct endpoint *endpoint);
/* The chain that people know of a target that shows another since (unheard.h):
 * takes a reference. */
void fleet_restore_heard(struct fleet *fleet, const struct endpoint *endpoint,
    const struct place *place, struct verdict *heard);
/* Those of the configuration: takes copies. What has ended already is left
 * out. */
void fleet_configure_silences(struct fleet *fleet,
    const struct silence *const *silences, size_t count, int64_t now);

/* Windows of maintenance: takes copies. The zone lasts as long as the fleet. */
void fleet_set_windows(struct fleet *fleet, const struct window *const *windows,
    size_t count, const struct window_zone *zone);

/* Acknowledges the open incident of that id (or the start of it, if it is the
 * only one), or all that are open at an endpoint of that id; its severity and
 * certificate are filled in. false: there is none. */
bool fleet_ack(struct fleet *fleet, const char *what, const struct ack *ack,
    int64_t now, struct batch *ret_batch, struct error *err) MUST_CHECK;

/* When fleet_tick has something to do because somebody's time is over;
 * INT64_MAX: nothing is known. */
int64_t fleet_tick_at(const struct fleet *fleet);
