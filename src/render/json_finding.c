/* Findings and remedies as JSON; see json_finding.h. */
#include "render/json_finding.h"

#include "render/json_value.h"

#define REMEDY_TEXT_MAX 16384

static json_t *
filled(const char *text, const struct remedy_values *values)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(REMEDY_TEXT_MAX);

	if (text == NULL || *text == '\0')
		return json_null();
	remedy_fill(&buf, text, values);
	return json_value_strbuf(&buf);
}

static void
add_recipe(json_t *list, const char *where, const char *text,
    const struct remedy_values *values)
{
	json_t *item = json_value_object();

	json_value_set(item, "where", json_value_text(where));
	json_value_set(item, "text", filled(text, values));
	json_value_append(list, item);
}

static void
add_recipes(json_t *list, const struct remedy *remedy, bool is_client,
    bool has_more, bool has_own, const struct remedy_values *values)
{
	for (size_t i = 0; i < remedy->recipe_count; i++) {
		const struct remedy_recipe *recipe = &remedy->recipes[i];

		if (recipe->is_client == is_client &&
		    (!recipe->is_more || has_more) &&
		    (!recipe->is_own || has_own))
			add_recipe(list, recipe->where, recipe->text, values);
	}
}

/* Of the products where it is shown first. */
static json_t *
server_recipes(enum remedy_kind kind, const struct render_about *about,
    bool has_more, const struct remedy_values *values)
{
	enum provider_id providers[RENDER_PROVIDERS_MAX];
	json_t *list = json_value_array();
	bool is_all;
	size_t count = render_providers(about, kind, providers, &is_all);

	for (size_t i = 0; i < count; i++)
		add_recipe(list, provider_get(providers[i])->name,
		    provider_get(providers[i])->text, values);
	add_recipes(list, remedy_get(kind), false, has_more, !is_all, values);
	return list;
}

static json_t *
client_recipes(
    enum remedy_kind kind, bool has_more, const struct remedy_values *values)
{
	json_t *list = json_value_array();

	add_recipes(list, remedy_get(kind), true, has_more, true, values);
	return list;
}

json_t *
json_finding_remedy(const struct finding *finding, const struct report *report,
    const struct render_about *about)
{
	const struct finding_info *info = finding_info(finding->code);
	enum remedy_kind kind = (enum remedy_kind)info->remedy;
	const struct remedy *remedy = remedy_get(kind);
	json_t *object = json_value_object();
	struct render_values values;

	render_values_set(&values, finding, report, about);
	json_value_set(object, "cure", filled(info->cure, &values.values));
	json_value_set(object, "server",
	    server_recipes(kind, about, report == NULL, &values.values));
	json_value_set(object, "client",
	    client_recipes(kind, report == NULL, &values.values));
	json_value_set(object, "command",
	    filled(remedy_command(remedy, &values.values), &values.values));
	return object;
}

json_t *
json_finding(const struct finding *finding, const struct report *report,
    const struct render_about *about)
{
	json_t *object = json_value_object();

	json_value_set(
	    object, "code", json_value_text(finding_code_text(finding->code)));
	json_value_set(object, "severity",
	    json_value_text(severity_text(finding->severity)));
	json_value_set(object, "certificate",
	    finding->certificate == FINDING_CERTIFICATE_NONE
		? json_null()
		: json_value_number(finding->certificate));
	json_value_set(object, "fingerprint_sha256",
	    finding->has_fingerprint ? json_value_sha256(finding->sha256)
				     : json_null());
	json_value_set(object, "title",
	    json_value_text(finding_info(finding->code)->title));
	json_value_set(object, "detail", json_value_text(finding->detail));
	json_value_set(object, "missing", json_value_text(finding->missing));
	json_value_set(object, "rule", json_value_text(finding->rule));
	json_value_set(object, "source", json_value_text(finding->source));
	json_value_set(
	    object, "remedy", json_finding_remedy(finding, report, about));
	return object;
}
