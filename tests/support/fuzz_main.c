/*
 * Stands in for libFuzzer where the compiler has none: runs the fuzz target
 * over every file named, or in every folder named, on the command line; with
 * none, over the target's own seeds. Each file is run as it is, cut short at
 * many places, and spoiled in many ways by a fixed generator, so that make
 * check says the same every time.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SEED_MAX (1 << 20)
#define CUTS 64
#define SPOILED_COPIES 256
#define SPOILS_A_COPY 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* xorshift64*: the same numbers on every machine. */
static uint64_t
next_number(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 2685821657736338717ULL;
}

/* From memory of exactly that size, so that ASan sees a step too far. */
static void
run_exact(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size == 0 ? 1 : size);

	if (copy == NULL)
		abort();
	memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static void
spoil(uint8_t *data, size_t size, uint64_t *state)
{
	static const uint8_t favourites[] = {
	    0x00, 0x01, 0x7f, 0x80, 0xff, '\n', '-', '='};
	uint64_t number = next_number(state);
	size_t at = (size_t)(number >> 16) % size;

	switch (number & 3) {
	case 0: data[at] ^= (uint8_t)(1u << ((number >> 8) & 7)); break;
	case 1: data[at] = (uint8_t)(number >> 8); break;
	case 2: data[at] = favourites[(number >> 8) & 7]; break;
	case 3: data[at]++; break;
	}
}

static void
run_variants(const uint8_t *data, size_t size)
{
	uint64_t state = 0x9e3779b97f4a7c15ULL + size;
	uint8_t *copy = malloc(size == 0 ? 1 : size);

	if (copy == NULL)
		abort();
	run_exact(data, size);
	for (size_t i = 0; i < CUTS && size > 0; i++)
		run_exact(data, size * i / CUTS);
	for (size_t i = 0; i < SPOILED_COPIES && size > 0; i++) {
		memcpy(copy, data, size);
		for (size_t k = 0; k <= i % SPOILS_A_COPY; k++)
			spoil(copy, size, &state);
		run_exact(copy, size);
	}
	free(copy);
}

static bool
run_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = malloc(SEED_MAX);
	size_t size;

	if (file == NULL || data == NULL) {
		perror(path);
		free(data);
		if (file != NULL)
			fclose(file);
		return false;
	}
	size = fread(data, 1, SEED_MAX, file);
	fclose(file);
	run_variants(data, size);
	free(data);
	return true;
}

/* Gives the count of files run, -1 when one could not be read. */
static int
run_folder(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	int count = 0;

	if (folder == NULL) {
		perror(path);
		return -1;
	}
	while (count >= 0 && (entry = readdir(folder)) != NULL) {
		char name[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
		count = run_file(name) ? count + 1 : -1;
	}
	closedir(folder);
	return count;
}

static int
run_path(const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return run_folder(path);
	return run_file(path) ? 1 : -1;
}

int
main(int argc, char **argv)
{
	static char seeds[] = TEST_SRCDIR "/fuzz/seeds/" FUZZ_SEEDS;
	char *own[] = {argv[0], seeds};
	char **paths = argc > 1 ? argv : own;
	int path_count = argc > 1 ? argc : 2, total = 0;

	for (int i = 1; i < path_count; i++) {
		int count;

		if (paths[i][0] == '-')
			continue; /* an option of libFuzzer's */
		count = run_path(paths[i]);
		if (count < 0)
			return 1;
		total += count;
	}
	if (total == 0) {
		fprintf(stderr, "%s: no seed to run\n", argv[0]);
		return 1;
	}
	printf("%d files and their variants\n", total);
	return 0;
}
