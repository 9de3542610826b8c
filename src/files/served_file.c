/* Reads what a server is given; see served_file.h. */
#include "files/served_file.h"

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "pki/pkcs12.h"
#include "pki/private_key.h"

struct reading {
	const struct served_file_options *options;
	uint8_t *bytes;
	size_t len;
	char *password; /* NULL: none */
};

static void
wipe(void *bytes, size_t len)
{
	if (bytes != NULL)
		explicit_bzero(bytes, len);
	free(bytes);
}

static void
reading_clear(struct reading *reading)
{
	wipe(reading->bytes, reading->len);
	if (reading->password != NULL)
		wipe(reading->password, strlen(reading->password));
}

static bool
read_password(struct reading *reading, struct error *err)
{
	const char *path = reading->options->password_path;
	uint8_t *bytes = NULL;
	size_t len = 0;

	if (path == NULL)
		return true;
	if (!file_read(path, SERVED_FILE_MAX_PASSWORD, &bytes, &len, err))
		return error_prefix(err, "the file of the password");
	reading->password = mem_strndup(
	    (const char *)bytes, strcspn((const char *)bytes, "\r\n"));
	wipe(bytes, len);
	return true;
}

static bool
read_pkcs12(
    struct reading *reading, struct served_file *file, struct error *err)
{
	struct pkcs12_certs certs = {0};

	file->is_pkcs12 = true;
	if (!pkcs12_read(
		reading->bytes, reading->len, reading->password, &certs, err))
		return error_prefix(err, "%s", reading->options->path);
	ARRAY_EACH (cert, &certs.items) {
		*ARRAY_ADD(&file->file.certs) = cert_ref(*cert);
		*ARRAY_ADD(&file->file.lines) = 0;
	}
	pkcs12_certs_clear(&certs);
	return true;
}

static bool
is_same_file(const char *a, const char *b)
{
	struct stat of_a, of_b;

	return stat(a, &of_a) == 0 && stat(b, &of_b) == 0 &&
	    of_a.st_dev == of_b.st_dev && of_a.st_ino == of_b.st_ino;
}

static enum file_key
look_at_own_key(const struct reading *reading, const struct served_file *file)
{
	const struct served_file_options *options = reading->options;
	bool fits = false;

	if (!file_has_key(&file->file) || file->file.certs.len == 0)
		return FILE_KEY_UNKNOWN;
	if (options->key_path != NULL &&
	    is_same_file(options->key_path, options->path))
		return FILE_KEY_WANTED;
	if (!private_key_matches(reading->bytes, reading->len,
		reading->password, file->file.certs.items[0], &fits, NULL))
		return FILE_KEY_UNKNOWN;
	return fits ? FILE_KEY_FITS : FILE_KEY_FOREIGN;
}

/* That the key cannot be had is a fault of the file, not of the reading: its
 * certificates are judged all the same. */
static void
check_key(const struct reading *reading, struct served_file *file)
{
	const char *path = reading->options->key_path;
	struct error err = ERROR_INIT;
	uint8_t *bytes = NULL;
	size_t len = 0;
	bool fits = false;

	if (path == NULL || file->file.certs.len == 0)
		return;
	if (!file_read(path, PRIVATE_KEY_MAX_BYTES, &bytes, &len, &err))
		file->key_fault = mem_strdup(err.message);
	else if (!private_key_matches(bytes, len, reading->password,
		     file->file.certs.items[0], &fits, &err))
		file->key_fault = mem_printf("%s: %s", path, err.message);
	else
		file->is_key_foreign = !fits;
	wipe(bytes, len);
}

static bool
read_certs(struct reading *reading, struct served_file *file, struct error *err)
{
	if (pkcs12_is(reading->bytes, reading->len))
		return read_pkcs12(reading, file, err);
	pem_file_parse(reading->bytes, reading->len, &file->file);
	file->load = pem_load(reading->bytes, reading->len);
	file->own_key = look_at_own_key(reading, file);
	return true;
}

bool
served_file_read(const struct served_file_options *options,
    struct served_file *ret_file, struct error *err)
{
	struct reading reading = {.options = options};
	struct served_file file = {.own_key = FILE_KEY_UNKNOWN};
	bool ok = file_read(options->path, PEM_MAX_BYTES, &reading.bytes,
		      &reading.len, err) &&
	    read_password(&reading, err) && read_certs(&reading, &file, err);

	if (ok) {
		check_key(&reading, &file);
		*ret_file = file;
	} else {
		served_file_clear(&file);
	}
	reading_clear(&reading);
	return ok;
}

void
served_file_clear(struct served_file *file)
{
	pem_file_clear(&file->file);
	free(file->key_fault);
	*file = (struct served_file){0};
}

void
served_file_findings(const struct served_file *file, struct report *report)
{
	if (!file->is_pkcs12)
		file_findings_add(
		    report, &file->file, &file->load, file->own_key);
	else if (file->file.certs.len == 0)
		report_add(report, FINDING_NO_CERTIFICATE, NULL,
		    "It is a PKCS#12 file without a certificate.");
	if (file->is_key_foreign)
		report_add(report, FINDING_KEY_MISMATCH,
		    file->file.certs.items[0],
		    "The private key given does not belong to %s, the first "
		    "certificate of the file.",
		    file->file.certs.items[0]->label);
}
