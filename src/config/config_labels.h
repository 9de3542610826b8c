/* "labels": text of the operator's own that goes with every event. */
#pragma once

#include "config/field.h"

/* A map of text; the slot is the endpoint. */
extern const struct field_type config_labels_type;

struct endpoint;

/* One of them, which the endpoint may have already. */
void config_label_decode(struct field_reader *reader,
    const struct yaml_pair *pair, struct endpoint *endpoint);
