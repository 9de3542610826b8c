/*
 * struct store_judge: the daemon's judge without the daemon: by its
 * configuration and with the issuers that its store knows, for commands that
 * judge again what lies there. It asks nobody.
 */
#pragma once

#include "base/texts.h"
#include "config/config.h"
#include "fetch/aia.h"
#include "inspect/inspect.h"
#include "model/policy.h"
#include "store/db.h"

struct store_judge {
	struct loop *loop;
	struct aia *aia;
	struct inspector *inspector;
};

/* With the stores of the configuration that are named, and its rules, or those
 * given; policy may be NULL. */
bool store_judge_open(struct store_judge *judge, const struct config *config,
    const struct texts *store_names, struct policy *policy, struct db *db,
    struct error *err) MUST_CHECK;
void store_judge_close(struct store_judge *judge);
/* Adds the names of those stores that this endpoint is judged by. */
void store_judge_name_stores(
    struct texts *names, const struct endpoint *endpoint);
