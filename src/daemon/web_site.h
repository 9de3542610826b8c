/* The web server of a daemon: where the configuration, or the service manager,
 * says that it listens. */
#pragma once

#include "daemon/daemon.h"

/* NULL: nowhere, or that failed, which is logged: without it all else goes on.
 */
struct web *web_site_open(struct daemon *daemon);
void web_site_close(struct web *web);
/* What the configuration wants and this program was built without, in words;
 * NULL: nothing. */
const char *web_site_lacks(const struct config *config);
