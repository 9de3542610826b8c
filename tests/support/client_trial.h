/*
 * One chain before clients: evidence of minted certificates with the scene made
 * of it, and rows of clients that are nobody's, for asking one builder alone.
 */
#pragma once

#include "clients/build.h"
#include "support/mint.h"

#define CLIENT_TRIAL_HOST "www.example.test"

struct client_trial {
	struct evidence evidence;
	struct chain *presented;
	struct trust_store *store;
	const struct trust_store *stores[1];
	struct hostname name;
	struct signature_cache *signatures;
	struct client_scene scene;
};

/* What rows of a trial have in common: all critical extensions are understood,
 * and whatever lies in the store is an anchor. */
#define CLIENT_TRIAL_ROW .name = "trial", .title = "Trial", .critical = ~0u

/* Two intermediates: leaf, low, up, root. */
struct client_trial_levels {
	const struct mint *root, *up, *low, *leaf;
};
struct client_trial_levels client_trial_levels(void);

/* The same CA twice, with one key: a certificate that ends and its successor.
 */
struct client_trial_twins {
	const struct mint *root, *old, *new, *leaf;
};
struct client_trial_twins client_trial_twins(void);

/* An expired cross-sign beside the root that it stands for. */
struct client_trial_crossed {
	const struct mint *old, *root, *cross, *inter, *leaf;
};
struct client_trial_crossed client_trial_crossed(void);

/* Takes both. */
void client_trial_start(struct client_trial *trial,
    struct chain *take_presented, struct trust_store *take_store);
/* The scene anew, after something was added to the evidence. */
void client_trial_reopen(struct client_trial *trial);
void client_trial_end(struct client_trial *trial);

/* At MINT_NOW, or at that second. */
enum client_reason client_trial_ask(struct client_trial *trial,
    client_build_fn build, const struct client_profile *row);
enum client_reason client_trial_ask_at(struct client_trial *trial,
    client_build_fn build, const struct client_profile *row, int64_t at);
/* One question about one chain; takes both. */
enum client_reason client_trial_once(client_build_fn build,
    const struct client_profile *row, struct chain *take_presented,
    struct trust_store *take_store);
