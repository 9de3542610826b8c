/* X509_verify_cert on a path that is known; see verify.h. */
#include "judge/verify.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "base/mem.h"

struct verifier {
	X509_STORE *store;
	X509_STORE_CTX *ctx;
	STACK_OF(X509) * between, *anchor;
	/* of the call in progress */
	const struct path *path;
	struct verify_result *result;
};

static struct verifier *
verifier_of(X509_STORE_CTX *ctx)
{
	return X509_STORE_CTX_get_app_data(ctx);
}

/* The issuer is whoever stands next in the path: the search has compared names
 * and checked the signature. OpenSSL's own test would look for another issuer
 * where a key identifier differs, and find none. */
static int
is_issued_along_path(X509_STORE_CTX *ctx, X509 *x509, X509 *issuer)
{
	const struct path *path = verifier_of(ctx)->path;

	for (size_t i = 0; i + 1 < path->len; i++) {
		if (path->certs[i].cert->x509 == x509)
			return path->certs[i + 1].cert->x509 == issuer;
	}
	return 0;
}

static void
remember(struct verify_result *result, int error, int depth)
{
	if (result->error_count == VERIFY_MAX_ERRORS)
		return;
	result->errors[result->error_count++] = (struct verify_error){
	    .error = error,
	    .depth = depth,
	};
}

static int
collect_and_go_on(int ok, X509_STORE_CTX *ctx)
{
	if (!ok)
		remember(verifier_of(ctx)->result,
		    X509_STORE_CTX_get_error(ctx),
		    X509_STORE_CTX_get_error_depth(ctx));
	return 1;
}

/* In place of checking signatures and dates once more. */
static int
is_verified_already(UNUSED X509_STORE_CTX *ctx)
{
	return 1;
}

struct verifier *
verifier_new(void)
{
	struct verifier *verifier = MEM_NEW(struct verifier);

	verifier->store = X509_STORE_new();
	verifier->ctx = X509_STORE_CTX_new();
	verifier->between = sk_X509_new_null();
	verifier->anchor = sk_X509_new_null();
	if (verifier->store == NULL || verifier->ctx == NULL ||
	    verifier->between == NULL || verifier->anchor == NULL)
		abort(); /* out of memory */
	X509_STORE_set_check_issued(verifier->store, is_issued_along_path);
	return verifier;
}

void
verifier_free(struct verifier *verifier)
{
	if (verifier == NULL)
		return;
	sk_X509_free(verifier->between);
	sk_X509_free(verifier->anchor);
	X509_STORE_CTX_free(verifier->ctx);
	X509_STORE_free(verifier->store);
	free(verifier);
}

static bool
has_policy_constraints(const struct path *path)
{
	for (size_t i = 0; i < path->len; i++) {
		if (path->certs[i].cert->has_policy_constraints)
			return true;
	}
	return false;
}

/* All that a host's openssl.cnf could change is said here. Strict mode stays
 * off: its rules are findings of their own, not reasons to refuse. */
static void
set_rules(X509_VERIFY_PARAM *param, const struct path *path)
{
	unsigned long flags = X509_V_FLAG_PARTIAL_CHAIN |
	    X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_NO_CHECK_TIME;

	/* unasked, OpenSSL leaves policy constraints unenforced */
	if (has_policy_constraints(path)) {
		flags |= X509_V_FLAG_POLICY_CHECK;
		/* any policy will do; with none named, none would */
		X509_VERIFY_PARAM_add0_policy(
		    param, OBJ_nid2obj(NID_any_policy));
	}
	X509_VERIFY_PARAM_set_flags(param, flags);
	X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_SSL_SERVER);
	/* name constraints must not judge the common name as a DNS name */
	X509_VERIFY_PARAM_set_hostflags(
	    param, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
	/* keys and hashes: check_key.c, check_signature.c */
	X509_VERIFY_PARAM_set_auth_level(param, 0);
	X509_VERIFY_PARAM_set_depth(param, (int)path->len);
}

size_t
verify_name_work(const struct path *path)
{
	size_t names = path->certs[0].cert->name_count, constraints = 0;

	for (size_t i = 1; i < path->len; i++)
		constraints += path->certs[i].cert->name_constraint_count;
	return names * constraints;
}

void
verify_path(struct verifier *verifier, const struct path *path,
    struct verify_result *ret_result)
{
	X509_STORE_CTX *ctx = verifier->ctx;
	STACK_OF(X509) * built;
	int ok;

	ret_result->error_count = 0;
	verifier->path = path;
	verifier->result = ret_result;
	sk_X509_zero(verifier->between);
	sk_X509_zero(verifier->anchor);
	for (size_t i = 1; i + 1 < path->len; i++)
		sk_X509_push(verifier->between, path->certs[i].cert->x509);
	sk_X509_push(verifier->anchor, path->certs[path->len - 1].cert->x509);

	if (X509_STORE_CTX_init(ctx, verifier->store, path->certs[0].cert->x509,
		verifier->between) != 1)
		abort(); /* out of memory */
	X509_STORE_CTX_set0_trusted_stack(ctx, verifier->anchor);
	X509_STORE_CTX_set_app_data(ctx, verifier);
	X509_STORE_CTX_set_verify_cb(ctx, collect_and_go_on);
	X509_STORE_CTX_set_verify(ctx, is_verified_already);
	set_rules(X509_STORE_CTX_get0_param(ctx), path);

	ok = X509_verify_cert(ctx);
	built = X509_STORE_CTX_get0_chain(ctx);
	ret_result->is_whole =
	    ok == 1 && built != NULL && (size_t)sk_X509_num(built) == path->len;
	if (ok != 1 && ret_result->error_count == 0)
		remember(ret_result, X509_STORE_CTX_get_error(ctx),
		    X509_STORE_CTX_get_error_depth(ctx));
	X509_STORE_CTX_cleanup(ctx);
	ERR_clear_error();
}
