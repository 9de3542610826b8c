/* Recipes, expanded from remedies.def, and their placeholders. */
#include "model/remedy.h"

#include <string.h>

#include "base/ip_address.h"

#define RECIPE(where_, whose_, text_) \
	{ \
		.where = where_, .is_client = (whose_) == ON_CLIENT, \
		.is_own = (whose_) == ON_OWN, .text = text_ \
	}
#define MORE(where_, text_) \
	{ \
		.where = where_, .is_more = true, .text = text_ \
	}
enum { ON_SERVER, ON_CLIENT, ON_OWN };

#define REMEDY(id_, command_, file_command_, ...) \
	static const struct remedy_recipe recipes_##id_[] = {__VA_ARGS__};
#include "model/remedies.def"
#undef REMEDY

static const struct remedy remedies[REMEDY_COUNT] = {
#define REMEDY(id_, command_, file_command_, ...) \
	[REMEDY_##id_] = { \
	    .recipes = recipes_##id_, \
	    .recipe_count = sizeof recipes_##id_ / sizeof recipes_##id_[0], \
	    .command = command_, \
	    .file_command = file_command_, \
	},
#include "model/remedies.def"
#undef REMEDY
};

const struct remedy *
remedy_get(enum remedy_kind kind)
{
	return &remedies[kind];
}

bool
remedy_is_put_in(enum remedy_kind kind)
{
	return kind == REMEDY_SERVE_CHAIN || kind == REMEDY_RENEW ||
	    kind == REMEDY_REISSUE || kind == REMEDY_REVOKED;
}

void
remedy_add_more(struct strbuf *buf, const struct remedy *remedy)
{
	bool is_first = true;

	for (size_t i = 0; i < remedy->recipe_count; i++) {
		if (!remedy->recipes[i].is_more)
			continue;
		strbuf_add(buf, is_first ? "" : ", ");
		strbuf_add(buf, remedy->recipes[i].where);
		is_first = false;
	}
}

const char *
remedy_command(const struct remedy *remedy, const struct remedy_values *values)
{
	if (values->file != NULL && remedy->file_command[0] != '\0')
		return remedy->file_command;
	return remedy->command;
}

static const char *
known_or(const char *value, const char *name)
{
	return value == NULL ? name : value;
}

static bool
host_is_address(const struct remedy_values *values, struct ip_address *address)
{
	return values->host != NULL && ip_address_parse(values->host, address);
}

static void
fill_host(struct strbuf *buf, const struct remedy_values *values)
{
	strbuf_add(buf, known_or(values->host, "HOST"));
}

static void
fill_port(struct strbuf *buf, const struct remedy_values *values)
{
	strbuf_add(buf, known_or(values->port, "PORT"));
}

static void
add_connect(struct strbuf *buf, const struct remedy_values *values)
{
	struct ip_address address;

	if (values->address != NULL) {
		strbuf_add(buf, values->address);
		return;
	}
	if (host_is_address(values, &address) && address.family == 6 &&
	    values->host[0] != '[')
		strbuf_addf(buf, "[%s]", values->host);
	else
		fill_host(buf, values);
	strbuf_add_char(buf, ':');
	fill_port(buf, values);
}

/* s_client takes one of -connect and -unix. */
static void
add_way(struct strbuf *buf, const struct remedy_values *values)
{
	static const char option[] = "-connect ";
	size_t len = sizeof option - 1;

	if (values->path == NULL) {
		add_connect(buf, values);
		return;
	}
	if (buf->len >= len &&
	    memcmp(buf->text + buf->len - len, option, len) == 0) {
		buf->len -= len;
		strbuf_add(buf, "-unix ");
	}
	strbuf_add(buf, values->path);
}

/* What is to be said before TLS. */
static void
fill_upgrade(struct strbuf *buf, const struct remedy_values *values)
{
	if (values->starttls != NULL)
		strbuf_addf(buf, " -starttls %s", values->starttls);
	if (values->xmpp != NULL)
		strbuf_addf(buf, " -xmpphost %s", values->xmpp);
}

/* What `openssl s_client -connect` wants, and what belongs to it. */
static void
fill_connect(struct strbuf *buf, const struct remedy_values *values)
{
	add_way(buf, values);
	if (values->options != NULL)
		strbuf_addf(buf, " %s", values->options);
	fill_upgrade(buf, values);
}

static void
fill_sni(struct strbuf *buf, const struct remedy_values *values)
{
	struct ip_address address;

	if (host_is_address(values, &address)) {
		strbuf_add(buf, "-noservername");
		return;
	}
	strbuf_add(buf, "-servername ");
	fill_host(buf, values);
}

static void
fill_verify_name(struct strbuf *buf, const struct remedy_values *values)
{
	struct ip_address address;
	char text[IP_ADDRESS_TEXT_MAX];

	if (host_is_address(values, &address)) {
		strbuf_addf(
		    buf, "-verify_ip %s", ip_address_format(&address, text));
		return;
	}
	strbuf_add(buf, "-verify_hostname ");
	fill_host(buf, values);
}

static void
fill_missing(struct strbuf *buf, const struct remedy_values *values)
{
	strbuf_add(buf, known_or(values->missing, "MISSING"));
}

static void
fill_certificate(struct strbuf *buf, const struct remedy_values *values)
{
	strbuf_add(buf, known_or(values->certificate, "CERTIFICATE"));
}

static void
fill_file(struct strbuf *buf, const struct remedy_values *values)
{
	strbuf_add(buf, known_or(values->file, "FILE"));
}

/* What `chainwatch fix` reads: all addresses of a host. */
static void
fill_source(struct strbuf *buf, const struct remedy_values *values)
{
	struct remedy_values of_host = *values;
	struct ip_address address;

	of_host.address = NULL;
	if (values->file != NULL)
		fill_file(buf, values);
	else
		add_connect(buf, &of_host);
	if (values->file != NULL)
		return;
	/* DNS may not know the host, or know another address for it. */
	if (values->address != NULL && values->path == NULL &&
	    !host_is_address(values, &address))
		strbuf_addf(buf, " --address %s", values->address);
	if (values->protocol != NULL)
		strbuf_addf(buf, " --starttls %s", values->protocol);
}

static const struct placeholder {
	const char *name;
	void (*fill)(struct strbuf *buf, const struct remedy_values *values);
} placeholders[] = {
    {"{host}", fill_host},
    {"{port}", fill_port},
    {"{connect}", fill_connect},
    {"{upgrade}", fill_upgrade},
    {"{sni}", fill_sni},
    {"{verify_name}", fill_verify_name},
    {"{missing}", fill_missing},
    {"{certificate}", fill_certificate},
    {"{file}", fill_file},
    {"{source}", fill_source},
};

#define PLACEHOLDER_COUNT (sizeof placeholders / sizeof placeholders[0])

static const struct placeholder *
placeholder_at(const char *text)
{
	for (size_t i = 0; i < PLACEHOLDER_COUNT; i++) {
		const char *name = placeholders[i].name;

		if (strncmp(text, name, strlen(name)) == 0)
			return &placeholders[i];
	}
	return NULL;
}

void
remedy_fill(
    struct strbuf *buf, const char *text, const struct remedy_values *values)
{
	while (*text != '\0') {
		size_t plain = strcspn(text, "{");
		const struct placeholder *placeholder;

		strbuf_add_bytes(buf, text, plain);
		text += plain;
		if (*text == '\0')
			return;
		placeholder = placeholder_at(text);
		if (placeholder == NULL) {
			strbuf_add_char(buf, *text++);
			continue;
		}
		placeholder->fill(buf, values);
		text += strlen(placeholder->name);
	}
}
