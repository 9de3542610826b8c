/* Acknowledgements as values; see ack.h. */
#include "model/ack.h"

#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"
#include "base/timestamp.h"

#define SHOWN_MAX 500

void
ack_free(struct ack *ack)
{
	if (ack == NULL)
		return;
	free(ack->reason);
	free(ack->author);
	free(ack);
}

struct ack *
ack_copy(const struct ack *ack)
{
	struct ack *copy = MEM_NEW(struct ack);

	*copy = *ack;
	copy->reason = mem_strdup(ack->reason);
	copy->author = mem_strdup(ack->author);
	return copy;
}

void
ack_add_words(const struct ack *ack, struct strbuf *buf)
{
	char at[TIMESTAMP_TEXT_MAX];

	strbuf_add(buf, "acknowledged by ");
	safe_print(buf, ack->author, strlen(ack->author), SHOWN_MAX);
	strbuf_addf(buf, " at %s", timestamp_words(ack->at, at));
	if (ack->until != 0)
		strbuf_addf(buf, " until %s", timestamp_words(ack->until, at));
	if (ack->reason != NULL && *ack->reason != '\0') {
		strbuf_add(buf, ": ");
		safe_print(buf, ack->reason, strlen(ack->reason), SHOWN_MAX);
	}
}
