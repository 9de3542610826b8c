/* chainwatchd: arguments and exit codes. */
#include <stdio.h>

int
main(void)
{
	fprintf(stderr, "chainwatchd: not wired yet\n");
	return 3;
}
