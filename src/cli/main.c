/* chainwatch: the command beside the daemon. */
#include <signal.h>

#include "cli/command.h"
#include "pki/crypto_error.h"

int
main(int argc, char **argv)
{
	/* A reader of our output that went away shows as a failed write. */
	signal(SIGPIPE, SIG_IGN);
	crypto_start();
	return (int)commands_run(argc, argv);
}
