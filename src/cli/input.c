/* Files named on a command line; see input.h. */
#include "cli/input.h"

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/safe_print.h"
#include "base/strbuf.h"
#include "pki/pem.h"
#include "pki/private_key.h"

#define PATH_SHOWN_MAX 300
#define PASSWORD_FILE_MAX 4096

static bool
is_stdin(const char *path)
{
	return strcmp(path, "-") == 0;
}

char *
input_shown(const char *path)
{
	return is_stdin(path)
	    ? mem_strdup("standard input")
	    : safe_print_dup(path, strlen(path), PATH_SHOWN_MAX);
}

/* file_read puts the name into its messages as it is. */
bool
input_read(const char *path, size_t max_bytes, uint8_t **ret_bytes,
    size_t *ret_len, struct error *err)
{
	struct error raw = ERROR_INIT;
	CLEANUP(free) char *shown = input_shown(path);
	const char *words = raw.message;

	if (file_read(path, max_bytes, ret_bytes, ret_len, &raw))
		return true;
	if (strncmp(words, path, strlen(path)) == 0)
		words += strlen(path) + strspn(words + strlen(path), ": ");
	return error_set(err, raw.kind, "%s: %s", shown, words);
}

bool
input_read_pkcs7(const uint8_t *bytes, size_t len, struct cert_body *ret_body)
{
	struct cert_body body = {.certs = {.len = 0}};

	if (!cert_body_parse(bytes, len, PEM_MAX_CERTS, &body, NULL))
		return false;
	if (body.form != CERT_BODY_PKCS7 && body.form != CERT_BODY_PEM_PKCS7) {
		cert_body_clear(&body);
		return false;
	}
	*ret_body = body;
	return true;
}

/* Whatever the file is: several certificates, or a bundle of them. */
static size_t
add_all(struct cert_set *set, const uint8_t *bytes, size_t len)
{
	struct cert_body body = {.certs = {.len = 0}};
	struct pem_file file = {0};
	size_t count;

	pem_file_parse(bytes, len, &file);
	ARRAY_EACH (cert, &file.certs)
		cert_set_add(set, *cert);
	count = file.certs.len;
	pem_file_clear(&file);
	if (!input_read_pkcs7(bytes, len, &body))
		return count;
	ARRAY_EACH (cert, &body.certs)
		cert_set_add(set, *cert);
	count += body.certs.len;
	cert_body_clear(&body);
	return count;
}

static bool
read_issuers(const char *path, struct cert_set *set, struct error *err)
{
	CLEANUP(free) uint8_t *bytes = NULL;
	CLEANUP(free) char *shown = input_shown(path);
	size_t len = 0;

	if (!input_read(path, PEM_MAX_BYTES, &bytes, &len, err))
		return error_prefix(err, "--issuers");
	return add_all(set, bytes, len) > 0 ||
	    error_set(err, ERROR_INVALID,
		"--issuers: %s: no certificate in that file", shown);
}

bool
input_issuers(const struct option_list *paths, struct cert_set **ret_set,
    struct error *err)
{
	struct cert_set *set;

	if (paths->items.len == 0)
		return true;
	set = cert_set_new();
	for (size_t i = 0; i < paths->items.len; i++) {
		if (!read_issuers(paths->items.items[i], set, err)) {
			cert_set_free(set);
			return false;
		}
	}
	*ret_set = set;
	return true;
}

static bool
read_crls(const char *path, struct crl_list *lists, struct error *err)
{
	CLEANUP(free) uint8_t *bytes = NULL;
	CLEANUP(free) char *shown = input_shown(path);
	size_t len = 0;

	if (!input_read(path, CRL_FILE_MAX_BYTES, &bytes, &len, err))
		return error_prefix(err, "--crl");
	return crl_file_parse(bytes, len, lists, err) ||
	    error_prefix(err, "--crl: %s", shown);
}

bool
input_crls(const struct option_list *paths, struct crl_list *ret_crls,
    struct error *err)
{
	struct crl_list lists = {0};

	for (size_t i = 0; i < paths->items.len; i++) {
		if (!read_crls(paths->items.items[i], &lists, err)) {
			crl_list_clear(&lists);
			return false;
		}
	}
	*ret_crls = lists;
	return true;
}

static bool
read_ocsps(const char *path, struct ocsp_list *list, struct error *err)
{
	CLEANUP(free) uint8_t *bytes = NULL;
	CLEANUP(free) char *shown = input_shown(path);
	size_t len = 0;

	if (!input_read(path, OCSP_FILE_MAX_BYTES, &bytes, &len, err))
		return error_prefix(err, "--ocsp");
	return ocsp_file_parse(bytes, len, list, err) ||
	    error_prefix(err, "--ocsp: %s", shown);
}

bool
input_ocsps(const struct option_list *paths, struct ocsp_list *ret_ocsps,
    struct error *err)
{
	struct ocsp_list list = {0};

	for (size_t i = 0; i < paths->items.len; i++) {
		if (!read_ocsps(paths->items.items[i], &list, err)) {
			ocsp_list_clear(&list);
			return false;
		}
	}
	*ret_ocsps = list;
	return true;
}

static bool
read_password(const char *path, char **ret_password, struct error *err)
{
	uint8_t *bytes = NULL;
	size_t len = 0;

	if (!input_read(path, PASSWORD_FILE_MAX, &bytes, &len, err))
		return false;
	*ret_password = mem_strndup(
	    (const char *)bytes, strcspn((const char *)bytes, "\r\n"));
	explicit_bzero(bytes, len);
	free(bytes);
	return true;
}

bool
input_key_read(const char *path, const char *password_path,
    struct input_key *ret_key, struct error *err)
{
	struct input_key key = {0};

	if (!input_read(path, PRIVATE_KEY_MAX_BYTES, &key.bytes, &key.len, err))
		return error_prefix(err, "--key");
	if (password_path != NULL &&
	    !read_password(password_path, &key.password, err)) {
		input_key_clear(&key);
		return error_prefix(err, "--password-file");
	}
	*ret_key = key;
	return true;
}

void
input_key_clear(struct input_key *key)
{
	if (key->bytes != NULL)
		explicit_bzero(key->bytes, key->len);
	if (key->password != NULL)
		explicit_bzero(key->password, strlen(key->password));
	free(key->bytes);
	free(key->password);
	*key = (struct input_key){0};
}

bool
input_key_fits(const struct input_key *key, const struct cert *cert,
    bool *ret_fits, struct error *err)
{
	return private_key_matches(
		   key->bytes, key->len, key->password, cert, ret_fits, err) ||
	    error_prefix(err, "--key");
}

bool
input_is_same_file(const char *a, const char *b)
{
	struct stat of_a, of_b;

	if (is_stdin(a) || is_stdin(b))
		return false;
	return stat(a, &of_a) == 0 && stat(b, &of_b) == 0 &&
	    of_a.st_dev == of_b.st_dev && of_a.st_ino == of_b.st_ino;
}

char *
input_pasteable(const char *path)
{
	struct strbuf buf = STRBUF_INIT(PATH_SHOWN_MAX * 4);
	CLEANUP(free)
	char *safe = safe_print_dup(path, strlen(path), PATH_SHOWN_MAX);

	if (is_stdin(path))
		return mem_strdup("FILE");
	if (safe[strspn(safe,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789_./-+:@%,=")] == '\0' &&
	    *safe != '\0')
		return TAKE(safe);
	strbuf_add_char(&buf, '\'');
	for (const char *p = safe; *p != '\0'; p++) {
		if (*p == '\'')
			strbuf_add(&buf, "'\\''");
		else
			strbuf_add_char(&buf, *p);
	}
	strbuf_add_char(&buf, '\'');
	return strbuf_take(&buf);
}
