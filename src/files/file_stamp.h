/*
 * Was a file written, or put in the place of another? By stat alone, through
 * links: what is renamed onto a path, or behind a link that was flipped, is
 * another file.
 */
#pragma once

#include <stdint.h>
#include <sys/stat.h>

/* hash and the file's stamp in one; all zero in *ret_st: it is not there. */
uint64_t file_stamp(uint64_t hash, const char *path, struct stat *ret_st);
