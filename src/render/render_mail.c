/* Events as a mail; see render_mail.h. */
#include "render/render_mail.h"

#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "render/mail_header.h"
#include "render/mail_text.h"

#define SUBJECT_MAX 240

static const char *
text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text == NULL ? "" : text;
}

/* Fixed names: a locale's would be no date (RFC 5322, 3.3). */
static void
add_date(struct strbuf *mail, int64_t now)
{
	static const char *const days[] = {
	    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t at = (time_t)now;
	struct tm when = {0};

	gmtime_r(&at, &when);
	strbuf_addf(mail, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n",
	    days[when.tm_wday], when.tm_mday, months[when.tm_mon],
	    when.tm_year + 1900, when.tm_hour, when.tm_min, when.tm_sec);
}

static const char *
domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at == NULL ? "localhost" : at + 1;
}

/* Ids of ours are hexadecimal digits: nothing else goes into a header as it
 * stands. */
static bool
is_id(const char *text)
{
	return *text != '\0' &&
	    text[strspn(text, "0123456789abcdef")] == '\0' &&
	    strlen(text) <= 64;
}

static void
add_ids(struct strbuf *mail, const struct mail_envelope *envelope,
    const json_t *first, size_t count)
{
	const char *domain = domain_of(envelope->from);
	const char *incident =
	    text_of(json_object_get(first, "incident"), "id");

	if (is_id(text_of(first, "id")))
		strbuf_addf(mail, "Message-ID: <%s.%zu@%s>\r\n",
		    text_of(first, "id"), count, domain);
	if (count > 1 || !is_id(incident))
		return;
	strbuf_addf(
	    mail, "In-Reply-To: <incident.%s@%s>\r\n", incident, domain);
	strbuf_addf(mail, "References: <incident.%s@%s>\r\n", incident, domain);
}

static const char *
word_of(const json_t *event)
{
	const char *kind = text_of(event, "event");

	return strcmp(kind, "incident-resolved") == 0
	    ? "resolved"
	    : text_of(event, "severity");
}

static void
add_subject(struct strbuf *mail, const json_t *const *events, size_t count)
{
	CLEANUP(free) char *subject = NULL;
	size_t len;

	if (count == 1) {
		subject = mem_printf("[chainwatch] %s: %s", word_of(events[0]),
		    text_of(events[0], "text"));
	} else {
		struct strbuf buf = STRBUF_INIT(SUBJECT_MAX);

		mail_text_count(&buf, events, count);
		subject = mem_printf("[chainwatch] %s", strbuf_text(&buf));
		strbuf_clear(&buf);
	}
	len = strlen(subject);
	if (len > SUBJECT_MAX)
		subject[utf8_cut(subject, SUBJECT_MAX)] = '\0';
	mail_header_add(mail, "Subject", subject);
}

/* For filters: as they stand in the JSON, but folded and cleaned. */
static void
add_marks(struct strbuf *mail, const json_t *event)
{
	const json_t *endpoint = json_object_get(event, "endpoint");
	const char *finding = text_of(event, "finding");
	const char *host = text_of(endpoint, "host");

	mail_header_add(mail, "X-Chainwatch-Event", text_of(event, "event"));
	mail_header_add(
	    mail, "X-Chainwatch-Severity", text_of(event, "severity"));
	if (*finding != '\0')
		mail_header_add(mail, "X-Chainwatch-Finding", finding);
	if (*host != '\0')
		mail_header_add(mail, "X-Chainwatch-Host", host);
}

static void
add_to(struct strbuf *mail, const struct texts *to)
{
	struct strbuf all = STRBUF_INIT(64u << 10);

	ARRAY_EACH (address, to)
		strbuf_addf(&all, "%s%s", all.len > 0 ? ", " : "", *address);
	mail_header_add(mail, "To", strbuf_text(&all));
	strbuf_clear(&all);
}

bool
render_mail(struct strbuf *mail, const struct mail_envelope *envelope,
    const json_t *const *events, size_t count)
{
	struct strbuf text = STRBUF_INIT(MAIL_TEXT_MAX);

	for (size_t i = 0; i < count; i++) {
		if (*text_of(events[i], "event") == '\0')
			return false;
	}
	add_date(mail, envelope->now);
	mail_header_add(mail, "From", envelope->from);
	add_to(mail, envelope->to);
	add_subject(mail, events, count);
	add_ids(mail, envelope, events[0], count);
	strbuf_add(mail,
	    "Auto-Submitted: auto-generated\r\n"
	    "X-Auto-Response-Suppress: All\r\n");
	if (count == 1)
		add_marks(mail, events[0]);
	strbuf_add(mail,
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
	mail_text_of(&text, events, count);
	mail_text_add(mail, strbuf_text(&text));
	if (strbuf_is_truncated(&text))
		strbuf_add(mail, "\r\n[cut]\r\n");
	strbuf_clear(&text);
	return true;
}
