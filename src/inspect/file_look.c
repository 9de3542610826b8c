/* Looks at files; see file_look.h. */
#include "inspect/file_look.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/safe_print.h"
#include "model/endpoint_file.h"
#include "pki/hostname.h"

struct file_read *
file_look_start(struct file_reader *reader, const struct endpoint *endpoint,
    file_read_fn fn, void *arg)
{
	CLEANUP(free) char *key = endpoint_file_key(endpoint->file);
	const struct served_file_options options = {
	    .path = endpoint->file->path,
	    .key_path = key,
	    .password_path = endpoint->file->password_path,
	};

	return file_read_start(
	    reader, &options, endpoint->settings->timeout_ms, fn, arg);
}

static void
set_detail(struct observation *observation, const char *words)
{
	CLEANUP(free)
	char *safe =
	    safe_print_dup(words, strlen(words), OBSERVATION_DETAIL_MAX);

	snprintf(observation->detail, sizeof observation->detail, "%s", safe);
}

/* As many as a server could send; the rest would never be seen. */
static size_t
count_sent(const struct pem_file *file)
{
	size_t bytes = 0;

	for (size_t i = 0; i < file->certs.len; i++) {
		bytes += file->certs.items[i]->der_len;
		if (i == OBSERVATION_MAX_CERTS || bytes > OBSERVATION_MAX_BYTES)
			return i;
	}
	return file->certs.len;
}

static void
take_certs(struct observation *observation, const struct pem_file *file)
{
	size_t count = count_sent(file), at = 0;

	for (size_t i = 0; i < count; i++)
		observation->message_len += file->certs.items[i]->der_len;
	observation->message = mem_new(observation->message_len + 1, 1);
	for (size_t i = 0; i < count; i++) {
		const struct cert *cert = file->certs.items[i];
		struct observation_cert *sent = ARRAY_ADD(&observation->certs);

		memcpy(observation->message + at, cert->der, cert->der_len);
		sent->der = observation->message + at;
		sent->der_len = cert->der_len;
		memcpy(sent->sha256, cert->sha256, sizeof sent->sha256);
		at += cert->der_len;
	}
}

static const char *
first_fault(const struct pem_file *file)
{
	ARRAY_EACH (fault, &file->faults) {
		if (fault->kind != PEM_FAULT_TEXT_BETWEEN)
			return fault->text;
	}
	return "it holds no certificate";
}

struct observation *
file_look_observation(const struct file_read_result *result, int64_t started_at)
{
	struct observation *observation = observation_new();

	observation->started_at = started_at;
	if (!result->is_read) {
		observation->failure = FAILURE_FILE_UNREADABLE;
		set_detail(observation, result->err.message);
		return observation;
	}
	take_certs(observation, &result->file.file);
	if (observation->certs.len == 0) {
		observation->failure = FAILURE_FILE_NO_CERTIFICATE;
		set_detail(observation, first_fault(&result->file.file));
	} else if (result->file.key_fault != NULL) {
		observation->failure = FAILURE_FILE_UNREADABLE;
		set_detail(observation, result->file.key_fault);
	}
	return observation;
}

void
file_look_take(struct file_read_result *result, struct served_file *ret_file)
{
	if (!result->is_read)
		return;
	*ret_file = result->file;
	result->is_read = false;
}

/* The first name is the judge's affair. */
static void
add_names(
    struct report *report, const struct cert *leaf, const struct texts *names)
{
	for (size_t i = 1; i < names->len; i++) {
		struct hostname name;

		if (hostname_parse(names->items[i], &name, NULL) &&
		    !hostname_matches_cert(&name, leaf))
			report_add(report, FINDING_NAME_MISMATCH, leaf,
			    "Clients ask for %s, too; the certificate does not "
			    "cover it.",
			    name.text);
	}
}

void
file_look_add(struct report *report, const struct served_file *file,
    const struct endpoint *endpoint)
{
	served_file_findings(file, report);
	if (file->file.certs.len > 0)
		add_names(
		    report, file->file.certs.items[0], &endpoint->file->names);
}

void
file_look_key(const struct report *report, uint8_t *key_bytes, size_t key_len)
{
	uint64_t hash = hash_text(HASH_START, "file");

	ARRAY_EACH (finding, &report->findings) {
		hash = hash_bytes(hash, &finding->code, sizeof finding->code);
		hash = hash_bytes(
		    hash, &finding->severity, sizeof finding->severity);
	}
	for (size_t i = 0; i < sizeof hash && i < key_len; i++)
		key_bytes[i] ^= (uint8_t)(hash >> i * 8);
}
