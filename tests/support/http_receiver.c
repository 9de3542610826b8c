/* A scripted HTTP(S) receiver; see http_receiver.h. */
#include "support/http_receiver.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/array.h"
#include "base/strbuf.h"

#define HEAD_MAX 65536
#define BODY_MAX (4u << 20)
#define ANSWER_MAX (64u << 20) /* revocation lists are long */
#define PLAN_MAX 64

struct received {
	char *head, *body;
};

struct conversation {
	struct http_receiver *receiver;
	int fd;
	SSL *ssl; /* NULL: plain */
	pthread_t thread;
};

struct http_receiver {
	int fd, stop_fd;
	SSL_CTX *ctx;
	struct ip_address address;
	pthread_t thread;
	pthread_mutex_t lock;
	struct receiver_answer plan[PLAN_MAX];
	size_t plan_len, taken;
	ARRAY(struct received) list;
	ARRAY(struct conversation *) conversations;
};

/* false: it is to stop, or the peer has nothing more for us. */
static bool
await(struct conversation *talk, short events, int timeout_ms)
{
	struct pollfd fds[] = {
	    {.fd = talk->receiver->stop_fd, .events = POLLIN},
	    {.fd = talk->fd, .events = events},
	};

	return poll(fds, 2, timeout_ms) > 0 && fds[0].revents == 0;
}

static bool
await_stop(struct conversation *talk, int timeout_ms)
{
	struct pollfd stop = {.fd = talk->receiver->stop_fd, .events = POLLIN};

	return poll(&stop, 1, timeout_ms) > 0;
}

static ssize_t
receive(struct conversation *talk, char *bytes, size_t len)
{
	if ((talk->ssl == NULL || SSL_pending(talk->ssl) == 0) &&
	    !await(talk, POLLIN, -1))
		return -1;
	return talk->ssl != NULL ? SSL_read(talk->ssl, bytes, (int)len)
				 : recv(talk->fd, bytes, len, 0);
}

static bool
give(struct conversation *talk, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = talk->ssl != NULL
		    ? SSL_write(talk->ssl, bytes, (int)len)
		    : send(talk->fd, bytes, len, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

static bool
take_head(struct conversation *talk, struct strbuf *head)
{
	char c;

	while (!strbuf_is_truncated(head)) {
		if (receive(talk, &c, 1) != 1)
			return false;
		strbuf_add_char(head, c);
		if (head->len >= 4 &&
		    strcmp(head->text + head->len - 4, "\r\n\r\n") == 0)
			return true;
	}
	return false;
}

static char *
find_header(const char *head, const char *name)
{
	size_t len = strlen(name);

	for (const char *line = strstr(head, "\r\n"); line != NULL;
	     line = strstr(line, "\r\n")) {
		line += 2;
		if (strncasecmp(line, name, len) == 0 && line[len] == ':') {
			line += len + 1;
			line += strspn(line, " ");
			return mem_strndup(line, strcspn(line, "\r"));
		}
	}
	return NULL;
}

static bool
take_body(struct conversation *talk, const char *head, struct strbuf *body)
{
	CLEANUP(free) char *length = find_header(head, "content-length");
	size_t left = length == NULL ? 0 : strtoul(length, NULL, 10);
	char bytes[4096];

	while (left > 0) {
		ssize_t n = receive(
		    talk, bytes, left < sizeof bytes ? left : sizeof bytes);

		if (n <= 0)
			return false;
		strbuf_add_bytes(body, bytes, (size_t)n);
		left -= (size_t)n;
	}
	return true;
}

static struct receiver_answer
note(struct conversation *talk, struct strbuf *head, struct strbuf *body)
{
	struct http_receiver *receiver = talk->receiver;
	struct receiver_answer answer = {.status = 204};
	struct received *received;

	pthread_mutex_lock(&receiver->lock);
	received = ARRAY_ADD(&receiver->list);
	received->head = strbuf_take(head);
	received->body = mem_strdup(strbuf_text(body));
	if (receiver->plan_len > 0)
		answer = receiver->plan[receiver->taken < receiver->plan_len
			? receiver->taken
			: receiver->plan_len - 1];
	receiver->taken++;
	pthread_mutex_unlock(&receiver->lock);
	return answer;
}

static void
reset(struct conversation *talk)
{
	struct linger now = {.l_onoff = 1};

	setsockopt(talk->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

static bool
say(struct conversation *talk, const struct receiver_answer *answer)
{
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(ANSWER_MAX);
	size_t body_len = answer->body == NULL ? 0
	    : answer->body_len > 0	       ? answer->body_len
					       : strlen(answer->body);
	size_t len = answer->body != NULL ? body_len : answer->filler_len;

	if (answer->raw != NULL) {
		give(talk, answer->raw, answer->raw_len);
		return false;
	}
	strbuf_addf(&text, "HTTP/1.1 %d As told\r\n%s", answer->status,
	    answer->headers == NULL ? "" : answer->headers);
	if (answer->status != 204)
		strbuf_addf(&text, "Content-Length: %zu\r\n", len);
	strbuf_add(&text, "\r\n");
	for (size_t i = 0; i < answer->filler_len; i++)
		strbuf_add_char(&text, 'x');
	if (answer->body != NULL)
		strbuf_add_bytes(&text, answer->body, body_len);
	return give(talk, text.text, text.len);
}

static bool
act(struct conversation *talk, const struct receiver_answer *answer)
{
	switch (answer->act) {
	case RECEIVER_ANSWER: return say(talk, answer);
	case RECEIVER_HANG: await_stop(talk, -1); return false;
	case RECEIVER_RESET: reset(talk); return false;
	case RECEIVER_CLOSE: give(talk, "HTTP/1.1 20", 11); return false;
	case RECEIVER_DRIP:
		if (answer->raw != NULL)
			give(talk, answer->raw, answer->raw_len);
		else
			give(talk, "HTTP/1.1 200 OK\r\nX: ", 20);
		while (!await_stop(talk, 20) && give(talk, "x", 1))
			;
		return false;
	}
	return false;
}

static bool
serve(struct conversation *talk)
{
	CLEANUP(strbuf_clear) struct strbuf head = STRBUF_INIT(HEAD_MAX);
	CLEANUP(strbuf_clear) struct strbuf body = STRBUF_INIT(BODY_MAX);
	struct receiver_answer answer;

	if (!take_head(talk, &head) || !take_body(talk, head.text, &body))
		return false;
	answer = note(talk, &head, &body);
	return act(talk, &answer);
}

static void *
converse(void *arg)
{
	struct conversation *talk = arg;

	if (talk->ssl == NULL || SSL_accept(talk->ssl) == 1) {
		while (serve(talk))
			;
	}
	SSL_free(talk->ssl);
	close(talk->fd);
	return NULL;
}

static void *
accept_all(void *arg)
{
	struct http_receiver *receiver = arg;
	struct pollfd fds[] = {
	    {.fd = receiver->stop_fd, .events = POLLIN},
	    {.fd = receiver->fd, .events = POLLIN},
	};

	while (poll(fds, 2, -1) > 0 && fds[0].revents == 0) {
		struct conversation *talk;
		int fd = accept4(receiver->fd, NULL, NULL, SOCK_CLOEXEC);

		if (fd < 0)
			continue;
		talk = MEM_NEW(struct conversation);
		talk->receiver = receiver;
		talk->fd = fd;
		if (receiver->ctx != NULL) {
			talk->ssl = SSL_new(receiver->ctx);
			SSL_set_fd(talk->ssl, fd);
		}
		*ARRAY_ADD(&receiver->conversations) = talk;
		pthread_create(&talk->thread, NULL, converse, talk);
	}
	return NULL;
}

struct http_receiver *
http_receiver_start(const struct tls_script *tls)
{
	struct http_receiver *receiver = MEM_NEW(struct http_receiver);
	struct sockaddr_in in = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof in;
	bool ok;

	receiver->ctx = tls == NULL ? NULL : tls_script_ctx(tls);
	receiver->stop_fd = eventfd(0, EFD_CLOEXEC);
	receiver->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ok = bind(receiver->fd, (struct sockaddr *)&in, sizeof in) == 0 &&
	    listen(receiver->fd, 64) == 0 &&
	    getsockname(receiver->fd, (struct sockaddr *)&in, &len) == 0;
	assert(ok);
	(void)ok;
	ok = ip_address_parse("127.0.0.1", &receiver->address);
	receiver->address.port = ntohs(in.sin_port);
	pthread_mutex_init(&receiver->lock, NULL);
	pthread_create(&receiver->thread, NULL, accept_all, receiver);
	return receiver;
}

void
http_receiver_stop(struct http_receiver *receiver)
{
	if (receiver == NULL)
		return;
	eventfd_write(receiver->stop_fd, 1);
	pthread_join(receiver->thread, NULL);
	ARRAY_EACH (talk, &receiver->conversations) {
		pthread_join((*talk)->thread, NULL);
		free(*talk);
	}
	ARRAY_CLEAR(&receiver->conversations);
	ARRAY_EACH (received, &receiver->list) {
		free(received->head);
		free(received->body);
	}
	ARRAY_CLEAR(&receiver->list);
	SSL_CTX_free(receiver->ctx);
	close(receiver->fd);
	close(receiver->stop_fd);
	pthread_mutex_destroy(&receiver->lock);
	free(receiver);
}

struct ip_address
http_receiver_address(const struct http_receiver *receiver)
{
	return receiver->address;
}

char *
http_receiver_url(
    const struct http_receiver *receiver, const char *host, const char *path)
{
	return mem_printf("%s://%s:%u%s",
	    receiver->ctx == NULL ? "http" : "https",
	    host == NULL ? "127.0.0.1" : host, receiver->address.port, path);
}

void
http_receiver_plan(struct http_receiver *receiver,
    const struct receiver_answer *answers, size_t count)
{
	assert(count <= PLAN_MAX);
	pthread_mutex_lock(&receiver->lock);
	memcpy(receiver->plan, answers, count * sizeof *answers);
	receiver->plan_len = count;
	receiver->taken = 0;
	pthread_mutex_unlock(&receiver->lock);
}

size_t
http_receiver_count(struct http_receiver *receiver)
{
	size_t count;

	pthread_mutex_lock(&receiver->lock);
	count = receiver->list.len;
	pthread_mutex_unlock(&receiver->lock);
	return count;
}

static struct received
received_at(struct http_receiver *receiver, size_t i)
{
	struct received received = {0};

	pthread_mutex_lock(&receiver->lock);
	if (i < receiver->list.len)
		received = receiver->list.items[i];
	pthread_mutex_unlock(&receiver->lock);
	return received;
}

const char *
http_receiver_head(struct http_receiver *receiver, size_t i)
{
	return received_at(receiver, i).head;
}

const char *
http_receiver_body(struct http_receiver *receiver, size_t i)
{
	return received_at(receiver, i).body;
}

char *
http_receiver_header(struct http_receiver *receiver, size_t i, const char *name)
{
	const char *head = http_receiver_head(receiver, i);

	return head == NULL ? NULL : find_header(head, name);
}
