/*
 * What all commands share that ask the daemon: where its socket is.
 */
#pragma once

#include "cli/config_file.h"
#include "cli/daemon_call.h"
#include "cli/options.h"

struct daemon_ask {
	const char *config_path, *socket; /* as given; NULL: not */
	bool is_patient;		  /* see daemon_call.h */
	/* A faulty file does not keep us from asking whoever is at the usual
	 * places; for the usual file only. */
	bool is_fault_asked;
};

#define DAEMON_ASK_ROWS(type, member) \
	{ \
	    .name = "config", \
	    .letter = 'c', \
	    .kind = OPTION_TEXT, \
	    .offset = offsetof(type, member.config_path), \
	    .value = "FILE", \
	    .help = "the daemon's configuration (" CONFIG_FILE_DEFAULT ")", \
	}, \
	{ \
		.name = "socket", .kind = OPTION_TEXT, \
		.offset = offsetof(type, member.socket), .value = "PATH", \
		.help = "its control socket, whatever the configuration says", \
	}

/* Takes the request's members. Where nobody listens, err says that no daemon
 * runs; of a request that names its "process", also where it is another's. */
enum daemon_call daemon_ask(const struct daemon_ask *ask, const char *command,
    json_t *take_request, daemon_call_fn fn, void *arg, struct error *err);
/* Does the configuration say that there is no socket? */
bool daemon_ask_is_off(const struct daemon_ask *ask);
