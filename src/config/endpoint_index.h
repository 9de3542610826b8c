/*
 * The endpoints of the configuration that is being read, found by id, so that
 * none is listed twice; a table of numbers in the loader.
 */
#pragma once

#include "config/field.h"
#include "model/endpoint.h"

/* Finishes the endpoint and adds it to the configuration; a fault at node when
 * there are too many, or it is there already. */
void endpoint_index_add(struct field_reader *reader,
    const struct yaml_node *node, struct endpoint *take_endpoint);
