/* libcurl's multi handle on our loop; see http_multi.h. */
#include "net/http_multi.h"

#include "base/mem.h"

#define MAX_IDLE_CONNECTIONS 8L

struct http_multi {
	struct loop *loop;
	CURLM *handle;
	struct loop_timer *timer; /* libcurl's */
	void (*ended)(void *arg, CURLcode code);
	struct multi_socket *sockets;
};

struct multi_socket {
	struct http_multi *multi;
	struct multi_socket *previous, *next;
	int fd;
	struct loop_watch *watch;
};

static void
collect(struct http_multi *multi)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(multi->handle, &left)) != NULL) {
		char *private = NULL;
		CURLcode code = message->data.result;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(
		    message->easy_handle, CURLINFO_PRIVATE, &private);
		multi->ended(private, code);
	}
}

static void
act(struct http_multi *multi, curl_socket_t fd, int what)
{
	int running;

	curl_multi_socket_action(multi->handle, fd, what, &running);
	collect(multi);
}

static void
on_ready(void *arg, bool readable, bool writable)
{
	struct multi_socket *place = arg;

	act(place->multi, place->fd,
	    (readable ? CURL_CSELECT_IN : 0) |
		(writable ? CURL_CSELECT_OUT : 0));
}

static void
on_curl_timer(void *arg)
{
	act(arg, CURL_SOCKET_TIMEOUT, 0);
}

static int
set_timer(UNUSED CURLM *handle, long ms, void *arg)
{
	struct http_multi *multi = arg;

	if (ms < 0)
		loop_timer_stop(multi->timer);
	else
		loop_timer_set(multi->timer, ms);
	return 0;
}

static void
free_socket(struct multi_socket *place)
{
	if (place->next != NULL)
		place->next->previous = place->previous;
	if (place->previous != NULL)
		place->previous->next = place->next;
	else
		place->multi->sockets = place->next;
	loop_watch_free(place->watch);
	free(place);
}

static struct multi_socket *
new_socket(struct http_multi *multi, curl_socket_t fd)
{
	struct multi_socket *place = MEM_NEW(struct multi_socket);

	place->multi = multi;
	place->fd = fd;
	place->watch = loop_watch_new(multi->loop, fd, on_ready, place);
	place->next = multi->sockets;
	if (place->next != NULL)
		place->next->previous = place;
	multi->sockets = place;
	curl_multi_assign(multi->handle, fd, place);
	return place;
}

static int
set_socket(
    UNUSED CURL *easy, curl_socket_t fd, int what, void *arg, void *socket_arg)
{
	struct http_multi *multi = arg;
	struct multi_socket *place = socket_arg;

	if (what == CURL_POLL_REMOVE) {
		if (place != NULL)
			free_socket(place);
		curl_multi_assign(multi->handle, fd, NULL);
		return 0;
	}
	if (place == NULL)
		place = new_socket(multi, fd);
	loop_watch_set(place->watch, (what & CURL_POLL_IN) != 0,
	    (what & CURL_POLL_OUT) != 0);
	return 0;
}

void
http_multi_add(struct http_multi *multi, CURL *easy)
{
	curl_multi_add_handle(multi->handle, easy);
}

void
http_multi_remove(struct http_multi *multi, CURL *easy)
{
	curl_multi_remove_handle(multi->handle, easy);
}

struct http_multi *
http_multi_new(struct loop *loop, void (*ended)(void *arg, CURLcode code))
{
	struct http_multi *multi = MEM_NEW(struct http_multi);

	multi->loop = loop;
	multi->ended = ended;
	multi->timer = loop_timer_new(loop, on_curl_timer, multi);
	multi->handle = curl_multi_init();
	if (multi->handle == NULL)
		abort(); /* as mem.h does */
	curl_multi_setopt(multi->handle, CURLMOPT_SOCKETFUNCTION, set_socket);
	curl_multi_setopt(multi->handle, CURLMOPT_SOCKETDATA, multi);
	curl_multi_setopt(multi->handle, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(multi->handle, CURLMOPT_TIMERDATA, multi);
	curl_multi_setopt(
	    multi->handle, CURLMOPT_MAXCONNECTS, MAX_IDLE_CONNECTIONS);
	return multi;
}

void
http_multi_free(struct http_multi *multi)
{
	curl_multi_cleanup(multi->handle);
	while (multi->sockets != NULL)
		free_socket(multi->sockets);
	loop_timer_free(multi->timer);
	free(multi);
}
