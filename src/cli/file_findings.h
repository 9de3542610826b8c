/*
 * What is wrong with a file as a file, as findings beside the judge's.
 */
#pragma once

#include "model/report.h"
#include "pki/pem.h"

/* Faults of the format, grouped by finding, each with its line. A file without
 * any certificate gives no-certificate, which says what is there instead. */
void file_findings_add(struct report *report, const struct pem_file *file);
