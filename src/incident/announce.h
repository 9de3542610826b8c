/*
 * From decisions to events: makes them, keeps count of what people were told,
 * and ends memberships. Who is told once that something is wrong is told once
 * that it is over; what only went along with it is not told of at all.
 */
#pragma once

#include "incident/step.h"
#include "incident/words.h"

/* An event about scene->open (or about a changed chain alone), into the
 * batch, hushed or not (hush.h); takes the text. Lent. */
struct event *announce(struct step *step, enum event_kind kind,
    enum severity severity, const struct scene *scene, char *take_text);
/* The opening of an incident: told now, or by the summary of the first pass
 * when is_quiet. */
void announce_opened(
    struct step *step, const struct scene *scene, bool is_quiet);
/* A membership ends, and with the last one its incident. */
void announce_leave(struct step *step, struct watched *watched,
    struct membership *membership, enum words_end end);
/* What was quiet and is told now. */
void announce_at_last(struct step *step, const struct scene *scene);
/* What this endpoint shows and was quiet elsewhere, or until now. */
void announce_held_back(struct step *step, struct watched *watched);
/* Every fault of an endpoint is told, or goes along with a told one that is as
 * bad. Where that one has ended, the worst of the rest is told now. */
void announce_remains(struct step *step, struct watched *watched);
