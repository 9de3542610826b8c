/*
 * Mails; see smtp.h. What libcurl wants to be known:
 *
 *  - the server's replies come to the header function, one line a call: what
 *    it said of recipients that it refused while it took others is found
 *    there only. Each recipient is asked about alone, and its reply waited
 *    for; that it is being asked about the debug function sees;
 *  - a reply's code is CURLINFO_RESPONSE_CODE; which command it answered is
 *    told by the error, and by whether the text was asked for;
 *  - it stuffs dots itself (RFC 5321, 4.5.2), and ends the text.
 *
 * RESOLVING -> RUNNING -> ENDED (timer 0) -> done
 */
#include "net/smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"
#include "base/strbuf.h"
#include "net/http_multi.h"
#include "net/transfer.h"

#define DETAIL_CHARS 200
#define REPLY_MAX 200

enum state {
	STATE_RESOLVING,
	STATE_RUNNING,
	STATE_ENDED,
};

struct smtp_mail {
	struct smtp *smtp;
	struct smtp_mail *previous, *next;
	enum state state;
	struct http_url url;
	int starttls;
	char *ca_file, *username, *password, *from;
	struct curl_slist *to, *pinned;
	const struct curl_slist *next_to;
	const struct curl_slist *asked; /* the recipient that is; or NULL */
	struct texts lacking;		/* those that were refused */
	size_t to_count;
	uint8_t *message;
	size_t message_len, read_len, reply_bytes;
	bool was_text_asked_for;
	bool is_closing; /* the server said so */
	int64_t deadline_ms;
	struct resolve_query *query;
	CURL *easy;
	char curl_words[CURL_ERROR_SIZE];
	char refusal[REPLY_MAX + 1]; /* the last reply of 400 or more */
	struct loop_timer *timer;    /* the deadline; 0 ms once it has ended */
	struct smtp_result result;
	smtp_fn done;
	void *arg;
};

struct smtp {
	struct loop *loop;
	struct resolver *resolver;
	struct http_multi *multi;
	struct smtp_mail *mails;
};

/* Every mail ends here; what it came to is told a turn later. */
static void
finish(struct smtp_mail *mail, enum smtp_outcome outcome, const char *words)
{
	struct strbuf safe = STRBUF_INIT(sizeof mail->result.detail - 1);

	if (mail->state == STATE_ENDED)
		return;
	mail->state = STATE_ENDED;
	resolve_cancel(TAKE(mail->query));
	if (mail->easy != NULL)
		http_multi_remove(mail->smtp->multi, mail->easy);
	mail->result.outcome = outcome;
	safe_print(&safe, words, strlen(words), DETAIL_CHARS);
	snprintf(mail->result.detail, sizeof mail->result.detail, "%s",
	    strbuf_text(&safe));
	strbuf_clear(&safe);
	loop_timer_set(mail->timer, 0);
}

static void
wipe(char *secret)
{
	if (secret != NULL)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

static void
free_mail(struct smtp_mail *mail)
{
	struct smtp *smtp = mail->smtp;

	if (mail->next != NULL)
		mail->next->previous = mail->previous;
	if (mail->previous != NULL)
		mail->previous->next = mail->next;
	else
		smtp->mails = mail->next;
	resolve_cancel(mail->query);
	if (mail->easy != NULL) {
		if (mail->state == STATE_RUNNING)
			http_multi_remove(smtp->multi, mail->easy);
		curl_easy_cleanup(mail->easy);
	}
	curl_slist_free_all(mail->to);
	curl_slist_free_all(mail->pinned);
	loop_timer_free(mail->timer);
	http_url_clear(&mail->url);
	free(mail->ca_file);
	free(mail->username);
	wipe(mail->password);
	texts_clear(&mail->lacking);
	free(mail->from);
	free(mail->message);
	free(mail);
}

static void
on_timer(void *arg)
{
	struct smtp_mail *mail = arg;
	struct smtp_result result;
	struct texts lacking;
	smtp_fn done = mail->done;
	void *done_arg = mail->arg;

	if (mail->state != STATE_ENDED) {
		finish(mail, SMTP_TROUBLE, "no answer in time");
		return;
	}
	result = mail->result;
	lacking = mail->lacking;
	mail->lacking = (struct texts){0};
	result.lacking = &lacking;
	free_mail(mail);
	done(done_arg, &result);
	texts_clear(&lacking);
}

/* What refuses the mail itself, and not us or all mails: a 5xx to its sender,
 * its recipients or its text. */
static enum smtp_outcome
outcome_of(const struct smtp_mail *mail, CURLcode code)
{
	int status = mail->result.status;

	if (code == CURLE_OK)
		return SMTP_TAKEN;
	if (status >= 500 && status <= 599 &&
	    (code == CURLE_SEND_ERROR || mail->was_text_asked_for))
		return SMTP_REFUSED;
	return SMTP_TROUBLE;
}

static const char *
words_of(const struct smtp_mail *mail, CURLcode code)
{
	if (mail->refusal[0] != '\0')
		return mail->refusal;
	if (code == CURLE_OK)
		return "";
	if (code == CURLE_SSL_CACERT_BADFILE)
		return "the file of CA certificates cannot be used";
	if (code == CURLE_USE_SSL_FAILED)
		return "the server offers no STARTTLS";
	if (mail->curl_words[0] != '\0')
		return mail->curl_words;
	return curl_easy_strerror(code);
}

static void
end_transfer(void *arg, CURLcode code)
{
	struct smtp_mail *mail = arg;
	long status = 0;

	curl_easy_getinfo(mail->easy, CURLINFO_RESPONSE_CODE, &status);
	mail->result.status = (int)status;
	mail->result.is_taken_by_some =
	    code == CURLE_OK && mail->lacking.len > 0;
	/* The text was refused, or lost on the way: nobody has it. A server
	 * that closes says so to whatever it is asked (RFC 5321, 3.8). */
	if (code != CURLE_OK &&
	    (mail->is_closing || mail->lacking.len < mail->to_count))
		texts_clear(&mail->lacking);
	finish(mail, outcome_of(mail, code), words_of(mail, code));
}

static size_t
give_text(char *bytes, size_t size, size_t count, void *arg)
{
	struct smtp_mail *mail = arg;
	size_t len = mail->message_len - mail->read_len;

	if (len > size * count)
		len = size * count;
	memcpy(bytes, mail->message + mail->read_len, len);
	mail->read_len += len;
	mail->was_text_asked_for = true;
	return len;
}

/* The last that refuses something: where all went well otherwise, a
 * recipient. */
static size_t
take_reply(char *bytes, size_t size, size_t count, void *arg)
{
	struct smtp_mail *mail = arg;
	size_t len = size * count, shown = len;

	mail->reply_bytes += len;
	if (mail->reply_bytes > SMTP_REPLIES_MAX_BYTES)
		return 0;
	while (
	    shown > 0 && (bytes[shown - 1] == '\n' || bytes[shown - 1] == '\r'))
		shown--;
	if (shown < 3 || (bytes[0] != '4' && bytes[0] != '5'))
		return len;
	mail->is_closing |= memcmp(bytes, "421", 3) == 0;
	/* The last of its lines has no hyphen (RFC 5321, 4.2.1). */
	if (mail->asked != NULL && (shown == 3 || bytes[3] != '-')) {
		texts_add(&mail->lacking, mail->asked->data);
		mail->asked = NULL;
	}
	if (shown > REPLY_MAX)
		shown = REPLY_MAX;
	memcpy(mail->refusal, bytes, shown);
	mail->refusal[shown] = '\0';
	return len;
}

/* Of commands, passwords too, nothing is kept. */
static int
see_command(
    UNUSED CURL *easy, curl_infotype type, char *bytes, size_t size, void *arg)
{
	static const char word[] = "RCPT TO:";
	struct smtp_mail *mail = arg;

	if (type != CURLINFO_HEADER_OUT)
		return 0;
	if (size < sizeof word - 1 ||
	    memcmp(bytes, word, sizeof word - 1) != 0) {
		mail->asked = NULL;
		return 0;
	}
	mail->asked = mail->next_to;
	if (mail->next_to != NULL)
		mail->next_to = mail->next_to->next;
	return 0;
}

static long
tls_wish(const struct smtp_mail *mail)
{
	switch ((enum smtp_starttls)mail->starttls) {
	case SMTP_STARTTLS_REQUIRED: return CURLUSESSL_ALL;
	case SMTP_STARTTLS_IF_OFFERED: return CURLUSESSL_TRY;
	case SMTP_STARTTLS_NONE: break;
	}
	return CURLUSESSL_NONE;
}

static void
set_options(struct smtp_mail *mail, int64_t left_ms)
{
	CURL *easy = mail->easy;

	transfer_set_limits(easy, mail->ca_file);
	curl_easy_setopt(easy, CURLOPT_URL, mail->url.text);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(easy, CURLOPT_RESOLVE, mail->pinned);
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	/* Ours comes first, and has better words. */
	curl_easy_setopt(
	    easy, CURLOPT_CONNECTTIMEOUT_MS, (long)(left_ms + 1000));
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)(left_ms + 1000));
	curl_easy_setopt(easy, CURLOPT_USE_SSL,
	    mail->url.is_https ? (long)CURLUSESSL_ALL : tls_wish(mail));
	if (mail->username != NULL) {
		curl_easy_setopt(easy, CURLOPT_USERNAME, mail->username);
		curl_easy_setopt(easy, CURLOPT_PASSWORD, mail->password);
	}
	curl_easy_setopt(easy, CURLOPT_MAIL_FROM, mail->from);
	curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, mail->to);
	curl_easy_setopt(easy, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
	curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L); /* or it is not called */
	curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, see_command);
	curl_easy_setopt(easy, CURLOPT_DEBUGDATA, mail);
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(
	    easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail->message_len);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_text);
	curl_easy_setopt(easy, CURLOPT_READDATA, mail);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_reply);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, mail);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_reply);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, mail);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, mail->curl_words);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, mail);
}

static void
run(struct smtp_mail *mail)
{
	int64_t left_ms = mail->deadline_ms - loop_now_ms(mail->smtp->loop);

	if (left_ms <= 0) {
		finish(mail, SMTP_TROUBLE, "no answer in time");
		return;
	}
	mail->easy = curl_easy_init();
	if (mail->easy == NULL)
		abort(); /* as mem.h does */
	set_options(mail, left_ms);
	mail->state = STATE_RUNNING;
	http_multi_add(mail->smtp->multi, mail->easy);
}

static void
on_resolved(void *arg, const struct resolve_result *result)
{
	struct smtp_mail *mail = arg;

	mail->query = NULL;
	if (result->status == RESOLVE_OK) {
		mail->pinned =
		    transfer_pin(mail->url.host, mail->url.port, result);
		run(mail);
		return;
	}
	finish(mail, SMTP_TROUBLE,
	    result->detail[0] != '\0' ? result->detail
				      : "its name does not resolve");
}

static void
resolve(struct smtp_mail *mail)
{
	mail->query = resolve_start(
	    mail->smtp->resolver, mail->url.host, on_resolved, mail);
}

/* "<local@domain>": what has no brackets libcurl puts them around. */
static void
copy_options(struct smtp_mail *mail, const struct smtp_options *options)
{
	int64_t timeout_ms = options->timeout_ms > 0 ? options->timeout_ms
						     : SMTP_TIMEOUT_MS_DEFAULT;

	mail->starttls = options->starttls;
	mail->ca_file = mem_strdup(options->ca_file);
	mail->username = mem_strdup(options->username);
	mail->password = mem_strdup(options->password);
	mail->from = mem_strdup(options->from);
	ARRAY_EACH (to, options->to)
		mail->to = curl_slist_append(mail->to, *to);
	mail->to_count = options->to->len;
	mail->next_to = mail->to;
	mail->message = mem_dup(options->message, options->message_len);
	mail->message_len = options->message_len;
	mail->deadline_ms = loop_now_ms(mail->smtp->loop) + timeout_ms;
	loop_timer_set(mail->timer, timeout_ms);
}

struct smtp_mail *
smtp_start(struct smtp *smtp, const struct smtp_options *options, smtp_fn done,
    void *arg)
{
	struct smtp_mail *mail = MEM_NEW(struct smtp_mail);
	struct error err = ERROR_INIT;

	mail->smtp = smtp;
	mail->done = done;
	mail->arg = arg;
	mail->timer = loop_timer_new(smtp->loop, on_timer, mail);
	mail->next = smtp->mails;
	if (mail->next != NULL)
		mail->next->previous = mail;
	smtp->mails = mail;
	copy_options(mail, options);
	mail->state = STATE_RESOLVING;
	if (options->message_len > SMTP_MESSAGE_MAX)
		finish(mail, SMTP_REFUSED, "the mail is too large");
	else if (!http_url_parse_smtp(options->url, &mail->url, &err))
		finish(mail, SMTP_TROUBLE, err.message);
	else if (mail->url.is_address)
		run(mail);
	else
		resolve(mail);
	return mail;
}

void
smtp_cancel(struct smtp_mail *mail)
{
	if (mail != NULL)
		free_mail(mail);
}

void
smtp_set_resolver(struct smtp *smtp, struct resolver *resolver)
{
	smtp->resolver = resolver;
	for (struct smtp_mail *m = smtp->mails; m != NULL; m = m->next) {
		if (m->query == NULL)
			continue;
		resolve_cancel(TAKE(m->query));
		resolve(m);
	}
}

struct smtp *
smtp_new(struct loop *loop, struct resolver *resolver)
{
	struct smtp *smtp = MEM_NEW(struct smtp);

	curl_global_init(CURL_GLOBAL_DEFAULT);
	smtp->loop = loop;
	smtp->resolver = resolver;
	smtp->multi = http_multi_new(loop, end_transfer);
	return smtp;
}

void
smtp_free(struct smtp *smtp)
{
	if (smtp == NULL)
		return;
	while (smtp->mails != NULL)
		free_mail(smtp->mails);
	http_multi_free(smtp->multi);
	free(smtp);
	curl_global_cleanup();
}
