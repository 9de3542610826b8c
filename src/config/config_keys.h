/*
 * The reference of keys, out of the same rows that decode them: what
 * --config-keys prints (config_print_keys of config.h) and the manual says.
 */
#pragma once

#include "base/strbuf.h"
#include "config/field.h"

/* "duration from 10s to 30d; default: 1h; main file only" */
void config_key_words(struct strbuf *buf, const struct field *field);
