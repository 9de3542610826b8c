/* From options to an approach; see approach_options.h. */
#include "cli/approach_options.h"

#include <string.h>

#include "base/mem.h"
#include "config/proxy_url.h"

static bool
set_word(const char *option, const char *text, const char *const *words,
    int *ret_index, struct error *err)
{
	if (text == NULL)
		return true;
	for (int i = 0; words[i] != NULL; i++) {
		if (strcmp(words[i], text) == 0) {
			*ret_index = i;
			return true;
		}
	}
	return error_set(err, ERROR_INVALID, "%s: '%.60s' is none of its words",
	    option, text);
}

static bool
set_proxy(const struct approach_options *options, struct approach *approach,
    struct error *err)
{
	if (options->proxy != NULL &&
	    !proxy_url_parse(options->proxy, &approach->proxy, err))
		return error_prefix(err, "--proxy");
	if (!set_word("--proxy-resolve", options->resolution,
		approach_resolution_words, &approach->resolution, err) ||
	    !set_word("--proxy-protocol", options->header,
		approach_header_words, &approach->header, err))
		return false;
	if (approach->proxy.user != NULL && options->credentials == NULL)
		return error_set(err, ERROR_INVALID,
		    "--proxy names a user; --proxy-credentials names the file "
		    "with the password");
	if (approach->proxy.kind == PROXY_NONE && options->credentials != NULL)
		return error_set(err, ERROR_INVALID,
		    "--proxy-credentials goes with --proxy");
	approach->credentials_file = mem_strdup(options->credentials);
	return true;
}

static bool
set_identity(const struct approach_options *options, struct approach *approach,
    struct error *err)
{
	if (options->key != NULL && options->cert == NULL)
		return error_set(
		    err, ERROR_INVALID, "--client-key goes with --client-cert");
	approach->identity.cert_file = mem_strdup(options->cert);
	approach->identity.key_file = mem_strdup(options->key);
	return true;
}

static bool
set_addresses(const struct approach_options *options, struct approach *approach,
    struct error *err)
{
	if (options->is_ipv4 && options->is_ipv6)
		return error_set(
		    err, ERROR_INVALID, "--ipv4 and --ipv6 exclude each other");
	if (options->is_ipv4)
		approach->addresses = ADDRESS_CHOICE_IPV4;
	if (options->is_ipv6)
		approach->addresses = ADDRESS_CHOICE_IPV6;
	if (options->source != NULL &&
	    !ip_address_parse(options->source, &approach->source))
		return error_set(err, ERROR_INVALID,
		    "--source: '%.60s' is no address", options->source);
	return true;
}

bool
approach_options_apply(const struct approach_options *options,
    struct approach **ret_approach, struct error *err)
{
	CLEANUP(approach_unref) struct approach *approach = approach_new();

	if (!set_proxy(options, approach, err) ||
	    !set_identity(options, approach, err) ||
	    !set_addresses(options, approach, err))
		return false;
	*ret_approach = approach_equal(approach, NULL) ? NULL : TAKE(approach);
	return true;
}
