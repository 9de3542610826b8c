/* A scripted SMTP server; see smtp_receiver.h. */
#include "support/smtp_receiver.h"

#include <arpa/inet.h>
#include <assert.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "base/texts.h"

#define MAIL_MAX (4u << 20)

struct smtp_receiver {
	int fd, stop_fd;
	unsigned port;
	pthread_t thread;
	pthread_mutex_t lock;
	struct smtp_script script;
	struct texts mails;
	struct strbuf commands;
	char *shown; /* a copy of these, for who asks */
	size_t tries;
};

struct talk {
	struct smtp_receiver *receiver;
	struct smtp_script script;
	int fd;
	char line[4096];
	size_t len; /* of what was read behind it */
	char buffer[8192];
};

/* false: it is to stop. */
static bool
await(struct smtp_receiver *receiver, int fd)
{
	struct pollfd fds[] = {{.fd = fd, .events = POLLIN},
	    {.fd = receiver->stop_fd, .events = POLLIN}};

	return poll(fds, 2, -1) > 0 && (fds[1].revents & POLLIN) == 0;
}

static bool
read_line(struct talk *talk)
{
	for (;;) {
		char *end = memchr(talk->buffer, '\n', talk->len);
		ssize_t got;

		if (end != NULL) {
			size_t len = (size_t)(end - talk->buffer) + 1;

			assert(len < sizeof talk->line);
			memcpy(talk->line, talk->buffer, len);
			talk->line[len] = '\0';
			talk->line[strcspn(talk->line, "\r\n")] = '\0';
			talk->len -= len;
			memmove(talk->buffer, end + 1, talk->len);
			return true;
		}
		if (!await(talk->receiver, talk->fd))
			return false;
		got = recv(talk->fd, talk->buffer + talk->len,
		    sizeof talk->buffer - talk->len, 0);
		if (got <= 0)
			return false;
		talk->len += (size_t)got;
	}
}

static void
say(struct talk *talk, const char *text)
{
	(void)!send(talk->fd, text, strlen(text), MSG_NOSIGNAL);
	(void)!send(talk->fd, "\r\n", 2, MSG_NOSIGNAL);
}

static void
answer(struct talk *talk, const char *refusal, const char *thanks)
{
	say(talk, refusal != NULL ? refusal : thanks);
}

static void
take_mail(struct talk *talk)
{
	struct strbuf mail = STRBUF_INIT(MAIL_MAX);

	say(talk, "354 go on");
	strbuf_add(&mail, "");
	while (read_line(talk)) {
		if (strcmp(talk->line, ".") == 0) {
			pthread_mutex_lock(&talk->receiver->lock);
			if (talk->script.text == NULL)
				texts_add(
				    &talk->receiver->mails, strbuf_text(&mail));
			pthread_mutex_unlock(&talk->receiver->lock);
			answer(talk, talk->script.text, "250 taken");
			break;
		}
		strbuf_addf(&mail, "%s\n",
		    talk->line[0] == '.' ? talk->line + 1 : talk->line);
	}
	strbuf_clear(&mail);
}

static void
take_password(struct talk *talk)
{
	say(talk, "334 ");
	if (read_line(talk))
		say(talk, "235 welcome");
}

static bool
is_command(const struct talk *talk, const char *name)
{
	return strncasecmp(talk->line, name, strlen(name)) == 0;
}

static void
obey(struct talk *talk)
{
	const struct smtp_script *script = &talk->script;

	if (is_command(talk, "EHLO") && script->ehlo == NULL)
		say(talk, "250-test\r\n250-AUTH PLAIN\r\n250 8BITMIME");
	else if (is_command(talk, "EHLO"))
		say(talk, script->ehlo);
	else if (is_command(talk, "AUTH PLAIN "))
		answer(talk, script->auth, "235 welcome");
	else if (is_command(talk, "AUTH") && script->auth == NULL)
		take_password(talk);
	else if (is_command(talk, "AUTH"))
		say(talk, script->auth);
	else if (is_command(talk, "MAIL"))
		answer(talk, script->sender, "250 ok");
	else if (is_command(talk, "RCPT"))
		answer(talk,
		    script->recipient != NULL &&
			    strstr(talk->line, script->recipient) != NULL
			? script->recipient_reply
			: NULL,
		    "250 ok");
	else if (is_command(talk, "DATA"))
		take_mail(talk);
	else if (is_command(talk, "QUIT"))
		say(talk, "221 bye");
	else
		say(talk, "502 what?");
}

static void
converse(struct smtp_receiver *receiver, int fd)
{
	struct talk talk = {.receiver = receiver, .fd = fd};

	pthread_mutex_lock(&receiver->lock);
	talk.script = receiver->script;
	receiver->tries++;
	strbuf_clear(&receiver->commands);
	receiver->commands = (struct strbuf)STRBUF_INIT(MAIL_MAX);
	pthread_mutex_unlock(&receiver->lock);
	if (!talk.script.hangs)
		answer(&talk, talk.script.greeting, "220 test");
	while (read_line(&talk)) {
		pthread_mutex_lock(&receiver->lock);
		strbuf_addf(&receiver->commands, "%s\n", talk.line);
		pthread_mutex_unlock(&receiver->lock);
		if (!talk.script.hangs)
			obey(&talk);
	}
	close(fd);
}

static void *
serve(void *arg)
{
	struct smtp_receiver *receiver = arg;

	while (await(receiver, receiver->fd)) {
		int fd = accept(receiver->fd, NULL, NULL);

		if (fd >= 0)
			converse(receiver, fd);
	}
	return NULL;
}

struct smtp_receiver *
smtp_receiver_start(void)
{
	struct smtp_receiver *receiver = MEM_NEW(struct smtp_receiver);
	struct sockaddr_in address = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof address;
	int failed;

	receiver->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	receiver->stop_fd = eventfd(0, EFD_CLOEXEC);
	receiver->commands = (struct strbuf)STRBUF_INIT(MAIL_MAX);
	failed = bind(receiver->fd, (struct sockaddr *)&address, len) |
	    listen(receiver->fd, 16) |
	    getsockname(receiver->fd, (struct sockaddr *)&address, &len);
	assert(!failed);
	receiver->port = ntohs(address.sin_port);
	pthread_mutex_init(&receiver->lock, NULL);
	failed = pthread_create(&receiver->thread, NULL, serve, receiver);
	assert(!failed);
	(void)failed;
	return receiver;
}

void
smtp_receiver_stop(struct smtp_receiver *receiver)
{
	(void)!eventfd_write(receiver->stop_fd, 1);
	pthread_join(receiver->thread, NULL);
	close(receiver->fd);
	close(receiver->stop_fd);
	pthread_mutex_destroy(&receiver->lock);
	texts_clear(&receiver->mails);
	strbuf_clear(&receiver->commands);
	free(receiver->shown);
	free(receiver);
}

void
smtp_receiver_plan(
    struct smtp_receiver *receiver, const struct smtp_script *script)
{
	pthread_mutex_lock(&receiver->lock);
	receiver->script = *script;
	pthread_mutex_unlock(&receiver->lock);
}

char *
smtp_receiver_url(const struct smtp_receiver *receiver)
{
	return mem_printf("smtp://127.0.0.1:%u", receiver->port);
}

size_t
smtp_receiver_count(struct smtp_receiver *receiver)
{
	size_t count;

	pthread_mutex_lock(&receiver->lock);
	count = receiver->mails.len;
	pthread_mutex_unlock(&receiver->lock);
	return count;
}

size_t
smtp_receiver_tries(struct smtp_receiver *receiver)
{
	size_t count;

	pthread_mutex_lock(&receiver->lock);
	count = receiver->tries;
	pthread_mutex_unlock(&receiver->lock);
	return count;
}

const char *
smtp_receiver_mail(struct smtp_receiver *receiver, size_t i)
{
	const char *mail;

	pthread_mutex_lock(&receiver->lock);
	mail = i < receiver->mails.len ? receiver->mails.items[i] : NULL;
	pthread_mutex_unlock(&receiver->lock);
	return mail;
}

const char *
smtp_receiver_commands(struct smtp_receiver *receiver)
{
	pthread_mutex_lock(&receiver->lock);
	free(receiver->shown);
	receiver->shown = mem_strdup(strbuf_text(&receiver->commands));
	pthread_mutex_unlock(&receiver->lock);
	return receiver->shown;
}
