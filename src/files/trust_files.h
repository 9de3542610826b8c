/*
 * Trust stores out of files: PEM bundles, single certificates, PKCS#12,
 * folders, and the system's own bundle. The environment (SSL_CERT_FILE and the
 * like) is not asked: a verdict must not hang on who started us.
 */
#pragma once

#include "base/array.h"
#include "base/error.h"
#include "base/texts.h"
#include "pki/trust_store.h"

#define TRUST_FILES_MAX 20000		  /* entries looked at in one folder */
#define TRUST_FILES_MAX_BYTES (64u << 20) /* of one store, all its files */
#define TRUST_FILES_MAX_ANCHORS 20000	  /* of one store */
#define TRUST_FILES_MAX_PASSWORD 1024

struct trust_files_options {
	const char *name;
	ARRAY(const char *) files;  /* or folders */
	const struct texts *places; /* where each was named, "file:line:column";
				     * NULL: on the command line */
	const char *password_file;  /* of what is PKCS#12; NULL: the usual */
	bool is_system; /* only self-signed ones count; without files look in
			 * the usual places */
};

/*
 * A file is told by what it holds, not by its name: PEM, certificates in DER,
 * PKCS#12 (pki/pkcs12.h). Of a folder, hashed (HASH.N, as c_rehash and `openssl
 * rehash` make them) or not, all regular files count, links followed, each
 * certificate once; what holds none is passed over.
 *
 * Unusable certificates (malformed; in a system store those that do not sign
 * themselves) are left out and counted. A file or folder without any usable
 * one is an error that says what it looks like; it begins with the place and
 * the store's name where there are places.
 */
struct trust_store *trust_files_load(const struct trust_files_options *options,
    size_t *ret_skipped, struct error *err);
/* Differs when a file of the store, or a folder or what lies in it, was written
 * or put in the place of another: by stat alone, nothing is read. */
uint64_t trust_files_stamp(const struct trust_files_options *options);
/* What leads to these files, there or not (files/path_trail.h). */
void trust_files_paths(
    const struct trust_files_options *options, struct texts *ret_paths);
/* Where the system keeps its bundle; NULL when nowhere known. */
const char *trust_files_system_path(void);
