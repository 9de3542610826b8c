/* Names and ports of what begins in the clear; see starttls.h. */
#include "model/starttls.h"

static const struct row {
	uint16_t port;
	const char *openssl;
} rows[STARTTLS_COUNT] = {
    [STARTTLS_POSTGRES] = {5432, "postgres"},
};

static const char *const names[STARTTLS_COUNT] = {
    [STARTTLS_POSTGRES] = "postgres",
};

const struct names starttls_names = NAMES_INIT(names);

uint16_t
starttls_port(enum starttls starttls)
{
	return rows[starttls].port;
}

const char *
starttls_openssl(enum starttls starttls)
{
	return rows[starttls].openssl;
}
