/* Files seen by a user without rights; see readable.h. */
#include "daemon/readable.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

#define NOBODY 65534 /* whom no file belongs to */

/* Of a pattern the folder that has to be read for it. */
static char *
part_to_open(const char *path)
{
	size_t len = strcspn(path, "*?[");

	if (path[len] == '\0')
		return mem_strdup(path);
	while (len > 1 && path[len - 1] != '/')
		len--;
	return mem_printf("%.*s", (int)len, path);
}

static bool
is_denied(const char *path)
{
	CLEANUP(free) char *part = part_to_open(path);
	int fd = open(part, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd >= 0)
		close(fd);
	return fd < 0 && errno == EACCES;
}

/* In a process of its own: a byte for each path, or none at all. */
static void
answer(const struct texts *paths, int fd)
{
	if (setgroups(0, NULL) != 0 || setresgid(NOBODY, NOBODY, NOBODY) != 0 ||
	    setresuid(NOBODY, NOBODY, NOBODY) != 0)
		return;
	ARRAY_EACH (path, paths) {
		char byte = is_denied(*path) ? 'n' : 'y';

		if (write(fd, &byte, 1) != 1)
			return;
	}
}

static bool
take_answers(const struct texts *paths, int fd, struct texts *ret_denied)
{
	ARRAY_EACH (path, paths) {
		char byte;
		ssize_t n;

		do
			n = read(fd, &byte, 1);
		while (n < 0 && errno == EINTR);
		if (n != 1)
			return false;
		if (byte == 'n' && !texts_has(ret_denied, *path))
			texts_add(ret_denied, *path);
	}
	return true;
}

bool
readable_find_denied(const struct texts *paths, struct texts *ret_denied)
{
	int fds[2];
	pid_t child;
	bool ok;

	if (geteuid() != 0 || pipe2(fds, O_CLOEXEC) != 0)
		return false;
	child = fork();
	if (child == 0) {
		answer(paths, fds[1]);
		_exit(0);
	}
	close(fds[1]);
	ok = child > 0 && take_answers(paths, fds[0], ret_denied);
	close(fds[0]);
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	return ok;
}
