/*
 * Trust stores out of files: PEM bundles and folders of PEM files, and the
 * system's own bundle. The environment (SSL_CERT_FILE and the like) is not
 * asked: a verdict must not hang on who started us.
 */
#pragma once

#include "base/array.h"
#include "base/error.h"
#include "pki/trust_store.h"

#define TRUST_FILES_MAX 20000 /* entries looked at in one folder */

struct trust_files_options {
	const char *name;
	ARRAY(const char *) files; /* bundles or folders */
	bool is_system; /* only self-signed ones count; without files look in
			 * the usual places */
};

/* Unusable certificates (malformed; in a system store those that do not sign
 * themselves) are left out and counted. A file or folder without any usable
 * one is an error that says what it looks like. Of a folder all regular files
 * are read, links followed; what holds no certificate is passed over. */
struct trust_store *trust_files_load(const struct trust_files_options *options,
    size_t *ret_skipped, struct error *err);
/* Where the system keeps its bundle; NULL when nowhere known. */
const char *trust_files_system_path(void);
