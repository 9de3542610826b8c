/* The daemon's configuration, for commands that ask about it. */
#pragma once

#include "config/config.h"

#define CONFIG_FILE_DEFAULT SYSCONFDIR "/chainwatch/chainwatchd.yaml"

/* NULL: err has the first fault, with its file, line and column. Lists of
 * endpoints that are at fault stop no command: standard error names the first,
 * and the rest is as the file says. */
struct config *config_file_load(const char *path, struct error *err);
