/* The ordered chain that should be served in place of what is: the server's
 * certificate, the intermediates needed, no anchor. */
#pragma once

#include "judge/judgement.h"

/* Sets suggested and is_suggested_complete of the report. */
void repair_suggest(struct judgement *judgement);
