/*
 * What is wrong with a file as a file, as findings beside the judge's.
 */
#pragma once

#include "model/report.h"
#include "pki/pem.h"
#include "pki/pem_load.h"

/* What is known of the private keys that stand in the file. */
enum file_key {
	FILE_KEY_UNKNOWN, /* encrypted, or not readable */
	FILE_KEY_FITS,	  /* belongs to the first certificate */
	FILE_KEY_WANTED,  /* the same, and the file is to hold it */
	FILE_KEY_FOREIGN,
};

/* Faults of the format, each with its line, and what servers make of the file;
 * private keys in it. A file without any certificate gives no-certificate,
 * which says what is there instead. */
void file_findings_add(struct report *report, const struct pem_file *file,
    const struct pem_load *load, enum file_key key);
/* Is there a private key in it? */
bool file_has_key(const struct pem_file *file);
