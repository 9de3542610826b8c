/*
 * Which endpoints load which files ("serves"), once all of both are known: each
 * file learns who serves it and, where the configuration names none, which
 * names it must cover; a file that only an endpoint names is watched, too.
 */
#pragma once

struct config;

void config_serves_resolve(struct config *config);
