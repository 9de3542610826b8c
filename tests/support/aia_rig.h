/*
 * The fetching of issuers over a scripted web server on loopback and a scripted
 * DNS server, on a real loop; the wall clock stands still until it is moved.
 */
#pragma once

#include "fetch/aia.h"
#include "support/dns_server.h"
#include "support/http_receiver.h"
#include "support/mint.h"

#define AIA_RIG_HOST "ca.example.test" /* 127.0.0.1 */

struct aia_rig {
	struct loop *loop;
	int64_t now; /* wall, seconds; MINT_NOW */
	struct clock clock;
	struct dns_row dns_rows[8]; /* may be changed */
	struct dns_server *dns;
	struct resolver *resolver;
	struct http_receiver *receiver;
	struct aia_options options; /* loopback is allowed */
	struct aia_keeper keeper;
	struct aia *aia;
	size_t done_count;
	struct texts urls; /* of the last aia_rig_ask */
	ARRAY(void *) kept;
};

/* For cmocka: *state is the rig. */
int aia_rig_set_up(void **state);
int aia_rig_tear_down(void **state);
/* Anew, with the options and keeper there are. */
void aia_rig_restart(struct aia_rig *rig);
/* The web server's next answers; see http_receiver_plan. */
void aia_rig_plan(struct aia_rig *rig, struct receiver_answer answer);
/* 200 with the certificate in DER. */
struct receiver_answer aia_rig_der(const struct mint *mint);
/* "http://HOST:PORT/path" of the web server; free it. NULL: 127.0.0.1. */
char *aia_rig_url(struct aia_rig *rig, const char *host, const char *path);
/* Asks for one URL and waits; what it came to, lent. */
const struct issuer_answer *aia_rig_ask(struct aia_rig *rig, const char *url);
/* Frees it when the web server has ended, which may still send it. */
void *aia_rig_keep(struct aia_rig *rig, void *take_memory);
/* Requests the web server has seen. */
size_t aia_rig_requests(struct aia_rig *rig);
