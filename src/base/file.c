/* Bounded reading of whole files; see file.h. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* A pipe whose writer is slow (a shell's <(command)) is waited for, bounded:
 * -1 with errno when nothing came. */
static int
wait_readable(int fd)
{
	struct pollfd watch = {.fd = fd, .events = POLLIN};
	int n = poll(&watch, 1, FILE_PIPE_WAIT_MS);

	if (n == 0)
		errno = ETIMEDOUT;
	return n > 0 || (n < 0 && errno == EINTR) ? 0 : -1;
}

static bool
read_all(int fd, const char *path, size_t max_bytes, uint8_t **ret_bytes,
    size_t *ret_len, struct error *err)
{
	CLEANUP(free) uint8_t *bytes = NULL;
	size_t len = 0, cap = 0;

	for (;;) {
		ssize_t n;

		if (len == cap) {
			cap = cap == 0 ? 16384 : cap * 2;
			if (cap > max_bytes + 1)
				cap = max_bytes + 1;
			bytes = mem_resize(bytes, cap + 1, 1);
		}
		n = read(fd, bytes + len, cap - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN && wait_readable(fd) == 0)
			continue;
		if (n < 0)
			return error_set_errno(err, "%s", path);
		if (n == 0)
			break;
		len += (size_t)n;
		if (len > max_bytes)
			return error_set(err, ERROR_LIMIT,
			    "%s: larger than %zu bytes", path, max_bytes);
	}
	bytes[len] = '\0';
	*ret_bytes = TAKE(bytes);
	*ret_len = len;
	return true;
}

bool
file_read(const char *path, size_t max_bytes, uint8_t **ret_bytes,
    size_t *ret_len, struct error *err)
{
	struct stat st;
	bool ok;
	int fd;

	if (strcmp(path, "-") == 0)
		return read_all(STDIN_FILENO, "standard input", max_bytes,
		    ret_bytes, ret_len, err);
	/* O_NONBLOCK: a pipe without a writer must not hang us. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return error_set_errno(err, "%s", path);
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		errno = EISDIR;
		return error_set_errno(err, "%s", path);
	}
	ok = read_all(fd, path, max_bytes, ret_bytes, ret_len, err);
	close(fd);
	return ok;
}
