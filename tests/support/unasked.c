/*
 * A program with this in it has d2i_X509 of probe/cert_reuse.c for itself: a
 * symbol that one of its objects calls hidden is given to no library, so libssl
 * goes on asking libcrypto, as where that is linked in, or bound to it.
 */
#include <stddef.h>

__attribute__((visibility("hidden"))) void *d2i_X509(
    void **place, const unsigned char **in, long len);

__attribute__((used)) static void *(*const hidden)(
    void **, const unsigned char **, long) = d2i_X509;
