/*
 * struct secret_file: a file with a secret, by its path or as a credential of
 * the service manager ($CREDENTIALS_DIRECTORY/NAME), and whether it changed
 * since it was last looked at. Used by secret.c and notify/webhook_url.c,
 * which say what may stand in it.
 */
#pragma once

#include <stdint.h>
#include <sys/stat.h>

#include "base/error.h"

#define SECRET_FILE_MAX 4096 /* bytes of one */

/* By what a change is seen; all zero: not looked at, or not there. */
struct file_mark {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec modified, changed;
};

struct secret_file {
	char *path, *credential; /* one of the two, the other NULL */
	struct file_mark mark;
};

/* Of a path or the name of a credential, which it copies; the other is NULL.
 * Reads nothing. */
void secret_file_init(
    struct secret_file *file, const char *path, const char *credential);
void secret_file_clear(struct secret_file *file);
/* Where it lies (free it). NULL: the service manager gave no credentials. */
char *secret_file_path(const struct secret_file *file, struct error *err);
/* Since this was last asked. One that went has changed, too; one that was never
 * there has not. */
bool secret_file_has_changed(struct secret_file *file);
/* At most SECRET_FILE_MAX bytes with a NUL behind them, for
 * secret_file_wipe. */
bool secret_file_read(const char *path, char **ret_text, size_t *ret_len,
    struct error *err) MUST_CHECK;
void secret_file_wipe(char *text, size_t len); /* and frees it */
