/*
 * The revocation lists of a judge case: each line mints one and hands it to
 * the judge.
 *
 *	crl issuer=root revoke=inter
 *	crl issuer=inter next-update=-1d revoke=leaf@-3d,keyCompromise
 *
 * Flags and attributes, all of mint_crl.h:
 *	no-number number-critical users-only cas-only attributes-only indirect
 *	unknown-critical unknown-entry broken-signature
 *	issuer=NAME signer=NAME this-update=TIME next-update=TIME|never
 *	number=N base=N point=NAMES point-relative=DN reasons=REASON
 *	freshest=URL
 *	revoke=NAME[@TIME][,REASON]
 *	at=URL		it was fetched from there, and not given
 */
#include <string.h>

#include "support/case.h"
#include "support/mint_crl.h"

static const struct flag_row {
	const char *name;
	size_t offset;
} flag_rows[] = {
    {"no-number", offsetof(struct mint_crl_recipe, has_no_number)},
    {"number-critical", offsetof(struct mint_crl_recipe, is_number_critical)},
    {"users-only", offsetof(struct mint_crl_recipe, has_users_only)},
    {"cas-only", offsetof(struct mint_crl_recipe, has_cas_only)},
    {"attributes-only", offsetof(struct mint_crl_recipe, has_attributes_only)},
    {"indirect", offsetof(struct mint_crl_recipe, is_indirect)},
    {"unknown-critical",
	offsetof(struct mint_crl_recipe, has_unknown_critical)},
    {"unknown-entry", offsetof(struct mint_crl_recipe, has_unknown_entry)},
    {"broken-signature",
	offsetof(struct mint_crl_recipe, has_broken_signature)},
};

static const struct text_row {
	const char *name;
	size_t offset;
} text_rows[] = {
    {"freshest", offsetof(struct mint_crl_recipe, freshest)},
    {"point", offsetof(struct mint_crl_recipe, point)},
    {"point-relative", offsetof(struct mint_crl_recipe, point_relative)},
    {"reasons", offsetof(struct mint_crl_recipe, reasons)},
};

static bool
set_flag(struct mint_crl_recipe *recipe, const char *name, struct error *err)
{
	for (size_t i = 0; i < sizeof flag_rows / sizeof flag_rows[0]; i++) {
		if (strcmp(flag_rows[i].name, name) != 0)
			continue;
		*(bool *)((char *)recipe + flag_rows[i].offset) = true;
		return true;
	}
	return error_set(err, ERROR_INVALID, "no flag \"%s\"", name);
}

static const struct mint *
find_mint(const struct case_file *file, const char *name, struct error *err)
{
	const struct case_cert *cert = case_named_cert(file, name, err);

	return cert == NULL ? NULL : cert->mint;
}

/* "leaf@-3d,keyCompromise" */
static bool
add_revoked(const struct case_file *file, struct mint_crl_recipe *recipe,
    char *text, struct error *err)
{
	char *reason = strchr(text, ','), *date = strchr(text, '@');
	const struct case_cert *cert;
	size_t i = 0;

	while (i < MINT_CRL_MAX_REVOKED && recipe->revoked[i].cert != NULL)
		i++;
	if (i == MINT_CRL_MAX_REVOKED)
		return error_set(err, ERROR_LIMIT, "too many revoked");
	if (reason != NULL) {
		*reason++ = '\0';
		recipe->revoked[i].reason = reason;
	}
	if (date != NULL) {
		*date++ = '\0';
		if (!case_time(date, &recipe->revoked[i].date, err))
			return false;
	}
	cert = case_named_cert(file, text, err);
	if (cert == NULL)
		return false;
	recipe->revoked[i].cert = cert->cert;
	return true;
}

static bool
set_value(const struct case_file *file, struct mint_crl_recipe *recipe,
    const char *name, char *value, struct error *err)
{
	for (size_t i = 0; i < sizeof text_rows / sizeof text_rows[0]; i++) {
		if (strcmp(text_rows[i].name, name) != 0)
			continue;
		*(const char **)((char *)recipe + text_rows[i].offset) = value;
		return true;
	}
	if (strcmp(name, "issuer") == 0)
		return (recipe->issuer = find_mint(file, value, err)) != NULL;
	if (strcmp(name, "signer") == 0)
		return (recipe->signer = find_mint(file, value, err)) != NULL;
	if (strcmp(name, "this-update") == 0)
		return case_time(value, &recipe->this_update, err);
	if (strcmp(name, "next-update") == 0 && strcmp(value, "never") == 0) {
		recipe->next_update = MINT_CRL_NEVER;
		return true;
	}
	if (strcmp(name, "next-update") == 0)
		return case_time(value, &recipe->next_update, err);
	if (strcmp(name, "revoke") == 0)
		return add_revoked(file, recipe, value, err);
	if (strcmp(name, "number") == 0) {
		recipe->number = (unsigned)strtoul(value, NULL, 10);
		return true;
	}
	if (strcmp(name, "base") == 0) {
		recipe->base = (unsigned)strtoul(value, NULL, 10);
		return true;
	}
	return error_set(err, ERROR_INVALID, "no attribute \"%s\"", name);
}

bool
case_add_crl(struct case_file *file, char *line, struct error *err)
{
	struct mint_crl_recipe recipe = {.issuer = NULL};
	const char *url = NULL;
	char *word;

	while ((word = case_word(&line)) != NULL) {
		char *equals = strchr(word, '=');

		if (equals == NULL) {
			if (!set_flag(&recipe, word, err))
				return false;
			continue;
		}
		*equals = '\0';
		if (strcmp(word, "at") == 0) {
			url = equals + 1;
			continue;
		}
		if (!set_value(file, &recipe, word, equals + 1, err))
			return false;
	}
	if (recipe.issuer == NULL)
		return error_set(err, ERROR_INVALID, "crl issuer=NAME ...");
	if (url != NULL)
		case_add_fetched_crl(file, url, mint_crl(&recipe));
	else
		*ARRAY_ADD(&file->crls) = mint_crl(&recipe);
	return true;
}
