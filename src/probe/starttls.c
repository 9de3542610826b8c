/* The kinds of dialogues by protocol; see starttls.h. */
#include "probe/starttls.h"

static const struct dialogue_kind *const kinds[STARTTLS_COUNT] = {
    [STARTTLS_POSTGRES] = &starttls_postgres,
};

const struct dialogue_kind *
starttls_kind(enum starttls starttls)
{
	return kinds[starttls];
}
