/* "expect": what an endpoint's certificate has to be. */
#pragma once

#include "config/field.h"

/* A map; its slot is a struct expectation *, which is replaced. */
extern const struct field_type config_expect_type;
extern const struct field_table config_expect_table;

#define CONFIG_EXPECT_SENTENCE \
	"What the certificate has to be; anything else is unexpected-issuer " \
	"or unexpected-key."
