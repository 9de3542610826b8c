/*
 * struct endpoint_file: that an endpoint is no server but a certificate file,
 * as servers load it. Shared by reference; not changed once its endpoint is
 * finished, but for who serves it, which the configuration fills in at its end.
 */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"
#include "base/texts.h"

struct endpoint_file {
	char *path;	     /* NULL: of a pattern, its files have theirs */
	char *key_path;	     /* of the key that must fit; NULL: none. Without
			      * a slash it lies beside the file */
	char *password_path; /* its first line opens PKCS#12 and keys; or NULL
			      */
	struct texts names;  /* hosts that the certificate must cover */
	bool has_own_names;  /* else they are those of who serves it */
	struct texts served_by; /* ids of endpoints that load it */
	unsigned refs;
};

struct endpoint_file *endpoint_file_new(void);
/* Another at that path, served by nobody yet. */
struct endpoint_file *endpoint_file_at(
    const struct endpoint_file *like, const char *path);
struct endpoint_file *endpoint_file_ref(struct endpoint_file *file);
void endpoint_file_unref(struct endpoint_file *file); /* NULL is fine */
CLEANUP_DEFINE(struct endpoint_file, endpoint_file_unref)
/* Either may be NULL. */
bool endpoint_file_equal(
    const struct endpoint_file *a, const struct endpoint_file *b);
/* Where the key lies (free it); NULL: none is asked for. */
char *endpoint_file_key(const struct endpoint_file *file);
