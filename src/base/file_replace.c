/* By a temporary file beside it and rename(2); see file_replace.h. */
#include "base/file_replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

static bool
write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

/* Where a link leads; path itself when nothing stands there yet. */
static char *
resolve(const char *path)
{
	char *real = realpath(path, NULL);

	return real == NULL ? mem_strdup(path) : real;
}

/* As the file that was: owner first, as chown(2) may clear bits of the mode. */
static bool
take_after(int fd, const struct stat *old)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return false;
	if ((st.st_uid != old->st_uid || st.st_gid != old->st_gid) &&
	    fchown(fd, old->st_uid, old->st_gid) != 0)
		return false;
	return fchmod(fd, old->st_mode & 07777) == 0;
}

/* That the name leads to the new file must survive a crash, too. */
static bool
sync_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	CLEANUP(free)
	char *folder = slash == NULL ? mem_strdup(".")
	    : slash == path	     ? mem_strdup("/")
			    : mem_strndup(path, (size_t)(slash - path));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return false;
	/* Some file systems do not know how; the rename stands all the same. */
	ok = fsync(fd) == 0 || errno == EINVAL;
	close(fd);
	return ok;
}

static bool
replace(const char *path, const char *temporary, const struct stat *old,
    const void *bytes, size_t len, struct error *err)
{
	int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    old == NULL ? 0666 : 0600);
	bool ok;

	if (fd < 0)
		return error_set_errno(err, "%s", temporary);
	ok = (old == NULL || take_after(fd, old)) &&
	    write_all(fd, bytes, len) && fsync(fd) == 0;
	if (!ok)
		error_set_errno(err, "%s", temporary);
	if (close(fd) != 0 && ok)
		ok = error_set_errno(err, "%s", temporary);
	if (ok && rename(temporary, path) != 0)
		ok = error_set_errno(err, "%s", path);
	if (!ok)
		unlink(temporary);
	return ok;
}

bool
file_replace(const char *path, const void *bytes, size_t len, struct error *err)
{
	CLEANUP(free) char *real = resolve(path);
	CLEANUP(free)
	char *temporary = mem_printf("%s.%ld.new", real, (long)getpid());
	struct stat st;
	bool is_there = stat(real, &st) == 0;

	if (!is_there && errno != ENOENT)
		return error_set_errno(err, "%s", path);
	if (is_there && !S_ISREG(st.st_mode))
		return error_set(
		    err, ERROR_INVALID, "%s: not a regular file", path);
	if (!replace(real, temporary, is_there ? &st : NULL, bytes, len, err))
		return false;
	return sync_folder_of(real) || error_set_errno(err, "%s", path);
}
