/*
 * struct process: what the kernel says of this process (proc_pid_stat(5)),
 * under the names that exporters give it. What cannot be read is -1.
 */
#pragma once

#include <stdint.h>

struct process {
	double cpu_s;	   /* user and system */
	double started_at; /* seconds since 1970 */
	int64_t resident_bytes, virtual_bytes, open_fds, max_fds;
};

struct process process_read(void);
