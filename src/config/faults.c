/* Faults in order, bounded, and how they are printed; see faults.h. */
#include "config/faults.h"

#include <stdarg.h>

#include "base/safe_print.h"
#include "base/utf8.h"

static void
fault_clear(struct config_fault *fault)
{
	free(fault->file);
	free(fault->message);
	free(fault->source);
}

void
config_faults_clear(struct config_faults *faults)
{
	ARRAY_EACH (fault, &faults->items)
		fault_clear(fault);
	ARRAY_CLEAR(&faults->items);
	faults->has_more = false;
}

static int
compare(const struct config_fault *a, const struct config_fault *b)
{
	if (a->file_number != b->file_number)
		return a->file_number < b->file_number ? -1 : 1;
	return (a->offset > b->offset) - (a->offset < b->offset);
}

/* Full, and this one would come last: a file of 200,000 wrong lines must not
 * cost 200,000 messages. */
static bool
is_beyond(const struct config_faults *list, const struct config_fault *fault)
{
	return list->items.len == CONFIG_MAX_FAULTS &&
	    compare(&list->items.items[CONFIG_MAX_FAULTS - 1], fault) < 0;
}

/* The slot that keeps the list in order, behind those of the same place.
 * Aliases lead to one place many times: false when it is there already. */
static bool
find_slot(const struct config_faults *list, const struct config_fault *fault,
    size_t *ret_slot)
{
	size_t slot = list->items.len;

	while (slot > 0) {
		const struct config_fault *other = &list->items.items[slot - 1];
		int order = compare(other, fault);

		if (order < 0)
			break;
		if (order == 0 && strcmp(other->message, fault->message) == 0)
			return false;
		if (order == 0)
			break;
		slot--;
	}
	*ret_slot = slot;
	return true;
}

static void
insert(struct config_faults *list, size_t slot, struct config_fault *fault)
{
	if (list->items.len == CONFIG_MAX_FAULTS) {
		list->has_more = true;
		if (slot == CONFIG_MAX_FAULTS) {
			fault_clear(fault);
			return;
		}
		fault_clear(&list->items.items[--list->items.len]);
	}
	(void)ARRAY_ADD(&list->items);
	memmove(&list->items.items[slot + 1], &list->items.items[slot],
	    (list->items.len - 1 - slot) * sizeof *fault);
	list->items.items[slot] = *fault;
}

/* Takes what the fault owns. */
static void
add(struct faults *faults, struct config_fault *fault, const char *message)
{
	size_t slot = 0;

	faults->added++;
	fault->message =
	    safe_print_dup(message, strlen(message), FAULT_MAX_MESSAGE);
	if (find_slot(faults->list, fault, &slot))
		insert(faults->list, slot, fault);
	else
		fault_clear(fault);
}

void
faults_add(struct faults *faults, struct source *source, size_t start,
    size_t end, const char *fmt, ...)
{
	CLEANUP(free) char *message = NULL;
	struct config_fault fault = {
	    .file_number = source->number, .offset = start};
	struct source_place place;
	struct source_view view;
	va_list ap;

	if (is_beyond(faults->list, &fault)) {
		faults->added++;
		faults->list->has_more = true;
		return;
	}
	place = source_place(source, start);
	fault.line = place.line;
	fault.column = place.column;
	fault.file = mem_strdup(source->name);
	if (faults->is_hiding) {
		fault.source = mem_strdup("(not shown: it holds a secret)");
	} else {
		view = source_show(source, start, end);
		fault.source = view.text;
		fault.caret_column = view.caret_column;
		fault.caret_len = view.caret_len;
	}
	va_start(ap, fmt);
	message = mem_vprintf(fmt, ap);
	va_end(ap);
	add(faults, &fault, message);
}

void
faults_add_file(struct faults *faults, const char *file, const char *fmt, ...)
{
	CLEANUP(free) char *message = NULL;
	struct config_fault fault = {.file = mem_strdup(file)};
	va_list ap;

	va_start(ap, fmt);
	message = mem_vprintf(fmt, ap);
	va_end(ap);
	add(faults, &fault, message);
}

struct fault_value
fault_value(const char *text)
{
	struct fault_value value = {.text = ""};
	size_t len = strnlen(text, FAULT_MAX_VALUE + 1);

	if (len <= FAULT_MAX_VALUE) {
		memcpy(value.text, text, len);
		return value;
	}
	len = utf8_cut(text, FAULT_MAX_VALUE);
	memcpy(value.text, text, len);
	memcpy(value.text + len, "...", 3);
	return value;
}

void
config_fault_format(struct strbuf *buf, const struct config_fault *fault)
{
	CLEANUP(free)
	char *file =
	    safe_print_dup(fault->file, strlen(fault->file), FAULT_MAX_MESSAGE);

	if (fault->line == 0) {
		strbuf_addf(buf, "%s: %s\n", file, fault->message);
		return;
	}
	strbuf_addf(buf, "%s:%zu:%zu: %s\n", file, fault->line, fault->column,
	    fault->message);
	strbuf_addf(buf, "%6zu | %s\n       | ", fault->line, fault->source);
	for (size_t i = 0; i < fault->caret_column; i++)
		strbuf_add_char(buf, ' ');
	for (size_t i = 0; i < fault->caret_len; i++)
		strbuf_add_char(buf, i == 0 ? '^' : '~');
	strbuf_add_char(buf, '\n');
}

void
config_faults_error(
    const struct config_faults *faults, const char *more, struct error *err)
{
	const struct config_fault *first = &faults->items.items[0];

	if (faults->items.len < 2)
		more = "";
	if (first->line == 0)
		error_set(err, ERROR_INVALID, "%s: %s%s", first->file,
		    first->message, more);
	else
		error_set(err, ERROR_INVALID, "%s:%zu:%zu: %s%s", first->file,
		    first->line, first->column, first->message, more);
}
