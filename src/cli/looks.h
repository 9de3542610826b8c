/*
 * One look at every address of an endpoint, on a loop of its own: resolve,
 * probe, judge. What `chainwatch check` shows comes from here.
 */
#pragma once

#include "cli/trust.h"
#include "cli/what_if.h"
#include "inspect/expand.h"
#include "model/observation.h"
#include "model/report.h"
#include "model/target.h"
#include "net/resolve.h"

struct checked {
	struct target target;
	struct observation *observation;
	struct report *report;	       /* NULL: no chain was seen */
	struct report *before;	       /* by what_if; NULL: none was given */
	const struct what_if *what_if; /* lent; with before */
};

struct looks {
	ARRAY(struct checked) items; /* in the order of the addresses */
	/* What the endpoint's further variants show at these, where that is
	 * another chain than the usual one. */
	ARRAY(struct checked) variants;
	enum failure resolve_failure; /* of a name; others may have worked */
	char resolve_detail[EXPAND_DETAIL_MAX];
	bool is_cut; /* there are more addresses than are looked at */
	int64_t now; /* as of when was judged */
};

/* Who is asked for names, instead of resolv.conf, and what proves the answers
 * where the endpoint wants DANE. */
struct looks_dns {
	const char *server;	  /* "192.0.2.53:5353"; NULL: the system's */
	const char *trust_anchor; /* a file; NULL: the root's keys */
};

#define LOOKS_SERVER_TEXT_MAX (IP_ADDRESS_TEXT_MAX + 8)
/* Has a resolver ask that server; the text is lent to its options. */
bool looks_dns_server(const struct looks_dns *dns,
    char text[LOOKS_SERVER_TEXT_MAX], struct resolver_options *options,
    struct error *err) MUST_CHECK;

/* at: judge as of then; negative: now. Returns when all looks have ended. */
bool looks_take(struct endpoint *endpoint, const struct trust *trust,
    int64_t at, struct looks *ret_looks, struct error *err) MUST_CHECK;
/* The same, in this variant; the chains are judged by what_if, too. */
bool looks_take_twice(struct endpoint *endpoint, enum variant variant,
    const struct trust *trust, const struct looks_dns *dns, int64_t at,
    const struct what_if *what_if, struct looks *ret_looks,
    struct error *err) MUST_CHECK;
void looks_clear(struct looks *looks);

/* Of the report and of how the look failed, whichever is worse. */
enum severity checked_severity(const struct checked *checked);
bool checked_same_chain(const struct checked *a, const struct checked *b);
