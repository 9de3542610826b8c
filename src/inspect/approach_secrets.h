/*
 * Gives a prober what approaches name by files (files/approach_files.h): shared
 * by daemon and command.
 */
#pragma once

#include "files/approach_files.h"
#include "probe/probe.h"

/* *files may be another one later, and must be one while a probe runs. */
void approach_secrets_give(
    struct prober *prober, struct approach_files **files);
