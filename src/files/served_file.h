/*
 * struct served_file: a certificate file as a server would load it: PEM, DER
 * or PKCS#12, with what is wrong with it as a file, and whether its private key
 * fits. Bytes of keys are wiped before it is there. Who reads one on a thread
 * of its own may hand it over whole.
 */
#pragma once

#include "files/file_findings.h"

#define SERVED_FILE_MAX_PASSWORD 4096 /* bytes of the file it stands in */

struct served_file_options {
	const char *path;
	const char *key_path;	   /* the key that must fit; NULL: none */
	const char *password_path; /* its first line opens PKCS#12 and keys;
				    * NULL: no password */
};

struct served_file {
	struct pem_file file; /* its certificates, as a server sends them */
	struct pem_load load; /* of PEM and DER */
	bool is_pkcs12;
	enum file_key own_key; /* that stands in the file itself */
	/* of the key asked for: it does not fit; it cannot be read, and why */
	bool is_key_foreign;
	char *key_fault;
};

/* false: it cannot be read, or is PKCS#12 that cannot be opened. A file without
 * a certificate is read all the same: its findings say so. */
bool served_file_read(const struct served_file_options *options,
    struct served_file *ret_file, struct error *err) MUST_CHECK;
void served_file_clear(struct served_file *file);
/* Beside the judge's: the file's own faults, and that the key does not fit.
 * key_fault is the caller's to tell. */
void served_file_findings(
    const struct served_file *file, struct report *report);
