/* Files that match, and their stamps; see path_snapshot.h. */
#include "files/path_snapshot.h"

#include <glob.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "files/file_stamp.h"

void
path_snapshot_clear(struct path_snapshot *snapshot)
{
	ARRAY_EACH (entry, &snapshot->entries)
		free(entry->path);
	ARRAY_CLEAR(&snapshot->entries);
}

static int
compare_entries(const void *a, const void *b)
{
	const struct path_entry *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* The file's own stamp, and that of the one beside it. */
static uint64_t
stamp_of(const char *path, const char *beside)
{
	struct stat st;
	uint64_t stamp = file_stamp(HASH_START, path, &st);
	const char *slash = strrchr(path, '/');

	if (*beside == '\0')
		return stamp;
	if (strchr(beside, '/') != NULL || slash == NULL)
		return file_stamp(stamp, beside, &st);
	CLEANUP(free)
	char *near_it =
	    mem_printf("%.*s%s", (int)(slash + 1 - path), path, beside);

	return file_stamp(stamp, near_it, &st);
}

static void
add(struct path_snapshot *snapshot, const char *path, const char *beside)
{
	if (snapshot->entries.len == PATH_SNAPSHOT_MAX)
		return;
	*ARRAY_ADD(&snapshot->entries) = (struct path_entry){
	    .path = mem_strdup(path), .stamp = stamp_of(path, beside)};
}

static void
scan_one(
    struct path_snapshot *snapshot, const char *pattern, const char *beside)
{
	glob_t found = {0};

	if (strpbrk(pattern, "*?[") == NULL) {
		add(snapshot, pattern, beside);
		return;
	}
	if (glob(pattern, GLOB_NOSORT, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			add(snapshot, found.gl_pathv[i], beside);
	}
	globfree(&found);
}

static void
drop_doubles(struct path_snapshot *snapshot)
{
	size_t kept = 0;

	for (size_t i = 0; i < snapshot->entries.len; i++) {
		struct path_entry *entry = &snapshot->entries.items[i];
		struct path_entry *last =
		    kept == 0 ? NULL : &snapshot->entries.items[kept - 1];

		if (last != NULL && strcmp(last->path, entry->path) == 0) {
			last->stamp ^= entry->stamp * 31;
			free(entry->path);
			continue;
		}
		snapshot->entries.items[kept++] = *entry;
	}
	snapshot->entries.len = kept;
}

struct path_snapshot
path_snapshot_take(const struct texts *patterns, const struct texts *beside)
{
	struct path_snapshot snapshot = {.entries = {.len = 0}};

	for (size_t i = 0; i < patterns->len; i++)
		scan_one(&snapshot, patterns->items[i], beside->items[i]);
	if (snapshot.entries.len > 1)
		qsort(snapshot.entries.items, snapshot.entries.len,
		    sizeof *snapshot.entries.items, compare_entries);
	drop_doubles(&snapshot);
	return snapshot;
}

bool
path_snapshot_equal(
    const struct path_snapshot *a, const struct path_snapshot *b)
{
	if (a->entries.len != b->entries.len)
		return false;
	for (size_t i = 0; i < a->entries.len; i++) {
		if (a->entries.items[i].stamp != b->entries.items[i].stamp ||
		    compare_entries(
			&a->entries.items[i], &b->entries.items[i]) != 0)
			return false;
	}
	return true;
}

/* Both are sorted: walked side by side. */
bool
path_snapshot_compare(const struct path_snapshot *before,
    const struct path_snapshot *after, struct texts *ret_changed)
{
	size_t i = 0, k = 0;
	bool has_come_or_gone = false;

	while (i < before->entries.len || k < after->entries.len) {
		const struct path_entry *old = &before->entries.items[i];
		const struct path_entry *new = &after->entries.items[k];
		int order = i == before->entries.len ? 1
		    : k == after->entries.len	     ? -1
					      : compare_entries(old, new);

		if (order == 0 && old->stamp != new->stamp)
			texts_add(ret_changed, new->path);
		has_come_or_gone |= order != 0;
		i += order <= 0;
		k += order >= 0;
	}
	return has_come_or_gone;
}
