/*
 * Which clients matter: names and groups of them as people write them, and what
 * a choice says of one profile. Used by config and the judge.
 *
 * The groups: "all"; "none"; and "mainstream", the default: what people and
 * programs use today and can be updated, one row for each way of deciding. Old
 * versions, embedded stacks and what only one kind of system uses are for the
 * operator to name: their refusals are told of, and raise no alarm.
 */
#pragma once

#include "clients/profile.h"
#include "model/client_choice.h"
#include "model/report.h"

/* The bits of a name or group; false: there is none of that name. */
bool client_choice_parse(const char *word, uint64_t *ret_bits) MUST_CHECK;
/* All that may be written, one by one; NULL after the last. */
const char *client_choice_word(size_t i);
enum report_client_weight client_choice_weight(
    const struct client_choice *choice, const struct client_profile *profile);
