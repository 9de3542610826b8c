/* Edit distance over short words; see spelling.h. */
#include "config/spelling.h"

#include <ctype.h>
#include <string.h>

#define MAX_LETTERS 40
#define MAX_DISTANCE 2

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Damerau and Levenshtein, neighbours swapped counting once. */
static unsigned
distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	unsigned rows[MAX_LETTERS + 1][MAX_LETTERS + 1];

	for (unsigned i = 0; i <= a_len; i++)
		rows[i][0] = i;
	for (unsigned j = 0; j <= b_len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		for (size_t j = 1; j <= b_len; j++) {
			int x = tolower((unsigned char)a[i - 1]);
			int y = tolower((unsigned char)b[j - 1]);
			unsigned cost = rows[i - 1][j - 1] + (x != y);

			cost = least(cost, rows[i - 1][j] + 1);
			cost = least(cost, rows[i][j - 1] + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				cost = least(cost, rows[i - 2][j - 2] + 1);
			rows[i][j] = cost;
		}
	}
	return rows[a_len][b_len];
}

void
spelling_offer(struct spelling *spelling, const char *candidate)
{
	size_t a = strnlen(spelling->word, MAX_LETTERS + 1);
	size_t b = strnlen(candidate, MAX_LETTERS + 1);
	unsigned d;

	if (a > MAX_LETTERS || b > MAX_LETTERS || a == 0)
		return;
	if (a > b + MAX_DISTANCE || b > a + MAX_DISTANCE)
		return;
	d = distance(spelling->word, a, candidate, b);
	/* In a short word two wrong letters are another word. */
	if (d > MAX_DISTANCE || d * 2 >= b)
		return;
	if (spelling->best == NULL || d < spelling->distance) {
		spelling->best = candidate;
		spelling->distance = d;
	}
}
