/* Any bytes as a file of certificates: reading ends well, says what is wrong,
 * and what it calls clean is read again as the same certificates. */
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "pki/pem.h"
#include "pki/pem_load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static bool
has_fatal_fault(const struct pem_file *file)
{
	ARRAY_EACH (fault, &file->faults) {
		if (fault->is_fatal)
			return true;
	}
	return false;
}

static void
look_at_faults(const struct pem_file *file)
{
	must(file->faults.len <= PEM_MAX_FAULTS);
	ARRAY_EACH (fault, &file->faults) {
		must(fault->text[0] != '\0');
		for (const char *p = fault->text; *p != '\0'; p++)
			must((unsigned char)*p >= 0x20 && *p != 0x7f);
	}
}

static bool
all_are_well_formed(const struct pem_file *file)
{
	ARRAY_EACH (cert, &file->certs) {
		if ((*cert)->malformed != NULL)
			return false;
	}
	return true;
}

static void
read_again(const struct pem_file *file)
{
	struct strbuf text = STRBUF_INIT(1 << 24);
	struct pem_file again;

	ARRAY_EACH (cert, &file->certs) {
		pem_write_cert(&text, *cert);
	}
	pem_file_parse((const uint8_t *)strbuf_text(&text), text.len, &again);
	must(again.faults.len == (file->certs.len == 0 ? 1 : 0));
	must(again.certs.len == file->certs.len);
	for (size_t i = 0; i < again.certs.len; i++)
		must(cert_equal(again.certs.items[i], file->certs.items[i]));
	/* what is well-formed and written by us, OpenSSL loads whole */
	if (again.certs.len > 0 && all_are_well_formed(&again))
		must(!pem_load((const uint8_t *)strbuf_text(&text), text.len)
			  .is_refused);
	pem_file_clear(&again);
	strbuf_clear(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pem_file file;

	pem_file_parse(data, size, &file);
	must(file.certs.len == file.lines.len);
	must(file.certs.len > 0 || has_fatal_fault(&file));
	look_at_faults(&file);
	read_again(&file);
	pem_load(data, size);
	must(ERR_peek_error() == 0);
	pem_file_clear(&file);
	return 0;
}
