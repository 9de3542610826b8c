/* struct control_command: one thing that can be asked; see control.h. */
#pragma once

#include "control/answer.h"
#include "control/control.h"

struct control_command {
	const char *name;
	bool is_reading; /* changes nothing, whatever is asked: for the web */
	/* The request is lent for the call. */
	void (*start)(const struct control_parts *parts, struct answer *answer,
	    const json_t *request);
	/* Events were stored, while it goes on; or NULL. */
	void (*stored)(struct answer *answer);
	/* The store is late or fails, while it goes on; or NULL. */
	void (*stale)(struct answer *answer);
};

extern const struct control_command control_command_certificate;
extern const struct control_command control_command_events;
extern const struct control_command control_command_history;
extern const struct control_command control_command_incident;
extern const struct control_command control_command_incidents;
extern const struct control_command control_command_inventory;
extern const struct control_command control_command_probe;
extern const struct control_command control_command_reload;
extern const struct control_command control_command_show;
extern const struct control_command control_command_ack;
extern const struct control_command control_command_silence;
extern const struct control_command control_command_silences;
extern const struct control_command control_command_status;

#define REQUEST_LIMIT_MAX 100000 /* of a member "limit" */

/* A member of the request: false with err when it is of another type. Where
 * there is none, the value stays as it is. Texts are lent. */
bool request_text(const json_t *request, const char *key, const char **ret_text,
    struct error *err) MUST_CHECK;
bool request_bool(const json_t *request, const char *key, bool *ret_value,
    struct error *err) MUST_CHECK;
bool request_number(const json_t *request, const char *key, int64_t least,
    int64_t most, int64_t *ret_number, struct error *err) MUST_CHECK;
