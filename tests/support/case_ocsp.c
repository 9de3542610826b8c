/*
 * What a judge case has of revocation beside the lists given: OCSP responses,
 * each line mints one, and what asking came to.
 *
 *	ocsp issuer=inter staple=leaf
 *	ocsp issuer=inter given about=leaf,revoked@-3d,keyCompromise
 *	ocsp issuer=inter at=http://o.test/ about=leaf status=tryLater
 *	asked: http://o.test/ ocsp leaf unreachable it timed out
 *	asked: http://c.test/ crl leaf refused a private address
 *	stapling: asked		the handshake asked for staples
 *	revocation: soft	what the operator wants of it
 *
 * An ocsp line is stapled (staple=CERT, which must be sent), fetched (at=URL)
 * or given. about=CERT[,STATUS[@TIME]][,REASON]; without it, of the stapled
 *one. Flags: given by-key no-certs broken-signature unknown-critical garbage
 * Others: signer=NAME this-update=TIME next-update=TIME|never produced-at=TIME
 *	archive=TIME id=SHA256 digest=SHA1 log=LOG@TIME (see case_ct.c)
 *	status=malformed|internal|tryLater|sigRequired|unauthorized
 */
#include <stdio.h>
#include <string.h>

#include "support/case.h"
#include "support/mint_ocsp.h"

#define GARBAGE "no response at all"

struct line {
	struct mint_ocsp_recipe recipe;
	const char *staple, *url;
	const struct case_cert *about;
	bool is_given, is_garbage;
	struct mint_log_sct scts[CASE_CT_MAX];
};

static bool
set_flag(struct line *line, const char *name, struct error *err)
{
	const struct {
		const char *name;
		bool *flag;
	} rows[] = {
	    {"given", &line->is_given},
	    {"garbage", &line->is_garbage},
	    {"by-key", &line->recipe.is_by_key},
	    {"no-certs", &line->recipe.has_no_certs},
	    {"broken-signature", &line->recipe.has_broken_signature},
	    {"unknown-critical", &line->recipe.has_unknown_critical},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (strcmp(rows[i].name, name) != 0)
			continue;
		*rows[i].flag = true;
		return true;
	}
	return error_set(err, ERROR_INVALID, "no flag \"%s\"", name);
}

static bool
set_mint(const struct case_file *file, const char *name,
    const struct mint **ret_mint, struct error *err)
{
	const struct case_cert *cert = case_named_cert(file, name, err);

	*ret_mint = cert == NULL ? NULL : cert->mint;
	return *ret_mint != NULL;
}

/* "leaf,revoked@-3d,keyCompromise" */
static bool
set_about(const struct case_file *file, struct line *line, char *text,
    struct error *err)
{
	struct mint_ocsp_single *single = &line->recipe.singles[0];
	char *name = strsep(&text, ","), *status = strsep(&text, ",");

	line->about = case_named_cert(file, name, err);
	if (line->about == NULL)
		return false;
	single->cert = line->about->cert;
	single->reason = text;
	if (status != NULL) {
		char *date = strchr(status, '@');

		if (date != NULL) {
			*date++ = '\0';
			if (!case_time(date, &single->revoked_at, err))
				return false;
		}
		single->status = status;
	}
	return true;
}

static bool
set_status(struct line *line, const char *name, struct error *err)
{
	static const struct {
		const char *name;
		int status;
	} rows[] = {
	    {"malformed", OCSP_RESPONSE_STATUS_MALFORMEDREQUEST},
	    {"internal", OCSP_RESPONSE_STATUS_INTERNALERROR},
	    {"tryLater", OCSP_RESPONSE_STATUS_TRYLATER},
	    {"sigRequired", OCSP_RESPONSE_STATUS_SIGREQUIRED},
	    {"unauthorized", OCSP_RESPONSE_STATUS_UNAUTHORIZED},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (strcmp(rows[i].name, name) != 0)
			continue;
		line->recipe.status = rows[i].status;
		return true;
	}
	return error_set(err, ERROR_INVALID, "no status \"%s\"", name);
}

static bool
set_value(const struct case_file *file, struct line *line, const char *name,
    char *value, struct error *err)
{
	struct mint_ocsp_single *single = &line->recipe.singles[0];
	const struct {
		const char *name;
		const char **text;
	} texts[] = {
	    {"staple", &line->staple},
	    {"at", &line->url},
	    {"id", &line->recipe.id_digest},
	    {"digest", &line->recipe.digest},
	};
	const struct {
		const char *name;
		int64_t *time;
	} times[] = {
	    {"this-update", &single->this_update},
	    {"next-update", &single->next_update},
	    {"archive", &single->archive_cutoff},
	    {"produced-at", &line->recipe.produced_at},
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		if (strcmp(texts[i].name, name) != 0)
			continue;
		*texts[i].text = value;
		return true;
	}
	if (strcmp(name, "next-update") == 0 && strcmp(value, "never") == 0) {
		single->next_update = MINT_OCSP_NEVER;
		return true;
	}
	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		if (strcmp(times[i].name, name) == 0)
			return case_time(value, times[i].time, err);
	}
	if (strcmp(name, "issuer") == 0)
		return set_mint(file, value, &line->recipe.issuer, err);
	if (strcmp(name, "signer") == 0)
		return set_mint(file, value, &line->recipe.signer, err);
	if (strcmp(name, "about") == 0)
		return set_about(file, line, value, err);
	if (strcmp(name, "status") == 0)
		return set_status(line, value, err);
	if (strcmp(name, "log") == 0 && single->sct_count < CASE_CT_MAX) {
		single->scts = line->scts;
		return case_ct_sct(
		    value, &line->scts[single->sct_count++], err);
	}
	return error_set(err, ERROR_INVALID, "no attribute \"%s\"", name);
}

static uint8_t *
make_der(const struct line *line, size_t *ret_len)
{
	if (!line->is_garbage)
		return mint_ocsp_der(&line->recipe, ret_len);
	*ret_len = sizeof GARBAGE - 1;
	return mem_dup(GARBAGE, sizeof GARBAGE - 1);
}

static bool
add_staple(struct case_file *file, const struct line *line, struct error *err)
{
	const struct case_cert *cert = case_named_cert(file, line->staple, err);
	struct case_staple *staple;

	if (cert == NULL)
		return false;
	staple = ARRAY_ADD(&file->staples);
	staple->cert = cert->cert;
	staple->der = make_der(line, &staple->len);
	file->was_staple_asked = true;
	return true;
}

static void
add_answer(struct case_file *file, const struct line *line)
{
	struct revocation_answer *answer = ARRAY_ADD(&file->revocation_answers);

	answer->kind = REVOCATION_ANSWER_OCSP;
	answer->outcome = REVOCATION_GOT;
	answer->url = line->url;
	memcpy(answer->cert_sha256, line->about->cert->sha256,
	    sizeof answer->cert_sha256);
	answer->der = make_der(line, &answer->der_len);
	answer->asked_at = mint_now;
}

static bool
read_words(const struct case_file *file, struct line *line, char *text,
    struct error *err)
{
	char *word;

	while ((word = case_word(&text)) != NULL) {
		char *equals = strchr(word, '=');

		if (equals == NULL) {
			if (!set_flag(line, word, err))
				return false;
			continue;
		}
		*equals = '\0';
		if (!set_value(file, line, word, equals + 1, err))
			return false;
	}
	return true;
}

bool
case_add_ocsp(struct case_file *file, char *text, struct error *err)
{
	struct line line = {.is_given = false};

	if (!read_words(file, &line, text, err))
		return false;
	if (line.about == NULL && line.staple != NULL &&
	    !set_about(file, &line, (char *)(uintptr_t)line.staple, err))
		return false;
	if (line.recipe.issuer == NULL || line.about == NULL)
		return error_set(err, ERROR_INVALID,
		    "ocsp issuer=NAME about=CERT staple=CERT|at=URL|given");
	if (line.staple != NULL)
		return add_staple(file, &line, err);
	if (line.url != NULL)
		add_answer(file, &line);
	else
		*ARRAY_ADD(&file->ocsps) = mint_ocsp(&line.recipe);
	return true;
}

void
case_add_fetched_crl(
    struct case_file *file, const char *url, struct crl *take_crl)
{
	struct revocation_answer *answer = ARRAY_ADD(&file->revocation_answers);

	answer->kind = REVOCATION_ANSWER_CRL;
	answer->outcome = REVOCATION_GOT;
	answer->url = url;
	answer->crl = take_crl;
	answer->asked_at = mint_now;
}

bool
case_add_asked(struct case_file *file, char *text, struct error *err)
{
	static const char *const outcomes[] = {
	    [REVOCATION_UNREACHABLE] = "unreachable",
	    [REVOCATION_NOT_ONE] = "not-one",
	    [REVOCATION_REFUSED] = "refused",
	};
	static const struct names outcome_names = NAMES_INIT(outcomes);
	char *url = case_word(&text), *kind = case_word(&text);
	char *name = case_word(&text), *outcome = case_word(&text);
	const struct case_cert *cert;
	struct revocation_answer *answer;
	int value;

	if (outcome == NULL || !names_find(&outcome_names, outcome, &value))
		return error_set(err, ERROR_INVALID,
		    "asked: URL ocsp|crl CERT unreachable|not-one|refused "
		    "words");
	cert = case_named_cert(file, name, err);
	if (cert == NULL)
		return false;
	answer = ARRAY_ADD(&file->revocation_answers);
	answer->kind = strcmp(kind, "crl") == 0 ? REVOCATION_ANSWER_CRL
						: REVOCATION_ANSWER_OCSP;
	answer->outcome = (enum revocation_outcome)value;
	answer->url = url;
	memcpy(answer->cert_sha256, cert->cert->sha256,
	    sizeof answer->cert_sha256);
	answer->detail = text != NULL ? text : "no answer";
	answer->failures = 1;
	answer->asked_at = mint_now;
	return true;
}

bool
case_set_stapling(struct case_file *file, char *text, struct error *err)
{
	char *word = case_word(&text);

	file->was_staple_asked = word != NULL && strcmp(word, "asked") == 0;
	return file->was_staple_asked ||
	    error_set(err, ERROR_INVALID, "stapling: asked");
}

bool
case_set_revocation(struct case_file *file, char *text, struct error *err)
{
	char *word = case_word(&text);
	int value;

	if (word == NULL || !names_find(&revocation_mode_names, word, &value))
		return error_set(
		    err, ERROR_INVALID, "revocation: off|soft|hard");
	file->revocation = (enum revocation_mode)value;
	return true;
}

void
case_clear_revocation(struct case_file *file)
{
	ARRAY_EACH (staple, &file->staples)
		free(staple->der);
	ARRAY_CLEAR(&file->staples);
	ARRAY_EACH (ocsp, &file->ocsps)
		ocsp_free(*ocsp);
	ARRAY_CLEAR(&file->ocsps);
	ARRAY_EACH (answer, &file->revocation_answers) {
		free((void *)(uintptr_t)answer->der);
		crl_free((struct crl *)(uintptr_t)answer->crl);
	}
	ARRAY_CLEAR(&file->revocation_answers);
}

void
case_fill_staples(const struct case_file *file, struct staple *staples)
{
	for (size_t i = 0; i < file->presented->len; i++) {
		staples[i] = (struct staple){.der = NULL};
		ARRAY_EACH (staple, &file->staples) {
			if (cert_equal(staple->cert, file->presented->certs[i]))
				staples[i] = (struct staple){
				    .der = staple->der, .len = staple->len};
		}
	}
}
