/* See config_text.h. */
#include "support/config_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

char *
config_text_faults(const struct config_faults *faults)
{
	struct strbuf text = STRBUF_INIT(1 << 16);

	ARRAY_EACH (fault, &faults->items)
		config_fault_format(&text, fault);
	if (faults->has_more)
		strbuf_add(&text, "and more\n");
	return strbuf_take(&text);
}

struct config *
config_text_load(const char *yaml)
{
	struct config_faults faults = {0};
	struct config *config = config_parse(
	    "test.yaml", NULL, (const uint8_t *)yaml, strlen(yaml), &faults);
	CLEANUP(free) char *text = config_text_faults(&faults);

	config_faults_clear(&faults);
	assert_string_equal(text, "");
	assert_non_null(config);
	return config;
}

void
config_text_expect(
    const char *yaml, size_t line, size_t column, const char *message)
{
	struct config_faults faults = {0};
	struct config *config = config_parse(
	    "test.yaml", NULL, (const uint8_t *)yaml, strlen(yaml), &faults);
	const struct config_fault *fault;

	assert_null(config);
	assert_int_equal(faults.items.len, 1);
	fault = &faults.items.items[0];
	assert_string_equal(fault->message, message);
	assert_string_equal(fault->file, "test.yaml");
	assert_int_equal(fault->line, line);
	assert_int_equal(fault->column, column);
	config_faults_clear(&faults);
}
