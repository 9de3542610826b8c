/*
 * `chainwatch fix FILE|HOST`: prints the chain that should be served, as clean
 * PEM in order and without the root; or nothing, and says why.
 */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file_replace.h"
#include "base/mem.h"
#include "cli/fix_source.h"
#include "cli/fix_text.h"
#include "cli/input.h"
#include "cli/mend.h"
#include "cli/output.h"

#define ACCOUNT_MAX_BYTES (4u << 20)

struct fix {
	/* options */
	const char *name, *key, *password_file, *output;
	struct trust_options trust_given;
	struct host_options host;
	int64_t at; /* -1: now */
	bool has_leaf_only, has_chain_only, has_aia;
	struct option_list issuers, aia_allowed;

	/* what they lead to */
	const char *operand;
	struct hostname hostname;
	bool has_name;
	struct trust trust;
	struct cert_set *given;
	struct issuer_fetch *fetch;
	struct input_key key_bytes;
	struct fix_source source;
	struct mend mend;
};

static const struct option_row rows[] = {
    {
	.name = "key",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct fix, key),
	.value = "FILE",
	.help = "the server's private key: its certificate goes first; refuses "
		"when there is none. The key is never printed",
    },
    {
	.name = "password-file",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct fix, password_file),
	.value = "FILE",
	.help = "its first line opens an encrypted --key",
    },
    {
	.name = "issuers",
	.kind = OPTION_LIST,
	.offset = offsetof(struct fix, issuers),
	.value = "FILE",
	.help = "certificates to complete the chain with; may be given again",
    },
    {
	.name = "aia",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct fix, has_aia),
	.help = "fetch what is missing from the URLs that the certificates "
		"name for their issuers (http only, public addresses only)",
    },
    {
	.name = "aia-allow",
	.kind = OPTION_LIST,
	.offset = offsetof(struct fix, aia_allowed),
	.value = "ADDRESS[/BITS]",
	.help = "for --aia: an address or network of your own that may be "
		"asked, too; may be given again",
    },
    {
	.name = "leaf",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct fix, has_leaf_only),
	.help = "print the server's certificate alone, for products with a "
		"field for each",
    },
    {
	.name = "chain",
	.kind = OPTION_FLAG,
	.offset = offsetof(struct fix, has_chain_only),
	.help = "print the intermediates alone",
    },
    {
	.name = "output",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct fix, output),
	.value = "FILE",
	.help = "replace FILE, at once and as a whole; it may be the one that "
		"was read. Nothing is written when the chain is refused",
	.letter = 'o',
    },
    {
	.name = "name",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct fix, name),
	.value = "HOST|IP",
	.help = "the certificate must cover this name; a HOST is checked "
		"anyway",
    },
    TRUST_OPTION_ROWS(struct fix, trust_given),
    {
	.name = "at",
	.kind = OPTION_TIME,
	.offset = offsetof(struct fix, at),
	.value = "TIME",
	.help = "judge as of this time (RFC 3339) instead of now",
    },
    {
	.name = "address",
	.kind = OPTION_LIST,
	.offset = offsetof(struct fix, host.addresses),
	.value = "IP[:PORT]",
	.help = "of HOST: connect there instead of asking DNS",
    },
    {
	.name = "sni",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct fix, host.sni),
	.value = "NAME",
	.help = "of HOST: ask for this name in the handshake",
    },
    APPROACH_OPTION_ROWS(struct fix, host.approach),
    {
	.name = "starttls",
	.kind = OPTION_TEXT,
	.offset = offsetof(struct fix, host.starttls),
	.value = "PROTOCOL",
	.help = "of HOST: " HOST_OPERAND_STARTTLS_HELP,
    },
    {
	.name = "timeout",
	.kind = OPTION_DURATION,
	.offset = offsetof(struct fix, host.timeout_s),
	.value = "DURATION",
	.help = "of HOST: for each address, 10s unless given",
    },
};

#define ROW_COUNT (sizeof rows / sizeof rows[0])

static void
fix_clear(struct fix *fix)
{
	mend_clear(&fix->mend);
	fix_source_clear(&fix->source);
	input_key_clear(&fix->key_bytes);
	issuer_fetch_free(fix->fetch);
	cert_set_free(fix->given);
	option_list_clear(&fix->aia_allowed);
	option_list_clear(&fix->issuers);
	trust_clear(&fix->trust);
	option_list_clear(&fix->trust_given.files);
	option_list_clear(&fix->host.addresses);
}

static bool
parse(int argc, char **argv, struct fix *fix, struct error *err)
{
	struct option_list operands = {0};
	bool ok =
	    options_parse(argc, argv, rows, ROW_COUNT, fix, &operands, err);

	if (ok && operands.items.len != 1)
		ok = error_set(err, ERROR_INVALID,
		    operands.items.len == 0
			? "which file or host? (- reads standard input)"
			: "one file or host at a time");
	if (ok && fix->has_leaf_only && fix->has_chain_only)
		ok = error_set(err, ERROR_INVALID,
		    "--leaf and --chain: without either, both are printed");
	if (ok && fix->aia_allowed.items.len > 0 && !fix->has_aia)
		ok = error_set(err, ERROR_INVALID, "--aia-allow wants --aia");
	if (ok)
		fix->operand = operands.items.items[0];
	option_list_clear(&operands);
	return ok;
}

static bool
prepare(struct fix *fix, struct error *err)
{
	if (fix->name != NULL) {
		if (!hostname_parse(fix->name, &fix->hostname, err))
			return error_prefix(err, "--name");
		fix->has_name = true;
	}
	if (fix->has_aia) {
		fix->fetch = issuer_fetch_new(&fix->aia_allowed, err);
		if (fix->fetch == NULL)
			return false;
	}
	return trust_load(&fix->trust_given, &fix->trust, err) &&
	    input_issuers(&fix->issuers, &fix->given, err) &&
	    (fix->key == NULL ||
		input_key_read(
		    fix->key, fix->password_file, &fix->key_bytes, err));
}

static bool
read_source(struct fix *fix, struct error *err)
{
	bool is_file = fix_source_is_file(fix->operand);

	if (is_file && fix->host.addresses.items.len > 0)
		return error_set(
		    err, ERROR_INVALID, "--address: this is a file, no host");
	if (is_file && fix->host.starttls != NULL)
		return error_set(
		    err, ERROR_INVALID, "--starttls: this is a file, no host");
	if (is_file)
		return fix_source_read_file(fix->operand, &fix->source, err);
	if (!fix_source_read_host(fix->operand, &fix->host, &fix->trust,
		fix->at, &fix->source, err))
		return false;
	if (!fix->has_name)
		hostname_copy(&fix->hostname, &fix->source.endpoint->host);
	fix->has_name = true;
	return true;
}

static bool
mend_source(struct fix *fix, struct error *err)
{
	const struct mend_source source = {
	    .certs = fix->source.certs.items,
	    .count = fix->source.certs.len,
	    .key = fix->key == NULL ? NULL : &fix->key_bytes,
	    .name = fix->has_name ? &fix->hostname : NULL,
	    .trust = &fix->trust,
	    .known =
		{
		    [KNOWN_FLEET] = fix->source.elsewhere,
		    [KNOWN_GIVEN] = fix->given,
		},
	    .fetch = fix->fetch,
	    .now = fix->at < 0 ? clock_wall_s(&clock_system) : fix->at,
	};

	return mend(&source, &fix->mend, err);
}

static void
write_chain(struct strbuf *buf, const struct fix *fix)
{
	const struct chain *chain = fix->mend.mended.chain;
	size_t from = fix->has_chain_only ? 1 : 0;
	size_t to = fix->has_leaf_only ? 1 : chain->len;

	mended_write(buf, chain, from, to);
}

/* A private key that stands in the file to be replaced would be lost. */
static bool
refuse_to_lose_a_key(const char *path, struct error *err)
{
	uint8_t *bytes = NULL;
	struct pem_file file = {0};
	bool has_key = false;
	size_t len = 0;

	if (!input_read(path, PEM_MAX_BYTES, &bytes, &len, NULL))
		return true; /* not there yet, or the writing will tell */
	pem_file_parse(bytes, len, &file);
	ARRAY_EACH (fault, &file.faults)
		has_key |= fault->kind == PEM_FAULT_PRIVATE_KEY;
	pem_file_clear(&file);
	explicit_bzero(bytes, len);
	free(bytes);
	return !has_key ||
	    error_set(err, ERROR_INVALID,
		"%s holds a private key, which would be lost; write elsewhere "
		"and put the two together",
		path);
}

static bool
write_out(const struct fix *fix, struct error *err)
{
	CLEANUP(strbuf_clear) struct strbuf pem = STRBUF_INIT(OUTPUT_MAX_BYTES);

	write_chain(&pem, fix);
	if (fix->output != NULL)
		return refuse_to_lose_a_key(fix->output, err) &&
		    file_replace(fix->output, strbuf_text(&pem), pem.len, err);
	return output_text(&pem, EXIT_CODE_OK) == EXIT_CODE_OK ||
	    error_set(err, ERROR_SYSTEM, "not everything was written");
}

static bool
fix_it(struct fix *fix, enum exit_code *ret_code, struct error *err)
{
	CLEANUP(strbuf_clear)
	struct strbuf account = STRBUF_INIT(ACCOUNT_MAX_BYTES);

	if (!read_source(fix, err) || !mend_source(fix, err))
		return false;
	fix_text(&account, &fix->source, &fix->mend, fix->has_aia);
	fputs(strbuf_text(&account), stderr);
	if (fix->mend.mended.chain == NULL) {
		*ret_code = exit_code_of(fix->mend.mended.fault.severity);
		return true;
	}
	if (!write_out(fix, err))
		return false;
	*ret_code = exit_code_of(fix->mend.mended.after->severity);
	return true;
}

static enum exit_code
run(int argc, char **argv)
{
	struct fix fix = {.at = -1, .host.timeout_s = HOST_OPERAND_TIMEOUT_S};
	struct error err = ERROR_INIT;
	enum exit_code code = EXIT_CODE_UNKNOWN;

	if (!parse(argc, argv, &fix, &err))
		command_refuse(&command_fix, &err);
	else if (!prepare(&fix, &err) || !fix_it(&fix, &code, &err))
		code = command_fail(&command_fix, &err);
	fix_clear(&fix);
	return code;
}

const struct command command_fix = {
    .name = "fix",
    .operands = "FILE|HOST[:PORT]",
    .summary = "print the chain that should be served, as clean PEM in order",
    .notes = "Reads certificates in any order and form out of FILE (- reads "
	     "standard input), or those that HOST shows, and prints the "
	     "server's certificate and its intermediates, without the root. "
	     "What was done stands on standard error. When the chain cannot "
	     "be completed, or the key does not fit, nothing is printed and "
	     "it says why. The exit status is that of the chain as printed: "
	     "what no order cures, like an expired certificate, remains.",
    .options = rows,
    .option_count = ROW_COUNT,
    .run = run,
};
