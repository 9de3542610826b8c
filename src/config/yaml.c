/* YAML events into a tree with places; see yaml.h. */
#include "config/yaml.h"

#include <yaml.h>

#include "base/hash.h"
#include "config/yaml_problem.h"

#define CHUNK_BYTES (256u << 10)
/* From so many pairs on, duplicates are found through a table. */
#define FEW_PAIRS 16

struct chunk {
	struct chunk *next;
	size_t used, size;
	max_align_t bytes[];
};

struct anchor {
	uint64_t hash;
	char *name;
	struct yaml_node *node;
	bool is_open; /* what it names has not ended */
};

/* One list or map that has not ended. */
struct frame {
	struct yaml_node *node;
	size_t first_child; /* in parser.children */
	size_t anchor;	    /* slot + 1 in parser.anchors; 0: none */
};

struct yaml_tree {
	struct chunk *chunks;
	struct yaml_node *root;
};

struct parser {
	yaml_parser_t yaml;
	yaml_event_t event;
	struct source *source;
	struct faults *faults;
	struct yaml_tree *tree;
	struct frame frames[YAML_MAX_DEPTH];
	size_t depth;
	ARRAY(struct yaml_node *) children; /* of all open frames */
	ARRAY(struct anchor) anchors;
	size_t nodes, alias_nodes, documents;
};

static void *
allocate(struct yaml_tree *tree, size_t size)
{
	struct chunk *chunk = tree->chunks;
	void *p;

	size = (size + sizeof(void *) - 1) / sizeof(void *) * sizeof(void *);
	if (chunk == NULL || chunk->size - chunk->used < size) {
		size_t room = size > CHUNK_BYTES ? size : CHUNK_BYTES;

		chunk = mem_new(1, sizeof *chunk + room);
		chunk->size = room;
		chunk->next = tree->chunks;
		tree->chunks = chunk;
	}
	p = (char *)chunk->bytes + chunk->used;
	chunk->used += size;
	return p;
}

static bool
refuse(struct parser *parser, const char *words)
{
	size_t start =
	    source_offset(parser->source, parser->event.start_mark.index);
	size_t end =
	    source_offset(parser->source, parser->event.end_mark.index);

	faults_add(parser->faults, parser->source, start, end, "%s", words);
	return false;
}

/* NULL with a fault when there are too many. */
static struct yaml_node *
new_node(struct parser *parser, enum yaml_kind kind)
{
	struct yaml_node *node;

	if (++parser->nodes > YAML_MAX_NODES) {
		refuse(parser,
		    "more keys and values than one file may hold; spread them "
		    "over several files by 'include'");
		return NULL;
	}
	node = allocate(parser->tree, sizeof *node);
	node->kind = (uint8_t)kind;
	node->start = (uint32_t)source_offset(
	    parser->source, parser->event.start_mark.index);
	node->end = (uint32_t)source_offset(
	    parser->source, parser->event.end_mark.index);
	node->expanded = 1;
	return node;
}

static void
add_child(struct parser *parser, struct yaml_node *node)
{
	if (parser->depth == 0)
		parser->tree->root = node;
	else
		*ARRAY_ADD(&parser->children) = node;
}

static struct anchor *
find_anchor(struct parser *parser, const char *name)
{
	uint64_t hash = hash_text(HASH_START, name);

	/* The last one of a name counts. */
	for (size_t i = parser->anchors.len; i > 0; i--) {
		struct anchor *anchor = &parser->anchors.items[i - 1];

		if (anchor->hash == hash && strcmp(anchor->name, name) == 0)
			return anchor;
	}
	return NULL;
}

/* Gives slot + 1, 0 when there is no name. */
static bool
add_anchor(struct parser *parser, const yaml_char_t *name,
    struct yaml_node *node, bool is_open, size_t *ret_slot)
{
	struct anchor *anchor;

	*ret_slot = 0;
	if (name == NULL)
		return true;
	if (parser->anchors.len == YAML_MAX_ANCHORS)
		return refuse(parser, "more than 1000 anchors ('&...')");
	anchor = ARRAY_ADD(&parser->anchors);
	anchor->name = mem_strdup((const char *)name);
	anchor->hash = hash_text(HASH_START, anchor->name);
	anchor->node = node;
	anchor->is_open = is_open;
	*ret_slot = parser->anchors.len;
	return true;
}

/* Said, and then ignored. */
static void
check_tag(struct parser *parser, const yaml_char_t *tag)
{
	if (tag != NULL)
		refuse(parser,
		    "tags ('!...') are not taken; remove it, or quote text "
		    "that begins with '!'");
}

static bool
on_scalar(struct parser *parser)
{
	const yaml_event_t *event = &parser->event;
	struct yaml_node *node = new_node(parser, YAML_KIND_SCALAR);
	size_t slot, len = event->data.scalar.length;
	char *text;

	if (node == NULL)
		return false;
	check_tag(parser, event->data.scalar.tag);
	text = allocate(parser->tree, len + 1);
	memcpy(text, event->data.scalar.value, len);
	node->text = text;
	node->len = (uint32_t)len;
	node->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	add_child(parser, node);
	return add_anchor(
	    parser, event->data.scalar.anchor, node, false, &slot);
}

static bool
on_alias(struct parser *parser)
{
	struct anchor *anchor =
	    find_anchor(parser, (const char *)parser->event.data.alias.anchor);
	struct yaml_node *node;
	struct yaml_node place;

	if (anchor == NULL)
		return refuse(parser,
		    "no anchor ('&...') of this name stands before it; quote "
		    "text that begins with '*'");
	if (anchor->is_open)
		return refuse(parser,
		    "this alias stands inside of what it names, which would "
		    "have no end");
	parser->alias_nodes += anchor->node->expanded;
	if (parser->alias_nodes > YAML_MAX_ALIAS_NODES)
		return refuse(parser,
		    "the aliases up to here stand for more than 1000000 "
		    "values; write fewer of them");
	if (parser->depth + anchor->node->height > YAML_MAX_DEPTH)
		return refuse(parser, "nested more than 32 deep");
	node = new_node(parser, YAML_KIND_SCALAR);
	if (node == NULL)
		return false;
	place = *node;
	*node = *anchor->node;
	node->start = place.start;
	node->end = place.end;
	add_child(parser, node);
	return true;
}

static bool
on_start(struct parser *parser, enum yaml_kind kind, const yaml_char_t *anchor,
    const yaml_char_t *tag, bool is_block)
{
	struct frame *frame;

	if (parser->depth == YAML_MAX_DEPTH)
		return refuse(parser, "nested more than 32 deep");
	frame = &parser->frames[parser->depth];
	frame->node = new_node(parser, kind);
	if (frame->node == NULL)
		return false;
	check_tag(parser, tag);
	if (is_block)
		frame->node->end = frame->node->start;
	add_child(parser, frame->node);
	frame->first_child = parser->children.len;
	parser->depth++;
	return add_anchor(parser, anchor, frame->node, true, &frame->anchor);
}

static bool
is_same_key(const struct yaml_node *a, const struct yaml_node *b)
{
	return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

/* The pair of before that has this key, or NULL. slots: a power of two of
 * pair numbers + 1, at most half full; NULL for few pairs. */
static const struct yaml_pair *
find_or_note(const struct yaml_pair *pairs, size_t count,
    const struct yaml_node *key, uint32_t *slots, size_t slot_count)
{
	size_t slot;

	if (slots == NULL) {
		for (size_t i = 0; i < count; i++) {
			if (is_same_key(pairs[i].key, key))
				return &pairs[i];
		}
		return NULL;
	}
	slot = hash_bytes(HASH_START, key->text, key->len) & (slot_count - 1);
	while (slots[slot] != 0) {
		if (is_same_key(pairs[slots[slot] - 1].key, key))
			return &pairs[slots[slot] - 1];
		slot = (slot + 1) & (slot_count - 1);
	}
	slots[slot] = (uint32_t)count + 1;
	return NULL;
}

static void
say_duplicate(struct parser *parser, const struct yaml_node *key,
    const struct yaml_node *first)
{
	struct source_place place = source_place(parser->source, first->start);

	faults_add(parser->faults, parser->source, key->start, key->end,
	    "duplicate key '%s'; it stands in line %zu already, remove one",
	    fault_value(key->text).text, place.line);
}

/* Keys that are no text or there already are said and left out. */
static void
make_pairs(struct parser *parser, struct yaml_node *map,
    struct yaml_node **children, size_t count)
{
	CLEANUP(free) uint32_t *slots = NULL;
	size_t slot_count = 4;

	map->pairs =
	    allocate(parser->tree, count / 2 * sizeof(struct yaml_pair) + 1);
	if (count / 2 > FEW_PAIRS) {
		while (slot_count < count)
			slot_count *= 2;
		slots = mem_new(slot_count, sizeof *slots);
	}
	for (size_t i = 0; i + 1 < count; i += 2) {
		struct yaml_node *key = children[i];
		const struct yaml_pair *first;

		if (key->kind != YAML_KIND_SCALAR) {
			map->is_faulty = true;
			faults_add(parser->faults, parser->source, key->start,
			    key->end,
			    "a key must be text; quote a value that begins "
			    "with '{' or '['");
			continue;
		}
		if (memchr(key->text, '\0', key->len) != NULL) {
			faults_add(parser->faults, parser->source, key->start,
			    key->end, "a NUL character in a key; remove it");
			continue;
		}
		first =
		    find_or_note(map->pairs, map->len, key, slots, slot_count);
		if (first != NULL) {
			say_duplicate(parser, key, first->key);
			continue;
		}
		map->pairs[map->len].key = key;
		map->pairs[map->len++].value = children[i + 1];
	}
}

static bool
on_end(struct parser *parser)
{
	struct frame *frame = &parser->frames[--parser->depth];
	struct yaml_node *node = frame->node;
	struct yaml_node **children =
	    parser->children.items + frame->first_child;
	size_t count = parser->children.len - frame->first_child;
	size_t end =
	    source_offset(parser->source, parser->event.end_mark.index);

	/* Block lists and maps end somewhere in what follows them. */
	if (node->end > node->start)
		node->end = (uint32_t)end;
	for (size_t i = 0; i < count; i++) {
		node->expanded += children[i]->expanded;
		if (node->height <= children[i]->height)
			node->height = (uint8_t)(children[i]->height + 1);
	}
	if (node->height == 0)
		node->height = 1;
	if (node->kind == YAML_KIND_MAP) {
		make_pairs(parser, node, children, count);
	} else {
		node->len = (uint32_t)count;
		node->items =
		    allocate(parser->tree, count * sizeof(void *) + 1);
		memcpy(node->items, children, count * sizeof(void *));
	}
	parser->children.len = frame->first_child;
	if (frame->anchor != 0)
		parser->anchors.items[frame->anchor - 1].is_open = false;
	return true;
}

static bool
on_event(struct parser *parser)
{
	const yaml_event_t *event = &parser->event;

	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (parser->documents++ == 0)
			return true;
		return refuse(parser,
		    "a second document begins here; a file holds one, write "
		    "no further '---'");
	case YAML_SCALAR_EVENT: return on_scalar(parser);
	case YAML_ALIAS_EVENT: return on_alias(parser);
	case YAML_SEQUENCE_START_EVENT:
		return on_start(parser, YAML_KIND_LIST,
		    event->data.sequence_start.anchor,
		    event->data.sequence_start.tag,
		    event->data.sequence_start.style !=
			YAML_FLOW_SEQUENCE_STYLE);
	case YAML_MAPPING_START_EVENT:
		return on_start(parser, YAML_KIND_MAP,
		    event->data.mapping_start.anchor,
		    event->data.mapping_start.tag,
		    event->data.mapping_start.style != YAML_FLOW_MAPPING_STYLE);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT: return on_end(parser);
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT: return true;
	}
	return true;
}

static bool
parse_events(struct parser *parser)
{
	bool ok = true, is_last = false;

	while (ok && !is_last) {
		if (yaml_parser_parse(&parser->yaml, &parser->event) == 0) {
			yaml_problem_add(
			    &parser->yaml, parser->source, parser->faults);
			return false;
		}
		is_last = parser->event.type == YAML_STREAM_END_EVENT;
		ok = on_event(parser);
		yaml_event_delete(&parser->event);
	}
	return ok;
}

static bool
check_bytes(struct source *source, struct faults *faults)
{
	struct error err = ERROR_INIT;
	size_t offset = 0;

	if (source_check(source, &offset, &err))
		return true;
	faults_add(faults, source, offset, offset + 1, "%s", err.message);
	return false;
}

struct yaml_tree *
yaml_tree_parse(struct source *source, struct faults *faults)
{
	CLEANUP(yaml_tree_free)
	struct yaml_tree *tree = MEM_NEW(struct yaml_tree);
	struct parser parser = {
	    .source = source, .faults = faults, .tree = tree};
	bool ok;

	if (!check_bytes(source, faults))
		return NULL;
	/* An empty list as the first node shall copy from somewhere too. */
	ARRAY_RESERVE(&parser.children, 64);
	if (yaml_parser_initialize(&parser.yaml) == 0)
		abort(); /* out of memory, as mem.h has it */
	yaml_parser_set_encoding(&parser.yaml, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser.yaml, source->bytes, source->len);
	ok = parse_events(&parser);
	yaml_parser_delete(&parser.yaml);
	ARRAY_CLEAR(&parser.children);
	ARRAY_EACH (anchor, &parser.anchors)
		free(anchor->name);
	ARRAY_CLEAR(&parser.anchors);
	if (!ok)
		return NULL;
	if (tree->root == NULL) {
		tree->root = allocate(tree, sizeof *tree->root);
		tree->root->text = "";
		tree->root->is_plain = true;
		tree->root->expanded = 1;
	}
	return TAKE(tree);
}

void
yaml_tree_free(struct yaml_tree *tree)
{
	if (tree == NULL)
		return;
	while (tree->chunks != NULL) {
		struct chunk *chunk = tree->chunks;

		tree->chunks = chunk->next;
		free(chunk);
	}
	free(tree);
}

const struct yaml_node *
yaml_tree_root(const struct yaml_tree *tree)
{
	return tree->root;
}
