/* Events as a receiver of syslog messages gets them: framed, and in the form
 * that suits its socket. */
#include "notify/sink_syslog.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "notify/priority.h"
#include "render/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static char folder[] = "/tmp/chainwatch-syslog-XXXXXX";
static char path[64];
static int server;

static int
listen_there(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof path, "%s/log", folder);
	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	server = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	return bind(server, (struct sockaddr *)&address, sizeof address);
}

static int
leave(void **state)
{
	close(server);
	unlink(path);
	return rmdir(folder);
}

/* What arrives for an event, in a buffer that is reused. Takes the event. */
static const char *
arrives(int format, struct event *event)
{
	static char text[16384];
	struct loop *loop = loop_new();
	struct syslog_options options = {
	    .facility = 3, .format = format, .socket = path};
	struct sink_syslog_parts parts = {.loop = loop, .options = &options};
	struct error err = ERROR_INIT;
	struct sink *sink = sink_syslog_new(&parts, &err);
	ssize_t n;

	assert_non_null(sink);
	assert_true(sink->ops->deliver(sink, event));
	assert_true(sink->ops->flush(sink, 0));
	sink->ops->close(sink, 0);
	loop_free(loop);
	event_unref(event);
	n = recv(server, text, sizeof text - 1, 0);
	assert_true(n > 0);
	text[n] = '\0';
	return text;
}

static void
a_socket_gets_rfc_5424(void **state)
{
	const char *text = arrives(SYSLOG_FORMAT_AUTO, scene_event());

	assert_int_equal(strncmp(text, "<26>1 2026-06-01T00:00:00Z ", 27), 0);
	assert_non_null(strstr(text, " chainwatchd "));
	assert_non_null(strstr(text, " [chainwatch@32473 "));
}

static void
the_older_form_when_asked_for(void **state)
{
	const char *text = arrives(SYSLOG_FORMAT_RFC3164, scene_event());

	assert_int_equal(strncmp(text, "<26>", 4), 0);
	assert_non_null(strstr(text, " chainwatchd["));
	assert_null(strstr(text, "@32473"));
}

static void
priorities_are_those_of_the_journal(void **state)
{
	for (int severity = SEVERITY_OK; severity <= SEVERITY_CRITICAL;
	     severity++) {
		for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
			struct event *event = scene_event();
			char head[16];

			event->kind = (enum event_kind)kind;
			event->severity = (enum severity)severity;
			snprintf(head, sizeof head, "<%d>1 ",
			    3 * 8 + priority_of_event(event));
			assert_int_equal(
			    strncmp(arrives(SYSLOG_FORMAT_RFC5424, event), head,
				strlen(head)),
			    0);
		}
	}
}

static void
a_ca_file_that_cannot_be_used_is_told_at_once(void **state)
{
	struct loop *loop = loop_new();
	struct syslog_options options = {.transport = SYSLOG_TLS,
	    .host = (char *)(uintptr_t) "log.example.net",
	    .ca_file = (char *)(uintptr_t) "/dev/null"};
	struct sink_syslog_parts parts = {.loop = loop, .options = &options};
	struct error err = ERROR_INIT;

	assert_null(sink_syslog_new(&parts, &err));
	assert_non_null(strstr(err.message, "notify.syslog: /dev/null"));
	loop_free(loop);
}

static void
only_journalds_socket_is_journalds(void **state)
{
	assert_false(syslog_is_journald(path));
	assert_false(syslog_is_journald("/no/such/socket"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_socket_gets_rfc_5424),
	    cmocka_unit_test(the_older_form_when_asked_for),
	    cmocka_unit_test(priorities_are_those_of_the_journal),
	    cmocka_unit_test(a_ca_file_that_cannot_be_used_is_told_at_once),
	    cmocka_unit_test(only_journalds_socket_is_journalds),
	};

	return cmocka_run_group_tests(tests, listen_there, leave);
}
