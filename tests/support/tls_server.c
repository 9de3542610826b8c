/* A scripted TLS server; see tls_server.h. */
#include "support/tls_server.h"

#include <assert.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/array.h"

struct tls_server {
	struct tls_script script;
	SSL_CTX *ctx;
	int listener, stop_fd;
	struct ip_address address;
	pthread_t acceptor;

	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t gate, news;
	bool is_gate_shut, is_stopping;
	struct tls_server_counts counts;
	ARRAY(pthread_t) threads; /* the acceptor's, but for the mutex */
};

struct connection {
	struct tls_server *server;
	int fd;
	size_t sent;
	SSL *ssl;
	BIO *in, *out;
};

/* ---- bytes --------------------------------------------------------------- */

/* Waits for bytes of the client: their number; 0 for its end or ours. */
static size_t
receive(struct connection *c, uint8_t *bytes, size_t max)
{
	struct pollfd fds[2] = {{.fd = c->fd, .events = POLLIN},
	    {.fd = c->server->stop_fd, .events = POLLIN}};
	ssize_t n;

	if (poll(fds, 2, -1) < 0 || fds[1].revents != 0)
		return 0;
	n = recv(c->fd, bytes, max, 0);
	return n > 0 ? (size_t)n : 0;
}

static void
drain(struct connection *c)
{
	uint8_t bytes[4096];

	while (receive(c, bytes, sizeof bytes) > 0)
		;
}

/* Sends within the script's limit. False: that is reached, or nobody reads. */
static bool
send_scripted(struct connection *c, const uint8_t *bytes, size_t len)
{
	const struct tls_script *script = &c->server->script;
	bool has_limit = script->end != TLS_SCRIPT_WAIT;

	while (len > 0) {
		size_t piece = script->is_dribbling ? 1 : len;
		ssize_t n;

		if (has_limit && piece > script->limit - c->sent)
			piece = script->limit - c->sent;
		if (piece == 0)
			return false;
		n = send(c->fd, bytes, piece, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		c->sent += (size_t)n;
		bytes += n;
		len -= (size_t)n;
	}
	return !has_limit || c->sent < script->limit;
}

static void
end(struct connection *c)
{
	const struct linger at_once = {.l_onoff = 1, .l_linger = 0};

	switch (c->server->script.end) {
	case TLS_SCRIPT_RESET:
		(void)setsockopt(
		    c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
		return;
	case TLS_SCRIPT_CLOSE:
		/* Unread bytes would turn the end into a reset. */
		(void)shutdown(c->fd, SHUT_WR);
		drain(c);
		return;
	case TLS_SCRIPT_SILENT:
	case TLS_SCRIPT_WAIT: drain(c); return;
	}
}

/* ---- what is said -------------------------------------------------------- */

static bool
flush(struct connection *c)
{
	char *bytes;
	long len = BIO_get_mem_data(c->out, &bytes);
	bool ok =
	    len <= 0 || send_scripted(c, (const uint8_t *)bytes, (size_t)len);

	(void)BIO_reset(c->out);
	return ok;
}

/* One turn of reading into libssl; false at the end. */
static bool
feed(struct connection *c)
{
	uint8_t bytes[4096];
	size_t n = receive(c, bytes, sizeof bytes);

	return n > 0 && BIO_write(c->in, bytes, (int)n) == (int)n;
}

static void
note_handshake(struct connection *c)
{
	const char *sni = SSL_get_servername(c->ssl, TLSEXT_NAMETYPE_host_name);

	pthread_mutex_lock(&c->server->mutex);
	c->server->counts.handshakes++;
	snprintf(c->server->counts.sni, sizeof c->server->counts.sni, "%s",
	    sni != NULL ? sni : "");
	pthread_mutex_unlock(&c->server->mutex);
}

static void
note_word(struct connection *c, char byte)
{
	struct tls_server_counts *counts = &c->server->counts;
	size_t len;

	pthread_mutex_lock(&c->server->mutex);
	len = strlen(counts->last_words);
	if (len + 1 < sizeof counts->last_words)
		counts->last_words[len] = byte;
	pthread_mutex_unlock(&c->server->mutex);
}

static void
serve_tls(struct connection *c)
{
	bool is_alive = true;
	int result;
	uint8_t byte;

	c->ssl = SSL_new(c->server->ctx);
	c->in = BIO_new(BIO_s_mem());
	c->out = BIO_new(BIO_s_mem());
	SSL_set_bio(c->ssl, c->in, c->out);
	while (is_alive && (result = SSL_accept(c->ssl)) != 1) {
		if (SSL_get_error(c->ssl, result) != SSL_ERROR_WANT_READ) {
			(void)flush(c);
			is_alive = false;
			/* As servers do that have sent an alert. */
			(void)shutdown(c->fd, SHUT_WR);
		} else {
			is_alive = flush(c) && feed(c);
		}
	}
	if (is_alive) {
		note_handshake(c);
		is_alive = flush(c);
	}
	while (is_alive && SSL_get_shutdown(c->ssl) == 0) {
		if (SSL_read(c->ssl, &byte, 1) == 1)
			note_word(c, (char)byte);
		else if (SSL_get_shutdown(c->ssl) == 0)
			is_alive = feed(c);
	}
	pthread_mutex_lock(&c->server->mutex);
	c->server->counts.goodbyes +=
	    (SSL_get_shutdown(c->ssl) & SSL_RECEIVED_SHUTDOWN) != 0;
	pthread_mutex_unlock(&c->server->mutex);
	end(c);
	SSL_free(c->ssl);
}

static bool
hear_turn(struct connection *c, const struct tls_turn *turn)
{
	uint8_t byte = 0;

	for (size_t i = 0; turn->hear_to != '\0' || i < turn->hear; i++) {
		if (receive(c, &byte, 1) == 0)
			return false;
		if (turn->hear_to != '\0' && byte == (uint8_t)turn->hear_to)
			break;
	}
	return true;
}

static bool
serve_preface(struct connection *c)
{
	const struct tls_turn *turn = c->server->script.preface;

	for (; turn->say != NULL || turn->hear > 0 || turn->hear_to != '\0';
	     turn++) {
		size_t len = turn->say_len > 0 || turn->say == NULL
		    ? turn->say_len
		    : strlen(turn->say);

		if (len > 0 &&
		    !send_scripted(c, (const uint8_t *)turn->say, len))
			return false;
		if (!hear_turn(c, turn))
			return false;
	}
	return true;
}

static void
serve_answer(struct connection *c)
{
	const struct tls_script *script = &c->server->script;
	uint8_t bytes[4096];
	bool is_alive = true;

	if (!script->is_first_to_speak)
		is_alive = receive(c, bytes, sizeof bytes) > 0;
	while (is_alive) {
		is_alive = send_scripted(c, script->answer, script->answer_len);
		if (!script->is_endless)
			break;
	}
	end(c);
}

/* ---- threads ------------------------------------------------------------- */

static void *
run_connection(void *arg)
{
	struct connection *c = arg;
	struct tls_server *server = c->server;

	pthread_mutex_lock(&server->mutex);
	while (server->is_gate_shut && !server->is_stopping)
		pthread_cond_wait(&server->gate, &server->mutex);
	pthread_mutex_unlock(&server->mutex);
	if (server->script.end != TLS_SCRIPT_WAIT && server->script.limit == 0)
		end(c);
	else if (!serve_preface(c))
		end(c);
	else if (server->script.answer != NULL)
		serve_answer(c);
	else
		serve_tls(c);
	close(c->fd);
	pthread_mutex_lock(&server->mutex);
	server->counts.ended++;
	server->counts.sent = c->sent;
	pthread_cond_broadcast(&server->news);
	pthread_mutex_unlock(&server->mutex);
	free(c);
	return NULL;
}

static void
take_connection(struct tls_server *server, int fd)
{
	struct connection *c = MEM_NEW(struct connection);
	const int on = 1;

	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	c->server = server;
	c->fd = fd;
	pthread_mutex_lock(&server->mutex);
	server->counts.accepted++;
	pthread_cond_broadcast(&server->news);
	pthread_mutex_unlock(&server->mutex);
	if (pthread_create(
		ARRAY_ADD(&server->threads), NULL, run_connection, c) != 0)
		abort();
}

static void *
run_acceptor(void *arg)
{
	struct tls_server *server = arg;
	struct pollfd fds[2] = {{.fd = server->listener, .events = POLLIN},
	    {.fd = server->stop_fd, .events = POLLIN}};

	while (poll(fds, 2, -1) >= 0 && fds[1].revents == 0) {
		int fd = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC);

		if (fd >= 0)
			take_connection(server, fd);
	}
	return NULL;
}

static void
open_listener(struct tls_server *server)
{
	const char *address = server->script.address != NULL
	    ? server->script.address
	    : "127.0.0.1";
	struct sockaddr_in in = {.sin_family = AF_INET};
	socklen_t len = sizeof in;

	if (!ip_address_parse(address, &server->address))
		abort();
	memcpy(&in.sin_addr, server->address.bytes, 4);
	server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(server->listener, (struct sockaddr *)&in, len) != 0 ||
	    listen(server->listener, 1024) != 0 ||
	    getsockname(server->listener, (struct sockaddr *)&in, &len) != 0)
		abort();
	server->address.port = ntohs(in.sin_port);
}

struct tls_server *
tls_server_start(const struct tls_script *script)
{
	struct tls_server *server = MEM_NEW(struct tls_server);

	server->script = *script;
	server->ctx = tls_script_ctx(script);
	server->stop_fd = eventfd(0, EFD_CLOEXEC);
	open_listener(server);
	pthread_mutex_init(&server->mutex, NULL);
	pthread_cond_init(&server->gate, NULL);
	pthread_cond_init(&server->news, NULL);
	if (pthread_create(&server->acceptor, NULL, run_acceptor, server) != 0)
		abort();
	return server;
}

void
tls_server_stop(struct tls_server *server)
{
	const uint64_t one = 1;

	if (server == NULL)
		return;
	if (write(server->stop_fd, &one, sizeof one) != sizeof one)
		abort();
	pthread_mutex_lock(&server->mutex);
	server->is_stopping = true;
	pthread_cond_broadcast(&server->gate);
	pthread_mutex_unlock(&server->mutex);
	pthread_join(server->acceptor, NULL);
	ARRAY_EACH (thread, &server->threads)
		pthread_join(*thread, NULL);
	ARRAY_CLEAR(&server->threads);
	close(server->listener);
	close(server->stop_fd);
	pthread_cond_destroy(&server->gate);
	pthread_cond_destroy(&server->news);
	pthread_mutex_destroy(&server->mutex);
	SSL_CTX_free(server->ctx);
	free(server);
}

struct ip_address
tls_server_address(const struct tls_server *server)
{
	return server->address;
}

void
tls_server_shut_gate(struct tls_server *server)
{
	pthread_mutex_lock(&server->mutex);
	server->is_gate_shut = true;
	pthread_mutex_unlock(&server->mutex);
}

void
tls_server_open_gate(struct tls_server *server)
{
	pthread_mutex_lock(&server->mutex);
	server->is_gate_shut = false;
	pthread_cond_broadcast(&server->gate);
	pthread_mutex_unlock(&server->mutex);
}

struct tls_server_counts
tls_server_counts(struct tls_server *server)
{
	struct tls_server_counts counts;

	pthread_mutex_lock(&server->mutex);
	counts = server->counts;
	pthread_mutex_unlock(&server->mutex);
	return counts;
}

void
tls_server_await_accepted(struct tls_server *server, unsigned count)
{
	pthread_mutex_lock(&server->mutex);
	while (server->counts.accepted < count)
		pthread_cond_wait(&server->news, &server->mutex);
	pthread_mutex_unlock(&server->mutex);
}

void
tls_server_await_ended(struct tls_server *server, unsigned count)
{
	pthread_mutex_lock(&server->mutex);
	while (server->counts.ended < count)
		pthread_cond_wait(&server->news, &server->mutex);
	pthread_mutex_unlock(&server->mutex);
}
