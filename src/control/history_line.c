/* What was, as JSON; see history_line.h. */
#include "control/history_line.h"

#include "render/json_value.h"

static json_t *
json_end(int64_t time)
{
	return time == 0 ? json_null() : json_value_time(time);
}

static json_t *
json_leaf(const struct history_leaf *leaf)
{
	json_t *object = json_value_object();
	bool is_known = leaf->label != NULL;

	json_value_set(
	    object, "fingerprint_sha256", json_value_sha256(leaf->sha256));
	json_value_set(object, "label", json_value_text(leaf->label));
	json_value_set(object, "issuer", json_value_text(leaf->issuer_label));
	json_value_set(object, "not_before",
	    is_known ? json_value_time(leaf->not_before) : json_null());
	json_value_set(object, "not_after",
	    is_known ? json_value_time(leaf->not_after) : json_null());
	return object;
}

static bool
has_replaced(const struct history_entry *entry)
{
	return entry->change == HISTORY_RENEWED ||
	    entry->change == HISTORY_RETURNED;
}

static void
add_chain(json_t *object, const struct history_entry *entry)
{
	bool has_left = has_replaced(entry) && entry->before.label != NULL;

	json_value_set(object, "address", json_value_place(&entry->place));
	json_value_set(object, "variant",
	    json_value_text(variant_text((enum variant)entry->place.variant)));
	json_value_set(object, "change",
	    json_value_text(
		names_text(&history_change_names, (int)entry->change)));
	json_value_set(object, "chain", json_value_sha256(entry->chain));
	json_value_set(
	    object, "count", json_value_number((int64_t)entry->cert_count));
	json_value_set(object, "leaf", json_leaf(&entry->leaf));
	json_value_set(object, "before",
	    has_replaced(entry) ? json_leaf(&entry->before) : json_null());
	json_value_set(object, "left_s",
	    has_left ? json_value_number(entry->before.not_after - entry->from)
		     : json_null());
}

static json_t *
json_hushed(const struct history_entry *entry)
{
	json_t *object;

	if (entry->hush == NULL)
		return json_null();
	object = json_value_object();
	json_value_set(object, "reason", json_value_text(entry->hush));
	json_value_set(object, "words", json_value_text(entry->hush_words));
	return object;
}

static json_t *
json_acked(const struct history_entry *entry)
{
	json_t *object;

	if (entry->acked_at == 0)
		return json_null();
	object = json_value_object();
	json_value_set(object, "at", json_value_time(entry->acked_at));
	json_value_set(object, "until", json_end(entry->ack_until));
	json_value_set(object, "author", json_value_text(entry->ack_author));
	json_value_set(object, "reason", json_value_text(entry->ack_reason));
	return object;
}

static void
add_incident(json_t *object, const struct history_entry *entry)
{
	json_t *endpoints = json_value_array();

	json_value_set(object, "id", json_value_text(entry->id));
	json_value_set(object, "finding", json_value_text(entry->finding));
	json_value_set(object, "severity", json_value_text(entry->severity));
	json_value_set(object, "duration_s",
	    entry->to == 0 ? json_null()
			   : json_value_number(entry->to - entry->from));
	json_value_set(object, "fingerprint_sha256",
	    entry->is_about_certificate ? json_value_sha256(entry->sha256)
					: json_null());
	json_value_set(object, "detail", json_value_text(entry->detail));
	json_value_set(object, "told", json_value_text(entry->told));
	json_value_set(object, "hushed", json_hushed(entry));
	json_value_set(object, "acknowledged", json_acked(entry));
	ARRAY_EACH (endpoint, &entry->endpoints)
		json_value_append(endpoints, json_value_text(*endpoint));
	json_value_set(object, "endpoints", endpoints);
	json_value_set(object, "endpoint_count",
	    json_value_number((int64_t)entry->endpoint_count));
}

json_t *
history_line(const struct history_entry *entry)
{
	json_t *object = json_value_object();

	json_value_set(object, "type",
	    json_value_text(
		entry->kind == HISTORY_CHAIN ? "chain" : "incident"));
	json_value_set(object, "from", json_value_time(entry->from));
	json_value_set(object, "to", json_end(entry->to));
	json_value_set(object, "endpoint", json_value_text(entry->endpoint));
	if (entry->kind == HISTORY_CHAIN)
		add_chain(object, entry);
	else
		add_incident(object, entry);
	return object;
}
