/*
 * Any bytes as a configuration: reading ends well, and either there is one
 * whose values keep their ranges, or there are faults, in order, each at a
 * place that exists, safe to print, with its caret under the line.
 */
#include <stdlib.h>
#include <string.h>

#include "config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
must_be_printable(const char *text)
{
	for (const char *p = text; *p != '\0'; p++)
		must((unsigned char)*p >= 0x20 && *p != 0x7f);
}

static void
look_at_fault(const struct config_fault *fault)
{
	struct strbuf text = STRBUF_INIT(1 << 16);

	must(fault->message[0] != '\0');
	must_be_printable(fault->message);
	must(fault->line >= 1 && fault->column >= 1);
	must_be_printable(fault->source);
	must(fault->caret_len >= 1);
	/* A cell is one byte at least, but for what stands at the line's end
	 * and for characters of two cells, which are three bytes at least. */
	must(fault->caret_column <= strlen(fault->source));
	must(fault->caret_column + fault->caret_len <=
	    strlen(fault->source) + 1);
	config_fault_format(&text, fault);
	must(!strbuf_is_truncated(&text));
	strbuf_clear(&text);
}

static void
look_at_faults(const struct config_faults *faults)
{
	const struct config_fault *before = NULL;

	must(faults->items.len > 0);
	must(faults->items.len <= CONFIG_MAX_FAULTS);
	must(!faults->has_more || faults->items.len == CONFIG_MAX_FAULTS);
	ARRAY_EACH (fault, &faults->items) {
		look_at_fault(fault);
		must(before == NULL || before->line < fault->line ||
		    (before->line == fault->line &&
			before->column <= fault->column));
		before = fault;
	}
}

static void
look_at_endpoint(const struct endpoint *endpoint)
{
	must(endpoint->id != NULL && endpoint->host.text[0] != '\0');
	must(endpoint->host.is_address == (endpoint_sni(endpoint)[0] == '\0'));
	must(endpoint->port > 0);
	must(endpoint->settings->interval_s >= 10 &&
	    endpoint->settings->interval_s <= 30 * 86400);
	must(endpoint->settings->timeout_ms >= 1000);
	must(endpoint->settings->timeout_ms <=
	    endpoint->settings->interval_s * 1000);
	must(endpoint->settings->trust.len > 0);
	ARRAY_EACH (front, &endpoint->fronts)
		must((front->name != NULL) == (front->address.family == 0));
	ARRAY_EACH (label, &endpoint->settings->labels)
		must(label->key[0] != '\0' && label->value != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config_faults faults = {0};
	struct config *config =
	    config_parse("fuzz.yaml", NULL, data, size, &faults);

	if (config == NULL) {
		look_at_faults(&faults);
	} else {
		must(faults.items.len == 0 && !faults.has_more);
		must(config->state_directory != NULL);
		must(config->judge.warning_s > 0);
		ARRAY_EACH (endpoint, &config->endpoints)
			look_at_endpoint(*endpoint);
	}
	config_free(config);
	config_faults_clear(&faults);
	return 0;
}
