/* notify.syslog, as a value; see syslog_options.h. */
#include "notify/syslog_options.h"

#include <string.h>

#include "base/mem.h"

static char *
dup_or_null(const char *text)
{
	return text == NULL ? NULL : mem_strdup(text);
}

void
syslog_options_copy(
    struct syslog_options *to, const struct syslog_options *from)
{
	*to = *from;
	to->socket = dup_or_null(from->socket);
	to->host = dup_or_null(from->host);
	to->ca_file = dup_or_null(from->ca_file);
	to->server_name = dup_or_null(from->server_name);
	to->cert_file = dup_or_null(from->cert_file);
	to->key_file = dup_or_null(from->key_file);
}

void
syslog_options_clear(struct syslog_options *options)
{
	free(options->socket);
	free(options->host);
	free(options->ca_file);
	free(options->server_name);
	free(options->cert_file);
	free(options->key_file);
	*options = (struct syslog_options){0};
}

struct tls_session_options
syslog_options_tls(const struct syslog_options *options)
{
	return (struct tls_session_options){
	    .ca_file = options->ca_file,
	    .cert_file = options->cert_file,
	    .key_file = options->key_file,
	    .name = options->server_name != NULL ? options->server_name
						 : options->host,
	};
}

static bool
is_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool
syslog_options_equal(
    const struct syslog_options *a, const struct syslog_options *b)
{
	return a->transport == b->transport && a->format == b->format &&
	    a->facility == b->facility && a->enterprise == b->enterprise &&
	    a->port == b->port && is_same(a->socket, b->socket) &&
	    is_same(a->host, b->host) && is_same(a->ca_file, b->ca_file) &&
	    is_same(a->server_name, b->server_name) &&
	    is_same(a->cert_file, b->cert_file) &&
	    is_same(a->key_file, b->key_file);
}
