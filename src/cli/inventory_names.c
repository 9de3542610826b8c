/* Whether names lead to who serves them; see inventory_names.h. */
#include "cli/inventory_names.h"

#include <string.h>

#include "base/mem.h"
#include "render/json_value.h"

/* Where the names of an entry stand in what is asked. */
struct span {
	json_t *entry;
	size_t from, to;
};

static const char *
member(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text != NULL ? text : "";
}

/* "192.0.2.1:443", "[2001:db8::1]:443"; a path is no address. */
static bool
parse_place(const char *text, struct ip_address *ret_address)
{
	const char *colon = strrchr(text, ':');
	CLEANUP(free)
	char *address = mem_strndup(
	    text, colon == NULL ? strlen(text) : (size_t)(colon - text));

	return ip_address_parse(address, ret_address);
}

/* Of a server's own certificate that is served at addresses, all of which are
 * known. */
static bool
is_asked(const json_t *entry)
{
	const json_t *served = json_object_get(entry, "served"), *place;
	struct ip_address address;
	size_t i;

	if (strcmp(member(entry, "use"), "own") != 0 ||
	    json_integer_value(json_object_get(entry, "served_count")) !=
		(int64_t)json_array_size(served))
		return false;
	json_array_foreach(served, i, place)
	{
		if (!parse_place(member(place, "address"), &address))
			return false;
	}
	return true;
}

static void
gather(struct texts *names, const json_t *entry)
{
	const json_t *dns =
	    json_object_get(json_object_get(entry, "names"), "dns");
	const json_t *name;
	size_t i;

	json_array_foreach(dns, i, name)
	{
		const char *text = json_string_value(name);

		/* A wildcard leads nowhere by itself. */
		if (text != NULL && *text != '\0' && *text != '*')
			texts_add(names, text);
	}
}

static bool
is_served_at(const json_t *entry, const struct ip_address *address)
{
	const json_t *place;
	struct ip_address served;
	size_t i;

	json_array_foreach(json_object_get(entry, "served"), i, place)
	{
		if (parse_place(member(place, "address"), &served) &&
		    served.family == address->family &&
		    memcmp(served.bytes, address->bytes,
			ip_address_len(address)) == 0)
			return true;
	}
	return false;
}

static json_t *
addresses_of(const struct name_answer *answer)
{
	json_t *list = json_value_array();

	ARRAY_EACH (address, &answer->addresses) {
		char text[IP_ADDRESS_TEXT_MAX];

		json_value_append(
		    list, json_value_text(ip_address_format(address, text)));
	}
	return list;
}

static void
tell(const struct span *span, const struct texts *names,
    const struct name_answer *answers)
{
	json_t *unresolved = json_value_array(),
	       *elsewhere = json_value_array();

	for (size_t i = span->from; i < span->to; i++) {
		const struct name_answer *answer = &answers[i];
		bool leads_here = false;
		json_t *object;

		ARRAY_EACH (address, &answer->addresses)
			leads_here |= is_served_at(span->entry, address);
		if (answer->kind == NAME_NOT_FOUND)
			json_value_append(
			    unresolved, json_value_text(names->items[i]));
		if (answer->kind != NAME_FOUND || leads_here)
			continue;
		object = json_value_object();
		json_value_set(
		    object, "name", json_value_text(names->items[i]));
		json_value_set(object, "addresses", addresses_of(answer));
		json_value_append(elsewhere, object);
	}
	json_value_set(span->entry, "unresolved", unresolved);
	json_value_set(span->entry, "elsewhere", elsewhere);
}

void
inventory_names(struct names_asked *asked, json_t *entries)
{
	struct texts names = {0};
	ARRAY(struct span) spans = {.len = 0};
	struct name_answer *answers;
	json_t *entry;
	size_t i;

	json_array_foreach(entries, i, entry)
	{
		struct span span = {.entry = entry, .from = names.len};

		json_value_set(entry, "unresolved", json_null());
		json_value_set(entry, "elsewhere", json_null());
		if (asked == NULL || !is_asked(entry))
			continue;
		gather(&names, entry);
		span.to = names.len;
		*ARRAY_ADD(&spans) = span;
	}
	answers = mem_new(names.len + 1, sizeof *answers);
	if (names.len > 0)
		names_ask(asked, &names, answers);
	ARRAY_EACH (span, &spans)
		tell(span, &names, answers);
	for (i = 0; i < names.len; i++)
		name_answer_clear(&answers[i]);
	free(answers);
	ARRAY_CLEAR(&spans);
	texts_clear(&names);
}
