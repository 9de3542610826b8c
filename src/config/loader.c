/* Reads the files of a configuration, one inside the other; see loader.h. */
#include "config/loader.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/safe_print.h"
#include "config/config_endpoints.h"
#include "config/config_files.h"
#include "config/config_from.h"
#include "config/config_include.h"
#include "config/config_root.h"
#include "config/yaml.h"

const char *
loader_where(const struct loader_place *place, const struct source *seen_from,
    char text[LOADER_WHERE_MAX])
{
	size_t line = source_place(place->source, place->start).line;

	if (place->source == seen_from)
		snprintf(text, LOADER_WHERE_MAX, "in line %zu", line);
	else
		snprintf(text, LOADER_WHERE_MAX, "at %.250s:%zu",
		    place->source->name, line);
	return text;
}

/* Everything about a file that cannot be read is said where it was included,
 * or, of the main file, about the file as a whole. */
static void
fault_from(struct loader *loader, const struct loader_place *from,
    const char *path, const char *words)
{
	if (from == NULL)
		faults_add_file(&loader->faults, path, "%s", words);
	else
		faults_add(&loader->faults, from->source, from->start,
		    from->end, "%s: %s", path, words);
}

/* Was it read already? A cycle and a file named twice are both mistakes. */
static bool
check_again(struct loader *loader, const char *path, const struct stat *st,
    const struct loader_place *from)
{
	char where[LOADER_WHERE_MAX], words[LOADER_WHERE_MAX + 64];

	ARRAY_EACH (file, &loader->files) {
		if (file->device != st->st_dev || file->inode != st->st_ino)
			continue;
		if (file->is_open) {
			fault_from(loader, from, path,
			    "includes itself, directly or through other "
			    "files; leave it out, or make the pattern "
			    "narrower");
			return false;
		}
		snprintf(words, sizeof words,
		    "is included %s already; remove one",
		    loader_where(&file->from, from->source, where));
		fault_from(loader, from, path, words);
		return false;
	}
	return true;
}

static bool
check_limits(struct loader *loader, const char *path,
    const struct loader_place *from, size_t len)
{
	if (loader->files.len == CONFIG_MAX_FILES) {
		fault_from(loader, from, path,
		    "more than 1000 files; write more into each");
		return false;
	}
	if (len > CONFIG_MAX_TOTAL_BYTES - loader->total_bytes) {
		fault_from(loader, from, path,
		    "all files together are larger than 128 MiB; spread them "
		    "over several daemons");
		return false;
	}
	loader->total_bytes += len;
	return true;
}

/* The folder of a path, to resolve relative ones: free it. */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_strdup(".");
	return mem_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

/* file_read's words without the path that stands before them already. */
static const char *
words_alone(const struct error *err, const char *path)
{
	size_t len = strlen(path);

	if (strncmp(err->message, path, len) == 0 &&
	    strncmp(err->message + len, ": ", 2) == 0)
		return err->message + len + 2;
	return err->message;
}

static const char *
system_words(const struct loader_place *from, int code)
{
	if (from != NULL && code == ENOENT)
		return "no such file; relative paths start at the folder of "
		       "the file they stand in";
	if (from != NULL && code == EISDIR)
		return "this is a folder; write a pattern such as *.yaml "
		       "behind it";
	return strerror(code);
}

void
loader_read_file(struct loader *loader, const char *path,
    const struct loader_place *from, unsigned depth)
{
	CLEANUP(free) char *folder = folder_of(path);
	CLEANUP(free) uint8_t *bytes = NULL;
	struct error err = ERROR_INIT;
	struct stat st = {0};
	size_t len = 0, slot = loader->files.len;
	struct loader_file *file;

	if (strcmp(path, "-") != 0 && stat(path, &st) != 0) {
		fault_from(loader, from, path, system_words(from, errno));
		return;
	}
	if (S_ISDIR(st.st_mode)) {
		fault_from(loader, from, path, system_words(from, EISDIR));
		return;
	}
	if (!check_again(loader, path, &st, from))
		return;
	if (!file_read(path, CONFIG_MAX_BYTES, &bytes, &len, &err)) {
		fault_from(loader, from, path, words_alone(&err, path));
		return;
	}
	if (!check_limits(loader, path, from, len))
		return;
	file = ARRAY_ADD(&loader->files);
	file->device = st.st_dev;
	file->inode = st.st_ino;
	file->is_open = true;
	if (from != NULL)
		file->from = *from;
	loader_read_bytes(loader, path, folder, TAKE(bytes), len, depth);
	loader->files.items[slot].is_open = false;
}

void
loader_read_bytes(struct loader *loader, const char *name, const char *folder,
    uint8_t *take_bytes, size_t len, unsigned depth)
{
	CLEANUP(yaml_tree_free) struct yaml_tree *tree = NULL;
	struct source *source = source_new(
	    name, (unsigned)loader->sources.len + 1, take_bytes, len);
	struct field_reader reader = {
	    .source = source,
	    .faults = &loader->faults,
	    .folder = folder,
	    .is_included = depth > 0,
	    .loader = loader,
	};

	*ARRAY_ADD(&loader->sources) = source;
	tree = yaml_tree_parse(source, &loader->faults);
	if (tree == NULL)
		return;
	config_root_decode(&reader, yaml_tree_root(tree));
	config_endpoints_decode(&reader);
	config_from_decode(&reader);
	config_files_decode(&reader);
	config_include_read(&reader, depth);
}

void
loader_clear(struct loader *loader)
{
	ARRAY_EACH (source, &loader->sources)
		source_free(*source);
	ARRAY_CLEAR(&loader->sources);
	ARRAY_CLEAR(&loader->files);
	ARRAY_CLEAR(&loader->endpoint_places);
	ARRAY_CLEAR(&loader->trust_store_places);
	ARRAY_EACH (name, &loader->trust_names)
		free(name->name);
	ARRAY_CLEAR(&loader->trust_names);
	ARRAY_CLEAR(&loader->sink_places);
	ARRAY_CLEAR(&loader->route_places);
	ARRAY_EACH (name, &loader->sink_names)
		free(name->name);
	ARRAY_CLEAR(&loader->sink_names);
	free(loader->endpoint_slots);
	loader->endpoint_slots = NULL;
	settings_pool_clear(&loader->settings);
	endpoint_unref(loader->blank);
	loader->blank = NULL;
}
