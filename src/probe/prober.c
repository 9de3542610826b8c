/*
 * The prober: who may dial and shake hands when; see prober.h.
 *
 * Lines move in a turn of their own (on_pump), so that starting the next probe
 * never happens inside the end of another.
 */
#include "probe/prober.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool
prober_has_place(const struct prober *prober, enum held place)
{
	unsigned max = place == PLACE_DIAL ? prober->options.max_dialing
					   : prober->options.max_handshaking;

	return prober->places[place] < max;
}

void
prober_pump_later(struct prober *prober)
{
	if ((prober->to_dial.first != NULL &&
		prober_has_place(prober, PLACE_DIAL)) ||
	    (prober->to_shake.first != NULL &&
		prober_has_place(prober, PLACE_SHAKE)))
		loop_timer_set(prober->pump, 0);
}

void
prober_release_address(struct prober *prober, struct address_slot *slot)
{
	struct line_member *heir = slot->waiting.first;

	slot->active--;
	if (heir != NULL) {
		line_leave(heir);
		slot->active++;
		probe_ask_courtesy(heir->owner);
	}
	address_table_settle(prober->addresses, slot);
}

static void
on_pump(void *arg)
{
	struct prober *prober = arg;

	while (prober->to_shake.first != NULL &&
	    prober_has_place(prober, PLACE_SHAKE)) {
		struct probe *probe = prober->to_shake.first->owner;

		line_leave(prober->to_shake.first);
		probe_admit_to_shake(probe);
	}
	while (prober->to_dial.first != NULL &&
	    prober_has_place(prober, PLACE_DIAL)) {
		struct probe *probe = prober->to_dial.first->owner;

		line_leave(prober->to_dial.first);
		probe_admit_to_dial(probe);
	}
	loop_timer_stop(prober->pump);
}

/* A full host name, which is what mail servers want to hear (RFC 5321 4.1.4);
 * where the machine has none, an address literal, which is always well formed.
 */
static void
set_own_name(struct prober *prober)
{
	char *name = prober->own_name;

	if (gethostname(name, sizeof prober->own_name - 1) != 0 ||
	    strchr(name, '.') == NULL ||
	    strspn(name,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789-.") != strlen(name))
		snprintf(name, sizeof prober->own_name, "[127.0.0.1]");
}

struct prober *
prober_new(
    struct loop *loop, const struct prober_options *options, struct error *err)
{
	CLEANUP(prober_free) struct prober *prober = MEM_NEW(struct prober);

	prober->loop = loop;
	prober->options = *options;
	set_own_name(prober);
	prober->addresses = address_table_new();
	courtesies_init(&prober->courtesies, options, probe_line_up);
	prober->pump = loop_timer_new(loop, on_pump, prober);
	prober->handshaker = handshaker_new(err);
	return prober->handshaker != NULL ? TAKE(prober) : NULL;
}

void
prober_free(struct prober *prober)
{
	if (prober == NULL)
		return;
	while (prober->all.first != NULL)
		probe_cancel(prober->all.first->owner);
	loop_timer_free(prober->pump);
	address_table_free(prober->addresses);
	courtesies_clear(&prober->courtesies);
	handshaker_free(prober->handshaker);
	free(prober);
}

void
prober_set_resolver(struct prober *prober, struct resolver *resolver)
{
	prober->resolver = resolver;
	for (struct line_member *member = prober->all.first; member != NULL;
	     member = member->next)
		probe_resolver_changed(member->owner);
}

void
prober_set_secrets(struct prober *prober, const struct probe_secrets *secrets)
{
	prober->secrets = *secrets;
}

bool
prober_is_passed_by(const struct prober *prober)
{
	return handshaker_is_passed_by(prober->handshaker);
}

struct prober_counts
prober_counts(const struct prober *prober)
{
	return (struct prober_counts){
	    .waiting = prober->places[PLACE_NONE],
	    .dialing = prober->places[PLACE_DIAL],
	    .handshaking = prober->places[PLACE_SHAKE],
	    .started = prober->started,
	    .finished = prober->finished,
	};
}
