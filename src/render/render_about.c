/* What fills the placeholders of a remedy; see render_about.h. */
#include "render/render_about.h"

#include <stdio.h>
#include <string.h>

static const char *
certificate_label(const struct finding *finding, const struct report *report)
{
	int i = finding->certificate;

	if (report == NULL || report->presented == NULL || i < 0 ||
	    (size_t)i >= report->presented->len)
		return NULL;
	return report->presented->certs[i]->label;
}

static void
set_starttls(struct remedy_values *values, const struct endpoint *endpoint)
{
	enum starttls starttls = (enum starttls)endpoint->starttls;

	if (starttls == STARTTLS_NONE)
		return;
	values->starttls = starttls_openssl(starttls);
	values->protocol = names_text(&starttls_names, starttls);
	if (starttls == STARTTLS_XMPP_CLIENT ||
	    starttls == STARTTLS_XMPP_SERVER)
		values->xmpp = endpoint_sni(endpoint)[0] != '\0'
		    ? endpoint_sni(endpoint)
		    : endpoint->host.text;
}

/* Can it be pasted as it is? */
static bool
is_plain(const char *text)
{
	return text[strspn(text,
		   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		   "0123456789.-_/@+:[]")] == '\0';
}

/* s_client knows HTTP proxies alone. A name that would have to be quoted is
 * left to the reader. */
static void
set_approach(struct render_values *values, const struct approach *approach)
{
	struct strbuf options = STRBUF_INIT(RENDER_OPTIONS_MAX - 1);
	bool is_v6;

	if (approach == NULL)
		return;
	is_v6 = approach->proxy.host.is_address &&
	    approach->proxy.host.address.family == 6;
	if (approach->proxy.kind == PROXY_HTTP)
		strbuf_addf(&options, is_v6 ? "-proxy [%s]:%u" : "-proxy %s:%u",
		    approach->proxy.host.text, approach->proxy.port);
	if (approach->identity.cert_file != NULL)
		strbuf_addf(&options, "%s-cert %s", options.len > 0 ? " " : "",
		    is_plain(approach->identity.cert_file)
			? approach->identity.cert_file
			: "CERTIFICATE");
	if (approach->identity.key_file != NULL)
		strbuf_addf(&options, " -key %s",
		    is_plain(approach->identity.key_file)
			? approach->identity.key_file
			: "KEY");
	if (options.len > 0 && !strbuf_is_truncated(&options)) {
		memcpy(values->options, options.text, options.len + 1);
		values->values.options = values->options;
	}
	strbuf_clear(&options);
}

static void
set_path(struct remedy_values *values, const struct place *place)
{
	const char *path = place == NULL ? NULL : place_path(place);

	if (path != NULL && path[0] == '/')
		values->path = is_plain(path) ? path : "SOCKET";
}

void
render_values_set(struct render_values *values, const struct finding *finding,
    const struct report *report, const struct render_about *about)
{
	const struct endpoint *endpoint =
	    about == NULL ? NULL : about->endpoint;
	const struct ip_address *address = about == NULL || about->place == NULL
	    ? NULL
	    : &about->place->address;

	memset(values, 0, sizeof *values);
	if (endpoint != NULL && endpoint->file == NULL) {
		snprintf(values->port, sizeof values->port, "%u",
		    (unsigned)(address != NULL && address->port != 0
			    ? address->port
			    : endpoint->port));
		values->values.host = endpoint->host.text;
		values->values.port = values->port;
		set_starttls(&values->values, endpoint);
		set_approach(values, endpoint->settings->approach);
		set_path(&values->values, about->place);
	}
	if (address != NULL && address->family != 0) {
		struct ip_address with_port = *address;

		if (with_port.port == 0 && endpoint != NULL)
			with_port.port = endpoint->port;
		values->values.address =
		    ip_address_format_port(&with_port, values->address);
	}
	values->values.missing = finding->missing;
	values->values.certificate = certificate_label(finding, report);
	values->values.file = about == NULL ? NULL : about->file;
	if (endpoint != NULL && endpoint->file != NULL)
		values->values.file = endpoint->id;
}

size_t
render_providers(const struct render_about *about, enum remedy_kind kind,
    enum provider_id ret_ids[RENDER_PROVIDERS_MAX], bool *ret_is_all)
{
	size_t count = 0;

	*ret_is_all = true;
	for (size_t i = 0; about != NULL && i < about->via_count; i++) {
		enum provider_id id = about->vias[i].provider;
		bool is_known = id == PROVIDER_NONE;

		*ret_is_all &= id != PROVIDER_NONE;
		for (size_t k = 0; k < count && !is_known; k++)
			is_known = ret_ids[k] == id;
		if (!is_known && count < RENDER_PROVIDERS_MAX)
			ret_ids[count++] = id;
	}
	if (!remedy_is_put_in(kind))
		count = 0;
	*ret_is_all &= count > 0;
	return count;
}
