/*
 * The configuration: YAML -> option structs of all the layers below. Strict:
 * every fault of the files is found at once, each with file, line, column,
 * what is wrong and what would be right. Owns all it holds.
 */
#pragma once

#include "base/array.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "incident/fleet.h"
#include "judge/judge.h"
#include "model/endpoint.h"

#define CONFIG_MAX_BYTES (32u << 20)
#define CONFIG_MAX_FILES 1000
#define CONFIG_MAX_ENDPOINTS 200000
#define CONFIG_MAX_FAULTS 100 /* then "and more" */

struct config_fault {
	char *file;
	size_t line, column; /* 1-based */
	char *message; /* "unknown key 'intervall'; did you mean 'interval'?" */
	char *source; /* the line itself, safe to print, to set a caret under */
	size_t caret_column, caret_len; /* in source, as printed */
};

struct config_trust_store {
	char *name;
	ARRAY(char *) files;
};

struct config {
	char *state_directory;
	ARRAY(struct config_trust_store) trust_stores; /* "system" is implied */
	ARRAY(struct endpoint *) endpoints;
	struct judge_options judge;
	struct fleet_options fleet;
	bool journal, stderr_lines; /* notify: */
};

struct config_faults {
	ARRAY(struct config_fault) items;
	bool has_more;
};

/* NULL when there is any fault; ret_faults is filled then. */
struct config *config_load(const char *path, struct config_faults *ret_faults);
/* The same from bytes; name stands in messages; includes are resolved beside
 * it when it is a path, refused when base_folder is NULL. For tests, fuzzers.
 */
struct config *config_parse(const char *name, const char *base_folder,
    const uint8_t *bytes, size_t len, struct config_faults *ret_faults);
void config_free(struct config *config);
CLEANUP_DEFINE(struct config, config_free)
void config_faults_clear(struct config_faults *faults);
/* "file:line:column: message" then the source line and a caret. */
void config_fault_format(struct strbuf *buf, const struct config_fault *fault);
