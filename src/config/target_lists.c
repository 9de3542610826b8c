/* Lists of endpoints, file by file; see target_lists.h. */
#include "config/target_lists.h"

#include <errno.h>
#include <glob.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "config/config_serves.h"
#include "config/target_file.h"
#include "files/file_stamp.h"
#include "model/endpoint_file.h"

#define MAX_FILES CONFIG_MAX_FILES /* of all lists together */

/* The files that a list has now, in the order of their names. */
struct found {
	struct texts paths;
	char *fault; /* why that cannot be known; NULL: it can */
};

static void
found_clear(struct found *found)
{
	texts_clear(&found->paths);
	free(found->fault);
}

static int
compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
on_glob_error(UNUSED const char *path, int code)
{
	return code != ENOENT && code != ENOTDIR;
}

static void
find_pattern(const char *pattern, size_t most, struct found *found)
{
	glob_t matches = {0};
	int code;

	errno = 0;
	code = glob(pattern, GLOB_NOSORT, on_glob_error, &matches);
	if (code == GLOB_ABORTED)
		found->fault = mem_printf(
		    "a folder of it cannot be read: %s", strerror(errno));
	else if (code == 0 && matches.gl_pathc > most)
		found->fault =
		    mem_printf("it matches more than %zu files", most);
	else if (code == 0)
		for (size_t i = 0; i < matches.gl_pathc; i++)
			texts_add(&found->paths, matches.gl_pathv[i]);
	if (found->paths.len > 1)
		qsort(found->paths.items, found->paths.len,
		    sizeof *found->paths.items, compare_texts);
	globfree(&matches);
}

static bool
is_pattern(const struct config_list *list)
{
	return strpbrk(list->path, "*?[") != NULL;
}

static void
find(const struct config_list *list, struct found *found)
{
	if (!is_pattern(list))
		texts_add(&found->paths, list->path);
	else
		find_pattern(list->path,
		    list->kind == CONFIG_LIST_CERT_FILES ? CONFIG_MAX_CERT_FILES
							 : MAX_FILES,
		    found);
}

static uint64_t
stamp_of(const char *path)
{
	struct stat st;

	return file_stamp(HASH_START, path, &st);
}

uint64_t
target_lists_stamp(const struct config *config)
{
	uint64_t stamp = HASH_START;

	ARRAY_EACH (list, &config->lists) {
		struct found found = {.fault = NULL};
		struct stat st;

		if (list->kind == CONFIG_LIST_CERT_FILES)
			continue;
		find(list, &found);
		stamp =
		    hash_bytes(stamp, &found.paths.len, sizeof found.paths.len);
		ARRAY_EACH (path, &found.paths)
			stamp = file_stamp(stamp, *path, &st);
		found_clear(&found);
	}
	return stamp;
}

void
target_lists_paths(const struct config *config, struct texts *ret_paths)
{
	ARRAY_EACH (list, &config->lists) {
		if (list->kind != CONFIG_LIST_CERT_FILES)
			texts_add(ret_paths, list->path);
	}
}

static void
file_clear(struct config_list_file *file)
{
	free(file->path);
	ARRAY_EACH (endpoint, &file->endpoints)
		endpoint_unref(*endpoint);
	ARRAY_CLEAR(&file->endpoints);
}

/* Its endpoints are replaced when it is good. */
static bool
read_file(const struct config_list *list, struct config_list_file *file,
    unsigned number, struct faults *faults)
{
	CLEANUP(source_free) struct source *source = NULL;
	struct error err = ERROR_INIT;
	struct target_file parsed;
	uint8_t *bytes = NULL;
	size_t len = 0;

	file->stamp = stamp_of(file->path);
	if (!file_read(file->path, CONFIG_MAX_BYTES, &bytes, &len, &err)) {
		size_t path_len = strlen(file->path);
		bool is_named = strncmp(err.message, file->path, path_len) == 0;

		faults_add_file(faults, file->path, "%s",
		    is_named ? err.message + path_len +
			    strspn(err.message + path_len, ": ")
			     : err.message);
		return false;
	}
	source = source_new(file->path, number, bytes, len);
	if (!target_file_parse(list->kind, source, list->like, faults, &parsed))
		return false;
	ARRAY_EACH (endpoint, &file->endpoints)
		endpoint_unref(*endpoint);
	ARRAY_CLEAR(&file->endpoints);
	file->endpoints.items = parsed.endpoints.items;
	file->endpoints.len = parsed.endpoints.len;
	file->endpoints.cap = parsed.endpoints.cap;
	return true;
}

/* Which ids there are: open addressing, number + 1 of the endpoint. */
struct ids {
	uint32_t *slots;
	size_t mask;
};

static bool
ids_add(
    struct ids *ids, const struct config *config, const char *id, size_t number)
{
	size_t slot = hash_text(HASH_START, id) & ids->mask;

	while (ids->slots[slot] != 0) {
		size_t other = ids->slots[slot] - 1;

		if (strcmp(config->endpoints.items[other]->id, id) == 0)
			return false;
		slot = (slot + 1) & ids->mask;
	}
	ids->slots[slot] = (uint32_t)number + 1;
	return true;
}

static struct ids
ids_new(const struct config *config)
{
	size_t count = config->own_count, size = 64;

	ARRAY_EACH (file, &config->list_files)
		count += file->endpoints.len;
	ARRAY_EACH (service, &config->services)
		count += service->endpoints.len;
	while (size < count * 2)
		size *= 2;
	return (struct ids){
	    .slots = mem_new(size, sizeof(uint32_t)), .mask = size - 1};
}

/* Those of one file, each once; false: there is no room for all. */
static bool
join_file(struct config *config, const struct config_list_file *file,
    struct ids *ids, struct faults *faults)
{
	ARRAY_EACH (slot, &file->endpoints) {
		size_t number = config->endpoints.len;

		if (number == CONFIG_MAX_ENDPOINTS) {
			faults_add_file(faults, file->path,
			    "more than %d endpoints in all; spread them over "
			    "several daemons",
			    CONFIG_MAX_ENDPOINTS);
			return false;
		}
		if (ids_add(ids, config, (*slot)->id, number))
			*ARRAY_ADD(&config->endpoints) = endpoint_ref(*slot);
	}
	return true;
}

/* What DNS names comes last. */
static void
join_services(struct config *config, struct ids *ids)
{
	ARRAY_EACH (service, &config->services) {
		ARRAY_EACH (slot, &service->endpoints) {
			size_t number = config->endpoints.len;

			if (number < CONFIG_MAX_ENDPOINTS &&
			    ids_add(ids, config, (*slot)->id, number))
				*ARRAY_ADD(&config->endpoints) =
				    endpoint_ref(*slot);
		}
	}
}

/* Behind the configuration's own come those of files that are named, then those
 * that a pattern found. */
static void
join_others(struct config *config, struct faults *faults)
{
	struct ids ids = ids_new(config);
	bool has_room = true;

	for (size_t i = 0; i < config->own_count; i++)
		(void)ids_add(&ids, config, config->endpoints.items[i]->id, i);
	for (int pass = 0; pass < 2; pass++) {
		ARRAY_EACH (file, &config->list_files) {
			if (has_room &&
			    is_pattern(&config->lists.items[file->list]) ==
				(pass == 1))
				has_room =
				    join_file(config, file, &ids, faults);
		}
	}
	join_services(config, &ids);
	free(ids.slots);
}

static void
join(struct config *config, struct faults *faults)
{
	while (config->endpoints.len > config->own_count)
		endpoint_unref(
		    config->endpoints.items[--config->endpoints.len]);
	if (config->list_files.len > 0 || config->services.len > 0)
		join_others(config, faults);
	config_serves_resolve(config);
}

static struct config_list_file *
find_file(struct config *config, size_t list, const char *path)
{
	ARRAY_EACH (file, &config->list_files) {
		if (file->list == list && strcmp(file->path, path) == 0)
			return file;
	}
	return NULL;
}

struct refreshing {
	struct config *config;
	struct faults faults;
	struct target_lists_change change;
	ARRAY(struct config_list_file) files; /* in their new order */
};

/* Names with control characters could not be shown as they are. */
static bool
is_clean(const char *path)
{
	for (const char *p = path; *p != '\0'; p++) {
		if ((unsigned char)*p < ' ' || *p == '\x7f')
			return false;
	}
	return true;
}

/* A certificate file is one endpoint, whatever it holds. */
static void
make_file(struct refreshing *refreshing, struct config_list_file *file)
{
	const struct endpoint *like =
	    refreshing->config->lists.items[file->list].like;
	struct endpoint *endpoint;

	if (file->endpoints.len > 0 || !is_clean(file->path))
		return;
	endpoint = endpoint_like(like);
	endpoint_file_unref(endpoint->file);
	endpoint->file = endpoint_file_at(like->file, file->path);
	if (endpoint->file->names.len > 0 &&
	    !hostname_parse(
		endpoint->file->names.items[0], &endpoint->host, NULL))
		abort(); /* it is one by its table */
	endpoint_finish(endpoint);
	*ARRAY_ADD(&file->endpoints) = endpoint;
	refreshing->change.has_read = true;
}

/* Takes what is known of the file, reads it if that is old. */
static void
refresh_file(struct refreshing *refreshing, size_t list, const char *path)
{
	struct config_list_file *known =
	    find_file(refreshing->config, list, path);
	struct config_list_file *file = ARRAY_ADD(&refreshing->files);
	unsigned number = (unsigned)refreshing->files.len;

	if (known != NULL) {
		*file = *known;
		*known = (struct config_list_file){.list = SIZE_MAX};
		known->path = mem_strdup("");
	} else {
		file->list = list;
		file->path = mem_strdup(path);
	}
	if (refreshing->config->lists.items[list].kind ==
	    CONFIG_LIST_CERT_FILES) {
		make_file(refreshing, file);
		return;
	}
	if (known != NULL && file->stamp == stamp_of(path))
		return;
	refreshing->change.has_read = true;
	if (read_file(&refreshing->config->lists.items[list], file, number,
		&refreshing->faults)) {
		refreshing->change.has_recovered |= file->is_broken;
		file->is_broken = false;
	} else {
		refreshing->change.broken_count++;
		file->is_broken = true;
	}
}

/* A pattern whose folder cannot be read keeps all it had. */
static void
keep_list(struct refreshing *refreshing, size_t list, const char *fault)
{
	struct config *config = refreshing->config;

	faults_add_file(
	    &refreshing->faults, config->lists.items[list].path, "%s", fault);
	ARRAY_EACH (file, &config->list_files) {
		if (file->list != list)
			continue;
		*ARRAY_ADD(&refreshing->files) = *file;
		*file = (struct config_list_file){.list = SIZE_MAX};
		file->path = mem_strdup("");
	}
	config->lists.items[list].is_unknown = true;
	refreshing->change.broken_count++;
}

static void
refresh(struct refreshing *refreshing)
{
	struct config *config = refreshing->config;

	for (size_t i = 0; i < config->lists.len; i++) {
		struct found found = {.fault = NULL};

		find(&config->lists.items[i], &found);
		if (found.fault != NULL)
			keep_list(refreshing, i, found.fault);
		else
			ARRAY_EACH (path, &found.paths)
				refresh_file(refreshing, i, *path);
		found_clear(&found);
	}
	ARRAY_EACH (file, &config->list_files) {
		refreshing->change.has_read |= file->list != SIZE_MAX;
		file_clear(file);
	}
	ARRAY_CLEAR(&config->list_files);
	config->list_files.items = (void *)refreshing->files.items;
	config->list_files.len = refreshing->files.len;
	config->list_files.cap = refreshing->files.cap;
	join(config, &refreshing->faults);
}

void
target_lists_read(struct config *config, struct faults *faults)
{
	struct refreshing refreshing = {.config = config, .faults = *faults};

	refresh(&refreshing);
	*faults = refreshing.faults;
}

struct target_lists_change
target_lists_refresh(struct config *config, struct config_faults *ret_faults)
{
	struct refreshing refreshing = {
	    .config = config, .faults = {.list = ret_faults}};

	refresh(&refreshing);
	return refreshing.change;
}

void
target_lists_join(struct config *config)
{
	struct config_faults ignored = {0};
	struct faults faults = {.list = &ignored};

	join(config, &faults); /* what has no room was said when it was read */
	config_faults_clear(&ignored);
}

void
target_lists_clear(struct config *config)
{
	ARRAY_EACH (list, &config->lists) {
		free(list->path);
		endpoint_unref(list->like);
	}
	ARRAY_CLEAR(&config->lists);
	ARRAY_EACH (file, &config->list_files)
		file_clear(file);
	ARRAY_CLEAR(&config->list_files);
}
