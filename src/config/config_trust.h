/* "trust_stores", and the lists that name them. */
#pragma once

#include "config/field.h"

/* A map of names to stores; the slot is that of struct config. */
extern const struct field_type config_trust_stores;
extern const struct field_table config_trust_store_table;
/* An item of a list of store names: a struct texts. */
extern const struct field_type config_trust_name;

struct loader;

/* Names that no file has defined are faults, once all files are read. */
void config_trust_resolve(struct loader *loader);
