/* Certificates, chains and paths as JSON; see json_cert.h. */
#include "render/json_cert.h"

#include <string.h>

#include "pki/pem.h"
#include "render/json_value.h"

#define PEM_TEXT_MAX (2 * CERT_MAX_BYTES)

static const char *const origin_names[] = {
    [REPORT_PRESENTED] = "presented",
    [REPORT_ANCHOR] = "anchor",
    [REPORT_FLEET] = "fleet",
    [REPORT_GIVEN] = "given",
    [REPORT_FETCHED] = "aia",
};

static const char *const name_keys[] = {
    [CERT_NAME_DNS] = "dns",
    [CERT_NAME_IP] = "ip",
    [CERT_NAME_EMAIL] = "email",
    [CERT_NAME_URI] = "uri",
    [CERT_NAME_DIRECTORY] = "directory",
    [CERT_NAME_OTHER] = "other",
};

/* {"dns": [...], "ip": [...]}: only the kinds there are. */
static json_t *
names_of(const struct cert *cert)
{
	json_t *names = json_value_object();

	for (size_t i = 0; i < cert->name_count && i < JSON_CERT_MAX_NAMES;
	     i++) {
		const char *key = name_keys[cert->names[i].kind];
		json_t *list = json_object_get(names, key);

		if (list == NULL) {
			list = json_value_array();
			json_value_set(names, key, list);
		}
		json_value_append(list, json_value_text(cert->names[i].text));
	}
	return names;
}

/* What every mention of a certificate has. */
static json_t *
brief_of(const struct cert *cert)
{
	json_t *object = json_value_object();

	json_value_set(object, "label", json_value_text(cert->label));
	json_value_set(
	    object, "fingerprint_sha256", json_value_sha256(cert->sha256));
	return object;
}

static json_t *
presented_of(const struct cert *cert, size_t index)
{
	json_t *object = json_value_object();

	json_value_set(object, "index", json_value_number((int64_t)index));
	json_value_set(object, "label", json_value_text(cert->label));
	json_value_set(
	    object, "fingerprint_sha256", json_value_sha256(cert->sha256));
	json_value_set(object, "malformed", json_value_text(cert->malformed));
	if (cert->malformed != NULL)
		return object;
	json_value_set(object, "subject", json_value_text(cert->subject));
	json_value_set(object, "issuer", json_value_text(cert->issuer));
	json_value_set(object, "serial", json_value_text(cert->serial));
	json_value_set(object, "not_before", json_value_time(cert->not_before));
	json_value_set(object, "not_after", json_value_time(cert->not_after));
	json_value_set(object, "key", json_value_text(cert->key.text));
	json_value_set(
	    object, "key_sha256", json_value_sha256(cert->key.sha256));
	json_value_set(
	    object, "signature", json_value_text(cert->signature.text));
	json_value_set(object, "is_ca", json_value_bool(cert->is_ca));
	json_value_set(object, "names", names_of(cert));
	if (cert->name_count > JSON_CERT_MAX_NAMES)
		json_value_set(object, "names_omitted",
		    json_value_number(
			(int64_t)(cert->name_count - JSON_CERT_MAX_NAMES)));
	return object;
}

json_t *
json_cert_presented(const struct chain *presented)
{
	json_t *list = json_value_array();

	for (size_t i = 0; presented != NULL && i < presented->len; i++)
		json_value_append(list, presented_of(presented->certs[i], i));
	return list;
}

static json_t *
link_of(const struct cert *cert, enum report_origin origin,
    const struct chain *presented)
{
	json_t *object = brief_of(cert);
	int index =
	    presented == NULL ? -1 : chain_find(presented, cert->sha256);

	json_value_set(object, "origin", json_value_text(origin_names[origin]));
	json_value_set(object, "index",
	    index < 0 ? json_null() : json_value_number(index));
	json_value_set(object, "subject", json_value_text(cert->subject));
	json_value_set(object, "not_before", json_value_time(cert->not_before));
	json_value_set(object, "not_after", json_value_time(cert->not_after));
	return object;
}

/* "system, corp" as the judge writes it, to a list. */
static json_t *
stores_of(const char *stores)
{
	json_t *list = json_value_array();

	while (stores != NULL && *stores != '\0') {
		size_t len = strcspn(stores, ",");
		CLEANUP(free) char *name = mem_strndup(stores, len);

		json_value_append(list, json_value_text(name));
		stores += len;
		stores += strspn(stores, ", ");
	}
	return list;
}

json_t *
json_cert_path(const struct report_path *path, const struct chain *presented)
{
	json_t *object = json_value_object(), *links = json_value_array();

	json_value_set(object, "valid", json_value_bool(path->is_valid));
	json_value_set(object, "complete", json_value_bool(path->is_complete));
	json_value_set(
	    object, "presented_only", json_value_bool(path->is_presented));
	json_value_set(object, "anchor_stores", stores_of(path->anchor_stores));
	json_value_set(object, "error", json_value_text(path->error));
	json_value_set(object, "not_after", json_value_time(path->not_after));
	json_value_set(object, "certificates", links);
	for (size_t i = 0; path->chain != NULL && i < path->chain->len; i++)
		json_value_append(links,
		    link_of(path->chain->certs[i],
			i < path->origins.len ? path->origins.items[i]
					      : REPORT_PRESENTED,
			presented));
	return object;
}

json_t *
json_cert_suggested(const struct chain *suggested)
{
	json_t *list = NULL;

	if (suggested == NULL)
		return json_null();
	list = json_value_array();
	for (size_t i = 0; i < suggested->len; i++) {
		CLEANUP(strbuf_clear)
		struct strbuf pem = STRBUF_INIT(PEM_TEXT_MAX);
		json_t *object = brief_of(suggested->certs[i]);

		pem_write_cert(&pem, suggested->certs[i]);
		json_value_set(object, "pem", json_value_strbuf(&pem));
		json_value_append(list, object);
	}
	return list;
}

json_t *
json_cert_verdict(const struct verdict *verdict)
{
	json_t *object = NULL, *list = NULL;

	if (verdict == NULL)
		return json_null();
	object = json_value_object();
	list = json_value_array();
	json_value_set(object, "valid", json_value_bool(verdict->is_valid));
	json_value_set(object, "severity",
	    json_value_text(severity_text((enum severity)verdict->severity)));
	json_value_set(object, "presented", list);
	for (size_t i = 0; i < verdict->cert_count; i++) {
		const struct cert_facts *facts = verdict->certs[i];
		json_t *item = json_value_object();

		json_value_set(item, "index", json_value_number((int64_t)i));
		json_value_set(item, "label", json_value_text(facts->label));
		json_value_set(item, "fingerprint_sha256",
		    json_value_sha256(facts->sha256));
		json_value_set(
		    item, "issuer_label", json_value_text(facts->issuer_label));
		json_value_set(
		    item, "not_before", json_value_time(facts->not_before));
		json_value_set(
		    item, "not_after", json_value_time(facts->not_after));
		json_value_append(list, item);
	}
	list = json_value_array();
	json_value_set(object, "findings", list);
	for (size_t i = 0; i < verdict->finding_count; i++)
		json_value_append(list,
		    json_value_text(finding_code_text(
			(enum finding_code)verdict->findings[i].code)));
	return object;
}
