/* Folders for lists that are kept for one command; see list_folder.h. */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "fetch/list_folder.h"

char *
list_folder_make_temporary(void)
{
	const char *base = getenv("TMPDIR");
	char *path = mem_printf("%s/chainwatch-XXXXXX",
	    base == NULL || base[0] != '/' ? "/tmp" : base);

	if (mkdtemp(path) == NULL)
		path[0] = '\0'; /* nothing can be written to it */
	return path;
}

void
list_folder_remove_temporary(const char *path)
{
	DIR *dir = path[0] == '\0' ? NULL : opendir(path);
	struct dirent *entry;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(dir), entry->d_name, 0);
	}
	closedir(dir);
	rmdir(path);
}
