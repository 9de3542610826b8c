/*
 * The OCSP responses of a file: one in DER, as `openssl ocsp -respout` and
 * servers' stapling files have it, or PEM blocks "OCSP RESPONSE".
 */
#pragma once

#include "pki/ocsp.h"

#define OCSP_FILE_MAX_BYTES (4u << 20)
#define OCSP_FILE_MAX_RESPONSES 100

struct ocsp_list {
	ARRAY(struct ocsp *) items;
};

/* Appends to *list, which owns them (ocsp_list_clear). What cannot be read is
 * an error, and so is a file without any. On failure *list keeps what it had.
 */
bool ocsp_file_parse(const uint8_t *bytes, size_t len, struct ocsp_list *list,
    struct error *err) MUST_CHECK;
void ocsp_list_clear(struct ocsp_list *list);
