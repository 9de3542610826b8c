/*
 * Files that are named on a command line: read, with messages that can be
 * shown, for the commands that take certificates and keys from files.
 */
#pragma once

#include <stdint.h>

#include "base/error.h"
#include "cli/options.h"
#include "pki/cert_body.h"
#include "pki/cert_set.h"
#include "pki/crl_file.h"
#include "pki/ocsp_file.h"

/* "-" is standard input. Free *ret_bytes. */
bool input_read(const char *path, size_t max_bytes, uint8_t **ret_bytes,
    size_t *ret_len, struct error *err) MUST_CHECK;
/* What stands in a PKCS#7 bundle (.p7b), in DER or PEM; false: it is none, or
 * holds no certificate. */
bool input_read_pkcs7(
    const uint8_t *bytes, size_t len, struct cert_body *ret_body) MUST_CHECK;
/* The certificates of all files of --issuers, in whatever form; *ret_set stays
 * NULL where there is no file. */
bool input_issuers(const struct option_list *paths, struct cert_set **ret_set,
    struct error *err) MUST_CHECK;
/* The revocation lists of all files of --crl. */
bool input_crls(const struct option_list *paths, struct crl_list *ret_crls,
    struct error *err) MUST_CHECK;

/* The OCSP responses of all files of --ocsp. */
bool input_ocsps(const struct option_list *paths, struct ocsp_list *ret_ocsps,
    struct error *err) MUST_CHECK;

/* The private key of --key, in bytes that are wiped with it. */
struct input_key {
	uint8_t *bytes;
	size_t len;
	char *password; /* NULL: none was given */
};

/* password_path: its first line opens an encrypted key; NULL: none. */
bool input_key_read(const char *path, const char *password_path,
    struct input_key *ret_key, struct error *err) MUST_CHECK;
void input_key_clear(struct input_key *key);
/* err says why no key could be read. */
bool input_key_fits(const struct input_key *key, const struct cert *cert,
    bool *ret_fits, struct error *err) MUST_CHECK;

/* Do two names stand for one file? */
bool input_is_same_file(const char *a, const char *b);
/* The path as it can be pasted: quoted when the shell would read more in it
 * than a name, FILE for standard input. Free it. */
char *input_pasteable(const char *path);
/* The path as it can be shown: "standard input" for "-". Free it. */
char *input_shown(const char *path);
