/* A Unix socket that is listened at; see listener.h. */
#include "net/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"

#define BACKLOG 64
#define ACCEPT_AT_ONCE 16     /* then others have their turn */
#define NO_DESCRIPTOR_MS 1000 /* until accepting is tried again */

struct listener {
	struct loop *loop;
	int fd;
	char *path; /* what to remove; NULL: it is not ours */
	dev_t device;
	ino_t inode; /* of path */
	struct loop_watch *watch;
	struct loop_timer *timer;
	bool is_paused;
	listener_fn fn;
	void *arg;
};

static void
listen_on(struct listener *listener)
{
	loop_watch_set(listener->watch, !listener->is_paused, false);
}

static void
on_ready(void *arg, bool readable, UNUSED bool writable)
{
	struct listener *listener = arg;

	for (int i = 0; readable && i < ACCEPT_AT_ONCE; i++) {
		int fd;

		if (listener->is_paused)
			return;
		fd = accept4(
		    listener->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd >= 0) {
			listener->fn(listener->arg, fd);
			continue;
		}
		if (errno == EMFILE || errno == ENFILE || errno == ENOMEM ||
		    errno == ENOBUFS) {
			/* Level-triggered: without this it would spin. */
			loop_watch_set(listener->watch, false, false);
			loop_timer_set(listener->timer, NO_DESCRIPTOR_MS);
		}
		return;
	}
}

static void
on_timer(void *arg)
{
	struct listener *listener = arg;

	listen_on(listener);
}

void
listener_pause(struct listener *listener, bool is_paused)
{
	listener->is_paused = is_paused;
	listen_on(listener);
}

void
listener_free(struct listener *listener)
{
	struct stat now;

	if (listener == NULL)
		return;
	loop_watch_free(listener->watch);
	loop_timer_free(listener->timer);
	/* Somebody else's may stand there by now. */
	if (listener->path != NULL && lstat(listener->path, &now) == 0 &&
	    now.st_dev == listener->device && now.st_ino == listener->inode)
		unlink(listener->path);
	if (listener->fd >= 0 && listener->path != NULL)
		close(listener->fd);
	free(listener->path);
	free(listener);
}

static bool
make_address(
    const char *path, struct sockaddr_un *ret_address, struct error *err)
{
	size_t len = strlen(path);

	if (len == 0 || len > LISTENER_PATH_MAX)
		return error_set(err, ERROR_LIMIT,
		    "%s: the path of a socket has 1 to %d bytes", path,
		    LISTENER_PATH_MAX);
	*ret_address = (struct sockaddr_un){.sun_family = AF_UNIX};
	memcpy(ret_address->sun_path, path, len);
	return true;
}

/* What stands there is removed if it is a socket at which nobody listens. */
static bool
make_room(const struct sockaddr_un *address, struct error *err)
{
	const char *path = address->sun_path;
	struct stat now;
	int fd, error_number;

	if (lstat(path, &now) != 0)
		return errno == ENOENT || error_set_errno(err, "%s", path);
	if (!S_ISSOCK(now.st_mode))
		return error_set(err, ERROR_INVALID,
		    "%s: there is a file that is no socket", path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return error_set_errno(err, "a socket");
	error_number =
	    connect(fd, (const struct sockaddr *)address, sizeof *address) == 0
	    ? 0
	    : errno;
	close(fd);
	if (error_number != ECONNREFUSED)
		return error_set(err, ERROR_INVALID,
		    "%s: another process listens there", path);
	if (unlink(path) != 0 && errno != ENOENT)
		return error_set_errno(err, "removing %s", path);
	return true;
}

static bool
set_group(const char *path, const char *group, struct error *err)
{
	const struct group *entry;

	if (group == NULL)
		return true;
	errno = 0;
	entry = getgrnam(group);
	if (entry == NULL)
		return error_set(
		    err, ERROR_MISSING, "%s: no group '%s'", path, group);
	if (lchown(path, (uid_t)-1, entry->gr_gid) != 0)
		return error_set_errno(
		    err, "giving %s to group %s", path, group);
	return true;
}

static bool
bind_to(struct listener *listener, const struct listener_options *options,
    struct error *err)
{
	struct sockaddr_un address;
	struct stat made;
	mode_t old_mask;
	int code;

	if (!make_address(options->path, &address, err) ||
	    !make_room(&address, err))
		return false;
	listener->fd =
	    socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (listener->fd < 0)
		return error_set_errno(err, "a socket");
	/* Nobody else gets in before it has the mode that was asked for. */
	old_mask = umask(0177);
	code = bind(
	    listener->fd, (const struct sockaddr *)&address, sizeof address);
	umask(old_mask);
	if (code != 0) {
		error_set_errno(err, "%s", options->path);
		close(listener->fd);
		listener->fd = -1;
		return false;
	}
	listener->path = mem_strdup(options->path);
	if (lstat(options->path, &made) == 0) {
		listener->device = made.st_dev;
		listener->inode = made.st_ino;
	}
	if (!set_group(options->path, options->group, err))
		return false;
	if (chmod(options->path, options->mode) != 0)
		return error_set_errno(err, "the mode of %s", options->path);
	if (listen(listener->fd, BACKLOG) != 0)
		return error_set_errno(err, "listening at %s", options->path);
	return true;
}

/* Whoever gave it may have made it so that accepting waits. */
static bool
take_over(struct listener *listener, int fd, struct error *err)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0)
		return error_set_errno(err, "the socket handed over");
	listener->fd = fd;
	return true;
}

struct listener *
listener_new(struct loop *loop, const struct listener_options *options,
    listener_fn fn, void *arg, struct error *err)
{
	CLEANUP(listener_free)
	struct listener *listener = MEM_NEW(struct listener);

	listener->loop = loop;
	listener->fn = fn;
	listener->arg = arg;
	listener->fd = -1;
	if (options->path == NULL ? !take_over(listener, options->fd, err)
				  : !bind_to(listener, options, err))
		return NULL;
	listener->timer = loop_timer_new(loop, on_timer, listener);
	listener->watch =
	    loop_watch_new(loop, listener->fd, on_ready, listener);
	listen_on(listener);
	return TAKE(listener);
}

bool
listener_peer_uid(int fd, uid_t *ret_uid)
{
	struct ucred peer;
	socklen_t len = sizeof peer;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0)
		return false;
	*ret_uid = peer.uid;
	return true;
}
