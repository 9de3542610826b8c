/* One thing that is probed; see target.h. */
#include "model/target.h"

#include <stdio.h>
#include <string.h>

void
target_set(struct target *target, struct endpoint *endpoint,
    const struct ip_address *address, const char *front)
{
	endpoint_ref(endpoint);
	endpoint_unref(target->endpoint);
	target->endpoint = endpoint;
	target->address = *address;
	target->front = front;
}

void
target_clear(struct target *target)
{
	endpoint_unref(target->endpoint);
	memset(target, 0, sizeof *target);
}

bool
target_equal(const struct target *a, const struct target *b)
{
	return strcmp(a->endpoint->id, b->endpoint->id) == 0 &&
	    ip_address_compare(&a->address, &b->address) == 0;
}

const char *
target_format(const struct target *target, char text[TARGET_TEXT_MAX])
{
	char address[IP_ADDRESS_TEXT_MAX];

	ip_address_format_port(&target->address, address);
	if (strcmp(address, target->endpoint->id) == 0)
		snprintf(text, TARGET_TEXT_MAX, "%s", address);
	else
		snprintf(text, TARGET_TEXT_MAX, "%s at %s",
		    target->endpoint->id, address);
	return text;
}
