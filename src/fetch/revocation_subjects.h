/*
 * Which certificates were asked about, in 16 bytes each: by what list they are
 * known, and how often what is known of them changed. So that a verdict is made
 * anew when what it rests on says something else, and a fleet of 100,000 holds
 * no answers. Bounded: when it is full all is forgotten, which costs each of
 * them one more judgement. Inside this folder only.
 */
#pragma once

#include <stdint.h>

#include "base/cleanup.h"

#define REVOCATION_NO_LIST 0 /* by none */

struct revocation_subjects;

struct revocation_subjects *revocation_subjects_new(void);
void revocation_subjects_free(struct revocation_subjects *subjects);
CLEANUP_DEFINE(struct revocation_subjects, revocation_subjects_free)
/* Known by that list from now on; a number of one's own choice. */
void revocation_subjects_set_list(struct revocation_subjects *subjects,
    const uint8_t *cert_sha256, uint32_t list);
uint32_t revocation_subjects_list(
    const struct revocation_subjects *subjects, const uint8_t *cert_sha256);
/* What is known of it alone has changed. */
void revocation_subjects_touch(
    struct revocation_subjects *subjects, const uint8_t *cert_sha256);
/* How often; 0: nobody asked. */
uint32_t revocation_subjects_changes(
    const struct revocation_subjects *subjects, const uint8_t *cert_sha256);
