/* A file held against what a server shows; see expected_file.h. */
#include "cli/expected_file.h"

#include <string.h>

#include "base/safe_print.h"

#define PATH_SHOWN_MAX 300

bool
expected_file_read(const char *path, const char *password_path,
    struct expected_file *ret_expected, struct error *err)
{
	const struct served_file_options options = {
	    .path = path, .password_path = password_path};
	CLEANUP(free)
	char *shown = safe_print_dup(path, strlen(path), PATH_SHOWN_MAX);
	struct expected_file expected = {.leaf = NULL};

	if (!served_file_read(&options, &expected.served, err))
		return false;
	if (expected.served.file.certs.len == 0) {
		expected_file_clear(&expected);
		return error_set(err, ERROR_INVALID,
		    "%s: no certificate in that file", shown);
	}
	expected.leaf = expected.served.file.certs.items[0];
	*ret_expected = expected;
	return true;
}

void
expected_file_clear(struct expected_file *expected)
{
	served_file_clear(&expected->served);
	expected->leaf = NULL;
}

static bool
is_sent(const struct observation *observation, const struct cert *cert)
{
	ARRAY_EACH (sent, &observation->certs) {
		if (memcmp(sent->sha256, cert->sha256, CERT_SHA256_LEN) == 0)
			return true;
	}
	return false;
}

static bool
is_leaf_sent(
    const struct expected_file *expected, const struct observation *observation)
{
	return observation->certs.len > 0 &&
	    memcmp(observation->certs.items[0].sha256, expected->leaf->sha256,
		CERT_SHA256_LEN) == 0;
}

const struct cert *
expected_file_missing(
    const struct expected_file *expected, const struct observation *observation)
{
	const struct pem_file *file = &expected->served.file;

	if (!is_leaf_sent(expected, observation))
		return NULL;
	for (size_t i = 1; i < file->certs.len; i++) {
		const struct cert *cert = file->certs.items[i];
		bool is_last_root =
		    i + 1 == file->certs.len && cert->is_self_issued;

		if (!is_last_root && !is_sent(observation, cert))
			return cert;
	}
	return NULL;
}

bool
expected_file_is_shown(
    const struct expected_file *expected, const struct observation *observation)
{
	return is_leaf_sent(expected, observation) &&
	    expected_file_missing(expected, observation) == NULL;
}
