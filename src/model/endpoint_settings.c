/* How endpoints are watched, and the sharing of it; see endpoint_settings.h. */
#include "model/endpoint_settings.h"

#include <string.h>

#include "base/hash.h"

void
endpoint_settings_init(struct endpoint_settings *settings)
{
	memset(settings, 0, sizeof *settings);
	settings->rollout.grace_s = ENDPOINT_ROLLOUT_GRACE_S;
	settings->rollout.deadline_s = ENDPOINT_ROLLOUT_DEADLINE_S;
}

void
endpoint_settings_clear(struct endpoint_settings *settings)
{
	ARRAY_EACH (label, &settings->labels) {
		free(label->key);
		free(label->value);
	}
	ARRAY_CLEAR(&settings->labels);
	texts_clear(&settings->trust);
	texts_clear(&settings->compared);
	texts_clear(&settings->serves);
	expectation_unref(settings->expected);
	allowed_unref(settings->allowed);
	approach_unref(settings->approach);
}

/* What is no plain value is copied below. */
void
endpoint_settings_copy(
    struct endpoint_settings *to, const struct endpoint_settings *from)
{
	unsigned refs = to->refs;

	*to = *from;
	to->refs = refs;
	memset(&to->labels, 0, sizeof to->labels);
	memset(&to->trust, 0, sizeof to->trust);
	memset(&to->compared, 0, sizeof to->compared);
	memset(&to->serves, 0, sizeof to->serves);
	ARRAY_EACH (label, &from->labels)
		*ARRAY_ADD(&to->labels) =
		    (struct endpoint_label){.key = mem_strdup(label->key),
			.value = mem_strdup(label->value)};
	texts_add_all(&to->trust, &from->trust);
	texts_add_all(&to->compared, &from->compared);
	texts_add_all(&to->serves, &from->serves);
	if (to->expected != NULL)
		expectation_ref(to->expected);
	if (to->allowed != NULL)
		allowed_ref(to->allowed);
	if (to->approach != NULL)
		approach_ref(to->approach);
}

static bool
labels_equal(
    const struct endpoint_settings *a, const struct endpoint_settings *b)
{
	if (a->labels.len != b->labels.len)
		return false;
	for (size_t i = 0; i < a->labels.len; i++) {
		if (strcmp(a->labels.items[i].key, b->labels.items[i].key) != 0)
			return false;
		if (strcmp(a->labels.items[i].value,
			b->labels.items[i].value) != 0)
			return false;
	}
	return true;
}

bool
endpoint_settings_equal(
    const struct endpoint_settings *a, const struct endpoint_settings *b)
{
	return a == b ||
	    (texts_equal(&a->trust, &b->trust) &&
		texts_equal(&a->compared, &b->compared) && labels_equal(a, b) &&
		texts_equal(&a->serves, &b->serves) &&
		a->deploy_grace_s == b->deploy_grace_s &&
		expectation_equal(a->expected, b->expected) &&
		allowed_equal(a->allowed, b->allowed) &&
		a->rollout.grace_s == b->rollout.grace_s &&
		a->rollout.deadline_s == b->rollout.deadline_s &&
		thresholds_equal(&a->thresholds, &b->thresholds) &&
		approach_equal(a->approach, b->approach) &&
		client_choice_equal(&a->clients, &b->clients) &&
		a->interval_s == b->interval_s &&
		a->timeout_ms == b->timeout_ms &&
		a->variant_interval_s == b->variant_interval_s);
}

void
endpoint_settings_unref(struct endpoint_settings *settings)
{
	if (settings == NULL || --settings->refs > 0)
		return;
	endpoint_settings_clear(settings);
	free(settings);
}

static uint64_t
hash_texts(uint64_t hash, const struct texts *texts)
{
	for (size_t i = 0; i < texts->len; i++)
		hash = hash_text(hash, texts->items[i]);
	return hash_bytes(hash, &texts->len, sizeof texts->len);
}

/* Of what most often differs. What is equal has the same one. */
static uint64_t
settings_hash(const struct endpoint_settings *settings)
{
	uint64_t hash = HASH_START;

	hash = hash_bytes(
	    hash, &settings->interval_s, sizeof settings->interval_s);
	hash = hash_bytes(
	    hash, &settings->timeout_ms, sizeof settings->timeout_ms);
	hash = hash_bytes(
	    hash, &settings->thresholds, sizeof settings->thresholds);
	hash = hash_texts(hash, &settings->trust);
	hash = hash_texts(hash, &settings->serves);
	ARRAY_EACH (label, &settings->labels) {
		hash = hash_text(hash, label->key);
		hash = hash_text(hash, label->value);
	}
	return hash;
}

/* The slot that has the same, or gets it. Those of the endpoint before are
 * most likely. */
static struct endpoint_settings **
find_slot(struct settings_pool *pool, const struct endpoint_settings *content)
{
	struct endpoint_settings **slot = pool->last;

	if (slot != NULL && endpoint_settings_equal(*slot, content))
		return slot;
	slot = &pool->slots[settings_hash(content) % SETTINGS_POOL_SLOTS];
	if (*slot != NULL && !endpoint_settings_equal(*slot, content)) {
		endpoint_settings_unref(*slot);
		*slot = NULL;
	}
	pool->last = slot;
	return slot;
}

struct endpoint_settings *
settings_pool_share(
    struct settings_pool *pool, struct endpoint_settings *take_content)
{
	struct endpoint_settings **slot = find_slot(pool, take_content);

	if (*slot != NULL) {
		endpoint_settings_clear(take_content);
	} else {
		*slot = mem_dup(take_content, sizeof *take_content);
		(*slot)->refs = 1;
		ARRAY_FIT(&(*slot)->labels);
		ARRAY_FIT(&(*slot)->trust);
	}
	(*slot)->refs++;
	return *slot;
}

void
settings_pool_clear(struct settings_pool *pool)
{
	for (size_t i = 0; i < SETTINGS_POOL_SLOTS; i++) {
		endpoint_settings_unref(pool->slots[i]);
		pool->slots[i] = NULL;
	}
	pool->last = NULL;
}
