/* Files with secrets; see secret_file.h. */
#include "files/secret_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"

void
secret_file_init(
    struct secret_file *file, const char *path, const char *credential)
{
	/* With the padding of the mark: marks are compared as bytes. */
	memset(file, 0, sizeof *file);
	file->path = mem_strdup(path);
	file->credential = mem_strdup(credential);
}

void
secret_file_clear(struct secret_file *file)
{
	free(file->path);
	free(file->credential);
	memset(file, 0, sizeof *file);
}

char *
secret_file_path(const struct secret_file *file, struct error *err)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");

	if (file->path != NULL)
		return mem_strdup(file->path);
	if (folder != NULL)
		return mem_printf("%s/%s", folder, file->credential);
	error_set(err, ERROR_MISSING,
	    "credential '%s': the service manager gave none; set "
	    "LoadCredential=%s:... in the unit",
	    file->credential, file->credential);
	return NULL;
}

/* A file that is gone has a mark of its own: that is a change, too. */
static struct file_mark
mark_of(const char *path)
{
	struct file_mark mark;
	struct stat st;

	memset(&mark, 0, sizeof mark);
	if (path == NULL || stat(path, &st) != 0)
		return mark;
	mark.device = st.st_dev;
	mark.inode = st.st_ino;
	mark.size = st.st_size;
	mark.modified = st.st_mtim;
	mark.changed = st.st_ctim;
	return mark;
}

bool
secret_file_has_changed(struct secret_file *file)
{
	CLEANUP(free) char *path = secret_file_path(file, NULL);
	struct file_mark mark = mark_of(path);

	if (memcmp(&mark, &file->mark, sizeof mark) == 0)
		return false;
	file->mark = mark;
	return true;
}

bool
secret_file_read(
    const char *path, char **ret_text, size_t *ret_len, struct error *err)
{
	uint8_t *bytes = NULL;

	if (!file_read(path, SECRET_FILE_MAX, &bytes, ret_len, err))
		return false;
	*ret_text = (char *)bytes;
	return true;
}

void
secret_file_wipe(char *text, size_t len)
{
	if (text != NULL)
		explicit_bzero(text, len);
	free(text);
}
