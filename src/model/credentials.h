/*
 * struct credentials: user and password for a proxy, out of a file that files/
 * reads. A plain value that never reaches a message; wiped where it is held.
 */
#pragma once

#include <stddef.h>

#include "base/error.h"

#define CREDENTIALS_MAX 255 /* bytes of each: RFC 1929 2 */

struct credentials {
	char user[CREDENTIALS_MAX + 1];
	char password[CREDENTIALS_MAX + 1];
};

/* The first line of a file: "user:password", or with a user given the password
 * alone, whatever colons are in it. err holds nothing of the text. */
bool credentials_parse(const char *text, size_t len, const char *user,
    struct credentials *ret_credentials, struct error *err) MUST_CHECK;
void credentials_clear(struct credentials *credentials); /* wipes */
