/*
 * A non-blocking connect to one address or Unix socket, with a deadline.
 */
#pragma once

#include "base/ip_address.h"
#include "net/loop.h"

struct dial;
/* fd >= 0: connected, non-blocking, TCP_NODELAY set, yours to close. Else
 * error_number is errno's (ETIMEDOUT for our deadline too). The dial is gone
 * when fn is called. */
typedef void (*dial_fn)(void *arg, int fd, int error_number);

/* Where to, and from where. */
struct dial_way {
	struct ip_address address;
	const char *path; /* of a Unix socket, instead; lent for the call */
	struct ip_address source; /* family 0: what the kernel takes */
};

#define DIAL_PATH_MAX 107 /* bytes; what sockaddr_un has room for */

/* Never calls fn before it returns. A path that is too long is ENAMETOOLONG;
 * a source of the other family EAFNOSUPPORT. */
struct dial *dial_start_way(struct loop *loop, const struct dial_way *way,
    int64_t timeout_ms, dial_fn fn, void *arg);
struct dial *dial_start(struct loop *loop, const struct ip_address *address,
    int64_t timeout_ms, dial_fn fn, void *arg);
void dial_cancel(struct dial *dial); /* NULL is fine */
CLEANUP_DEFINE(struct dial, dial_cancel)
/* Our own end of a connection; false: it is none of IP. */
bool dial_local_address(int fd, struct ip_address *ret_address);
