/* "notify.mail": receivers of events by e-mail. */
#include "config/config_mail.h"

#include <strings.h>

#include "base/mem.h"
#include "config/config.h"
#include "config/config_sinks.h"
#include "config/loader.h"
#include "net/http_url.h"
#include "notify/mail_options.h"

#define MAX_TO 50

static const char *const wishes[] = {"required", "if-offered", "none", NULL};

/* What the keys fill; it becomes a struct mail_options. */
struct entry {
	struct mail_options options;
	char *password_file, *password_credential;
};

static bool
parse_url(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	struct http_url url = {0};

	if (!http_url_parse_smtp(text, &url, err))
		return false;
	http_url_clear(&url);
	free(*(char **)slot);
	*(char **)slot = mem_strdup(text);
	return true;
}

static const struct field_type url_type = {
    .name = "URL",
    .words = "a URL such as smtp://mail.example.com:587",
    .parse = parse_url,
    .shapes = FIELD_AS_TEXT,
    .pattern = "^[Ss][Mm][Tt][Pp][Ss]?:",
};

static bool
check_address(const char *text, struct error *err)
{
	return mail_address_is(text) ||
	    error_set(err, ERROR_INVALID,
		"is '%s'; it must be an address such as ops@example.com, "
		"without a name",
		fault_value(text).text);
}

static bool
parse_address(UNUSED const struct field *field, const char *text, void *slot,
    struct error *err)
{
	if (!check_address(text, err))
		return false;
	free(*(char **)slot);
	*(char **)slot = mem_strdup(text);
	return true;
}

static const struct field_type address_type = {
    .name = "address",
    .words = "an address such as chainwatch@example.com",
    .parse = parse_address,
    .shapes = FIELD_AS_TEXT,
};

static void
decode_to(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *text = field_text(reader, field, field->item, node);
	struct error err = ERROR_INIT;

	if (text == NULL)
		return;
	if (check_address(text, &err))
		texts_add(slot, text);
	else
		field_fault(reader, node, "an item of '%s' %s", field->key,
		    err.message);
}

static const struct field_type to_type = {
    .name = "address",
    .words = "an address such as ops@example.com",
    .decode = decode_to,
    .shapes = FIELD_AS_TEXT,
};

enum row {
	ROW_NAME,
	ROW_URL,
	ROW_STARTTLS,
	ROW_CA_FILE,
	ROW_USERNAME,
	ROW_PASSWORD_FILE,
	ROW_PASSWORD_CREDENTIAL,
	ROW_FROM,
	ROW_TO,
	ROW_DIGEST,
	ROW_TIMEOUT,
	ROW_MIN_SEVERITY,
	ROW_EVENTS,
};

static const struct field rows[] = {
    [ROW_NAME] =
	{
	    .key = "name",
	    .type = &config_sink_name,
	    .offset = offsetof(struct entry, options.name),
	    .flags = FIELD_REQUIRED,
	    .sentence = "By this name it is kept what it was told already.",
	},
    [ROW_URL] =
	{
	    .key = "url",
	    .type = &url_type,
	    .offset = offsetof(struct entry, options.url),
	    .flags = FIELD_REQUIRED,
	    .sentence = "The mail server: smtp://HOST[:PORT], or smtps:// "
			"where TLS comes first.",
	},
    [ROW_STARTTLS] =
	{
	    .key = "starttls",
	    .type = &field_choice,
	    .choices = wishes,
	    .offset = offsetof(struct entry, options.starttls),
	    .fallback = "required",
	    .sentence = "With smtp://: whether nothing is said in the clear, "
			"or all if the server has no TLS, or all anyway.",
	},
    [ROW_CA_FILE] =
	{
	    .key = "ca_file",
	    .type = &field_path,
	    .offset = offsetof(struct entry, options.ca_file),
	    .inherits = "the system's",
	    .sentence = "PEM file of the CAs that the server's certificate "
			"is verified with, and no others.",
	},
    [ROW_USERNAME] =
	{
	    .key = "username",
	    .type = &field_string,
	    .offset = offsetof(struct entry, options.username),
	    .least = 1,
	    .most = 255,
	    .inherits = "none: nobody logs in",
	    .sentence = "Who logs in.",
	},
    [ROW_PASSWORD_FILE] =
	{
	    .key = "password_file",
	    .type = &field_path,
	    .offset = offsetof(struct entry, password_file),
	    .sentence = "A file with the password in its first line; read "
			"again when it changes.",
	},
    [ROW_PASSWORD_CREDENTIAL] =
	{
	    .key = "password_credential",
	    .type = &config_sink_name,
	    .offset = offsetof(struct entry, password_credential),
	    .sentence = "The same as a credential of the service manager "
			"(LoadCredential=).",
	},
    [ROW_FROM] =
	{
	    .key = "from",
	    .type = &address_type,
	    .offset = offsetof(struct entry, options.from),
	    .flags = FIELD_REQUIRED,
	    .sentence = "The sender's address.",
	},
    [ROW_TO] =
	{
	    .key = "to",
	    .type = &field_list,
	    .item = &to_type,
	    .offset = offsetof(struct entry, options.to),
	    .flags = FIELD_REQUIRED,
	    .least = 1,
	    .most = MAX_TO,
	    .sentence = "The addresses that it goes to, in one mail.",
	},
    [ROW_DIGEST] =
	{
	    .key = "digest",
	    .type = &field_duration_ms,
	    .offset = offsetof(struct entry, options.digest_ms),
	    .least = 1,
	    .most = 3600,
	    .inherits = "none: each event is a mail",
	    .sentence = "How long an event waits for others, to go into one "
			"mail with them; 64 at most.",
	},
    [ROW_TIMEOUT] =
	{
	    .key = "timeout",
	    .type = &field_duration_ms,
	    .offset = offsetof(struct entry, options.timeout_ms),
	    .least = 1,
	    .most = 300,
	    .fallback = "30s",
	    .sentence = "How long one attempt may take.",
	},
    [ROW_MIN_SEVERITY] =
	{
	    .key = "min_severity",
	    .type = &field_choice,
	    .choices = config_severities,
	    .offset = offsetof(struct entry, options.min_severity),
	    .fallback = "ok",
	    .sentence = "What is less severe is not sent.",
	},
    [ROW_EVENTS] =
	{
	    .key = "events",
	    .type = &field_list,
	    .item = &config_event_kind,
	    .offset = offsetof(struct entry, options.events),
	    .least = 1,
	    .most = CONFIG_MAX_EVENTS,
	    .inherits = "all",
	    .sentence = "The kinds of events that are sent.",
	},
};

const struct field_table config_mail_table = FIELD_TABLE("a mail", rows);

static bool
has_row(uint64_t seen, enum row row)
{
	return (seen & UINT64_C(1) << row) != 0;
}

static bool
is_tls_first(const struct mail_options *options)
{
	return strncasecmp(options->url, "smtps:", 6) == 0;
}

static void
check_login(struct field_reader *reader, const struct yaml_node *node,
    uint64_t seen, const struct mail_options *options)
{
	int passwords = has_row(seen, ROW_PASSWORD_FILE) +
	    has_row(seen, ROW_PASSWORD_CREDENTIAL);

	if (passwords != (int)has_row(seen, ROW_USERNAME))
		field_fault(reader, node,
		    "'username' and one of 'password_file' and "
		    "'password_credential' belong together");
	else if (passwords > 0 && !is_tls_first(options) &&
	    options->starttls != SMTP_STARTTLS_REQUIRED)
		field_fault(reader, yaml_map_find(node, "starttls"),
		    "the password could go over the wire in the clear; say "
		    "'starttls: required'");
}

static void
check_tls(struct field_reader *reader, const struct yaml_node *node,
    uint64_t seen, const struct mail_options *options)
{
	if (has_row(seen, ROW_STARTTLS) && is_tls_first(options))
		field_fault(reader, yaml_map_find(node, "starttls"),
		    "'starttls' is for smtp://; smtps:// begins with TLS");
	if (!has_row(seen, ROW_CA_FILE))
		return;
	if (options->starttls == SMTP_STARTTLS_NONE && !is_tls_first(options))
		field_fault(reader, yaml_map_find(node, "ca_file"),
		    "'ca_file' is for TLS; with 'starttls: none' there is "
		    "none");
	else
		field_check_is_there(
		    reader, yaml_map_find(node, "ca_file"), options->ca_file);
}

static void
decode_mail(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, UNUSED void *slot)
{
	struct entry entry = {0};
	struct mail_options *options = &entry.options;
	size_t before = reader->faults->added;
	uint64_t seen;

	if (node->kind != YAML_KIND_MAP) {
		field_wrong_type(reader, field, field->item, node);
		return;
	}
	field_set_defaults(&config_mail_table, &entry);
	seen = field_decode_map(reader, &config_mail_table, node, &entry);
	if (reader->faults->added == before) {
		config_sink_add(reader, yaml_map_find(node, "name"),
		    options->name, options->min_severity);
		check_login(reader, node, seen, options);
		check_tls(reader, node, seen, options);
	}
	if (reader->faults->added == before) {
		if (entry.password_file != NULL)
			texts_add(
			    &options->password_files, entry.password_file);
		if (entry.password_credential != NULL)
			texts_add(&options->password_credentials,
			    entry.password_credential);
		*ARRAY_ADD(&loader_of(reader)->config->mails) = *options;
		*options = (struct mail_options){0};
	}
	mail_options_clear(options);
	free(entry.password_file);
	free(entry.password_credential);
}

const struct field_type config_mail_item = {
    .name = "mail",
    .words = "a map of keys such as {name: oncall, url: \"smtp://...\"}",
    .decode = decode_mail,
    .shapes = FIELD_AS_MAP,
};
