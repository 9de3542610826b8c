/* One mail; see mail_send.h. */
#include "notify/mail_send.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "notify/courier.h"
#include "notify/payload.h"
#include "render/render_mail.h"

/* Bytes of both, so that the reply fits behind them. */
#define LACKING_SHOWN 100
#define DETAIL_SHOWN (DELIVERY_WORDS_MAX - LACKING_SHOWN - 20)

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

/* Addresses have no blanks. */
static bool
is_among(const char *list, const char *address)
{
	size_t len = strlen(address);

	for (const char *at = list; *at != '\0'; at += strspn(at, " ")) {
		size_t word = strcspn(at, " ");

		if (word == len && memcmp(at, address, len) == 0)
			return true;
		at += word;
	}
	return false;
}

static void
pick_rest(
    const struct mail_options *options, const char *rest, struct texts *to)
{
	ARRAY_EACH (address, &options->to) {
		if (rest == NULL || is_among(rest, *address))
			texts_add(to, *address);
	}
}

bool
mail_has_rest(const struct mail_options *options, const char *rest)
{
	struct texts to = {0};
	bool has_some;

	pick_rest(options, rest, &to);
	has_some = to.len > 0;
	texts_clear(&to);
	return has_some;
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
    struct secrets *secrets, const char *rest, const char *const *payloads,
    size_t count, int64_t now, smtp_fn done, void *arg, struct error *err)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(SMTP_MESSAGE_MAX);
	char *password = NULL;
	struct texts to = {0};
	struct smtp_mail *mail;
	struct smtp_options smtp_options = {
	    .url = options->url,
	    .starttls = options->starttls,
	    .ca_file = options->ca_file,
	    .username = options->username,
	    .from = options->from,
	    .to = &to,
	    .timeout_ms = options->timeout_ms,
	};

	if (!make_text(options, payloads, count, now, &text, err) ||
	    !read_password(options, secrets, &password, err))
		return NULL;
	pick_rest(options, rest, &to);
	smtp_options.password = password;
	smtp_options.message = strbuf_text(&text);
	smtp_options.message_len = text.len;
	mail = smtp_start(smtp, &smtp_options, done, arg);
	texts_clear(&to);
	wipe(password);
	return mail;
}

/* The server is well: it is tried like what is refused, and holds up nothing
 * else. */
static void
note_lacking(const struct smtp_result *result, struct strbuf *lacking,
    struct delivery_outcome *outcome)
{
	ARRAY_EACH (address, result->lacking) {
		if (lacking->len > 0)
			strbuf_add_char(lacking, ' ');
		strbuf_add(lacking, *address);
	}
	outcome->verdict = DELIVERY_REFUSED;
	outcome->lacking = strbuf_text(lacking);
	outcome->is_taken_by_some = result->is_taken_by_some;
	snprintf(outcome->words, sizeof outcome->words,
	    "not taken for %.*s: %.*s", LACKING_SHOWN, outcome->lacking,
	    DETAIL_SHOWN, result->detail);
}

struct delivery_outcome
mail_outcome_of(
    const struct smtp_result *result, bool is_rest, struct strbuf *ret_lacking)
{
	struct delivery_outcome outcome = {.verdict = DELIVERY_TROUBLE};

	if (result->lacking->len > 0 &&
	    (is_rest || result->outcome == SMTP_TAKEN)) {
		note_lacking(result, ret_lacking, &outcome);
		return outcome;
	}
	switch (result->outcome) {
	case SMTP_TAKEN: outcome.verdict = DELIVERY_TAKEN; break;
	case SMTP_TROUBLE: break;
	case SMTP_REFUSED: outcome.verdict = DELIVERY_REFUSED; break;
	}
	snprintf(outcome.words, sizeof outcome.words, "%.*s",
	    (int)sizeof outcome.words - 1, result->detail);
	return outcome;
}
