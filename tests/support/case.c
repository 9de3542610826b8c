/* Reads judge cases; the language is in case.h. */
#include "support/case.h"

#include <openssl/tls1.h>
#include <string.h>

#include "pki/dns_name.h"
#include "base/duration.h"
#include "base/file.h"
#include "clients/choice.h"
#include "base/mem.h"

#define CASE_MAX_BYTES 65536

char *
case_word(char **line)
{
	char *at = *line + strspn(*line, " \t"), *start, *to;
	bool is_quoted = false;

	if (*at == '\0')
		return NULL;
	for (start = to = at; *at != '\0'; at++) {
		if (*at == '"')
			is_quoted = !is_quoted;
		else if (!is_quoted && (*at == ' ' || *at == '\t'))
			break;
		else
			*to++ = *at;
	}
	*line = *at == '\0' ? at : at + 1;
	*to = '\0';
	return start;
}

bool
case_time(const char *text, int64_t *ret_time, struct error *err)
{
	int64_t offset;

	if (text[0] != '+' && text[0] != '-')
		return timestamp_parse(text, ret_time, err);
	if (!duration_parse(text + 1, &offset, err))
		return false;
	*ret_time = mint_now + (text[0] == '-' ? -offset : offset);
	return true;
}

const struct case_cert *
case_find_cert(const struct case_file *file, const char *name)
{
	ARRAY_EACH (cert, &file->certs) {
		if (strcmp(cert->name, name) == 0)
			return cert;
	}
	return NULL;
}

void
case_put_cert(struct case_file *file, const char *name, const struct mint *mint,
    struct cert *take_cert)
{
	struct case_cert *slot = NULL;

	ARRAY_EACH (cert, &file->certs) {
		if (strcmp(cert->name, name) == 0)
			slot = cert;
	}
	if (slot == NULL) {
		slot = ARRAY_ADD(&file->certs);
		slot->name = mem_strdup(name);
	}
	cert_unref(slot->cert);
	slot->mint = mint;
	slot->cert = mint != NULL ? cert_ref(mint->cert) : take_cert;
}

const struct case_cert *
case_named_cert(
    const struct case_file *file, const char *name, struct error *err)
{
	const struct case_cert *cert = case_find_cert(file, name);

	if (cert == NULL)
		error_set(
		    err, ERROR_INVALID, "no certificate \"%s\" above", name);
	return cert;
}

static bool
read_ordinary(struct case_file *file, char *line, struct error *err)
{
	static const char *const lines[] = {
	    "root: ca",
	    "inter: ca issuer=root path-len=0",
	    "leaf: issuer=inter",
	};

	if (case_word(&line) != NULL)
		return error_set(err, ERROR_INVALID, "\"ordinary\" alone");
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		CLEANUP(free) char *copy = mem_strdup(lines[i]);

		if (!case_add_cert(file, copy, err))
			return false;
	}
	return true;
}

static bool
read_garbage(struct case_file *file, char *line, struct error *err)
{
	char *name = case_word(&line);

	if (name == NULL)
		return error_set(err, ERROR_INVALID, "garbage NAME");
	case_put_cert(
	    file, name, NULL, cert_new((const uint8_t *)name, strlen(name)));
	return true;
}

static bool
read_present(struct case_file *file, char *line, struct error *err)
{
	ARRAY(struct cert *) certs = {.len = 0};
	const struct case_cert *cert = NULL;
	char *name;

	while ((name = case_word(&line)) != NULL &&
	    (cert = case_named_cert(file, name, err)) != NULL)
		*ARRAY_ADD(&certs) = cert->cert;
	chain_unref(file->presented);
	file->presented = chain_new(certs.items, certs.len);
	ARRAY_CLEAR(&certs);
	return name == NULL;
}

static bool
read_set(
    struct case_file *file, char *line, struct cert_set *set, struct error *err)
{
	char *name;

	while ((name = case_word(&line)) != NULL) {
		const struct case_cert *cert = case_named_cert(file, name, err);

		if (cert == NULL)
			return false;
		cert_set_add(set, cert->cert);
	}
	return true;
}

static bool
read_store(struct case_file *file, char *line, struct error *err)
{
	char *name = case_word(&line);
	struct cert_set *set;
	bool ok;

	if (name == NULL || name[strlen(name) - 1] != ':')
		return error_set(err, ERROR_INVALID, "store NAME: ...");
	name[strlen(name) - 1] = '\0';
	set = cert_set_new();
	ok = read_set(file, line, set, err);
	*ARRAY_ADD(&file->stores) = trust_store_new(name, set);
	return ok;
}

static const struct trust_store *
next_store(const struct case_file *file, char **line, struct error *err)
{
	const char *name = case_word(line);

	ARRAY_EACH (store, &file->stores) {
		if (name != NULL && strcmp((*store)->name, name) == 0)
			return *store;
	}
	if (name != NULL)
		error_set(err, ERROR_INVALID, "no store %s above", name);
	return NULL;
}

static bool
read_counts(struct case_file *file, char *line, struct error *err)
{
	const struct trust_store *store;

	while ((store = next_store(file, &line, err)) != NULL)
		*ARRAY_ADD(&file->counted) = store;
	return err->kind == ERROR_NONE;
}

static bool
read_compare(struct case_file *file, char *line, struct error *err)
{
	const struct trust_store *store;

	while ((store = next_store(file, &line, err)) != NULL)
		*ARRAY_ADD(&file->compared) = store;
	return err->kind == ERROR_NONE;
}

static bool
read_known_from(
    struct case_file *file, enum known_from from, char *line, struct error *err)
{
	if (file->known[from] == NULL)
		file->known[from] = cert_set_new();
	return read_set(file, line, file->known[from], err);
}

static bool
read_known(struct case_file *file, char *line, struct error *err)
{
	return read_known_from(file, KNOWN_FLEET, line, err);
}

static bool
read_given(struct case_file *file, char *line, struct error *err)
{
	return read_known_from(file, KNOWN_GIVEN, line, err);
}

static bool
read_fetched(struct case_file *file, char *line, struct error *err)
{
	return read_known_from(file, KNOWN_FETCHED, line, err);
}

static const char *const answer_words[] = {
    [ISSUER_ANSWER_UNREACHABLE] = "unreachable",
    [ISSUER_ANSWER_NOT_CERTS] = "not-certs",
    [ISSUER_ANSWER_REFUSED] = "refused",
};

static bool
read_answer(struct case_file *file, char *line, struct error *err)
{
	struct issuer_answer *answer = ARRAY_ADD(&file->answers);
	const char *word;
	const struct case_cert *cert;
	struct cert **certs;

	answer->url = case_word(&line);
	word = case_word(&line);
	if (word == NULL)
		return error_set(err, ERROR_INVALID, "answer: URL WHAT");
	for (size_t i = 0; i < sizeof answer_words / sizeof answer_words[0];
	     i++) {
		if (answer_words[i] == NULL ||
		    strcmp(answer_words[i], word) != 0)
			continue;
		answer->kind = (enum issuer_answer_kind)i;
		answer->detail = line;
		return true;
	}
	cert = case_named_cert(file, word, err);
	if (cert == NULL)
		return false;
	certs = mem_new(1, sizeof(struct cert *));
	certs[0] = cert->cert;
	answer->certs = certs;
	answer->cert_count = 1;
	return true;
}

static bool
read_name(struct case_file *file, char *line, struct error *err)
{
	char *name = case_word(&line);

	file->has_name = name != NULL && strcmp(name, "none") != 0;
	return !file->has_name || hostname_parse(name, &file->name, err);
}

/* "issuer=TEXT", "issuer=@CERT", "key=@CERT": by fingerprint, or its key. */
static bool
read_expect(struct case_file *file, char *line, struct error *err)
{
	char *word;

	if (file->expected == NULL)
		file->expected = expectation_new();
	while ((word = case_word(&line)) != NULL) {
		char *value = strchr(word, '='), text[2 * CERT_SHA256_LEN + 1];
		bool is_key = strncmp(word, "key=", 4) == 0;
		const struct case_cert *cert;

		if (value++ == NULL)
			return error_set(err, ERROR_INVALID, "NAME=VALUE");
		if (value[0] == '@') {
			cert = case_named_cert(file, value + 1, err);
			if (cert == NULL)
				return false;
			cert_fingerprint(is_key ? cert->cert->key.sha256
						: cert->cert->sha256,
			    text);
			value = text;
		}
		if (is_key
			? !expectation_add_key(file->expected, value, err)
			: !expectation_add_issuer(file->expected, value, err))
			return false;
	}
	return true;
}

static bool
read_clients(struct case_file *file, char *line, struct error *err)
{
	char *word;

	file->clients.is_given = true;
	while ((word = case_word(&line)) != NULL) {
		bool is_required = strncmp(word, "required=", 9) == 0;
		uint64_t bits;

		if (!client_choice_parse(is_required ? word + 9 : word, &bits))
			return error_set(
			    err, ERROR_INVALID, "%s: no such client", word);
		if (is_required)
			file->clients.required |= bits;
		else
			file->clients.watched |= bits;
	}
	return true;
}

static bool
read_tls(struct case_file *file, char *line, struct error *err)
{
	static const struct {
		const char *text;
		int version;
	} rows[] = {
	    {"1.0", TLS1_VERSION},
	    {"1.1", TLS1_1_VERSION},
	    {"1.2", TLS1_2_VERSION},
	    {"1.3", TLS1_3_VERSION},
	};
	char *text = case_word(&line);

	for (size_t i = 0; text != NULL && i < sizeof rows / sizeof rows[0];
	     i++) {
		if (strcmp(rows[i].text, text) != 0)
			continue;
		file->tls_version = rows[i].version;
		return true;
	}
	return error_set(err, ERROR_INVALID, "no such TLS version");
}

/* What a build can be made without; the looks are passed over there. */
static bool
read_needs(struct case_file *file, char *line, struct error *err)
{
	const char *what = case_word(&line);

	if (what == NULL || strcmp(what, "public-suffix-list") != 0)
		return error_set(err, ERROR_INVALID, "nothing of that name");
	file->lacks_something = !dns_name_has_suffix_list();
	return true;
}

static bool
read_options(struct case_file *file, char *line, struct error *err)
{
	struct judge_options *options = &file->options;
	const struct {
		const char *name;
		int64_t *seconds;
		unsigned *number;
	} rows[] = {
	    {"warning", &options->warning_s, NULL},
	    {"critical", &options->critical_s, NULL},
	    {"warning-percent", NULL, &options->warning_percent},
	    {"critical-percent", NULL, &options->critical_percent},
	    {"max-depth", NULL, &options->max_depth},
	    {"max-paths", NULL, &options->max_paths},
	    {"max-signature-cost", NULL, &options->max_signature_cost},
	};
	char *word;

	while ((word = case_word(&line)) != NULL) {
		char *equals = strchr(word, '=');
		bool found = false;

		if (equals == NULL)
			return error_set(err, ERROR_INVALID, "NAME=VALUE");
		*equals++ = '\0';
		for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
			if (strcmp(rows[i].name, word) != 0)
				continue;
			found = true;
			if (rows[i].number != NULL)
				*rows[i].number =
				    (unsigned)strtoul(equals, NULL, 10);
			else if (!duration_parse(equals, rows[i].seconds, err))
				return false;
		}
		if (!found)
			return error_set(
			    err, ERROR_INVALID, "no option \"%s\"", word);
	}
	return true;
}

/* "33%" or "7d" */
static bool
read_threshold(const char *text, struct threshold *threshold, struct error *err)
{
	char *end;
	unsigned long percent = strtoul(text, &end, 10);
	int64_t seconds = 0;

	*threshold = (struct threshold){0};
	if (strcmp(end, "%") == 0) {
		threshold->percent = (uint32_t)percent;
		return true;
	}
	if (!duration_parse(text, &seconds, err))
		return false;
	threshold->seconds = (uint32_t)seconds;
	return true;
}

static bool
read_thresholds(struct case_file *file, char *line, struct error *err)
{
	struct thresholds *thresholds = &file->thresholds;
	char *word;

	while ((word = case_word(&line)) != NULL) {
		char *equals = strchr(word, '=');
		bool is_warning = strncmp(word, "warning=", 8) == 0;

		if (!is_warning && strncmp(word, "critical=", 9) != 0)
			return error_set(err, ERROR_INVALID,
			    "warning=DURATION or critical=SHARE%%");
		if (!read_threshold(equals + 1,
			is_warning ? &thresholds->warning
				   : &thresholds->critical,
			err))
			return false;
	}
	return true;
}

static bool
read_provokes(struct case_file *file, char *line, struct error *err)
{
	char *word;

	while ((word = case_word(&line)) != NULL) {
		if (!case_code(word, ARRAY_ADD(&file->provokes), err))
			return false;
	}
	return true;
}

static bool
read_just_not(struct case_file *file, char *line, struct error *err)
{
	char *word;

	while ((word = case_word(&line)) != NULL) {
		if (!case_code(word, ARRAY_ADD(&file->just_not), err))
			return false;
	}
	return true;
}

static const struct case_keyword keywords[] = {
    {"ordinary", read_ordinary},
    {"cert", case_add_cert},
    {"garbage", read_garbage},
    {"present:", read_present},
    {"store", read_store},
    {"counts:", read_counts},
    {"compare:", read_compare},
    {"known:", read_known},
    {"given:", read_given},
    {"fetched:", read_fetched},
    {"answer:", read_answer},
    {"crl", case_add_crl},
    {"ocsp", case_add_ocsp},
    {"asked:", case_add_asked},
    {"stapling:", case_set_stapling},
    {"revocation:", case_set_revocation},
    {"name:", read_name},
    {"clients:", read_clients},
    {"expect:", read_expect},
    {"tlsa:", case_add_tlsa},
    {"dane:", case_set_dane},
    {"policy:", case_add_policy},
    {"transparency:", case_ct_on},
    {"logs:", case_ct_logs},
    {"log", case_ct_log},
    {"handshake", case_ct_handshake},
    {"tls:", read_tls},
    {"options:", read_options},
    {"thresholds:", read_thresholds},
    {"needs:", read_needs},
    {"provokes:", read_provokes},
    {"just-not:", read_just_not},
    {NULL, NULL},
};

static const struct case_keyword *
find_keyword(const struct case_keyword *table, const char *word)
{
	for (; table->word != NULL; table++) {
		if (strcmp(table->word, word) == 0)
			return table;
	}
	return NULL;
}

static bool
read_line(struct case_file *file, char *line, struct error *err)
{
	const struct case_keyword *keyword;
	char *word;

	if (line[0] == '#' || (word = case_word(&line)) == NULL)
		return true;
	keyword = find_keyword(keywords, word);
	if (keyword == NULL)
		keyword = find_keyword(case_look_keywords, word);
	if (keyword == NULL)
		return error_set(
		    err, ERROR_INVALID, "no such line: \"%s\"", word);
	return keyword->read(file, line, err);
}

bool
case_read(const char *path, struct case_file *ret_case, struct error *err)
{
	struct case_file *file = ret_case;
	uint8_t *bytes;
	size_t len;
	char *next;

	*file = (struct case_file){
	    .options = judge_options_default,
	    .policy_rows = STRBUF_INIT(CASE_MAX_BYTES),
	};
	if (!file_read(path, CASE_MAX_BYTES, &bytes, &len, err))
		return false;
	file->text = (char *)bytes;
	file->has_name = hostname_parse("www.example.test", &file->name, err);
	for (char *line = file->text; line != NULL; line = next) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		file->line++;
		if (!read_line(file, line, err)) {
			error_prefix(err, "%s:%zu", path, file->line);
			case_clear(file);
			return false;
		}
	}
	if (!case_read_policy(file, err) || !case_ct_finish(file, err)) {
		error_prefix(err, "%s", path);
		case_clear(file);
		return false;
	}
	if (file->presented != NULL && file->looks.len > 0)
		return true;
	case_clear(file);
	return error_set(
	    err, ERROR_INVALID, "%s: wants \"present:\" and \"at:\"", path);
}

void
case_clear(struct case_file *file)
{
	ARRAY_EACH (cert, &file->certs) {
		free(cert->name);
		cert_unref(cert->cert);
	}
	ARRAY_CLEAR(&file->certs);
	ARRAY_EACH (store, &file->stores)
		trust_store_unref(*store);
	ARRAY_CLEAR(&file->stores);
	ARRAY_CLEAR(&file->counted);
	ARRAY_CLEAR(&file->compared);
	ARRAY_EACH (look, &file->looks) {
		ARRAY_CLEAR(&look->findings);
		ARRAY_CLEAR(&look->suggested);
		ARRAY_CLEAR(&look->clients);
		ARRAY_CLEAR(&look->stores);
		ARRAY_CLEAR(&look->wants);
		ARRAY_CLEAR(&look->statuses);
	}
	ARRAY_CLEAR(&file->looks);
	ARRAY_CLEAR(&file->provokes);
	ARRAY_CLEAR(&file->just_not);
	case_clear_revocation(file);
	chain_unref(file->presented);
	for (int from = 0; from < KNOWN_COUNT; from++)
		cert_set_free(file->known[from]);
	ARRAY_EACH (answer, &file->answers)
		free((void *)answer->certs);
	ARRAY_CLEAR(&file->answers);
	expectation_unref(file->expected);
	dane_unref(file->dane);
	policy_unref(file->policy);
	case_ct_clear(&file->ct);
	strbuf_clear(&file->policy_rows);
	ARRAY_EACH (crl, &file->crls)
		crl_free(*crl);
	ARRAY_CLEAR(&file->crls);
	free(file->text);
}

struct report *
case_judge(const struct case_file *file, const struct case_look *look)
{
	CLEANUP(free)
	struct staple *staples =
	    mem_new(file->presented->len + 1, sizeof *staples);
	struct evidence evidence = {
	    .presented = file->presented,
	    .name = file->has_name ? &file->name : NULL,
	    .stores = (const struct trust_store *const *)file->stores.items,
	    .store_count = file->stores.len,
	    .compared = file->compared.items,
	    .compared_count = file->compared.len,
	    .known[KNOWN_FLEET] = file->known[KNOWN_FLEET],
	    .known[KNOWN_GIVEN] = file->known[KNOWN_GIVEN],
	    .known[KNOWN_FETCHED] = file->known[KNOWN_FETCHED],
	    .answers = file->answers.items,
	    .answer_count = file->answers.len,
	    .clients = file->clients,
	    .thresholds = file->thresholds,
	    .expected = file->expected,
	    .dane = file->dane,
	    .dane_wish = file->dane_wish,
	    .policy = file->policy,
	    .crls = (const struct crl *const *)file->crls.items,
	    .crl_count = file->crls.len,
	    .transparency = file->ct.is_on ? &file->ct.evidence : NULL,
	    .ocsps = (const struct ocsp *const *)file->ocsps.items,
	    .ocsp_count = file->ocsps.len,
	    .staples = staples,
	    .was_staple_asked = file->was_staple_asked,
	    .revocation = file->revocation,
	    .revocation_answers = file->revocation_answers.items,
	    .revocation_answer_count = file->revocation_answers.len,
	    .tls_version = file->tls_version,
	};

	case_fill_staples(file, staples);
	if (file->counted.len > 0) {
		evidence.stores = file->counted.items;
		evidence.store_count = file->counted.len;
	}
	return judge(&evidence, &file->options, look->at);
}
