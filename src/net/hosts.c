/* Reads a hosts file; see hosts.h. */
#include "net/hosts.h"

#include <string.h>

#include "base/mem.h"

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/* Takes the next word of the line off its front; false: there is none. */
static bool
take_word(
    const char **at, const char *end, const char **ret_word, size_t *ret_len)
{
	while (*at < end && is_space(**at))
		(*at)++;
	*ret_word = *at;
	while (*at < end && !is_space(**at))
		(*at)++;
	*ret_len = (size_t)(*at - *ret_word);
	return *ret_len > 0;
}

/* Labels of 1 to 63 bytes, none of them white, quoted or escaped. */
static bool
is_name(const char *word, size_t len)
{
	size_t label = 0;

	if (len > HOSTS_NAME_MAX)
		return false;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)word[i];

		if (c == '.') {
			if (label == 0)
				return false;
			label = 0;
		} else if (c <= ' ' || c >= 127 || strchr("\"\\();@", c)) {
			return false;
		} else if (++label > 63) {
			return false;
		}
	}
	return len > 0;
}

static bool
parse_line(const char *line, const char *end, hosts_fn fn, void *arg)
{
	char text[HOSTS_NAME_MAX + 1];
	struct ip_address address;
	const char *word;
	size_t len;
	bool is_good = true;

	if (!take_word(&line, end, &word, &len))
		return true;
	/* Link-local addresses of one interface are of no use to us. */
	if (memchr(word, '%', len) != NULL)
		return true;
	if (len >= sizeof text)
		return false;
	memcpy(text, word, len);
	text[len] = '\0';
	if (!ip_address_parse(text, &address))
		return false;
	while (take_word(&line, end, &word, &len)) {
		if (!is_name(word, len)) {
			is_good = false;
			continue;
		}
		memcpy(text, word, len);
		text[len] = '\0';
		fn(arg, &address, text);
	}
	return is_good;
}

size_t
hosts_parse(const char *text, size_t len, hosts_fn fn, void *arg)
{
	const char *end = text + len;
	size_t bad = 0;

	while (text < end) {
		const char *line_end = memchr(text, '\n', (size_t)(end - text));
		const char *comment;

		if (line_end == NULL)
			line_end = end;
		comment = memchr(text, '#', (size_t)(line_end - text));
		if (!parse_line(
			text, comment != NULL ? comment : line_end, fn, arg))
			bad++;
		text = line_end + (line_end < end);
	}
	return bad;
}
