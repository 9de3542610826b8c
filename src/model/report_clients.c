/* Clients of a report, taken together; see report_clients.h. */
#include "model/report_clients.h"

#include <string.h>

static uint64_t
bit(size_t i)
{
	return (uint64_t)1 << i;
}

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

uint64_t
report_clients_of(const struct report *report, enum report_client_weight least)
{
	uint64_t which = 0;

	for (size_t i = 0; i < report->clients.len; i++) {
		if (report->clients.items[i].weight >= least)
			which |= bit(i);
	}
	return which;
}

uint64_t
report_clients_alike(const struct report *report, size_t i, uint64_t among)
{
	const struct report_client *like = &report->clients.items[i];
	uint64_t which = 0;

	for (size_t k = 0; k < report->clients.len; k++) {
		const struct report_client *client = &report->clients.items[k];

		if ((among & bit(k)) != 0 && client->accepts == like->accepts &&
		    client->breaks_at == like->breaks_at &&
		    same_text(client->reason, like->reason) &&
		    same_text(client->breaks_reason, like->breaks_reason))
			which |= bit(k);
	}
	return which;
}

uint64_t
report_clients_refusing(const struct report *report, uint64_t among)
{
	uint64_t which = 0;

	for (size_t i = 0; i < report->clients.len; i++) {
		if ((among & bit(i)) != 0 && !report->clients.items[i].accepts)
			which |= bit(i);
	}
	return which;
}

int
report_clients_first_to_stop(const struct report *report, uint64_t among)
{
	int first = -1;

	for (size_t i = 0; i < report->clients.len; i++) {
		const struct report_client *client = &report->clients.items[i];

		if ((among & bit(i)) != 0 && client->accepts &&
		    client->breaks_at != TIMESTAMP_NEVER &&
		    (first < 0 ||
			client->breaks_at <
			    report->clients.items[first].breaks_at))
			first = (int)i;
	}
	return first;
}

bool
report_clients_stops_early(const struct report *report, size_t i)
{
	const struct report_client *client = &report->clients.items[i];

	return report->is_valid && client->accepts &&
	    client->breaks_at != TIMESTAMP_NEVER &&
	    (report->breaks_at == TIMESTAMP_NEVER ||
		client->breaks_at < report->breaks_at - 1);
}

size_t
report_clients_count(uint64_t which)
{
	size_t count = 0;

	for (; which != 0; which &= which - 1)
		count++;
	return count;
}

void
report_clients_name(
    struct strbuf *buf, const struct report *report, uint64_t which)
{
	size_t left = report_clients_count(which), said = 0;

	for (size_t i = 0; i < report->clients.len; i++) {
		if ((which & bit(i)) == 0)
			continue;
		strbuf_addf(buf, "%s%s",
		    said == 0		  ? ""
			: said + 1 < left ? ", "
					  : " and ",
		    report->clients.items[i].title);
		said++;
	}
}

/* Reasons begin with a verb where the client is the subject. */
static bool
has_own_subject(const char *reason)
{
	return reason[0] == '"' || strncmp(reason, "the ", 4) == 0 ||
	    strncmp(reason, "one ", 4) == 0;
}

void
report_clients_because(
    struct strbuf *buf, const char *reason, bool is_of_several)
{
	strbuf_addf(buf, "because %s%s",
	    has_own_subject(reason) ? ""
		: is_of_several	    ? "each "
				    : "it ",
	    reason);
}
