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
		values->xmpp = endpoint->sni.text[0] != '\0'
		    ? endpoint->sni.text
		    : endpoint->host.text;
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
