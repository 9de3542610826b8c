/*
 * "http://proxy.example.com:3128", "socks5://monitor@192.0.2.1": how a proxy is
 * written, in the configuration and on the command line. Pure.
 */
#pragma once

#include "base/error.h"
#include "model/approach.h"

/* "none" gives a proxy of kind PROXY_NONE. A password is refused without being
 * repeated. err reads on from the quoted key: "has a password; ...", and holds
 * nothing of a text that may hold one. ret_proxy: approach_proxy_clear. */
bool proxy_url_parse(const char *text, struct approach_proxy *ret_proxy,
    struct error *err) MUST_CHECK;
