/* A TLS server in memory; see memory_peer.h. */
#include "support/memory_peer.h"

#include <openssl/err.h>

void
memory_peer_init(struct memory_peer *peer, SSL_CTX *ctx)
{
	peer->ssl = SSL_new(ctx);
	peer->in = BIO_new(BIO_s_mem());
	peer->out = BIO_new(BIO_s_mem());
	SSL_set_bio(peer->ssl, peer->in, peer->out);
	SSL_set_accept_state(peer->ssl);
}

void
memory_peer_clear(struct memory_peer *peer)
{
	SSL_free(peer->ssl);
	peer->ssl = NULL;
}

size_t
memory_peer_turn(struct memory_peer *peer, const uint8_t *bytes, size_t len,
    const uint8_t **ret_answer)
{
	char *answer;
	uint8_t byte;
	long n;

	(void)BIO_reset(peer->out);
	if (len > 0)
		(void)BIO_write(peer->in, bytes, (int)len);
	if (!SSL_is_init_finished(peer->ssl))
		(void)SSL_do_handshake(peer->ssl);
	if (SSL_is_init_finished(peer->ssl))
		(void)SSL_read(peer->ssl, &byte, 1);
	ERR_clear_error();
	n = BIO_get_mem_data(peer->out, &answer);
	*ret_answer = (const uint8_t *)answer;
	return n > 0 ? (size_t)n : 0;
}
