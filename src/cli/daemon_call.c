/* Asks the daemon; see daemon_call.h. */
#include "cli/daemon_call.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "control/answer.h"

#define READ_CHUNK 65536

struct call {
	const char *path;
	int fd;
	int timeout_ms; /* -1: none */
	struct strbuf in;
	daemon_call_fn fn;
	void *arg;
	bool is_over;
	bool is_heard; /* something was said */
	bool is_left;  /* the connection ended, with nothing said */
	bool is_other; /* than who was meant */
};

/* A daemon that hangs takes nobody in any more once as many wait as may. */
static void
limit_wait(int fd)
{
	const struct timeval most = {.tv_sec = DAEMON_CALL_TIMEOUT_MS / 1000};

	(void)!setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
}

static enum daemon_call
open_socket(const char *path, int *ret_fd, struct error *err)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t len = strlen(path);
	int fd, error_number;

	if (len >= sizeof address.sun_path) {
		error_set(err, ERROR_LIMIT,
		    "%s: the path of a socket has at most %zu bytes", path,
		    sizeof address.sun_path - 1);
		return DAEMON_CALL_FAILED;
	}
	memcpy(address.sun_path, path, len);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0) {
		error_set_errno(err, "a socket");
		return DAEMON_CALL_FAILED;
	}
	limit_wait(fd);
	if (connect(fd, (const struct sockaddr *)&address, sizeof address) ==
	    0) {
		*ret_fd = fd;
		return DAEMON_CALL_DONE;
	}
	error_number = errno;
	close(fd);
	errno = error_number;
	error_set_errno(err, "%s", path);
	if (error_number == EAGAIN)
		error_set(err, ERROR_SYSTEM,
		    "%s: the daemon has let nobody in for %d s", path,
		    DAEMON_CALL_TIMEOUT_MS / 1000);
	if (error_number == EACCES)
		error_prefix(err,
		    "only root and members of the socket's group may ask (as a "
		    "rule chainwatch; from their next login on)");
	return error_number == ENOENT || error_number == ECONNREFUSED
	    ? DAEMON_CALL_NOBODY
	    : DAEMON_CALL_FAILED;
}

static bool
send_request(struct call *call, const json_t *request, struct error *err)
{
	CLEANUP(free) char *text = json_dumps(request, JSON_COMPACT);
	CLEANUP(free) char *line = mem_printf("%s\n", text);
	size_t len = strlen(line), sent = 0;

	while (sent < len) {
		ssize_t n =
		    send(call->fd, line + sent, len - sent, MSG_NOSIGNAL);

		if (n < 0 && errno != EINTR)
			return error_set_errno(err, "asking the daemon");
		if (n > 0)
			sent += (size_t)n;
	}
	return true;
}

/* It is an answer all the same. */
static void
tell_stale(const json_t *line)
{
	json_int_t stale_s =
	    json_integer_value(json_object_get(line, "stale_s"));

	if (stale_s > 0)
		fprintf(stderr,
		    "chainwatch: the daemon could not write its store for "
		    "%" JSON_INTEGER_FORMAT
		    " s: what happened since is not in what it read there\n",
		    stale_s);
}

static bool
take_line(struct call *call, const char *text, size_t len, struct error *err)
{
	json_error_t fault;
	json_t *line = json_loadb(text, len, 0, &fault);
	const char *type = json_string_value(json_object_get(line, "type"));
	bool ok = true;

	if (type == NULL) {
		ok = error_set(err, ERROR_INVALID,
		    "the daemon answers with what is no line of an answer");
	} else if (strcmp(type, "error") == 0) {
		const char *words =
		    json_string_value(json_object_get(line, "message"));

		ok = error_set(err, ERROR_INVALID, "%s",
		    words != NULL ? words : "the daemon gives no reason");
	} else if (strcmp(type, ANSWER_OTHER) == 0) {
		call->is_other = true;
		ok = error_set(err, ERROR_MISSING,
		    "%s: another daemon listens there, process "
		    "%" JSON_INTEGER_FORMAT,
		    call->path,
		    json_integer_value(json_object_get(line, "process")));
	} else if (strcmp(type, "end") == 0) {
		tell_stale(line);
		call->is_over = true;
	} else if (strcmp(type, ANSWER_STALE) == 0) {
		tell_stale(line);
	} else if (!call->fn(call->arg, line)) {
		call->is_over = true;
	}
	json_decref(line);
	return ok;
}

/* All whole lines that are there. */
static bool
take_lines(struct call *call, struct error *err)
{
	size_t taken = 0;

	while (!call->is_over && taken < call->in.len) {
		char *begin = call->in.text + taken;
		char *end = memchr(begin, '\n', call->in.len - taken);

		if (end == NULL)
			break;
		if (!take_line(call, begin, (size_t)(end - begin), err))
			return false;
		taken += (size_t)(end - begin) + 1;
	}
	if (taken > 0) {
		memmove(
		    call->in.text, call->in.text + taken, call->in.len - taken);
		call->in.len -= taken;
	}
	return !strbuf_is_truncated(&call->in) ||
	    error_set(err, ERROR_LIMIT,
		"the daemon answers with a line of more than %u bytes",
		DAEMON_CALL_LINE_MAX);
}

static bool
receive(struct call *call, struct error *err)
{
	char chunk[READ_CHUNK];
	struct pollfd now = {.fd = call->fd, .events = POLLIN};
	int ready = poll(&now, 1, call->timeout_ms);
	ssize_t n;

	if (ready < 0 && errno == EINTR)
		return true;
	if (ready < 0)
		return error_set_errno(err, "waiting for the daemon");
	if (ready == 0)
		return error_set(err, ERROR_SYSTEM,
		    "the daemon says nothing for %d seconds",
		    call->timeout_ms / 1000);
	n = recv(call->fd, chunk, sizeof chunk, 0);
	if (n < 0 && errno == EINTR)
		return true;
	call->is_left =
	    !call->is_heard && (n == 0 || (n < 0 && errno == ECONNRESET));
	if (n < 0)
		return error_set_errno(err, "reading the daemon's answer");
	if (n == 0)
		return error_set(err, ERROR_SYSTEM,
		    "the daemon ended in the middle of its answer");
	call->is_heard = true;
	strbuf_add_bytes(&call->in, chunk, (size_t)n);
	return take_lines(call, err);
}

enum daemon_call
daemon_call(const char *socket_path, json_t *take_request, bool is_patient,
    daemon_call_fn fn, void *arg, struct error *err)
{
	struct call call = {
	    .path = socket_path,
	    .fd = -1,
	    .timeout_ms = is_patient ? -1 : DAEMON_CALL_TIMEOUT_MS,
	    .in = {.max_bytes = DAEMON_CALL_LINE_MAX},
	    .fn = fn,
	    .arg = arg,
	};
	enum daemon_call result = open_socket(socket_path, &call.fd, err);
	bool ok = result == DAEMON_CALL_DONE &&
	    send_request(&call, take_request, err);

	json_decref(take_request);
	while (ok && !call.is_over)
		ok = receive(&call, err);
	if (call.fd >= 0)
		close(call.fd);
	strbuf_clear(&call.in);
	/* The service manager listens for a daemon that does not start. */
	if (call.is_left || call.is_other)
		return DAEMON_CALL_NOBODY;
	return ok || result != DAEMON_CALL_DONE ? result : DAEMON_CALL_FAILED;
}
