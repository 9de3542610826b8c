/*
 * YAML text -> a tree that knows where everything stood. Stricter than YAML:
 * one document, no tags, no duplicate keys, keys are text, and bounded in
 * depth, in nodes and in what aliases may blow up to. An alias comes out as a
 * node of its own that shares the children of what it names; cycles cannot be.
 *
 * Only this file speaks libyaml. It uses the event interface: the loader of
 * whole documents recurses before anyone can say stop.
 */
#pragma once

#include "config/faults.h"
#include "config/source.h"
#include "config/yaml_node.h"

#define YAML_MAX_DEPTH 32
#define YAML_MAX_NODES 4000000
#define YAML_MAX_ANCHORS 1000
/* Nodes that all aliases of a file together stand for. */
#define YAML_MAX_ALIAS_NODES 1000000

struct yaml_tree;

/* NULL when the text is no YAML or passes a limit; a fault says so. Faults
 * that leave a tree behind (duplicate keys, tags) are added as well. */
struct yaml_tree *yaml_tree_parse(struct source *source, struct faults *faults);
void yaml_tree_free(struct yaml_tree *tree);
CLEANUP_DEFINE(struct yaml_tree, yaml_tree_free)
/* Never NULL; an empty file is a plain empty scalar. */
const struct yaml_node *yaml_tree_root(const struct yaml_tree *tree);
