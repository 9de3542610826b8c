/*
 * What approaches name by files: client certificates with their keys, and the
 * credentials of proxies. Each is read once, whoever names it, and again when
 * it changed. What can no longer be used is told once, and what was read before
 * goes on to be used.
 */
#pragma once

#include "base/error.h"
#include "base/texts.h"
#include "model/approach.h"
#include "model/credentials.h"
#include "pki/identity.h"

#define CREDENTIALS_FILE_MAX 4096

struct approach_files;

struct approach_files *approach_files_new(void);
void approach_files_free(struct approach_files *files); /* wipes */
CLEANUP_DEFINE(struct approach_files, approach_files_free)
/* Reads what the approach names, as far as it is not there yet. false: err
 * says which file, and why. NULL names nothing. */
bool approach_files_load(struct approach_files *files,
    const struct approach *approach, struct error *err) MUST_CHECK;
/* What was read for it, lent until the next look; NULL: it was not loaded, or
 * names none. */
const struct identity *approach_files_identity(
    const struct approach_files *files, const struct approach *approach);
bool approach_files_credentials(const struct approach_files *files,
    const struct approach *approach, struct credentials *ret_credentials);

/* words: "client certificate /etc/c.pem"; why NULL: it can be used again. */
typedef void (*approach_files_fn)(
    void *arg, const char *words, const struct error *why);
/* Reads what has changed, once it stayed as it is from one look to the next,
 * so that nothing is read half written. true: look again soon. */
bool approach_files_look(
    struct approach_files *files, approach_files_fn fn, void *arg);
/* What leads to them (files/path_trail.h). */
void approach_files_paths(
    const struct approach_files *files, struct texts *ret_paths);
/* Others take their place: what was told to be unusable is no more. */
void approach_files_forget(
    struct approach_files *files, approach_files_fn fn, void *arg);
