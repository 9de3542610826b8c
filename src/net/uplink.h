/*
 * Has this machine a way to an address? Asked of the kernel, without a packet:
 * a datagram socket is connected, which takes a route and a source address and
 * no more.
 */
#pragma once

#include "base/ip_address.h"

/* There is no way to it, and none to the world at large in either family: the
 * link, the addresses or the routes are gone. false when that cannot be told.
 */
bool uplink_is_cut_off(const struct ip_address *address);
