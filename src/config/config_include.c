/*
 * Includes: a plain name must be there, a pattern may match nothing. What it
 * matches is read in the order of the bytes of its names, the same under every
 * locale.
 */
#include "config/config_include.h"

#include <errno.h>
#include <glob.h>
#include <string.h>

#include "config/loader.h"

#define MAX_ITEMS 100

static bool
is_pattern(const char *path)
{
	return strpbrk(path, "*?[") != NULL;
}

static int
compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A folder that is not there holds no files; one that we may not read must not
 * pass for empty. */
static int
on_glob_error(UNUSED const char *path, int code)
{
	return code != ENOENT && code != ENOTDIR;
}

static void
read_pattern(struct field_reader *reader, const struct loader_place *from,
    const struct yaml_node *node, const char *pattern, unsigned depth)
{
	glob_t found = {0};
	int code;

	errno = 0;
	code = glob(pattern, GLOB_NOSORT, on_glob_error, &found);
	if (code == GLOB_ABORTED)
		field_fault(reader, node, "cannot read a folder of %s: %s",
		    pattern, strerror(errno));
	if (code == 0) {
		qsort(found.gl_pathv, found.gl_pathc, sizeof *found.gl_pathv,
		    compare_texts);
		for (size_t i = 0; i < found.gl_pathc; i++)
			loader_read_file(loader_of(reader), found.gl_pathv[i],
			    from, depth + 1);
	}
	globfree(&found);
}

static void
decode_item(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const unsigned *depth = slot;
	struct loader_place from = loader_place(reader, node);
	struct texts paths = {0};

	if (reader->folder == NULL) {
		field_fault(reader, node,
		    "there is no folder to include from; write all in one "
		    "file");
		return;
	}
	if (*depth == CONFIG_MAX_INCLUDE_DEPTH) {
		field_fault(reader, node,
		    "included more than %d deep; include from the main file",
		    CONFIG_MAX_INCLUDE_DEPTH);
		return;
	}
	field_path_item.decode(reader, field, node, &paths);
	if (paths.len == 1 && is_pattern(paths.items[0]))
		read_pattern(reader, &from, node, paths.items[0], *depth);
	else if (paths.len == 1)
		loader_read_file(
		    loader_of(reader), paths.items[0], &from, *depth + 1);
	texts_clear(&paths);
}

static const struct field_type include_item = {
    .name = "path or pattern",
    .words = "a path such as more.yaml or endpoints.d/*.yaml",
    .decode = decode_item,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^[^~]",
};

static void
defer(struct field_reader *reader, UNUSED const struct field *field,
    const struct yaml_node *node, UNUSED void *slot)
{
	loader_of(reader)->include = node;
}

const struct field_type config_include = {
    .name = "list of paths or patterns",
    .words = "a list of files, such as [endpoints.d/*.yaml]",
    .decode = defer,
    .can_be_empty = true,
    .shapes = FIELD_AS_LIST,
    .element = &include_item,
};

static const struct field list = {
    .key = "include",
    .type = &field_list,
    .item = &include_item,
    .most = MAX_ITEMS,
};

void
config_include_read(struct field_reader *reader, unsigned depth)
{
	struct loader *loader = loader_of(reader);
	const struct yaml_node *node = loader->include;

	loader->include = NULL;
	if (node != NULL)
		field_decode_value(reader, &list, node, &depth);
}
