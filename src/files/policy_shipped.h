/*
 * The texts of the policy that is built in: the rules of policy/ and the roots
 * of Mozilla, embedded when the program is built. Used by policy_file.c only.
 */
#pragma once

#include "model/policy_text.h"

/* len is not set: they end with a NUL. */
extern const struct policy_text policy_shipped[];
extern const size_t policy_shipped_count;
