/*
 * main of an asker:
 *
 *	ask_STACK CORPUS [MODE]
 *
 * prints a line for each chain of the corpus: NUMBER accept|refuse WHY.
 */
#include "ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX (1 << 20)
#define CERTS_MAX 200

static void
die(const char *what)
{
	fprintf(stderr, "ask: %s\n", what);
	exit(1);
}

static char *
read_text(const char *folder, const char *number, const char *name)
{
	char path[4096], *text = malloc(FILE_MAX);
	FILE *file;
	size_t len;

	snprintf(path, sizeof path, "%s/%s%s%s", folder, number,
	    number[0] == '\0' ? "" : "/", name);
	file = fopen(path, "r");
	if (file == NULL || text == NULL)
		die(path);
	len = fread(text, 1, FILE_MAX - 1, file);
	text[len] = '\0';
	fclose(file);
	return text;
}

static int
value_of(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? -1 : (int)(at - digits);
}

static struct ask_der
decode(const char *from, const char *to)
{
	struct ask_der der = {malloc((size_t)(to - from) + 1), 0};
	unsigned bits = 0, count = 0;

	for (; from < to; from++) {
		int value = value_of(*from);

		if (value < 0)
			continue;
		bits = bits << 6 | (unsigned)value;
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		der.bytes[der.len++] = (unsigned char)(bits >> count);
	}
	return der;
}

static struct ask_der *
decode_all(const char *pem, size_t *ret_count)
{
	static const char begin[] = "-----BEGIN CERTIFICATE-----";
	struct ask_der *all = calloc(CERTS_MAX, sizeof *all);

	*ret_count = 0;
	while ((pem = strstr(pem, begin)) != NULL && *ret_count < CERTS_MAX) {
		const char *end = strstr(pem, "-----END");

		if (end == NULL)
			die("a PEM block without end");
		all[(*ret_count)++] = decode(pem + sizeof begin - 1, end);
		pem = end;
	}
	return all;
}

static void
free_all(struct ask_der *all, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(all[i].bytes);
	free(all);
}

static void
ask(const char *folder, const char *number, const char *mode)
{
	struct ask_chain chain = {
	    .sent_pem = read_text(folder, number, "sent.pem"),
	    .anchors_pem = read_text(folder, number, "anchors.pem"),
	    .name = read_text(folder, number, "name"),
	};
	char *when = read_text(folder, number, "time");
	char why[ASK_WHY_MAX] = "";
	bool accepts;

	chain.name[strcspn(chain.name, "\n")] = '\0';
	chain.is_address = strchr(chain.name, ':') != NULL ||
	    strspn(chain.name, "0123456789.") == strlen(chain.name);
	chain.at = strtoll(when, NULL, 10);
	chain.sent = decode_all(chain.sent_pem, &chain.sent_count);
	chain.anchors = decode_all(chain.anchors_pem, &chain.anchor_count);
	accepts = ask_stack(&chain, mode, why);
	printf("%s %s %s\n", number, accepts ? "accept" : "refuse", why);
	free_all(chain.sent, chain.sent_count);
	free_all(chain.anchors, chain.anchor_count);
	free(chain.sent_pem);
	free(chain.anchors_pem);
	free(chain.name);
	free(when);
}

int
main(int argc, char **argv)
{
	char *chains, *line;
	const char *mode = argc > 2 ? argv[2] : "";

	if (argc < 2)
		die("usage: ask_STACK CORPUS [MODE]");
	ask_begin(mode);
	chains = read_text(argv[1], "", "chains");
	for (line = chains; *line != '\0';) {
		char *next = strchr(line, '\n');

		if (next != NULL)
			*next++ = '\0';
		line[strcspn(line, " ")] = '\0';
		ask(argv[1], line, mode);
		line = next == NULL ? strchr(line, '\0') : next;
	}
	free(chains);
	return 0;
}
