/*
 * The revocation lists of a file: PEM blocks "X509 CRL", several and among
 * other blocks, or one list in DER.
 */
#pragma once

#include "pki/crl.h"

#define CRL_FILE_MAX_BYTES (96u << 20) /* CRL_MAX_BYTES in base64 fits */
#define CRL_FILE_MAX_LISTS 1000

/* Appends to *lists, which owns them (crl_list_clear). A block that cannot be
 * read is an error with its line, and so is a file without any list: whoever
 * gives it wants it to count. On failure *lists keeps what it had. */
struct crl_list {
	ARRAY(struct crl *) items;
};

bool crl_file_parse(const uint8_t *bytes, size_t len, struct crl_list *lists,
    struct error *err) MUST_CHECK;
void crl_list_clear(struct crl_list *lists);
