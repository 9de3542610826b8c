/*
 * Policies out of files: the one that is built in, and an operator's own. How
 * they are written: policy/chainwatch.policy in the top folder.
 */
#pragma once

#include "model/policy.h"

/* path NULL: what is built in. The file takes its place, or adds to it when it
 * says so. NULL with the file, the line and what is wrong there. */
struct policy *policy_file_load(const char *path, struct error *err);
