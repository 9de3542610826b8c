/* PEM text cut into lines and boundaries. */
#include "pki/pem_scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Each piece as "line kind[+] text;": + where it is joined. */
static const char *
describe(const char *text, char *out, size_t size)
{
	static const char kinds[] = {[PEM_PIECE_TEXT] = 't',
	    [PEM_PIECE_BEGIN] = 'b',
	    [PEM_PIECE_END] = 'e'};
	struct pem_scan scan = {.text = text, .len = strlen(text)};
	struct pem_piece piece;
	size_t n = 0;

	out[0] = '\0';
	while (pem_scan_next(&scan, &piece) && n < size)
		n += (size_t)snprintf(out + n, size - n, "%zu %c%s %.*s;",
		    piece.line, kinds[piece.kind], piece.is_joined ? "+" : "",
		    (int)piece.len, piece.text);
	return out;
}

static void
pieces_are_lines_and_boundaries(void **state)
{
	static const struct {
		const char *text, *pieces;
	} rows[] = {
	    {"", ""},
	    {"a\nb", "1 t a;2 t b;"},
	    {"a\r\nb\r\n", "1 t a;2 t b;"},
	    {"a\rb\r", "1 t a;2 t b;"},
	    {"a\r\r\nb\r\r\r\n", "1 t a;2 t b;"},
	    {"a\r\rb", "1 t a;2 t ;3 t b;"},
	    {"\n\n", "1 t ;2 t ;"},
	    {"-----BEGIN X-----\nAA\n-----END X-----\n", "1 b X;2 t AA;3 e X;"},
	    {"-----BEGIN X-----  \n", "1 b X;"},
	    {"-----END X----------BEGIN Y-----\n", "1 e X;1 b+ Y;"},
	    {"AA-----END X-----\n", "1 t AA;1 e+ X;"},
	    {"-----BEGIN X-----AA\n", "1 b X;1 t+ AA;"},
	    {" -----BEGIN X-----\n", "1 t  ;1 b+ X;"},
	    {"see -----BEGIN X----- there\n", "1 t see ;1 b+ X;1 t+ there;"},
	    {"# -----BEGIN X-----\n", "1 t # -----BEGIN X-----;"},
	    {"look at -----BEGIN X-----\n", "1 t look at -----BEGIN X-----;"},
	    {"-----BEGIN X----\n", "1 t -----BEGIN X----;"},
	    {"-----BEGIN -----\n", "1 b ;"},
	    {"----------\n", "1 t ----------;"},
	};
	char out[256];

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_string_equal(
		    describe(rows[i].text, out, sizeof out), rows[i].pieces);
}

static void
label_beyond_its_limit_makes_text(void **state)
{
	char text[256], label[PEM_LABEL_MAX + 1];
	struct pem_scan scan = {.text = text};
	struct pem_piece piece;

	memset(label, 'X', PEM_LABEL_MAX);
	label[PEM_LABEL_MAX] = '\0';
	scan.len =
	    (size_t)snprintf(text, sizeof text, "-----BEGIN %s-----", label);
	assert_true(pem_scan_next(&scan, &piece));
	assert_int_equal(piece.kind, PEM_PIECE_TEXT);
	assert_false(pem_scan_next(&scan, &piece));
	label[PEM_LABEL_MAX - 1] = '\0';
	scan = (struct pem_scan){.text = text};
	scan.len =
	    (size_t)snprintf(text, sizeof text, "-----BEGIN %s-----", label);
	assert_true(pem_scan_next(&scan, &piece));
	assert_int_equal(piece.kind, PEM_PIECE_BEGIN);
}

static void
text_meant_as_a_begin_line_is_seen(void **state)
{
	static const struct {
		const char *text;
		bool looks;
	} rows[] = {
	    {"----BEGIN CERTIFICATE----", true},
	    {" - BEGIN CERTIFICATE -", true},
	    {"\xe2\x80\x93 BEGIN CERTIFICATE", true},
	    {"-----BEGIN CERTIFICATE", true},
	    {"BEGIN CERTIFICATE", false},
	    {"# ----BEGIN CERTIFICATE----", false},
	    {"----BEGIN SOMETHING----", false},
	    {"----CERTIFICATE BEGIN ----", false},
	    {"", false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct pem_piece piece = {
		    .text = rows[i].text, .len = strlen(rows[i].text)};

		if (pem_piece_looks_like_begin(&piece) != rows[i].looks)
			fail_msg("%s", rows[i].text);
	}
}

static void
blank_is_text_without_ink(void **state)
{
	struct pem_piece blank = {.text = " \t", .len = 2};
	struct pem_piece ink = {.text = " x", .len = 2};
	struct pem_piece begin = {.kind = PEM_PIECE_BEGIN, .text = ""};

	assert_true(pem_piece_is_blank(&blank));
	assert_false(pem_piece_is_blank(&ink));
	assert_false(pem_piece_is_blank(&begin));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(pieces_are_lines_and_boundaries),
	    cmocka_unit_test(label_beyond_its_limit_makes_text),
	    cmocka_unit_test(text_meant_as_a_begin_line_is_seen),
	    cmocka_unit_test(blank_is_text_without_ink),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
