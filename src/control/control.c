/* The control socket; see control.h. */
#include "control/control.h"

#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/safe_print.h"
#include "control/command.h"
#include "control/peer.h"

#define NAME_SHOWN_MAX 60

static const struct control_command *const commands[] = {
    &control_command_ack,
    &control_command_certificate,
    &control_command_events,
    &control_command_history,
    &control_command_incident,
    &control_command_incidents,
    &control_command_inventory,
    &control_command_probe,
    &control_command_reload,
    &control_command_show,
    &control_command_silence,
    &control_command_silences,
    &control_command_status,
};

struct seat {
	struct peer *peer;
	const struct control_command *command; /* NULL: not asked yet */
};

struct control {
	struct control_parts parts;
	struct listener *listener;
	ARRAY(struct seat) seats;
};

static struct seat *
find_seat(struct control *control, const struct answer *answer)
{
	ARRAY_EACH (seat, &control->seats) {
		if (peer_answer(seat->peer) == answer)
			return seat;
	}
	return NULL;
}

static const struct control_command *
find_command(const char *name)
{
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	}
	return NULL;
}

bool
control_read(const struct control_parts *parts, struct answer *answer,
    const char *command, const json_t *request)
{
	const struct control_command *found = find_command(command);

	if (found == NULL || !found->is_reading)
		return false;
	found->start(parts, answer, request);
	return true;
}

static const struct control_command *
read_command(const json_t *request, struct error *err)
{
	const struct control_command *command;
	CLEANUP(free) char *shown = NULL;
	const char *name = NULL;
	int64_t version = ANSWER_VERSION;

	if (!request_number(request, "version", 1, INT32_MAX, &version, err) ||
	    !request_text(request, "command", &name, err))
		return NULL;
	if (version > ANSWER_VERSION) {
		error_set(err, ERROR_INVALID,
		    "this daemon is older than who asks: it speaks version %d",
		    ANSWER_VERSION);
		return NULL;
	}
	if (name == NULL) {
		error_set(err, ERROR_INVALID, "the request has no 'command'");
		return NULL;
	}
	command = find_command(name);
	if (command != NULL)
		return command;
	shown = safe_print_dup(name, strlen(name), NAME_SHOWN_MAX);
	error_set(
	    err, ERROR_INVALID, "this daemon knows no command '%s'", shown);
	return NULL;
}

static void
on_asked(void *arg, struct answer *answer, const json_t *request)
{
	struct control *control = arg;
	struct error err = ERROR_INIT;
	const struct control_command *command = read_command(request, &err);

	if (command == NULL) {
		answer_fail(answer, &err);
		return;
	}
	find_seat(control, answer)->command = command;
	command->start(&control->parts, answer, request);
}

static void
on_gone(void *arg, const struct peer *peer)
{
	struct control *control = arg;
	struct seat *seat = find_seat(control, peer_answer(peer));

	ARRAY_REMOVE(&control->seats, (size_t)(seat - control->seats.items));
	listener_pause(control->listener, false);
}

static void
on_knock(void *arg, int fd)
{
	struct control *control = arg;
	const struct peer_events events = {
	    .asked = on_asked,
	    .gone = on_gone,
	    .arg = control,
	};

	ARRAY_ADD(&control->seats)->peer =
	    peer_new(control->parts.loop, fd, &events);
	if (control->seats.len == CONTROL_MAX_PEERS)
		listener_pause(control->listener, true);
}

/* Who follows would hear nothing, and take that for quiet. */
static void
on_late(void *arg)
{
	struct control *control = arg;

	ARRAY_EACH (seat, &control->seats) {
		if (seat->command != NULL && seat->command->stale != NULL)
			seat->command->stale(peer_answer(seat->peer));
	}
}

static void
on_store_change(void *arg, bool is_failing, UNUSED const struct error *err)
{
	if (is_failing)
		on_late(arg);
}

static void
hear_store(struct control *control)
{
	struct store *store = control->parts.store;

	if (store == NULL)
		return;
	store_on_late(store, on_late, control);
	store_on_change(store, on_store_change, control);
}

static void
leave_store(struct control *control)
{
	struct store *store = control->parts.store;

	if (store == NULL)
		return;
	store_on_late(store, NULL, NULL);
	store_off_change(store, on_store_change, control);
}

struct control *
control_new(const struct control_parts *parts,
    const struct listener_options *options, struct error *err)
{
	CLEANUP(control_free) struct control *control = MEM_NEW(struct control);

	control->parts = *parts;
	control->listener =
	    listener_new(parts->loop, options, on_knock, control, err);
	if (control->listener == NULL)
		return NULL;
	hear_store(control);
	return TAKE(control);
}

void
control_free(struct control *control)
{
	if (control == NULL)
		return;
	if (control->listener != NULL)
		leave_store(control);
	listener_free(control->listener);
	ARRAY_EACH (seat, &control->seats)
		peer_free(seat->peer);
	ARRAY_CLEAR(&control->seats);
	free(control);
}

void
control_stored(struct control *control)
{
	if (control == NULL)
		return;
	ARRAY_EACH (seat, &control->seats) {
		if (seat->command != NULL && seat->command->stored != NULL)
			seat->command->stored(peer_answer(seat->peer));
	}
}
