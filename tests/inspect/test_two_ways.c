/*
 * What is said of a chain is the same by either way to read it: as libcrypto
 * does it alone (`fast_keys: false`), and by the library context and the
 * certificates at hand that probes have for their speed (pki/key_library.h,
 * probe/cert_reuse.h). Each chain is served thrice, once to a handshaker that
 * has neither and twice to one that has both; the observations and all reports
 * are compared as the JSON that people get, to the byte.
 *
 * A chain is served by libssl, where that can be, in TLS 1.3 and in TLS 1.2,
 * and whatever it is by a peer that has learnt what to say and stops behind its
 * certificates.
 *
 * test_two_ways_unasked is this where libssl does not ask probe/cert_reuse.c:
 * keys that are left out elsewhere are what could differ then.
 *
 * Of the cases those are taken whose certificates have what none before them
 *has.
 *
 *	test_two_ways --all	all of them
 *	test_two_ways FILE...	these alone: cases, or PEM or DER of chains
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <glob.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "inspect/cert_cache.h"
#include "pki/key_library.h"
#include "probe/handshake.h"
#include "render/render_json.h"
#include "support/case.h"
#include "support/memory_peer.h"
#include "support/odd_keys.h"

#ifdef UNASKED
#define IS_UNASKED true
#else
#define IS_UNASKED false
#endif
#define HOST "www.example.test"
#define TEXT_MAX (64u << 20)
#define RECORD_MAX 16384
#define FILE_MAX (1u << 20)
#define CACHED 256
#define SPOILED_STEP 61 /* of some 5000 bits */
#define SENT_MAX 256	/* more than are taken */

enum way { WAY_PLAIN, WAY_FAST, WAY_AGAIN, WAY_COUNT };

static const char *const way_names[] = {
    [WAY_PLAIN] = "plain",
    [WAY_FAST] = "fast",
    [WAY_AGAIN] = "fast again",
};

/* ECDHE_ECDSA and ECDHE_RSA: which key is expected with it. */
enum conversation {
	BY_LIBSSL_13,
	BY_LIBSSL_12,
	BY_HEART_ECDSA,
	BY_HEART_RSA,
	CONVERSATION_COUNT,
};

static const char *const conversation_names[] = {
    [BY_LIBSSL_13] = "TLS 1.3",
    [BY_LIBSSL_12] = "TLS 1.2",
    [BY_HEART_ECDSA] = "by heart, ECDSA",
    [BY_HEART_RSA] = "by heart, RSA",
};

struct sent {
	const uint8_t *der; /* lent */
	size_t len;
};

struct chain_sent {
	struct sent certs[SENT_MAX];
	size_t count;
	EVP_PKEY *key; /* of the first; NULL: nobody has it */
};

/* What is thought of a chain as it came, a text to be freed. */
typedef char *(*judge_fn)(
    void *arg, struct observation *observation, struct chain *chain);

typedef size_t (*compare_fn)(const char *name, const struct chain_sent *chain,
    judge_fn judge_it, void *arg);

static struct {
	struct handshaker *handshaker;
	struct cert_cache *certs;
} sides[2]; /* plain and fast */

static struct target target;
static size_t served[CONVERSATION_COUNT];
static bool is_taking_all; /* cases, and conversations with odd keys of CAs */

static size_t
side_of(enum way way)
{
	return way == WAY_PLAIN ? 0 : 1;
}

static int
set_up(UNUSED void **state)
{
	struct error err = ERROR_INIT;
	struct endpoint *endpoint = endpoint_new();

	key_library_enable(false);
	sides[0].handshaker = handshaker_new(&err);
	key_library_enable(true);
	sides[1].handshaker = handshaker_new(&err);
	for (size_t i = 0; i < 2; i++)
		sides[i].certs = cert_cache_new(CACHED);
	snprintf(endpoint->host.text, sizeof endpoint->host.text, HOST);
	endpoint_finish(endpoint);
	target_set(&target, endpoint, &(struct place){0}, NULL);
	endpoint_unref(endpoint);
	if (sides[0].handshaker == NULL || sides[1].handshaker == NULL)
		return 1;
	return handshaker_is_passed_by(sides[1].handshaker) != IS_UNASKED;
}

static int
tear_down(UNUSED void **state)
{
	for (size_t i = 0; i < 2; i++) {
		handshaker_free(sides[i].handshaker);
		cert_cache_free(sides[i].certs);
	}
	target_clear(&target);
	return 0;
}

/* ---- what a server says that knows its words by heart -------------------- */

static void
add_number(struct strbuf *to, size_t number, size_t width)
{
	for (size_t i = width; i-- > 0;)
		strbuf_add_bytes(to, &(char){(char)(number >> 8 * i)}, 1);
}

/* ServerHello and Certificate of TLS 1.2 (RFC 5246 7.4.1.3, 7.4.2). */
static void
add_messages(struct strbuf *to, const struct chain_sent *chain, unsigned cipher)
{
	size_t len = 0;

	for (size_t i = 0; i < chain->count; i++)
		len += 3 + chain->certs[i].len;
	add_number(to, 2, 1);
	add_number(to, 2 + 32 + 1 + 2 + 1, 3);
	add_number(to, 0x0303, 2);
	for (size_t i = 0; i < 32; i++)
		add_number(to, 0x5a, 1);
	add_number(to, 0, 1);
	add_number(to, cipher, 2);
	add_number(to, 0, 1);
	add_number(to, 11, 1);
	add_number(to, 3 + len, 3);
	add_number(to, len, 3);
	for (size_t i = 0; i < chain->count; i++) {
		add_number(to, chain->certs[i].len, 3);
		strbuf_add_bytes(
		    to, (const char *)chain->certs[i].der, chain->certs[i].len);
	}
}

static void
receive_records(struct handshake *handshake, const uint8_t *bytes, size_t len)
{
	while (len > 0) {
		size_t n = len < RECORD_MAX ? len : RECORD_MAX;
		const uint8_t head[] = {
		    22, 3, 3, (uint8_t)(n >> 8), (uint8_t)n};

		handshake_receive(handshake, head, sizeof head);
		handshake_receive(handshake, bytes, n);
		bytes += n;
		len -= n;
	}
}

static void
hear_by_heart(struct handshake *handshake, const struct chain_sent *chain,
    unsigned cipher)
{
	CLEANUP(strbuf_clear) struct strbuf said = STRBUF_INIT(TEXT_MAX);
	enum handshake_step step = handshake_step(handshake);

	assert_int_equal(step, HANDSHAKE_WAITS);
	add_messages(&said, chain, cipher);
	assert_false(strbuf_is_truncated(&said));
	receive_records(handshake, (const uint8_t *)said.text, said.len);
	step = handshake_step(handshake);
	if (step == HANDSHAKE_WAITS) {
		handshake_receive_end(handshake, 0);
		step = handshake_step(handshake);
	}
	assert_int_equal(step, HANDSHAKE_FAILED);
}

/* ---- what libssl says as a server ---------------------------------------- */

static X509 *
parse(const struct sent *sent)
{
	const unsigned char *p = sent->der;
	X509 *x509 = d2i_X509(NULL, &p, (long)sent->len);

	if (x509 != NULL && p != sent->der + sent->len) {
		X509_free(x509);
		return NULL;
	}
	return x509;
}

/* NULL: libssl does not serve that. */
static SSL_CTX *
server_for(const struct chain_sent *chain, int version)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	X509 *leaf = parse(&chain->certs[0]);
	bool is_good;

	SSL_CTX_set_security_level(ctx, 0);
	SSL_CTX_set_mode(ctx, SSL_MODE_NO_AUTO_CHAIN);
	is_good = leaf != NULL &&
	    SSL_CTX_set_cipher_list(ctx, "ALL:@SECLEVEL=0") == 1 &&
	    SSL_CTX_set_min_proto_version(ctx, version) == 1 &&
	    SSL_CTX_set_max_proto_version(ctx, version) == 1 &&
	    SSL_CTX_use_certificate(ctx, leaf) == 1 &&
	    SSL_CTX_use_PrivateKey(ctx, chain->key) == 1;
	X509_free(leaf);
	for (size_t i = 1; i < chain->count && is_good; i++) {
		X509 *x509 = parse(&chain->certs[i]);

		is_good =
		    x509 != NULL && SSL_CTX_add0_chain_cert(ctx, x509) == 1;
		if (!is_good)
			X509_free(x509);
	}
	ERR_clear_error();
	if (is_good)
		return ctx;
	SSL_CTX_free(ctx);
	return NULL;
}

static void
hear_libssl(struct handshake *handshake, SSL_CTX *ctx)
{
	enum handshake_step step = handshake_step(handshake);
	struct memory_peer peer;
	const uint8_t *bytes, *answer;
	size_t len;

	memory_peer_init(&peer, ctx);
	while (step == HANDSHAKE_WAITS) {
		len = handshake_pending(handshake, &bytes);
		if (len == 0)
			break;
		len = memory_peer_turn(&peer, bytes, len, &answer);
		handshake_sent(handshake, handshake_pending(handshake, &bytes));
		handshake_receive(handshake, answer, len);
		step = handshake_step(handshake);
	}
	if (step == HANDSHAKE_WAITS) {
		handshake_receive_end(handshake, 0);
		(void)handshake_step(handshake);
	}
	memory_peer_clear(&peer);
}

/* ---- looking, and what comes of it --------------------------------------- */

/* NULL: it cannot be served so. */
static struct observation *
look(enum way way, enum conversation how, const struct chain_sent *chain)
{
	struct observation *o = observation_new();
	struct handshake *handshake = handshake_new(
	    sides[side_of(way)].handshaker, HOST, VARIANT_USUAL, o);
	SSL_CTX *ctx = NULL;
	bool is_served = true;

	assert_non_null(handshake);
	switch (how) {
	case BY_LIBSSL_13:
	case BY_LIBSSL_12:
		if (chain->key != NULL && chain->count > 0)
			ctx = server_for(chain,
			    how == BY_LIBSSL_13 ? TLS1_3_VERSION
						: TLS1_2_VERSION);
		is_served = ctx != NULL;
		if (is_served)
			hear_libssl(handshake, ctx);
		break;
	case BY_HEART_ECDSA: hear_by_heart(handshake, chain, 0xc02b); break;
	case BY_HEART_RSA: hear_by_heart(handshake, chain, 0xc02f); break;
	case CONVERSATION_COUNT: fail();
	}
	handshake_free(handshake);
	SSL_CTX_free(ctx);
	/* A chain that libssl would not send for its key's sake says nothing.
	 */
	if (is_served && o->certs.len == 0 && chain->count > 0 &&
	    (how == BY_LIBSSL_13 || how == BY_LIBSSL_12))
		is_served = false;
	if (is_served)
		return o;
	observation_free(o);
	return NULL;
}

static struct chain *
chain_of(enum way way, const struct observation *o)
{
	struct cert *certs[OBSERVATION_MAX_CERTS];
	struct chain *chain;

	for (size_t i = 0; i < o->certs.len; i++)
		certs[i] = cert_cache_get(
		    sides[side_of(way)].certs, &o->certs.items[i]);
	chain = chain_new(certs, o->certs.len);
	for (size_t i = 0; i < o->certs.len; i++)
		cert_unref(certs[i]);
	return chain;
}

static char *
text_of(const struct observation *o, const struct report *report)
{
	json_t *object = render_json_observation(&target, o, report);
	char *text = json_dumps(object, JSON_INDENT(1));

	json_decref(object);
	assert_non_null(text);
	return text;
}

/* Where two texts part. */
static void
complain(const char *name, enum conversation how, enum way way,
    const char *expected, const char *got)
{
	size_t at = 0, start;

	while (expected[at] != '\0' && expected[at] == got[at])
		at++;
	for (start = at; start > 0 && at - start < 300; start--)
		;
	print_error("%s, %s: %s differs:\n---- plain\n%.600s\n---- %s\n"
		    "%.600s\n",
	    name, conversation_names[how], way_names[way], expected + start,
	    way_names[way], got + start);
}

/* NULL: it cannot be served so. */
static char *
look_and_judge(enum way way, enum conversation how,
    const struct chain_sent *chain, judge_fn judge_it, void *arg)
{
	struct observation *o = look(way, how, chain);
	struct chain *seen;
	char *text;

	if (o == NULL)
		return NULL;
	seen = chain_of(way, o);
	text = judge_it(arg, o, seen);
	chain_unref(seen);
	observation_free(o);
	return text;
}

/* How many differ from the plain one; false: it cannot be served so. */
static bool
compare_in(enum conversation how, const char *name,
    const struct chain_sent *chain, judge_fn judge_it, void *arg,
    size_t *ret_wrong)
{
	CLEANUP(free)
	char *expected = look_and_judge(WAY_PLAIN, how, chain, judge_it, arg);

	*ret_wrong = 0;
	if (expected == NULL)
		return false;
	served[how]++;
	for (enum way way = WAY_FAST; way < WAY_COUNT; way++) {
		CLEANUP(free)
		char *text = look_and_judge(way, how, chain, judge_it, arg);

		assert_non_null(text);
		if (strcmp(expected, text) == 0)
			continue;
		complain(name, how, way, expected, text);
		++*ret_wrong;
	}
	return true;
}

/* In every conversation. */
static size_t
compare(const char *name, const struct chain_sent *chain, judge_fn judge_it,
    void *arg)
{
	size_t all = 0, wrong;

	for (int how = 0; how < CONVERSATION_COUNT; how++) {
		(void)compare_in(how, name, chain, judge_it, arg, &wrong);
		all += wrong;
	}
	return all;
}

/* In one of them, in each by turns. */
static size_t
compare_by_turns(const char *name, const struct chain_sent *chain,
    judge_fn judge_it, void *arg)
{
	static unsigned turn;
	enum conversation how = turn++ % CONVERSATION_COUNT;
	size_t wrong;

	if (!compare_in(how, name, chain, judge_it, arg, &wrong))
		(void)compare_in(
		    BY_HEART_ECDSA, name, chain, judge_it, arg, &wrong);
	return wrong;
}

static size_t
compare_some(const char *name, const struct chain_sent *chain,
    judge_fn judge_it, void *arg)
{
	return is_taking_all ? compare(name, chain, judge_it, arg)
			     : compare_by_turns(name, chain, judge_it, arg);
}

/* ---- chains of the cases --------------------------------------------------
 */

static char *
judge_case(void *arg, struct observation *o, struct chain *chain)
{
	struct case_file *file = arg;
	struct chain *written = file->presented;
	struct strbuf all = STRBUF_INIT(TEXT_MAX);

	file->presented = chain;
	ARRAY_EACH (at, &file->looks) {
		struct report *report = case_judge(file, at);
		char *text = text_of(o, report);

		strbuf_add(&all, text);
		free(text);
		report_unref(report);
	}
	file->presented = written;
	if (all.len == 0) {
		strbuf_clear(&all);
		return text_of(o, NULL);
	}
	return strbuf_take(&all);
}

static EVP_PKEY *
key_of(const struct case_file *file)
{
	ARRAY_EACH (cert, &file->certs) {
		if (file->presented->len > 0 && cert->mint != NULL &&
		    cert->cert == file->presented->certs[0])
			return cert->mint->key;
	}
	return NULL;
}

static size_t
compare_case(const char *path, compare_fn compare_it)
{
	struct chain_sent chain = {0};
	struct case_file file;
	struct error err = ERROR_INIT;
	size_t wrong;

	if (!case_read(path, &file, &err)) {
		print_error("%s: %s\n", path, err.message);
		return 1;
	}
	assert_true(file.presented->len <= SENT_MAX);
	for (size_t i = 0; i < file.presented->len; i++)
		chain.certs[chain.count++] =
		    (struct sent){file.presented->certs[i]->der,
			file.presented->certs[i]->der_len};
	chain.key = key_of(&file);
	wrong = file.presented->len > 0
	    ? compare_it(path, &chain, judge_case, &file)
	    : 0;
	case_clear(&file);
	return wrong;
}

/* What a case says of a certificate: words as "ca" and "eku", and what counts
 * by its value as well. */
static const char *const valued[] = {
    "kind=", "digest=", "version=", "outer-algorithm=", "\"ext=", "ext="};

static size_t
length_of(const char *word)
{
	for (size_t i = 0; i < sizeof valued / sizeof valued[0]; i++) {
		size_t len = strlen(valued[i]);

		if (strncmp(word, valued[i], len) == 0)
			return len + strcspn(word + len, "= \n");
	}
	return strcspn(word, "= \n");
}

/* False: cases before it have said all of that. */
static bool
says_more(const char *path, struct strbuf *ret_said)
{
	struct error err = ERROR_INIT;
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(FILE_MAX);
	uint8_t *bytes;
	size_t len, before = ret_said->len;
	const char *line, *word;

	if (!file_read(path, FILE_MAX, &bytes, &len, &err))
		fail_msg("%s", err.message);
	strbuf_add_bytes(&text, (const char *)bytes, len);
	free(bytes);
	for (line = strbuf_text(&text); line != NULL && *line != '\0';
	     line = *line == '\n' ? line + 1 : line) {
		bool is_cert = strncmp(line, "cert ", 5) == 0;

		word = line;
		line += strcspn(line, "\n");
		while (is_cert && word < line) {
			CLEANUP(free)
			char *known =
			    mem_printf("\n%.*s\n", (int)length_of(word), word);

			if (strstr(strbuf_text(ret_said), known) == NULL &&
			    strchr(known, ':') == NULL)
				strbuf_add(ret_said, known);
			word += strcspn(word, " \n") + 1;
		}
	}
	return ret_said->len > before;
}

static void
every_case_is_told_alike(UNUSED void **state)
{
	CLEANUP(strbuf_clear) struct strbuf said = STRBUF_INIT(TEXT_MAX);
	size_t wrong = 0, taken = 0;
	glob_t found;

	assert_int_equal(
	    glob(TEST_SRCDIR "/cases/*/*.case", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		if (!is_taking_all && !says_more(found.gl_pathv[i], &said))
			continue;
		wrong += compare_case(found.gl_pathv[i], compare_by_turns);
		taken++;
	}
	print_message("%zu of %zu cases\n", taken, found.gl_pathc);
	globfree(&found);
	assert_int_equal(wrong, 0);
	assert_true(taken > 50);
	for (int how = 0; how < CONVERSATION_COUNT; how++)
		assert_true(served[how] > taken / 8);
}

/* ---- chains of odd keys ----------------------------------------------------
 */

static struct trust_store *trusted;

static char *
judge_plainly(UNUSED void *arg, struct observation *o, struct chain *chain)
{
	struct hostname name = target.endpoint->host;
	struct evidence evidence = {
	    .presented = chain,
	    .name = &name,
	    .stores = (const struct trust_store *const *)&trusted,
	    .store_count = trusted == NULL ? 0 : 1,
	    .tls_version = o->tls_version,
	};
	struct report *report;
	char *text;

	if (chain->len == 0)
		return text_of(o, NULL);
	report = judge(&evidence, &judge_options_default, mint_now);
	text = text_of(o, report);
	report_unref(report);
	return text;
}

static struct sent
of_mint(const struct mint *mint)
{
	return (struct sent){mint->cert->der, mint->cert->der_len};
}

static struct sent
of_odd(const struct odd_cert *cert)
{
	return (struct sent){cert->der, cert->len};
}

/* Its keys are named nowhere, so that it may get others. */
static const struct mint *
base_ca(const struct mint *root)
{
	return MINT(.subject = "CN=Odd CA,O=Test", .issuer = root,
	    .is_ca = true, .subject_key_id = "", .authority_key_id = "");
}

static const struct mint *
base_leaf(const struct mint *issuer)
{
	return MINT(.subject = "CN=" HOST, .issuer = issuer,
	    .names = "DNS:" HOST, .subject_key_id = "", .authority_key_id = "");
}

static size_t
compare_odd_key(size_t i, const struct mint_chain *good)
{
	const struct mint *ca = base_ca(good->root), *leaf = base_leaf(ca);
	EVP_PKEY *key = odd_key_make(i);
	struct odd_cert odd_leaf, odd_ca, below;
	struct chain_sent chain;
	size_t wrong;

	if (key == NULL)
		return 0;
	odd_leaf = odd_cert_with_key(leaf, key, ca->key);
	odd_ca = odd_cert_with_key(ca, key, good->root->key);
	below = odd_cert_with_key(leaf, leaf->key, key);
	chain = (struct chain_sent){{of_odd(&odd_leaf), of_mint(ca)}, 2, key};
	wrong = compare(odd_key_name(i), &chain, judge_plainly, NULL);
	chain = (struct chain_sent){
	    {of_odd(&below), of_odd(&odd_ca)}, 2, leaf->key};
	if (below.len > 0)
		wrong +=
		    compare_some(odd_key_name(i), &chain, judge_plainly, NULL);
	free(odd_leaf.der);
	free(odd_ca.der);
	free(below.der);
	EVP_PKEY_free(key);
	return wrong;
}

static void
every_kind_of_key_is_told_alike(UNUSED void **state)
{
	struct mint_chain good = mint_chain_for(HOST);
	size_t wrong = 0;

	trusted = mint_trust("system", good.root, NULL);
	for (size_t i = 0; i < odd_key_count(); i++)
		wrong += compare_odd_key(i, &good);
	trust_store_unref(TAKE(trusted));
	assert_int_equal(wrong, 0);
}

static void
keys_that_are_none_are_told_alike(UNUSED void **state)
{
	struct mint_chain good = mint_chain_for(HOST);
	const struct mint *ca = base_ca(good.root), *leaf = base_leaf(ca);
	size_t wrong = 0;

	trusted = mint_trust("system", good.root, NULL);
	for (size_t i = 0; i < odd_spki_count(); i++) {
		struct odd_cert odd_leaf = odd_cert_with_spki(leaf, i, ca->key);
		struct odd_cert odd_ca =
		    odd_cert_with_spki(ca, i, good.root->key);
		struct chain_sent chain = {
		    {of_odd(&odd_leaf), of_mint(ca)}, 2, NULL};

		wrong += compare(odd_spki_name(i), &chain, judge_plainly, NULL);
		chain = (struct chain_sent){
		    {of_mint(leaf), of_odd(&odd_ca)}, 2, leaf->key};
		wrong +=
		    compare_some(odd_spki_name(i), &chain, judge_plainly, NULL);
		free(odd_leaf.der);
		free(odd_ca.der);
	}
	trust_store_unref(TAKE(trusted));
	assert_int_equal(wrong, 0);
}

/* ---- chains that are nearly the same ---------------------------------------
 */

/* As it is served by heart, which takes any octets. */
static size_t
compare_octets(const char *name, const uint8_t *der, size_t len)
{
	struct mint_chain good = mint_chain_for(HOST);
	struct chain_sent chain = {
	    {{der, len}, of_mint(good.intermediate)}, 2, NULL};
	size_t wrong;

	assert_true(compare_in(
	    BY_HEART_ECDSA, name, &chain, judge_plainly, NULL, &wrong));
	return wrong;
}

static void
another_bit_is_told_alike(UNUSED void **state)
{
	const struct cert *leaf = mint_chain_for(HOST).leaf->cert;
	uint8_t *der = mem_dup(leaf->der, leaf->der_len);
	size_t wrong = compare_octets("the leaf", der, leaf->der_len);

	for (size_t bit = 0; bit < 8 * leaf->der_len;
	     bit += SPOILED_STEP * (is_taking_all ? 1 : 2)) {
		CLEANUP(free) char *name = mem_printf("bit %zu", bit);

		der[bit / 8] ^= (uint8_t)(1 << bit % 8);
		wrong += compare_octets(name, der, leaf->der_len);
		der[bit / 8] ^= (uint8_t)(1 << bit % 8);
		wrong += compare_octets("the leaf", der, leaf->der_len);
	}
	free(der);
	assert_int_equal(wrong, 0);
}

static void
octets_too_few_or_too_many_are_told_alike(UNUSED void **state)
{
	const struct cert *leaf = mint_chain_for(HOST).leaf->cert;
	uint8_t *der = mem_new(2, leaf->der_len);
	size_t wrong = 0;

	memcpy(der, leaf->der, leaf->der_len);
	memcpy(der + leaf->der_len, leaf->der, leaf->der_len);
	wrong += compare_octets("one more", der, leaf->der_len + 1);
	wrong += compare_octets("one less", der, leaf->der_len - 1);
	wrong += compare_octets("it alone", der, leaf->der_len);
	wrong += compare_octets("twice in one", der, 2 * leaf->der_len);
	wrong += compare_octets("its first octet", der, 1);
	free(der);
	assert_int_equal(wrong, 0);
}

/* More than is kept, and more than a certificate should have. */
static void
large_certificates_are_told_alike(UNUSED void **state)
{
	static const size_t sizes[] = {3000, 5000, 70000, 150000};
	struct mint_chain good = mint_chain_for(HOST);
	size_t wrong = 0;

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		CLEANUP(strbuf_clear)
		struct strbuf names = STRBUF_INIT(TEXT_MAX);
		const struct mint *leaf;
		struct chain_sent chain;

		strbuf_add(&names, "DNS:" HOST);
		for (unsigned n = 0; names.len < sizes[i]; n++)
			strbuf_addf(&names, ",DNS:host-%06u.example.test", n);
		leaf = MINT(.subject = "CN=" HOST, .issuer = good.intermediate,
		    .names = strbuf_text(&names));
		chain = (struct chain_sent){
		    {of_mint(leaf), of_mint(good.intermediate)}, 2, leaf->key};
		wrong += compare("large", &chain, judge_plainly, NULL);
	}
	assert_int_equal(wrong, 0);
}

/* ---- files ----------------------------------------------------------------
 */

static size_t
compare_pem(const char *path, const uint8_t *bytes, size_t len)
{
	BIO *bio = BIO_new_mem_buf(bytes, (int)len);
	struct chain_sent chain = {0};
	unsigned char *der[SENT_MAX];
	char *name, *header;
	long der_len;
	size_t wrong;

	while (chain.count < SENT_MAX &&
	    PEM_read_bio(bio, &name, &header, &der[chain.count], &der_len)) {
		bool is_cert = strcmp(name, PEM_STRING_X509) == 0;

		OPENSSL_free(name);
		OPENSSL_free(header);
		chain.certs[chain.count] =
		    (struct sent){der[chain.count], (size_t)der_len};
		if (is_cert)
			chain.count++;
		else
			OPENSSL_free(der[chain.count]);
	}
	ERR_clear_error();
	if (chain.count == 0)
		chain = (struct chain_sent){{{bytes, len}}, 1, NULL};
	wrong = compare(path, &chain, judge_plainly, NULL);
	for (size_t i = 0; i < chain.count && chain.certs[i].der != bytes; i++)
		OPENSSL_free(der[i]);
	BIO_free(bio);
	return wrong;
}

static size_t
compare_file(const char *path)
{
	const char *end = strrchr(path, '/');
	struct error err = ERROR_INIT;
	uint8_t *bytes;
	size_t len, wrong;

	end = end == NULL ? path : end + 1;
	if (strcmp(end, "case") == 0 || strstr(end, ".case") != NULL)
		return compare_case(path, compare);
	if (!file_read(path, FILE_MAX, &bytes, &len, &err)) {
		print_error("%s: %s\n", path, err.message);
		return 1;
	}
	wrong = compare_pem(path, bytes, len);
	free(bytes);
	return wrong;
}

static int
compare_files(char **paths, int count)
{
	size_t wrong = 0;

	if (set_up(NULL) != 0)
		return 2;
	for (int i = 0; i < count; i++)
		wrong += compare_file(paths[i]);
	tear_down(NULL);
	printf("%d files, %zu differ:", count, wrong);
	for (int how = 0; how < CONVERSATION_COUNT; how++)
		printf(" %zu %s%s", served[how], conversation_names[how],
		    how + 1 < CONVERSATION_COUNT ? "," : "\n");
	return wrong > 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest few[] = {
	    cmocka_unit_test(every_kind_of_key_is_told_alike),
	};
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_case_is_told_alike),
	    cmocka_unit_test(every_kind_of_key_is_told_alike),
	    cmocka_unit_test(keys_that_are_none_are_told_alike),
	    cmocka_unit_test(another_bit_is_told_alike),
	    cmocka_unit_test(octets_too_few_or_too_many_are_told_alike),
	    cmocka_unit_test(large_certificates_are_told_alike),
	};

	is_taking_all = argc == 2 && strcmp(argv[1], "--all") == 0;
	if (argc > 1 && !is_taking_all)
		return compare_files(argv + 1, argc - 1);
	if (IS_UNASKED)
		return cmocka_run_group_tests(few, set_up, tear_down);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
