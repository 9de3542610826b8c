/* The journal: a socket stands in for journald's, and sd_journal_sendv() is
 * ours, since the real one knows only the real socket. */
#include "notify/sink.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "notify/journal_fields.h"
#include "render/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

int sd_journal_sendv(const struct iovec *iov, int n);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct strbuf sent = STRBUF_INIT(1 << 20);
static int answer;

/* Stands before libsystemd's. */
int
sd_journal_sendv(const struct iovec *iov, int n)
{
	pthread_mutex_lock(&lock);
	for (int i = 0; answer == 0 && i < n; i++) {
		strbuf_add_bytes(&sent, iov[i].iov_base, iov[i].iov_len);
		strbuf_add_char(&sent, '\n');
	}
	pthread_mutex_unlock(&lock);
	return answer;
}

static char folder[] = "/tmp/chainwatch-journal-XXXXXX";
static char path[64];
static int server;

static int
listen_there(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof path, "%s/socket", folder);
	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	server = socket(AF_UNIX, SOCK_DGRAM, 0);
	return bind(server, (struct sockaddr *)&address, sizeof address);
}

static int
leave(void **state)
{
	close(server);
	unlink(path);
	rmdir(folder);
	strbuf_clear(&sent);
	return 0;
}

static void
tell(struct sink *sink)
{
	struct event *event = scene_event();

	assert_true(sink->ops->deliver(sink, event));
	event_unref(event);
	assert_true(sink->ops->flush(sink, 10000));
}

static void
an_event_arrives_with_its_fields(void **state)
{
	struct sink *sink = sink_journal_open(path, NULL);

	assert_non_null(sink);
	strbuf_clear(&sent);
	tell(sink);
	assert_non_null(
	    strstr(strbuf_text(&sent), "\nCHAINWATCH_EVENT=incident-opened\n"));
	assert_non_null(
	    strstr(strbuf_text(&sent), "\nCHAINWATCH_REMEDY=Send "));
	sink->ops->close(sink, 10000);
}

static void
what_may_not_have_been_told_comes_with_the_same_fields(void **state)
{
	struct sink *sink = sink_journal_open(path, NULL);
	CLEANUP(event_unref) struct event *event = scene_event();
	CLEANUP(strbuf_clear) struct strbuf fields = STRBUF_INIT(1 << 20);
	CLEANUP(free) char *first = NULL;
	struct untold_entry entry = {.sequence = 41, .line = NULL};

	strbuf_clear(&sent);
	tell(sink);
	first = mem_strdup(strbuf_text(&sent));
	journal_fields_event(&fields, event);
	entry.fields = (uint8_t *)(uintptr_t)strbuf_text(&fields);
	entry.fields_len = fields.len;
	strbuf_clear(&sent);
	assert_true(sink->ops->deliver_again(sink, &entry));
	assert_true(sink->ops->flush(sink, 10000));
	assert_string_equal(strbuf_text(&sent), first);
	assert_int_equal(sink->ops->told(sink), 41);
	sink->ops->close(sink, 10000);
}

static void
log_lines_go_the_same_way(void **state)
{
	struct sink *sink = sink_journal_open(path, NULL);

	strbuf_clear(&sent);
	assert_true(sink->ops->log(sink, LOG_LEVEL_ERROR, NULL, "disk full"));
	assert_true(sink->ops->flush(sink, 10000));
	assert_string_equal(
	    strbuf_text(&sent), "PRIORITY=3\nMESSAGE=disk full\n");
	sink->ops->close(sink, 10000);
}

/* What goes to standard error while fn runs. */
static const char *
stderr_of(void (*fn)(struct sink *), struct sink *sink)
{
	static char text[65536];
	int saved = dup(STDERR_FILENO), fds[2];
	ssize_t n;

	assert_int_equal(pipe(fds), 0);
	dup2(fds[1], STDERR_FILENO);
	fn(sink);
	dup2(saved, STDERR_FILENO);
	close(fds[1]);
	n = read(fds[0], text, sizeof text - 1);
	text[n > 0 ? n : 0] = '\0';
	close(fds[0]);
	close(saved);
	return text;
}

static void
what_the_journal_refuses_goes_to_standard_error(void **state)
{
	struct sink *sink = sink_journal_open(path, NULL);

	answer = -EPERM;
	assert_int_equal(
	    strncmp(stderr_of(tell, sink), "<2>www.example.test:443", 23), 0);
	answer = 0;
	sink->ops->close(sink, 10000);
}

static void
without_a_listener_nothing_is_lost_in_silence(void **state)
{
	struct sink *sink = sink_journal_open(path, NULL);

	close(server);
	strbuf_clear(&sent);
	assert_int_equal(
	    strncmp(stderr_of(tell, sink), "<2>www.example.test:443", 23), 0);
	assert_int_equal(sent.len, 0);
	sink->ops->close(sink, 10000);
	/* And no new one can be had. */
	assert_null(sink_journal_open(path, NULL));
	unlink(path);
	assert_null(sink_journal_open(path, NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_event_arrives_with_its_fields),
	    cmocka_unit_test(
		what_may_not_have_been_told_comes_with_the_same_fields),
	    cmocka_unit_test(log_lines_go_the_same_way),
	    cmocka_unit_test(what_the_journal_refuses_goes_to_standard_error),
	    cmocka_unit_test(without_a_listener_nothing_is_lost_in_silence),
	};

	return cmocka_run_group_tests(tests, listen_there, leave);
}
