/* Host names in the form to compare, and the matching itself; see hostname.h.
 */
#include "pki/hostname.h"

#include <idn2.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/safe_print.h"

#define INPUT_MAX 1024 /* octets of UTF-8, before IDN */
#define LABEL_MAX 63
#define SHOWN_MAX 80 /* characters of a bad name in a message */

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* LDH, and "_", which real servers do have in their names. */
static bool
is_host_char(char c)
{
	c = lower(c);
	return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_';
}

static bool
refuse(struct error *err, const char *text, const char *why)
{
	CLEANUP(free)
	char *shown = safe_print_dup(text, strlen(text), SHOWN_MAX);

	return error_set(
	    err, ERROR_INVALID, "\"%s\" is not a host name: %s", shown, why);
}

/* What is wrong with one label; NULL: nothing. */
static const char *
find_label_fault(const char *label, size_t len)
{
	if (len == 0)
		return "it has an empty label";
	if (len > LABEL_MAX)
		return "a label is longer than 63 characters";
	if (label[0] == '-' || label[len - 1] == '-')
		return "a label begins or ends with a hyphen";
	for (size_t i = 0; i < len; i++) {
		if (label[i] == '*')
			return "a wildcard cannot be asked for";
		if (!is_host_char(label[i]))
			return "only letters, digits, \"-\" and \"_\" may "
			       "stand in a label";
	}
	return NULL;
}

/* Decimal, or hexadecimal as inet_aton takes it: such a last label makes a
 * client read the whole as an address (WHATWG URL "ends in a number"). */
static bool
is_number(const char *label, size_t len)
{
	bool is_hex = len >= 2 && label[0] == '0' && lower(label[1]) == 'x';

	for (size_t i = is_hex ? 2 : 0; i < len; i++) {
		char c = lower(label[i]);

		if (!is_digit(c) && !(is_hex && c >= 'a' && c <= 'f'))
			return false;
	}
	return true;
}

/* ascii has no final dot. */
static const char *
find_name_fault(const char *ascii)
{
	const char *label = ascii;

	if (strlen(ascii) > HOSTNAME_MAX)
		return "it is longer than 253 characters";
	for (;;) {
		size_t len = strcspn(label, ".");
		const char *fault = find_label_fault(label, len);

		if (fault != NULL)
			return fault;
		if (label[len] == '\0')
			break;
		label += len + 1;
	}
	if (is_number(label, strlen(label)))
		return "it ends in a number, yet is not an IPv4 address of "
		       "four decimal parts";
	return NULL;
}

static bool
is_ascii(const char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text >= 0x80)
			return false;
	}
	return true;
}

/* A-labels of a name with other than ASCII in it; NULL and *ret_why when IDNA
 * has none. ASCII names never come here: libidn2 refuses some that exist, like
 * those with hyphens at the third and fourth place. */
static char *
to_a_labels(const char *text, const char **ret_why)
{
	uint8_t *ascii = NULL;
	int code = idn2_lookup_u8((const uint8_t *)text, &ascii,
	    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
	char *copy;

	if (code != IDN2_OK) {
		*ret_why = idn2_strerror(code);
		return NULL;
	}
	copy = mem_strdup((const char *)ascii);
	idn2_free(ascii);
	return copy;
}

bool
hostname_parse(const char *text, struct hostname *ret_name, struct error *err)
{
	struct hostname name = {0};
	CLEANUP(free) char *ascii = NULL;
	const char *why = NULL;
	char address[IP_ADDRESS_TEXT_MAX];
	size_t len;

	if (ip_address_parse(text, &name.address)) {
		name.is_address = true;
		ip_address_format(&name.address, address);
		snprintf(name.text, sizeof name.text, "%s", address);
		*ret_name = name;
		return true;
	}
	if (text[0] == '\0')
		return error_set(err, ERROR_INVALID, "the host name is empty");
	if (strlen(text) > INPUT_MAX)
		return refuse(err, text, "it is longer than 253 characters");
	ascii = is_ascii(text) ? mem_strdup(text) : to_a_labels(text, &why);
	if (ascii == NULL)
		return refuse(err, text, why);
	len = strlen(ascii);
	if (len > 0 && ascii[len - 1] == '.')
		ascii[--len] = '\0';
	why = find_name_fault(ascii);
	if (why != NULL)
		return refuse(err, text, why);
	for (size_t i = 0; i < len; i++)
		name.text[i] = lower(ascii[i]);
	*ret_name = name;
	return true;
}

void
hostname_copy(struct hostname *to, const struct hostname *from)
{
	memset(to, 0, sizeof *to);
	memcpy(
	    to, from, offsetof(struct hostname, text) + strlen(from->text) + 1);
}

static bool
equal_caseless(const char *lower_text, const uint8_t *bytes, size_t len)
{
	if (strlen(lower_text) != len)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (lower((char)bytes[i]) != lower_text[i])
			return false;
	}
	return true;
}

bool
hostname_matches_pattern(
    const struct hostname *name, const uint8_t *pattern, size_t len)
{
	const char *rest;

	if (name->is_address)
		return false;
	if (len < 2 || pattern[0] != '*' || pattern[1] != '.')
		return equal_caseless(name->text, pattern, len);
	/* "*." and something: one whole label, the rest literally. */
	rest = strchr(name->text, '.');
	return len > 2 && rest != NULL &&
	    equal_caseless(rest, pattern + 1, len - 1);
}

bool
hostname_matches_cert(const struct hostname *name, const struct cert *cert)
{
	for (size_t i = 0; i < cert->name_count; i++) {
		const struct cert_name *n = &cert->names[i];

		if (n->kind == CERT_NAME_DNS &&
		    hostname_matches_pattern(name, n->raw, n->raw_len))
			return true;
		if (n->kind == CERT_NAME_IP && name->is_address &&
		    n->raw_len == ip_address_len(&name->address) &&
		    memcmp(n->raw, name->address.bytes, n->raw_len) == 0)
			return true;
	}
	return false;
}

bool
hostname_is_address_as_dns(const struct hostname *name, const struct cert *cert)
{
	if (!name->is_address)
		return false;
	for (size_t i = 0; i < cert->name_count; i++) {
		const struct cert_name *n = &cert->names[i];
		struct ip_address address;

		/* text equals the bytes when they are an address at all. */
		if (n->kind == CERT_NAME_DNS &&
		    ip_address_parse(n->text, &address) &&
		    ip_address_compare(&address, &name->address) == 0)
			return true;
	}
	return false;
}
