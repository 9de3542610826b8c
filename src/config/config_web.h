/* "web": the page, the API and the metrics, for people who only look. */
#pragma once

#include "config/field.h"

extern const struct field_table config_web_table;

/* Receivers are told where to look, once all is read. */
struct config;
void config_web_resolve(struct config *config);
