/* Who is told that a store began to fail, or works again. Private to it. */
#pragma once

#include "base/array.h"
#include "store/store.h"

struct store_listener {
	store_change_fn fn;
	void *arg;
};

struct store_listeners {
	ARRAY(struct store_listener) items; /* in the order they came */
};

void store_listeners_drop(
    struct store_listeners *listeners, store_change_fn fn, void *arg);
/* One may go meanwhile. */
void store_listeners_tell(const struct store_listeners *listeners,
    bool is_failing, const struct error *err);
