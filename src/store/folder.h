/*
 * The state directory as files: made when missing, locked against a second
 * daemon, a corrupt database moved aside. Private to the store.
 */
#pragma once

#include <stdint.h>

#include "base/error.h"

#define FOLDER_DATABASE "state.db"
#define FOLDER_LOCK "lock"

/* Makes the directory (not its parents) and takes its lock, which lasts as long
 * as *ret_lock_fd is open. */
bool folder_take(
    const char *directory, int *ret_lock_fd, struct error *err) MUST_CHECK;
/* Makes the file when it is not there, readable by its owner alone; SQLite
 * gives its side files the mode of the database. */
bool folder_touch(const char *path, struct error *err) MUST_CHECK;
/* Leaves a mark beside it: a part of it was found corrupt. It goes when the
 * database is set aside. */
void folder_suspect(const char *path);
bool folder_is_suspect(const char *path);
/* Moves the database and what belongs to it to "...corrupt-20261121T095500Z".
 * Returns its new path; free it. */
char *folder_set_aside(const char *path, int64_t now, struct error *err);
