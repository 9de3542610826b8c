/*
 * Answers of the API about a fleet that has something of everything, as files
 * in a folder: the target, status and type in the first line, then the body.
 * tests/web/answers.sh holds them against etc/openapi.json.
 *
 *	api_answers FOLDER
 */
#include "web/web.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/mem.h"
#include "model/ack.h"
#include "model/silence.h"
#include "support/fake_http.h"
#include "support/monitor_rig.h"
#include "support/temp_folder.h"

static const char *folder;
static unsigned written;

static json_t *
ask(struct rig *rig, const char *target)
{
	const struct fake_answer *answer = fake_http_get(rig->loop, target);
	CLEANUP(free) char *path = mem_printf("%s/%03u", folder, written++);
	FILE *file = fopen(path, "w");

	if (file == NULL) {
		perror(path);
		exit(1);
	}
	fprintf(file, "%s %d %s\n%s", target, answer->status, answer->type,
	    answer->body);
	fclose(file);
	return json_loads(answer->body, 0, NULL);
}

/* Asks for all of a list, and for what each item leads to. */
static void
ask_each(struct rig *rig, const char *list, const char *key, const char *base)
{
	json_t *value = ask(rig, list), *item;
	size_t i;

	json_array_foreach(json_object_get(value, "items"), i, item)
	{
		const char *id = json_string_value(json_object_get(item, key));
		CLEANUP(free) char *target = mem_printf("%s%s", base, id);

		json_decref(ask(rig, target));
	}
	json_decref(value);
}

static void
ask_all(struct rig *rig)
{
	ask_each(rig, "/api/v1/status", "id", "/api/v1/endpoints/");
	ask_each(rig, "/api/v1/incidents", "id", "/api/v1/incidents/");
	ask_each(rig, "/api/v1/certificates", "fingerprint_sha256",
	    "/api/v1/certificates/");
	json_decref(ask(rig, "/api/v1/events?since=1970-01-02"));
	json_decref(ask(rig, "/api/v1/history?since=1970-01-02"));
	json_decref(ask(rig, "/api/v1/silences"));
	json_decref(ask(rig, "/api/v1/status?limit=2"));
	json_decref(ask(rig, "/api/v1/status?format=ndjson"));
	json_decref(ask(rig, "/api/v1/status?limit=many"));
	json_decref(ask(rig, "/api/v1/endpoints/nobody"));
	json_decref(ask(rig, "/healthz"));
	json_decref(ask(rig, "/readyz"));
}

static void
watch(struct rig *rig)
{
	rig_endpoint(rig, "good.test", "192.0.2.1", 300);
	rig_endpoint(rig, "renewed.test", "192.0.2.2 192.0.2.3", 300);
	rig_endpoint(rig, "refused.test", "192.0.2.4", 300);
	rig_endpoint(rig, "silent.test", "2001:db8::5", 300);
	rig_endpoint(rig, "shared.test", "192.0.2.6", 300);
	rig_endpoint(rig, "shared-too.test", "192.0.2.7", 300);
	rig_endpoint(rig, "keys.test", "192.0.2.8", 300);
	rig_serve(rig, "192.0.2.4", RIG_REFUSED);
	rig_serve(rig, "2001:db8::5", RIG_SILENT);
	rig_serve(rig, "192.0.2.6", RIG_SHARED);
	rig_serve(rig, "192.0.2.7", RIG_SHARED);
	rig_serve_variant(rig, "192.0.2.8", VARIANT_RSA, RIG_RSA_LEAF_ONLY);
	rig_apply(rig);
}

static void
complain(const struct error *err)
{
	fprintf(stderr, "%s\n", err->message);
	exit(1);
}

/* team: of a label, or NULL. */
static void
add_silence(struct rig *rig, const char *pattern, const char *team)
{
	struct silence *silence = silence_new();
	struct error err = ERROR_INIT;

	silence->author = mem_strdup("anna");
	silence->reason = mem_strdup("moving");
	silence->scope.pattern = mem_strdup(pattern);
	if (team != NULL)
		scope_add_label(&silence->scope, "team", team);
	silence->ends_at = clock_wall_s(&rig->clock) + 7200;
	if (monitor_silence(rig->monitor, silence, &err) == NULL)
		complain(&err);
}

static void
quieten(struct rig *rig)
{
	char reason[] = "on it", author[] = "anna";
	const struct ack ack = {.reason = reason, .author = author};
	struct error err = ERROR_INIT;

	add_silence(rig, "shared*", NULL);
	add_silence(rig, "renewed.test", NULL);
	add_silence(rig, NULL, "web");
	if (!monitor_ack(rig->monitor, "refused.test:443", &ack, &err))
		complain(&err);
}

/* Days of mishaps, asked about in between and at the end. */
static void
tell(struct rig *rig)
{
	ask_all(rig);
	watch(rig);
	ask_all(rig);
	rig_run(rig, 6 * 3600);
	quieten(rig);
	rig_serve(rig, "192.0.2.2", RIG_LEAF_ONLY);
	rig_run(rig, 3600);
	ask_all(rig);
	rig_serve(rig, "192.0.2.2", RIG_GOOD);
	rig_serve(rig, "192.0.2.4", RIG_GOOD);
	rig_run(rig, 86400);
	ask_all(rig);
	for (unsigned i = 1; i <= 8; i++) {
		char address[20];

		snprintf(address, sizeof address, "192.0.2.%u", i);
		rig_serve(rig, address, RIG_SILENT);
	}
	rig_run(rig, 1200);
	ask_all(rig);
}

int
main(int argc, char **argv)
{
	const struct web_options options = {
	    .server = http_server_options_default};
	struct temp_folder store;
	struct error err = ERROR_INIT;
	struct rig *rig;
	struct web *web;

	if (argc != 2) {
		fprintf(stderr, "usage: api_answers FOLDER\n");
		return 2;
	}
	folder = argv[1];
	temp_folder_make(&store);
	rig = rig_new_in(NULL, store.path);
	const struct control_parts parts = {
	    .loop = rig->loop,
	    .clock = &rig->clock,
	    .monitor = rig->monitor,
	    .fleet = rig->fleet,
	    .inspector = rig->inspector,
	    .store = rig->store,
	};
	web = web_new(&parts, &options, &err);
	tell(rig);
	web_free(web);
	rig_free(rig);
	temp_folder_remove(&store);
	return 0;
}
