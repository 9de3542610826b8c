/*
 * The check of a file that is too large for one before it is used: a start
 * would wait for it. It is the same check, of the same file, as one job of the
 * thread that reads. Private to the store.
 *
 * What is damaged is not written any more: a store that fails, whose next start
 * sets it aside. Until then all that happens is told, and not kept.
 */
#pragma once

#include "store/opening.h"

/* Once, if it has not been checked. Where nobody can read it as yet it is left
 * unchecked, and what is wrong shows when it is used. */
void late_check_begin(struct store *store, struct opening *opening);
