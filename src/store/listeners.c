/* Who is told of a store's trouble; see listeners.h. */
#include "store/listeners.h"

void
store_listeners_drop(
    struct store_listeners *listeners, store_change_fn fn, void *arg)
{
	for (size_t i = 0; i < listeners->items.len; i++) {
		const struct store_listener *listener =
		    &listeners->items.items[i];

		if (listener->fn == fn && listener->arg == arg) {
			ARRAY_REMOVE(&listeners->items, i);
			return;
		}
	}
}

void
store_listeners_tell(const struct store_listeners *listeners, bool is_failing,
    const struct error *err)
{
	for (size_t i = 0; i < listeners->items.len; i++) {
		struct store_listener listener = listeners->items.items[i];

		listener.fn(listener.arg, is_failing, err);
	}
}
