/*
 * One chain that an endpoint shows, judged as of now (control/shown.h): its
 * picture and the same in words, who takes it, what is wrong, what to serve
 * instead.
 */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "web/html.h"

/* endpoint_id: whose it is; now: seconds. */
void part_chain(struct html *html, const json_t *chain, const char *endpoint_id,
    int64_t now);
/* Its picture and the list beside it alone. */
void part_chain_picture(struct html *html, const json_t *report, int64_t now);
/* "192.0.2.1:443 (rsa)": an address and its variant, where it is not the usual
 * one. */
void part_place(struct html *html, const json_t *place);
