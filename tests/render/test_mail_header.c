/* Headers and text of mails. */
#include "render/mail_header.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static void
expect(const char *value, const char *expected)
{
	struct strbuf mail = STRBUF_INIT(10000);

	mail_header_add(&mail, "Subject", value);
	assert_string_equal(strbuf_text(&mail), expected);
	strbuf_clear(&mail);
}

static void
plain_text_stays_as_it_is(void **state)
{
	expect("hello world", "Subject: hello world\r\n");
	expect("", "Subject: \r\n");
}

static void
other_text_is_encoded(void **state)
{
	expect("Stra\xc3\x9f"
	       "e 1",
	    "Subject: =?UTF-8?Q?Stra=C3=9Fe_1?=\r\n");
	expect("=?UTF-8?Q?fake?=",
	    "Subject: =?UTF-8?Q?=3D=3FUTF=2D8=3FQ=3Ffake=3F=3D?=\r\n");
	expect("bad \xff byte", "Subject: bad ? byte\r\n");
}

/* What a certificate says can begin no field of its own. */
static void
nothing_ends_the_line(void **state)
{
	static const char *const values[] = {
	    "x\r\nBcc: evil@example.com",
	    "x\nBcc: evil@example.com",
	    "x\rBcc: evil@example.com",
	    "\xc3\xa4\r\n\r\nbody",
	    "x\xc2\x85y\xe2\x80\xa8z",
	    "\x1b[31mred",
	};

	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		struct strbuf mail = STRBUF_INIT(10000);
		const char *text;

		mail_header_add(&mail, "Subject", values[i]);
		text = strbuf_text(&mail);
		/* the one line end is at the end */
		assert_ptr_equal(
		    strpbrk(text, "\r\n"), text + strlen(text) - 2);
		assert_null(strchr(text, 0x1b));
		strbuf_clear(&mail);
	}
}

static void
long_lines_are_folded(void **state)
{
	struct strbuf value = STRBUF_INIT(2000), mail = STRBUF_INIT(20000);

	for (unsigned i = 0; i < 60; i++)
		strbuf_add(&value, "seven77 ");
	strbuf_add(&value, "end");
	mail_header_add(&mail, "Subject", strbuf_text(&value));
	strbuf_clear(&value);
	for (unsigned i = 0; i < 200; i++)
		strbuf_add(&value, "\xe2\x82\xac");
	mail_header_add(&mail, "Subject", strbuf_text(&value));
	for (const char *line = strbuf_text(&mail); *line != '\0';) {
		size_t len = strcspn(line, "\r");

		assert_true(len <= MAIL_LINE_MAX + 1);
		/* a line that goes on begins with a blank */
		assert_true(*line == ' ' || strncmp(line, "Subject", 7) == 0);
		line += len + 2;
	}
	/* no character is torn */
	assert_null(strstr(strbuf_text(&mail), "=E2?="));
	assert_null(strstr(strbuf_text(&mail), "=E2=82?="));
	strbuf_clear(&value);
	strbuf_clear(&mail);
}

static void
expect_text(const char *text, const char *expected)
{
	struct strbuf mail = STRBUF_INIT(10000);

	mail_text_add(&mail, text);
	assert_string_equal(strbuf_text(&mail), expected);
	strbuf_clear(&mail);
}

static void
text_is_quoted_printable(void **state)
{
	expect_text("a\nb", "a\r\nb\r\n");
	expect_text("1 = 1\n", "1 =3D 1\r\n");
	expect_text("\xc3\xa4 \n", "=C3=A4=20\r\n");
	expect_text("\r", "=0D\r\n");
	expect_text(
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxyz",
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxx=\r\nyz\r\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain_text_stays_as_it_is),
	    cmocka_unit_test(other_text_is_encoded),
	    cmocka_unit_test(nothing_ends_the_line),
	    cmocka_unit_test(long_lines_are_folded),
	    cmocka_unit_test(text_is_quoted_printable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
