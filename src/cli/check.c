/*
 * `chainwatch check HOST[:PORT]`: looks at every address of a host once, and
 * judges what each shows.
 */
#include "cli/command.h"

#include <string.h>

#include "base/mem.h"
#include "cli/check_text.h"
#include "cli/input.h"
#include "cli/issuer_fetch.h"
#include "cli/host_operand.h"
#include "cli/looks.h"
#include "cli/nagios.h"
#include "cli/output.h"
#include "render/json_value.h"
#include "render/render_json.h"

struct check {
	struct option_list issuers, aia_allowed;
	bool has_no_aia, has_aia, has_revocation;
	struct host_options host;
	bool has_dane;
	struct looks_dns dns;
	struct trust_options trust_given;
	int64_t at; /* -1: now */
	bool is_json, is_nagios, has_no_remedies, is_verbose, has_clients;

	const char *variant_given; /* NULL: none */

	enum variant variant;
	struct endpoint *endpoint;
	struct trust trust;
	struct looks looks;
	struct what_if what_if;
};

static const struct option_row rows[] = {
    {
	.name = "address",
	.kind = OPTION_LIST,
	.offset = offsetof(struct check, host.addresses),
	.value = "IP[:PORT]",
	.help = "connect there instead of asking DNS; may be given again. SNI "
		"and the name check stay HOST's",
    },
    {
	.name = "sni",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct check, host.sni),
	.value = "NAME",
	.help = "ask for this name in the handshake. Where HOST is an address, "
		"the certificate must cover NAME",
    },
    APPROACH_OPTION_ROWS(struct check, host.approach),
    {
	.name = "starttls",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct check, host.starttls),
	.value = "PROTOCOL",
	.help = HOST_OPERAND_STARTTLS_HELP,
    },
    {
	.name = "variant",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct check, variant_given),
	.value = "rsa|ecdsa|no-sni|tls1.2",
	.help = "look in this way only. Without it a server that has "
		"certificates of two key types is asked for both",
    },
    TRUST_OPTION_ROWS(struct check, trust_given),
    LOG_LIST_OPTION_ROW(struct check, trust_given),
    {
	.name = "dane",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct check, has_dane),
	.help = "there must be TLSA records that DNSSEC proves, and one must "
		"fit",
    },
    {
	.name = "resolver",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct check, dns.server),
	.value = "IP[:PORT]",
	.help = "ask this server for names instead of those of resolv.conf",
    },
    {
	.name = "trust-anchor",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct check, dns.trust_anchor),
	.value = "FILE",
	.help = "DS or DNSKEY records to prove by, instead of the root's keys",
    },
    {
	.name = "issuers",
	.kind = OPTION_LIST,
	.offset = offsetof(struct check, issuers),
	.value = "FILE",
	.help = "certificates to name what is missing with; not taken as sent; "
		"may be given again",
    },
    {
	.name = "no-aia",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct check, has_no_aia),
	.help = "do not fetch what is missing from the URLs that the "
		"certificates name for their issuers",
    },
    {
	.name = "aia",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct check, has_aia),
	.help = "ask these URLs of a complete chain, too, and say what is "
		"wrong with them",
    },
    {
	.name = "aia-allow",
	.kind = OPTION_LIST,
	.offset = offsetof(struct check, aia_allowed),
	.value = "ADDRESS[/BITS]",
	.help = "an address or network of your own that may be asked, too, "
		"for issuers and for revocation; may be given again",
    },
    {
	.name = "revocation",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct check, has_revocation),
	.help = "ask whether its certificates were revoked: by the lists "
		"that they name, and the OCSP responders",
    },
    {
	.name = "at",
	.kind = OPTION_TIME,
	.offset = offsetof(struct check, at),
	.value = "TIME",
	.help = "judge as of this time (RFC 3339) instead of now",
    },
    {
	.name = "timeout",
	.kind = OPTION_DURATION,
	.offset = offsetof(struct check, host.timeout_s),
	.value = "DURATION",
	.help = "for each address, 10s unless given",
    },
    {
	.name = "json",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct check, is_json),
	.help = "write the judge's JSON: of the worst address, and in "
		"`addresses` of each",
    },
    {
	.name = "nagios",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct check, is_nagios),
	.help = "write a line with performance data, as monitoring plugins "
		"do, then a line for each finding",
    },
    {
	.name = "no-remedies",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct check, has_no_remedies),
	.help = "leave out what to do about it",
    },
    {
	.name = "clients",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct check, has_clients),
	.help = "what each kind of client says, whether its profile was "
		"checked against it, and until when it accepts",
    },
    {
	.name = "verbose",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct check, is_verbose),
	.help = "fingerprints, keys, and every way to an anchor",
    },
};

#define ROW_COUNT (sizeof rows / sizeof rows[0])

static void
check_clear(struct check *check)
{
	looks_clear(&check->looks);
	trust_clear(&check->trust);
	what_if_clear(&check->what_if);
	endpoint_unref(check->endpoint);
	option_list_clear(&check->host.addresses);
	option_list_clear(&check->trust_given.files);
	option_list_clear(&check->issuers);
	option_list_clear(&check->aia_allowed);
}

static bool
load_trust(struct check *check, struct error *err)
{
	if (!trust_load(&check->trust_given, &check->trust, err))
		return false;
	what_if_load(
	    &check->what_if, check->at, &check->trust_given, &check->trust);
	ARRAY_EACH (store, &check->trust.stores)
		*ARRAY_ADD(&check->endpoint->settings->trust) =
		    mem_strdup((*store)->name);
	return true;
}

static bool
load_issuers(struct check *check, struct error *err)
{
	struct trust *trust = &check->trust;
	struct cert_set *given = NULL;

	if (!input_issuers(&check->issuers, &given, err))
		return false;
	if (given != NULL)
		trust->issuers = trust_store_new("issuers", given);
	trust->has_aia = !check->has_no_aia;
	trust->is_asking_all = check->has_aia;
	trust->aia = aia_options_default;
	trust->has_revocation = check->has_revocation;
	if (check->has_revocation)
		check->endpoint->revocation = REVOCATION_SOFT;
	return issuer_fetch_allow(&trust->aia.guard, &check->aia_allowed, err);
}

static bool
read_variant(struct check *check, struct error *err)
{
	int variant;

	if (check->variant_given == NULL) {
		check->endpoint->variants = VARIANTS_DEFAULT;
		return true;
	}
	if (!names_find(&variant_names, check->variant_given, &variant))
		return error_set(err, ERROR_INVALID,
		    "--variant %.40s: there are rsa, ecdsa, no-sni and tls1.2",
		    check->variant_given);
	check->variant = (enum variant)variant;
	return true;
}

static bool
parse(int argc, char **argv, struct check *check, struct error *err)
{
	struct option_list operands = {0};
	bool ok =
	    options_parse(argc, argv, rows, ROW_COUNT, check, &operands, err);

	if (ok && check->has_aia && check->has_no_aia)
		ok = error_set(err, ERROR_INVALID,
		    "--aia and --no-aia exclude each other");
	if (ok && operands.items.len != 1)
		ok = error_set(err, ERROR_INVALID,
		    operands.items.len == 0 ? "which host?"
					    : "one host at a time");
	if (ok && check->is_json && check->is_nagios)
		ok = error_set(err, ERROR_INVALID, "--json or --nagios");
	ok = ok &&
	    host_operand(
		operands.items.items[0], &check->host, &check->endpoint, err) &&
	    read_variant(check, err);
	if (ok && check->has_dane)
		check->endpoint->dane = DANE_REQUIRE;
	option_list_clear(&operands);
	return ok;
}

/* Nothing was judged when no address showed a chain. */
static enum exit_code
exit_code_for(const struct looks *looks)
{
	enum severity worst = SEVERITY_OK;
	bool is_judged = false;

	ARRAY_EACH (checked, &looks->items) {
		is_judged |= checked->report != NULL;
		worst = severity_worse(worst, checked_severity(checked));
	}
	ARRAY_EACH (checked, &looks->variants)
		worst = severity_worse(worst, checked_severity(checked));
	return is_judged ? exit_code_of(worst) : EXIT_CODE_UNKNOWN;
}

static size_t
worst_of(const struct looks *looks)
{
	size_t worst = 0;

	for (size_t i = 1; i < looks->items.len; i++) {
		if (checked_severity(&looks->items.items[i]) >
		    checked_severity(&looks->items.items[worst]))
			worst = i;
	}
	return worst;
}

static json_t *
checked_json(const struct check *check, const struct checked *checked)
{
	const struct difference difference = what_if_difference(
	    &check->what_if, checked->before, checked->report);
	json_t *object = render_json_observation(
	    &checked->target, checked->observation, checked->report);

	json_value_set(object, "differs", render_json_difference(&difference));
	return object;
}

static enum exit_code
tell_json(const struct check *check, enum exit_code code)
{
	const struct looks *looks = &check->looks;
	json_t *object, *list = json_value_array();

	if (looks->items.len > 0)
		object =
		    checked_json(check, &looks->items.items[worst_of(looks)]);
	else
		object = render_json_unresolved(check->endpoint,
		    looks->resolve_failure, looks->resolve_detail, looks->now);
	ARRAY_EACH (checked, &looks->items)
		json_value_append(list, checked_json(check, checked));
	json_value_set(object, "addresses", list);
	list = json_value_array();
	ARRAY_EACH (checked, &looks->variants)
		json_value_append(list, checked_json(check, checked));
	json_value_set(object, "variants", list);
	return output_json(object, code);
}

static char *
name_of(const struct checked *checked)
{
	char name[PLACE_TEXT_MAX];

	return mem_strdup(place_format(&checked->target.place, name));
}

static struct nagios_item
nagios_item_of(const struct checked *checked, const char *name)
{
	return (struct nagios_item){
	    .subject = name,
	    .report = checked->report,
	    .failure = observation_finding(checked->observation),
	    .failure_detail = checked->observation->detail,
	    .total_ms = checked->observation->total_ms,
	};
}

static enum exit_code
show_nagios(const struct check *check, enum exit_code code)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(OUTPUT_MAX_BYTES);
	const struct looks *looks = &check->looks;
	ARRAY(struct nagios_item) items = {.len = 0};
	ARRAY(char *) names = {.len = 0};

	ARRAY_EACH (checked, &looks->items) {
		*ARRAY_ADD(&names) = name_of(checked);
		*ARRAY_ADD(&items) =
		    nagios_item_of(checked, names.items[names.len - 1]);
	}
	ARRAY_EACH (checked, &looks->variants) {
		*ARRAY_ADD(&names) = name_of(checked);
		*ARRAY_ADD(&items) =
		    nagios_item_of(checked, names.items[names.len - 1]);
	}
	nagios_text(&text, code, check->endpoint->id, items.items, items.len,
	    looks->resolve_detail);
	ARRAY_EACH (name, &names)
		free(*name);
	ARRAY_CLEAR(&names);
	ARRAY_CLEAR(&items);
	return output_text(&text, code);
}

static enum exit_code
tell_text(const struct check *check, enum exit_code code)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(OUTPUT_MAX_BYTES);
	struct render_style style = output_style();

	style.has_remedies = !check->has_no_remedies;
	style.is_verbose = check->is_verbose;
	style.has_clients = check->has_clients;
	check_text(&text, check->endpoint, &check->looks, &style);
	return output_text(&text, code);
}

static enum exit_code
show(const struct check *check, enum exit_code code)
{
	if (check->is_json)
		return tell_json(check, code);
	return check->is_nagios ? show_nagios(check, code)
				: tell_text(check, code);
}

static bool
look(struct check *check, struct error *err)
{
	return load_trust(check, err) && load_issuers(check, err) &&
	    looks_take_twice(check->endpoint, check->variant, &check->trust,
		&check->dns, check->at, &check->what_if, &check->looks, err);
}

static enum exit_code
run(int argc, char **argv)
{
	struct check check = {
	    .at = -1, .host.timeout_s = HOST_OPERAND_TIMEOUT_S};
	struct error err = ERROR_INIT;
	enum exit_code code = EXIT_CODE_UNKNOWN;

	if (!parse(argc, argv, &check, &err))
		command_refuse(&command_check, &err);
	else if (look(&check, &err))
		code = show(&check, exit_code_for(&check.looks));
	else if (check.is_nagios)
		nagios_fail(check.endpoint->id, &err);
	else
		command_fail(&command_check, &err);
	check_clear(&check);
	return code;
}

const struct command command_check = {
    .name = "check",
    .operands = "HOST[:PORT]",
    .summary = "look at every address of a host and judge the chain it shows",
    .options = rows,
    .option_count = ROW_COUNT,
    .run = run,
};
