/*
 * The certificates of a judge case: one line each becomes a mint recipe.
 *
 * Flags and attributes, all of mint.h:
 *	ca plain-constraints no-constraints names-critical pss
 *	broken-key broken-signature
 *	issuer=NAME subject=DN issuer-subject=DN names=... key=KEYNAME kind=...
 *	not-before=TIME not-after=TIME digest=SHA1 path-len=N version=1
 *	serial=HEX ku=... eku=... skid=HEX akid=HEX aia=URL nc=... ext=...
 *	outer-algorithm=... signature-oid=... scts=TIME,TIME
 *	log=LOG@TIME	an embedded timestamp that is genuine; see case_ct.c
 *	more-names=N	so many DNS names behind the others
 *	no-pointer	names no list and no responder
 * What is no CA names a revocation list at http://crl.example.test/, unless it
 * says otherwise by ext= (crlDistributionPoints=, authorityInfoAccess=OCSP;).
 * A subject that is not given is "CN=<name>,O=Test"; names that are not given
 * are DNS:www.example.test for all that is no CA. An empty value ("names=")
 * leaves the thing out.
 */
#include <string.h>

#include "support/case.h"
#include "support/mint_sct.h"

#define NAMES_TEXT_MAX (1u << 20)
#define DEFAULT_NAMES "DNS:www.example.test"
#define DEFAULT_SERIAL "1a2b3c4d5e" /* of what is logged */
#define DEFAULT_POINTER "crlDistributionPoints=URI:http://crl.example.test/"

static const struct text_row {
	const char *name;
	size_t offset;
} text_rows[] = {
    {"subject", offsetof(struct mint_recipe, subject)},
    {"issuer-subject", offsetof(struct mint_recipe, issuer_subject)},
    {"names", offsetof(struct mint_recipe, names)},
    {"key", offsetof(struct mint_recipe, key)},
    {"digest", offsetof(struct mint_recipe, digest)},
    {"ku", offsetof(struct mint_recipe, key_usage)},
    {"eku", offsetof(struct mint_recipe, extended_key_usage)},
    {"skid", offsetof(struct mint_recipe, subject_key_id)},
    {"akid", offsetof(struct mint_recipe, authority_key_id)},
    {"aia", offsetof(struct mint_recipe, aia)},
    {"nc", offsetof(struct mint_recipe, name_constraints)},
    {"serial", offsetof(struct mint_recipe, serial)},
    {"outer-algorithm", offsetof(struct mint_recipe, outer_algorithm)},
    {"signature-oid", offsetof(struct mint_recipe, signature_oid)},
};

static const struct flag_row {
	const char *name;
	size_t offset;
} flag_rows[] = {
    {"ca", offsetof(struct mint_recipe, is_ca)},
    {"plain-constraints",
	offsetof(struct mint_recipe, is_basic_constraints_plain)},
    {"names-critical", offsetof(struct mint_recipe, are_names_critical)},
    {"pss", offsetof(struct mint_recipe, is_pss)},
    {"broken-key", offsetof(struct mint_recipe, has_broken_key)},
    {"broken-signature", offsetof(struct mint_recipe, has_broken_signature)},
};

static bool
set_flag(struct mint_recipe *recipe, const char *name)
{
	if (strcmp(name, "no-constraints") == 0) {
		recipe->basic_constraints = MINT_ABSENT;
		return true;
	}
	if (strcmp(name, "constraints") == 0) {
		recipe->basic_constraints = MINT_PRESENT;
		return true;
	}
	for (size_t i = 0; i < sizeof flag_rows / sizeof flag_rows[0]; i++) {
		if (strcmp(flag_rows[i].name, name) != 0)
			continue;
		*(bool *)((char *)recipe + flag_rows[i].offset) = true;
		return true;
	}
	return false;
}

static bool
set_text(struct mint_recipe *recipe, const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof text_rows / sizeof text_rows[0]; i++) {
		if (strcmp(text_rows[i].name, name) != 0)
			continue;
		*(const char **)((char *)recipe + text_rows[i].offset) = value;
		return true;
	}
	return false;
}

static bool
add_extension(struct mint_recipe *recipe, const char *value, struct error *err)
{
	for (size_t i = 0; i < MINT_MAX_EXTENSIONS; i++) {
		if (recipe->extensions[i] != NULL)
			continue;
		recipe->extensions[i] = value;
		return true;
	}
	return error_set(err, ERROR_LIMIT, "too many extensions");
}

/* Embedded timestamps, in their order. */
static bool
add_scts(struct mint_recipe *recipe, char *value, char **ret_extension,
    struct error *err)
{
	int64_t times_ms[MINT_SCT_MAX];
	size_t count = 0;
	char *word;

	while ((word = strsep(&value, ",")) != NULL) {
		if (count == MINT_SCT_MAX)
			return error_set(err, ERROR_LIMIT, "too many scts");
		if (!case_time(word, &times_ms[count], err))
			return false;
		times_ms[count++] *= 1000;
	}
	free(*ret_extension);
	*ret_extension = mint_sct_extension(times_ms, count);
	return add_extension(recipe, *ret_extension, err);
}

/* names behind those given so far, in text of its own */
static void
add_names(struct mint_recipe *recipe, const char *value, char **ret_names)
{
	unsigned long count = strtoul(value, NULL, 10);
	struct strbuf buf = STRBUF_INIT(NAMES_TEXT_MAX);

	strbuf_add(&buf, recipe->names);
	for (unsigned long i = 0; i < count; i++)
		strbuf_addf(&buf, ",DNS:h%lu.example.test", i);
	free(*ret_names);
	*ret_names = mem_strdup(strbuf_text(&buf));
	recipe->names = *ret_names;
	strbuf_clear(&buf);
}

static bool
set_other(const struct case_file *file, struct mint_recipe *recipe,
    const char *name, const char *value, struct error *err)
{
	if (strcmp(name, "issuer") == 0) {
		const struct case_cert *issuer = case_find_cert(file, value);

		if (issuer == NULL || issuer->mint == NULL)
			return error_set(err, ERROR_INVALID,
			    "no certificate \"%s\" above", value);
		recipe->issuer = issuer->mint;
		return true;
	}
	if (strcmp(name, "not-before") == 0)
		return case_time(value, &recipe->not_before, err);
	if (strcmp(name, "not-after") == 0)
		return case_time(value, &recipe->not_after, err);
	if (strcmp(name, "kind") == 0)
		return mint_key_kind_find(value, &recipe->key_kind) ||
		    error_set(
			err, ERROR_INVALID, "no kind of key \"%s\"", value);
	if (strcmp(name, "path-len") == 0) {
		recipe->has_path_len = true;
		recipe->path_len = (int)strtol(value, NULL, 10);
		return true;
	}
	if (strcmp(name, "version") == 0) {
		recipe->version = (int)strtol(value, NULL, 10);
		return true;
	}
	if (strcmp(name, "ext") == 0)
		return add_extension(recipe, value, err);
	return error_set(err, ERROR_INVALID, "no attribute \"%s\"", name);
}

/* As certificates have it, but for those of private CAs. */
static void
add_pointer(struct mint_recipe *recipe)
{
	size_t i = 0;

	if (recipe->is_ca || recipe->issuer == NULL || recipe->version == 1)
		return;
	while (i < MINT_MAX_EXTENSIONS && recipe->extensions[i] != NULL) {
		const char *extension = recipe->extensions[i++];

		if (strstr(extension, "crlDistributionPoints") != NULL ||
		    strstr(extension, "OCSP;") != NULL)
			return;
	}
	if (i < MINT_MAX_EXTENSIONS)
		recipe->extensions[i] = DEFAULT_POINTER;
}

bool
case_add_cert(struct case_file *file, char *line, struct error *err)
{
	char *name = case_word(&line), *word;
	CLEANUP(free) char *subject = NULL;
	CLEANUP(free) char *scts = NULL;
	CLEANUP(free) char *names = NULL;
	struct mint_recipe recipe = {.names = DEFAULT_NAMES};
	struct mint_log_sct logged[CASE_CT_MAX];
	size_t logged_count = 0;
	bool has_pointer = true;

	if (name == NULL || name[strlen(name) - 1] != ':')
		return error_set(err, ERROR_INVALID, "cert NAME: ...");
	name[strlen(name) - 1] = '\0';
	subject = mem_printf("CN=%s,O=Test", name);
	recipe.subject = subject;
	while ((word = case_word(&line)) != NULL) {
		char *equals = strchr(word, '=');

		if (strcmp(word, "no-pointer") == 0) {
			has_pointer = false;
			continue;
		}
		if (equals == NULL) {
			if (!set_flag(&recipe, word))
				return error_set(
				    err, ERROR_INVALID, "no flag \"%s\"", word);
			continue;
		}
		*equals = '\0';
		if (strcmp(word, "scts") == 0) {
			if (!add_scts(&recipe, equals + 1, &scts, err))
				return false;
			continue;
		}
		if (strcmp(word, "log") == 0 && logged_count < CASE_CT_MAX) {
			if (!case_ct_sct(
				equals + 1, &logged[logged_count++], err))
				return false;
			continue;
		}
		if (strcmp(word, "more-names") == 0) {
			add_names(&recipe, equals + 1, &names);
			continue;
		}
		if (!set_text(&recipe, word, equals + 1) &&
		    !set_other(file, &recipe, word, equals + 1, err))
			return false;
	}
	if (recipe.names != NULL &&
	    (recipe.names[0] == '\0' ||
		(recipe.is_ca && strcmp(recipe.names, DEFAULT_NAMES) == 0)))
		recipe.names = NULL;
	if (recipe.subject[0] == '\0')
		recipe.subject = NULL;
	if (has_pointer)
		add_pointer(&recipe);
	if (logged_count > 0 && recipe.serial == NULL)
		recipe.serial = DEFAULT_SERIAL;
	case_put_cert(file, name,
	    logged_count == 0
		? mint_cert(&recipe)
		: mint_log_embedded(&recipe, logged, logged_count),
	    NULL);
	return true;
}
