/*
 * Dated rules of a judge case: rows as policy/chainwatch.policy has them, one
 * "policy:" line each. Instead of digits, sha256=@CERT and spki=@CERT stand for
 * those of a minted certificate. "policy: base shipped" puts them on top of the
 * shipped rules, so that a minted root can take the place of a real one:
 *
 *	policy: base shipped
 *	policy: roots name=entrust public=yes
 *	policy: root sha256=@root
 */
#include "support/case.h"

#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "model/policy_lines.h"
#include "model/policy_text.h"

#define SHIPPED TEST_SRCDIR "/../policy/chainwatch.policy"
#define NAME_MAX_LEN 64

/* "@CERT" and what follows it: the digits of its digest. Moves *at behind. */
static bool
add_digest(
    struct case_file *file, const char **at, bool is_key, struct error *err)
{
	char name[NAME_MAX_LEN + 1], digits[CERT_FINGERPRINT_TEXT_MAX];
	size_t len = strcspn(*at, " \t");
	const struct case_cert *cert;

	if (len > NAME_MAX_LEN)
		return error_set(err, ERROR_LIMIT, "so long a name");
	memcpy(name, *at, len);
	name[len] = '\0';
	*at += len;
	cert = case_named_cert(file, name, err);
	if (cert == NULL)
		return false;
	strbuf_add(&file->policy_rows,
	    cert_fingerprint(
		is_key ? cert->cert->key.sha256 : cert->cert->sha256, digits));
	return true;
}

bool
case_add_policy(struct case_file *file, char *line, struct error *err)
{
	const char *at = line + strspn(line, " \t");
	const char *digest;

	if (file->policy_rows.len == 0)
		strbuf_add(&file->policy_rows, "version 1\n");
	while ((digest = strchr(at, '@')) != NULL) {
		bool is_key =
		    digest - at >= 5 && strncmp(digest - 5, "spki=", 5) == 0;

		strbuf_add_bytes(&file->policy_rows, at, (size_t)(digest - at));
		at = digest + 1;
		if (!add_digest(file, &at, is_key, err))
			return false;
	}
	strbuf_add(&file->policy_rows, at);
	strbuf_add_char(&file->policy_rows, '\n');
	return true;
}

bool
case_read_policy(struct case_file *file, struct error *err)
{
	struct policy_text shipped = {.name = SHIPPED},
			   own = {.name = "policy"};
	CLEANUP(free) uint8_t *bytes = NULL;

	if (file->policy_rows.len == 0)
		return true;
	if (!file_read(SHIPPED, POLICY_MAX_BYTES, &bytes, &shipped.len, err))
		return false;
	shipped.text = (const char *)bytes;
	own.text = strbuf_text(&file->policy_rows);
	own.len = file->policy_rows.len;
	file->policy = policy_read(&shipped, 1, &own, err);
	return file->policy != NULL;
}
