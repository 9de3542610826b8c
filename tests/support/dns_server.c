/* A scripted DNS server; see dns_server.h. */
#include "support/dns_server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <ctype.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/array.h"

#define MAX_CONNECTIONS 8
#define MESSAGE_MAX 4096

struct connection {
	struct dns_server *server;
	struct loop_watch *watch;
	int fd;
};

struct dns_server {
	struct loop *loop;
	const struct dns_row *rows;
	struct loop_watch *udp_watch, *tcp_watch;
	int udp_fd, tcp_fd;
	struct connection connections[MAX_CONNECTIONS];
	unsigned questions, tcp_questions;
	char address[32];
};

struct message {
	uint8_t bytes[MESSAGE_MAX];
	size_t len;
};

static void
put(struct message *m, const void *bytes, size_t len)
{
	assert(m->len + len <= sizeof m->bytes);
	memcpy(m->bytes + m->len, bytes, len);
	m->len += len;
}

static void
put_16(struct message *m, unsigned value)
{
	const uint8_t bytes[2] = {(uint8_t)(value >> 8), (uint8_t)value};

	put(m, bytes, 2);
}

static void
put_name(struct message *m, const char *name)
{
	while (*name != '\0') {
		size_t len = strcspn(name, ".");
		uint8_t first = (uint8_t)len;

		put(m, &first, 1);
		put(m, name, len);
		name += len + (name[len] == '.');
	}
	put(m, "", 1);
}

static void
put_record(struct message *m, const char *owner, int type, unsigned ttl_s,
    const void *data, size_t len)
{
	put_name(m, owner);
	put_16(m, (unsigned)type);
	put_16(m, 1);
	put_16(m, ttl_s >> 16);
	put_16(m, ttl_s & 0xffff);
	put_16(m, (unsigned)len);
	put(m, data, len);
}

static const struct form {
	const char *word;
	int type;
	unsigned numbers; /* before the rest, */
	unsigned bytes;	  /* of so many bytes each */
	bool has_name;	  /* the rest is a name; else hex */
} forms[] = {
    {"MX ", 15, 1, 2, true},
    {"SRV ", 33, 3, 2, true},
    {"TLSA ", 52, 3, 1, false},
};

static void
put_hex(struct message *m, const char *hex)
{
	for (; hex[0] != '\0'; hex += 2) {
		const char pair[3] = {hex[0], hex[1], '\0'};
		uint8_t byte = (uint8_t)strtoul(pair, NULL, 16);

		put(m, &byte, 1);
	}
}

static bool
put_form(
    struct message *m, const char *owner, const char *answer, unsigned ttl_s)
{
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		const struct form *form = &forms[i];
		struct message data = {.len = 0};
		char *rest;

		if (strncmp(answer, form->word, strlen(form->word)) != 0)
			continue;
		rest = (char *)answer + strlen(form->word);
		for (unsigned n = 0; n < form->numbers; n++) {
			unsigned long value = strtoul(rest, &rest, 10);
			uint8_t byte = (uint8_t)value;

			if (form->bytes == 2)
				put_16(&data, (unsigned)value);
			else
				put(&data, &byte, 1);
		}
		rest += *rest == ' ';
		if (form->has_name)
			put_name(&data, strcmp(rest, ".") == 0 ? "" : rest);
		else
			put_hex(&data, rest);
		put_record(m, owner, form->type, ttl_s, data.bytes, data.len);
		return true;
	}
	return false;
}

/* Gives the owner of what comes next: a CNAME's target. */
static const char *
put_answer(
    struct message *m, const char *owner, const char *answer, unsigned ttl_s)
{
	struct message target = {.len = 0};
	uint8_t data[16];

	if (strncmp(answer, "A ", 2) == 0) {
		assert(inet_pton(AF_INET, answer + 2, data) == 1);
		put_record(m, owner, 1, ttl_s, data, 4);
		return owner;
	}
	if (strncmp(answer, "AAAA ", 5) == 0) {
		assert(inet_pton(AF_INET6, answer + 5, data) == 1);
		put_record(m, owner, 28, ttl_s, data, 16);
		return owner;
	}
	if (put_form(m, owner, answer, ttl_s))
		return owner;
	assert(strncmp(answer, "CNAME ", 6) == 0);
	put_name(&target, answer + 6);
	put_record(m, owner, 5, ttl_s, target.bytes, target.len);
	return answer + 6;
}

static void
put_soa(struct message *m)
{
	struct message data = {.len = 0};

	put_name(&data, "ns.test");
	put_name(&data, "admin.test");
	for (int i = 0; i < 10; i++)
		put_16(&data, 1);
	put_record(m, "test", 6, 60, data.bytes, data.len);
}

static const struct dns_row *
find(const struct dns_server *server, const char *name, int type)
{
	static const struct dns_row nothing = {.ttl_s = 60};

	for (const struct dns_row *row = server->rows; row->name != NULL; row++)
		if (strcmp(row->name, name) == 0 &&
		    (row->type == 0 || row->type == type))
			return row;
	for (const struct dns_row *row = server->rows; row->name != NULL; row++)
		if (strcmp(row->name, name) == 0)
			return &nothing;
	return NULL;
}

/* Reads the question's name and type; gives its length. */
static size_t
read_question(const uint8_t *q, size_t len, char *name, int *ret_type)
{
	size_t at = 12, to = 0;

	while (at < len && q[at] != 0 && at + q[at] + 1u < len && to < 200) {
		for (size_t i = 1; i <= q[at]; i++)
			name[to++] = (char)tolower(q[at + i]);
		name[to++] = '.';
		at += 1u + q[at];
	}
	name[to > 0 ? to - 1 : 0] = '\0';
	assert(at + 5 <= len);
	*ret_type = q[at + 1] << 8 | q[at + 2];
	return at + 5 - 12;
}

/* False: say nothing. */
static bool
answer(struct dns_server *server, const uint8_t *q, size_t len, bool is_tcp,
    struct message *ret)
{
	char name[256];
	int type;
	size_t question_len = read_question(q, len, name, &type);
	const struct dns_row *row = find(server, name, type);
	bool is_cut = row != NULL && row->is_truncated_by_udp && !is_tcp;
	const char *owner = name;
	unsigned count = 0;

	server->questions++;
	server->tcp_questions += is_tcp;
	ret->len = 0;
	if (row != NULL && row->is_silent)
		return false;
	put(ret, q, 2);
	if (row != NULL && row->raw_answer != NULL) {
		put(ret, row->raw_answer, row->raw_len);
		return true;
	}
	while (
	    row != NULL && !is_cut && count < 8 && row->answers[count] != NULL)
		count++;
	put_16(ret,
	    0x8180u | (is_cut ? 0x0200 : 0) |
		(row == NULL ? 3u : (unsigned)row->rcode));
	put_16(ret, 1);
	put_16(ret, count);
	put_16(ret, count == 0 && !is_cut);
	put_16(ret, 0);
	put(ret, q + 12, question_len);
	for (unsigned i = 0; i < count; i++)
		owner = put_answer(ret, owner, row->answers[i], row->ttl_s);
	if (count == 0 && !is_cut)
		put_soa(ret);
	return true;
}

static void
on_udp(void *arg, bool readable, bool writable)
{
	struct dns_server *server = arg;
	struct sockaddr_storage from;
	socklen_t from_len = sizeof from;
	struct message reply;
	uint8_t q[1024];
	ssize_t n = recvfrom(server->udp_fd, q, sizeof q, 0,
	    (struct sockaddr *)&from, &from_len);

	(void)readable;
	(void)writable;
	if (n >= 17 && answer(server, q, (size_t)n, false, &reply))
		(void)sendto(server->udp_fd, reply.bytes, reply.len, 0,
		    (struct sockaddr *)&from, from_len);
}

static void
hang_up(struct connection *connection)
{
	loop_watch_free(connection->watch);
	connection->watch = NULL;
	if (connection->fd >= 0)
		close(connection->fd);
	connection->fd = -1;
}

static void
on_tcp(void *arg, bool readable, bool writable)
{
	struct connection *connection = arg;
	struct message reply, framed = {.len = 0};
	uint8_t q[1024];
	ssize_t n = recv(connection->fd, q, sizeof q, 0);

	(void)readable;
	(void)writable;
	if (n < 19) {
		hang_up(connection);
		return;
	}
	if (!answer(connection->server, q + 2, (size_t)n - 2, true, &reply))
		return;
	put_16(&framed, (unsigned)reply.len);
	put(&framed, reply.bytes, reply.len);
	(void)send(connection->fd, framed.bytes, framed.len, MSG_NOSIGNAL);
}

static void
on_accept(void *arg, bool readable, bool writable)
{
	struct dns_server *server = arg;
	int fd =
	    accept4(server->tcp_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)readable;
	(void)writable;
	for (int i = 0; fd >= 0 && i < MAX_CONNECTIONS; i++) {
		struct connection *connection = &server->connections[i];

		if (connection->fd >= 0)
			continue;
		connection->fd = fd;
		connection->watch =
		    loop_watch_new(server->loop, fd, on_tcp, connection);
		loop_watch_set(connection->watch, true, false);
		return;
	}
	if (fd >= 0)
		close(fd);
}

/* UDP on a port of the system's choice, TCP on the same: that may be taken. */
static bool
bind_both(struct dns_server *server)
{
	struct sockaddr_in in = {
	    .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t len = sizeof in;

	server->udp_fd =
	    socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	server->tcp_fd =
	    socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (bind(server->udp_fd, (struct sockaddr *)&in, len) == 0 &&
	    getsockname(server->udp_fd, (struct sockaddr *)&in, &len) == 0 &&
	    bind(server->tcp_fd, (struct sockaddr *)&in, len) == 0 &&
	    listen(server->tcp_fd, 8) == 0) {
		snprintf(server->address, sizeof server->address,
		    "127.0.0.1@%u", ntohs(in.sin_port));
		return true;
	}
	close(server->udp_fd);
	close(server->tcp_fd);
	return false;
}

struct dns_server *
dns_server_new(struct loop *loop, const struct dns_row *rows)
{
	struct dns_server *server = MEM_NEW(struct dns_server);
	int tries = 0;

	server->loop = loop;
	server->rows = rows;
	for (int i = 0; i < MAX_CONNECTIONS; i++) {
		server->connections[i].server = server;
		server->connections[i].fd = -1;
	}
	while (!bind_both(server))
		assert(++tries < 100);
	server->udp_watch =
	    loop_watch_new(loop, server->udp_fd, on_udp, server);
	loop_watch_set(server->udp_watch, true, false);
	server->tcp_watch =
	    loop_watch_new(loop, server->tcp_fd, on_accept, server);
	loop_watch_set(server->tcp_watch, true, false);
	return server;
}

void
dns_server_free(struct dns_server *server)
{
	if (server == NULL)
		return;
	for (int i = 0; i < MAX_CONNECTIONS; i++)
		hang_up(&server->connections[i]);
	loop_watch_free(server->udp_watch);
	loop_watch_free(server->tcp_watch);
	close(server->udp_fd);
	close(server->tcp_fd);
	free(server);
}

const char *
dns_server_address(const struct dns_server *server)
{
	return server->address;
}

unsigned
dns_server_questions(const struct dns_server *server)
{
	return server->questions;
}

unsigned
dns_server_tcp_questions(const struct dns_server *server)
{
	return server->tcp_questions;
}
