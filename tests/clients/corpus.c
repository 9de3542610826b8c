/*
 * Writes the corpus of chains that real TLS stacks are asked about: each
 * feature of a file alone, and pairs of them.
 *
 *	corpus FEATURES FOLDER [NOW]
 *
 * With NOW (seconds since 1970) its chains are for clients that know one clock
 * and one trust store: dates are around that time, and no two chains have a
 * CA's name or a URL in common, so that all anchors can be trusted at once.
 *
 * Of each chain, in a folder of its own under FOLDER:
 *	case		the recipe; tests/judge/test_cases plays it
 *	sent.pem	what the server sends, in that order
 *	anchors.pem	whom the client trusts
 *	fetched.pem	what the caIssuers URLs of the chain answer
 *	key.pem		of the first certificate sent
 *	name, time	what it asks for, and when (seconds since 1970)
 *	ours		a line a client: NAME accept|refuse REASON
 * and in FOLDER a file "chains": NUMBER and the features, a line each.
 */
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "pki/pem.h"
#include "support/case.h"

#define FEATURES_MAX 400
#define LINES_MAX 24
#define FILE_MAX (1u << 20)
#define TEXT_MAX 65536
/* Of all pairs that can be made, one in so many. */
#define PAIR_SHARE 101
#define PAIRS_MAX 100 /* that are asked for */

struct feature {
	const char *name;
	const char *lines[LINES_MAX];
	size_t line_count;
	bool is_alone; /* makes no pairs */
};

struct corpus {
	struct feature features[FEATURES_MAX];
	size_t count;
	char *pairs[PAIRS_MAX]; /* "NAME + NAME" */
	size_t pair_count;
	const char *folder;
	FILE *index;
	unsigned written;
	bool is_apart;
};

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "corpus: %s: %s\n", what, why);
	exit(1);
}

static void
read_features(struct corpus *corpus, char *text)
{
	struct feature *feature = NULL;

	for (char *line = text, *next; line != NULL; line = next) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		if (line[0] == '#' || line[0] == '\0')
			continue;
		if (strncmp(line, "pair ", 5) == 0) {
			if (corpus->pair_count == PAIRS_MAX)
				die(line, "too many pairs");
			corpus->pairs[corpus->pair_count++] = line + 5;
			continue;
		}
		if (strncmp(line, "feature ", 8) == 0 ||
		    strncmp(line, "alone ", 6) == 0) {
			if (corpus->count == FEATURES_MAX)
				die(line, "too many features");
			feature = &corpus->features[corpus->count++];
			feature->name = strchr(line, ' ') + 1;
			feature->is_alone = line[0] == 'a';
			continue;
		}
		if (feature == NULL || feature->line_count == LINES_MAX)
			die(line, "belongs to no feature, or is too much");
		feature->lines[feature->line_count++] = line;
	}
}

static size_t
key_len(const char *line)
{
	return strcspn(line, " ");
}

/* Of "leaf+ ku=x eku=y": does it set what that word sets? */
static bool
sets_same(const char *line, const char *word, size_t len)
{
	size_t name = strcspn(word, "= ") < len ? strcspn(word, "= ") : len;

	for (const char *at = strchr(line, ' '); at != NULL;
	     at = strchr(at, ' ')) {
		at++;
		if (strncmp(at, "ext=", 4) != 0 &&
		    strncmp(at, word, name) == 0 &&
		    (at[name] == '=' || at[name] == ' ' || at[name] == '\0'))
			return true;
	}
	return false;
}

static bool
lines_clash(const char *a, const char *b)
{
	size_t len = key_len(a);
	const char *word = strchr(b, ' ');

	if (len != key_len(b) || strncmp(a, b, len) != 0)
		return false;
	if (strcmp(a, "cert") == 0 || strncmp(a, "cert ", 5) == 0) {
		/* the same certificate otherwise */
		size_t name = strcspn(a + 5, ":") + 6;

		return strncmp(a, b, name) == 0;
	}
	if (a[len - 1] != '+')
		return true;
	for (; word != NULL; word = strchr(word + 1, ' ')) {
		if (sets_same(a, word + 1, strcspn(word + 1, " ")))
			return true;
	}
	return false;
}

static bool
clash(const struct feature *a, const struct feature *b)
{
	for (size_t i = 0; i < a->line_count; i++) {
		for (size_t k = 0; k < b->line_count; k++) {
			if (lines_clash(a->lines[i], b->lines[k]))
				return true;
		}
	}
	return false;
}

static void
add_attributes(struct strbuf *buf, const char *cert,
    const struct feature *const *features, size_t count)
{
	size_t len = strlen(cert);

	for (size_t f = 0; f < count; f++) {
		for (size_t i = 0; i < features[f]->line_count; i++) {
			const char *line = features[f]->lines[i];

			if (strncmp(line, cert, len) == 0 &&
			    strncmp(line + len, "+ ", 2) == 0)
				strbuf_addf(buf, " %s", line + len + 2);
		}
	}
	strbuf_add(buf, "\n");
}

/* The line of that key, or the base's. */
static void
add_line(struct strbuf *buf, const char *key, const char *base,
    const struct feature *const *features, size_t count)
{
	bool is_found = false;

	for (size_t f = 0; f < count; f++) {
		for (size_t i = 0; i < features[f]->line_count; i++) {
			const char *line = features[f]->lines[i];

			if (strncmp(line, key, strlen(key)) != 0)
				continue;
			is_found = true;
			strbuf_addf(buf, "%s\n", line);
		}
	}
	if (!is_found)
		strbuf_add(buf, base);
}

static bool
sets_issuer(
    const char *cert, const struct feature *const *features, size_t count)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(TEXT_MAX);

	add_attributes(&buf, cert, features, count);
	return strstr(strbuf_text(&buf), " issuer=") != NULL;
}

static void
compose(struct strbuf *buf, const struct feature *const *features, size_t count)
{
	for (size_t f = 0; f < count; f++)
		strbuf_addf(buf, "# %s\n", features[f]->name);
	strbuf_add(buf, "cert root: ca");
	add_attributes(buf, "root", features, count);
	strbuf_add(buf, "cert inter: ca issuer=root");
	add_attributes(buf, "inter", features, count);
	add_line(buf, "garbage ", "", features, count);
	add_line(buf, "cert ", "", features, count);
	strbuf_addf(buf, "cert leaf:%s",
	    sets_issuer("leaf", features, count) ? "" : " issuer=inter");
	add_attributes(buf, "leaf", features, count);
	add_line(buf, "present:", "present: leaf inter\n", features, count);
	add_line(buf, "fetched:", "", features, count);
	add_line(buf, "store ", "store system: root\n", features, count);
	add_line(buf, "name:", "", features, count);
	/* the askers staple nothing, which the stacks see */
	strbuf_add(buf, "stapling: asked\n");
	strbuf_add(buf, "at: now\n");
}

#define NAME_EVERYWHERE ",O=Test"
#define HOST_EVERYWHERE "http://aia.example.test/"

/* A word of a line "cert ...", with names of that chain alone. */
static void
add_word_apart(
    struct strbuf *buf, const char *word, size_t len, unsigned number)
{
	static const char url[] = "aia=" HOST_EVERYWHERE;
	size_t tail = strlen(NAME_EVERYWHERE);

	if (strncmp(word, "subject=", 8) == 0 && len > tail &&
	    strncmp(word + len - tail, NAME_EVERYWHERE, tail) == 0)
		strbuf_addf(
		    buf, "%.*s,O=Test %04u", (int)(len - tail), word, number);
	else if (strncmp(word, url, strlen(url)) == 0)
		strbuf_addf(buf, "%s%04u/%.*s", url, number,
		    (int)(len - strlen(url)), word + strlen(url));
	else
		strbuf_addf(buf, "%.*s", (int)len, word);
}

/* Its CAs keep their keys, which are slow to make, under names of their own. */
static void
add_cert_apart(
    struct strbuf *buf, const char *line, size_t len, unsigned number)
{
	const char *name = line + 5, *end = line + len;
	int name_len = (int)strcspn(name, ":");
	bool has_subject = false, has_key = false;

	for (const char *word = line; word < end;) {
		size_t word_len = strcspn(word, " \n");

		has_subject |= strncmp(word, "subject=", 8) == 0;
		has_key |= strncmp(word, "key=", 4) == 0;
		if (strncmp(word, "subject=", 8) == 0)
			strbuf_add(buf, "\"");
		add_word_apart(buf, word, word_len, number);
		if (strncmp(word, "subject=", 8) == 0)
			strbuf_add(buf, "\"");
		strbuf_add(buf, " ");
		word += word_len + 1;
	}
	if (!has_subject)
		strbuf_addf(buf, "\"subject=CN=%.*s,O=Test %04u\" ", name_len,
		    name, number);
	if (!has_key)
		strbuf_addf(buf, "key=CN=%.*s,O=Test", name_len, name);
	strbuf_add(buf, "\n");
}

static void
set_apart(struct strbuf *text, unsigned number)
{
	CLEANUP(strbuf_clear) struct strbuf apart = STRBUF_INIT(TEXT_MAX);
	const char *line = strbuf_text(text);

	while (*line != '\0') {
		size_t len = strcspn(line, "\n");

		if (strncmp(line, "cert ", 5) == 0)
			add_cert_apart(&apart, line, len, number);
		else
			strbuf_addf(&apart, "%.*s\n", (int)len, line);
		line += len + 1;
	}
	strbuf_clear(text);
	strbuf_add(text, strbuf_text(&apart));
}

static void
write_text(const char *folder, const char *name, const char *text)
{
	CLEANUP(free) char *path = mem_printf("%s/%s", folder, name);
	FILE *file = fopen(path, "we");

	if (file == NULL || fputs(text, file) == EOF || fclose(file) != 0)
		die(path, "cannot be written");
}

static void
write_clients(const char *folder, const struct case_file *file)
{
	CLEANUP(report_unref)
	struct report *report = case_judge(file, &file->looks.items[0]);
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(TEXT_MAX);

	ARRAY_EACH (client, &report->clients)
		strbuf_addf(&buf, "%s %s %s\n", client->name,
		    client->accepts ? "accept" : "refuse",
		    client->reason == NULL ? "" : client->reason);
	write_text(folder, "ours", strbuf_text(&buf));
}

/* Of the chain's first certificate; garbage has none. */
static void
write_key(const char *folder, const struct case_file *file)
{
	CLEANUP(free) char *path = mem_printf("%s/key.pem", folder);
	FILE *out = fopen(path, "we");

	if (out == NULL)
		die(path, "cannot be written");
	ARRAY_EACH (cert, &file->certs) {
		if (cert->cert != file->presented->certs[0] ||
		    cert->mint == NULL)
			continue;
		if (PEM_write_PrivateKey(
			out, cert->mint->key, NULL, NULL, 0, NULL, NULL) != 1)
			die(path, "cannot be written");
		break;
	}
	if (fclose(out) != 0)
		die(path, "cannot be written");
}

static void
write_set(const char *folder, const char *name, const struct cert_set *set)
{
	CLEANUP(strbuf_clear) struct strbuf buf = STRBUF_INIT(FILE_MAX);

	for (size_t i = 0; set != NULL && i < cert_set_len(set); i++)
		pem_write_cert(&buf, cert_set_at(set, i));
	write_text(folder, name, strbuf_text(&buf));
}

static void
write_evidence(const char *folder, const struct case_file *file)
{
	CLEANUP(strbuf_clear) struct strbuf sent = STRBUF_INIT(FILE_MAX);
	CLEANUP(strbuf_clear) struct strbuf anchors = STRBUF_INIT(FILE_MAX);
	CLEANUP(free) char *name = mem_printf("%s\n", file->name.text);
	CLEANUP(free)
	char *when = mem_printf("%lld\n", (long long)file->looks.items[0].at);

	for (size_t i = 0; i < file->presented->len; i++)
		pem_write_cert(&sent, file->presented->certs[i]);
	ARRAY_EACH (store, &file->stores) {
		for (size_t i = 0; i < cert_set_len((*store)->anchors); i++)
			pem_write_cert(
			    &anchors, cert_set_at((*store)->anchors, i));
	}
	write_text(folder, "sent.pem", strbuf_text(&sent));
	write_text(folder, "anchors.pem", strbuf_text(&anchors));
	write_text(folder, "name", name);
	write_text(folder, "time", when);
	write_set(folder, "fetched.pem", file->known[KNOWN_FETCHED]);
	write_key(folder, file);
}

static void
write_chain(
    struct corpus *corpus, const struct feature *a, const struct feature *b)
{
	const struct feature *features[] = {a, b};
	CLEANUP(strbuf_clear) struct strbuf text = STRBUF_INIT(TEXT_MAX);
	CLEANUP(free)
	char *folder = mem_printf("%s/%04u", corpus->folder, ++corpus->written);
	CLEANUP(free) char *path = mem_printf("%s/case", folder);
	struct case_file file;
	struct error err = ERROR_INIT;

	compose(&text, features, b == NULL ? 1 : 2);
	if (corpus->is_apart)
		set_apart(&text, corpus->written);
	if (mkdir(folder, 0755) != 0)
		die(folder, "cannot be made");
	write_text(folder, "case", strbuf_text(&text));
	if (!case_read(path, &file, &err))
		die(path, err.message);
	write_evidence(folder, &file);
	write_clients(folder, &file);
	case_clear(&file);
	fprintf(corpus->index, "%04u %s%s%s\n", corpus->written, a->name,
	    b == NULL ? "" : " + ", b == NULL ? "" : b->name);
}

static const struct feature *
find_feature(const struct corpus *corpus, const char *name)
{
	for (size_t i = 0; i < corpus->count; i++) {
		if (strcmp(corpus->features[i].name, name) == 0)
			return &corpus->features[i];
	}
	die(name, "a pair names it, and it is no feature");
	return NULL;
}

static bool
is_asked_for(const struct corpus *corpus, const struct feature *a,
    const struct feature *b)
{
	size_t len = strlen(a->name);

	for (size_t i = 0; i < corpus->pair_count; i++) {
		const char *pair = corpus->pairs[i];

		if (strncmp(pair, a->name, len) == 0 &&
		    strncmp(pair + len, " + ", 3) == 0 &&
		    strcmp(pair + len + 3, b->name) == 0)
			return true;
	}
	return false;
}

static void
write_pairs(struct corpus *corpus)
{
	for (size_t i = 0; i < corpus->pair_count; i++) {
		char *plus = strstr(corpus->pairs[i], " + ");
		const struct feature *a, *b;

		if (plus == NULL)
			die(corpus->pairs[i], "want NAME + NAME");
		*plus = '\0';
		a = find_feature(corpus, corpus->pairs[i]);
		b = find_feature(corpus, plus + 3);
		if (clash(a, b))
			die(plus + 3, "says the same thing differently");
		write_chain(corpus, a, b);
	}
}

static void
write_all(struct corpus *corpus)
{
	size_t pairs = 0;

	for (size_t i = 0; i < corpus->count; i++)
		write_chain(corpus, &corpus->features[i], NULL);
	for (size_t i = 1; i < corpus->count; i++) {
		for (size_t k = i + 1; k < corpus->count; k++) {
			const struct feature *a = &corpus->features[i];
			const struct feature *b = &corpus->features[k];

			if (!a->is_alone && !b->is_alone && !clash(a, b) &&
			    pairs++ % PAIR_SHARE == 0 &&
			    !is_asked_for(corpus, a, b))
				write_chain(corpus, a, b);
		}
	}
	write_pairs(corpus);
}

int
main(int argc, char **argv)
{
	static struct corpus corpus;
	CLEANUP(free) char *index = NULL;
	struct error err = ERROR_INIT;
	uint8_t *text;
	size_t len;

	if (argc != 3 && argc != 4)
		die("usage", "corpus FEATURES FOLDER [NOW]");
	if (argc == 4) {
		corpus.is_apart = true;
		mint_now = strtoll(argv[3], NULL, 10);
	}
	if (!file_read(argv[1], FILE_MAX, &text, &len, &err))
		die(argv[1], err.message);
	corpus.folder = argv[2];
	index = mem_printf("%s/chains", argv[2]);
	corpus.index = fopen(index, "we");
	if (corpus.index == NULL)
		die(index, "cannot be written");
	read_features(&corpus, (char *)text);
	write_all(&corpus);
	if (fclose(corpus.index) != 0)
		die(index, "cannot be written");
	printf("corpus: %u chains of %zu features\n", corpus.written,
	    corpus.count);
	free(text);
	return 0;
}
