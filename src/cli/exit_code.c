/* How the commands end, in words; see exit_code.h. */
#include "cli/exit_code.h"

static const struct exit_code_row rows[] = {
    {EXIT_CODE_OK, "ok or notice"},
    {EXIT_CODE_WARNING, "warning"},
    {EXIT_CODE_CRITICAL, "critical"},
    {EXIT_CODE_UNKNOWN,
	"nothing was judged (no chain seen, unreadable file, wrong usage)"},
};

const struct exit_code_row *
exit_code_at(size_t i)
{
	return i < sizeof rows / sizeof rows[0] ? &rows[i] : NULL;
}

void
exit_code_sentence(struct strbuf *buf)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		strbuf_addf(buf, "%s%d %s", i == 0 ? "Exit status: " : ", ",
		    (int)rows[i].code, rows[i].meaning);
	strbuf_add_char(buf, '.');
}
