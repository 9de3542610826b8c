/*
 * Probes and what they share; see probe.h.
 *
 *	start -> IN_LINE -> DIALING -> CONNECTED -> SHAKING -> SLOW
 *	            |          |           |           |        |
 *	          cancel    failure      cancel        +--------+-> LISTENING
 *	                       |                       |        |       |
 *	                       +-----------------------+--------+-------+
 *	                                                                |
 *	                                                             finish
 *
 * IN_LINE     waits for its address, then for a place to dial
 * CONNECTED   waits for a place to shake hands; its deadline stands still
 * SLOW        a handshake that has given its place back
 * LISTENING   a TLS 1.3 server asked for a client certificate: does it insist?
 *
 * Lines move in a turn of their own (on_pump), so that starting the next probe
 * never happens inside the end of another.
 */
#include "probe/probe.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "net/dial.h"
#include "probe/address_table.h"
#include "probe/diagnose.h"
#include "probe/handshake.h"

#define SHAKE_PLACE_MS 1000 /* a handshake's hold on its place */
#define LISTEN_MS 500	    /* for an alert after the handshake */
#define RECEIVE_MAX (32u << 10)

enum probe_state {
	PROBE_IN_LINE,
	PROBE_DIALING,
	PROBE_CONNECTED,
	PROBE_SHAKING,
	PROBE_SLOW,
	PROBE_LISTENING,
	PROBE_STATE_COUNT,
};

enum place { PLACE_NONE, PLACE_DIAL, PLACE_SHAKE, PLACE_COUNT };

static const struct state_row {
	const char *name;
	enum place place;  /* which cap it counts against */
	int64_t max_ms;	   /* a state's own limit; 0: the deadline alone */
	bool has_deadline; /* the probe's timer runs */
} state_rows[PROBE_STATE_COUNT] = {
    [PROBE_IN_LINE] = {"in line", PLACE_NONE, 0, false},
    [PROBE_DIALING] = {"dialing", PLACE_DIAL, 0, false}, /* has its own */
    [PROBE_CONNECTED] = {"connected", PLACE_DIAL, 0, false},
    [PROBE_SHAKING] = {"shaking", PLACE_SHAKE, SHAKE_PLACE_MS, true},
    [PROBE_SLOW] = {"slow", PLACE_DIAL, 0, true},
    [PROBE_LISTENING] = {"listening", PLACE_DIAL, LISTEN_MS, true},
};

struct probe {
	struct line_member member, in_all;
	struct prober *prober;
	enum probe_state state;
	struct address_slot *slot;
	struct ip_address address;
	char *sni;
	int64_t timeout_ms;
	int64_t deadline_at_ms, dialed_at_ms, entered_at_ms, shaking_at_ms;
	int64_t in_line_ms; /* while connected; counts for nothing */
	struct observation *observation;
	struct dial *dial;
	int fd, send_error; /* errno's, of a broken connection */
	struct loop_watch *watch;
	struct loop_timer *timer;
	struct handshake *handshake;
	probe_fn fn;
	void *arg;
};

struct prober {
	struct loop *loop;
	struct prober_options options;
	struct handshaker *handshaker;
	struct address_table *addresses;
	struct line to_dial, to_shake, all;
	unsigned places[PLACE_COUNT];
	uint64_t started, finished;
	struct loop_timer *pump; /* lines may move */
	uint8_t buffer[RECEIVE_MAX];
};

static void enter(struct probe *probe, enum probe_state state);

/* ---- lines --------------------------------------------------------------- */

static bool
has_place(const struct prober *prober, enum place place)
{
	unsigned max = place == PLACE_DIAL ? prober->options.max_dialing
					   : prober->options.max_handshaking;

	return prober->places[place] < max;
}

/* Lets the lines move on a later turn, when there is room for anyone. */
static void
pump_later(struct prober *prober)
{
	if ((prober->to_dial.first != NULL && has_place(prober, PLACE_DIAL)) ||
	    (prober->to_shake.first != NULL && has_place(prober, PLACE_SHAKE)))
		loop_timer_set(prober->pump, 0);
}

/* Gives the connection back: to the first who waits for that address. */
static void
release_address(struct probe *probe)
{
	struct address_slot *slot = probe->slot;
	struct line_member *heir = slot->waiting.first;

	slot->active--;
	if (heir != NULL) {
		line_leave(heir);
		slot->active++;
		line_join(&probe->prober->to_dial, heir);
	}
	address_table_settle(probe->prober->addresses, slot);
}

static void
on_pump(void *arg)
{
	struct prober *prober = arg;

	while (
	    prober->to_shake.first != NULL && has_place(prober, PLACE_SHAKE)) {
		struct probe *probe = prober->to_shake.first->owner;

		line_leave(&probe->member);
		enter(probe, PROBE_SHAKING);
	}
	while (prober->to_dial.first != NULL && has_place(prober, PLACE_DIAL)) {
		struct probe *probe = prober->to_dial.first->owner;

		line_leave(&probe->member);
		enter(probe, PROBE_DIALING);
	}
	loop_timer_stop(prober->pump);
}

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
	prober->places[state_rows[probe->state].place]--;
	if (is_waiting_for_address)
		address_table_settle(prober->addresses, probe->slot);
	else
		release_address(probe);
	pump_later(prober);
	dial_cancel(probe->dial);
	loop_watch_free(probe->watch);
	loop_timer_free(probe->timer);
	handshake_free(probe->handshake);
	if (probe->fd >= 0)
		close(probe->fd);
	observation_free(probe->observation);
	free(probe->sni);
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

	if (probe->handshake == NULL) {
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

static void
start_shaking(struct probe *probe)
{
	struct prober *prober = probe->prober;

	probe->shaking_at_ms = loop_now_ms(prober->loop);
	probe->handshake =
	    handshake_new(prober->handshaker, probe->sni, probe->observation);
	/* Without bytes of the server libssl makes its ClientHello and no
	 * more. Should that fail, it is told on a later turn. */
	if (probe->handshake == NULL ||
	    handshake_step(probe->handshake) == HANDSHAKE_FAILED) {
		handshake_free(TAKE(probe->handshake));
		loop_timer_set(probe->timer, 0);
		return;
	}
	probe->watch = loop_watch_new(prober->loop, probe->fd, on_ready, probe);
	flush(probe);
}

/* ---- dial ---------------------------------------------------------------- */

static void
on_dialed(void *arg, int fd, int error_number)
{
	struct probe *probe = arg;
	struct prober *prober = probe->prober;
	bool is_free;

	probe->dial = NULL;
	probe->observation->dial_ms =
	    loop_now_ms(prober->loop) - probe->dialed_at_ms;
	if (fd < 0) {
		diagnose_dial(error_number, probe->observation);
		finish(probe);
		return;
	}
	probe->fd = fd;
	is_free =
	    prober->to_shake.first == NULL && has_place(prober, PLACE_SHAKE);
	enter(probe, is_free ? PROBE_SHAKING : PROBE_CONNECTED);
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
	probe->dial = dial_start(
	    prober->loop, &probe->address, limit_ms, on_dialed, probe);
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
	if (state == PROBE_DIALING)
		start_dialing(probe);
	else if (state == PROBE_CONNECTED)
		line_join(&prober->to_shake, &probe->member);
	else if (state == PROBE_SHAKING)
		start_shaking(probe);
	pump_later(prober);
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
	probe->address = target->address;
	probe->timeout_ms = target->endpoint->timeout_ms;
	probe->sni = mem_strdup(target->endpoint->sni.text);
	probe->timer = loop_timer_new(prober->loop, on_time, probe);
	probe->member.owner = probe->in_all.owner = probe;
	line_join(&prober->all, &probe->in_all);
	prober->started++;
	prober->places[PLACE_NONE]++;
	probe->slot = address_table_get(prober->addresses, &probe->address);
	if (probe->slot->active >= prober->options.max_per_address) {
		line_join(&probe->slot->waiting, &probe->member);
		return probe;
	}
	probe->slot->active++;
	if (prober->to_dial.first == NULL && has_place(prober, PLACE_DIAL))
		enter(probe, PROBE_DIALING);
	else
		line_join(&prober->to_dial, &probe->member);
	return probe;
}

/* ---- the prober ---------------------------------------------------------- */

struct prober *
prober_new(
    struct loop *loop, const struct prober_options *options, struct error *err)
{
	CLEANUP(prober_free) struct prober *prober = MEM_NEW(struct prober);

	prober->loop = loop;
	prober->options = *options;
	prober->addresses = address_table_new();
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
	handshaker_free(prober->handshaker);
	free(prober);
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
