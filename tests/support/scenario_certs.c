/* Certificates of a scenario; see scenario_certs.h. */
#include "support/scenario_certs.h"

#include <string.h>

#include "base/duration.h"
#include "base/names.h"
#include "clients/profile.h"
#include "model/cert_details.h"

void
scenario_certs_clear(struct scenario_certs *certs)
{
	ARRAY_EACH (cert, &certs->list) {
		free(cert->name);
		free(cert->issuer);
		free(cert->names);
	}
	ARRAY_CLEAR(&certs->list);
}

/* What stands behind "key="; NULL: the word is another. */
static const char *
value_of(const char *word, const char *key)
{
	size_t len = strlen(key);

	return strncmp(word, key, len) == 0 && word[len] == '=' ? word + len + 1
								: NULL;
}

static bool
read_time(const char *text, int64_t start, int64_t *ret)
{
	struct error err = ERROR_INIT;
	bool is_before = *text == '-';
	int64_t seconds;

	if (!duration_parse(text + is_before, &seconds, &err))
		return false;
	*ret = is_before ? start - seconds : start + seconds;
	return true;
}

/* "RSA/2048" */
static bool
read_key(const char *text, struct made_leaf *leaf)
{
	CLEANUP(free) char *kind = mem_strdup(text);
	char *bits = strchr(kind, '/');
	int value;

	if (bits == NULL)
		return false;
	*bits++ = '\0';
	if (!names_find(&cert_details_key_names, kind, &value))
		return false;
	leaf->key_kind = (enum cert_key_kind)value;
	leaf->key_bits = (int)strtol(bits, NULL, 10);
	return true;
}

static bool
read_word(struct scenario_cert *cert, const char *word, int64_t start)
{
	struct made_leaf *leaf = &cert->leaf;
	const char *value;

	if (strcmp(word, "servers-only") == 0)
		return leaf->is_for_servers_only = true;
	if (strcmp(word, "pointer") == 0)
		return leaf->has_pointer = true;
	if ((value = value_of(word, "from")) != NULL)
		return read_time(value, start, &leaf->not_before);
	if ((value = value_of(word, "until")) != NULL)
		return read_time(value, start, &leaf->not_after);
	if ((value = value_of(word, "key")) != NULL)
		return read_key(value, leaf);
	if ((value = value_of(word, "issuer")) != NULL && cert->issuer == NULL)
		leaf->issuer = cert->issuer = mem_strdup(value);
	else if ((value = value_of(word, "names")) != NULL &&
	    cert->names == NULL)
		leaf->names = cert->names = mem_strdup(value);
	return value != NULL;
}

bool
scenario_certs_read(struct scenario_certs *certs, char **words, size_t count,
    int64_t start, const char **wrong_word)
{
	struct scenario_cert *cert = ARRAY_ADD(&certs->list);

	cert->name = mem_strdup(words[0]);
	for (size_t i = 1; i < count; i++) {
		if (read_word(cert, words[i], start))
			continue;
		*wrong_word = words[i];
		return false;
	}
	return true;
}

const struct made_leaf *
scenario_certs_find(const struct scenario_certs *certs, const char *name)
{
	ARRAY_EACH (cert, &certs->list) {
		if (strcmp(cert->name, name) == 0)
			return &cert->leaf;
	}
	return NULL;
}

bool
scenario_certs_read_chain(
    struct made_chain *made, const char *word, int64_t start)
{
	const char *value = value_of(word, "breaks");

	if (value != NULL)
		return read_time(value, start, &made->breaks_at);
	value = value_of(word, "refused-by");
	if (value == NULL)
		return false;
	if (strcmp(value, "nobody") == 0)
		made->refused_by = "";
	else if (client_profile_find(value) != NULL)
		made->refused_by = client_profile_find(value)->name;
	return made->refused_by != NULL;
}
