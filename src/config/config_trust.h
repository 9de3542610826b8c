/* "trust_stores", and the lists that name them. */
#pragma once

#include "config/field.h"

/* A map of names to stores; the slot is that of struct config. */
extern const struct field_type config_trust_stores;
extern const struct field_table config_trust_store_table;
/* An item of a list of store names: a struct texts. */
extern const struct field_type config_trust_name;
/* A list of two at least, or of none: a struct texts. */
extern const struct field_type config_compared_stores;
#define CONFIG_COMPARED_SENTENCE \
	"Trust stores that the chain is judged by one by one, whether they " \
	"count or not; where they differ, store-disagreement says so."

struct loader;

/* Names that no file has defined are faults, once all files are read. */
void config_trust_resolve(struct loader *loader);
