/* Events as mails. */
#include "render/render_mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

#define ID1 "11111111111111111111111111111111"
#define ID2 "22222222222222222222222222222222"
#define INC "abcdabcdabcdabcdabcdabcdabcdabcd"

#define OPENED \
	"{\"event\":\"incident-opened\",\"severity\":\"critical\",\"id\":" \
	"\"" ID1 \
	"\",\"time\":\"2026-01-02T03:04:05Z\",\"finding\":\"leaf-only\"," \
	"\"text\":\"a.example:443 sends only its leaf\",\"detail\":\"why\"," \
	"\"endpoint\":{\"host\":\"a.example\",\"port\":443,\"labels\":" \
	"{\"team\":\"web\"}},\"addresses\":[\"192.0.2.1:443\"]," \
	"\"incident\":{\"id\":\"" INC "\",\"endpoint_count\":2,\"opened_at\":" \
	"\"2026-01-01T00:00:00Z\",\"endpoints\":[\"a.example:443\"," \
	"\"b.example:443\"]},\"report\":{\"clients\":{\"go\":{\"accepts\":" \
	"false},\"curl\":{\"accepts\":true}}},\"remedy\":{\"cure\":\"Append " \
	"it.\",\"server\":[{\"where\":\"nginx\",\"text\":\"cat a b > " \
	"c\\n\"}]," \
	"\"command\":\"openssl s_client\"}}"

#define RESOLVED \
	"{\"event\":\"incident-resolved\",\"severity\":\"notice\",\"id\":" \
	"\"" ID2 \
	"\",\"text\":\"a.example:443 is fine\",\"incident\":{\"id\":\"" INC \
	"\"}}"

/* Free it. */
static char *
render(const char *const *events, size_t count)
{
	char a[] = "a@example.com", b[] = "b@example.com";
	char *addresses[] = {a, b};
	struct texts to = {.items = addresses, .len = 2};
	const struct mail_envelope envelope = {
	    .from = "watch@example.com", .to = &to, .now = 1767323045};
	struct strbuf mail = STRBUF_INIT(1u << 20);
	json_t *values[3] = {0};
	bool ok;

	for (size_t i = 0; i < count; i++)
		values[i] = json_loads(events[i], 0, NULL);
	ok =
	    render_mail(&mail, &envelope, (const json_t *const *)values, count);
	for (size_t i = 0; i < count; i++)
		json_decref(values[i]);
	if (!ok)
		strbuf_clear(&mail);
	return ok ? strbuf_take(&mail) : NULL;
}

static char *
render_one(const char *event)
{
	return render(&event, 1);
}

static void
has(const char *mail, const char *line)
{
	if (strstr(mail, line) == NULL)
		fail_msg("no '%s' in:\n%s", line, mail);
}

static void
a_mail_says_what_for_whom_since_when_and_what_to_do(void **state)
{
	CLEANUP(free) char *mail = render_one(OPENED);

	has(mail, "Date: Fri, 2 Jan 2026 03:04:05 +0000\r\n");
	has(mail, "From: watch@example.com\r\n");
	has(mail, "To: a@example.com, b@example.com\r\n");
	has(mail,
	    "Subject: [chainwatch] critical: a.example:443 sends only its "
	    "leaf\r\n");
	has(mail, "Auto-Submitted: auto-generated\r\n");
	has(mail, "Content-Type: text/plain; charset=UTF-8\r\n");
	has(mail, "X-Chainwatch-Finding: leaf-only\r\n");
	has(mail, "Since:      2026-01-01T00:00:00Z\r\n");
	has(mail, "Refused by: go\r\n");
	has(mail, "Affected:   a.example:443, b.example:443\r\n");
	has(mail, "Endpoint:   a.example:443  team=3Dweb\r\n");
	has(mail, "What to do: Append it.\r\n");
	has(mail, "--- nginx ---\r\ncat a b > c\r\n");
}

static void
a_mail_says_where_to_look(void **state)
{
	CLEANUP(free)
	char *mail = render_one("{\"event\":\"incident-opened\","
				"\"text\":\"x\",\"page\":"
				"\"https://watch.test/incidents/0a1b\"}");

	has(mail, "Page:       https://watch.test/incidents/0a1b\r\n");
}

/* The same at each try; those of an incident in one thread. */
static void
ids_are_stable_and_thread_by_incident(void **state)
{
	CLEANUP(free) char *opened = render_one(OPENED);
	CLEANUP(free) char *resolved = render_one(RESOLVED);

	has(opened, "Message-ID: <" ID1 ".1@example.com>\r\n");
	has(resolved, "Message-ID: <" ID2 ".1@example.com>\r\n");
	has(opened, "References: <incident." INC "@example.com>\r\n");
	has(resolved, "References: <incident." INC "@example.com>\r\n");
	has(resolved, "In-Reply-To: <incident." INC "@example.com>\r\n");
	has(resolved, "Subject: [chainwatch] resolved: ");
}

static void
several_go_into_one(void **state)
{
	static const char *const events[] = {OPENED, RESOLVED, OPENED};
	CLEANUP(free) char *mail = render(events, 3);

	has(mail, "Subject: [chainwatch] 3 events: 2 critical, 1 notice\r\n");
	has(mail, "Message-ID: <" ID1 ".3@example.com>\r\n");
	has(mail, "critical  a.example:443 sends only its leaf\r\n");
	has(mail, "=3D=3D=3D 2 of 3 =3D=3D=3D\r\n");
	assert_null(strstr(mail, "References:"));
}

/* Names in certificates, and ids that are none, write no header. */
static void
foreign_text_writes_no_header(void **state)
{
	CLEANUP(free)
	char *mail = render_one(
	    "{\"event\":\"incident-opened\",\"severity\":\"critical\","
	    "\"id\":\"x>\\r\\nBcc: evil@example.com\","
	    "\"text\":\"CN=\\r\\nBcc: evil@example.com\\r\\n\\r\\nbody\","
	    "\"finding\":\"a\\r\\nBcc: b\",\"endpoint\":{\"host\":"
	    "\"h\\nBcc: c\"},\"incident\":{\"id\":\"y>\\nBcc: d\"}}");
	const char *body = strstr(mail, "\r\n\r\n");

	assert_non_null(body);
	for (const char *p = mail; p < body; p++)
		assert_int_not_equal(strncmp(p, "\nBcc", 4), 0);
	assert_null(strstr(mail, "Message-ID"));
	assert_null(strstr(mail, "References"));
	has(mail, "\r\n\r\ncritical: CN=3D  Bcc: evil@example.com");
}

static void
what_is_no_event_is_no_mail(void **state)
{
	assert_null(render_one("{}"));
}

static void
what_is_too_long_is_cut(void **state)
{
	CLEANUP(free) char *much = mem_new(1, MAIL_TEXT_MAX + 1);
	CLEANUP(free) char *event = NULL, *mail = NULL;

	memset(much, 'x', MAIL_TEXT_MAX);
	event = mem_printf("{\"event\":\"incident-opened\",\"severity\":"
			   "\"critical\",\"text\":\"w\",\"detail\":\"%s\"}",
	    much);
	mail = render_one(event);
	has(mail, "\r\n[cut]\r\n");
	assert_true(strlen(mail) < 2 * MAIL_TEXT_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_mail_says_where_to_look),
	    cmocka_unit_test(
		a_mail_says_what_for_whom_since_when_and_what_to_do),
	    cmocka_unit_test(ids_are_stable_and_thread_by_incident),
	    cmocka_unit_test(several_go_into_one),
	    cmocka_unit_test(foreign_text_writes_no_header),
	    cmocka_unit_test(what_is_no_event_is_no_mail),
	    cmocka_unit_test(what_is_too_long_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
