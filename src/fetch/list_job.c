/* What is done to files of lists; see list_job.h. */
#include "fetch/list_job.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "fetch/list_folder.h"
#include "pki/crl_proof.h"
#include "pki/crl_walk.h"

#define PIECE (64u << 10)
#define NEW_SUFFIX ".new"
#define MAX_SWEPT 100000

struct list_spool {
	int fd; /* -1: not begun */
	char *path;
	struct error err; /* the first trouble; the rest is not written */
};

struct list_spool *
list_spool_new(void)
{
	struct list_spool *spool = MEM_NEW(struct list_spool);

	spool->fd = -1;
	return spool;
}

/* A file that was not put in its place goes. */
static void
free_spool(struct list_spool *spool)
{
	if (spool == NULL)
		return;
	if (spool->fd >= 0)
		close(spool->fd);
	if (spool->path != NULL)
		unlink(spool->path);
	free(spool->path);
	free(spool);
}

struct list_job *
list_job_new(enum list_job_kind kind, const char *name)
{
	struct list_job *job = MEM_NEW(struct list_job);

	job->kind = kind;
	job->name = mem_strdup(name);
	return job;
}

void
list_job_free(struct list_job *job)
{
	if (job->kind != LIST_JOB_PIECE)
		free_spool(job->spool);
	free(job->name);
	free(job->bytes);
	free(job->asked);
	texts_clear(&job->names);
	revocation_askers_clear(&job->askers);
	crl_free(job->crl);
	free(job);
}

void
list_job_ask(struct list_job *job, const uint64_t *asked, size_t count)
{
	if (count == 0)
		return;
	job->asked = mem_dup(asked, count * sizeof *asked);
	job->asked_count = count;
}

bool
list_job_is_answered(const struct list_job *job)
{
	return job->kind == LIST_JOB_END || job->kind == LIST_JOB_WALK;
}

static void
begin_spool(struct list_spool *spool, const char *folder, const char *name)
{
	if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
		error_set_errno(&spool->err, "%.200s", folder);
		return;
	}
	spool->path = mem_printf("%s/%s" NEW_SUFFIX, folder, name);
	spool->fd =
	    open(spool->path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (spool->fd < 0)
		error_set_errno(&spool->err, "%.200s", spool->path);
}

static void
write_piece(struct list_job *job, const char *folder)
{
	struct list_spool *spool = job->spool;
	size_t done = 0;

	if (spool->fd < 0 && spool->err.kind == ERROR_NONE)
		begin_spool(spool, folder, job->name);
	while (done < job->len && spool->err.kind == ERROR_NONE) {
		ssize_t n =
		    write(spool->fd, job->bytes + done, job->len - done);

		if (n < 0 && errno != EINTR)
			error_set_errno(&spool->err, "%.200s", spool->path);
		else if (n > 0)
			done += (size_t)n;
	}
}

static bool
read_piece(int fd, uint8_t *bytes, size_t *ret_len, struct error *err)
{
	ssize_t n;

	do {
		n = read(fd, bytes, PIECE);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return error_set_errno(err, "a revocation list");
	*ret_len = (size_t)n;
	return true;
}

/* One that was read in one piece is kept whole: whoever is asked about next
 * costs nothing. */
static struct crl *
walk_file(int fd, const uint64_t *asked, size_t count, size_t *ret_len,
    struct error *err)
{
	CLEANUP(free) uint8_t *bytes = mem_new(PIECE, 1);
	CLEANUP(crl_walk_free)
	struct crl_walk *walk = crl_walk_new(asked, count);
	struct crl *crl;
	size_t len = 0;

	*ret_len = 0;
	for (;;) {
		if (!read_piece(fd, bytes, &len, err))
			return NULL;
		if (len == 0)
			break;
		if (!crl_walk_feed(walk, bytes, len, err))
			return NULL;
		*ret_len += len;
	}
	crl = crl_walk_end(walk, err);
	if (crl == NULL || *ret_len > LIST_FOLDER_WHOLE_BYTES)
		return crl;
	crl_free(crl);
	if (lseek(fd, 0, SEEK_SET) != 0 || !read_piece(fd, bytes, &len, err))
		return NULL;
	return crl_new(bytes, len, err);
}

static struct crl *
walk_asked(struct list_job *job, int fd)
{
	return walk_file(
	    fd, job->asked, job->asked_count, &job->whole_len, &job->err);
}

/* The one that is there, if it is proven; when it begins counts not. */
static struct crl *
read_proven(const struct list_job *job, const char *path,
    enum revocation_proof *ret_proof)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct error err = ERROR_INIT;
	const char *fault;
	struct crl *crl;
	size_t len;

	if (fd < 0)
		return NULL;
	crl = walk_file(fd, NULL, 0, &len, &err);
	close(fd);
	if (crl == NULL)
		return NULL;
	*ret_proof = revocation_proof_of(
	    crl, &job->askers, REVOCATION_PROOF_ANY_TIME, &fault);
	if (*ret_proof == REVOCATION_UNPROVEN)
		crl_free(TAKE(crl));
	return crl;
}

static void
prove(struct list_job *job)
{
	job->proof =
	    revocation_proof_of(job->crl, &job->askers, job->now, &job->fault);
}

/* The certificate of its signer may be what is wanting: what has ended says
 * nothing of who is good, and this may be all that there will be. */
static bool
is_fresher(const struct list_job *job, const struct crl *kept)
{
	return kept->next_update < job->now &&
	    job->crl->next_update >= job->now &&
	    job->crl->this_update <= job->now &&
	    job->crl->this_update > kept->this_update;
}

/* May what came take the place of what is there? That is looked at only when
 * there is doubt: without a proof nothing takes the place of what is proven,
 * nor what is older, nor a stranger's that of one who is trusted. */
static bool
may_replace(struct list_job *job, const char *path)
{
	CLEANUP(crl_free) struct crl *kept = NULL;
	enum revocation_proof of_kept = REVOCATION_UNPROVEN;

	prove(job);
	if (job->proof == REVOCATION_UNPROVEN)
		error_set(&job->err, ERROR_INVALID,
		    "a revocation list that cannot be believed: %s",
		    job->fault);
	else if (job->crl->this_update > job->newest &&
	    (job->proof == REVOCATION_PROVEN ||
		!revocation_askers_has_trusted(&job->askers)))
		return true;
	kept = read_proven(job, path, &of_kept);
	if (kept == NULL)
		return true;
	if (job->proof != REVOCATION_UNPROVEN && job->proof < of_kept)
		error_set(&job->err, ERROR_INVALID,
		    "a revocation list that cannot be believed: its issuer is "
		    "not trusted");
	else if (job->proof == of_kept && crl_is_older(job->crl, kept))
		error_set(&job->err, ERROR_INVALID,
		    "an older revocation list than the one of before");
	job->is_beside =
	    job->proof == REVOCATION_UNPROVEN && is_fresher(job, kept);
	return job->err.kind == ERROR_NONE;
}

static void
end_spool(struct list_job *job, const char *folder)
{
	struct list_spool *spool = job->spool;
	CLEANUP(free) char *path = mem_printf("%s/%s", folder, job->name);

	if (spool->err.kind != ERROR_NONE) {
		job->err = spool->err;
		return;
	}
	if (spool->fd < 0) {
		error_set(&job->err, ERROR_INVALID,
		    "not a revocation list: it is empty");
		return;
	}
	if (lseek(spool->fd, 0, SEEK_SET) != 0) {
		error_set_errno(&job->err, "%.200s", spool->path);
		return;
	}
	job->crl = walk_asked(job, spool->fd);
	if (job->crl == NULL)
		return;
	if (!may_replace(job, path)) {
		if (!job->is_beside)
			crl_free(TAKE(job->crl));
		return;
	}
	if (rename(spool->path, path) == 0) {
		free(TAKE(spool->path));
		return;
	}
	error_set_errno(&job->err, "%.200s", path);
	crl_free(TAKE(job->crl));
}

static void
walk(struct list_job *job, const char *folder)
{
	CLEANUP(free) char *path = mem_printf("%s/%s", folder, job->name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		error_set_errno(&job->err, "%.200s", path);
		return;
	}
	job->crl = walk_asked(job, fd);
	close(fd);
	if (job->crl != NULL && job->askers.items.len > 0)
		prove(job);
}

static void
drop(const char *folder, const char *name)
{
	CLEANUP(free) char *path = mem_printf("%s/%s", folder, name);

	unlink(path);
}

static void
sweep(const struct list_job *job, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	if (dir == NULL)
		return;
	for (int i = 0; i < MAX_SWEPT && (entry = readdir(dir)) != NULL; i++) {
		if (entry->d_name[0] != '.' &&
		    !texts_has(&job->names, entry->d_name))
			drop(folder, entry->d_name);
	}
	closedir(dir);
}

void
list_job_do(struct list_job *job, const char *folder)
{
	switch (job->kind) {
	case LIST_JOB_PIECE: write_piece(job, folder); break;
	case LIST_JOB_END: end_spool(job, folder); break;
	case LIST_JOB_ABORT: break; /* freeing it does all */
	case LIST_JOB_WALK: walk(job, folder); break;
	case LIST_JOB_DROP: drop(folder, job->name); break;
	case LIST_JOB_SWEEP: sweep(job, folder); break;
	}
}
