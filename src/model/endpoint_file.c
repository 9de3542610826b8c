/* A certificate file as an endpoint; see endpoint_file.h. */
#include "model/endpoint_file.h"

#include <string.h>

#include "base/mem.h"

struct endpoint_file *
endpoint_file_new(void)
{
	struct endpoint_file *file = MEM_NEW(struct endpoint_file);

	file->refs = 1;
	return file;
}

static char *
copy_of(const char *text)
{
	return text == NULL ? NULL : mem_strdup(text);
}

struct endpoint_file *
endpoint_file_at(const struct endpoint_file *like, const char *path)
{
	struct endpoint_file *file = endpoint_file_new();

	file->path = mem_strdup(path);
	file->key_path = copy_of(like->key_path);
	file->password_path = copy_of(like->password_path);
	texts_add_all(&file->names, &like->names);
	file->has_own_names = like->has_own_names;
	return file;
}

struct endpoint_file *
endpoint_file_ref(struct endpoint_file *file)
{
	file->refs++;
	return file;
}

void
endpoint_file_unref(struct endpoint_file *file)
{
	if (file == NULL || --file->refs > 0)
		return;
	free(file->path);
	free(file->key_path);
	free(file->password_path);
	texts_clear(&file->names);
	texts_clear(&file->served_by);
	free(file);
}

static bool
same_text(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

bool
endpoint_file_equal(
    const struct endpoint_file *a, const struct endpoint_file *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return same_text(a->path, b->path) &&
	    same_text(a->key_path, b->key_path) &&
	    same_text(a->password_path, b->password_path) &&
	    texts_equal(&a->names, &b->names) &&
	    texts_equal(&a->served_by, &b->served_by);
}

char *
endpoint_file_key(const struct endpoint_file *file)
{
	const char *slash = strrchr(file->path, '/');

	if (file->key_path == NULL || slash == NULL ||
	    strchr(file->key_path, '/') != NULL)
		return copy_of(file->key_path);
	return mem_printf("%.*s%s", (int)(slash + 1 - file->path), file->path,
	    file->key_path);
}
