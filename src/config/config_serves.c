/* Ties endpoints to their files; see config_serves.h. */
#include "config/config_serves.h"

#include <string.h>

#include "config/config.h"
#include "model/endpoint_file.h"

struct files {
	ARRAY(struct endpoint *) list; /* lent */
};

static struct endpoint *
find(const struct files *files, const char *id)
{
	ARRAY_EACH (endpoint, &files->list) {
		if (strcmp((*endpoint)->id, id) == 0)
			return *endpoint;
	}
	return NULL;
}

/* With the settings of the first that serves it. */
static struct endpoint *
add_implied(
    struct config *config, const struct endpoint *server, const char *path)
{
	struct endpoint *endpoint = endpoint_like(server);
	const struct endpoint_file plain = {.path = NULL};

	texts_clear(&endpoint->settings->serves);
	approach_unref(endpoint->settings->approach);
	endpoint->settings->approach = NULL;
	endpoint->starttls = 0;
	endpoint->port = 0;
	memset(&endpoint->host, 0, sizeof endpoint->host);
	free(TAKE(endpoint->sni));
	endpoint->file = endpoint_file_at(&plain, path);
	endpoint_finish(endpoint);
	*ARRAY_ADD(&config->endpoints) = endpoint;
	return endpoint;
}

static void
tie(struct endpoint *file, const struct endpoint *server)
{
	if (!texts_has(&file->file->served_by, server->id))
		texts_add(&file->file->served_by, server->id);
	if (file->file->has_own_names || server->host.text[0] == '\0' ||
	    texts_has(&file->file->names, server->host.text))
		return;
	if (file->file->names.len == 0)
		hostname_copy(&file->host, &server->host);
	texts_add(&file->file->names, server->host.text);
}

static void
begin(struct endpoint *endpoint)
{
	struct endpoint_file *file = endpoint->file;

	texts_clear(&file->served_by);
	if (!file->has_own_names) {
		texts_clear(&file->names);
		memset(&endpoint->host, 0, sizeof endpoint->host);
	}
}

void
config_serves_resolve(struct config *config)
{
	struct files files = {.list = {.len = 0}};
	size_t count = config->endpoints.len;

	for (size_t i = 0; i < count; i++) {
		if (config->endpoints.items[i]->file == NULL)
			continue;
		begin(config->endpoints.items[i]);
		*ARRAY_ADD(&files.list) = config->endpoints.items[i];
	}
	for (size_t i = 0; i < count; i++) {
		struct endpoint *server = config->endpoints.items[i];

		for (size_t k = 0; k < server->settings->serves.len; k++) {
			const char *id = server->settings->serves.items[k];
			struct endpoint *file = find(&files, id);

			if (file == NULL) {
				file = add_implied(config, server, id);
				*ARRAY_ADD(&files.list) = file;
			}
			tie(file, server);
		}
	}
	ARRAY_CLEAR(&files.list);
}
