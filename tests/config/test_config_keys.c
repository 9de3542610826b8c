/* The reference of keys, out of the tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "config/config_root.h"
#include "support/config_text.h"

/* Each row that can be used stands in it, with its sentence's first word. */
static void
expect_rows(const struct field_table *table, const char *text)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->rows[i];
		CLEANUP(free)
		char *head =
		    mem_printf(" %s: %s", field->key, field->type->name);
		bool is_there = strstr(text, head) != NULL ||
		    strncmp(text, head + 1, strlen(head) - 1) == 0;

		assert_int_equal(is_there, (field->flags & FIELD_LATER) == 0);
		if (field->inner != NULL)
			expect_rows(field->inner, text);
	}
}

static void
it_holds_every_key_there_is(void **state)
{
	struct strbuf keys = STRBUF_INIT(1 << 16);
	/* A blank before each line, as rows inside of sections have. */
	struct strbuf text = STRBUF_INIT(1 << 16);

	config_print_keys(&keys);
	strbuf_add_char(&text, ' ');
	for (const char *p = strbuf_text(&keys); *p != '\0'; p++) {
		strbuf_add_char(&text, *p);
		if (*p == '\n')
			strbuf_add_char(&text, ' ');
	}
	expect_rows(&config_root_table, strbuf_text(&text));
	strbuf_clear(&keys);
	strbuf_clear(&text);
}

static void
ranges_and_defaults_are_said(void **state)
{
	static const char *const rows[] = {
	    "    interval: duration from 10s to 30d; default: 1h\n",
	    "    timeout: duration from 1s to 2m; default: 10s\n",
	    "    port: port from 1 to 65535; default: 443\n",
	    "    host: host name or address; required, or 'mx' or 'srv' in ",
	    "    journal: true or false; default: true\n",
	    "state_directory: path; default: ",
	    "; changes at a restart only; main file only\n",
	    "each: name of a trust store; default: [system]\n",
	};
	struct strbuf keys = STRBUF_INIT(1 << 16);

	config_print_keys(&keys);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (strstr(strbuf_text(&keys), rows[i]) == NULL)
			fail_msg(
			    "'%s' is not in:\n%s", rows[i], strbuf_text(&keys));
	}
	strbuf_clear(&keys);
}

static void
sentences_are_wrapped(void **state)
{
	struct strbuf keys = STRBUF_INIT(1 << 16);

	config_print_keys(&keys);
	for (const char *p = strbuf_text(&keys); *p != '\0';) {
		size_t len = strcspn(p, "\n");

		/* Rows may be longer; sentences stand deeper. */
		if (strncmp(p, "        ", 8) == 0 && strchr(p, ':') > p + len)
			assert_true(len <= 80);
		p += len + 1;
	}
	strbuf_clear(&keys);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_holds_every_key_there_is),
	    cmocka_unit_test(ranges_and_defaults_are_said),
	    cmocka_unit_test(sentences_are_wrapped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
