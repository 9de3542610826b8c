/* chainwatch: the command beside the daemon. */
#include <signal.h>

#include "cli/command.h"

int
main(int argc, char **argv)
{
	/* A reader of our output that went away shows as a failed write. */
	signal(SIGPIPE, SIG_IGN);
	return (int)commands_run(argc, argv);
}
