/* From operand and options to an endpoint; see host_operand.h. */
#include "cli/host_operand.h"

#include "base/mem.h"
#include "config/host_port.h"

#define TIMEOUT_S_MAX 3600

static void
add_front(struct endpoint *endpoint, const struct host_port *at)
{
	struct endpoint_front *front = ARRAY_ADD(&endpoint->fronts);

	if (at->host.is_address) {
		front->address = at->host.address;
		front->address.port = at->port;
		return;
	}
	front->name = mem_strdup(at->host.text);
	front->port = at->port;
}

static bool
add_addresses(const struct host_options *options, struct endpoint *endpoint,
    struct error *err)
{
	ARRAY_EACH (text, &options->addresses.items) {
		struct host_port at = {0};

		if (!host_port_parse_way(*text, &at, err))
			return error_prefix(err, "--address %.200s", *text);
		add_front(endpoint, &at);
	}
	return true;
}

/* With an address as HOST, --sni says whom we mean: the certificate is to
 * cover that name, and the address is only the way there. */
static bool
set_sni(const struct host_options *options, struct endpoint *endpoint,
    struct error *err)
{
	struct hostname sni;

	if (options->sni == NULL)
		return true;
	if (!host_port_parse_host(options->sni, &sni, err))
		return error_prefix(err, "--sni %.200s", options->sni);
	if (sni.is_address)
		return error_set(err, ERROR_INVALID,
		    "--sni %.200s: addresses are not sent (RFC 6066)",
		    options->sni);
	if (endpoint->host.is_address) {
		struct host_port at = {.port = 0};

		hostname_copy(&at.host, &endpoint->host);
		if (endpoint->fronts.len == 0)
			add_front(endpoint, &at);
		endpoint->host = sni;
	}
	free(endpoint->sni);
	endpoint->sni = mem_strdup(sni.text);
	return true;
}

static bool
set_starttls(const struct host_options *options, struct endpoint *endpoint,
    struct error *err)
{
	struct error wrong = ERROR_INIT;
	enum starttls starttls;

	if (options->starttls == NULL)
		return true;
	if (!starttls_parse(options->starttls, &starttls, &wrong))
		return error_set(
		    err, ERROR_INVALID, "--starttls %s", wrong.message);
	endpoint->starttls = (uint8_t)starttls;
	endpoint->port = starttls_port(starttls);
	return true;
}

static bool
fill(struct endpoint *endpoint, const char *operand,
    const struct host_options *options, struct error *err)
{
	struct host_port at = {0};

	if (!host_port_parse(operand, &at, err))
		return error_prefix(err, "%.200s", operand);
	endpoint->host = at.host;
	if (!set_starttls(options, endpoint, err))
		return false;
	if (at.port != 0)
		endpoint->port = at.port;
	if (options->timeout_s > TIMEOUT_S_MAX)
		return error_set(
		    err, ERROR_INVALID, "--timeout: one hour at most");
	endpoint->settings->timeout_ms = options->timeout_s * 1000;
	if (!approach_options_apply(
		&options->approach, &endpoint->settings->approach, err) ||
	    !add_addresses(options, endpoint, err) ||
	    !set_sni(options, endpoint, err))
		return false;
	endpoint_finish(endpoint);
	return true;
}

bool
host_operand(const char *operand, const struct host_options *options,
    struct endpoint **ret_endpoint, struct error *err)
{
	struct endpoint *endpoint = endpoint_new();

	if (!fill(endpoint, operand, options, err)) {
		endpoint_unref(endpoint);
		return false;
	}
	*ret_endpoint = endpoint;
	return true;
}
