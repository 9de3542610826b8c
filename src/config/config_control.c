/* "control": the control socket; see config_control.h. */
#include "config/config_control.h"

#include "config/config.h"

#define SOCKET_NAME "control.sock"
/* Those of the units in systemd/ */
#define SERVICE_STATE_DIRECTORY "/var/lib/chainwatchd"
#define SERVICE_SOCKET "/run/chainwatchd/" SOCKET_NAME

static bool
parse_mode(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	mode_t mode = 0;
	size_t len = strlen(text);

	if (len < 3 || len > 4 || strspn(text, "01234567") != len)
		return error_set(err, ERROR_INVALID,
		    "is no mode; write three or four octal digits such as "
		    "\"0660\"");
	for (; *text != '\0'; text++)
		mode = mode * 8 + (mode_t)(*text - '0');
	if (mode > 0777)
		return error_set(
		    err, ERROR_INVALID, "must be from 0000 to 0777");
	*(mode_t *)slot = mode;
	return true;
}

static bool
is_same_mode(const void *slot, const void *other)
{
	return *(const mode_t *)slot == *(const mode_t *)other;
}

static const struct field_type mode_type = {
    .name = "mode",
    .words = "a mode such as \"0660\"",
    .parse = parse_mode,
    .shapes = FIELD_AS_TEXT | FIELD_AS_NUMBER,
    .is_same = is_same_mode,
};

static const struct field rows[] = {
    {
	.key = "enabled",
	.type = &field_boolean,
	.offset = offsetof(struct config_control, is_enabled),
	.fallback = "true",
	.flags = FIELD_RESTART,
	.sentence = "Listen there.",
    },
    {
	.key = "socket",
	.type = &field_path,
	.offset = offsetof(struct config_control, socket),
	.inherits = SOCKET_NAME " in the state directory",
	.flags = FIELD_RESTART,
	.sentence = "The Unix socket, in a folder that is there. One that the "
		    "service manager hands over takes its place.",
    },
    {
	.key = "mode",
	.type = &mode_type,
	.offset = offsetof(struct config_control, mode),
	.fallback = "0660",
	.flags = FIELD_RESTART,
	.sentence = "Its mode. Who may write to it may ask all, and may do "
		    "all that can be done there.",
    },
    {
	.key = "group",
	.type = &field_string,
	.offset = offsetof(struct config_control, group),
	.most = 64,
	.inherits = "that of the daemon",
	.flags = FIELD_RESTART,
	.sentence = "Its group.",
    },
};

const struct field_table config_control_table = FIELD_TABLE("'control'", rows);

char *
config_control_path_in(const struct config *config, const char *directory)
{
	if (!config->control.is_enabled)
		return NULL;
	if (config->control.socket != NULL)
		return mem_strdup(config->control.socket);
	return mem_printf("%s/" SOCKET_NAME, directory);
}

char *
config_control_path(const struct config *config)
{
	return config_control_path_in(config, config->state_directory);
}

static void
add_once(struct texts *paths, const char *path)
{
	if (!texts_has(paths, path))
		texts_add(paths, path);
}

/* The service manager says where its state is, by its own word. */
static bool
is_usual(const struct config *config)
{
	return config == NULL ||
	    (config->control.socket == NULL &&
		(strcmp(config->state_directory, CONFIG_STATE_DIRECTORY) == 0 ||
		    strcmp(config->state_directory, SERVICE_STATE_DIRECTORY) ==
			0));
}

bool
config_control_add_paths(const struct config *config, struct texts *ret_paths)
{
	CLEANUP(free)
	char *own = config == NULL
	    ? mem_strdup(CONFIG_STATE_DIRECTORY "/" SOCKET_NAME)
	    : config_control_path(config);

	if (own == NULL)
		return false;
	if (is_usual(config)) {
		add_once(ret_paths, SERVICE_SOCKET);
		add_once(ret_paths, SERVICE_STATE_DIRECTORY "/" SOCKET_NAME);
	}
	add_once(ret_paths, own);
	return true;
}
