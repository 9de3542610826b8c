/* Form of dNSName entries and reach of wildcards; see dns_name.h. */
#include "pki/dns_name.h"

#include <string.h>

#ifdef WITH_PSL
#include <libpsl.h>
#endif

#include "base/ip_address.h"
#include "base/names.h"
#include "pki/hostname.h"

#define LABEL_MAX 63

static const char *const fault_texts[] = {
    [DNS_NAME_GOOD] = "",
    [DNS_NAME_UNDERSCORE] =
	"has an underscore, which no host name may have and Java refuses",
    [DNS_NAME_EMPTY] = "is empty",
    [DNS_NAME_NUL] = "holds a NUL, at which careless clients cut it",
    [DNS_NAME_NOT_ASCII] =
	"is not ASCII: clients compare the form with xn-- only",
    [DNS_NAME_SPACE] = "holds a space",
    [DNS_NAME_URL] = "is a URL or has a port; only the name belongs there",
    [DNS_NAME_ADDRESS] = "is an IP address, where clients look for names only",
    [DNS_NAME_WILDCARD] = "has a star elsewhere than as the first label",
    [DNS_NAME_FINAL_DOT] = "ends in a dot, with which clients do not compare",
    [DNS_NAME_EMPTY_LABEL] = "has an empty label",
    [DNS_NAME_LONG_LABEL] = "has a label longer than 63 characters",
    [DNS_NAME_LONG] = "is longer than 253 characters",
    [DNS_NAME_HYPHEN] = "has a label that begins or ends with a hyphen",
    [DNS_NAME_CHARACTER] = "holds a character that no host name may have",
};

const char *
dns_name_fault_text(enum dns_name_fault fault)
{
	return fault_texts[fault];
}

static bool
is_letter_or_digit(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

/* What stands anywhere in it and says at once what was meant. */
static enum dns_name_fault
find_foreign(const uint8_t *name, size_t len)
{
	if (memchr(name, '\0', len) != NULL)
		return DNS_NAME_NUL;
	for (size_t i = 0; i < len; i++) {
		if (name[i] >= 0x80)
			return DNS_NAME_NOT_ASCII;
		if (name[i] == ' ' || name[i] == '\t' || name[i] == '\n' ||
		    name[i] == '\r')
			return DNS_NAME_SPACE;
	}
	return DNS_NAME_GOOD;
}

static bool
is_address(const uint8_t *name, size_t len)
{
	char text[IP_ADDRESS_TEXT_MAX];
	struct ip_address address;

	if (len >= sizeof text)
		return false;
	memcpy(text, name, len);
	text[len] = '\0';
	return ip_address_parse(text, &address);
}

static enum dns_name_fault
find_in_label(const uint8_t *label, size_t len, bool *has_underscore)
{
	if (len == 0)
		return DNS_NAME_EMPTY_LABEL;
	if (len > LABEL_MAX)
		return DNS_NAME_LONG_LABEL;
	for (size_t i = 0; i < len; i++) {
		if (label[i] == '*')
			return DNS_NAME_WILDCARD;
		if (label[i] == '_')
			*has_underscore = true;
		else if (label[i] != '-' && !is_letter_or_digit(label[i]))
			return DNS_NAME_CHARACTER;
	}
	if (label[0] == '-' || label[len - 1] == '-')
		return DNS_NAME_HYPHEN;
	return DNS_NAME_GOOD;
}

/* Label by label; "*" alone as the first of several is none. */
static enum dns_name_fault
find_in_labels(const uint8_t *name, size_t len)
{
	const uint8_t *label = name, *end = name + len;
	enum dns_name_fault fault = DNS_NAME_GOOD;
	bool has_underscore = false;

	if (len > 2 && name[0] == '*' && name[1] == '.')
		label += 2;
	while (fault == DNS_NAME_GOOD) {
		const uint8_t *dot = memchr(label, '.', (size_t)(end - label));
		size_t label_len = (size_t)((dot != NULL ? dot : end) - label);

		fault = find_in_label(label, label_len, &has_underscore);
		if (dot == NULL)
			break;
		label = dot + 1;
	}
	if (fault == DNS_NAME_GOOD && has_underscore)
		return DNS_NAME_UNDERSCORE;
	return fault;
}

enum dns_name_fault
dns_name_find_fault(const uint8_t *name, size_t len)
{
	enum dns_name_fault fault;

	if (len == 0)
		return DNS_NAME_EMPTY;
	fault = find_foreign(name, len);
	if (fault != DNS_NAME_GOOD)
		return fault;
	if (is_address(name, len))
		return DNS_NAME_ADDRESS;
	if (memchr(name, '/', len) != NULL || memchr(name, ':', len) != NULL)
		return DNS_NAME_URL;
	if (len > 1 && name[len - 1] == '.' && name[len - 2] != '.')
		return DNS_NAME_FINAL_DOT;
	fault = find_in_labels(name, len);
	if (fault == DNS_NAME_GOOD || fault == DNS_NAME_UNDERSCORE)
		return len > HOSTNAME_MAX ? DNS_NAME_LONG : fault;
	return fault;
}

#ifdef WITH_PSL

bool
dns_name_has_suffix_list(void)
{
	return psl_builtin() != NULL;
}

static enum dns_name_reach
reach_of_suffix(const char *suffix)
{
	const psl_ctx_t *list = psl_builtin();

	if (list == NULL)
		return DNS_NAME_NORMAL;
	if (psl_is_public_suffix2(
		list, suffix, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) == 1)
		return DNS_NAME_PUBLIC_SUFFIX;
	if (psl_is_public_suffix2(
		list, suffix, PSL_TYPE_PRIVATE | PSL_TYPE_NO_STAR_RULE) == 1)
		return DNS_NAME_PRIVATE_SUFFIX;
	return DNS_NAME_NORMAL;
}

#else

bool
dns_name_has_suffix_list(void)
{
	return false;
}

static enum dns_name_reach
reach_of_suffix(const char *suffix UNUSED)
{
	return DNS_NAME_NORMAL;
}

#endif

enum dns_name_reach
dns_name_find_reach(const uint8_t *name, size_t len)
{
	char suffix[HOSTNAME_MAX + 1];

	if (len < 3 || name[0] != '*' || name[1] != '.' ||
	    len - 2 >= sizeof suffix)
		return DNS_NAME_NORMAL;
	for (size_t i = 2; i < len; i++)
		suffix[i - 2] = (char)(name[i] >= 'A' && name[i] <= 'Z'
			? name[i] - 'A' + 'a'
			: name[i]);
	suffix[len - 2] = '\0';
	/* listed or not: clients want two labels behind the star */
	if (strchr(suffix, '.') == NULL)
		return DNS_NAME_TOP_LEVEL;
	return reach_of_suffix(suffix);
}
