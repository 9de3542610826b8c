/* Blocks: read as libcrypto does, else saved as far as base64 goes. */
#include "pki/pem_block.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct pem_piece
piece_of(enum pem_piece_kind kind, const char *text, size_t line)
{
	return (struct pem_piece){
	    .kind = kind, .text = text, .len = strlen(text), .line = line};
}

/* A block at line 5 with these lines, up to NULL. */
static struct pem_block
block_of(const char *label, const char *end_label, const char *const *lines)
{
	struct pem_block block = {0};
	struct pem_piece piece = piece_of(PEM_PIECE_BEGIN, label, 5);
	size_t line = 6;

	pem_block_begin(&block, &piece);
	for (; *lines != NULL; lines++) {
		piece = piece_of(PEM_PIECE_TEXT, *lines, line++);
		pem_block_add(&block, &piece);
	}
	piece = piece_of(PEM_PIECE_END, end_label, line);
	pem_block_end(&block, &piece);
	return block;
}

static void
clean_block_decodes(void **state)
{
	static const char *const lines[] = {"aGVs", "bG8=", NULL};
	struct pem_block block = block_of("X", "X", lines);
	struct error err = ERROR_INIT;
	unsigned char *der = NULL;
	size_t len = 0;

	assert_true(pem_block_read(&block, &der, &len, &err));
	assert_int_equal(len, 5);
	assert_memory_equal(der, "hello", 5);
	assert_int_equal(block.line, 5);
	assert_int_equal(block.end_line, 8);
	OPENSSL_free(der);
	pem_block_clear(&block);
}

static void
broken_blocks_are_refused_and_saved(void **state)
{
	static const struct {
		const char *end_label;
		const char *lines[4];
		size_t line, column;
		const char *flaw, *saved;
	} rows[] = {
	    {"X", {"aG!Vs", "bG8="}, 6, 3, "'!' is not base64", "hello"},
	    {"X", {" aG\xc2Vs", "bG8="}, 6, 4, "a byte 0xc2", "hello"},
	    {"X", {"aGVs", "", "bG8="}, 7, 0, "a blank line", "hello"},
	    {"X", {"aGVs", "bG", "bG8="}, 7, 0, "shorter", "hel"},
	    {"X", {"aGVs", "bG8aa", "bG8="}, 7, 0, "longer", "hel"},
	    {"X", {"aGVsb"}, 5, 0, "incomplete", "hel"},
	    {"X", {"A: b", "aGVs"}, 6, 0, "a header line", ""},
	    {"X", {"aGVs", "=bG8"}, 7, 1, "'=' is not base64", "hel"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct pem_block block =
		    block_of("X", rows[i].end_label, rows[i].lines);
		struct error err = ERROR_INIT;
		struct pem_flaw flaw = {.line = 0};
		unsigned char *der = NULL;
		uint8_t *saved;
		size_t len = 0;

		if (pem_block_read(&block, &der, &len, &err))
			fail_msg("taken: row %zu", i);
		assert_true(err.message[0] != '\0');
		assert_int_equal(ERR_peek_error(), 0);
		pem_block_find_flaw(&block, &flaw);
		if (flaw.line != rows[i].line ||
		    flaw.column != rows[i].column ||
		    strstr(flaw.text, rows[i].flaw) == NULL)
			fail_msg("row %zu: line %zu, column %zu: %s", i,
			    flaw.line, flaw.column, flaw.text);
		saved = pem_block_salvage(&block, &len);
		if (len < strlen(rows[i].saved) ||
		    memcmp(saved, rows[i].saved, strlen(rows[i].saved)) != 0)
			fail_msg("row %zu: %zu bytes", i, len);
		free(saved);
		pem_block_clear(&block);
	}
}

static void
nothing_gives_nothing(void **state)
{
	static const char *const lines[] = {NULL};
	struct pem_block block = block_of("X", "X", lines);
	size_t len = 42;
	uint8_t *saved = pem_block_salvage(&block, &len);

	assert_int_equal(len, 0);
	free(saved);
	pem_block_clear(&block);
}

static void
next_block_starts_afresh(void **state)
{
	static const char *const lines[] = {"aGVs", NULL};
	struct pem_block block = block_of("X", "X", lines);
	struct pem_piece begin = piece_of(PEM_PIECE_BEGIN, "Z", 20);
	size_t len = 42;
	uint8_t *saved;

	pem_block_begin(&block, &begin);
	assert_string_equal(block.label, "Z");
	assert_string_equal(block.end_label, "");
	assert_int_equal(block.line, 20);
	saved = pem_block_salvage(&block, &len);
	assert_int_equal(len, 0);
	free(saved);
	pem_block_clear(&block);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(clean_block_decodes),
	    cmocka_unit_test(broken_blocks_are_refused_and_saved),
	    cmocka_unit_test(nothing_gives_nothing),
	    cmocka_unit_test(next_block_starts_afresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
