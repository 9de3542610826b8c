/* What somebody on the way made up takes nobody's place. */
#include "fetch/revocation_proof.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "support/mint_crl_big.h"
#include "support/mint_ocsp.h"
#include "support/revocation_rig.h"

#define HOUR_S 3600
#define DAY_S 86400
#define LONG_ENTRIES 4000 /* 150 KB: more than is kept whole */

/* Of the root's name, and somebody else's key. */
static const struct mint *
a_forger(void)
{
	return MINT(.subject = "CN=Root,O=Test", .is_ca = true,
	    .key = "forger");
}

/* A list of 4,000 others and that one, beginning then, for a week. */
static struct receiver_answer
long_list(struct revocation_rig *rig, const struct mint *signer,
    const struct cert *revoked, int64_t this_update)
{
	const struct mint_crl_recipe recipe = {
	    .issuer = signer,
	    .this_update = this_update,
	    .next_update = this_update + 7 * DAY_S,
	    .revoked = {{.cert = revoked}},
	};
	size_t len;
	uint8_t *der = mint_crl_big(&recipe, LONG_ENTRIES, &len);

	return revocation_rig_bytes(rig, der, len);
}

static struct receiver_answer
response(struct revocation_rig *rig, const struct mint_ocsp_recipe *recipe)
{
	size_t len;
	uint8_t *der = mint_ocsp_der(recipe, &len);

	return revocation_rig_bytes(rig, der, len);
}

#define RESPONSE(rig, ...) \
	response(rig, &(const struct mint_ocsp_recipe){__VA_ARGS__})

/* For a day from MINT_NOW. */
static struct receiver_answer
says_revoked(struct revocation_rig *rig, const struct want *want)
{
	return RESPONSE(rig, .issuer = rig->root,
	    .singles = {{.cert = want->cert,
		.status = "revoked",
		.this_update = MINT_NOW,
		.next_update = MINT_NOW + DAY_S}});
}

/* Asks when it is time, and gives what is known then. */
static struct revocations_known
ask_again(struct revocation_rig *rig, const struct want *want,
    struct receiver_answer answer)
{
	struct revocations_known known;
	size_t requests = revocation_rig_requests(rig);

	revocations_find(rig->revocations, want, &known);
	if (known.count > 0 && !known.is_open)
		rig->now = known.next_at;
	revocation_rig_plan(rig, answer);
	known = revocation_rig_ask(rig, want);
	assert_int_equal(revocation_rig_requests(rig), requests + 1);
	assert_int_equal(known.count, 1);
	assert_int_equal(known.answers[0]->outcome, REVOCATION_GOT);
	return known;
}

static void
must_say(const struct revocations_known *known, const char *words)
{
	assert_non_null(known->answers[0]->detail);
	if (strstr(known->answers[0]->detail, words) == NULL)
		fail_msg("%s, not %s", known->answers[0]->detail, words);
}

/* The list that revokes it is there, and what came is not, for that reason. */
static void
must_stand(const struct revocations_known *known, const struct cert *revoked,
    const char *words)
{
	assert_false(known->answers[0]->is_unproven);
	assert_non_null(crl_find(known->answers[0]->crl, revoked));
	must_say(known, words);
}

static void
a_forged_list_takes_no_place(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct want other = revocation_rig_leaf(rig, "0B", "/a.crl", NULL);
	const struct mint *root = rig->root, *forger = a_forger();
	struct revocations_known known;
	uint64_t generation;

	ask_again(rig, &want, long_list(rig, root, want.cert, MINT_NOW));
	generation =
	    revocations_generation(rig->revocations, want.cert->sha256);
	rig->now += 6 * DAY_S;
	known =
	    ask_again(rig, &want, long_list(rig, forger, root->cert, rig->now));
	must_stand(&known, want.cert, "cannot be believed: its signature");
	assert_int_equal(known.answers[0]->failures, 1);
	assert_int_equal(known.next_at - rig->now, rig->options.retry_first_s);
	known = ask_again(rig, &want,
	    revocation_rig_list(
		rig, MINT_CRL(.issuer = forger, .this_update = rig->now)));
	must_stand(&known, want.cert, "cannot be believed: its signature");
	assert_int_equal(known.answers[0]->failures, 2);
	assert_int_equal(
	    known.next_at - rig->now, 2 * rig->options.retry_first_s);
	assert_int_equal(
	    revocations_counts(rig->revocations).of_lists.unusable, 2);
	/* nobody's verdict was touched, and the file is the old one, too */
	assert_true(generation ==
	    revocations_generation(rig->revocations, want.cert->sha256));
	revocation_rig_ask(rig, &other);
	revocations_find(rig->revocations, &want, &known);
	assert_non_null(crl_find(known.answers[0]->crl, want.cert));
	/* the real one is taken all the same */
	known =
	    ask_again(rig, &want, long_list(rig, root, root->cert, rig->now));
	assert_null(crl_find(known.answers[0]->crl, want.cert));
	assert_null(known.answers[0]->detail);
	assert_int_equal(known.answers[0]->failures, 0);
}

/* The issuer's own, and not what was asked for. */
static void
a_list_of_another_scope_takes_no_place(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	const struct mint *root = rig->root;
	struct revocations_known known;

	ask_again(rig, &want, long_list(rig, root, want.cert, MINT_NOW));
	rig->now += 6 * DAY_S;
	known = ask_again(rig, &want,
	    revocation_rig_list(rig,
		MINT_CRL(.issuer = root, .this_update = rig->now,
		    .has_cas_only = true)));
	must_stand(&known, want.cert, "it speaks of other certificates");
	known = ask_again(rig, &want,
	    revocation_rig_list(rig,
		MINT_CRL(.issuer = root, .this_update = rig->now, .base = 1,
		    .number = 2)));
	must_stand(&known, want.cert, "it lists changes only");
	known = ask_again(
	    rig, &want, long_list(rig, root, root->cert, MINT_NOW - DAY_S));
	must_stand(&known, want.cert, "an older revocation list");
}

/* So that whoever was first on the way blocks nobody, not by a later date and
 * not by a tag. */
static void
a_forged_list_gives_way(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	const struct mint *root = rig->root;
	struct receiver_answer forged =
	    long_list(rig, a_forger(), want.cert, MINT_NOW);
	struct revocations_known known;
	uint64_t generation;
	CLEANUP(free) char *header = NULL;

	forged.headers = "ETag: \"v1\"\r\n";
	known = ask_again(rig, &want, forged);
	assert_true(known.answers[0]->is_unproven);
	assert_true(known.has_failed);
	must_say(&known, "cannot be believed: its signature");
	assert_int_equal(known.next_at - rig->now, rig->options.retry_first_s);
	generation =
	    revocations_generation(rig->revocations, want.cert->sha256);
	known = ask_again(
	    rig, &want, long_list(rig, root, want.cert, MINT_NOW - HOUR_S));
	assert_false(known.answers[0]->is_unproven);
	assert_null(known.answers[0]->detail);
	header = http_receiver_header(rig->receiver, 1, "If-None-Match");
	assert_null(header);
	/* it says the same, and counts only now */
	assert_true(generation !=
	    revocations_generation(rig->revocations, want.cert->sha256));
}

/* A leaf with that list, of an issuer that anybody could make. */
static struct want
a_stranger(struct revocation_rig *rig, const struct mint *issuer)
{
	const struct mint *root = rig->root;
	struct want want;

	rig->root = issuer;
	want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	rig->root = root;
	want.is_trusted = false;
	return want;
}

/* Somebody is watched who shows certificates of his own that name another's
 * list, and is on the way to it as well: his key proves no such list. */
static void
a_list_of_a_stranger_takes_no_place(void **state)
{
	static const char *const keys[] = {"s1", "s2", "s3", "s4", "s5"};
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	const struct mint *root = rig->root, *last = NULL;
	struct revocations_known known;
	struct want other;

	ask_again(rig, &want, long_list(rig, root, want.cert, MINT_NOW));
	rig->now += 6 * DAY_S;
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		last = MINT(.subject = "CN=Root,O=Test", .is_ca = true,
		    .key = keys[i]);
		other = a_stranger(rig, last);
		known = ask_again(
		    rig, &other, long_list(rig, last, last->cert, rig->now));
		must_stand(&known, want.cert, "its issuer is not trusted");
	}
	known =
	    ask_again(rig, &want, long_list(rig, root, root->cert, rig->now));
	assert_null(crl_find(known.answers[0]->crl, want.cert));
	assert_null(known.answers[0]->detail);
}

/* Where nobody else is asked for, theirs is as good as any; and it gives way,
 * however late it begins. */
static void
a_list_of_a_stranger_stands_until_one_is_trusted(void **state)
{
	struct revocation_rig *rig = *state;
	const struct mint *stranger =
	    MINT(.subject = "CN=Root,O=Test", .is_ca = true, .key = "s1");
	struct want other = a_stranger(rig, stranger);
	struct want want = revocation_rig_leaf(rig, "0B", "/a.crl", NULL);
	struct revocations_known known;

	known = ask_again(
	    rig, &other, long_list(rig, stranger, other.cert, rig->now));
	assert_false(known.answers[0]->is_unproven);
	rig->now += 6 * DAY_S;
	known = ask_again(rig, &want,
	    long_list(rig, rig->root, want.cert, MINT_NOW - HOUR_S));
	assert_false(known.answers[0]->is_unproven);
	assert_non_null(crl_find(known.answers[0]->crl, want.cert));
	assert_null(known.answers[0]->detail);
}

/* Its issuer's clock was a year ahead, once. */
static void
a_list_of_a_time_to_come_locks_none_out(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	const struct mint *root = rig->root;
	struct revocations_known known;

	known = ask_again(rig, &want,
	    long_list(rig, root, root->cert, MINT_NOW + 365 * DAY_S));
	assert_true(known.answers[0]->is_unproven);
	must_say(&known, "it begins only later");
	known =
	    ask_again(rig, &want, long_list(rig, root, want.cert, MINT_NOW));
	assert_false(known.answers[0]->is_unproven);
	assert_non_null(crl_find(known.answers[0]->crl, want.cert));
	assert_null(known.answers[0]->detail);
}

struct kept {
	struct revocations_record record;
	char *url, *file;
	uint8_t *der;
};

static void
clear_kept(struct kept *kept)
{
	free(kept->url);
	free(kept->file);
	free(kept->der);
}

static void
on_keep(void *arg, const struct revocations_record *record)
{
	struct kept *kept = arg;
	struct revocation_answer *answer = &kept->record.answer;

	clear_kept(kept);
	kept->record = *record;
	answer->url = kept->url = mem_strdup(record->answer.url);
	kept->file = record->file == NULL ? NULL : mem_strdup(record->file);
	kept->record.file = kept->file;
	kept->der = answer->der_len == 0
	    ? NULL
	    : mem_dup(record->answer.der, answer->der_len);
	answer->der = kept->der;
	answer->crl = NULL;
	answer->detail = NULL;
	kept->record.etag = kept->record.last_modified = "";
	if (record->cert_sha256 != NULL)
		kept->record.cert_sha256 = answer->cert_sha256;
}

static void
restart(struct revocation_rig *rig, const struct kept *kept)
{
	revocation_rig_restart(rig);
	revocations_restore(rig->revocations, &kept->record);
	revocations_restored(rig->revocations);
}

static void
a_restart_changes_nothing_of_that(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	const struct mint *root = rig->root, *forger = a_forger();
	struct kept kept = {.url = NULL};
	struct revocations_known known;

	rig->keeper = (struct revocations_keeper){on_keep, &kept};
	revocation_rig_restart(rig);
	ask_again(rig, &want, long_list(rig, forger, want.cert, MINT_NOW));
	restart(rig, &kept);
	revocation_rig_ask(rig, &want);
	revocations_find(rig->revocations, &want, &known);
	assert_true(known.answers[0]->is_unproven);
	ask_again(rig, &want, long_list(rig, root, want.cert, MINT_NOW));
	rig->now += 6 * DAY_S;
	restart(rig, &kept);
	/* nothing was asked or walked since: the file is what is held against
	 */
	known =
	    ask_again(rig, &want, long_list(rig, forger, root->cert, rig->now));
	must_stand(&known, want.cert, "cannot be believed: its signature");
	clear_kept(&kept);
}

/* Two keys of one name, one list for what both have signed. */
static void
an_issuer_renewed_under_its_name_is_believed(void **state)
{
	struct revocation_rig *rig = *state;
	struct want old = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	const struct mint *renewed =
	    MINT(.subject = "CN=Root,O=Test", .is_ca = true, .key = "renewed");
	const struct mint *before = rig->root;
	struct want other;
	struct revocations_known known;

	rig->root = renewed;
	other = revocation_rig_leaf(rig, "0B", "/a.crl", NULL);
	ask_again(rig, &old, long_list(rig, before, old.cert, MINT_NOW));
	revocation_rig_ask(rig, &other);
	rig->now += 6 * DAY_S;
	known = ask_again(
	    rig, &other, long_list(rig, renewed, other.cert, rig->now));
	assert_false(known.answers[0]->is_unproven);
	assert_non_null(crl_find(known.answers[0]->crl, other.cert));
	assert_null(known.answers[0]->detail);
}

/* One more who may sign what it asks for; it is lent. */
static void
let_sign(struct want *want, const struct mint *signer)
{
	*ARRAY_ADD(&want->signers) = signer->cert;
}

static const struct mint *
a_signer(const struct mint *issuer, const char *subject, const char *key)
{
	return MINT(.subject = subject, .issuer = issuer, .key = key,
	    .key_usage = "critical,cRLSign");
}

/* A CA that turns to another key for its lists. */
static void
a_list_by_another_key_of_the_issuer_is_believed(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	const struct mint *root = rig->root;
	const struct mint *signer = a_signer(root, "CN=Root,O=Test", "lists");
	struct revocations_known known;

	ask_again(rig, &want, long_list(rig, root, root->cert, MINT_NOW));
	rig->now += 6 * DAY_S;
	known =
	    ask_again(rig, &want, long_list(rig, signer, want.cert, rig->now));
	assert_null(crl_find(known.answers[0]->crl, want.cert));
	must_say(&known, "does not verify");
	let_sign(&want, signer);
	known =
	    ask_again(rig, &want, long_list(rig, signer, want.cert, rig->now));
	assert_false(known.answers[0]->is_unproven);
	assert_non_null(crl_find(known.answers[0]->crl, want.cert));
	assert_null(known.answers[0]->detail);
	ARRAY_CLEAR(&want.signers);
}

/* A leaf of the root whose lists that one publishes. */
static struct want
a_leaf_of(struct revocation_rig *rig, const struct mint *publisher)
{
	CLEANUP(free)
	char *url = http_receiver_url(rig->receiver, NULL, "/a.crl");
	CLEANUP(free) char *points = mint_crl_point(url, publisher);

	return (struct want){
	    .kind = WANT_CRL,
	    .cert = MINT(.subject = "CN=leaf", .issuer = rig->root,
		.names = "DNS:x.test", .extensions = {points})
			->cert,
	    .issuer = rig->root->cert,
	    .is_trusted = true,
	};
}

static void
a_list_of_another_publisher_is_believed(void **state)
{
	struct revocation_rig *rig = *state;
	const struct mint *signer =
	    a_signer(rig->root, "CN=Lists,O=Test", "lists");
	const struct mint *other =
	    a_signer(rig->root, "CN=Other,O=Test", "other");
	struct want want = a_leaf_of(rig, signer);
	struct revocations_known known;

	let_sign(&want, other);
	known = ask_again(
	    rig, &want, revocation_rig_list(rig, MINT_CRL(.issuer = signer)));
	assert_true(known.answers[0]->is_unproven);
	must_say(&known, "it is another CA's");
	known = ask_again(rig, &want,
	    revocation_rig_list(rig,
		MINT_CRL(.issuer = signer, .is_indirect = true,
		    .signer = other)));
	assert_true(known.answers[0]->is_unproven);
	must_say(&known, "the certificate of its signer is not at hand");
	let_sign(&want, signer);
	known = revocation_rig_ask(rig, &want);
	assert_int_equal(revocation_rig_requests(rig), 2);
	assert_true(known.answers[0]->is_unproven);
	must_say(&known, "does not verify");
	known = ask_again(rig, &want,
	    revocation_rig_list(
		rig, MINT_CRL(.issuer = signer, .is_indirect = true)));
	assert_false(known.answers[0]->is_unproven);
	assert_null(known.answers[0]->detail);
	ARRAY_CLEAR(&want.signers);
}

static void
a_signer_proves_nothing_once_it_has_ended(void **state)
{
	struct revocation_rig *rig = *state;
	const struct mint *signer = MINT(.subject = "CN=Lists,O=Test",
	    .issuer = rig->root, .key_usage = "critical,cRLSign",
	    .not_before = MINT_NOW - DAY_S, .not_after = MINT_NOW + DAY_S);
	struct want want = a_leaf_of(rig, signer);
	struct revocations_known known;

	let_sign(&want, signer);
	known = ask_again(rig, &want,
	    revocation_rig_list(
		rig, MINT_CRL(.issuer = signer, .is_indirect = true)));
	assert_false(known.answers[0]->is_unproven);
	rig->now += 6 * DAY_S;
	known = ask_again(rig, &want,
	    revocation_rig_list(rig,
		MINT_CRL(.issuer = signer, .is_indirect = true,
		    .this_update = rig->now, .next_update = rig->now + DAY_S)));
	assert_int_equal(
	    known.answers[0]->crl->next_update, MINT_NOW + 7 * DAY_S);
	must_say(&known, "the certificate of its signer does not count now");
	ARRAY_CLEAR(&want.signers);
}

/* Of a path that no anchor ends anybody can be a part, above an issuer that
 * others trust, and vouch for whom he likes. */
static void
a_signer_of_a_stranger_proves_nothing(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct want other = want;
	const struct mint *root = rig->root;
	const struct mint *forger = a_forger();
	struct revocations_known known;

	other.is_trusted = false;
	let_sign(&other, forger);
	known = ask_again(
	    rig, &other, long_list(rig, forger, root->cert, MINT_NOW));
	assert_false(known.answers[0]->is_unproven);
	rig->now += 6 * DAY_S;
	ask_again(rig, &want, long_list(rig, root, want.cert, rig->now));
	for (int i = 0; i < 2; i++) {
		rig->now += HOUR_S;
		known = ask_again(rig, i == 0 ? &want : &other,
		    long_list(rig, forger, root->cert, rig->now));
		must_stand(&known, want.cert, "does not verify");
	}
	ARRAY_CLEAR(&other.signers);
}

static struct revocations_known
plan_and_ask(struct revocation_rig *rig, const struct want *want,
    struct receiver_answer answer)
{
	revocation_rig_plan(rig, answer);
	return revocation_rig_ask(rig, want);
}

/* A CA turns to somebody else for its lists, whose certificate is nowhere. */
static void
what_has_no_proof_stands_beside_what_has_ended(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	const struct mint *root = rig->root, *forger = a_forger();
	struct revocations_known known;
	uint64_t generation;

	ask_again(rig, &want, long_list(rig, root, want.cert, MINT_NOW));
	rig->now += 6 * DAY_S;
	known =
	    ask_again(rig, &want, long_list(rig, forger, root->cert, rig->now));
	must_stand(&known, want.cert, "does not verify");
	rig->now += 2 * DAY_S;
	generation =
	    revocations_generation(rig->revocations, want.cert->sha256);
	known = plan_and_ask(
	    rig, &want, long_list(rig, forger, root->cert, rig->now));
	assert_int_equal(known.count, 2);
	must_stand(&known, want.cert, "does not verify");
	assert_true(known.answers[1]->is_unproven);
	assert_int_equal(known.answers[1]->outcome, REVOCATION_GOT);
	assert_string_equal(known.answers[1]->url, known.answers[0]->url);
	assert_int_equal(known.answers[1]->crl->this_update, rig->now);
	assert_true(generation !=
	    revocations_generation(rig->revocations, want.cert->sha256));
	/* an old one of theirs is none */
	rig->now = known.next_at;
	known = plan_and_ask(
	    rig, &want, long_list(rig, forger, root->cert, MINT_NOW - DAY_S));
	assert_int_equal(
	    known.answers[1]->crl->this_update, MINT_NOW + 8 * DAY_S);
	known =
	    ask_again(rig, &want, long_list(rig, root, want.cert, rig->now));
	assert_null(known.answers[0]->detail);
}

static void
who_knows_the_signer_has_it_asked_for_at_once(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	const struct mint *root = rig->root;
	const struct mint *signer = a_signer(root, "CN=Root,O=Test", "lists");
	struct revocations_known known;
	size_t requests;

	ask_again(rig, &want, long_list(rig, root, want.cert, MINT_NOW));
	rig->now += 8 * DAY_S;
	known = plan_and_ask(
	    rig, &want, long_list(rig, signer, root->cert, rig->now));
	assert_int_equal(known.count, 2);
	assert_false(known.is_open);
	requests = revocation_rig_requests(rig);
	let_sign(&want, signer);
	revocations_find(rig->revocations, &want, &known);
	assert_true(known.is_open);
	known = revocation_rig_ask(rig, &want);
	assert_int_equal(revocation_rig_requests(rig), requests + 1);
	assert_int_equal(known.count, 1);
	assert_false(known.answers[0]->is_unproven);
	assert_int_equal(known.answers[0]->crl->this_update, rig->now);
	ARRAY_CLEAR(&want.signers);
}

/* What was there before is held against the first who is trusted. */
static void
a_list_of_a_stranger_goes_when_one_is_trusted(void **state)
{
	struct revocation_rig *rig = *state;
	const struct mint *stranger =
	    MINT(.subject = "CN=Root,O=Test", .is_ca = true, .key = "s1");
	struct want other = a_stranger(rig, stranger);
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct kept kept = {.url = NULL};
	struct revocations_known known;

	rig->keeper = (struct revocations_keeper){on_keep, &kept};
	for (int i = 0; i < 2; i++) {
		size_t requests = revocation_rig_requests(rig);

		kept.record.file = NULL;
		revocation_rig_restart(rig);
		known = plan_and_ask(rig, &other,
		    long_list(rig, stranger, other.cert, rig->now));
		assert_false(known.answers[0]->is_unproven);
		if (i == 1)
			restart(rig, &kept);
		known = plan_and_ask(rig, &want,
		    long_list(rig, rig->root, want.cert, MINT_NOW - HOUR_S));
		assert_int_equal(revocation_rig_requests(rig), requests + 2);
		assert_int_equal(known.count, 1);
		assert_false(known.is_open);
		assert_false(known.answers[0]->is_unproven);
		assert_int_equal(
		    known.answers[0]->crl->this_update, MINT_NOW - HOUR_S);
	}
	clear_kept(&kept);
}

/* It is asked for once, and stays where nothing comes. */
static void
a_list_of_a_stranger_is_in_doubt_where_nothing_comes(void **state)
{
	struct revocation_rig *rig = *state;
	const struct mint *stranger =
	    MINT(.subject = "CN=Root,O=Test", .is_ca = true, .key = "s1");
	struct want other = a_stranger(rig, stranger);
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct revocations_known known;

	plan_and_ask(
	    rig, &other, long_list(rig, stranger, other.cert, rig->now));
	known =
	    plan_and_ask(rig, &want, (struct receiver_answer){.status = 404});
	assert_int_equal(revocation_rig_requests(rig), 2);
	assert_true(known.answers[0]->is_unproven);
	must_say(&known, "404");
	known = revocation_rig_ask(rig, &want);
	assert_int_equal(revocation_rig_requests(rig), 2);
	assert_false(known.is_open);
}

/* The right one, that a stranger's issuer did not sign. */
static void
what_is_there_is_proven_for_who_comes_later(void **state)
{
	struct revocation_rig *rig = *state;
	const struct mint *stranger =
	    MINT(.subject = "CN=Root,O=Test", .is_ca = true, .key = "s1");
	struct want other = a_stranger(rig, stranger);
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct revocations_known known;

	known = plan_and_ask(
	    rig, &other, long_list(rig, rig->root, want.cert, rig->now));
	assert_true(known.answers[0]->is_unproven);
	revocations_find(rig->revocations, &want, &known);
	assert_true(known.is_open);
	known = revocation_rig_ask(rig, &want);
	assert_int_equal(revocation_rig_requests(rig), 1);
	assert_false(known.answers[0]->is_unproven);
	assert_null(known.answers[0]->detail);
	assert_int_equal(known.answers[0]->failures, 0);
	assert_false(known.is_open);
	assert_true(known.next_at > rig->now + HOUR_S);
}

static struct receiver_answer
changes(struct revocation_rig *rig, const struct mint *signer)
{
	return revocation_rig_list(rig,
	    MINT_CRL(.issuer = rig->root, .signer = signer, .base = 1,
		.number = 2, .this_update = rig->now,
		.next_update = rig->now + DAY_S));
}

static void
forged_changes_take_no_place(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct want delta = revocation_rig_delta(rig, &want, "/a+.crl");
	struct revocations_known known;

	known = ask_again(rig, &delta, changes(rig, NULL));
	assert_null(known.answers[0]->detail);
	known = ask_again(rig, &delta, changes(rig, a_forger()));
	assert_false(known.answers[0]->is_unproven);
	must_say(&known, "cannot be believed: its signature");
}

/* What was taken for changes is no complete list. */
static void
whoever_wants_all_of_a_list_is_not_given_changes(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", "/a.crl", NULL);
	struct want delta = revocation_rig_delta(rig, &want, "/a.crl");
	struct revocations_known known;

	known = plan_and_ask(rig, &delta, changes(rig, NULL));
	assert_false(known.answers[0]->is_unproven);
	known = plan_and_ask(rig, &want,
	    revocation_rig_list(
		rig, MINT_CRL(.issuer = rig->root, .this_update = rig->now)));
	assert_int_equal(revocation_rig_requests(rig), 2);
	assert_false(known.answers[0]->is_unproven);
	assert_null(known.answers[0]->crl->base);
	/* and now they take its place no more */
	rig->now = known.next_at;
	known = plan_and_ask(rig, &delta, changes(rig, NULL));
	assert_null(known.answers[0]->crl->base);
	must_say(&known, "it lists changes only");
}

/* By calling the URL of the changes one of its lists. */
static void
a_stranger_keeps_nobody_from_changes(void **state)
{
	struct revocation_rig *rig = *state;
	const struct mint *stranger =
	    MINT(.subject = "CN=Root,O=Test", .is_ca = true, .key = "s1");
	struct want other = a_stranger(rig, stranger);
	struct want want = revocation_rig_leaf(rig, "0A", "/b.crl", NULL);
	struct want delta = revocation_rig_delta(rig, &want, "/a.crl");
	struct revocations_known known;

	plan_and_ask(rig, &other, changes(rig, stranger));
	known = plan_and_ask(rig, &delta, changes(rig, NULL));
	assert_non_null(known.answers[0]->crl->base);
	assert_false(known.answers[0]->is_unproven);
	assert_null(known.answers[0]->detail);
}

/* Of the last one; it is kept if the words say why. */
static void
must_be_response(const struct revocations_known *known,
    struct receiver_answer answer, const char *words)
{
	assert_false(known->answers[0]->is_unproven);
	assert_int_equal(known->answers[0]->der_len, answer.body_len);
	assert_memory_equal(
	    known->answers[0]->der, answer.body, answer.body_len);
	if (words != NULL)
		must_say(known, words);
	else
		assert_null(known->answers[0]->detail);
}

static void
a_forged_response_takes_no_place(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", NULL, "/ocsp");
	struct want other = revocation_rig_leaf(rig, "0B", NULL, "/ocsp");
	const struct mint *root = rig->root;
	struct receiver_answer revoked = says_revoked(rig, &want);
	struct revocations_known known;

	known = ask_again(rig, &want, revoked);
	must_be_response(&known, revoked, NULL);
	known = ask_again(rig, &want,
	    RESPONSE(rig, .issuer = root, .signer = a_forger(),
		.singles = {{.cert = want.cert, .this_update = rig->now}}));
	must_be_response(&known, revoked, "its signer has no certificate");
	assert_int_equal(known.next_at - rig->now, rig->options.retry_first_s);
	known = ask_again(rig, &want,
	    RESPONSE(rig, .issuer = root,
		.singles = {{.cert = other.cert, .this_update = rig->now}}));
	must_be_response(&known, revoked, "it speaks of other certificates");
	known = ask_again(rig, &want,
	    RESPONSE(rig, .issuer = root,
		.singles = {{.cert = want.cert,
		    .this_update = MINT_NOW - HOUR_S,
		    .next_update = MINT_NOW + 9 * DAY_S}}));
	must_be_response(&known, revoked, "older than the one of before");
	rig->now += 2 * DAY_S; /* it has ended, and still says who is revoked */
	known = ask_again(rig, &want,
	    RESPONSE(
		rig, .issuer = root, .status = OCSP_RESPONSE_STATUS_TRYLATER));
	must_be_response(&known, revoked, "try later");
	assert_int_equal(known.answers[0]->failures, 4);
	revoked = RESPONSE(rig, .issuer = root,
	    .singles = {{.cert = want.cert, .this_update = rig->now}});
	known = ask_again(rig, &want, revoked);
	must_be_response(&known, revoked, NULL);
	assert_int_equal(known.answers[0]->failures, 0);
}

static void
a_response_stays_proven_when_the_clock_is_set_back(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", NULL, "/ocsp");
	const struct mint *root = rig->root;
	struct receiver_answer revoked = says_revoked(rig, &want);
	struct revocations_known known;

	ask_again(rig, &want, revoked);
	rig->now -= 30 * DAY_S;
	for (size_t i = 0; i < 2; i++) {
		known = ask_again(rig, &want,
		    RESPONSE(rig, .issuer = root, .signer = a_forger(),
			.singles = {
			    {.cert = want.cert, .this_update = rig->now}}));
		must_be_response(
		    &known, revoked, "its signer has no certificate");
	}
}

static void
a_response_without_a_proof_gives_way(void **state)
{
	struct revocation_rig *rig = *state;
	struct want want = revocation_rig_leaf(rig, "0A", NULL, "/ocsp");
	struct kept kept = {.url = NULL};
	struct receiver_answer good = RESPONSE(rig, .issuer = rig->root,
	    .singles = {{.cert = want.cert,
		.this_update = MINT_NOW - HOUR_S,
		.next_update = MINT_NOW + DAY_S}});
	struct revocations_known known;

	rig->keeper = (struct revocations_keeper){on_keep, &kept};
	revocation_rig_restart(rig);
	known = ask_again(rig, &want,
	    RESPONSE(rig, .issuer = rig->root, .signer = a_forger(),
		.singles = {{.cert = want.cert, .this_update = MINT_NOW}}));
	assert_true(known.answers[0]->is_unproven);
	assert_true(known.has_failed);
	must_say(&known, "its signer has no certificate");
	assert_int_equal(
	    revocations_counts(rig->revocations).of_responses.unusable, 1);
	known = ask_again(rig, &want, good);
	must_be_response(&known, good, NULL);
	/* and over a restart */
	restart(rig, &kept);
	known = ask_again(rig, &want,
	    RESPONSE(rig, .issuer = rig->root, .signer = a_forger(),
		.singles = {{.cert = want.cert, .this_update = rig->now}}));
	must_be_response(&known, good, "its signer has no certificate");
	clear_kept(&kept);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    REVOCATION_TEST(forged_changes_take_no_place),
	    REVOCATION_TEST(whoever_wants_all_of_a_list_is_not_given_changes),
	    REVOCATION_TEST(a_stranger_keeps_nobody_from_changes),
	    REVOCATION_TEST(a_forged_list_takes_no_place),
	    REVOCATION_TEST(a_list_of_another_scope_takes_no_place),
	    REVOCATION_TEST(a_forged_list_gives_way),
	    REVOCATION_TEST(a_list_of_a_stranger_takes_no_place),
	    REVOCATION_TEST(a_list_of_a_stranger_stands_until_one_is_trusted),
	    REVOCATION_TEST(a_list_of_a_time_to_come_locks_none_out),
	    REVOCATION_TEST(a_restart_changes_nothing_of_that),
	    REVOCATION_TEST(an_issuer_renewed_under_its_name_is_believed),
	    REVOCATION_TEST(a_list_by_another_key_of_the_issuer_is_believed),
	    REVOCATION_TEST(a_list_of_another_publisher_is_believed),
	    REVOCATION_TEST(a_signer_proves_nothing_once_it_has_ended),
	    REVOCATION_TEST(a_signer_of_a_stranger_proves_nothing),
	    REVOCATION_TEST(what_has_no_proof_stands_beside_what_has_ended),
	    REVOCATION_TEST(who_knows_the_signer_has_it_asked_for_at_once),
	    REVOCATION_TEST(a_list_of_a_stranger_goes_when_one_is_trusted),
	    REVOCATION_TEST(
		a_list_of_a_stranger_is_in_doubt_where_nothing_comes),
	    REVOCATION_TEST(what_is_there_is_proven_for_who_comes_later),
	    REVOCATION_TEST(a_forged_response_takes_no_place),
	    REVOCATION_TEST(a_response_stays_proven_when_the_clock_is_set_back),
	    REVOCATION_TEST(a_response_without_a_proof_gives_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
