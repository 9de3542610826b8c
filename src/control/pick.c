/* The one endpoint that is meant; see pick.h. */
#include "control/pick.h"

#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "model/pattern.h"

#define WORDS_MAX 1024

void
pick_offer(struct pick *pick, const char *id)
{
	bool is_exact = strcmp(pick->pattern, id) == 0;

	if (pick->is_exact || (!is_exact && !pattern_fits(pick->pattern, id)))
		return;
	pick->is_exact = is_exact;
	pick->count++;
	free(pick->id);
	pick->id = mem_strdup(id);
	if (pick->some.len < PICK_OFFERED)
		texts_add(&pick->some, id);
}

static void
tell_several(const struct pick *pick, struct error *err)
{
	CLEANUP(strbuf_clear) struct strbuf words = STRBUF_INIT(WORDS_MAX);

	ARRAY_EACH (id, &pick->some)
		strbuf_addf(&words, "%s%s", words.len == 0 ? "" : ", ", *id);
	error_set(err, ERROR_INVALID, "%zu endpoints fit: %s%s", pick->count,
	    strbuf_text(&words), pick->count > pick->some.len ? " ..." : "");
}

char *
pick_end(struct pick *pick, struct error *err)
{
	char *id = TAKE(pick->id);

	if (!pick->is_exact && pick->count > 1) {
		tell_several(pick, err);
		free(TAKE(id));
	} else if (id == NULL) {
		error_set(err, ERROR_MISSING, "no endpoint fits");
	}
	texts_clear(&pick->some);
	return id;
}
