/* The state directory as files; see folder.h. */
#include "store/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/timestamp.h"

#define ASIDE_TRIES 100

bool
folder_take(const char *directory, int *ret_lock_fd, struct error *err)
{
	CLEANUP(free)
	char *path = mem_printf("%s/%s", directory, FOLDER_LOCK);
	int fd;

	if (mkdir(directory, 0700) != 0 && errno != EEXIST)
		return error_set_errno(
		    err, "cannot make the state directory %s", directory);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return error_set_errno(
		    err, "cannot write to the state directory: %s", path);
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno == EWOULDBLOCK)
			error_set(err, ERROR_SYSTEM,
			    "the state directory %s is in use by another "
			    "chainwatchd",
			    directory);
		else
			error_set_errno(err, "cannot lock %s", path);
		close(fd);
		return false;
	}
	*ret_lock_fd = fd;
	return true;
}

bool
folder_touch(const char *path, struct error *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return error_set_errno(err, "cannot open %s", path);
	close(fd);
	return true;
}

static char *
suspect_path(const char *path)
{
	return mem_printf("%s.suspect", path);
}

/* Should there be no room even for a name, the next run finds it out, too. */
void
folder_suspect(const char *path)
{
	CLEANUP(free) char *mark = suspect_path(path);
	int fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd >= 0)
		close(fd);
}

bool
folder_is_suspect(const char *path)
{
	CLEANUP(free) char *mark = suspect_path(path);

	return access(mark, F_OK) == 0;
}

static void
move(const char *path, const char *aside, const char *suffix)
{
	CLEANUP(free) char *from = mem_printf("%s%s", path, suffix);
	CLEANUP(free) char *to = mem_printf("%s%s", aside, suffix);

	/* What is not there need not be moved. */
	(void)!rename(from, to);
}

char *
folder_set_aside(const char *path, int64_t now, struct error *err)
{
	CLEANUP(free) char *aside = NULL;
	char stamp[TIMESTAMP_TEXT_MAX];
	size_t len = 0;

	timestamp_format(now, stamp);
	for (const char *from = stamp; *from != '\0'; from++) {
		if (*from != '-' && *from != ':')
			stamp[len++] = *from;
	}
	stamp[len] = '\0';
	aside = mem_printf("%s.corrupt-%s", path, stamp);
	for (int i = 2; access(aside, F_OK) == 0 && i < ASIDE_TRIES; i++) {
		free(aside);
		aside = mem_printf("%s.corrupt-%s-%d", path, stamp, i);
	}
	if (rename(path, aside) != 0) {
		error_set_errno(err, "cannot set aside the corrupt %s", path);
		return NULL;
	}
	move(path, aside, "-wal");
	move(path, aside, "-shm");
	move(path, aside, ".suspect");
	return TAKE(aside);
}
