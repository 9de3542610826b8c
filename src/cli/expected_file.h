/*
 * What a file says that a server is to show: its certificates, held against
 * what was seen of one. For `probe --expect`.
 */
#pragma once

#include "files/served_file.h"
#include "model/observation.h"

struct expected_file {
	struct served_file served;
	const struct cert *leaf; /* the first of them */
};

/* A file without a certificate is an error. */
bool expected_file_read(const char *path, const char *password_path,
    struct expected_file *ret_expected, struct error *err) MUST_CHECK;
void expected_file_clear(struct expected_file *expected);
/*
 * Does the server show it? The same certificate first, and behind it all others
 * of the file; a root at the end of it need not be sent. What the server sends
 * beyond that is its own affair.
 */
bool expected_file_is_shown(const struct expected_file *expected,
    const struct observation *observation);
/* The certificate of the file that is not sent, if the leaf is the same; NULL:
 * another leaf is, or nothing is missing. */
const struct cert *expected_file_missing(const struct expected_file *expected,
    const struct observation *observation);
