/* Watches the certificate files; see file_watch.h. */
#include "daemon/file_watch.h"

#include "base/log.h"
#include "base/mem.h"
#include "files/path_watch.h"
#include "model/endpoint_file.h"

struct file_watch {
	struct file_watch_parts parts;
	struct path_watch *paths;      /* NULL: there were no files yet */
	struct texts patterns, beside; /* as they were set */
};

static void
on_news(void *arg, const struct texts *changed, bool has_come_or_gone)
{
	struct file_watch *watch = arg;

	if (has_come_or_gone)
		watch->parts.come_or_gone(watch->parts.arg);
	ARRAY_EACH (path, changed)
		watch->parts.changed(watch->parts.arg, *path);
}

static void
on_gap(UNUSED void *arg, const char *why)
{
	log_warning(
	    NULL, "certificate files are looked at every few seconds: %s", why);
}

static void
add(struct texts *patterns, struct texts *beside, const char *path,
    const struct endpoint_file *file)
{
	texts_add(patterns, path);
	texts_add(beside, file->key_path == NULL ? "" : file->key_path);
}

/* The patterns, and what only an endpoint names. */
static void
list_patterns(
    const struct config *config, struct texts *patterns, struct texts *beside)
{
	ARRAY_EACH (list, &config->lists) {
		if (list->kind == CONFIG_LIST_CERT_FILES)
			add(patterns, beside, list->path, list->like->file);
	}
	ARRAY_EACH (slot, &config->endpoints) {
		const struct endpoint_file *file = (*slot)->file;

		if (file != NULL && file->served_by.len > 0)
			add(patterns, beside, file->path, file);
	}
}

struct file_watch *
file_watch_new(
    const struct file_watch_parts *parts, const struct config *config)
{
	struct file_watch *watch = MEM_NEW(struct file_watch);

	watch->parts = *parts;
	file_watch_reset(watch, config);
	return watch;
}

void
file_watch_free(struct file_watch *watch)
{
	if (watch == NULL)
		return;
	path_watch_free(watch->paths);
	texts_clear(&watch->patterns);
	texts_clear(&watch->beside);
	free(watch);
}

void
file_watch_reset(struct file_watch *watch, const struct config *config)
{
	struct texts patterns = {.len = 0}, beside = {.len = 0};

	if (watch == NULL)
		return;
	list_patterns(config, &patterns, &beside);
	if (watch->paths == NULL && patterns.len > 0)
		watch->paths = path_watch_new(
		    &(struct path_watch_parts){.loop = watch->parts.loop,
			.changed = on_news,
			.gap = on_gap,
			.arg = watch});
	if (watch->paths != NULL &&
	    !(texts_equal(&patterns, &watch->patterns) &&
		texts_equal(&beside, &watch->beside)))
		path_watch_set(watch->paths, &patterns, &beside);
	texts_clear(&watch->patterns);
	texts_clear(&watch->beside);
	watch->patterns = patterns;
	watch->beside = beside;
}
