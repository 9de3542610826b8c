/*
 * The keys of how to come to an endpoint: the same under an endpoint and under
 * "defaults", where the former takes over what it does not say itself. They
 * fill a struct approach, which is made when the first of them is there.
 */
#pragma once

#include "config/field.h"
#include "model/approach.h"

extern const struct field_type config_approach_proxy;
extern const struct field_type config_approach_path;
extern const struct field_type config_approach_word;
extern const struct field_type config_approach_identity;
extern const struct field_type config_approach_source;
extern const struct field_table config_identity_table;

/* The rows; at: the offset of a member `struct approach *`. */
#define CONFIG_APPROACH_ROWS(at, words) \
	{ \
	    .key = "proxy", \
	    .type = &config_approach_proxy, \
	    .offset = (at), \
	    .inherits = (words), \
	    .sentence = \
		"The proxy to go through: http://HOST:PORT (CONNECT) or " \
		"socks5://HOST:PORT, with USER@ before the host when only " \
		"the password stands in 'proxy_credentials'. 'none': " \
		"straight.", \
	}, \
	    { \
		.key = "proxy_credentials", \
		.type = &config_approach_path, \
		.offset = (at), \
		.inherits = (words), \
		.sentence = \
		    "A file with user:password for the proxy on its first " \
		    "line, or the password alone when the proxy's URL has " \
		    "the user. Read again when it changes.", \
	    }, \
	    { \
		.key = "proxy_resolve", \
		.type = &config_approach_word, \
		.offset = (at), \
		.inherits = (words), \
		.choices = approach_resolution_words, \
		.sentence = \
		    "Who asks DNS for the names that are reached through a " \
		    "proxy: 'local', and every address is watched on its " \
		    "own, or 'proxy', which is given the name.", \
	    }, \
	    { \
		.key = "proxy_protocol", \
		.type = &config_approach_word, \
		.offset = (at), \
		.inherits = (words), \
		.choices = approach_header_words, \
		.sentence = \
		    "Begin with a PROXY protocol header, as servers behind a " \
		    "load balancer demand it.", \
	    }, \
	    { \
		.key = "client_certificate", \
		.type = &config_approach_identity, \
		.inner = &config_identity_table, \
		.offset = (at), \
		.inherits = (words), \
		.sentence = \
		    "What is shown to servers that ask for a client " \
		    "certificate. 'none': nothing. Read again when it " \
		    "changes.", \
	    }, \
	    { \
		.key = "family", \
		.type = &config_approach_word, \
		.offset = (at), \
		.inherits = (words), \
		.choices = approach_address_words, \
		.sentence = \
		    "Which of the addresses that names have are watched.", \
	    }, \
	{ \
		.key = "source", .type = &config_approach_source, \
		.offset = (at), .inherits = (words), \
		.sentence = \
		    "The address of this machine that connections are made " \
		    "from; of what names resolve to only its family is " \
		    "watched " \
		    "then. 'any': what the kernel takes.", \
	}

/* What does not go together; faults are told at the keys of that map. */
void config_approach_check(struct field_reader *reader,
    const struct yaml_node *map, const struct approach *approach);
