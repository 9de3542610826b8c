/* The bytes of one file and its places; see source.h. */
#include "config/source.h"

#include "base/safe_print.h"
#include "base/utf8.h"

#define TAB_CELLS 8
/* How many characters are looked at before the fault in a long line. */
#define CHARS_BEFORE 40

/* "\r\n" counts as two characters or as one in libyaml, depending on where it
 * stands; without "\r" there is no doubt. A lone one stays a line's end. */
static size_t
join_line_ends(uint8_t *bytes, size_t len)
{
	uint8_t *from = memchr(bytes, '\r', len);
	uint8_t *to = from, *end = bytes + len;

	if (from == NULL)
		return len;
	while (from < end) {
		if (*from == '\r' && from + 1 < end && from[1] == '\n')
			from++;
		*to++ = *from++;
	}
	*to = '\0';
	return (size_t)(to - bytes);
}

struct source *
source_new(const char *name, unsigned number, uint8_t *take_bytes, size_t len)
{
	struct source *source = MEM_NEW(struct source);

	source->name = mem_strdup(name);
	source->number = number;
	source->bytes = take_bytes;
	if (len >= 3 && memcmp(take_bytes, "\xef\xbb\xbf", 3) == 0) {
		len -= 3;
		memmove(take_bytes, take_bytes + 3, len + 1);
	}
	source->len = join_line_ends(take_bytes, len);
	source->is_ascii = true;
	for (size_t i = 0; i < source->len && source->is_ascii; i++)
		source->is_ascii = take_bytes[i] < 0x80;
	return source;
}

void
source_free(struct source *source)
{
	if (source == NULL)
		return;
	free(source->name);
	free(source->bytes);
	ARRAY_CLEAR(&source->lines);
	free(source);
}

static bool
is_utf16(const struct source *source)
{
	const uint8_t *p = source->bytes;

	return source->len >= 2 &&
	    ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff) ||
		(p[0] == 0) != (p[1] == 0));
}

static bool
is_forbidden(uint32_t c)
{
	if (c == '\t' || c == '\n' || c == '\r')
		return false;
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

/* How many characters of plain text, as nearly all of it is, begin here. */
static size_t
plain_len(const uint8_t *bytes, size_t len)
{
	size_t n = 0;

	while (n < len &&
	    ((bytes[n] >= 0x20 && bytes[n] < 0x7f) || bytes[n] == '\n'))
		n++;
	return n;
}

bool
source_check(struct source *source, size_t *ret_offset, struct error *err)
{
	size_t i = 0;

	*ret_offset = 0;
	if (is_utf16(source))
		return error_set(err, ERROR_INVALID,
		    "this file is in UTF-16; save it as UTF-8");
	for (;;) {
		uint32_t c = 0;
		size_t n;

		i += plain_len(source->bytes + i, source->len - i);
		if (i == source->len)
			break;
		n = utf8_decode(source->bytes + i, source->len - i, &c);
		*ret_offset = i;
		if (n == 0)
			return error_set(err, ERROR_INVALID,
			    "byte 0x%02x is not UTF-8; save the file as UTF-8",
			    source->bytes[i]);
		if (c == 0xfeff)
			return error_set(err, ERROR_INVALID,
			    "a byte order mark within the file; remove it");
		if (is_forbidden(c))
			return error_set(err, ERROR_INVALID,
			    "control character 0x%02x; remove it", (unsigned)c);
		i += n;
	}
	return true;
}

static bool
is_continuation(const struct source *source, size_t offset)
{
	return offset < source->len && (source->bytes[offset] & 0xc0) == 0x80;
}

/* Questions come nearly in order, so walking from the last answer is cheap. */
size_t
source_offset(struct source *source, size_t index)
{
	size_t i = source->cursor_index, offset = source->cursor_offset;

	if (source->is_ascii)
		return index < source->len ? index : source->len;
	while (i < index && offset < source->len) {
		do
			offset++;
		while (is_continuation(source, offset));
		i++;
	}
	while (i > index) {
		do
			offset--;
		while (is_continuation(source, offset));
		i--;
	}
	source->cursor_index = i;
	source->cursor_offset = offset;
	return offset;
}

static void
find_lines(struct source *source)
{
	*ARRAY_ADD(&source->lines) = 0;
	for (size_t i = 0; i < source->len; i++) {
		if (source->bytes[i] == '\n' || source->bytes[i] == '\r')
			*ARRAY_ADD(&source->lines) = (uint32_t)i + 1;
	}
}

/* The slot in lines of the line that offset is in. */
static size_t
line_of(struct source *source, size_t offset)
{
	size_t low = 0, high;

	if (source->lines.len == 0)
		find_lines(source);
	high = source->lines.len;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (source->lines.items[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

struct source_place
source_place(struct source *source, size_t offset)
{
	size_t line = line_of(source, offset);
	size_t start = source->lines.items[line];
	struct source_place place = {.line = line + 1, .column = 1};

	for (size_t i = start; i < offset && i < source->len; i++)
		place.column += !is_continuation(source, i);
	return place;
}

/* One character as it is printed; gives the cells it takes, and its length in
 * bytes. */
static size_t
add_char(struct strbuf *text, const uint8_t *p, size_t len, size_t cells,
    size_t *ret_len)
{
	size_t before = text->len, width = TAB_CELLS - cells % TAB_CELLS;
	uint32_t c = 0;

	*ret_len = utf8_decode(p, len, &c);
	if (*ret_len == 0)
		*ret_len = 1;
	if (c == '\t') {
		for (size_t i = 0; i < width; i++)
			strbuf_add_char(text, ' ');
		return width;
	}
	safe_print(text, p, *ret_len, 1);
	/* Escaped: as many cells as there are signs. */
	if (text->len - before != *ret_len ||
	    memcmp(text->text + before, p, *ret_len) != 0)
		return text->len - before;
	return utf8_cells(c);
}

/* Where the window begins: the line's start, or some way before the fault. */
static size_t
window_start(const struct source *source, size_t line_start, size_t fault)
{
	size_t chars = 0, offset = fault;

	while (offset > line_start && chars < SOURCE_WINDOW_CELLS - 10) {
		offset--;
		chars += !is_continuation(source, offset);
	}
	if (offset == line_start)
		return line_start;
	for (offset = fault, chars = 0; chars < CHARS_BEFORE; chars++) {
		do
			offset--;
		while (is_continuation(source, offset));
	}
	return offset;
}

struct source_view
source_show(struct source *source, size_t start, size_t end)
{
	struct strbuf text = STRBUF_INIT(32 * SOURCE_WINDOW_CELLS);
	size_t line = line_of(source, start);
	size_t line_start = source->lines.items[line], cells = 0;
	size_t i = window_start(source, line_start, start);
	struct source_view view = {.caret_len = 1};
	bool is_fault_seen = false;

	if (i > line_start) {
		strbuf_add(&text, "...");
		cells = 3;
	}
	for (size_t n = 0; i < source->len; i += n) {
		if (source->bytes[i] == '\n' || source->bytes[i] == '\r')
			break;
		if (cells >= SOURCE_WINDOW_CELLS && is_fault_seen) {
			strbuf_add(&text, "...");
			break;
		}
		if (i >= start && !is_fault_seen) {
			is_fault_seen = true;
			view.caret_column = cells;
		}
		cells += add_char(
		    &text, source->bytes + i, source->len - i, cells, &n);
		if (is_fault_seen && i < end)
			view.caret_len = cells - view.caret_column;
	}
	if (!is_fault_seen)
		view.caret_column = cells;
	if (view.caret_len == 0)
		view.caret_len = 1;
	view.text = strbuf_take(&text);
	return view;
}
