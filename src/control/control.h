/*
 * The control socket: answers what `chainwatch` asks of a daemon that runs, and
 * does what it is told there. Who may connect is the socket's mode and group;
 * whoever may, may do all.
 *
 * A request is one line of JSON, {"command": NAME, ...}; the answer is lines of
 * JSON (control/answer.h), the last of type "end" or "error". A command is a
 * file control/command_NAME.c and a row in the table of control.c.
 */
#pragma once

#include "base/clock.h"
#include "control/answer.h"
#include "incident/fleet.h"
#include "monitor/monitor.h"
#include "net/listener.h"
#include "store/store.h"

#define CONTROL_MAX_PEERS 32 /* more wait in the kernel's queue */

struct control_parts {
	struct loop *loop;
	const struct clock *clock;
	struct monitor *monitor;
	struct fleet *fleet;
	struct inspector *inspector; /* judges again what is asked for */
	struct store *store;	     /* NULL: nothing lasts */
	/* Reads the configuration again; err says why it was refused. */
	bool (*reload)(
	    void *arg, struct monitor_changes *ret_changes, struct error *err);
	void *arg;
};

/* Answers as at the socket, if the command is one that only reads; false: it is
 * not, or there is none of that name, and nothing was said. What follows
 * ("follow" of events) is not told of what is stored. */
bool control_read(const struct control_parts *parts, struct answer *answer,
    const char *command, const json_t *request) MUST_CHECK;

struct control;

/* NULL: it cannot listen there. */
struct control *control_new(const struct control_parts *parts,
    const struct listener_options *options, struct error *err);
/* Whoever is being answered hears no more. */
void control_free(struct control *control);
CLEANUP_DEFINE(struct control, control_free)
/* Further events are in the store: who follows them is told. NULL is fine. */
void control_stored(struct control *control);
