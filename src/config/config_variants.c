/* Other ways to look at an address; see config_variants.h. */
#include "config/config_variants.h"

#include "base/strbuf.h"
#include "config/spelling.h"
#include "model/variant.h"

#define KNOWN_TEXT_MAX 200

static void
refuse_name(
    struct field_reader *reader, const struct yaml_node *node, const char *name)
{
	CLEANUP(strbuf_clear) struct strbuf known = STRBUF_INIT(KNOWN_TEXT_MAX);
	struct spelling spelling = SPELLING_INIT(name);

	for (int i = VARIANT_USUAL + 1; i < VARIANT_COUNT; i++) {
		const char *word = variant_text((enum variant)i);

		spelling_offer(&spelling, word);
		strbuf_addf(
		    &known, "%s%s", i == VARIANT_USUAL + 1 ? "" : ", ", word);
	}
	field_fault(reader, node,
	    spelling.best != NULL ? "unknown variant '%s'; did you mean '%s'?"
				  : "unknown variant '%s'; there are: %s",
	    fault_value(name).text,
	    spelling.best != NULL ? spelling.best : strbuf_text(&known));
}

static void
decode_name(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	const char *name = field_text(reader, field, field->item, node);
	uint8_t *variants = slot;
	int variant;

	if (name == NULL)
		return;
	if (names_find(&variant_names, name, &variant) &&
	    variant != VARIANT_USUAL)
		*variants |= (uint8_t)VARIANT_BIT((unsigned)variant);
	else
		refuse_name(reader, node, name);
}

static const struct field_type name_item = {
    .name = "variant",
    .words = "'rsa', 'ecdsa', 'no-sni' or 'tls1.2'",
    .decode = decode_name,
    .shapes = FIELD_AS_TEXT,
    .names = &variant_names,
    .names_from = VARIANT_USUAL + 1,
};

/* What is written takes the place of the default. */
static void
decode(struct field_reader *reader, const struct field *field,
    const struct yaml_node *node, void *slot)
{
	struct field list = *field;
	uint8_t *variants = slot;

	*variants = 0;
	list.type = &field_list;
	list.item = &name_item;
	list.least = 0;
	list.most = VARIANT_COUNT - 1;
	field_list.decode(reader, &list, node, slot);
}

/* Of the default only. */
static bool
parse(UNUSED const struct field *field, UNUSED const char *text, void *slot,
    UNUSED struct error *err)
{
	*(uint8_t *)slot = VARIANTS_DEFAULT;
	return true;
}

const struct field_type config_variants = {
    .name = "list of variants",
    .words = "a list of variants such as [rsa, ecdsa]",
    .parse = parse,
    .decode = decode,
    .shapes = FIELD_AS_LIST,
    .element = &name_item,
};
