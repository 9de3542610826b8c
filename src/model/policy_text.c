/* Puts policies together out of texts; see policy_text.h. */
#include "model/policy_text.h"

#include "base/hash.h"
#include "base/mem.h"
#include "model/policy_values.h"

#define NO_GROUP_OPEN POLICY_NO_GROUP

enum layer {
	LAYER_SHIPPED,
	LAYER_OWN, /* takes the place of what is shipped */
};

/* Where a row stands, for messages. */
struct place {
	enum layer layer;
	size_t line;
};

struct group {
	char *name;
	struct place place;
	bool is_public;
	size_t len;
};

/* Beside each rule: what is not asked for later. */
struct rule_place {
	struct place place;
	char *group;
};

struct builder {
	struct policy *policy;
	ARRAY(struct rule_place) rule_places;
	ARRAY(enum layer) root_layers;
	ARRAY(struct group) groups; /* the index is that of the rules */
	int open_group;
	size_t row_count;
	const struct policy_lines *lines; /* being read */
	enum layer layer;
};

static struct place
place_of(const struct builder *builder, size_t line)
{
	return (struct place){.layer = builder->layer, .line = line};
}

static int
find_rule(const struct builder *builder, const char *name)
{
	for (size_t i = 0; i < builder->policy->rules.len; i++) {
		if (strcmp(builder->policy->rules.items[i].name, name) == 0)
			return (int)i;
	}
	return -1;
}

static int
find_group(const struct builder *builder, const char *name)
{
	for (size_t i = 0; i < builder->groups.len; i++) {
		if (strcmp(builder->groups.items[i].name, name) == 0)
			return (int)i;
	}
	return POLICY_NO_GROUP;
}

static void
remove_rule(struct builder *builder, int index)
{
	policy_rule_clear(&builder->policy->rules.items[index]);
	ARRAY_REMOVE(&builder->policy->rules, (size_t)index);
	free(builder->rule_places.items[index].group);
	ARRAY_REMOVE(&builder->rule_places, (size_t)index);
}

static bool
add_rule(struct builder *builder, const struct policy_row *row,
    struct policy_values *values, struct error *err)
{
	int same = find_rule(builder, values->name);

	if (same >= 0) {
		const struct place *first =
		    &builder->rule_places.items[same].place;

		if (first->layer == builder->layer)
			return policy_lines_fault(builder->lines, row->line,
			    err, ERROR_INVALID,
			    "there is a rule '%s' already, in line %zu",
			    values->name, first->line);
		remove_rule(builder, same);
	}
	values->rule.name = mem_strdup(values->name);
	*ARRAY_ADD(&builder->rule_places) = (struct rule_place){
	    .place = place_of(builder, row->line),
	    .group = mem_strdup(values->group),
	};
	*ARRAY_ADD(&builder->policy->rules) = values->rule;
	values->rule = (struct policy_rule){.name = NULL};
	return true;
}

static bool
drop_rule(struct builder *builder, const struct policy_row *row,
    const struct policy_values *values, struct error *err)
{
	int index = find_rule(builder, values->name);

	if (index < 0 || builder->layer != LAYER_OWN ||
	    builder->rule_places.items[index].place.layer != LAYER_SHIPPED)
		return policy_lines_fault(builder->lines, row->line, err,
		    ERROR_INVALID, "no rule '%s' is shipped", values->name);
	remove_rule(builder, index);
	return true;
}

/* A group of a shipped one's name takes its place, roots and all. */
static void
empty_group(struct builder *builder, int group)
{
	struct policy *policy = builder->policy;

	for (size_t i = policy->roots.len; i-- > 0;) {
		if (policy->roots.items[i].group != group)
			continue;
		ARRAY_REMOVE(&policy->roots, i);
		ARRAY_REMOVE(&builder->root_layers, i);
	}
	builder->groups.items[group].len = 0;
}

static bool
open_group(struct builder *builder, const struct policy_row *row,
    const struct policy_values *values, struct error *err)
{
	int index = find_group(builder, values->name);
	struct group *group;

	if (index == POLICY_NO_GROUP) {
		index = (int)builder->groups.len;
		ARRAY_ADD(&builder->groups)->name = mem_strdup(values->name);
	} else if (builder->groups.items[index].place.layer == builder->layer) {
		return policy_lines_fault(builder->lines, row->line, err,
		    ERROR_INVALID,
		    "there are 'roots' '%s' already, in line %zu", values->name,
		    builder->groups.items[index].place.line);
	} else {
		empty_group(builder, index);
	}
	group = &builder->groups.items[index];
	group->place = place_of(builder, row->line);
	group->is_public = values->root.is_public;
	builder->open_group = index;
	return true;
}

static bool
is_same_root(const struct policy_root *a, const struct policy_root *b)
{
	return a->group == b->group && a->is_key == b->is_key &&
	    (a->key_made_at != 0) == (b->key_made_at != 0) &&
	    memcmp(a->digest, b->digest, sizeof a->digest) == 0;
}

static bool
add_root(struct builder *builder, const struct policy_row *row,
    const struct policy_root *root, struct error *err)
{
	struct policy *policy = builder->policy;

	for (size_t i = 0; i < policy->roots.len; i++) {
		if (!is_same_root(&policy->roots.items[i], root))
			continue;
		if (builder->root_layers.items[i] == builder->layer)
			return policy_lines_fault(builder->lines, row->line,
			    err, ERROR_INVALID, "this root stands here twice");
		policy->roots.items[i] = *root;
		builder->root_layers.items[i] = builder->layer;
		return true;
	}
	*ARRAY_ADD(&policy->roots) = *root;
	*ARRAY_ADD(&builder->root_layers) = builder->layer;
	return true;
}

static bool
add_to_group(struct builder *builder, const struct policy_row *row,
    struct policy_values *values, struct error *err)
{
	struct group *group;

	if (builder->open_group == NO_GROUP_OPEN)
		return policy_lines_fault(builder->lines, row->line, err,
		    ERROR_INVALID, "a 'root' row must follow a 'roots' row");
	group = &builder->groups.items[builder->open_group];
	group->len++;
	values->root.group = builder->open_group;
	values->root.is_public = group->is_public;
	return add_root(builder, row, &values->root, err);
}

static bool
add_row(struct builder *builder, const struct policy_row *row,
    struct policy_values *values, struct error *err)
{
	if (values->kind != POLICY_ROW_ROOT)
		builder->open_group = NO_GROUP_OPEN;
	switch (values->kind) {
	case POLICY_ROW_VERSION:
	case POLICY_ROW_BASE:
		return policy_lines_fault(builder->lines, row->line, err,
		    ERROR_INVALID,
		    "'%s' must stand first: 'version 1', then perhaps 'base "
		    "shipped'",
		    row->keyword);
	case POLICY_ROW_DROP: return drop_rule(builder, row, values, err);
	case POLICY_ROW_RULE: return add_rule(builder, row, values, err);
	case POLICY_ROW_ROOTS: return open_group(builder, row, values, err);
	case POLICY_ROW_ROOT: return add_to_group(builder, row, values, err);
	case POLICY_ROW_PUBLIC: values->root.is_public = true; break;
	case POLICY_ROW_KEY_CREATED: break;
	}
	return add_root(builder, row, &values->root, err);
}

/* One row, read and kept; *ret_has_row false at the end. */
static bool
read_row(struct builder *builder, struct policy_lines *lines,
    struct policy_row *row, bool *ret_has_row, struct error *err)
{
	struct policy_values values;
	bool is_added;

	if (!policy_lines_next(lines, row, ret_has_row, err))
		return false;
	if (!*ret_has_row)
		return true;
	if (++builder->row_count > POLICY_MAX_ROWS)
		return policy_lines_fault(lines, row->line, err, ERROR_LIMIT,
		    "more than %d rows", POLICY_MAX_ROWS);
	if (!policy_values_read(lines, row, &values, err))
		return false;
	is_added = add_row(builder, row, &values, err);
	policy_rule_clear(&values.rule);
	return is_added;
}

static bool
read_version(struct policy_lines *lines, struct error *err)
{
	struct policy_values values = {.kind = POLICY_ROW_ROOTS};
	struct policy_row row;
	bool has_row;

	if (!policy_lines_next(lines, &row, &has_row, err))
		return false;
	if (!has_row || strcmp(row.keyword, "version") != 0)
		return policy_lines_fault(lines, has_row ? row.line : 1, err,
		    ERROR_INVALID, "a policy must begin with 'version 1'");
	return policy_values_read(lines, &row, &values, err);
}

static bool
read_rest(struct builder *builder, struct policy_lines *lines, enum layer layer,
    struct error *err)
{
	struct policy_row row;
	bool has_row = true;

	builder->lines = lines;
	builder->layer = layer;
	builder->open_group = NO_GROUP_OPEN;
	while (has_row) {
		if (!read_row(builder, lines, &row, &has_row, err))
			return false;
	}
	return true;
}

/* A group that a rule names must be there, with something in it. */
static bool
link_rules(struct builder *builder, struct error *err)
{
	for (size_t i = 0; i < builder->policy->rules.len; i++) {
		struct policy_rule *rule = &builder->policy->rules.items[i];
		const struct rule_place *place = &builder->rule_places.items[i];

		if (place->group == NULL)
			continue;
		rule->group = find_group(builder, place->group);
		if (rule->group == POLICY_NO_GROUP ||
		    builder->groups.items[rule->group].len == 0)
			return error_set(err, ERROR_INVALID,
			    "%s: rule '%s' in line %zu: no 'roots' '%s' with a "
			    "'root' is there",
			    builder->policy->name, rule->name,
			    place->place.line, place->group);
	}
	return true;
}

/* Of two limits of one kind from the same second neither would win. */
static bool
check_limits(const struct builder *builder, struct error *err)
{
	const struct policy *policy = builder->policy;

	ARRAY_EACH (a, &policy->rules) {
		if (a->kind >= POLICY_DISTRUST)
			continue;
		for (const struct policy_rule *b = policy->rules.items; b < a;
		     b++) {
			if (a->kind == b->kind && a->from == b->from &&
			    a->key_kind == b->key_kind &&
			    a->is_for_all == b->is_for_all)
				return error_set(err, ERROR_INVALID,
				    "%s: rules '%s' and '%s' begin at the same "
				    "time; drop one, or give both one name",
				    policy->name, b->name, a->name);
		}
	}
	return true;
}

static bool
read_shipped(struct builder *builder, const struct policy_text *texts,
    size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		struct policy_lines lines;
		bool ok = policy_lines_open(&lines, texts[i].name,
			      texts[i].text, texts[i].len, err) &&
		    read_version(&lines, err) &&
		    read_rest(builder, &lines, LAYER_SHIPPED, err);

		policy_lines_close(&lines);
		if (!ok)
			return false;
		builder->policy->generation = hash_bytes(
		    builder->policy->generation, texts[i].text, texts[i].len);
	}
	return true;
}

/* Does the row behind the version say that the shipped rules count? */
static bool
has_base(const struct policy_text *own, bool *ret_has_base, struct error *err)
{
	struct policy_lines lines;
	struct policy_row row;
	bool ok, has_row = false;

	ok = policy_lines_open(&lines, own->name, own->text, own->len, err) &&
	    read_version(&lines, err) &&
	    policy_lines_next(&lines, &row, &has_row, err);
	*ret_has_base = ok && has_row && strcmp(row.keyword, "base") == 0;
	policy_lines_close(&lines);
	return ok;
}

static bool
read_own(struct builder *builder, const struct policy_text *own,
    bool has_base_row, struct error *err)
{
	struct policy_lines lines;
	struct policy_values values;
	struct policy_row row;
	bool has_row;
	bool ok =
	    policy_lines_open(&lines, own->name, own->text, own->len, err) &&
	    read_version(&lines, err) &&
	    (!has_base_row ||
		(policy_lines_next(&lines, &row, &has_row, err) &&
		    policy_values_read(&lines, &row, &values, err))) &&
	    read_rest(builder, &lines, LAYER_OWN, err);

	policy_lines_close(&lines);
	if (ok)
		builder->policy->generation = hash_bytes(
		    builder->policy->generation, own->text, own->len);
	return ok;
}

static bool
read_texts(struct builder *builder, const struct policy_text *shipped,
    size_t shipped_count, const struct policy_text *own, struct error *err)
{
	bool is_on_top = true;

	if (own != NULL && !has_base(own, &is_on_top, err))
		return false;
	if (is_on_top && !read_shipped(builder, shipped, shipped_count, err))
		return false;
	if (own != NULL && !read_own(builder, own, is_on_top, err))
		return false;
	return link_rules(builder, err) && check_limits(builder, err);
}

static void
clear_builder(struct builder *builder)
{
	ARRAY_EACH (place, &builder->rule_places)
		free(place->group);
	ARRAY_CLEAR(&builder->rule_places);
	ARRAY_EACH (group, &builder->groups)
		free(group->name);
	ARRAY_CLEAR(&builder->groups);
	ARRAY_CLEAR(&builder->root_layers);
}

struct policy *
policy_read(const struct policy_text *shipped, size_t shipped_count,
    const struct policy_text *own, struct error *err)
{
	struct builder builder = {.policy = MEM_NEW(struct policy)};
	struct policy *policy = builder.policy;
	bool ok;

	policy->refs = 1;
	policy->generation = HASH_START;
	policy->name = mem_strdup(own != NULL ? own->name : "shipped");
	ok = read_texts(&builder, shipped, shipped_count, own, err);
	clear_builder(&builder);
	if (!ok) {
		policy_unref(policy);
		return NULL;
	}
	policy_sort(policy);
	return policy;
}
