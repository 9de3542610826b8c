/*
 * "variants" and "variant_interval": in which other ways an address is looked
 * at, and how often. In "defaults" and in each endpoint.
 */
#pragma once

#include "config/field.h"

extern const struct field_type config_variants; /* slot: uint8_t, a bit each */

/* The rows of both tables; at: offsets of a uint8_t and an int64_t; words: what
 * is inherited, or NULL. */
#define CONFIG_VARIANT_ROWS(at, interval_at, own, words, interval_words) \
	{ \
	    .key = "variants", \
	    .type = &config_variants, \
	    .offset = (at), \
	    .fallback = (own) ? CONFIG_VARIANTS_FALLBACK : NULL, \
	    .inherits = (words), \
	    .sentence = \
		"How each address is looked at beside what a modern client " \
		"gets: by the other type of key ('rsa', 'ecdsa'), without " \
		"naming a host ('no-sni': the chain alone is judged, by no " \
		"name), in TLS 1.2 ('tls1.2'). What a server refuses is not " \
		"there, and no fault. [] looks at none.", \
	}, \
	{ \
		.key = "variant_interval", .type = &field_duration, \
		.offset = (interval_at), .least = CONFIG_LEAST_INTERVAL_S, \
		.most = CONFIG_MOST_INTERVAL_S, \
		.fallback = (own) ? "1d" : NULL, .inherits = (interval_words), \
		.sentence = \
		    "How often an address is looked at in each " \
		    "variant, unless its usual chain changes: then at " \
		    "once. Never more often than 'interval'.", \
	}

#define CONFIG_VARIANTS_FALLBACK "[rsa, ecdsa]" /* VARIANTS_DEFAULT */
