/* chainwatch: arguments and exit codes. */
#include <stdio.h>

int
main(void)
{
	fprintf(stderr, "chainwatch: not wired yet\n");
	return 3;
}
