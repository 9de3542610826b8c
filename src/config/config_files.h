/* "files": certificate files that are watched like servers; and the files that
 * an endpoint loads. */
#pragma once

#include "config/field.h"

/* The list; deferred, like "endpoints". */
extern const struct field_type config_files;
extern const struct field_table config_file_table;
/* One path or a list of paths: a struct texts. */
extern const struct field_type config_served_files;

/* The files of the file at hand, loader->cert_files. */
void config_files_decode(struct field_reader *reader);
