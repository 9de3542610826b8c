/* libyaml's problems in words that say what to do about them. */
#pragma once

#include "config/faults.h"
#include "config/source.h"

struct yaml_parser_s;

void yaml_problem_add(const struct yaml_parser_s *parser, struct source *source,
    struct faults *faults);
