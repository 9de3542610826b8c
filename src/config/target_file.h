/*
 * The bytes of a file that lists endpoints: one a line, or as Prometheus reads
 * them (file_sd_configs): a list of groups of targets and labels, in JSON or
 * YAML. Strict: a file with any fault gives nothing.
 */
#pragma once

#include "config/config.h"
#include "config/faults.h"
#include "config/source.h"

#define TARGET_FILE_MAX_LINE 300 /* bytes of a plain list's line */

struct target_file {
	ARRAY(struct endpoint *) endpoints; /* a reference each */
};

/*
 * Each endpoint is like `like`, with host, port and labels of its own. Labels
 * that begin with "__" are Prometheus' own and are passed over. A target may be
 * written as a URL with https:// (as for the blackbox exporter): host and port
 * of it count. false: a fault was added.
 */
bool target_file_parse(enum config_list_kind kind, struct source *source,
    const struct endpoint *like, struct faults *faults,
    struct target_file *ret_file) MUST_CHECK;
void target_file_clear(struct target_file *file);
