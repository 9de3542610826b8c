/*
 * `chainwatch lint FILE`: judges the certificates of a file as if a server had
 * loaded and sent them, and says what is wrong with the file itself.
 */
#include "cli/command.h"

#include <limits.h>
#include <string.h>

#include "base/clock.h"
#include "files/file_findings.h"
#include "cli/input.h"
#include "cli/nagios.h"
#include "cli/output.h"
#include "cli/trust.h"
#include "cli/what_if.h"
#include "judge/judge.h"
#include "pki/pem.h"
#include "render/json_value.h"
#include "render/render_json.h"

#define DEPTH_UNSET UINT_MAX /* 0: an anchor must sign the leaf itself */

struct lint {
	/* options */
	const char *name, *key, *password_file;
	struct trust_options trust_given;
	struct option_list issuers, crl_files, ocsp_files;
	int64_t at; /* -1: now */
	unsigned max_depth;
	bool is_json, is_nagios, has_no_remedies, is_verbose, has_clients;

	/* what they lead to */
	const char *path;
	struct hostname hostname;
	struct trust trust;
	struct cert_set *known;
	struct crl_list crls;
	struct ocsp_list ocsps;
	struct input_key key_bytes;
	struct pem_file file;
	struct what_if what_if;
	struct report *report;
	struct report *before; /* what_if's; NULL: nothing to compare with */
	bool is_unread;
};

static const struct option_row rows[] = {
    {
	.name = "name",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct lint, name),
	.value = "HOST|IP",
	.help = "the certificate must cover this name; without it no name is "
		"checked",
    },
    {
	.name = "at",
	.kind = OPTION_TIME,
	.offset = offsetof(struct lint, at),
	.value = "TIME",
	.help = "judge as of this time (RFC 3339) instead of now",
    },
    TRUST_OPTION_ROWS(struct lint, trust_given),
    LOG_LIST_OPTION_ROW(struct lint, trust_given),
    {
	.name = "issuers",
	.kind = OPTION_LIST,
	.offset = offsetof(struct lint, issuers),
	.value = "FILE",
	.help = "certificates to name what is missing with; not taken as sent; "
		"may be given again",
    },
    {
	.name = "crl",
	.kind = OPTION_LIST,
	.offset = offsetof(struct lint, crl_files),
	.value = "FILE",
	.help = "revocation lists, PEM or DER, that must clear what their CA "
		"issued; may be given again",
    },
    {
	.name = "ocsp",
	.kind = OPTION_LIST,
	.offset = offsetof(struct lint, ocsp_files),
	.value = "FILE",
	.help = "OCSP responses, DER or PEM, as evidence of revocation; may "
		"be given again",
    },
    {
	.name = "key",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct lint, key),
	.value = "FILE",
	.help = "the private key that must belong to the first certificate",
    },
    {
	.name = "password-file",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct lint, password_file),
	.value = "FILE",
	.help = "its first line opens an encrypted --key",
    },
    {
	.name = "max-depth",
	.kind = OPTION_NUMBER,
	.offset = offsetof(struct lint, max_depth),
	.value = "N",
	.help = "at most so many intermediates up to the anchor",
    },
    {
	.name = "json",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct lint, is_json),
	.help = "write the judge's JSON",
    },
    {
	.name = "nagios",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct lint, is_nagios),
	.help = "write a line with performance data, as monitoring plugins "
		"do, then a line for each finding",
    },
    {
	.name = "no-remedies",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct lint, has_no_remedies),
	.help = "leave out what to do about it",
    },
    {
	.name = "clients",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct lint, has_clients),
	.help = "what each kind of client says, whether its profile was "
		"checked against it, and until when it accepts",
    },
    {
	.name = "verbose",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct lint, is_verbose),
	.help = "fingerprints, keys, and every way to an anchor",
    },
};

#define ROW_COUNT (sizeof rows / sizeof rows[0])

static void
lint_clear(struct lint *lint)
{
	option_list_clear(&lint->trust_given.files);
	option_list_clear(&lint->issuers);
	option_list_clear(&lint->crl_files);
	option_list_clear(&lint->ocsp_files);
	crl_list_clear(&lint->crls);
	ocsp_list_clear(&lint->ocsps);
	trust_clear(&lint->trust);
	cert_set_free(lint->known);
	pem_file_clear(&lint->file);
	input_key_clear(&lint->key_bytes);
	report_unref(lint->report);
	report_unref(lint->before);
	what_if_clear(&lint->what_if);
}

static bool
prepare(struct lint *lint, struct error *err)
{
	if (lint->name != NULL &&
	    !hostname_parse(lint->name, &lint->hostname, err))
		return error_prefix(err, "--name");
	if (!trust_load(&lint->trust_given, &lint->trust, err))
		return false;
	what_if_load(
	    &lint->what_if, lint->at, &lint->trust_given, &lint->trust);
	if (lint->at < 0)
		lint->at = clock_wall_s(&clock_system);
	return input_issuers(&lint->issuers, &lint->known, err) &&
	    input_crls(&lint->crl_files, &lint->crls, err) &&
	    input_ocsps(&lint->ocsp_files, &lint->ocsps, err);
}

static struct report *
judge_by(const struct lint *lint, const struct trust *trust, int64_t at)
{
	CLEANUP(chain_unref)
	struct chain *chain =
	    chain_new(lint->file.certs.items, lint->file.certs.len);
	struct judge_options options = judge_options_default;
	const struct ct_evidence transparency = {.logs = trust->logs};
	struct evidence evidence = {
	    .presented = chain,
	    .name = lint->name == NULL ? NULL : &lint->hostname,
	    .stores = (const struct trust_store *const *)trust->stores.items,
	    .store_count = trust->stores.len,
	    .known[KNOWN_GIVEN] = lint->known,
	    .crls = (const struct crl *const *)lint->crls.items.items,
	    .crl_count = lint->crls.items.len,
	    .ocsps = (const struct ocsp *const *)lint->ocsps.items.items,
	    .ocsp_count = lint->ocsps.items.len,
	    .policy = trust->policy,
	    .transparency = &transparency,
	};

	if (lint->max_depth != DEPTH_UNSET)
		options.max_depth = lint->max_depth;
	return judge(&evidence, &options, at);
}

static void
judge_file(struct lint *lint)
{
	const struct what_if *what_if = &lint->what_if;

	lint->report = judge_by(lint, &lint->trust, lint->at);
	if (what_if_has_any(what_if))
		lint->before = judge_by(lint, &what_if->trust,
		    what_if->has_at ? what_if->at : lint->at);
}

/* A report about a file of which no certificate could be had. */
static void
report_nothing(struct lint *lint)
{
	lint->report = report_new();
	lint->report->presented = chain_new(NULL, 0);
	lint->report->judged_at = lint->report->holds_until = lint->at;
}

/* Of a key within the file. --key that names the same file says that it is to
 * be there. */
static enum file_key
look_at_own_key(const struct lint *lint, uint8_t *bytes, size_t len)
{
	struct input_key key = {.bytes = bytes, .len = len};
	bool fits = false;

	if (!file_has_key(&lint->file) || lint->file.certs.len == 0)
		return FILE_KEY_UNKNOWN;
	if (lint->key != NULL && input_is_same_file(lint->key, lint->path))
		return FILE_KEY_WANTED;
	if (!input_key_fits(&key, lint->file.certs.items[0], &fits, NULL))
		return FILE_KEY_UNKNOWN;
	return fits ? FILE_KEY_FITS : FILE_KEY_FOREIGN;
}

static void
inspect_file(struct lint *lint)
{
	CLEANUP(free) uint8_t *bytes = NULL;
	struct error err = ERROR_INIT;
	struct pem_load load;
	size_t len = 0;

	if (!input_read(lint->path, PEM_MAX_BYTES, &bytes, &len, &err)) {
		report_nothing(lint);
		lint->is_unread = true;
		report_add(lint->report, FINDING_FILE_UNREADABLE, NULL, "%s",
		    err.message);
		return;
	}
	pem_file_parse(bytes, len, &lint->file);
	load = pem_load(bytes, len);
	if (lint->file.certs.len > 0)
		judge_file(lint);
	else
		report_nothing(lint);
	file_findings_add(lint->report, &lint->file, &load,
	    look_at_own_key(lint, bytes, len));
	explicit_bzero(bytes, len);
}

static void
add_mismatch(struct lint *lint, const char *whose)
{
	const struct cert *leaf = lint->file.certs.items[0];

	report_add(lint->report, FINDING_KEY_MISMATCH, leaf,
	    "%s does not belong to %s, the first certificate of the file.",
	    whose, leaf->label);
}

static bool
check_key(struct lint *lint, struct error *err)
{
	bool fits = false;

	if (lint->key == NULL || lint->file.certs.len == 0)
		return true;
	if (!input_key_read(
		lint->key, lint->password_file, &lint->key_bytes, err) ||
	    !input_key_fits(
		&lint->key_bytes, lint->file.certs.items[0], &fits, err))
		return false;
	if (!fits)
		add_mismatch(lint, "The private key given");
	return true;
}

static enum exit_code
tell_json(const struct lint *lint, const struct render_about *about,
    enum exit_code code)
{
	json_t *object = render_json_report(lint->report, about);

	const struct difference difference =
	    what_if_difference(&lint->what_if, lint->before, lint->report);

	json_value_set(object, "file", json_value_text(lint->path));
	json_value_set(object, "differs", render_json_difference(&difference));
	return output_json(object, code);
}

static enum exit_code
show_nagios(const struct lint *lint, enum exit_code code)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(OUTPUT_MAX_BYTES);
	CLEANUP(free) char *shown = input_shown(lint->path);
	const struct nagios_item item = {
	    .subject = shown,
	    .report = lint->report,
	    .failure = FINDING_COUNT,
	    .total_ms = -1,
	};

	nagios_text(&text, code, shown, &item, 1, "");
	return output_text(&text, code);
}

static enum exit_code
tell_text(const struct lint *lint, const struct render_about *about,
    enum exit_code code)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(OUTPUT_MAX_BYTES);
	struct render_style style = output_style();
	const struct difference difference =
	    what_if_difference(&lint->what_if, lint->before, lint->report);

	style.has_remedies = !lint->has_no_remedies;
	style.is_verbose = lint->is_verbose;
	style.has_clients = lint->has_clients;
	render_text_title(&text,
	    strcmp(lint->path, "-") == 0 ? "standard input" : about->file,
	    &style);
	render_text_report(&text, lint->report, about, &style);
	render_text_difference(&text, &difference, &style);
	return output_text(&text, code);
}

static enum exit_code
show(const struct lint *lint)
{
	struct endpoint *endpoint = NULL;
	CLEANUP(free) char *file = input_pasteable(lint->path);
	struct render_about about = {.file = file};
	enum exit_code code = lint->is_unread
	    ? EXIT_CODE_UNKNOWN
	    : exit_code_of(lint->report->severity);

	if (lint->name != NULL) {
		endpoint = endpoint_new();
		endpoint->host = lint->hostname;
		endpoint_finish(endpoint);
		about.endpoint = endpoint;
	}
	code = lint->is_json  ? tell_json(lint, &about, code)
	    : lint->is_nagios ? show_nagios(lint, code)
			      : tell_text(lint, &about, code);
	endpoint_unref(endpoint);
	return code;
}

static bool
parse(int argc, char **argv, struct lint *lint, struct error *err)
{
	struct option_list operands = {0};
	bool ok =
	    options_parse(argc, argv, rows, ROW_COUNT, lint, &operands, err);

	if (ok && operands.items.len != 1)
		ok = error_set(err, ERROR_INVALID,
		    operands.items.len == 0 ? "which file? (- reads standard "
					      "input)"
					    : "one file at a time");
	if (ok && lint->is_json && lint->is_nagios)
		ok = error_set(err, ERROR_INVALID, "--json or --nagios");
	if (ok)
		lint->path = operands.items.items[0];
	option_list_clear(&operands);
	return ok;
}

static bool
inspect_all(struct lint *lint, struct error *err)
{
	if (!prepare(lint, err))
		return false;
	inspect_file(lint);
	return check_key(lint, err);
}

static enum exit_code
run(int argc, char **argv)
{
	struct lint lint = {.at = -1, .max_depth = DEPTH_UNSET};
	struct error err = ERROR_INIT;
	enum exit_code code = EXIT_CODE_UNKNOWN;

	if (!parse(argc, argv, &lint, &err))
		command_refuse(&command_lint, &err);
	else if (inspect_all(&lint, &err))
		code = show(&lint);
	else if (lint.is_nagios)
		nagios_fail(lint.path, &err);
	else
		command_fail(&command_lint, &err);
	lint_clear(&lint);
	return code;
}

const struct command command_lint = {
    .name = "lint",
    .operands = "FILE",
    .summary = "judge the certificates of a file as a server would send them",
    .notes = "FILE is what the server loads: PEM, its own certificate first, "
	     "then the intermediates. - reads standard input.",
    .options = rows,
    .option_count = ROW_COUNT,
    .run = run,
};
