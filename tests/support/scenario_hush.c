/* Being quiet, in scenarios; see scenario_hush.h. */
#include "support/scenario_hush.h"

#include <string.h>

#include "base/mem.h"
#include "incident/hush.h"

#define WORDS_MAX 200

void
scenario_hush_clear(struct scenario_hush *hush)
{
	free(TAKE(hush->fault));
}

static const char *
fault_words(void *arg, UNUSED const struct watched *watched,
    UNUSED const struct incident *incident)
{
	return ((const struct scenario_hush *)arg)->fault;
}

/* fault WORDS..., fault over */
static void
play_fault(
    struct scenario_hush *hush, struct fleet *fleet, char **words, size_t count)
{
	struct strbuf text = STRBUF_INIT(WORDS_MAX);

	for (size_t i = 1; i < count; i++)
		strbuf_addf(&text, "%s%s", i == 1 ? "" : " ", words[i]);
	free(hush->fault);
	hush->fault = strbuf_take(&text);
	if (strcmp(hush->fault, "over") == 0)
		free(TAKE(hush->fault));
	fleet_hush(fleet)->fault =
	    (struct hush_fault){.words = fault_words, .arg = hush};
}

bool
scenario_hush_play(
    struct scenario_hush *hush, struct fleet *fleet, char **words, size_t count)
{
	if (strcmp(words[0], "fault") != 0 || count < 2)
		return false;
	play_fault(hush, fleet, words, count);
	return true;
}
