/* Stamps of files; see file_stamp.h. */
#include "files/file_stamp.h"

#include <string.h>

#include "base/hash.h"

uint64_t
file_stamp(uint64_t hash, const char *path, struct stat *ret_st)
{
	struct {
		dev_t device;
		ino_t inode;
		off_t size;
		struct timespec written, changed;
	} of;

	memset(&of, 0, sizeof of); /* the padding too */
	*ret_st = (struct stat){0};
	if (stat(path, ret_st) == 0) {
		of.device = ret_st->st_dev;
		of.inode = ret_st->st_ino;
		of.size = ret_st->st_size;
		of.written = ret_st->st_mtim;
		of.changed = ret_st->st_ctim;
	}
	hash = hash_text(hash, path);
	return hash_bytes(hash, &of, sizeof of);
}
