/* See temp_folder.h. */
#include "support/temp_folder.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

void
temp_folder_make(struct temp_folder *folder)
{
	const char *base = getenv("TMPDIR");

	snprintf(folder->path, sizeof folder->path, "%.200s/chainwatch-XXXXXX",
	    base == NULL ? "/tmp" : base);
	assert_non_null(mkdtemp(folder->path));
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	return remove(path);
}

void
temp_folder_remove(struct temp_folder *folder)
{
	nftw(folder->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *
temp_folder_path(const struct temp_folder *folder, const char *name)
{
	static char path[1024];

	snprintf(path, sizeof path, "%s/%s", folder->path, name);
	return path;
}

void
temp_folder_write(
    const struct temp_folder *folder, const char *name, const char *text)
{
	char path[1024];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder->path, name);
	for (char *p = path + strlen(folder->path) + 1; *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		mkdir(path, 0700);
		*p = '/';
	}
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
}
