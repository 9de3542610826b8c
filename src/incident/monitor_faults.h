/*
 * struct monitor_faults: what is wrong with the monitor itself, as far as only
 * the looks of the whole fleet can tell: its network (offline.h). Such a fault
 * is one event when it begins and one when it ends. What follows from it at
 * the endpoints is not believed meanwhile: it neither opens nor ends anything,
 * and what is still there afterwards is found, and told, then.
 */
#pragma once

#include "incident/offline.h"
#include "incident/step.h"

struct monitor_faults {
	struct offline offline;
};

/* What a look says of the monitor, before it says anything of the target, whose
 * state is that before the look. false: it says nothing of the target, for that
 * cannot be reached from here. */
bool monitor_faults_look(struct step *step, const struct watched *watched,
    const struct target_state *state, const struct look *look);
/* The same of an attempt to resolve an endpoint's names. */
bool monitor_faults_resolve(
    struct step *step, const struct watched *watched, enum failure failure);
/* Time alone. */
void monitor_faults_tick(struct step *step);
