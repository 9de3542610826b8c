/*
 * A stream socket at which others knock: a Unix one, bound to a path here, or
 * any that listens already, as the service manager hands them over
 * (sd_listen_fds(3)).
 */
#pragma once

#include <sys/types.h>

#include "base/error.h"
#include "net/loop.h"

#define LISTENER_PATH_MAX 107 /* sun_path, without its end */

struct listener_options {
	const char *path;  /* NULL: fd is taken instead */
	mode_t mode;	   /* of the socket; who may write to it may connect */
	const char *group; /* that owns it; NULL: the process's */
	int fd; /* without a path: listens already; taken, and left open to
		 * whoever gave it when it is freed */
};

struct listener;
/* fd is connected, non-blocking, closed on exec, and yours. */
typedef void (*listener_fn)(void *arg, int fd);

/* A socket that nobody listens at any more is replaced; one at which somebody
 * does is an error, and so is any other kind of file. The folder must be
 * there. */
struct listener *listener_new(struct loop *loop,
    const struct listener_options *options, listener_fn fn, void *arg,
    struct error *err);
/* Removes the socket that it made. */
void listener_free(struct listener *listener);
CLEANUP_DEFINE(struct listener, listener_free)
/* Whoever knocks waits in the kernel's queue, while there are enough. */
void listener_pause(struct listener *listener, bool is_paused);
/* Who connected: false when the kernel does not say. */
bool listener_peer_uid(int fd, uid_t *ret_uid) MUST_CHECK;
