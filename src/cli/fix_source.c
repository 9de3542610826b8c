/* Certificates to be put in order; see fix_source.h. */
#include "cli/fix_source.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/input.h"

/* Endings of certificate files; none of them is a top-level domain. */
static const char *const endings[] = {".pem", ".crt", ".cer", ".der", ".p7b",
    ".p7c", ".p12", ".pfx", ".cert", ".chain", ".bundle"};

bool
fix_source_is_file(const char *operand)
{
	size_t len = strlen(operand);

	if (strcmp(operand, "-") == 0 || strchr(operand, '/') != NULL ||
	    access(operand, F_OK) == 0)
		return true;
	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		size_t n = strlen(endings[i]);

		if (len > n && strcasecmp(operand + len - n, endings[i]) == 0)
			return true;
	}
	return false;
}

bool
fix_source_read_file(
    const char *path, struct fix_source *ret_source, struct error *err)
{
	struct fix_source source = {0};
	CLEANUP(free) uint8_t *bytes = NULL;
	size_t len = 0;

	if (!input_read(path, PEM_MAX_BYTES, &bytes, &len, err))
		return false;
	source.shown = input_shown(path);
	pem_file_parse(bytes, len, &source.file);
	if (source.file.certs.len == 0 &&
	    input_read_pkcs7(bytes, len, &source.bundle)) {
		/* what is wrong with it as PEM is no matter here */
		source.file.faults.len = 0;
		ARRAY_EACH (cert, &source.bundle.certs)
			*ARRAY_ADD(&source.certs) = *cert;
	}
	explicit_bzero(bytes, len); /* there may be a key in it */
	ARRAY_EACH (cert, &source.file.certs)
		*ARRAY_ADD(&source.certs) = *cert;
	*ret_source = source;
	return true;
}

static const struct cert *
leaf_of(const struct checked *checked)
{
	return checked->report == NULL ? NULL
				       : checked->report->presented->certs[0];
}

static bool
refuse_two_kinds(
    const struct checked *a, const struct checked *b, struct error *err)
{
	char text_a[PLACE_TEXT_MAX], text_b[PLACE_TEXT_MAX];

	return error_set(err, ERROR_INVALID,
	    "%s and %s show different certificates; choose one by --address",
	    place_format(&a->target.place, text_a),
	    place_format(&b->target.place, text_b));
}

static bool
refuse_nothing_seen(const struct fix_source *source, struct error *err)
{
	const struct checked *first = source->looks.items.items;
	enum finding_code said;

	if (source->looks.items.len == 0)
		return error_set(err, ERROR_MISSING, "%s: %s", source->shown,
		    *source->looks.resolve_detail != '\0'
			? source->looks.resolve_detail
			: "it has no address");
	said = observation_finding(first->observation);
	return error_set(err, ERROR_MISSING, "%s: %s%s%s", source->shown,
	    said == FINDING_COUNT ? "no certificate was sent"
				  : finding_info(said)->title,
	    *first->observation->detail == '\0' ? "" : ": ",
	    first->observation->detail);
}

/* The chain of the address that is worst off; the rest of what others show
 * beside the same certificate may complete it. */
static bool
choose(struct fix_source *source, struct error *err)
{
	const struct checked *first = NULL;

	source->elsewhere = cert_set_new();
	ARRAY_EACH (checked, &source->looks.items) {
		const struct cert *leaf = leaf_of(checked);

		if (leaf == NULL)
			continue;
		if (first == NULL)
			first = checked;
		if (!cert_equal(leaf, leaf_of(first)))
			return refuse_two_kinds(first, checked, err);
		if (checked->report->severity > first->report->severity)
			first = checked;
		for (size_t i = 1; i < checked->report->presented->len; i++)
			cert_set_add(source->elsewhere,
			    checked->report->presented->certs[i]);
	}
	if (first == NULL)
		return refuse_nothing_seen(source, err);
	for (size_t i = 0; i < first->report->presented->len; i++)
		*ARRAY_ADD(&source->certs) = first->report->presented->certs[i];
	return true;
}

bool
fix_source_read_host(const char *operand, const struct host_options *options,
    const struct trust *trust, int64_t at, struct fix_source *ret_source,
    struct error *err)
{
	struct fix_source source = {.is_host = true};

	if (!host_operand(operand, options, &source.endpoint, err))
		return false;
	ARRAY_EACH (store, &trust->stores)
		*ARRAY_ADD(&source.endpoint->settings->trust) =
		    mem_strdup((*store)->name);
	source.shown = mem_strdup(source.endpoint->id);
	if (!looks_take(source.endpoint, trust, at, &source.looks, err) ||
	    !choose(&source, err)) {
		fix_source_clear(&source);
		return false;
	}
	*ret_source = source;
	return true;
}

void
fix_source_clear(struct fix_source *source)
{
	ARRAY_CLEAR(&source->certs);
	pem_file_clear(&source->file);
	cert_body_clear(&source->bundle);
	looks_clear(&source->looks);
	endpoint_unref(source->endpoint);
	cert_set_free(source->elsewhere);
	free(source->shown);
}
