/* Clients that matter; see config_clients.h. */
#include "config/config_clients.h"

#include "base/strbuf.h"
#include "clients/choice.h"
#include "config/spelling.h"

#define KNOWN_TEXT_MAX 800

static void
refuse_name(
    struct field_reader *reader, const struct yaml_node *node, const char *name)
{
	CLEANUP(strbuf_clear) struct strbuf known = STRBUF_INIT(KNOWN_TEXT_MAX);
	struct spelling spelling = SPELLING_INIT(name);
	const char *word;

	for (size_t i = 0; (word = client_choice_word(i)) != NULL; i++) {
		spelling_offer(&spelling, word);
		strbuf_addf(&known, "%s%s", i == 0 ? "" : ", ", word);
	}
	field_fault(reader, node,
	    spelling.best != NULL ? "unknown client '%s'; did you mean '%s'?"
				  : "unknown client '%s'; there are: %s",
	    fault_value(name).text,
	    spelling.best != NULL ? spelling.best : strbuf_text(&known));
}

static void
decode_name(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *name = field_text(reader, field, field->item, node);
	uint64_t *to = slot, bits;

	if (name == NULL)
		return;
	if (client_choice_parse(name, &bits))
		*to |= bits;
	else
		refuse_name(reader, node, name);
}

static const struct field_type name_item = {
    .name = "client",
    .words = "the name of a client, or 'mainstream', 'all', 'none'",
    .decode = decode_name,
    .shapes = FIELD_AS_TEXT,
    .word = client_choice_word,
};

static const struct field rows[] = {
    {
	.key = "required",
	.type = &field_list,
	.item = &name_item,
	.offset = offsetof(struct client_choice, required),
	.most = CLIENT_CHOICE_MAX,
	.sentence = "That one of these refuses is critical.",
    },
    {
	.key = "watched",
	.type = &field_list,
	.item = &name_item,
	.offset = offsetof(struct client_choice, watched),
	.most = CLIENT_CHOICE_MAX,
	.sentence = "That one of these refuses is a warning.",
    },
};

const struct field_table config_clients_table = FIELD_TABLE("'clients'", rows);

static void
decode_list(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, struct client_choice *choice)
{
	struct field row = rows[1];

	row.key = field->key;
	row.least = 1; /* to say none, there is a word */
	field_decode_value(reader, &row, node, &choice->watched);
}

/* "clients: none" is as good as a list of one. */
static void
decode_word(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, struct client_choice *choice)
{
	struct field row = rows[1];

	row.key = field->key;
	if (yaml_node_is_null(node))
		field_wrong_type(reader, field, field->type, node);
	else
		decode_name(reader, &row, node, &choice->watched);
}

static void
decode_clients(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct client_choice choice = {.is_given = true};

	if (node->kind == YAML_KIND_MAP)
		field_decode_map(reader, &config_clients_table, node, &choice);
	else if (node->kind == YAML_KIND_LIST)
		decode_list(reader, field, node, &choice);
	else
		decode_word(reader, field, node, &choice);
	*(struct client_choice *)slot = choice;
}

const struct field_type config_clients_type = {
    .name = "list of clients, or a map of 'required' and 'watched'",
    .words = "a list of clients, such as [openssl, java], or a map with "
	     "'required' or 'watched'",
    .decode = decode_clients,
    .shapes = FIELD_AS_TEXT | FIELD_AS_LIST | FIELD_AS_MAP,
    .word = client_choice_word,
    .element = &name_item,
};
