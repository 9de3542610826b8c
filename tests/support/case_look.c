/* What the looks of a judge case expect. */
#include "support/case.h"

#include <string.h>

#include "clients/profile.h"

bool
case_code(const char *text, enum finding_code *ret_code, struct error *err)
{
	return finding_find(text, ret_code) ||
	    error_set(err, ERROR_INVALID, "no finding \"%s\"", text);
}

static bool
read_at(struct case_file *file, char *line, struct error *err)
{
	struct case_look *look = ARRAY_ADD(&file->looks);
	char *word = case_word(&line);

	look->line = file->line;
	if (word == NULL || strcmp(word, "now") == 0) {
		look->at = mint_now;
		return true;
	}
	return case_time(word, &look->at, err);
}

/* The look that expectations belong to: the last one opened. */
static struct case_look *
current_look(struct case_file *file, struct error *err)
{
	if (file->looks.len == 0) {
		error_set(err, ERROR_INVALID, "\"at:\" must come first");
		return NULL;
	}
	return &file->looks.items[file->looks.len - 1];
}

static bool
read_valid(struct case_file *file, char *line, struct error *err)
{
	struct case_look *look = current_look(file, err);
	char *word = case_word(&line);

	if (look == NULL)
		return false;
	if (word == NULL ||
	    (strcmp(word, "yes") != 0 && strcmp(word, "no") != 0))
		return error_set(err, ERROR_INVALID, "valid: yes|no");
	look->has_valid = true;
	look->is_valid = strcmp(word, "yes") == 0;
	return true;
}

static bool
read_missing(const struct case_file *file, const char *text,
    struct case_finding *finding)
{
	const struct case_cert *cert = case_find_cert(file, text);

	finding->missing = cert != NULL ? cert->cert->label : text;
	return true;
}

static bool
read_finding(struct case_file *file, char *line, struct error *err)
{
	struct case_look *look = current_look(file, err);
	char *severity = case_word(&line), *code = case_word(&line), *word;
	struct case_finding *finding;
	int value;

	if (look == NULL)
		return false;
	if (severity == NULL || code == NULL ||
	    !names_find(&severity_names, severity, &value))
		return error_set(err, ERROR_INVALID,
		    "finding: SEVERITY CODE [CERT] [missing=CERT]");
	finding = ARRAY_ADD(&look->findings);
	finding->severity = (enum severity)value;
	if (!case_code(code, &finding->code, err))
		return false;
	while ((word = case_word(&line)) != NULL) {
		if (strncmp(word, "missing=", 8) == 0) {
			if (!read_missing(file, word + 8, finding))
				return false;
		} else if (strcmp(word, "-") != 0) {
			if (case_named_cert(file, word, err) == NULL)
				return false;
			finding->cert = word;
		}
	}
	return true;
}

static bool
read_suggestion(
    struct case_file *file, char *line, bool is_complete, struct error *err)
{
	struct case_look *look = current_look(file, err);
	char *word;

	if (look == NULL)
		return false;
	look->has_suggested = true;
	look->is_suggested_complete = is_complete;
	while ((word = case_word(&line)) != NULL) {
		if (strcmp(word, "none") == 0)
			continue;
		if (case_named_cert(file, word, err) == NULL)
			return false;
		*ARRAY_ADD(&look->suggested) = word;
	}
	return true;
}

static bool
read_suggest(struct case_file *file, char *line, struct error *err)
{
	return read_suggestion(file, line, true, err);
}

static bool
read_suggest_part(struct case_file *file, char *line, struct error *err)
{
	return read_suggestion(file, line, false, err);
}

static bool
read_breaks_at(struct case_file *file, char *line, struct error *err)
{
	struct case_look *look = current_look(file, err);
	char *word = case_word(&line);

	if (look == NULL || word == NULL)
		return error_set(err, ERROR_INVALID, "breaks-at: TIME");
	look->has_breaks_at = true;
	return case_time(word, &look->breaks_at, err);
}

static bool
read_holds_until(struct case_file *file, char *line, struct error *err)
{
	struct case_look *look = current_look(file, err);
	char *word = case_word(&line);

	if (look == NULL || word == NULL)
		return error_set(err, ERROR_INVALID, "holds-until: TIME");
	look->has_holds_until = true;
	return case_time(word, &look->holds_until, err);
}

static bool
read_want(struct case_file *file, char *line, struct error *err)
{
	struct case_look *look = current_look(file, err);
	char *word = case_word(&line);

	if (look == NULL || word == NULL || !case_named_cert(file, word, err))
		return error_set(err, ERROR_INVALID, "want: CERT");
	look->want = word;
	return true;
}

/* "crl:leaf delta:leaf ocsp:inter", or "none" */
static bool
read_wants(struct case_file *file, char *line, struct error *err)
{
	struct case_look *look = current_look(file, err);
	char *word;

	if (look == NULL)
		return false;
	look->has_wants = true;
	while ((word = case_word(&line)) != NULL) {
		char *name = strchr(word, ':');

		if (strcmp(word, "none") == 0)
			return true;
		if (name == NULL ||
		    case_named_cert(file, name + 1, err) == NULL)
			return error_set(
			    err, ERROR_INVALID, "wants: KIND:CERT ...");
		*name = '\0';
		*ARRAY_ADD(&look->wants) = (struct case_want){
		    .kind = strcmp(word, "crl") == 0 ? WANT_CRL
			: strcmp(word, "delta") == 0 ? WANT_DELTA
						     : WANT_OCSP,
		    .cert = name + 1,
		};
	}
	return true;
}

/* "leaf revoked crl" */
static bool
read_status(struct case_file *file, char *line, struct error *err)
{
	struct case_look *look = current_look(file, err);
	char *name = case_word(&line), *status = case_word(&line);
	char *source = case_word(&line);
	int value, from = -1;

	if (look == NULL)
		return false;
	if (status == NULL || case_named_cert(file, name, err) == NULL ||
	    !names_find(&revocation_status_names, status, &value) ||
	    (source != NULL &&
		!names_find(&revocation_source_names, source, &from)))
		return error_set(
		    err, ERROR_INVALID, "status: CERT STATUS [SOURCE]");
	*ARRAY_ADD(&look->statuses) = (struct case_status){
	    .cert = name,
	    .status = (enum revocation_status)value,
	    .source = from,
	};
	return true;
}

/* "openssl accepts until +20d" */
static bool
read_client(struct case_file *file, char *line, struct error *err)
{
	struct case_look *look = current_look(file, err);
	char *name = case_word(&line), *word = case_word(&line);
	struct case_client *client;

	if (look == NULL)
		return false;
	if (name == NULL || word == NULL || client_profile_find(name) == NULL ||
	    (strcmp(word, "accepts") != 0 && strcmp(word, "refuses") != 0))
		return error_set(err, ERROR_INVALID,
		    "client: NAME accepts|refuses [until TIME]");
	client = ARRAY_ADD(&look->clients);
	client->name = name;
	client->accepts = strcmp(word, "accepts") == 0;
	word = case_word(&line);
	if (word == NULL)
		return true;
	client->has_breaks_at = true;
	word = case_word(&line);
	return word != NULL && case_time(word, &client->breaks_at, err);
}

/* "old accepts until +20d" */
static bool
read_in_store(struct case_file *file, char *line, struct error *err)
{
	struct case_look *look = current_look(file, err);
	char *name = case_word(&line), *word = case_word(&line);
	struct case_store *store;

	if (look == NULL)
		return false;
	if (name == NULL || word == NULL ||
	    (strcmp(word, "accepts") != 0 && strcmp(word, "refuses") != 0))
		return error_set(err, ERROR_INVALID,
		    "in-store: NAME accepts|refuses [until TIME]");
	store = ARRAY_ADD(&look->stores);
	store->name = name;
	store->accepts = strcmp(word, "accepts") == 0;
	if (case_word(&line) == NULL)
		return true;
	store->has_breaks_at = true;
	word = case_word(&line);
	return word != NULL && case_time(word, &store->breaks_at, err);
}

static bool
read_paths(struct case_file *file, char *line, struct error *err)
{
	struct case_look *look = current_look(file, err);
	char *word = case_word(&line);

	if (look == NULL || word == NULL)
		return error_set(err, ERROR_INVALID, "paths: NUMBER");
	look->path_count = strtoul(word, NULL, 10);
	return true;
}

const struct case_keyword case_look_keywords[] = {
    {"at:", read_at},
    {"valid:", read_valid},
    {"finding:", read_finding},
    {"suggest:", read_suggest},
    {"suggest-part:", read_suggest_part},
    {"breaks-at:", read_breaks_at},
    {"holds-until:", read_holds_until},
    {"want:", read_want},
    {"wants:", read_wants},
    {"status:", read_status},
    {"client:", read_client},
    {"in-store:", read_in_store},
    {"paths:", read_paths},
    {NULL, NULL},
};
