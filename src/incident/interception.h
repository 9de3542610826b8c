/*
 * struct interception: do many endpoints show one private issuer all of a
 * sudden that they did not show before? Then somebody stands in the monitor's
 * path (a proxy that breaks TLS open, a captive portal), and what is shown is
 * not the servers'. A decision over a sample of the fleet's looks.
 *
 * It takes three endpoints, and half of what is looked at: of ten targets, or
 * of all that there are. Until that is clear, half a minute at most, what shows
 * such an issuer for the first time is not believed. A fleet that has a private
 * CA by configuration trusts it, and one that moves to a public CA as well:
 * neither shows such an issuer.
 */
#pragma once

#include "incident/sample.h"

#define INTERCEPTION_ENDPOINTS 3
#define INTERCEPTION_LOOKS 10
#define INTERCEPTION_WINDOW_S 3600    /* "all of a sudden" */
#define INTERCEPTION_DOUBT_S 25	      /* a second look comes after 30 */
#define INTERCEPTION_CALM_S 60	      /* gone for so long: it is over */
#define INTERCEPTION_OTHERS 10	      /* to be looked at in doubt */
#define INTERCEPTION_UNKNOWN SIZE_MAX /* targets: too many to count */

struct interception {
	struct sample sample; /* of looks that showed a chain; address: the
			       * issuer, when bad */
	uint64_t issuer;      /* that stands in between; 0: none */
	uint64_t accepted;    /* one that has stood for so long that it is
			       * believed */
	int64_t since, back_since;
};

enum interception_change {
	INTERCEPTION_SAME,
	INTERCEPTION_DOUBTED, /* the look is not believed yet */
	INTERCEPTION_BEGAN,
	INTERCEPTION_HELD,     /* it is under that issuer, and not believed */
	INTERCEPTION_RETURNED, /* the first that shows its own again */
	INTERCEPTION_ENDED,
};

/* A look that showed a chain. look->address: the private issuer, 0: none; look
 * is_bad: it is one that this target did not show before. all: targets that
 * show a chain, or INTERCEPTION_UNKNOWN; endpoints: of the fleet. */
enum interception_change interception_note(struct interception *interception,
    const struct sample_look *look, size_t all, size_t endpoints);
/* Time alone; hold_s: after so long it is believed, 0: never. */
enum interception_change interception_tick(
    struct interception *interception, int64_t hold_s, int64_t now);
