/*
 * Trust stores out of files: PEM bundles and folders of PEM files, and the
 * system's own bundle.
 */
#pragma once

#include "base/array.h"
#include "base/error.h"
#include "pki/trust_store.h"

struct trust_files_options {
	const char *name;
	ARRAY(const char *) files; /* bundles or folders */
	bool is_system; /* look in the usual places; only self-signed count */
};

/* Unusable certificates in a bundle are left out and counted; no usable one at
 * all is an error. */
struct trust_store *trust_files_load(const struct trust_files_options *options,
    size_t *ret_skipped, struct error *err);
/* Where the system keeps its bundle; NULL when nowhere known. */
const char *trust_files_system_path(void);
