/* What the files of the HTTP server share; see http_server.h. */
#pragma once

#include <microhttpd.h>
#include <sys/socket.h>

#include "net/http_server.h"
#include "net/listener.h"

struct http_connection {
	struct http_connection *previous, *next;
	struct MHD_Connection *mhd;
	struct ip_address source; /* see http_listen_source; of a proxy none */
	int64_t began_ms;
	bool is_busy;	  /* there is a request that is not answered whole */
	bool is_asked;	  /* the headers of a request were there */
	bool is_ended;	  /* told to; it goes when libmicrohttpd notices */
	bool is_nonsense; /* what was asked last is not encoded as it must be */
};

struct http_server {
	struct loop *loop;
	struct http_server_options options;
	struct http_server_functions functions;
	struct ip_address address;
	int fd; /* it listens there */
	struct listener *listener;
	int knocking;		      /* waits for room; -1: nobody does */
	struct sockaddr_storage from; /* who knocks */
	socklen_t from_len;
	struct ip_address source; /* likewise */
	struct MHD_Daemon *daemon;
	struct loop_watch *watch;
	struct loop_timer *timer, *ages;
	struct http_connection *oldest, *newest;
	struct http_exchange *deferred;
	struct http_stream *waiting;
	struct http_server_counts counts;
};

struct http_exchange {
	struct http_exchange *previous, *next; /* of those deferred */
	struct http_server *server;
	struct MHD_Connection *mhd;
	const char *path;
	struct MHD_Response *response; /* of what was deferred; to be queued */
	unsigned status;
	enum MHD_Result result;
	bool is_begun; /* the server's function knows of it */
	bool is_answered;
	bool is_deferred;
	bool is_suspended;
	void (*gone)(void *arg);
	void *arg;
};

struct http_stream {
	struct http_stream *previous, *next; /* of those that wait */
	struct http_server *server;
	struct MHD_Connection *mhd;
	http_more_fn more;
	void (*free_state)(void *state);
	void *state;
	struct strbuf piece;
	size_t taken; /* of the piece */
	bool is_over, is_broken;
	bool is_waiting;
};

/* Listens there; -1 with err. */
int http_listen(const struct ip_address *address, struct error *err);
void http_listen_address(int fd, struct ip_address *ret_address);
/* Whom a connection counts for: an IPv4 address, or a network of IPv6 of 64
 * bits, which one host has to itself. family 0: neither. */
void http_listen_source(
    const struct sockaddr_storage *storage, struct ip_address *ret_source);

/* libmicrohttpd is told to end it; it goes in one of its next runs. */
void http_connection_end(struct http_connection *connection);

/* Lets in who knocks, as far as there is room; see http_door.c. */
bool http_door_open(struct http_server *server, struct error *err) MUST_CHECK;
void http_door_close(struct http_server *server);
/* There may be room again. Not within a run of libmicrohttpd. */
void http_door_look(struct http_server *server);

/* libmicrohttpd's: a request came, or one that was deferred goes on; a piece of
 * its first line is to be decoded in place, to which length; and it is over. */
enum MHD_Result http_exchange_request(void *arg, struct MHD_Connection *mhd,
    const char *url, const char *method, const char *version,
    const char *upload, size_t *upload_len, void **ret_state);
size_t http_exchange_decode(void *arg, struct MHD_Connection *mhd, char *text);
void http_exchange_completed(void *arg, struct MHD_Connection *mhd,
    void **ret_state, enum MHD_RequestTerminationCode code);
/* Who waits for an answer gets none. */
void http_exchange_let_go(struct http_server *server);
