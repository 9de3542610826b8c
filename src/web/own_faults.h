/* What is wrong with the monitor itself, above all else that a page says. */
#pragma once

#include "model/monitor_fault.h"
#include "web/html.h"

/* Nothing, where nothing is. */
void own_faults_add(
    struct html *html, const struct monitor_fault_list *faults, int64_t now);
