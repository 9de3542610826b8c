/* Distinguished and alternative names out of text; see mint_names.h. */
#include "support/mint_names.h"

#include <openssl/err.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/hex.h"
#include "base/ip_address.h"
#include "base/mem.h"

struct part {
	char *key;   /* before "=" or ":" */
	char *value; /* with the quoting taken off; a NUL behind it */
	size_t len;
};

struct parts {
	ARRAY(struct part) list;
};

static void
must(bool ok, const char *what, const char *text)
{
	if (ok)
		return;
	fprintf(stderr, "mint: %s in \"%s\"\n", what, text);
	ERR_print_errors_fp(stderr);
	abort();
}

/* One value up to an unquoted comma; gives where it ended. */
static const char *
read_value(const char *p, const char *text, struct part *part)
{
	part->value = mem_new(strlen(p) + 1, 1);
	for (; *p != '\0' && *p != ','; p++) {
		uint8_t byte = (uint8_t)*p;

		if (p[0] == '\\' && p[1] == 'x') {
			char digits[3] = {p[2], p[2] == '\0' ? '\0' : p[3]};

			must(hex_decode(digits, &byte, 1), "bad \\x", text);
			p += 3;
		} else if (p[0] == '\\' && p[1] != '\0') {
			byte = (uint8_t) * ++p;
		}
		part->value[part->len++] = (char)byte;
	}
	return p;
}

static void
parts_read(struct parts *parts, const char *text, char separator)
{
	const char *p = text;

	while (*p != '\0') {
		const char *end = strchr(p, separator);
		struct part *part = ARRAY_ADD(&parts->list);

		must(end != NULL, "a part without its kind", text);
		part->key = mem_strndup(p, (size_t)(end - p));
		p = read_value(end + 1, text, part);
		if (*p == ',')
			p++;
	}
}

static void
parts_clear(struct parts *parts)
{
	ARRAY_EACH (part, &parts->list) {
		free(part->key);
		free(part->value);
	}
	ARRAY_CLEAR(&parts->list);
}

X509_NAME *
mint_names_dn(const char *text)
{
	X509_NAME *name = X509_NAME_new();
	struct parts parts = {0};

	parts_read(&parts, text == NULL ? "" : text, '=');
	for (size_t i = parts.list.len; i-- > 0;) {
		const struct part *part = &parts.list.items[i];

		must(X509_NAME_add_entry_by_txt(name, part->key, MBSTRING_UTF8,
			 (const unsigned char *)part->value, (int)part->len, -1,
			 0) == 1,
		    "bad attribute", text);
	}
	parts_clear(&parts);
	return name;
}

static void
set_string(GENERAL_NAME *general, int type, const struct part *part)
{
	ASN1_IA5STRING *string = ASN1_IA5STRING_new();

	ASN1_STRING_set(string, part->value, (int)part->len);
	GENERAL_NAME_set0_value(general, type, string);
}

static void
set_address(GENERAL_NAME *general, const struct part *part, const char *text)
{
	ASN1_OCTET_STRING *octets = ASN1_OCTET_STRING_new();
	struct ip_address address;

	if (strncmp(part->value, "hex=", 4) == 0) {
		size_t len = (part->len - 4) / 2;
		CLEANUP(free) uint8_t *bytes = mem_new(len, 1);

		must(hex_decode(part->value + 4, bytes, len), "bad hex", text);
		ASN1_OCTET_STRING_set(octets, bytes, (int)len);
	} else {
		must(ip_address_parse(part->value, &address), "bad address",
		    text);
		ASN1_OCTET_STRING_set(
		    octets, address.bytes, (int)ip_address_len(&address));
	}
	GENERAL_NAME_set0_value(general, GEN_IPADD, octets);
}

static GENERAL_NAME *
read_general(const struct part *part, const char *text)
{
	static const struct {
		const char *key;
		int type;
	} strings[] = {
	    {"DNS", GEN_DNS},
	    {"email", GEN_EMAIL},
	    {"URI", GEN_URI},
	};
	GENERAL_NAME *general = GENERAL_NAME_new();

	for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
		if (strcmp(strings[i].key, part->key) == 0) {
			set_string(general, strings[i].type, part);
			return general;
		}
	}
	if (strcmp(part->key, "IP") == 0)
		set_address(general, part, text);
	else if (strcmp(part->key, "RID") == 0)
		GENERAL_NAME_set0_value(
		    general, GEN_RID, OBJ_txt2obj(part->value, 0));
	else if (strcmp(part->key, "dirName") == 0)
		GENERAL_NAME_set0_value(
		    general, GEN_DIRNAME, mint_names_dn(part->value));
	else
		must(false, "unknown kind of name", text);
	return general;
}

GENERAL_NAMES *
mint_names_alternative(const char *text)
{
	GENERAL_NAMES *names = sk_GENERAL_NAME_new_null();
	struct parts parts = {0};

	parts_read(&parts, text, ':');
	ARRAY_EACH (part, &parts.list) {
		sk_GENERAL_NAME_push(names, read_general(part, text));
	}
	parts_clear(&parts);
	return names;
}
