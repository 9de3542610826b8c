/* A folder that lives as long as a test, with files that the test writes. */
#pragma once

#include <stddef.h>

#include "base/cleanup.h"

struct temp_folder {
	char path[256];
};

void temp_folder_make(struct temp_folder *folder);
/* With all that is in it. */
void temp_folder_remove(struct temp_folder *folder);
/* Makes the folders that name goes through as well. */
void temp_folder_write(
    const struct temp_folder *folder, const char *name, const char *text);
/* Lent until the next call of this function. */
const char *temp_folder_path(
    const struct temp_folder *folder, const char *name);
