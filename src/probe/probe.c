/*
 * Probes; see probe.h.
 *
 *	start -> IN_LINE -> DIALING -> TALKING -> CONNECTED -> SHAKING -> SLOW
 *	            |          |          |           |           |        |
 *	          cancel    failure    failure      cancel        +--------+
 *	                       |          |                       |        |
 *	                       |          |                       |   LISTENING
 *	                       |          |                       |        |
 *	                       +----------+-----------------------+--------+
 *	                                                                   |
 *	                                                                finish
 *
 * IN_LINE     waits for its address, then for its network and endpoint
 *             (courtesy.h), then for a place to dial
 * TALKING     something is to be said before TLS: talk.h. Most skip it
 * CONNECTED   waits for a place to shake hands; its deadline stands still
 * SLOW        a handshake that has given its place back
 * LISTENING   a TLS 1.3 server asked for a client certificate: does it insist?
 */
#include "probe/probe.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "probe/prober.h"
#include "probe/talk.h"
#include "probe/way.h"

#define SHAKE_PLACE_MS 1000 /* a handshake's hold on its place */
#define COURTESY_MS 1000    /* dialling counts as a burden so long */
#define LISTEN_MS 500	    /* for an alert after the handshake */

enum probe_state {
	PROBE_IN_LINE,
	PROBE_DIALING,
	PROBE_TALKING,
	PROBE_CONNECTED,
	PROBE_SHAKING,
	PROBE_SLOW,
	PROBE_LISTENING,
	PROBE_STATE_COUNT,
};

static const struct state_row {
	const char *name;
	enum held place;   /* which cap it counts against */
	int64_t max_ms;	   /* a state's own limit; 0: the deadline alone */
	bool has_deadline; /* the probe's timer runs */
	bool is_burden;	   /* to network and endpoint: counts there */
} state_rows[PROBE_STATE_COUNT] = {
    [PROBE_IN_LINE] = {"in line", PLACE_NONE, 0, false, true},
    [PROBE_DIALING] = {"dialing", PLACE_DIAL, 0, false, true}, /* has its own */
    [PROBE_TALKING] = {"talking", PLACE_DIAL, 0, true, false},
    [PROBE_CONNECTED] = {"connected", PLACE_DIAL, 0, false, true},
    [PROBE_SHAKING] = {"shaking", PLACE_SHAKE, SHAKE_PLACE_MS, true, true},
    [PROBE_SLOW] = {"slow", PLACE_DIAL, 0, true, false},
    [PROBE_LISTENING] = {"listening", PLACE_DIAL, LISTEN_MS, true, false},
};

struct probe {
	struct line_member member, in_all;
	struct prober *prober;
	enum probe_state state;
	struct address_slot *slot;
	struct courtesy courtesy;
	struct place place;
	struct ip_address key; /* by which connections are counted */
	char *sni;
	struct approach *approach; /* a reference; NULL: plain */
	uint64_t endpoint_hash;
	int64_t timeout_ms;
	int64_t deadline_at_ms, dialed_at_ms, entered_at_ms, shaking_at_ms;
	int64_t in_line_ms; /* while connected; counts for nothing */
	struct observation *observation;
	struct way *way;
	int fd, send_error; /* errno's, of a broken connection */
	struct loop_watch *watch;
	struct loop_timer *timer;
	struct dialogues dialogues; /* still to be held */
	struct talk *talk;	    /* ... or held */
	struct handshake *handshake;
	probe_fn fn;
	void *arg;
};

static void enter(struct probe *probe, enum probe_state state);

/* ---- the end ------------------------------------------------------------- */

/* Takes the probe apart, in whatever state it is, and gives back what it
 * held. */
void
probe_cancel(struct probe *probe)
{
	struct prober *prober;
	bool is_waiting_for_address;

	if (probe == NULL)
		return;
	prober = probe->prober;
	is_waiting_for_address = probe->member.line == &probe->slot->waiting;
	line_leave(&probe->member);
	line_leave(&probe->in_all);
	courtesy_release(&prober->courtesies, &probe->courtesy);
	prober->places[state_rows[probe->state].place]--;
	if (is_waiting_for_address)
		address_table_settle(prober->addresses, probe->slot);
	else
		prober_release_address(prober, probe->slot);
	prober_pump_later(prober);
	way_free(probe->way);
	loop_watch_free(probe->watch);
	loop_timer_free(probe->timer);
	dialogues_clear(&probe->dialogues);
	talk_free(probe->talk);
	handshake_free(probe->handshake);
	if (probe->fd >= 0)
		close(probe->fd);
	observation_free(probe->observation);
	free(probe->sni);
	approach_unref(probe->approach);
	free(probe);
}

static void
finish(struct probe *probe)
{
	struct observation *observation = TAKE(probe->observation);
	int64_t now_ms = loop_now_ms(probe->prober->loop);
	probe_fn fn = probe->fn;
	void *arg = probe->arg;

	observation->total_ms =
	    now_ms - probe->dialed_at_ms - probe->in_line_ms;
	probe->prober->finished++;
	probe_cancel(probe);
	fn(arg, observation);
}

/* ---- handshake ----------------------------------------------------------- */

/* Sends what there is to send; what does not fit waits for the socket. An
 * error is no end: what the server had to say may still be there to read. */
static void
flush(struct probe *probe)
{
	const uint8_t *bytes;
	size_t len = handshake_pending(probe->handshake, &bytes);
	ssize_t n;

	if (len == 0) {
		loop_watch_set(probe->watch, true, false);
		return;
	}
	n = send(probe->fd, bytes, len, MSG_NOSIGNAL);
	if (n < 0 && errno != EAGAIN && errno != EINTR) {
		probe->send_error = errno;
		n = (ssize_t)len;
	}
	if (n > 0)
		handshake_sent(probe->handshake, (size_t)n);
	loop_watch_set(probe->watch, true, n < (ssize_t)len);
}

static void
end_shaking(struct probe *probe)
{
	if (probe->observation->handshake_ms < 0)
		probe->observation->handshake_ms =
		    loop_now_ms(probe->prober->loop) - probe->shaking_at_ms;
}

/* The last words and the end. */
static void
say_goodbye(struct probe *probe)
{
	end_shaking(probe);
	if (probe->talk != NULL)
		handshake_say(probe->handshake, talk_farewell(probe->talk));
	handshake_close(probe->handshake);
	flush(probe);
	finish(probe);
}

static void
step(struct probe *probe)
{
	enum handshake_step result = probe->state == PROBE_LISTENING
	    ? handshake_listen(probe->handshake)
	    : handshake_step(probe->handshake);

	if (result == HANDSHAKE_WAITS) {
		flush(probe);
	} else if (result == HANDSHAKE_DONE &&
	    probe->state != PROBE_LISTENING &&
	    handshake_may_be_refused(probe->handshake)) {
		end_shaking(probe);
		flush(probe);
		enter(probe, PROBE_LISTENING);
	} else {
		say_goodbye(probe);
	}
}

static void
receive(struct probe *probe)
{
	struct prober *prober = probe->prober;
	ssize_t n = recv(probe->fd, prober->buffer, sizeof prober->buffer, 0);

	if (n > 0)
		handshake_receive(probe->handshake, prober->buffer, (size_t)n);
	else if (n == 0)
		/* A reset is told once: to send, if that was first. */
		handshake_receive_end(probe->handshake,
		    probe->send_error == ECONNRESET ? ECONNRESET : 0);
	else if (errno == EAGAIN || errno == EINTR)
		return;
	else
		handshake_receive_end(probe->handshake, errno);
	step(probe);
}

static void
on_ready(void *arg, bool readable, bool writable)
{
	struct probe *probe = arg;

	if (writable)
		flush(probe);
	if (readable)
		receive(probe);
}

static void
on_time(void *arg)
{
	struct probe *probe = arg;
	struct prober *prober = probe->prober;
	int64_t now_ms = loop_now_ms(prober->loop);

	if (probe->state == PROBE_DIALING) {
		courtesy_release(&prober->courtesies, &probe->courtesy);
	} else if (probe->state == PROBE_TALKING) {
		talk_give_up(probe->talk, now_ms - probe->entered_at_ms);
		finish(probe);
	} else if (probe->handshake == NULL) {
		finish(probe);
	} else if (probe->state == PROBE_LISTENING) {
		say_goodbye(probe);
	} else if (now_ms < probe->deadline_at_ms) {
		enter(probe, PROBE_SLOW);
	} else {
		end_shaking(probe);
		handshake_give_up(
		    probe->handshake, now_ms - probe->shaking_at_ms);
		finish(probe);
	}
}

/* Without bytes of the server libssl makes its ClientHello and no more. What
 * the server had said before is looked at once it is sent. */
static bool
begin_shaking(struct probe *probe)
{
	const struct probe_secrets *secrets = &probe->prober->secrets;
	const uint8_t *rest;
	size_t len = 0;

	if (probe->talk != NULL && !talk_rest(probe->talk, &rest, &len))
		return false;
	probe->handshake = handshake_new(probe->prober->handshaker, probe->sni,
	    (enum variant)probe->place.variant, probe->observation);
	if (probe->handshake == NULL)
		return false;
	if (secrets->identity != NULL)
		handshake_set_identity(probe->handshake,
		    secrets->identity(secrets->arg, probe->approach));
	if (handshake_step(probe->handshake) == HANDSHAKE_FAILED)
		return false;
	if (len > 0)
		handshake_receive(probe->handshake, rest, len);
	return len == 0 || handshake_step(probe->handshake) != HANDSHAKE_FAILED;
}

static void
start_shaking(struct probe *probe)
{
	struct prober *prober = probe->prober;

	probe->shaking_at_ms = loop_now_ms(prober->loop);
	/* Should that fail, it is told on a later turn. */
	if (!begin_shaking(probe)) {
		handshake_free(TAKE(probe->handshake));
		loop_timer_set(probe->timer, 0);
		return;
	}
	probe->watch = loop_watch_new(prober->loop, probe->fd, on_ready, probe);
	flush(probe);
}

/* ---- what is said before ------------------------------------------------ */

static void
connect_done(struct probe *probe)
{
	struct prober *prober = probe->prober;
	bool is_free = prober->to_shake.first == NULL &&
	    prober_has_place(prober, PLACE_SHAKE);

	enter(probe, is_free ? PROBE_SHAKING : PROBE_CONNECTED);
}

static void
on_talked(void *arg, bool is_done)
{
	struct probe *probe = arg;

	if (is_done)
		connect_done(probe);
	else
		finish(probe);
}

static void
start_talking(struct probe *probe)
{
	probe->talk = talk_start(probe->prober->loop, probe->fd,
	    &probe->dialogues, probe->observation, on_talked, probe);
}

/* ---- dial ---------------------------------------------------------------- */

static void
on_dialed(void *arg, int fd)
{
	struct probe *probe = arg;

	way_free(TAKE(probe->way));
	probe->observation->dial_ms =
	    loop_now_ms(probe->prober->loop) - probe->dialed_at_ms;
	probe->fd = fd;
	if (fd < 0 ||
	    !way_fill(probe->prober, probe->approach, &probe->place, fd,
		&probe->dialogues, probe->observation))
		finish(probe);
	else if (probe->dialogues.items.len > 0)
		enter(probe, PROBE_TALKING);
	else
		connect_done(probe);
}

static void
start_dialing(struct probe *probe)
{
	struct prober *prober = probe->prober;
	int64_t limit_ms = prober->options.dial_timeout_ms;

	if (probe->timeout_ms < limit_ms)
		limit_ms = probe->timeout_ms;
	probe->observation = observation_new();
	probe->observation->started_at = clock_wall_s(&clock_system);
	probe->dialed_at_ms = loop_now_ms(prober->loop);
	probe->deadline_at_ms = probe->dialed_at_ms + probe->timeout_ms;
	loop_timer_set(probe->timer, COURTESY_MS);
	probe->way = way_start(prober, probe->approach, &probe->place, limit_ms,
	    probe->observation, on_dialed, probe);
}

void
probe_resolver_changed(struct probe *probe)
{
	way_resolver_changed(probe->way);
}

/* ---- states -------------------------------------------------------------- */

static void
leave(struct probe *probe, int64_t now_ms)
{
	struct prober *prober = probe->prober;
	int64_t here_ms = now_ms - probe->entered_at_ms;

	prober->places[state_rows[probe->state].place]--;
	if (probe->state == PROBE_CONNECTED) {
		probe->in_line_ms += here_ms;
		probe->deadline_at_ms += here_ms;
	}
}

static void
enter(struct probe *probe, enum probe_state state)
{
	const struct state_row *row = &state_rows[state];
	struct prober *prober = probe->prober;
	int64_t now_ms = loop_now_ms(prober->loop);
	int64_t left_ms;

	leave(probe, now_ms);
	probe->state = state;
	probe->entered_at_ms = now_ms;
	prober->places[row->place]++;
	log_debug(probe->sni, "probe %s", row->name);
	left_ms = probe->deadline_at_ms - now_ms;
	if (row->max_ms > 0 && row->max_ms < left_ms)
		left_ms = row->max_ms;
	if (row->has_deadline)
		loop_timer_set(probe->timer, left_ms);
	else
		loop_timer_stop(probe->timer);
	if (!row->is_burden)
		courtesy_release(&prober->courtesies, &probe->courtesy);
	if (state == PROBE_DIALING)
		start_dialing(probe);
	else if (state == PROBE_TALKING)
		start_talking(probe);
	else if (state == PROBE_CONNECTED)
		line_join(&prober->to_shake, &probe->member);
	else if (state == PROBE_SHAKING)
		start_shaking(probe);
	prober_pump_later(prober);
}

static bool
ask_courtesy(struct probe *probe)
{
	return courtesy_ask(&probe->prober->courtesies, &probe->courtesy, probe,
	    &probe->key, probe->endpoint_hash);
}

void
probe_line_up(struct probe *probe)
{
	line_join(&probe->prober->to_dial, &probe->member);
	prober_pump_later(probe->prober);
}

void
probe_ask_courtesy(struct probe *probe)
{
	if (ask_courtesy(probe))
		probe_line_up(probe);
}

void
probe_admit_to_dial(struct probe *probe)
{
	enter(probe, PROBE_DIALING);
}

void
probe_admit_to_shake(struct probe *probe)
{
	enter(probe, PROBE_SHAKING);
}

struct probe *
probe_start(
    struct prober *prober, const struct target *target, probe_fn fn, void *arg)
{
	struct probe *probe = MEM_NEW(struct probe);

	probe->prober = prober;
	probe->fn = fn;
	probe->arg = arg;
	probe->fd = -1;
	probe->place = target->place;
	probe->timeout_ms = target->endpoint->settings->timeout_ms;
	probe->endpoint_hash = hash_text(HASH_START, target->endpoint->id);
	probe->sni = mem_strdup(endpoint_sni(target->endpoint));
	dialogues_fill(&probe->dialogues, target, prober->own_name);
	if (target->endpoint->settings->approach != NULL)
		probe->approach =
		    approach_ref(target->endpoint->settings->approach);
	probe->timer = loop_timer_new(prober->loop, on_time, probe);
	probe->member.owner = probe->in_all.owner = probe;
	line_join(&prober->all, &probe->in_all);
	prober->started++;
	prober->places[PLACE_NONE]++;
	probe->key = way_key(&probe->place);
	probe->slot = address_table_get(prober->addresses, &probe->key);
	if (probe->slot->active >= prober->options.max_per_address) {
		line_join(&probe->slot->waiting, &probe->member);
		return probe;
	}
	probe->slot->active++;
	if (!ask_courtesy(probe))
		return probe;
	if (prober->to_dial.first == NULL &&
	    prober_has_place(prober, PLACE_DIAL))
		enter(probe, PROBE_DIALING);
	else
		line_join(&prober->to_dial, &probe->member);
	return probe;
}
