/*
 * BearSSL, as br_ssl_client_init_full sets it up, in the handshake of a server
 * that sends the chain (serve.h).
 */
#include <bearssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve.h"

#define ANCHORS_MAX 32
#define DAYS_TO_1970 719528 /* from January 1st of year 0 */

struct anchors {
	br_x509_trust_anchor items[ANCHORS_MAX];
	size_t len;
};

void
ask_begin(const char *mode)
{
	(void)mode;
}

static void *
copy(const void *bytes, size_t len)
{
	void *made = malloc(len + 1);

	memcpy(made, bytes, len);
	return made;
}

static void
append_name(void *arg, const void *bytes, size_t len)
{
	br_x500_name *name = arg;

	name->data = realloc(name->data, name->len + len);
	memcpy(name->data + name->len, bytes, len);
	name->len += len;
}

static br_x509_pkey
copy_key(const br_x509_pkey *from)
{
	br_x509_pkey key = *from;

	if (key.key_type == BR_KEYTYPE_RSA) {
		key.key.rsa.n = copy(key.key.rsa.n, key.key.rsa.nlen);
		key.key.rsa.e = copy(key.key.rsa.e, key.key.rsa.elen);
	} else {
		key.key.ec.q = copy(key.key.ec.q, key.key.ec.qlen);
	}
	return key;
}

/* As its own command does (tools/certs.c). */
static void
add_anchor(struct anchors *anchors, const struct ask_der *der)
{
	br_x509_trust_anchor *anchor = &anchors->items[anchors->len];
	br_x509_decoder_context decoder;

	memset(anchor, 0, sizeof *anchor);
	br_x509_decoder_init(&decoder, append_name, &anchor->dn);
	br_x509_decoder_push(&decoder, der->bytes, der->len);
	if (anchors->len + 1 == ANCHORS_MAX ||
	    br_x509_decoder_get_pkey(&decoder) == NULL) {
		free(anchor->dn.data);
		return;
	}
	anchor->pkey = copy_key(br_x509_decoder_get_pkey(&decoder));
	if (br_x509_decoder_isCA(&decoder))
		anchor->flags |= BR_X509_TA_CA;
	anchors->len++;
}

static void
clear(struct anchors *anchors)
{
	for (size_t i = 0; i < anchors->len; i++) {
		br_x509_trust_anchor *anchor = &anchors->items[i];

		free(anchor->dn.data);
		if (anchor->pkey.key_type == BR_KEYTYPE_RSA) {
			free(anchor->pkey.key.rsa.n);
			free(anchor->pkey.key.rsa.e);
		} else {
			free(anchor->pkey.key.ec.q);
		}
	}
}

static void
feed(br_ssl_engine_context *engine, const struct serve_bytes *answer)
{
	size_t at = 0;

	while (at < answer->len &&
	    (br_ssl_engine_current_state(engine) & BR_SSL_RECVREC)) {
		size_t len;
		unsigned char *room = br_ssl_engine_recvrec_buf(engine, &len);

		if (len > answer->len - at)
			len = answer->len - at;
		memcpy(room, answer->bytes + at, len);
		br_ssl_engine_recvrec_ack(engine, len);
		at += len;
	}
}

bool
ask_stack(
    const struct ask_chain *chain, const char *mode, char why[ASK_WHY_MAX])
{
	static unsigned char buffer[BR_SSL_BUFSIZE_BIDI];
	static br_ssl_client_context client;
	static br_x509_minimal_context judge;
	struct anchors anchors = {.len = 0};
	struct serve_bytes answer = {0};
	unsigned char *hello;
	size_t len;
	int error;

	(void)mode;
	for (size_t i = 0; i < chain->anchor_count; i++)
		add_anchor(&anchors, &chain->anchors[i]);
	br_ssl_client_init_full(&client, &judge, anchors.items, anchors.len);
	br_x509_minimal_set_time(&judge,
	    (uint32_t)(chain->at / 86400 + DAYS_TO_1970),
	    (uint32_t)(chain->at % 86400));
	br_ssl_engine_set_buffer(&client.eng, buffer, sizeof buffer, 1);
	br_ssl_engine_inject_entropy(&client.eng, "not random", 10);
	br_ssl_client_reset(&client, chain->name, 0);
	hello = br_ssl_engine_sendrec_buf(&client.eng, &len);
	if (hello == NULL || !serve_tls12(chain, hello, len, &answer)) {
		snprintf(why, ASK_WHY_MAX, "no hello");
		clear(&anchors);
		return false;
	}
	br_ssl_engine_sendrec_ack(&client.eng, len);
	feed(&client.eng, &answer);
	error = br_ssl_engine_last_error(&client.eng);
	if (error != 0)
		snprintf(why, ASK_WHY_MAX, "error %d", error);
	free(answer.bytes);
	clear(&anchors);
	return error == 0;
}
