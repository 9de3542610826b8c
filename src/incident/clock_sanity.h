/*
 * struct clock_sanity: is the wall clock of this machine to be believed? What
 * the judge says of dates is worth as much as that.
 *
 * It is in doubt when it stands before the program was built, or, while no
 * daemon keeps it right (NTP: base/clock_sync.h),
 *
 * - when it has jumped against the clock that only counts on,
 * - when it stands before what the store has seen already,
 * - when half of what was looked at lately is expired, or not valid yet, and
 *   was not before, by at least three certificates of three endpoints: one
 *   certificate that expires under 400 endpoints is no fault of a clock.
 *
 * A clock that nobody keeps right is evidence, and no fault by itself. A jump
 * that a daemon made is vouched for within a minute or two: it is told of only
 * when that does not come. The doubt is over a minute after its reason is; and
 * a jump is taken for meant when a day has passed and the dates agree with it.
 *
 * Where the kernel may not be asked (a sandbox), a jump alone is not told: what
 * hangs on dates is held back until ten looks agree with it, or an hour has
 * passed.
 */
#pragma once

#include "incident/sample.h"

#define CLOCK_JUMP_S 600	  /* what is less moves no dates */
#define CLOCK_SETTLE_S 120	  /* for a daemon to vouch for a jump */
#define CLOCK_CALM_S 60		  /* after a doubt */
#define CLOCK_MEANT_S 86400	  /* a jump that nothing speaks against */
#define CLOCK_UNKNOWN_S 3600	  /* ... while the kernel cannot be asked */
#define CLOCK_BUILD_SLACK_S 86400 /* zones, and clocks of build machines */
#define CLOCK_CERTIFICATES 3	  /* with wrong dates, and endpoints */
#define CLOCK_LOOKS 10		  /* half of so many, or of all there are */
#define CLOCK_WINDOW_S 3600	  /* "lately" */

enum clock_doubt {
	CLOCK_FINE,
	CLOCK_BEFORE_BUILD,
	CLOCK_JUMPED,
	CLOCK_BEFORE_STORE,
	CLOCK_AGAINST_DATES,
};

struct clock_evidence {
	int64_t wall_s, steady_s; /* of the same moment */
	bool is_known;		  /* the kernel could be asked whether ... */
	bool is_synchronised;
	int64_t built_at; /* the program; 0: not known */
};

struct clock_sanity {
	bool is_started;
	int64_t offset_s;     /* wall beyond steady, when last believed */
	int64_t newest_seen;  /* the store's newest look; 0: none */
	struct sample dates;  /* looks; address: the certificate at fault */
	enum clock_doubt why; /* CLOCK_FINE: it is believed */
	bool is_told;
	int64_t jumped_s;		/* CLOCK_JUMPED: so far */
	int64_t doubted_at, calm_since; /* steady; 0: not */
};

enum clock_change {
	CLOCK_SAME,
	CLOCK_DOUBTED, /* from now on; nobody is told yet */
	CLOCK_BEGAN,   /* ... told now */
	CLOCK_ENDED,   /* told as well, if is_told was set before */
};

/* What the clocks say: when time has passed, and before what was judged after a
 * jump is believed. all: how many targets show a chain. */
enum clock_change clock_sanity_note(struct clock_sanity *clock,
    const struct clock_evidence *evidence, size_t all);
/* A look that showed a chain. is_bad: its dates are wrong; was_bad: those of
 * the one before were, and such a target says nothing. */
void clock_sanity_look(
    struct clock_sanity *clock, const struct sample_look *look, bool was_bad);
