/* A certificate of the inventory; see inventory_line.h. */
#include "control/inventory_line.h"

#include <fnmatch.h>
#include <string.h>

#include "pki/chain.h"
#include "render/json_cert.h"
#include "render/json_value.h"

#define UNWATCHED_MAX 200

static bool
has_issuer(const struct inventory_cert *row, const struct cert *cert,
    const char *issuer)
{
	if (issuer == NULL)
		return true;
	if (cert != NULL && strcasestr(cert->issuer, issuer) != NULL)
		return true;
	return row->issuer_label != NULL &&
	    strcasestr(row->issuer_label, issuer) != NULL;
}

static bool
has_name(const struct inventory_cert *row, const struct cert *cert,
    const char *pattern)
{
	if (row->label != NULL &&
	    fnmatch(pattern, row->label, FNM_CASEFOLD) == 0)
		return true;
	for (size_t i = 0; cert != NULL && i < cert->name_count; i++) {
		if (fnmatch(pattern, cert->names[i].text, FNM_CASEFOLD) == 0)
			return true;
	}
	return false;
}

static bool
passes(const struct inventory_cert *row, const struct cert *cert,
    const struct inventory_filter *filter)
{
	return has_issuer(row, cert, filter->issuer) &&
	    (filter->pattern == NULL || row->has_fitting ||
		has_name(row, cert, filter->pattern));
}

/* What is known without its bytes. */
static json_t *
brief(const struct inventory_cert *row)
{
	json_t *object = json_value_object();

	json_value_set(object, "label", json_value_text(row->label));
	json_value_set(
	    object, "fingerprint_sha256", json_value_sha256(row->sha256));
	json_value_set(object, "issuer", json_value_text(row->issuer_label));
	json_value_set(object, "not_before", json_value_time(row->not_before));
	json_value_set(object, "not_after", json_value_time(row->not_after));
	return object;
}

static json_t *
whole(struct cert *cert)
{
	CLEANUP(chain_unref) struct chain *chain = chain_new(&cert, 1);
	json_t *list = json_cert_presented(chain);
	json_t *object = json_incref(json_array_get(list, 0));

	json_object_del(object, "index");
	json_decref(list);
	return object;
}

static json_t *
served_of(const struct inventory_cert *row)
{
	json_t *list = json_value_array();

	ARRAY_EACH (place, &row->places) {
		json_t *object = json_value_object();

		json_value_set(
		    object, "endpoint", json_value_text(place->endpoint));
		json_value_set(
		    object, "address", json_value_place(&place->place));
		json_value_set(object, "variant",
		    json_value_text(
			variant_text((enum variant)place->place.variant)));
		json_value_set(object, "since", json_value_time(place->since));
		json_value_append(list, object);
	}
	return list;
}

static json_t *
texts_of(const struct texts *texts)
{
	json_t *list = json_value_array();

	ARRAY_EACH (text, texts)
		json_value_append(list, json_value_text(*text));
	return list;
}

static json_t *
unwatched_of(const struct inventory_cert *row, const struct cert *cert,
    struct name_set *watched)
{
	json_t *list = json_value_array();

	if (cert == NULL || row->use != INVENTORY_OWN)
		return list;
	for (size_t i = 0;
	     i < cert->name_count && json_array_size(list) < UNWATCHED_MAX;
	     i++) {
		const struct cert_name *name = &cert->names[i];

		if ((name->kind == CERT_NAME_DNS ||
			name->kind == CERT_NAME_IP) &&
		    !name_set_has(watched, name->text))
			json_value_append(list, json_value_text(name->text));
	}
	return list;
}

static json_t *
time_or_null(int64_t time)
{
	return time == 0 ? json_null() : json_value_time(time);
}

json_t *
inventory_line(const struct inventory_cert *row,
    const struct inventory_filter *filter, struct name_set *watched)
{
	CLEANUP(cert_unref)
	struct cert *cert =
	    row->der == NULL ? NULL : cert_new(row->der, row->der_len);
	json_t *object;

	if (!passes(row, cert, filter))
		return NULL;
	object = cert == NULL ? brief(row) : whole(cert);
	json_value_set(
	    object, "issuer_label", json_value_text(row->issuer_label));
	json_value_set(object, "use",
	    json_value_text(names_text(&inventory_use_names, (int)row->use)));
	json_value_set(object, "first_seen", json_value_time(row->first_seen));
	json_value_set(object, "since", time_or_null(row->since));
	json_value_set(object, "ended", time_or_null(row->ended));
	json_value_set(object, "served", served_of(row));
	json_value_set(object, "served_count",
	    json_value_number((int64_t)row->place_count));
	json_value_set(object, "endpoints", texts_of(&row->endpoints));
	json_value_set(object, "endpoint_count",
	    json_value_number((int64_t)row->endpoint_count));
	json_value_set(object, "unwatched", unwatched_of(row, cert, watched));
	return object;
}
