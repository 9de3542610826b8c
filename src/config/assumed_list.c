/* Endpoints of before for a list at fault; see assumed_list.h. */
#include "config/assumed_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/host_port.h"
#include "config/target_lists.h"

static bool
is_of_endpoints(const struct config_list *list)
{
	return list->kind != CONFIG_LIST_CERT_FILES;
}

bool
assumed_list_is_wanted(const struct config *config)
{
	ARRAY_EACH (file, &config->list_files) {
		if (file->is_broken)
			return true;
	}
	ARRAY_EACH (list, &config->lists) {
		if (list->is_unknown && is_of_endpoints(list))
			return true;
	}
	return false;
}

/* NULL: all is known. */
static struct config_list_file *
find_broken(struct config *config)
{
	struct config_list_file *found = NULL;

	ARRAY_EACH (file, &config->list_files) {
		if (!file->is_broken)
			continue;
		file->stamp = 0; /* read, and told, once more */
		if (found == NULL)
			found = file;
	}
	for (size_t i = 0; found == NULL && i < config->lists.len; i++) {
		if (!config->lists.items[i].is_unknown ||
		    !is_of_endpoints(&config->lists.items[i]))
			continue;
		found = ARRAY_ADD(&config->list_files);
		found->list = i;
		found->path = mem_strdup(config->lists.items[i].path);
		found->is_broken = true;
	}
	return found;
}

static int
compare_ids(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* NULL: it is no server, but a file. */
static struct endpoint *
assumed(const char *id, const struct endpoint *like)
{
	struct host_port at;
	struct error odd = ERROR_INIT;
	struct endpoint *endpoint;

	if (!host_port_parse(id, &at, &odd) || at.port == 0)
		return NULL;
	endpoint = endpoint_like(like);
	endpoint->host = at.host;
	endpoint->port = at.port;
	endpoint_finish(endpoint);
	return endpoint;
}

size_t
assumed_list_make(struct config *config, const struct texts *ids)
{
	struct config_list_file *file = find_broken(config);
	size_t before = config->endpoints.len;
	const char **known = mem_new(before + 1, sizeof *known);

	for (size_t i = 0; i < before; i++)
		known[i] = config->endpoints.items[i]->id;
	qsort(known, before, sizeof *known, compare_ids);
	for (size_t i = 0; file != NULL && i < ids->len; i++) {
		struct endpoint *endpoint = NULL;

		if (bsearch(&ids->items[i], known, before, sizeof *known,
			compare_ids) == NULL)
			endpoint = assumed(ids->items[i],
			    config->lists.items[file->list].like);
		if (endpoint != NULL)
			*ARRAY_ADD(&file->endpoints) = endpoint;
	}
	free(known);
	target_lists_join(config);
	return config->endpoints.len - before;
}
