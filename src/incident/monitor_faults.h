/*
 * struct monitor_faults: what is wrong with the monitor itself, as far as only
 * the looks of the whole fleet can tell: its network (offline.h), its clock
 * (clock_sanity.h), its DNS (fault_names.c), who stands in its path
 * (interception.h). Such a fault is one event when it begins and one when it
 * ends. What follows from it at the endpoints is not believed meanwhile: it
 * neither opens nor ends anything, and what is still there afterwards is found,
 * and told, then.
 */
#pragma once

#include "incident/clock_sanity.h"
#include "incident/interception.h"
#include "incident/offline.h"
#include "incident/step.h"
#include "incident/zones.h"
#include "model/monitor_fault.h"

struct monitor_faults {
	struct offline offline;
	struct offline names; /* DNS, as this monitor asks it */
	struct zones zones;   /* that do not answer */
	struct clock_sanity clock;
	struct interception interception;
};

/* What a look says of the monitor, before it says anything of the target, whose
 * state is that before the look. false: it says nothing of the target, for that
 * cannot be reached from here. */
bool monitor_faults_look(struct step *step, const struct watched *watched,
    const struct target_state *state, const struct look *look);
/* By which a restart knows that network-offline was told of DNS alone. */
#define MONITOR_FAULTS_NAMES "dns"
/* The same of an attempt to resolve an endpoint's names (fault_names.c). */
bool monitor_faults_resolve(
    struct step *step, const struct watched *watched, enum failure failure);
/* A name has failed often enough to be told, but it may be DNS as this monitor
 * asks it: true, it is not told yet, and it and others are asked for soon. Of a
 * zone's fault, too (is_shared). Never for longer than as many failures more.
 */
bool monitor_faults_hold_name(struct step *step, const struct watched *watched,
    enum failure failure, bool is_shared);
/* Time alone. */
void monitor_faults_tick(struct step *step);

/* Before anything that was judged since: what the clocks say now
 * (fault_clock.c). */
void monitor_faults_clock(
    struct step *step, const struct clock_evidence *evidence);
/* The dates that a look showed, before its state takes them. */
void monitor_faults_dates(struct step *step, const struct watched *watched,
    const struct target_state *state, const struct look *look);
/* A look that showed a chain; false: it is not believed that this is what the
 * server shows (fault_path.c). */
bool monitor_faults_path(struct step *step, const struct watched *watched,
    struct target_state *state, const struct look *look);
void monitor_faults_path_tick(struct step *step);
void monitor_faults_names_tick(struct step *step);
/* Such a finding is not believed now: it neither opens nor ends anything. */
bool monitor_faults_doubt(const struct step *step, enum finding_code code);

/* It was there, and told, before a restart. */
void monitor_faults_restore(struct monitor_faults *faults,
    const struct monitor_fault *fault, int64_t now);

/* What lasted of an outage of the monitor's own. */
void monitor_faults_restore_outage(
    struct monitor_faults *faults, const struct outage *outage, int64_t now);

/* For the files of this noun: an outage is to be kept, if it is another than
 * before. */
void fault_note_outage(
    struct step *step, enum outage_of of, const struct offline *before);
/* An event of a fault that is there, or no more;
 * takes the text. Lent by the batch. */
struct event *fault_tell(struct step *step, enum finding_code finding,
    bool is_there, char *take_text);
