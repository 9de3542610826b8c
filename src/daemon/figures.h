/*
 * What /metrics tells of the daemon itself, beside what the web server knows:
 * sinks, fetching, the configuration, the process.
 */
#pragma once

#include "daemon/daemon.h"
#include "render/render_metrics.h"

/* arg: the daemon. */
void figures_fill(void *arg, struct metric_values *values);
