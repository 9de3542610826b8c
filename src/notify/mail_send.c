/* One mail; see mail_send.h. */
#include "notify/mail_send.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "notify/courier.h"
#include "notify/payload.h"
#include "render/render_mail.h"

struct secrets *
mail_secrets_new(const struct mail_options *options)
{
	return secrets_new(
	    &options->password_files, &options->password_credentials);
}

static bool
read_password(const struct mail_options *options, struct secrets *secrets,
    char **ret_password, struct error *err)
{
	const struct secret_key *key;

	if (options->username == NULL)
		return true;
	if (!secrets_refresh(secrets, err))
		return false;
	key = secrets_at(secrets, 0);
	if (memchr(key->bytes, '\0', key->len) != NULL)
		return error_set(
		    err, ERROR_INVALID, "the password holds a NUL byte");
	*ret_password = mem_strndup((const char *)key->bytes, key->len);
	return true;
}

static bool
make_text(const struct mail_options *options, const char *const *payloads,
    size_t count, int64_t now, struct strbuf *text, struct error *err)
{
	const struct mail_envelope envelope = {
	    .from = options->from, .to = &options->to, .now = now};
	json_t *events[COURIER_MOST_ITEMS] = {0};
	bool ok = count <= COURIER_MOST_ITEMS;

	for (size_t i = 0; ok && i < count; i++) {
		events[i] =
		    payload_for(payloads[i], options->name, options->page_url);
		ok = events[i] != NULL;
	}
	ok = ok &&
	    render_mail(text, &envelope, (const json_t *const *)events, count);
	for (size_t i = 0; i < COURIER_MOST_ITEMS; i++)
		json_decref(events[i]);
	return ok ||
	    error_set(err, ERROR_INVALID, "an event that cannot be read");
}

static void
wipe(char *secret)
{
	if (secret != NULL)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

struct smtp_mail *
mail_send(struct smtp *smtp, const struct mail_options *options,
    struct secrets *secrets, const char *const *payloads, size_t count,
    int64_t now, smtp_fn done, void *arg, struct error *err)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(SMTP_MESSAGE_MAX);
	char *password = NULL;
	struct smtp_mail *mail;
	struct smtp_options smtp_options = {
	    .url = options->url,
	    .starttls = options->starttls,
	    .ca_file = options->ca_file,
	    .username = options->username,
	    .from = options->from,
	    .to = &options->to,
	    .timeout_ms = options->timeout_ms,
	};

	if (!make_text(options, payloads, count, now, &text, err) ||
	    !read_password(options, secrets, &password, err))
		return NULL;
	smtp_options.password = password;
	smtp_options.message = strbuf_text(&text);
	smtp_options.message_len = text.len;
	mail = smtp_start(smtp, &smtp_options, done, arg);
	wipe(password);
	return mail;
}

struct delivery_outcome
mail_outcome_of(const struct smtp_result *result)
{
	struct delivery_outcome outcome = {.verdict = DELIVERY_TROUBLE};

	switch (result->outcome) {
	case SMTP_TAKEN: outcome.verdict = DELIVERY_TAKEN; break;
	case SMTP_TROUBLE: break;
	case SMTP_REFUSED: outcome.verdict = DELIVERY_REFUSED; break;
	}
	snprintf(outcome.words, sizeof outcome.words, "%.*s",
	    (int)sizeof outcome.words - 1, result->detail);
	return outcome;
}
