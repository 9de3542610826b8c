/*
 * A non-blocking connect to one address, with a deadline.
 */
#pragma once

#include "base/ip_address.h"
#include "net/loop.h"

struct dial;
/* fd >= 0: connected, non-blocking, TCP_NODELAY set, yours to close. Else
 * error_number is errno's (ETIMEDOUT for our deadline too). The dial is gone
 * when fn is called. */
typedef void (*dial_fn)(void *arg, int fd, int error_number);

/* Never calls fn before it returns. */
struct dial *dial_start(struct loop *loop, const struct ip_address *address,
    int64_t timeout_ms, dial_fn fn, void *arg);
void dial_cancel(struct dial *dial); /* NULL is fine */
CLEANUP_DEFINE(struct dial, dial_cancel)
