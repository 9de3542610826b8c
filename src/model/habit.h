/*
 * struct habit: when an endpoint renews as a rule, as far as that can be said
 * (learnt by incident/renewal.h). Shares are per mille of the lifetime.
 */
#pragma once

#include <stdint.h>

struct habit {
	unsigned usual; /* share that is left then */
	unsigned late;	/* below this it is overdue */
	unsigned count; /* renewals that agree; 0: there is no habit */
	int64_t last_at;
};
