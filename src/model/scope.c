/* Which endpoints are meant; see scope.h. */
#include "model/scope.h"

#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"
#include "model/pattern.h"

#define SHOWN_MAX 200

void
scope_clear(struct scope *scope)
{
	free(scope->pattern);
	ARRAY_EACH (label, &scope->labels) {
		free(label->key);
		free(label->value);
	}
	ARRAY_CLEAR(&scope->labels);
	scope->pattern = NULL;
}

void
scope_copy(struct scope *scope, const struct scope *from)
{
	*scope = (struct scope){.pattern = mem_strdup(from->pattern)};
	ARRAY_EACH (label, &from->labels)
		scope_add_label(scope, label->key, label->value);
}

void
scope_add_label(struct scope *scope, const char *key, const char *value)
{
	struct endpoint_label *label = ARRAY_ADD(&scope->labels);

	label->key = mem_strdup(key);
	label->value = mem_strdup(value);
}

bool
scope_read_label(struct scope *scope, const char *text, struct error *err)
{
	const char *equal = strchr(text, '=');
	CLEANUP(free) char *key = NULL;

	if (equal == NULL || equal == text)
		return error_set(err, ERROR_INVALID,
		    "a label is given as KEY=VALUE, such as team=web");
	if (scope->labels.len == SCOPE_MAX_LABELS)
		return error_set(
		    err, ERROR_LIMIT, "more than %d labels", SCOPE_MAX_LABELS);
	key = mem_strndup(text, (size_t)(equal - text));
	scope_add_label(scope, key, equal + 1);
	return true;
}

static bool
has_label(const struct endpoint *endpoint, const struct endpoint_label *wanted)
{
	ARRAY_EACH (label, &endpoint->settings->labels) {
		if (strcmp(label->key, wanted->key) == 0)
			return strcmp(label->value, wanted->value) == 0;
	}
	return false;
}

bool
scope_fits(const struct scope *scope, const struct endpoint *endpoint)
{
	ARRAY_EACH (label, &scope->labels) {
		if (!has_label(endpoint, label))
			return false;
	}
	return pattern_fits(scope->pattern, endpoint->id);
}

void
scope_add_words(const struct scope *scope, struct strbuf *buf)
{
	if (scope->pattern == NULL)
		strbuf_add(buf, "all endpoints");
	else
		safe_print(
		    buf, scope->pattern, strlen(scope->pattern), SHOWN_MAX);
	for (size_t i = 0; i < scope->labels.len; i++) {
		const struct endpoint_label *label = &scope->labels.items[i];

		strbuf_add(buf, i == 0 ? " with " : ", ");
		safe_print(buf, label->key, strlen(label->key), SHOWN_MAX);
		strbuf_add(buf, "=");
		safe_print(buf, label->value, strlen(label->value), SHOWN_MAX);
	}
}
