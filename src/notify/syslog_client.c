/*
 * Messages to a syslog receiver; see syslog_client.h.
 *
 *	IDLE      nothing to send, no connection
 *	RESOLVING the host's address is asked for
 *	OPENING   connecting, shaking hands
 *	OPEN      what is queued is sent, what was sent settles
 *	WAITING   it failed; the timer begins again
 *
 * A connection that is open stays open: the next event shall not wait for it.
 */
#include "notify/syslog_client.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"
#include "net/stream.h"

#define LOCAL_RETRY_MS 50 /* the local reader is busy */

enum state {
	STATE_IDLE,
	STATE_RESOLVING,
	STATE_OPENING,
	STATE_OPEN,
	STATE_WAITING,
};

struct message {
	uint64_t key;
	size_t len;
	int64_t sent_ms; /* over the connection that is open */
	char *bytes;
};

struct syslog_client {
	struct loop *loop;
	struct resolver *resolver;
	const struct syslog_options *options;
	struct syslog_client_events events;
	enum state state;
	struct loop_timer *timer;
	struct resolve_query *query;
	struct stream *stream;
	int fd;		      /* of the local socket; -1 */
	size_t address_index; /* which of the host's is next */
	unsigned failures;    /* in a row */
	bool is_told;	      /* that it cannot be reached */
	int64_t settle_ms, retry_ms;
	int64_t moved_ms; /* when the last one was acknowledged */
	/* A ring, oldest at first; the first sent_count are on their way. */
	struct message messages[SYSLOG_WINDOW];
	size_t first, count, sent_count;
};

static void step(void *arg);

static struct message *
message_at(struct syslog_client *client, size_t i)
{
	return &client->messages[(client->first + i) % SYSLOG_WINDOW];
}

static int64_t
retry_ms(const struct syslog_client *client)
{
	unsigned doublings = client->failures > 6 ? 6 : client->failures;
	int64_t ms = client->retry_ms << doublings;

	if (ms > SYSLOG_RETRY_MOST_MS)
		ms = SYSLOG_RETRY_MOST_MS;
	/* Monitors that fail together shall not come back together. */
	return ms / 2 + loop_now_ms(client->loop) * 7919 % (ms / 2 + 1);
}

static void
disconnect(struct syslog_client *client)
{
	resolve_cancel(client->query);
	client->query = NULL;
	stream_free(client->stream);
	client->stream = NULL;
	if (client->fd >= 0)
		close(client->fd);
	client->fd = -1;
	client->sent_count = 0;
}

static void
tell(struct syslog_client *client, const struct error *err)
{
	if (client->is_told == (err != NULL))
		return;
	client->is_told = err != NULL;
	client->events.changed(client->events.arg, err);
}

static void
fail(struct syslog_client *client, const struct error *err)
{
	disconnect(client);
	client->state = STATE_WAITING;
	loop_timer_set(client->timer, retry_ms(client));
	client->failures++;
	client->address_index++;
	if (client->events.failed != NULL)
		client->events.failed(client->events.arg, err);
	tell(client, err);
}

/* The oldest is delivered. It is out of the ring when that is told. */
static void
pop(struct syslog_client *client)
{
	struct message *message = message_at(client, 0);
	uint64_t key = message->key;

	free(message->bytes);
	*message = (struct message){0};
	client->first = (client->first + 1) % SYSLOG_WINDOW;
	client->count--;
	client->sent_count--;
	client->failures = 0;
	tell(client, NULL);
	client->events.delivered(client->events.arg, key);
}

/* --- the local socket ------------------------------------------------------
 */

static bool
open_local(struct syslog_client *client, struct error *err)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const char *path = client->options->socket;

	if (strlen(path) >= sizeof address.sun_path)
		return error_set(err, ERROR_LIMIT, "%s: too long", path);
	memcpy(address.sun_path, path, strlen(path) + 1);
	client->fd =
	    socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (client->fd < 0 ||
	    connect(client->fd, (struct sockaddr *)&address, sizeof address) !=
		0)
		return error_set_errno(err, "%s", path);
	return true;
}

/* false: the connection failed. */
static bool
send_local(struct syslog_client *client, struct error *err)
{
	while (client->count > 0) {
		struct message *message = message_at(client, 0);
		ssize_t n = send(client->fd, message->bytes, message->len,
		    MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == ENOBUFS)) {
			loop_timer_set(client->timer, LOCAL_RETRY_MS);
			return true;
		}
		if (n < 0)
			return error_set_errno(
			    err, "%s", client->options->socket);
		client->sent_count++;
		pop(client);
	}
	return true;
}

/* --- remote ----------------------------------------------------------------
 */

static void
on_opened(void *arg)
{
	struct syslog_client *client = arg;

	client->state = STATE_OPEN;
	client->moved_ms = loop_now_ms(client->loop);
	loop_timer_set(client->timer, 0);
}

static void
on_closed(void *arg, const struct error *why)
{
	struct syslog_client *client = arg;
	struct error err = *why;

	client->stream = NULL;
	/* A receiver may end what nobody uses. */
	if (client->state == STATE_OPEN && client->count == 0) {
		disconnect(client);
		client->state = STATE_IDLE;
		return;
	}
	error_prefix(&err, "%s port %u", client->options->host,
	    (unsigned)client->options->port);
	fail(client, &err);
}

static void
dial(struct syslog_client *client, const struct ip_address *address)
{
	const struct syslog_options *options = client->options;
	struct stream_events events = {
	    .opened = on_opened, .closed = on_closed, .arg = client};
	const struct tls_session_options tls = syslog_options_tls(options);
	struct stream_options stream = {
	    .address = *address,
	    .tls = options->transport == SYSLOG_TLS ? &tls : NULL,
	    .open_timeout_ms = SYSLOG_OPEN_TIMEOUT_MS,
	};
	struct error err = ERROR_INIT;

	stream.address.port = options->port;
	client->state = STATE_OPENING;
	client->stream = stream_open(client->loop, &stream, &events, &err);
	if (client->stream == NULL)
		fail(client, &err);
}

static void
on_resolved(void *arg, const struct resolve_result *result)
{
	struct syslog_client *client = arg;
	struct error err = ERROR_INIT;

	client->query = NULL;
	if (result->status != RESOLVE_OK || result->addresses.len == 0) {
		error_set(&err, ERROR_MISSING, "%s: no address: %s",
		    client->options->host, result->detail);
		fail(client, &err);
		return;
	}
	dial(client,
	    &result->addresses
		 .items[client->address_index % result->addresses.len]);
}

static void
open_remote(struct syslog_client *client)
{
	struct ip_address address;

	if (ip_address_parse(client->options->host, &address)) {
		dial(client, &address);
		return;
	}
	client->state = STATE_RESOLVING;
	client->query = resolve_start(
	    client->resolver, client->options->host, on_resolved, client);
}

static void
send_remote(struct syslog_client *client)
{
	while (client->sent_count < client->count) {
		struct message *message =
		    message_at(client, client->sent_count);

		if (!stream_write(client->stream, message->bytes, message->len))
			break;
		message->sent_ms = loop_now_ms(client->loop);
		client->sent_count++;
	}
}

/* What was sent long enough ago is delivered if nothing is left on the way. */
static void
settle(struct syslog_client *client)
{
	int64_t now_ms = loop_now_ms(client->loop);
	struct error err = ERROR_INIT;

	if (stream_unacknowledged(client->stream) > 0) {
		if (now_ms - client->moved_ms < SYSLOG_STALL_MS)
			return;
		error_set(&err, ERROR_SYSTEM, "%s port %u: takes nothing",
		    client->options->host, (unsigned)client->options->port);
		fail(client, &err);
		return;
	}
	client->moved_ms = now_ms;
	while (client->sent_count > 0 &&
	    now_ms - message_at(client, 0)->sent_ms >= client->settle_ms)
		pop(client);
}

/* --- the machine -----------------------------------------------------------
 */

static void
step_local(struct syslog_client *client)
{
	struct error err = ERROR_INIT;
	bool was_open = client->fd >= 0;

	if (client->count == 0)
		return;
	client->state = STATE_OPEN;
	if (was_open && send_local(client, &err))
		return;
	/* A reader that was started again has a socket of the same name. */
	disconnect(client);
	if (!open_local(client, &err) || !send_local(client, &err))
		fail(client, &err);
}

static void
step_open(struct syslog_client *client)
{
	send_remote(client);
	settle(client);
	if (client->state != STATE_OPEN)
		return;
	send_remote(client);
	if (client->count > 0)
		loop_timer_set(client->timer, client->settle_ms / 4);
}

static void
step(void *arg)
{
	struct syslog_client *client = arg;

	if (client->options->transport == SYSLOG_LOCAL) {
		step_local(client);
		return;
	}
	switch (client->state) {
	case STATE_IDLE:
	case STATE_WAITING:
		client->state = STATE_IDLE;
		if (client->count > 0)
			open_remote(client);
		break;
	case STATE_RESOLVING:
	case STATE_OPENING: break;
	case STATE_OPEN: step_open(client); break;
	}
}

struct syslog_client *
syslog_client_new(struct loop *loop, struct resolver *resolver,
    const struct syslog_options *options,
    const struct syslog_client_events *events)
{
	struct syslog_client *client = MEM_NEW(struct syslog_client);

	client->loop = loop;
	client->resolver = resolver;
	client->options = options;
	client->events = *events;
	client->fd = -1;
	client->settle_ms = SYSLOG_SETTLE_MS;
	client->retry_ms = SYSLOG_RETRY_FIRST_MS;
	client->timer = loop_timer_new(loop, step, client);
	return client;
}

void
syslog_client_free(struct syslog_client *client)
{
	if (client == NULL)
		return;
	disconnect(client);
	loop_timer_free(client->timer);
	for (size_t i = 0; i < client->count; i++)
		free(message_at(client, i)->bytes);
	free(client);
}

void
syslog_client_set_resolver(
    struct syslog_client *client, struct resolver *resolver)
{
	client->resolver = resolver;
	if (client->query == NULL)
		return;
	resolve_cancel(client->query);
	client->query =
	    resolve_start(resolver, client->options->host, on_resolved, client);
}

bool
syslog_client_put(
    struct syslog_client *client, uint64_t key, const void *bytes, size_t len)
{
	struct message *message;

	if (client->count == SYSLOG_WINDOW)
		return false;
	message = message_at(client, client->count++);
	message->key = key;
	message->bytes = mem_dup(bytes, len);
	message->len = len;
	if (client->state == STATE_IDLE || client->state == STATE_OPEN)
		loop_timer_set(client->timer, 0);
	return true;
}

void
syslog_client_set_timing(
    struct syslog_client *client, int64_t settle_ms, int64_t retry_ms)
{
	client->settle_ms = settle_ms;
	client->retry_ms = retry_ms;
}

bool
syslog_client_is_failing(const struct syslog_client *client)
{
	return client->is_told;
}

size_t
syslog_client_waiting(const struct syslog_client *client)
{
	return client->count;
}

void
syslog_client_flush(struct syslog_client *client)
{
	if (client->state == STATE_IDLE || client->state == STATE_OPEN)
		step(client);
}
