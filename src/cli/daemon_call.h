/*
 * Asks the daemon that runs, at its control socket (control/control.h), and
 * gives out the lines of its answer.
 */
#pragma once

#include <jansson.h>

#include "base/error.h"

#define DAEMON_CALL_LINE_MAX (4u << 20)
/* To be let in, for the request, between two pieces of an answer. */
#define DAEMON_CALL_TIMEOUT_MS 20000

enum daemon_call {
	DAEMON_CALL_DONE,
	DAEMON_CALL_FAILED, /* err says what; the daemon's own words too */
	/* no daemon listens there, or none that answers or is meant */
	DAEMON_CALL_NOBODY,
};

/* The line is lent. false: no more is wanted, and that is no failure. */
typedef bool (*daemon_call_fn)(void *arg, const json_t *line);

/* Takes the request. Patient: waits for lines without end. */
enum daemon_call daemon_call(const char *socket_path, json_t *take_request,
    bool is_patient, daemon_call_fn fn, void *arg, struct error *err);
